"""`zwgk explain procedures/ID FIELD`: the layer, file and line of every value."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.explain import UnknownRuleError
from generator.origin import explain_value
from tests.helpers.commands import run
from tests.helpers.projects import check_bureau, check_project
from tests.helpers.provinces import add_bureau

MATTER = "procedures/fapiao-lingyong"


@pytest.fixture
def county(project: Path) -> Path:
    """A bureau below the starter that asks for one copy, adds a note, and promises more visits than are laid down."""
    folder = add_bureau(project)
    file = folder / f"data/{MATTER}.yml"
    file.parent.mkdir(parents=True)
    file.write_text("notes: [周六也办。]\nmaterials:\n  - {material: shenfenzhengjian, copies: 1}\n", "utf-8")
    return project


def test_each_part_of_a_value_names_its_own_line(county: Path) -> None:
    text = explain_value(check_bureau(county, "shili-xian"), MATTER, "materials", "bureaus/shili-xian/")
    lines = [line.strip() for line in text.splitlines()]
    own, above = f"bureaus/shili-xian/data/{MATTER}.yml", f"data/{MATTER}.yml"
    assert lines[1] == "办理材料（materials）：下级可以更好，不能更差"
    assert f"materials[0].form = shown  ← 某某县税务局 {above}:11" in lines
    assert f"materials[0].copies = 1  ← 示例县税务局 {own}:3" in lines
    assert any(line.startswith("materials[1] = ") and line.endswith(f"{above}:12") for line in lines)
    assert not any("[0].material =" in line and own in line for line in lines)


def test_a_promise_is_found_with_its_matter(county: Path) -> None:
    text = explain_value(check_bureau(county, "shili-xian"), MATTER, "promised")
    assert "promised = {unit: on_the_spot}  ← 某某县税务局 ../../data/time_limits/fapiao-lingyong.yml:4" in text


def test_what_stands_for_the_bureau_itself_is_said(county: Path) -> None:
    text = explain_value(check_bureau(county, "shili-xian"), "duties/fapiao-guanli", "organ")
    assert "在本局是 shili-xian-shuiwuju" in text
    assert "organ = shili-shuiwuju  ← 某某县税务局" in text


def test_a_single_bureau_too(project: Path) -> None:
    text = explain_value(check_project(project), MATTER)
    assert "summary = 领取空白纸质发票。  ← 某某县税务局 data/procedures/fapiao-lingyong.yml:6" in text


def test_unknown_ones(county: Path) -> None:
    checked = check_project(county)
    for key, field, said in (
        ("procedures/fapiao-lingyon", "", "是不是 fapiao-lingyong"),
        ("shixiang/x", "", "没有“shixiang”这个名录"),
        (MATTER, "promise", "不是发票领用的字段"),
    ):
        with pytest.raises(UnknownRuleError, match=said):
            explain_value(checked, key, field)


def test_the_command(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", MATTER, "notes", "--project", county, "--bureau", "shili-xian") == 0
    assert f"notes = [周六也办。]  ← 示例县税务局 bureaus/shili-xian/data/{MATTER}.yml:1" in capsys.readouterr().out
    assert run("explain", MATTER, "--project", county, "--bureau", "meiyou") == 2
    assert run("explain", "site", "base_url", "--project", county, "--bureau", "shili-xian") == 0
    assert "在本局是 https://www.example.gov.cn/shili-xian/" in capsys.readouterr().out
