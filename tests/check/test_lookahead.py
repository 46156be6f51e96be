"""What a coming day changes is told today, and no day that comes stops the publication."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.findings import Finding, Severity
from tests.conftest import AS_OF, check_project, own_findings

Write = Callable[[str, str], Path]
LAW = "data/laws/fapiao-guanli-banfa.yml"
POST = "data/posts/daoshui-zixun.yml"


@pytest.fixture
def add(project: Path) -> Callable[[str, str], None]:
    """Write more at the end of a file of the project."""

    def write_more(file: str, text: str) -> None:
        with (project / file).open("a", encoding="utf-8") as stream:
            stream.write(text)

    return write_more


def told(project: Path, day: str | None = None) -> list[Finding]:
    as_of = datetime.date.fromisoformat(day) if day else AS_OF
    return [item for item in own_findings(check_project(project, as_of)) if item.code[0] in "LRV"]


def test_a_law_that_ends_is_told_before_and_only_reminded_of_after(
    project: Path, add: Callable[[str, str], None]
) -> None:
    add(LAW, "effective_to: 2026-12-31\nsummary: 管发票\n")
    before = told(project)
    assert {item.code for item in before} == {"V908"}
    assert {item.severity for item in before} == {Severity.WARNING}
    assert all(item.message.startswith("到2027-01-01会有提醒：《中华人民共和国发票管理办法》") for item in before)
    assert not any(item.excused for item in before)
    after = told(project, "2027-01-01")
    assert {item.code for item in after} == {"L709"}
    assert {item.location for item in after} == {item.location for item in before}


def test_an_article_that_ends_is_told(project: Path) -> None:
    path = project / LAW
    path.write_text(
        path.read_text("utf-8").replace("领用发票要先办手续。}", "要先办手续。, effective_to: 2027-03-31}"), "utf-8"
    )
    (item,) = [item for item in told(project) if "procedures" in item.location.file]
    assert item.code == "V908" and item.message.startswith("到2027-04-01") and "第十五条" in item.message
    assert item.excused, "it is more than 90 days ahead"


def test_what_will_be_withdrawn_is_told_where_it_is_referred_to(project: Path, add: Callable[[str, str], None]) -> None:
    add(POST, "withdrawn: {on: 2027-01-01, replaced_by: zonghe-chuangkou, reason: 并岗}\n")
    before = told(project)
    assert {(item.code, item.location.file) for item in before} >= {("V908", "data/posts/zonghe-chuangkou.yml")}
    assert all("改成 zonghe-chuangkou" in item.hint for item in before)
    after = told(project, "2027-01-01")
    assert {item.code for item in after} == {"R312"}
    assert check_project(project, datetime.date(2027, 1, 1)).count(Severity.ERROR) == 0


def test_a_withdrawn_matter_on_the_home_page_does_not_stop_publication(
    project: Path, add: Callable[[str, str], None]
) -> None:
    add("data/procedures/fapiao-lingyong.yml", "withdrawn: {on: 2027-01-01, reason: 不再办理}\n")
    assert ("V908", "site.yml") in {(item.code, item.location.file) for item in told(project)}
    assert check_project(project, datetime.date(2027, 1, 1)).count(Severity.ERROR) == 0


def test_what_had_ended_when_somebody_looked_is_an_error(project: Path, add: Callable[[str, str], None]) -> None:
    add(LAW, "effective_to: 2025-12-31\nsummary: 管发票\n")
    assert {item.code for item in told(project)} == {"L701"}


def test_nothing_is_told_without_a_coming_date(project: Path, add: Callable[[str, str], None]) -> None:
    add(LAW, "effective_to: 2099-12-31\n")
    assert told(project) == []
