"""What was published without a word: found once, and what is meant so is left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import check_project, own_findings
from tests.helpers.files import edit

Write = Callable[[str, str], Path]
PROCEDURE = "data/procedures/fapiao-lingyong.yml"
LIMIT = "data/time_limits/fapiao-lingyong.yml"


@pytest.fixture
def codes(project: Path) -> Callable[[str, str, str], list[str]]:
    """Replace a text of a file and return the codes of what is found then."""

    def change(file: str, old: str, new: str) -> list[str]:
        edit(project / file, old, new)
        return [item.code for item in own_findings(check_project(project))]

    return change


def test_a_copied_entry_is_told_where_its_name_stands(write: Write, project: Path) -> None:
    text = (project / "data/materials/daili-weituoshu.yml").read_text("utf-8")
    write("data/materials/weituoshu.yml", text)
    (item,) = own_findings(check_project(project))
    assert (item.code, item.location.file) == ("R310", "data/materials/weituoshu.yml")
    assert "daili-weituoshu.yml" in item.message


def test_a_withdrawn_entry_may_have_the_name_of_its_successor(write: Write, project: Path) -> None:
    text = (project / "data/materials/daili-weituoshu.yml").read_text("utf-8")
    write("data/materials/jiu.yml", text + "withdrawn: {on: 2026-01-01, replaced_by: daili-weituoshu, reason: 改版}\n")
    assert own_findings(check_project(project)) == ()


def test_steps_of_different_cases_may_have_one_name(codes: Callable[[str, str, str], list[str]]) -> None:
    steps = "  - {name: 受理, post: zonghe-chuangkou, within: {unit: on_the_spot}"
    two = steps + ", when: {agent: agent}}\n" + steps + ", when: {agent: self}}"
    assert codes(PROCEDURE, steps + "}", two) == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("受理后15个工作日内办结", ["T508"]),
        ("受理之日起十五个工作日内告知结果", ["T508"]),
        ("受理后7个工作日内办结", []),
        ("受理后七个工作日内办结", []),
        ("登记后15个工作日内申报", []),
        ("举行听证的15个工作日前通知", []),
    ],
)
def test_texts_and_limits_agree(
    codes: Callable[[str, str, str], list[str]], write: Write, said: str, found: list[str]
) -> None:
    write(
        LIMIT,
        "name: 发票领用办理时限\nof: {procedure: fapiao-lingyong}\nstarts: acceptance\n"
        "promised: {count: 7, unit: working_day}\n"
        "statutory: {count: 7, unit: working_day, basis: {law: fapiao-guanli-banfa}}\n",
    )
    assert codes(PROCEDURE, "材料齐全的当场办结", said) == found


@pytest.mark.parametrize("owner", ["regime: shouwen-zeren-zhi", "oversight: fuwu-tousu"])
def test_a_limit_of_what_has_no_situations_has_no_when(write: Write, project: Path, owner: str) -> None:
    write(
        "data/time_limits/a.yml",
        f"name: 答复时限\nof: {{{owner}}}\nwhen: {{reason: attitude}}\nstarts: receipt\n"
        "statutory: {count: 1, unit: working_day, basis: {law: fapiao-guanli-banfa}}\n",
    )
    (item,) = own_findings(check_project(project))
    assert (item.code, item.location.line) == ("R302", 3)
    assert "去掉 when" in item.hint


@pytest.mark.parametrize(
    ("article", "found"),
    [
        ("第九十九条", ["L706"]),
        ("第十五条第二款", []),
        ("第十五条第2款", ["L705"]),
        ("十五条", ["L705"]),
        ("第15条", ["L705"]),
    ],
)
def test_articles_are_known_and_well_written(
    codes: Callable[[str, str, str], list[str]], article: str, found: list[str]
) -> None:
    assert codes(PROCEDURE, "[第十五条]", f"[{article}]") == found


@pytest.mark.parametrize("word", ["null", "~", "N/A", "TODO", "待补充", "暂无", "xxx", '"-"', "测试", "略"])
def test_words_for_nothing_are_found(codes: Callable[[str, str, str], list[str]], word: str) -> None:
    assert codes(PROCEDURE, "standards: [材料齐全的当场办结]", f"standards: [{word}]") == ["S806"]


@pytest.mark.parametrize("text", ["网上测试环境", "待补充材料齐全后办理", "无", "N/A 栏不填", "用 - 隔开"])
def test_words_inside_a_text_are_left_alone(codes: Callable[[str, str, str], list[str]], text: str) -> None:
    assert codes(PROCEDURE, "standards: [材料齐全的当场办结]", f"standards: [{text}]") == []


def test_files_of_systems_are_passed_over(write: Write, project: Path) -> None:
    for name in ("data/desktop.ini", "data/organs/Thumbs.db", "data/posts/~$名册.xlsx", "content/desktop.ini"):
        write(name, "")
    assert own_findings(check_project(project)) == ()
