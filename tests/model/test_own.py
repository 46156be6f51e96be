"""A registry that a project declares in YAML works like a built-in one: no line of Python."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cache import Cache
from generator.cli import main
from generator.project import Project
from generator.registries import documents, site_pages
from tests.conftest import AS_OF, check_project, own_findings

Write = Callable[[str, str], Path]
DECLARED = """\
title: 便民服务点
column: 便民服务点
tab: 机构与大厅
category: 机构职能
contents: 地址、能办什么、归谁管
fields:
  address: {kind: line, title: 地址, required: true}
  services: {kind: lines, title: 能办什么}
  organ: {kind: ref, of: organs, title: 归谁管}
  level: {kind: choice, title: 级别, options: {town: 乡镇, village: 村}}
  self_service: {kind: flag, title: 有自助机}
  open_from: {kind: day, title: 开放日期}
  phone: {kind: phone, title: 电话}
"""
ENTRY = """\
name: 东村便民服务点
address: 东村一号
services: [自助领票, 开具完税证明]
organ: banshui-fuwuting
level: village
self_service: true
open_from: 2026-01-01
phone: 0600-5551234
"""


@pytest.fixture
def points(project: Path, write: Write) -> Path:
    """A project with service points as a registry of its own."""
    write("registries/service_points.yml", DECLARED)
    write("data/service_points/dongcun.yml", ENTRY)
    return project


def test_pages_menu_directory_and_search(points: Path) -> None:
    opened = check_project(points)
    assert own_findings(opened) == ()
    made = {page.url: page for page in site_pages(opened.session)}
    fields = {item["title"]: item for item in made["service-points/dongcun/"].view["fields"]}
    assert fields["能办什么"]["lines"] == ["自助领票", "开具完税证明"]
    assert fields["归谁管"]["links"][0]["url"] == "organs/banshui-fuwuting/"
    assert (fields["级别"]["lines"], fields["有自助机"]["lines"]) == (["村"], ["是"])
    assert (fields["开放日期"]["lines"], fields["电话"]["href"]) == (["2026年1月1日"], "tel:0600-5551234")
    assert made["service-points/"].view["entries"][0]["name"] == "东村便民服务点"
    assert "便民服务点" in {row["name"] for row in made["disclosure/catalogue/"].view["rows"]}
    found = next(document for document in documents(opened.session) if document.kind == "service_points")
    assert "自助领票" in found.near


def test_the_site_has_it(points: Path, tmp_path: Path) -> None:
    check_project(points).build(tmp_path / "public")
    page = (tmp_path / "public/service-points/dongcun/index.html").read_text("utf-8")
    assert "东村一号" in page
    assert 'href="../../service-points/"' in page, "the menu leads there"
    names = json.loads((tmp_path / "public/search/names.json").read_text("utf-8"))
    kind = next(kind for kind in names["kinds"] if kind["name"] == "service_points")
    assert (kind["label"], kind["address"], kind["count"]) == ("便民服务点", "service-points/*/", 1)


def test_wrong_entries_are_found_at_their_lines(points: Path, write: Write) -> None:
    write("data/service_points/dongcun.yml", ENTRY.replace("banshui-fuwuting", "banshui-fuwutin").replace("true", "有"))
    found = {(item.code, item.location.line) for item in own_findings(check_project(points))}
    assert found == {("R301", 4), ("M205", 6)}


def test_a_changed_declaration_is_read_again(points: Path, write: Write, tmp_path: Path) -> None:
    for kept in (tmp_path / "kept", tmp_path / "kept", None):
        write("registries/service_points.yml", DECLARED)
        assert own_findings(Project.open(points, AS_OF, cache=Cache(kept))) == ()
        write("registries/service_points.yml", DECLARED.replace("village: 村", "hamlet: 村"))
        (finding,) = own_findings(Project.open(points, AS_OF, cache=Cache(kept)))
        assert (finding.code, finding.location.line) == ("M204", 5)


def test_references_between_own_registries(points: Path, write: Write) -> None:
    declared = DECLARED.replace("title: 便民服务点\n", "title: 线路\n").replace("of: organs", "of: service_points")
    write("registries/routes.yml", declared)
    write("data/routes/one.yml", ENTRY.replace("banshui-fuwuting", "dongcun"))
    assert own_findings(check_project(points)) == ()
    write("data/routes/one.yml", ENTRY.replace("banshui-fuwuting", "xicun"))
    assert [item.code for item in own_findings(check_project(points))] == ["R301"]


def test_new_and_schema_know_it(points: Path, tmp_path: Path) -> None:
    assert main(["new", "service-points", "西村便民服务点", "--id", "xicun", "--project", str(points)]) == 0
    assert "address: (请填写)" in (points / "data/service_points/xicun.yml").read_text("utf-8")
    assert main(["schema", "--project", str(points), "--output", str(tmp_path / "schema")]) == 0
    schema = json.loads((tmp_path / "schema/service_points.json").read_text("utf-8"))
    assert schema["properties"]["address"]["title"] == "地址"
    assert "address" in schema["required"]
