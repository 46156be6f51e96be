"""三审三校: what is not reviewed is checked and named, and not published; a bureau below shows its superior's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.build import files
from generator.model.held import Held, held_back
from generator.model.registry import Key, Registry
from generator.model.time_limits import TimeLimit
from generator.project import Project
from tests.attachments import docx
from tests.conftest import AS_OF, check_project
from tests.helpers.commands import run
from tests.helpers.projects import check_bureau
from tests.helpers.provinces import add_bureau
from tests.views.test_attachments import put

POSTS = ("daoshui-zixun", "zonghe-chuangkou", "shending")
STEPS = ("first", "second", "final")
LIMIT = "name: 新事项时限\nof: {procedure: xin}\nstarts: acceptance\npromised: {unit: on_the_spot}\n"
RULE = "name: 新的规定\n"


def reviewed(steps: int = 3) -> str:
    """Return the field with so many steps."""
    lines = [f"  {step}: {{post: {post}, on: 2026-11-0{number}}}\n" for number, (step, post) in _numbered(steps)]
    return "reviewed:\n" + "".join(lines)


def _numbered(steps: int) -> list[tuple[int, tuple[str, str]]]:
    return list(enumerate(zip(STEPS[:steps], POSTS, strict=False), 1))


def add(project: Path, name: str, text: str) -> None:
    """Write a file of the project, or add text at its end."""
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((path.read_text("utf-8") if path.is_file() else "") + text, "utf-8")


@pytest.fixture
def demanding(project: Path) -> Path:
    """A project that demands reviews of procedures, with a reviewed one and a new one."""
    add(project, "site.yml", "review: [procedures]\n")
    add(project, "data/posts/shending.yml", "name: 审定岗\norgan: shili-shuiwuju\nsummary: 终审。\n")
    matter = project / "data/procedures/fapiao-lingyong.yml"
    new = matter.read_text("utf-8").replace("name: 发票领用", "name: 新事项").replace("[领发票, 领票]", "[新的事]")
    add(project, "data/procedures/xin.yml", new)
    add(project, "data/time_limits/xin.yml", LIMIT)
    add(project, "data/procedures/fapiao-lingyong.yml", reviewed())
    return project


def reviews(project: Project) -> dict[str, str]:
    """Return the findings of this family: file and code, with the message."""
    codes = ("V912", "V913", "V914", "V915")
    return {f"{item.location.file} {item.code}": item.message for item in project.findings if item.code in codes}


def test_what_is_not_reviewed_is_not_published(demanding: Path) -> None:
    opened = check_project(demanding)
    assert reviews(opened) == {
        "data/procedures/xin.yml V912": "“新事项”先不发布：还缺三审三校",
        "data/time_limits/xin.yml V912": "“新事项时限”先不发布：它所属的“新事项”还没有审完",
    }
    assert all(item.excused for item in opened.findings if item.code == "V912"), "--strict passes"
    assert set(opened.registry.entries["procedures"]) == {"fapiao-lingyong"}
    published = {file.path: file.data for file in files(demanding, opened.session)}
    assert not any("/xin/" in path or "新事项".encode() in data for path, data in published.items())
    assert "三审三校：2026-11-03 审定".encode() in published["procedures/fapiao-lingyong/index.html"]


def test_each_step_counts_and_the_last_one_publishes(demanding: Path) -> None:
    file = demanding / "data/procedures/xin.yml"
    plain = file.read_text("utf-8")
    lacking = {}
    for steps in (1, 2, 3):
        file.write_text(plain + reviewed(steps), "utf-8")
        opened = check_project(demanding)
        lacking[steps] = [item.why for item in opened.held if item.lacks], "xin" in opened.registry.all(TimeLimit)
    assert lacking == {
        1: (["还缺复审复校、终审终校"], False),
        2: (["还缺终审终校"], False),
        3: ([], True),
    }


def test_a_review_that_was_begun_holds_back_without_a_demand(demanding: Path) -> None:
    add(demanding, "data/laws/jiu-fapiao-banfa.yml", reviewed(2))
    assert "全国发票管理暂行办法" in {item.name for item in check_project(demanding).held}


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("site.yml", "english:\n  matters: [{procedure: xin, name: New}]\n"),
        ("content/about/site.md", "\n见[新事项](/procedures/xin/#materials)。\n"),
        ("data/commitments/dangchang-banjie.yml", "published_at: /procedures/xin/notice/\n"),
        ("data/synonyms/xin.yml", "words: [新事]\ntargets: {procedures: [xin]}\nname: 新事\n"),
    ],
)
def test_nothing_published_may_lead_there(demanding: Path, file: str, text: str) -> None:
    add(demanding, file, text)
    assert reviews(check_project(demanding)).get(f"{file} V914") == "这里用到“新事项”，它先不发布：还缺三审三校"


def test_what_is_held_back_may_lead_there(demanding: Path) -> None:
    add(demanding, "data/procedures/xin.yml", "")
    add(demanding, "content/about/xin.md", _PAGE + reviewed(1) + "---\n见[新事项](/procedures/xin/)。\n")
    found = reviews(check_project(demanding))
    assert set(found) == {f"{file} V912" for file in ("content/about/xin.md", *_HELD)}


_HELD = ("data/procedures/xin.yml", "data/time_limits/xin.yml")
_PAGE = "---\ntitle: 新的文章\ndescription: 说一件事\ncolumn: about\ndate: 2026-11-01\n"


def test_pages_and_files_are_held_back_too(project: Path) -> None:
    add(project, "site.yml", "review: [content, attachments]\n")
    add(project, "content/about/xin.md", _PAGE + "---\n见[表](/files/a.docx)。\n")
    put(project, "a.docx", docx("没有审的表"))
    opened = check_project(project)
    assert {item.kind for item in opened.held} == {"文章", "附件"}
    published = {file.path for file in files(project, opened.session)}
    assert published and not published & {"files/a.docx", "about/xin/index.html", "about/site/index.html"}
    page = project / "content/about/site.md"
    page.write_text(_PAGE + f"{reviewed(2)}---\n正文\n", "utf-8")
    assert len(check_project(project).held) == 3


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("second: {post: daoshui-zixun, on: 2026-11-02}", "“daoshui-zixun”审了两次"),
        ("second: {post: daoshui, on: 2026-11-02}", "没有岗位“daoshui”"),
        ("second: {post: zonghe-chuangkou, on: 2026-10-31}", "2026-10-31 早于上一步"),
        ("second: {post: zonghe-chuangkou, on: 2999-10-31}", "审核日期 2999-10-31 还没有到"),
        ("second: {post: zonghe-chuangkou, on: 2026-11-01}", None),
    ],
)
def test_three_posts_in_order(project: Path, step: str, said: str | None) -> None:
    add(project, "data/laws/jiu-fapiao-banfa.yml", f"{reviewed(1)}  {step}\n")
    assert reviews(check_project(project)).get("data/laws/jiu-fapiao-banfa.yml V913") == said


def test_a_bureau_below_reviews_what_it_says_itself(demanding: Path) -> None:
    bureau = add_bureau(demanding)
    assert check_bureau(demanding, "shili-xian").held == (), "what comes down was reviewed above"
    add(bureau, "data/time_limits/fapiao-lingyong.yml", "note: 周末也一样。\n")
    add(bureau, "data/procedures/fapiao-lingyong.yml", "notes: [周末也开]\n")
    below = check_bureau(demanding, "shili-xian")
    assert reviews(below) == {"data/procedures/fapiao-lingyong.yml V912": "“发票领用”先不发布：还缺三审三校"}
    shown = below.registry.entries["procedures"]
    assert set(shown) == {"fapiao-lingyong"} and shown["fapiao-lingyong"].notes == ()  # type: ignore[attr-defined]
    add(bureau, "data/procedures/fapiao-lingyong.yml", reviewed())
    below = check_bureau(demanding, "shili-xian")
    assert reviews(below) == {} and below.held == ()
    assert below.registry.entries["procedures"]["fapiao-lingyong"].notes == ("周末也开",)  # type: ignore[attr-defined]


def test_a_file_that_changes_while_it_is_read_is_published_as_it_was_checked(
    demanding: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(registry: Registry) -> dict[Key, Held]:
        found = held_back(registry)
        add(demanding, "data/procedures/fapiao-lingyong.yml", "notes: [没有检查过]\n")
        return found

    monkeypatch.setattr("generator.project.held_back", changed)
    shown = check_project(demanding).registry.entries["procedures"]
    assert set(shown) == {"fapiao-lingyong"} and shown["fapiao-lingyong"].notes == ()  # type: ignore[attr-defined]


def test_what_a_superior_holds_back_is_named_in_a_bureau_that_changes_or_uses_it(demanding: Path) -> None:
    """Not "unknown entry", as for a misspelt file name; once it is published, the change takes effect."""
    bureau = add_bureau(demanding)
    add(bureau, "data/procedures/xin.yml", "notes: [周末也开]\n" + reviewed())
    add(bureau, "data/time_limits/xin.yml", "note: 周末也一样。\n")
    below = check_bureau(demanding, "shili-xian")
    found = {item.location.file: (item.code, item.message, item.excused) for item in below.findings}
    assert found["data/procedures/xin.yml"] == (
        "B107",
        "上级的“新事项”先不发布：还缺三审三校。这个文件现在不起作用",
        "审完就会发布",
    )
    assert found["data/time_limits/xin.yml"][0] == "B107"
    assert "xin" not in below.registry.entries["procedures"]
    add(bureau, "site.yml", "english:\n  matters: [{procedure: xin, name: New}]\n")
    hints = [item.hint for item in check_bureau(demanding, "shili-xian").findings if item.code == "R301"]
    assert hints == ["上级的“新事项”先不发布：还缺三审三校；等它公布，或先去掉这一处"]
    add(demanding, "data/procedures/xin.yml", reviewed())
    below = check_bureau(demanding, "shili-xian")
    assert not [item for item in below.findings if item.code in ("B106", "B107", "R301")]
    assert below.registry.entries["procedures"]["xin"].notes == ("周末也开",)  # type: ignore[attr-defined]


def test_schedule_lists_it(demanding: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("schedule", "--project", demanding, "--as-of", AS_OF.isoformat())
    assert run(*asked) == 0
    assert "没有审完，先不发布\n  办事事项“新事项”：还缺三审三校  data/procedures/xin.yml\n" in capsys.readouterr().out
    assert run(*asked, "--format", "json") == 0
    assert [item["file"] for item in json.loads(capsys.readouterr().out)["held"]] == list(_HELD)


def test_the_example_demands_one_registry(example: Project) -> None:
    assert example.registry.site.review == ("consultations",) and example.held == ()
    assert all(entry.reviewed for entry in example.registry.entries["consultations"].values())
