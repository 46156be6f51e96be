"""A build after a change gives the bytes of a cold build and renders only changed pages."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import build as building
from generator.cache import Cache
from generator.executor import local
from generator.findings import Severity
from generator.project import Project
from generator.publish import Published
from generator.render.pages import File, Renderer
from generator.views.common import Page
from tests.conftest import AS_OF, STARTER
from tests.helpers.files import edit, tree

Write = Callable[[str, str], Path]
POST = "data/posts/daoshui-zixun.yml"


def built(project: Path, target: Path, kept: Path | None = None, workers: int = 1) -> Published:
    """Check and build a project."""
    opened = Project.open(project, AS_OF, cache=Cache(kept))
    assert not opened.count(Severity.ERROR), opened.findings
    executor = local(workers)
    try:
        return opened.build(target, executor=executor)
    finally:
        executor.close()


def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which the address of every rendered page is appended."""
    pages: list[str] = []
    real = Renderer.page

    def page(self: Renderer, page: Page) -> File:
        pages.append(page.url)
        return real(self, page)

    monkeypatch.setattr(Renderer, "page", page)
    return pages


@pytest.fixture
def again(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], tuple[Published, list[str]]]:
    """Build a project; return a function that builds it again, compares with a cold build and lists rendered pages."""
    target, kept = tmp_path / "public", tmp_path / "kept"
    built(project, target, kept)
    number = itertools.count()

    def build_again() -> tuple[Published, list[str]]:
        pages = rendered(monkeypatch)
        published = built(project, target, kept)
        anew = list(pages)
        cold = tmp_path / f"cold-{next(number)}"
        built(project, cold)
        assert tree(target) == tree(cold)
        return published, anew

    return build_again


def test_nothing_changed(again: Callable[[], tuple[Published, list[str]]], tmp_path: Path) -> None:
    before = {path: path.stat().st_ino for path in (tmp_path / "public").rglob("*.html")}
    published, pages = again()
    assert pages == []
    assert published.unchanged == published.files - 1
    assert {path: path.stat().st_ino for path in (tmp_path / "public").rglob("*.html")} == before


def test_one_line_renders_only_the_pages_that_show_it(
    again: Callable[[], tuple[Published, list[str]]], project: Path
) -> None:
    path = project / POST
    edit(path, "summary: ", "summary: 新的说明，")
    _, pages = again()
    assert "posts/daoshui-zixun/" in pages
    assert len(pages) < 6


def test_removed_entries_leave_no_page(
    again: Callable[[], tuple[Published, list[str]]], project: Path, tmp_path: Path, write: Write
) -> None:
    law = (project / "data/laws/fapiao-guanli-banfa.yml").read_text("utf-8")
    write("data/laws/banfa.yml", law.replace("name: ", "name: 另一部"))
    again()
    assert (tmp_path / "public/laws/banfa/index.html").is_file()
    (project / "data/laws/banfa.yml").unlink()
    again()
    assert not (tmp_path / "public/laws/banfa").exists()


def test_a_changed_template_changes_every_page(
    again: Callable[[], tuple[Published, list[str]]], project: Path, write: Write
) -> None:
    macros = "{% macro record(item) %}<footer>新页脚</footer>{% endmacro %}{% macro unverified(item) %}{% endmacro %}\n"
    write("theme/components/record/record.html", macros)
    _, pages = again()
    assert len(pages) > 20


def test_a_file_that_was_touched_in_the_site_is_made_again(
    again: Callable[[], tuple[Published, list[str]]], tmp_path: Path
) -> None:
    (tmp_path / "public/index.html").write_text("动过")
    (tmp_path / "public/posts/index.html").unlink()
    _, pages = again()
    assert sorted(pages) == ["", "posts/"]


@pytest.mark.parametrize("damage", ["gone", "cut", "other"])
def test_what_is_kept_is_not_trusted_blindly(
    again: Callable[[], tuple[Published, list[str]]], tmp_path: Path, damage: str
) -> None:
    (state,) = (tmp_path / "kept").glob("site-*")
    data = state.read_bytes()
    middle = len(data) // 2
    harm: dict[str, Callable[[], object]] = {
        "gone": state.unlink,
        "cut": lambda: state.write_bytes(data[:middle]),
        "other": lambda: state.write_bytes(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]),
    }
    harm[damage]()
    _, pages = again()
    assert len(pages) > 20


def test_another_site_at_the_same_place_is_no_last_release(project: Path, tmp_path: Path) -> None:
    target, kept = tmp_path / "public", tmp_path / "kept"
    built(project, target, kept)
    post, text = project / POST, (project / POST).read_text("utf-8")
    post.write_text(text.replace("name: ", "name: 另一个", 1), "utf-8")
    built(project, target)
    post.write_text(text, "utf-8")
    assert built(project, target, kept).unchanged == 0


def test_several_processes_give_the_same_bytes(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "_AT_ONCE", 4)
    built(project, tmp_path / "one")
    built(project, tmp_path / "three", tmp_path / "kept", workers=3)
    assert tree(tmp_path / "one") == tree(tmp_path / "three")
    assert built(project, tmp_path / "three", tmp_path / "kept", workers=3).unchanged > 20


def test_shells_are_kept(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(project, tmp_path / "public", tmp_path / "kept")
    monkeypatch.setattr(Renderer, "chrome", None)
    built(project, tmp_path / "other", tmp_path / "kept")
    assert tree(tmp_path / "public") == tree(tmp_path / "other")


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["rename", "copy", "remove", "word", "page", "template", "style", "site", "touch"]),
        st.integers(0, 3),
    ),
    min_size=2,
    max_size=5,
)


def make_change(project: Path, what: str, number: int) -> None:
    """Make one of an editor's typical changes that cause no errors."""
    laws = project / "data/laws"
    one, other = laws / f"x{number}.yml", laws / f"x{number}-b.yml"
    if what == "copy":
        text = (laws / "fapiao-guanli-banfa.yml").read_text("utf-8")
        one.write_text(text.replace("name: ", f"name: 第{number}份"), "utf-8")
    elif what == "rename" and one.exists():
        one.rename(other)
    elif what == "remove":
        one.unlink(missing_ok=True)
        other.unlink(missing_ok=True)
    elif what in ("word", "touch"):
        path = project / POST
        text = path.read_text("utf-8")
        path.write_text(text.replace("summary: ", f"summary: {number}") if what == "word" else text, "utf-8")
    elif what == "page":
        meta = f"---\ntitle: 页{number}\ndescription: 第{number}页\ncolumn: about\ndate: 2026-11-01\n---\n"
        (project / f"content/about/p{number}.md").write_text(f"{meta}\n## {number}\n\n[看](/posts/)\n", "utf-8")
    elif what == "template":
        path = project / "theme/pages/posts.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('{% extends "_layout.html" %}{% block body %}' + str(number) + "{% endblock %}", "utf-8")
    elif what == "style":
        path = project / "theme/assets/zwgk.css"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"a{{order:{number}}}", "utf-8")
    elif what == "site":
        path = project / "site.yml"
        text = "\n".join(line for line in path.read_text("utf-8").splitlines() if not line.startswith("icp:"))
        path.write_text(f"{text}\nicp: 备案{number}\n", "utf-8")


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EDITS)
def test_any_sequence_of_changes(tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, int]]) -> None:
    root = tmp_path_factory.mktemp("sequence")
    project = Path(shutil.copytree(STARTER, root / "project"))
    for what, number in changes:
        make_change(project, what, number)
        built(project, root / "public", root / "kept")
    built(project, root / "cold")
    assert tree(root / "public") == tree(root / "cold")
