"""Compiled templates give what Jinja gives, to the byte; a project's own templates are shut in."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError
from markupsafe import Markup

from generator.cache import Cache
from generator.project import Project
from generator.registries import site_pages
from generator.render import pages
from generator.render.pages import Renderer
from generator.render.templates import Templates, titled
from generator.render.theme import Theme, ThemeError
from tests.conftest import ROOT, STARTER, check_project

PARTS = {
    "row/row.html": "{% macro row(item, tag='li', more=none) %}<{{ tag }}>{{ item.name }}"
    "{% if more %}{{ more }}{% endif %}{% if caller is defined %}[{{ caller() }}]{% endif %}</{{ tag }}>{% endmacro %}",
    "outer/outer.html": '{% from "row/row.html" import row %}'
    "{% macro outer(items) %}{% for item in items %}{{ row(item) }}{% endfor %}{% endmacro %}",
    "_part.html": "{% set base = 'own' %}{{ base }} of {{ view.name }}\n",
    "_loop.html": "{{ loop.index }}",
    "_nested.html": "{% set x = 1 %}{% block outer %}{% set x = 2 %}<{% block inner %}{% endblock %}>"
    "{{ x }}{% endblock %}",
    "_layout.html": "{% from 'outer/outer.html' import outer %}<h1>{% block head %}{{ view.name }}{% endblock %}</h1>"
    "{% set entry = view.get('entry') %}\n{% block body %}nothing{% endblock %}"
    "{% if entry %}{{ entry.name }}{% endif %}",
}
VIEW = {
    "name": "<甲>&\"'",
    "number": 7,
    "half": 0.5,
    "yes": True,
    "nothing": None,
    "empty": "",
    "entry": {"name": "<乙>", "get": "x"},
    "texts": ["a", "<b>", "c"],
    "many": [1, "<", None],
    "pairs": [("x", "<1>"), ("y", "2")],
    "rows": [
        {"name": "<一>", "on": True, "kind": "A", "rows": [{"name": "x"}, {"name": "y"}]},
        {"name": "二", "on": False, "kind": "b", "rows": []},
        {"name": "三", "on": True, "kind": "a", "rows": [{"name": "z"}]},
    ],
}
SNIPPETS = yaml.safe_load((Path(__file__).parent / "snippets.yml").read_text("utf-8"))


class Thing:
    """What has attributes, as a page has."""

    title = "题<>"
    name = "名"

    def __getitem__(self, name: str) -> str:
        return getattr(self, name)  # type: ignore[no-any-return]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of templates."""
    for name, text in PARTS.items():
        (tmp_path / "pages" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "pages" / name).write_text(text)
    return tmp_path / "pages"


def values() -> dict[str, Any]:
    """Return what a template is given."""
    return {
        "view": VIEW,
        "base": "../<",
        "body": Markup("<p>"),
        "domain": "",
        "here": "",
        "wrong": "",
        "page": Thing(),
        "site": Thing(),
    }


def both(folder: Path, text: str) -> tuple[Templates, str, str]:
    """Return what renders a template compiled where it can be, what it gives, and what Jinja gives."""
    (folder / "page.html").write_text(text)
    compiled, jinja = Templates([folder], [folder]), Templates([folder])
    for templates in (compiled, jinja):
        templates.environment.globals["asset"] = lambda name: name
    return compiled, compiled.render("page.html", values()), jinja.render("page.html", values())


@pytest.mark.parametrize("text", SNIPPETS["same"])
def test_a_compiled_template_gives_what_jinja_gives(folder: Path, text: str) -> None:
    templates, ours, theirs = both(folder, text)
    assert ours == theirs
    assert ours.strip()
    assert (templates.left, templates.failed) == ({}, 0)


@pytest.mark.parametrize("text", SNIPPETS["left"])
def test_what_is_not_compiled_is_left_to_jinja(folder: Path, text: str) -> None:
    templates, ours, theirs = both(folder, text)
    assert ours == theirs
    assert templates.left or templates.failed


def test_a_page_may_use_a_component_that_is_not_compiled(folder: Path) -> None:
    (folder / "row/row.html").write_text(
        "{% macro row(item, tag='') %}<b>{{ item.name.upper() }}{{ tag }}</b>{% endmacro %}"
    )
    text = "{% from 'row/row.html' import row %}{{ row(view.rows[0], tag='<') }}{% set x = row(view.entry) %}{{ x }}"
    templates, ours, theirs = both(folder, text)
    assert ours == theirs
    assert (templates.left, templates.failed) == ({}, 0)


@pytest.mark.parametrize(
    "text", ["{{ none_such }}", "{{ view.none }}", "{{ none_such() }}", "{% if view.none %}{% endif %}"]
)
@pytest.mark.parametrize("trusted", [True, False])
def test_an_unknown_name_is_an_error_with_its_place(folder: Path, text: str, trusted: bool) -> None:
    (folder / "page.html").write_text(f"\n{text}")
    with pytest.raises(ThemeError) as raised:
        Templates([folder], [folder] if trusted else []).render("page.html", values())
    assert isinstance(raised.value.__cause__, UndefinedError)
    assert raised.value.filename.startswith(str(folder / "page.html"))
    assert "模板有错" in str(raised.value.strerror)


def test_a_syntax_error_is_told_with_its_line(folder: Path) -> None:
    (folder / "page.html").write_text("a\nb\n{% if %}")
    with pytest.raises(ThemeError) as raised:
        Templates([folder], [folder]).render("page.html", values())
    assert raised.value.filename.endswith("page.html:3")


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("text", SNIPPETS["evil"])
@pytest.mark.parametrize("trusted", [True, False])
def test_a_template_reaches_nothing_but_what_it_is_given(folder: Path, text: str, trusted: bool) -> None:
    (folder / "page.html").write_text(text)
    templates = Templates([folder], [folder] if trusted else [])
    templates.environment.globals["asset"] = lambda name: name
    with pytest.raises(ThemeError):
        templates.render("page.html", values())
    assert VIEW["name"] == "<甲>&\"'"
    assert VIEW["texts"] == ["a", "<b>", "c"]


def own_theme(project: Path, name: str, text: str) -> Path:
    """Give a project a template of its own."""
    path = project / "theme" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def pages_of(project: Path, theme: Theme, kept: Path | None = None) -> tuple[Renderer, list[dict[str, str]]]:
    """Render all pages of a project with a theme."""
    checked = check_project(project)
    renderer = Renderer(checked.registry.site, theme, cache=Cache(kept))
    return renderer, [renderer.holes(page) for page in site_pages(checked.session)]


def test_a_projects_own_component_is_used_and_not_compiled(project: Path) -> None:
    links = (ROOT / "theme/components/links/links.html").read_text()
    own_theme(project, "components/links/links.html", links.replace("zwgk-links", "own-links"))
    renderer, shown = pages_of(project, Theme.of(project))
    _, builtin = pages_of(project, Theme.of(STARTER))
    assert sum("own-links" in holes["content"] for holes in shown) > 5
    for ours, theirs in zip(shown, builtin, strict=True):
        assert ours["content"].replace("own-links", "zwgk-links") == theirs["content"]
    with pytest.raises(Exception, match="not of the built-in theme"):
        renderer.templates._compiler.macros("links/links.html")


@pytest.mark.parametrize("text", SNIPPETS["evil"][:5])
def test_a_projects_own_component_cannot_break_out(project: Path, text: str) -> None:
    own_theme(
        project,
        "components/links/links.html",
        f'{{% macro links(items, base, empty="", more=none) %}}{text}{{% endmacro %}}',
    )
    with pytest.raises(ThemeError, match=r"unsafe|undefined|no attribute"):
        pages_of(project, Theme.of(project))


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ config.theme.get_env().from_string('x').render() }}",
        "{{ config.load_file('site.yml') }}",
        "{{ page.file.copy_file('x') }}",
    ],
)
def test_a_projects_own_chrome_cannot_break_out(project: Path, text: str) -> None:
    own_theme(project, "material/main.html", text)
    checked = check_project(project)
    with pytest.raises(ThemeError, match="这个模板有错：用了") as raised:
        Renderer(checked.registry.site, Theme.of(project)).shells.get(("x/", ""))
    assert isinstance(raised.value.__cause__, (SecurityError, UndefinedError))


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("pages/_toc.html", "{% include '_toc.html' %}", "绕回了自己"),
        ("pages/_toc.html", "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "绕回了自己"),
        ("pages/_toc.html", "{% extends '_toc.html' %}", "绕回了自己"),
        ("pages/_toc.html", "{% include 'none.html' %}", "要用的模板 none.html 没有"),
        ("pages/_toc.html", "{{ 1 // 0 }}", "算不出来（integer division or modulo by zero）"),
        ("material/main.html", "{% include 'main.html' %}", "绕回了自己"),
    ],
)
def test_what_is_wrong_with_a_template_is_said_in_chinese(project: Path, name: str, text: str, words: str) -> None:
    own_theme(project, name, text)
    renderer = Renderer(check_project(project).registry.site, Theme.of(project))
    with pytest.raises(ThemeError, match=re.escape(words)) as raised:
        renderer.shells.get(("x/", ""))
        pages_of(project, Theme.of(project))
    assert raised.value.filename.startswith(str(project / "theme" / name))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="without pipes")
@pytest.mark.parametrize("name", ["pages/x.html", "assets/x.js", "assets/x.png"])
def test_a_pipe_in_a_theme_is_not_waited_for(project: Path, name: str) -> None:
    own_theme(project, name, "")
    (project / "theme" / name).unlink()
    os.mkfifo(project / "theme" / name)
    with pytest.raises(ThemeError, match="不是普通文件"):
        Theme.of(project)


@pytest.mark.parametrize("name", ["pages/evil.html", "assets/evil.js", "components"])
def test_a_link_out_of_the_theme_is_refused(project: Path, tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    path = project / "theme" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(outside)
    with pytest.raises(ThemeError, match="这个链接指到主题文件夹外面") as raised:
        Theme.of(project)
    assert raised.value.filename == str(path)


def test_a_theme_that_is_a_link_out_of_the_project_is_refused(project: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (project / "theme").symlink_to(tmp_path / "outside")
    with pytest.raises(ThemeError):
        Theme.of(project)


def test_a_link_within_the_theme_is_fine(project: Path) -> None:
    own_theme(project, "assets/a.js", "1")
    (project / "theme/assets/b.js").symlink_to("a.js")
    assert Theme.of(project).scripts()["b.js"] == b"1"


def test_nothing_that_can_be_run_is_kept(project: Path, tmp_path: Path) -> None:
    renderer, _ = pages_of(project, Theme.of(project), tmp_path / "kept")
    renderer.shells.get(("x/", ""))
    renderer.shells.keep()
    renderer.cache.save()
    assert [path.name for path in (tmp_path / "kept").rglob("*")] == ["shells"]


@pytest.mark.parametrize("which", ["example", "starter"])
def test_every_page_is_the_same_compiled_and_by_jinja(
    example: Project, which: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = example if which == "example" else check_project(STARTER)
    monkeypatch.setattr(pages, "_templates", pages._templates.__wrapped__)  # each renderer has its own
    compiled, jinja = (Renderer(checked.registry.site, Theme.of(ROOT)) for _ in range(2))
    jinja.templates._trusted = frozenset()
    number = 0
    for page in site_pages(checked.session):
        assert compiled.holes(page) == jinja.holes(page), page.url
        number += 1
    assert number > (1000 if which == "example" else 50)
    assert (compiled.templates.left, compiled.templates.failed) == ({}, 0)
    assert len(jinja.templates.left) > 30


def test_sites_with_the_same_theme_share_its_templates(project: Path) -> None:
    checked = check_project(project)
    path = own_theme(project, "pages/evil.html", "one")
    first, second = (Renderer(checked.registry.site, Theme.of(project)) for _ in range(2))
    assert first.templates is second.templates
    path.write_text("two")
    third = Renderer(checked.registry.site, Theme.of(project))
    assert third.templates is not first.templates
    assert first.identity == second.identity
    assert first.identity != third.identity


def test_templates_can_be_compiled_before_they_are_needed(project: Path) -> None:
    checked = check_project(project)
    renderer = Renderer(checked.registry.site, Theme.of(project))
    renderer.prepare()
    assert "procedure.html" in renderer.templates._compiled
    assert renderer.templates.left == {}


def test_titles_inside_a_title_are_in_single_marks() -> None:
    assert titled("关于《完税证明》的公告") == "《关于〈完税证明〉的公告》"
