"""Checking a whole project: nothing hides anything, the order is fixed; and how findings are reported."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from generator.cli.parsing import FORMATS
from generator.findings import Finding, Location, Severity
from generator.project import Project
from generator.report import render, summary
from tests.conftest import check_project, own_findings
from tests.helpers.files import edit

Write = Callable[[str, str], Path]
PROCEDURE = "data/procedures/fapiao-lingyong.yml"
POST = "name: x\norgan: banshui-fuwuting\nsummary: y\n"


def found(checked: Project) -> set[tuple[str, str]]:
    """Return code and file of every finding."""
    return {(item.code, item.location.file) for item in own_findings(checked)}


def test_starter_is_clean(project: Path) -> None:
    checked = check_project(project)
    assert own_findings(checked) == ()
    assert checked.count(Severity.ERROR) == 0


def test_broken_entry_does_not_hide_others(write: Write, project: Path) -> None:
    write("data/posts/a.yml", "name: [\n")
    write("data/posts/b.yml", "name: x\norgn: y\n")
    write("data/posts/c.yml", POST.replace("banshui-fuwuting", "banshui-fuwutin"))
    assert found(check_project(project)) >= {
        ("Y101", "data/posts/a.yml"),
        ("M201", "data/posts/b.yml"),
        ("M202", "data/posts/b.yml"),
        ("R301", "data/posts/c.yml"),
    }


def test_a_name_where_an_id_belongs_is_told_its_id(write: Write, project: Path) -> None:
    write("data/posts/c.yml", POST.replace("banshui-fuwuting", "办税服务厅"))
    hints = [item.hint for item in check_project(project).findings if item.code == "R301"]
    assert hints == ["“办税服务厅”的编号是 banshui-fuwuting"]


def test_a_former_id_is_told_the_new_one(write: Write, project: Path) -> None:
    write("data/posts/zonghe.yml", POST + "former_ids: [zonghe-gang]\n")
    write("data/posts/c.yml", POST + "cover: zonghe-gang\n")
    hints = [item.hint for item in check_project(project).findings if item.code == "R301"]
    assert hints == ["“zonghe-gang”已改名，改成 zonghe"]


def test_a_wrong_date_is_not_called_missing_as_well(write: Write, project: Path) -> None:
    path = project / "data/procedures/fapiao-lingyong.yml"
    write("data/procedures/fapiao-lingyong.yml", path.read_text("utf-8").replace("2026-01-01", "2026年1月1日"))
    assert [item.code for item in check_project(project).findings if "lingyong" in item.location.file] == ["M205"]


@pytest.mark.parametrize(
    "file",
    [
        "data/posts/zonghe-chuangkou.yml",
        "data/duties/fapiao-guanli.yml",
        "data/materials/daili-weituoshu.yml",
        "data/organs/shili-shuiwuju.yml",
        "data/organs/banshui-fuwuting.yml",
        "data/laws/fapiao-guanli-banfa.yml",
        "data/oversight/fuwu-tousu.yml",
        "data/regimes/shouwen-zeren-zhi.yml",
        "data/procedures/fapiao-lingyong.yml",
        "data/time_limits/fapiao-lingyong.yml",
    ],
)
def test_what_refers_to_a_broken_entry_is_not_blamed(project: Path, file: str) -> None:
    with (project / file).open("a", encoding="utf-8") as stream:
        stream.write("unbekannt: x\n")
    assert found(check_project(project)) == {("M202", file)}


@pytest.mark.parametrize(
    "file",
    [
        "data/posts/zonghe-chuangkou.yml",
        "data/duties/fapiao-guanli.yml",
        "data/materials/daili-weituoshu.yml",
        "data/organs/banshui-fuwuting.yml",
        "data/laws/fapiao-guanli-banfa.yml",
        "data/procedures/fapiao-lingyong.yml",
    ],
)
def test_reference_to_an_unreadable_entry_is_not_unknown(write: Write, project: Path, file: str) -> None:
    """The file is there; what is wrong with it is said once."""
    write(file, "name: [\n")
    assert {code for code, _ in found(check_project(project))} == {"Y101"}


def test_replacement_by_a_broken_entry_is_not_unknown(write: Write, project: Path) -> None:
    write("data/posts/old.yml", f"{POST}withdrawn: {{on: 2026-01-01, reason: x, replaced_by: new}}\n")
    write("data/posts/new.yml", "name: x\nunbekannt: y\n")
    assert "R309" not in {code for code, _ in found(check_project(project))}


def test_link_to_a_broken_entry_is_not_dead(write: Write, project: Path) -> None:
    edit(project / "content/about/site.md", "(/duties/)", "(/posts/daoshui-zixun/)")
    edit(project / "data/posts/daoshui-zixun.yml", "summary", "sumary")
    assert "C302" not in {code for code, _ in found(check_project(project))}


def test_situation_used_by_a_broken_limit_is_not_unused(write: Write, project: Path) -> None:
    edit(project / PROCEDURE, "situations:\n", "situations:\n  size: {ask: 多大？, options: {big: 大}}\n")
    write("data/time_limits/da.yml", "name: x\nof: {procedure: fapiao-lingyong}\nwhen: {size: big}\nunbekannt: y\n")
    assert "R303" not in {code for code, _ in found(check_project(project))}


def test_two_pages_at_one_address_are_found(write: Write, project: Path) -> None:
    """Otherwise the check passes and building fails."""
    text = (project / "content/about/site.md").read_text(encoding="utf-8")
    write("content/a.md", text)
    write("content/a/index.md", text)
    assert own_findings(check_project(project))


def test_findings_are_sorted_and_unique(write: Write, project: Path) -> None:
    write("data/posts/z.yml", "zz: 1\naa: 2\n")
    write("data/posts/a.yml", "zz: 1\naa: 2\n")
    write("content/about/site.md", "[x](/a/) [y](/b/)\n\n[x](/a/)\n")
    findings = check_project(project).findings
    assert list(findings) == sorted(findings, key=lambda item: item.sort_key)
    assert len(findings) == len(set(findings)) > 5
    assert findings == check_project(project).findings


@pytest.mark.parametrize(
    ("day", "codes"),
    [("2026-06-30", {"L701"}), ("2026-07-01", set()), ("2026-12-31", set()), ("2027-01-01", {"L709"})],
)
def test_law_is_judged_by_the_day(write: Write, project: Path, day: str, codes: set[str]) -> None:
    law = "data/laws/fapiao-guanli-banfa.yml"
    with (project / law).open("a", encoding="utf-8") as stream:
        stream.write("summary: x\neffective_from: 2026-07-01\neffective_to: 2026-12-31\n")
    found_codes = {code for code, _ in found(check_project(project, datetime.date.fromisoformat(day)))}
    assert found_codes & {"L701", "L702", "L709"} == codes


def finding(code: str = "V902", severity: Severity = Severity.WARNING, **more: object) -> Finding:
    values = {"message": "没有核验", "hint": "写上", "location": Location("data/a.yml", 2, 3), **more}
    return Finding(code, severity, **values)  # type: ignore[arg-type]


WARNINGS = [finding(location=Location(f"data/{name}.yml")) for name in "abcdefgh"]


def test_text_is_place_then_hint() -> None:
    assert render([finding(severity=Severity.ERROR)], "text", {}) == (
        "data/a.yml:2:3: 错误 V902 没有核验\n    → 写上"
    )  # fmt: skip


def test_text_folds_warnings() -> None:
    text = render(WARNINGS, "text", {"V902": "从未核验"}, full=False)
    assert text.count("提醒 V902") == 5
    assert "从未核验" in text
    assert "还有 3 处" in text
    assert "--all" in text


def test_full_text_folds_nothing() -> None:
    text = render(WARNINGS, "text", {}, full=True)
    assert text.count("提醒 V902") == len(WARNINGS)
    assert "还有" not in text


def test_text_never_folds_errors() -> None:
    errors = [finding(severity=Severity.ERROR, location=item.location) for item in WARNINGS]
    assert render(errors, "text", {}, full=False).count("错误 V902") == len(errors)


def test_json() -> None:
    parsed = json.loads(render([finding()], "json", {}))
    assert parsed == {
        "format": 1,
        "findings": [
            {
                "code": "V902",
                "severity": "warning",
                "file": "data/a.yml",
                "line": 2,
                "column": 3,
                "cell": "",
                "message": "没有核验",
                "hint": "写上",
            }
        ],
    }


def test_github_escapes_newlines() -> None:
    line = render([finding(message="一\n::error::二\r", hint="100%")], "github", {})
    assert line == "::warning file=data/a.yml,line=2,col=3,title=V902::一%0A::error::二%0D。100%25"


def test_github_escapes_file_names() -> None:
    """A file name may hold anything; it must not become a command of its own."""
    line = render([finding(location=Location("data/a,b:\n::stop-commands::x%.yml"))], "github", {})
    assert len(line.splitlines()) == 1
    assert line.startswith("::warning file=data/a%2Cb%3A%0A%3A%3Astop-commands%3A%3Ax%25.yml,line=1,")


def test_sarif() -> None:
    log = json.loads(render([finding(), finding("Y101", Severity.ERROR)], "sarif", {"V902": "从未核验"}))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["V902", "Y101"]
    assert run["tool"]["driver"]["rules"][0]["shortDescription"]["text"] == "从未核验"
    assert [(item["ruleId"], item["level"]) for item in run["results"]] == [("V902", "warning"), ("Y101", "error")]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "data/a.yml"
    assert place["region"] == {"startLine": 2, "startColumn": 3}


@pytest.mark.parametrize("style", FORMATS)
def test_no_findings(style: str) -> None:
    text = render([], style, {})
    if style == "junit":
        assert ElementTree.fromstring(text).tag == "testsuites"
    else:
        assert text in ("", "[]") or json.loads(text)


def test_summary_counts() -> None:
    assert summary([*WARNINGS, finding(severity=Severity.ERROR)]) == "1 个错误，8 个提醒"
    assert summary([]) == "0 个错误，0 个提醒"


def test_a_disguised_scheme_is_found(project: Path) -> None:
    """What rendering would drop is reported first: both ask the same question."""
    edit(project / "content/about/site.md", "(/duties/)", "(&#106;avascript:alert)")
    assert ("C303", "content/about/site.md") in found(check_project(project))


def test_a_span_that_ends_before_it_begins_is_told_as_such(project: Path) -> None:
    path = project / "data/organs/banshui-fuwuting.yml"
    edit(path, "09:00-12:00", "12:00-09:00")
    (item,) = (item for item in check_project(project).findings if item.code == "D606")
    assert item.message == "12:00-09:00 的结束时间不在开始时间之后"
    assert item.hint.startswith("先写开始时间")
