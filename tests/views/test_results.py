"""The pages of results: what is reached, missed, not assessable, corrected, and not published yet."""

from __future__ import annotations

import csv
import datetime
import re
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.model.results import Result
from generator.views.results import pages, pages_of
from tests.conftest import ROOT, check_project
from tests.helpers.results import MEASURES, promise, table

AUGUST = datetime.date(2026, 8, 31)
ROWS = (
    "2026-04,,,199,200",
    "2026-05,,,1989,2000,,,一件改派晚了,当天补办",
    "2026-06,,,0,0",
    "2026-07,,,,,,系统更换，没有导出".replace("，", ";"),
)


def view(project: Path, as_of: datetime.date = AUGUST) -> dict[str, Any]:
    """Return the view of the only measure's page."""
    session = check_project(project, as_of).session
    (page,) = pages_of(session, next(iter(session.registry.all(Result).values())))
    return dict(page.view)


def states(project: Path, as_of: datetime.date = AUGUST) -> list[tuple[str, str]]:
    """Return (period, state) of the page's table."""
    return [(item["period"], item["state"]) for item in view(project, as_of)["periods"]]


def test_a_target_is_compared_without_rounding(project: Path) -> None:
    promise(project)
    table(project, *ROWS)
    assert states(project) == [
        ("2026年7月", "not_measured"),
        ("2026年6月", "none"),
        ("2026年5月", "missed"),
        ("2026年4月", "reached"),
    ]
    assert view(project)["periods"][2]["figure"] == "99.45%"  # not 99.5 %, which would be the target


def test_without_a_target_nothing_is_assessed(project: Path) -> None:
    promise(project)
    table(project, *ROWS, measure="manyi")
    assert {state for _, state in states(project)} == {"open", "none", "not_measured"}


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-08-01", []),
        ("2026-09-01", [("2026年8月", "due")]),
        ("2026-09-14", [("2026年8月", "due")]),
        ("2026-09-15", [("2026年8月", "overdue")]),
        ("2026-10-01", [("2026年9月", "due"), ("2026年8月", "overdue")]),
    ],
)
def test_periods_without_figures_are_shown(project: Path, as_of: str, expected: list[tuple[str, str]]) -> None:
    promise(project)
    table(project, *ROWS)
    found = states(project, datetime.date.fromisoformat(as_of))
    assert [item for item in found if item[1] in ("due", "overdue")] == expected


def test_the_latest_period_is_the_one_that_must_be_there(project: Path) -> None:
    promise(project)
    table(project, *ROWS)
    assert view(project, datetime.date(2026, 9, 1))["latest"]["period"] == "2026年7月"
    assert view(project, datetime.date(2026, 9, 30))["latest"]["state"] == "overdue"


def test_a_measure_counts_from_the_period_that_it_says(project: Path) -> None:
    promise(project, MEASURES.replace("published_by: 10}", "published_by: 10, since: 2026-06}", 1))
    table(project, *ROWS[2:])
    assert [period for period, _ in states(project)] == ["2026年7月", "2026年6月"]
    table(project, ROWS[3])
    assert states(project)[-1] == ("2026年6月", "overdue")


def test_a_correction_stands_and_shows_what_it_corrects(project: Path) -> None:
    promise(project)
    table(
        project,
        "2026-07,,,190,200,,,漏派,补派",
        "2026-07,,,199,200,,,,,九件重复登记",
        "2026-07,,,200,200,,,,,又核对一次",
    )
    (item,) = view(project)["periods"]
    assert (item["figure"], item["state"]) == ("100%", "reached")
    assert item["corrected"] == [
        {"figure": "95%（190 / 200 件）", "why": "九件重复登记"},
        {"figure": "99.5%（199 / 200 件）", "why": "又核对一次"},
    ]


def test_the_cases_of_a_share_have_its_unit(project: Path) -> None:
    promise(project, MEASURES.replace("published_by: 10}", "published_by: 10, unit: 人次}", 1))
    table(project, *ROWS[:3])
    assert [item["cases"] for item in view(project)["periods"][-3:]] == ["", "1989 / 2000 人次", "199 / 200 人次"]


def test_parts_are_summed_where_there_is_no_row_of_the_whole(project: Path) -> None:
    promise(project)
    table(project, "2026-07,banshui-fuwuting,,3,4,,,晚,补", "2026-07,shili-shuiwuju,,4,4")
    found = view(project)
    assert (found["latest"]["figure"], found["latest"]["cases"]) == ("87.5%", "7 / 8 件")
    assert [part["figure"] for part in found["parts"]] == ["75%", "100%"]


def test_a_part_without_figures_leaves_the_sum_unknown(project: Path) -> None:
    promise(project)
    table(project, "2026-07,banshui-fuwuting,,3,4,,,晚,补", "2026-07,shili-shuiwuju,,,,,没有导出")
    latest = view(project)["latest"]
    assert (latest["state"], latest["not_measured"], latest["figure"]) == ("not_measured", "没有导出", "")


def test_quarters_are_as_wide_as_their_months(project: Path) -> None:
    promise(project)
    table(project, "2026-Q1,,,,,0", "2026-Q2,,,,,1,,迟到,改正", measure="wangfan")
    (page,) = pages(check_project(project, datetime.date(2026, 9, 1)).session)
    (row,) = page.view["rows"]
    assert page.view["months"][:3] == ["8月", "7月", "6月"]
    assert [(cell["text"], cell["span"]) for cell in row["cells"]] == [
        ("", 2),
        ("1人", 3),
        ("0人", 3),
        ("", 3),
        ("", 1),
    ]


def test_a_promise_without_figures_is_named(project: Path) -> None:
    promise(project)
    (page,) = pages(check_project(project, AUGUST).session)
    assert [item["name"] for item in page.view["uncounted"]] == ["当场办结"]


def published(site: Path, id: str) -> list[str]:
    """Return the cells (period, figure and numbers) of the table on a measure's page, as text."""
    text = (site / "results" / id / "index.html").read_text("utf-8")
    rows = re.findall(r'<tr><th scope="row">([^<]*)</th><td>(.*?)</td>', text.split('id="parts"')[0])
    return [f"{period} {unescape(re.sub('<[^>]+>', ' ', cell))}".split() for period, cell in rows]  # type: ignore[misc]


def counted(id: str) -> dict[str, tuple[Fraction | None, int | None, str]]:
    """Return (figure, total, unit) by period, computed from the CSV file and the commitment alone."""
    lines = (ROOT / f"data/results/{id}.csv").read_text("utf-8").splitlines()
    head = dict(line[2:].split(": ", 1) for line in lines if line.startswith("#"))
    promise = yaml.safe_load((ROOT / f"data/commitments/{head['承诺']}.yml").read_text("utf-8"))
    measure = next(item for item in promise["measures"] if item["key"] == head["指标"])
    rows: dict[str, dict[tuple[str, str], dict[str, str]]] = defaultdict(dict)
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        rows[row["期间"]][row["机构"], row["事项"]] = row
    found: dict[str, tuple[Fraction | None, int | None, str]] = {}
    for period, parts in rows.items():
        used = [parts["", ""]] if ("", "") in parts else list(parts.values())
        total = sum(int(row["总数"]) for row in used if row["总数"]) if any(row["总数"] for row in used) else None
        first = sum(int(row["做到" if measure["kind"] == "share" else "数值"] or 0) for row in used)
        if used[0]["没有统计的原因"] or (measure["kind"] in ("share", "rate") and not total):
            found[period] = (None, None, "")
        elif measure["kind"] in ("share", "rate"):
            found[period] = (Fraction(100 * first, total or 1), total, "%")
        else:
            found[period] = (Fraction(first), total, measure["unit"])
    return found


@pytest.mark.parametrize("id", sorted(path.stem for path in (ROOT / "data/results").glob("*.csv")))
def test_published_figures_are_those_of_the_tables(site: Path, id: str) -> None:
    shown = {cells[0]: cells[1:] for cells in published(site, id)}
    assert shown
    for period, (amount, total, unit) in counted(id).items():
        year, part = period[:4], period[5:]
        name = f"{year}年" + (
            f"第{part[1]}季度" if part[0] == "Q" else {"H1": "上半年", "H2": "下半年"}.get(part) or f"{int(part)}月"
        )
        figure = shown[name][0]
        if amount is None:
            assert figure == "—"
            continue
        exact = Decimal(amount.numerator) / amount.denominator
        places = len(figure.rstrip("%件次户人").partition(".")[2])
        assert Decimal(figure.removesuffix(unit)) == exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        assert total is None or str(total) in shown[name]
