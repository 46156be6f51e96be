"""Templates escape whatever they show, and what is kept of them never shows: neither in a run nor between runs."""

from __future__ import annotations

from collections.abc import Callable
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


def shown(folder: Path, kept: Path | None = None) -> str:
    """Return what the page shows of two items."""
    return Templates([folder], kept).get_template("list.html").render(items=[{"name": "<甲>"}, {"name": "乙"}])


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


def test_what_is_compiled_is_kept(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(folder, tmp_path / "kept") == "<li>&lt;甲&gt;</li><li>乙</li>"
    with monkeypatch.context() as patch:
        patch.setattr(Templates, "compile", refuse)
        assert shown(folder, tmp_path / "kept") == "<li>&lt;甲&gt;</li><li>乙</li>"
    (folder / "row" / "row.html").write_text(ROW.replace("li>", "dd>"))
    assert shown(folder, tmp_path / "kept") == "<dd>&lt;甲&gt;</dd><dd>乙</dd>"


@pytest.mark.parametrize(
    "harm",
    [lambda data: b"", lambda data: data[:30], lambda data: data[:-1], lambda data: data.replace(b"<li>", b"<dd>")],
)
def test_a_harmed_file_is_as_good_as_none(folder: Path, tmp_path: Path, harm: Callable[[bytes], bytes]) -> None:
    kept = tmp_path / "kept"
    shown(folder, kept)
    files = {file: file.read_bytes() for file in kept.iterdir()}
    assert len(files) == 2
    assert any(harm(data) != data for data in files.values())
    for file, data in files.items():
        file.write_bytes(harm(data))
    assert shown(folder, kept) == shown(folder)


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
