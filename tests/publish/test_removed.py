"""Nothing vanishes: a page of the last release stays, leads on, or is named when it is given up."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.model.routes import comes_and_goes
from tests.conftest import AS_OF
from tests.helpers.commands import run
from tests.helpers.files import tree

Write = Callable[[str, str], Path]
Capture = pytest.CaptureFixture[str]
PAPER = "name: 值班材料\nkind: form\norigin: other\nverified_on: 2026-11-01\n"


@pytest.fixture
def build(project: Path, tmp_path: Path, write: Write) -> Callable[..., int]:
    """Publish the project with a material more, then return what builds it again into the same folder."""
    write("data/materials/zhiban.yml", PAPER)

    def again(*options: object) -> int:
        given = ("--project", project, "--output", tmp_path / "out", "--as-of", AS_OF, "--workers", 1)
        return run("build", *given, *options)

    assert again() == 0
    return again


def test_a_page_that_is_gone_stops_the_build(
    build: Callable[..., int], project: Path, tmp_path: Path, capsys: Capture
) -> None:
    before = tree(tmp_path / "out")
    (project / "data/materials/zhiban.yml").unlink()
    capsys.readouterr()
    assert build() == 1
    err = capsys.readouterr().err
    assert "上次发布的 1 个页面这次没有了" in err
    assert all(word in err for word in ("/materials/zhiban/", "former_ids", "withdrawn", "--allow-removed", "没有动"))
    assert tree(tmp_path / "out") == before
    assert not (tmp_path / ".out.zwgk-building").exists()


@pytest.mark.parametrize(
    "address", ["materials/zhiban/", "/materials/zhiban", "https://www.example.gov.cn/materials/zhiban/", "all"]
)
def test_a_page_may_go_that_is_named(build: Callable[..., int], project: Path, tmp_path: Path, address: str) -> None:
    (project / "data/materials/zhiban.yml").unlink()
    assert build("--allow-removed", "/materials/other/") == 1
    assert build("--allow-removed", "/materials/other/", "--allow-removed", address) == 0
    assert not (tmp_path / "out/materials/zhiban").exists()
    assert build() == 0


def test_a_former_id_keeps_the_address(build: Callable[..., int], project: Path, tmp_path: Path) -> None:
    old = project / "data/materials/zhiban.yml"
    old.write_text(PAPER + "former_ids: [zhiban]\n", "utf-8")
    old.rename(project / "data/materials/zhiban-gang.yml")
    assert build() == 0
    assert "/materials/zhiban-gang/" in (tmp_path / "out/materials/zhiban/index.html").read_text("utf-8")


def test_what_was_withdrawn_keeps_its_addresses(build: Callable[..., int], project: Path, tmp_path: Path) -> None:
    procedure = project / "data/procedures/fapiao-lingyong.yml"
    text = procedure.read_text("utf-8") + "withdrawn: {on: 2026-11-01, reason: 不再办理}\n"
    procedure.write_text(text, "utf-8")
    site = project / "site.yml"
    site.write_text(site.read_text("utf-8").replace("popular: [fapiao-lingyong]\n", ""), "utf-8")
    (project / "data/synonyms/fapiao-lingyong.yml").unlink()
    assert build() == 0
    notice = (tmp_path / "out/procedures/fapiao-lingyong/notice/index.html").read_text("utf-8")
    assert "地址" in notice
    assert "/procedures/fapiao-lingyong/" in notice


def test_notices_move_with_their_procedure(build: Callable[..., int], project: Path, tmp_path: Path) -> None:
    for folder in ("data", "content"):
        for path in (project / folder).rglob("*.*"):
            path.write_text(path.read_text("utf-8").replace("fapiao-lingyong", "lingyong-fapiao"), "utf-8")
    old = project / "data/procedures/fapiao-lingyong.yml"
    old.write_text(old.read_text("utf-8") + "former_ids: [fapiao-lingyong]\n", "utf-8")
    old.rename(project / "data/procedures/lingyong-fapiao.yml")
    site = project / "site.yml"
    site.write_text(site.read_text("utf-8").replace("fapiao-lingyong", "lingyong-fapiao"), "utf-8")
    assert build() == 0
    assert "/procedures/lingyong-fapiao/notice/" in (
        tmp_path / "out/procedures/fapiao-lingyong/notice/index.html"
    ).read_text("utf-8").replace("../../../", "/")


@pytest.mark.parametrize(
    ("address", "passing"),
    [
        ("procedures/page/2/", True),
        ("page/2/", True),
        ("a-z/b/", True),
        ("a-z/", False),
        ("themes/house/", True),
        ("search/", True),
        ("filing-calendar/2027/", True),
        ("filing-calendar/2024/", False),
        ("organs/banshui-fuwuting/procedures/", True),
        ("procedures/fapiao-lingyong/", False),
        ("procedures/fapiao-lingyong/notice/", False),
        ("about/site/", False),
        ("taxes/", False),
        ("", False),
    ],
)
def test_what_may_come_and_go(address: str, passing: bool) -> None:
    assert comes_and_goes(address, 2026) is passing


@pytest.mark.parametrize("name", ["laws", "posts", "organs", "duties", "materials"])
def test_every_list_of_an_entry_may_come_and_go(name: str) -> None:
    lists = importlib.import_module(f"generator.views.{name}")._LISTS
    assert lists
    assert all(comes_and_goes(f"{name}/x/{key}/", 2026) for key in lists)
