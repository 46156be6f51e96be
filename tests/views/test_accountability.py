"""Outcomes, appraisals, goals, the plan of revenue and campaigns: their figures are those of the files, recomputed."""

from __future__ import annotations

import csv
import datetime
from dataclasses import replace
from fractions import Fraction

import pytest

from generator.check.goals import parts_of
from generator.model.appraisals import Appraisal
from generator.model.campaigns import Campaign
from generator.model.goals import Goal
from generator.model.outcomes import Outcome
from generator.project import Project
from generator.views import appraisals, campaigns, goals, outcomes, plan
from tests.conftest import ROOT


def test_a_quarter_without_proven_cases_says_so_and_by_which_day(example: Project) -> None:
    view = next(outcomes.pages(example.session)).view
    by_id = {item["id"]: item for item in view["outcomes"]}
    assert by_id["tousu-chashi"]["latest_none"] == "2026年第3季度没有查实的（截至2026年10月10日）"
    assert by_id["guocuo-zhuijiu"]["latest_none"] == ""
    ladder = by_id["tousu-chashi"]["ladder"]
    assert ladder and [rung["decided_by"] for rung in ladder["ladder"]] == ["局党委"] * 3


def test_no_page_shows_one_or_two_cases(example: Project) -> None:
    view = next(outcomes.pages(example.session)).view
    shown = [row["cases"] for item in view["outcomes"] for row in item["rows"] if not row["none_by"]]
    assert len(shown) >= 7
    assert min(shown) >= 3
    assert sum(item["count"] for item in view["failures"]) + view["merged"] == sum(shown)


def test_labels_and_keys_of_a_vocabulary_mean_the_same_in_a_table(example: Project) -> None:
    rows = example.registry.all(Outcome)["guocuo-zhuijiu"].rows
    assert [row.failure.value if row.failure else "" for row in rows] == ["slow", "passive", "slow", "", ""]


@pytest.mark.parametrize("id", ["2026-q2", "2026-q3"])
def test_scores_are_a_hundred_less_what_was_lost(example: Project, id: str) -> None:
    item = example.registry.all(Appraisal)[id]
    rows = appraisals.appraisal_view(example.session, item)["scores"]
    shown = {row["organ"]["url"]: row["score"] for row in rows if row["organ"]}
    assert len(shown) == len(item.organs) == 12
    for organ in item.organs:
        lost = sum(Fraction(one.points) for one in item.deductions if one.organ == organ)
        assert Fraction(shown[f"organs/{organ}/"]) == 100 - lost
    assert list(shown.values()) == sorted(shown.values(), key=Fraction, reverse=True)


def test_every_deduction_leads_to_a_rectification_with_its_due_date(example: Project) -> None:
    for item in example.registry.all(Appraisal).values():
        for row in appraisals.appraisal_view(example.session, item)["deductions"]:
            assert row["rectification"] and row["due"] and row["label"]


def test_the_tree_shows_every_goal_once_below_its_own(example: Project) -> None:
    rows = next(goals.pages(example.session)).view["goals"]
    urls = [row["url"] for row in rows]
    assert sorted(urls) == sorted(f"goals/{id}/" for id in example.registry.all(Goal))
    depth = {row["url"]: row["depth"] for row in rows}
    assert depth["goals/shangmen-fudao/"] == 0
    assert depth["goals/shangmen-fudao-chengguan/"] == 1
    assert depth["goals/shangmen-fudao-chengguan-laocheng/"] == 2
    assert urls.index("goals/shangmen-fudao-chengguan-laocheng/") - urls.index("goals/shangmen-fudao-chengguan/") <= 2


def test_what_the_parts_reached_adds_up_too(example: Project) -> None:
    goal = example.registry.all(Goal)["shangmen-fudao"]
    parts = parts_of(example.session)[goal.id]
    assert len(parts) == 6
    assert sum(Fraction(part.target or 0) for part in parts) == Fraction(goal.target or 0) == 500
    assert sum(Fraction(part.reached or 0) for part in parts) == Fraction(goal.reached or 0) == 451


def test_the_plan_is_recomputed_from_its_table(example: Project) -> None:
    with (ROOT / "data/plan/2026.csv").open(encoding="utf-8") as file:
        table = list(csv.reader(line for line in file if not line.startswith("#")))[1:]
    newest, *_ = next(plan.pages(example.session)).view["years"]
    assert newest["summary"] == "到 10 月底累计 5.72 亿元，完成年度计划的 85.4%；时间过了 83.3%"
    assert [layer["share"] for layer in newest["layers"]] == ["85.4%", "80.6%"]
    assert len(newest["months"]) == len(table) == 10
    for shown, (month, collected, before, _) in zip(newest["months"], reversed(table), strict=True):
        assert shown["month"] == f"{month[:4]}年{int(month[5:])}月"
        assert Fraction(shown["collected"].replace(",", "")) == Fraction(collected)
        share = 100 * Fraction(collected) / 67000
        assert abs(Fraction(shown["share"].rstrip("%")) - share) <= Fraction(1, 20)
        grown = 100 * (Fraction(collected) - Fraction(before)) / Fraction(before)
        assert abs(Fraction(shown["change"].rstrip("%")) - grown) <= Fraction(1, 20)


def test_unknown_figures_of_the_year_before_are_not_0(example: Project) -> None:
    older = next(plan.pages(example.session)).view["years"][1]
    assert {row["year_before"] for row in older["months"]} == {""} == {row["change"] for row in older["months"]}
    assert older["curve"]["last_year"] == ""


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (datetime.date(2026, 3, 9), "还没开始"),
        (datetime.date(2026, 3, 10), "正在做"),
        (datetime.date(2026, 11, 20), "正在做"),
        (datetime.date(2026, 11, 21), "等结果"),
    ],
)
def test_a_campaign_waits_for_its_result_once_it_has_ended(example: Project, day: datetime.date, label: str) -> None:
    item = replace(example.registry.all(Campaign)["shuiqi-chengxin-2026"], result=None)
    session = replace(example.session, as_of=day)
    assert campaigns.campaign_view(session, item)["label"] == label
    done = replace(item, result="做成了")
    assert campaigns.campaign_view(session, done)["label"] == ("做完了" if label == "等结果" else label)
