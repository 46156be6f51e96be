"""Templates escape whatever they show, and what is kept of them never shows: in a run."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from generator.render import templates
from generator.render.templates import Templates

ROW = "{% macro row(item) %}<li>{{ item.name }}</li>{% endmacro %}"
LIST = '{% from "row/row.html" import row %}{% for item in items %}{{ row(item) }}{% endfor %}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a theme's folder with a page and a component."""
    (tmp_path / "theme" / "row").mkdir(parents=True)
    (tmp_path / "theme" / "row" / "row.html").write_text(ROW)
    (tmp_path / "theme" / "list.html").write_text(LIST)
    return tmp_path / "theme"


def shown(folder: Path) -> str:
    """Return what the page shows of two items."""
    return Templates([folder]).get_template("list.html").render(items=[{"name": "<甲>"}, {"name": "乙"}])


def refuse(*_: object) -> None:
    """Be something that must not be done again."""
    raise AssertionError("compiled again")


@pytest.mark.parametrize(
    ("value", "html"),
    [("<a b='c'>&", "&lt;a b=&#39;c&#39;&gt;&amp;"), (Markup("<b>"), "<b>"), (7, "7"), (["<"], "[&#39;&lt;&#39;]")],
)
def test_everything_is_escaped_but_html(folder: Path, value: object, html: str) -> None:
    (folder / "value.html").write_text("{{ value }}|{{ value ~ '' }}")
    assert Templates([folder]).get_template("value.html").render(value=value) == f"{html}|{html}"


def test_an_unknown_name_is_an_error(folder: Path) -> None:
    for text in ("{{ nothing }}", "{{ item.nothing }}", "{{ nothing() }}"):
        (folder / "unknown.html").write_text(text)
        with pytest.raises(UndefinedError):
            Templates([folder]).get_template("unknown.html").render(item={})


def test_results_that_are_never_asked_for_again_are_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "_MOST_KEPT", 1000)
    environment = Templates([folder])
    page = environment.get_template("list.html")
    row = environment.get_template("row/row.html").module.row  # type: ignore[attr-defined]
    often = [{"name": name} for name in "abcdefgh" * 50]
    assert page.render(items=often).count("<li>") == 400
    assert page.render(items=[{"name": str(number)} for number in range(20)]).count("<li>") == 20
    assert row._worth_it
    assert page.render(items=[{"name": str(number)} for number in range(100)]).endswith("<li>99</li>")
    assert not row._worth_it
    assert len(row._results) == 1
