"""Who refers to whom: every reference of a record with its path, and the reverse."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.model.commitments import Commitment
from generator.model.duties import Duty
from generator.model.laws import Law
from generator.model.organs import Organ
from generator.model.posts import Post
from generator.model.procedures import Procedure
from generator.model.project import Read, read_project
from generator.model.records import RECORDS
from generator.model.references import Reference, references
from generator.model.registry import Registry
from generator.model.site import Site
from generator.model.time_limits import TimeLimit
from generator.model.types import Entry
from tests.conftest import STARTER, check_project, own_findings
from tests.helpers.files import edit
from tests.model.test_schema import made

Write = Callable[[str, str], Path]


def read(root: Path) -> Read:
    return read_project(root, RECORDS)


@pytest.fixture(scope="module")
def starter() -> Registry:
    return read(STARTER).registry


FULL = {
    "id": "p",
    "name": "事",
    "kind": "public_service",
    "audience": ["enterprise"],
    "themes": ["invoice"],
    "summary": "办事",
    "situations": {"agent": {"ask": "谁?", "options": {"yes": "是"}}},
    "materials": [{"material": "m-1"}, {"material": "m-2", "when": {"agent": "yes"}}],
    "steps": [{"name": "受理", "post": "post-1"}, {"name": "审核"}, {"name": "办结", "post": "post-2"}],
    "where": [{"organ": "o-1", "windows": ["w"]}],
    "fee": {"charges": [{"item": "工本费", "rate": "5元"}, {"item": "费", "rate": "1元", "basis": [{"law": "l-1"}]}]},
    "basis": [{"law": "l-2", "articles": ["第一条"]}, {"law": "l-3"}],
    "duties": ["d-1", "d-2"],
    "first_contact": "post-3",
    "oversight": ["s-1"],
    "related": ["p-2"],
    "withdrawn": {"on": "2026-01-01", "reason": "x", "replaced_by": "p-3"},
}


def test_every_reference_of_a_full_procedure() -> None:
    found = [(item.path, item.target, item.id) for item in references(made(Procedure, FULL))]
    assert found == [
        (("materials", 0, "material"), "materials", "m-1"),
        (("materials", 1, "material"), "materials", "m-2"),
        (("steps", 0, "post"), "posts", "post-1"),
        (("steps", 2, "post"), "posts", "post-2"),
        (("where", 0, "organ"), "organs", "o-1"),
        (("fee", "charges", 1, "basis", 0, "law"), "laws", "l-1"),
        (("basis", 0, "law"), "laws", "l-2"),
        (("basis", 1, "law"), "laws", "l-3"),
        (("duties", 0), "duties", "d-1"),
        (("duties", 1), "duties", "d-2"),
        (("first_contact",), "posts", "post-3"),
        (("oversight", 0), "oversight", "s-1"),
        (("related", 0), "procedures", "p-2"),
    ]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (
            Organ,
            {
                "kind": "hall",
                "summary": "x",
                "parent": "o",
                "windows": {"w": {"name": "x", "post": "q"}, "v": {"name": "y"}},
            },
            [(("parent",), "organs"), (("windows", "w", "post"), "posts")],
        ),
        (
            Post,
            {"organ": "o", "summary": "x", "hands_over_to": [{"post": "q", "when": "y"}]},
            [(("organ",), "organs"), (("hands_over_to", 0, "post"), "posts")],
        ),
        (
            TimeLimit,
            {
                "of": {"regime": "r"},
                "starts": "event",
                "statutory": {"count": "1", "unit": "hour", "basis": {"law": "l"}},
                "extension": {"by": {"unit": "month", "count": "1"}, "approved_by": "局长", "basis": {"law": "l"}},
            },
            [
                (("of", "regime"), "regimes"),
                (("statutory", "basis", "law"), "laws"),
                (("extension", "basis", "law"), "laws"),
            ],
        ),
        (
            Law,
            {"kind": "law", "issuer": "x", "repealed_by": "l", "amended_by": ["l", "m"]},
            [(("repealed_by",), "laws"), (("amended_by", 0), "laws"), (("amended_by", 1), "laws")],
        ),
    ],
    ids=["organ", "post", "time-limit", "law"],
)
def test_references_at_every_depth(kind: type, value: dict[str, Any], expected: list[Any]) -> None:
    entry = made(kind, {"id": "a", "name": "x", **value})
    assert [(item.path, item.target) for item in references(entry)] == expected


def test_references_of_the_site(starter: Registry) -> None:
    assert list(references(starter.site)) == [
        Reference(("bureau",), "organs", "shili-shuiwuju"),
        Reference(("popular", 0), "procedures", "fapiao-lingyong"),
    ]


def test_all_references_name_file_and_holder(starter: Registry) -> None:
    found = list(starter.references(lambda *_: True))
    assert found[0] == ("site.yml", starter.site, Reference(("bureau",), "organs", "shili-shuiwuju"))
    assert {type(holder) for _, holder, _ in found} >= {Site, Procedure, TimeLimit, Commitment}
    for file, holder, reference in found:
        assert reference.id in starter.entries[reference.target]
        if isinstance(holder, Entry):
            assert starter.file(holder) == file


def test_backlinks_are_the_reverse_of_references(starter: Registry) -> None:
    forward = {
        ((reference.target, reference.id), (holder.FOLDER, holder.id))
        for _, holder, reference in starter.references(lambda *_: True)
        if isinstance(holder, Entry)
    }
    back = {(target, source) for target, sources in starter.backlinks.items() for source in sources}
    assert back == forward
    assert all(len(sources) == len(set(sources)) for sources in starter.backlinks.values())


def test_referrers(starter: Registry) -> None:
    post = starter.all(Post)["zonghe-chuangkou"]
    assert [entry.id for entry in starter.referrers(post, Procedure)] == ["fapiao-lingyong"]
    assert [entry.id for entry in starter.referrers(post, Duty)] == ["fapiao-guanli"]
    assert [entry.id for entry in starter.referrers(post, Organ)] == ["banshui-fuwuting"]
    assert starter.referrers(post, Law) == ()


def test_look_ups(starter: Registry) -> None:
    assert starter.get(Post, "daoshui-zixun") is starter.all(Post)["daoshui-zixun"]
    assert starter.get(Post, "missing") is None
    assert starter.get(Post, None) is None
    for kind in RECORDS:
        assert starter.entries[kind.FOLDER] is starter.all(kind)
        assert list(starter.all(kind)) == sorted(starter.all(kind))
        assert all(type(entry) is kind for entry in starter.all(kind).values())


def test_broken_entries_are_remembered(write: Write, project: Path) -> None:
    write("data/posts/a.yml", "name: x\n")
    made = read(project)
    assert made.registry.broken == {("posts", "a")}
    assert made.registry.all(Post)["a"].name == "x"
    assert made.registry.left_out["data/posts/a.yml"] == {"organ", "summary"}
    assert {item.location.file for item in made.findings} == {"data/posts/a.yml"}


def test_unusable_site_still_reports_entries(write: Write, project: Path) -> None:
    write("site.yml", "name: x\n")
    write("data/posts/a.yml", "nam: x\n")
    made = read(project)
    assert made.registry.site.organiser == Site.STAND_IN["organiser"]
    assert "organiser" in made.registry.left_out["site.yml"]
    assert {item.location.file for item in made.findings} == {"site.yml", "data/posts/a.yml"}


def test_written_id_is_explained(write: Write, project: Path) -> None:
    write("data/posts/a.yml", "name: x\nid: b\norgan: banshui-fuwuting\nsummary: y\n")
    (finding,) = read(project).findings
    assert (finding.code, finding.location.line) == ("M202", 2)
    assert "编号就是文件名" in finding.hint


def test_in_force_of_the_starter(starter: Registry) -> None:
    law = starter.all(Law)["jiu-fapiao-banfa"]
    assert law.in_force(datetime.date(1993, 12, 22))
    assert not law.in_force(datetime.date(1993, 12, 23))


def test_what_is_special_to_taxes_can_be_switched_off(project: Path, tmp_path: Path) -> None:
    site = project / "site.yml"
    site.write_text(f"{site.read_text('utf-8')}without: [taxes, filing_calendar]\n", encoding="utf-8")
    opened = check_project(project)
    strays = {item.location.file for item in opened.findings if item.code == "Y115"}
    assert strays == {f"data/{name}" for name in ("taxes", "filing_calendar") if (project / "data" / name).is_dir()}
    for name in strays:
        shutil.rmtree(project / name)
    assert own_findings(check_project(project)) == ()
    check_project(project).build(tmp_path / "public")
    made = {path.relative_to(tmp_path / "public").as_posix() for path in (tmp_path / "public").rglob("*")}
    assert not [name for name in made if name.startswith(("taxes", "filing-calendar")) or name.endswith(".ics")]
    home = (tmp_path / "public/index.html").read_text("utf-8")
    assert "filing-calendar" not in home


def test_a_site_has_its_own_themes(project: Path, write: Write, tmp_path: Path) -> None:
    write("data/vocabularies/themes.yml", "name: 办事主题\nterms: {tickets: 票据, invoice: 开票领票}\n")
    assert own_findings(check_project(project)) == ()
    check_project(project).build(tmp_path / "public")
    assert "开票领票" in (tmp_path / "public/themes/invoice/index.html").read_text("utf-8")
    assert "开票领票" in (tmp_path / "public/vocabularies/index.html").read_text("utf-8")
    procedure = project / "data/procedures/fapiao-lingyong.yml"
    edit(procedure, "[invoice]", "[票据]")
    (finding,) = [item for item in own_findings(check_project(project)) if item.code == "R316"]
    assert finding.hint == "“票据”要写成 tickets"
