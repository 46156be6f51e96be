"""Records of recurring work: every period is done, not done with a reason, or missing; regimes lead to them."""

from __future__ import annotations

import csv
import datetime
from dataclasses import replace

import pytest

from generator.check.rhythms import OF_FREQUENCY, belongs_somewhere, missing_periods, recorded
from generator.model.regimes import Regime
from generator.model.rhythms import Rhythm
from generator.project import Project
from generator.views import regimes, rhythms
from tests.conftest import ROOT


def test_every_regime_with_a_rhythm_is_recorded(example: Project) -> None:
    recurring = {item.id for item in example.session.current(Regime) if item.frequency in OF_FREQUENCY}
    assert len(recurring) > 15
    assert {("regimes", id) for id in recurring} <= recorded(example.session)


def test_a_missing_period_is_shown_as_missing(example: Project) -> None:
    (page, *_) = rhythms.pages(example.session)
    rows = {row["name"]: row for row in page.view["records"]}
    assert page.view["missing"] == 1
    assert rows["领导干部带头情况"]["missing"] == ["2026年第3季度"]
    assert [mark["state"] for mark in rows["领导干部带头情况"]["marks"]] == ["done"] * 4 + ["missing"]
    assert [mark["state"] for mark in rows["挂钩股室月度调研"]["marks"]].count("not") == 1


def test_counts_are_those_of_the_table(example: Project) -> None:
    for item in example.registry.all(Rhythm).values():
        with (ROOT / f"data/records/{item.id}.csv").open(encoding="utf-8") as file:
            table = list(csv.reader(line for line in file if not line.startswith("#")))[1:]
        view = rhythms.rhythm_view(example.session, item)
        assert view["done"] == sum(1 for row in table if row[1])
        assert view["due"] == len(table) + len(view["missing"])
        newest = max(table)
        assert next(row["outcome"] for row in view["periods"] if not row["missing"]) == newest[3]


def test_a_month_is_missing_half_a_month_after_it_ended(example: Project) -> None:
    item = example.registry.all(Rhythm)["shuiyuan-fenxi"]
    for day, missing in ((datetime.date(2026, 12, 15), []), (datetime.date(2026, 12, 16), ["2026-11"])):
        assert missing_periods(replace(example.session, as_of=day), item) == missing


def test_a_regime_leads_to_its_practice(example: Project) -> None:
    regime = example.registry.all(Regime)["xiaoneng-ducha-zhidu"]
    urls = [link["url"] for link in regimes.regime_view(example.session, regime)["practice"]]
    assert "records/bumen-yuedu-ducha/" in urls
    assert "rounds/" in urls


@pytest.mark.parametrize(("regime", "duty", "hits"), [("x", None, 0), (None, "x", 0), ("x", "x", 0), (None, None, 1)])
def test_a_record_belongs_to_a_regime_or_a_duty(
    example: Project, regime: str | None, duty: str | None, hits: int
) -> None:
    item = replace(example.registry.all(Rhythm)["shuiyuan-fenxi"], regime=regime, duty=duty)
    assert belongs_somewhere.apply
    assert len(list(belongs_somewhere.apply(example.session, item))) == hits
