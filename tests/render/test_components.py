"""Every component of the theme renders its own examples, says what it takes, and escapes every text."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jinja2
import pytest
import yaml
from jinja2.runtime import Macro

from generator.render.compiled import Compiler
from generator.render.templates import sandbox
from tests.conftest import ROOT

FOLDER = ROOT / "theme/components"
COMPONENTS = sorted(path for path in FOLDER.glob("*/*.yml"))
EVIL = "\"'><script>alert(1)</script><img src=x onerror=y>{{ 7*191 }}"

environment = sandbox([FOLDER])
component = pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)


def read(path: Path) -> dict[str, Any]:
    """Return what a component says of itself."""
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def macro(path: Path) -> Macro:
    """Return a component's macro, which has the component's name."""
    module = environment.get_template(f"{path.parent.name}/{path.stem}.html").module
    found = getattr(module, path.stem)
    assert isinstance(found, Macro)
    return found


def cases() -> list[Any]:
    """Return each example of each component."""
    return [
        pytest.param(path, example, id=f"{path.stem}-{number}")
        for path in COMPONENTS
        for number, example in enumerate(read(path)["examples"])
    ]


def spoilt(value: Any) -> Any:
    """Return a value with markup in place of every text that is not empty."""
    if isinstance(value, dict):
        return {key: spoilt(item) for key, item in value.items()}
    if isinstance(value, list):
        return [spoilt(item) for item in value]
    return EVIL if isinstance(value, str) and value else value


class Checked(HTMLParser):
    """Gathers what an HTML text does: elements, attributes, and elements left open."""

    VOID = frozenset({"input", "br", "img", "meta", "hr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def test_components_are_found() -> None:
    assert len(COMPONENTS) >= 10
    assert {path.parent.name for path in COMPONENTS} == {path.name for path in FOLDER.iterdir() if path.is_dir()}


@component
def test_folder_and_files_have_one_name(path: Path) -> None:
    assert path.stem == path.parent.name
    assert {file.name for file in path.parent.iterdir()} <= {f"{path.stem}.{end}" for end in ("yml", "html", "css")}


@component
def test_title_and_purpose_are_chinese(path: Path) -> None:
    said = read(path)
    assert said.keys() == {"title", "what", "parameters", "examples"}
    assert not said["title"].isascii()
    assert not said["what"].isascii()
    assert all(text and not text.isascii() for text in said["parameters"].values())
    assert said["examples"]


@component
def test_parameters_are_the_macros(path: Path) -> None:
    assert list(read(path)["parameters"]) == list(macro(path).arguments)


@pytest.mark.parametrize(("path", "example"), cases())
def test_example_renders(path: Path, example: dict[str, Any]) -> None:
    html = macro(path)(**example)
    checked = Checked(html)
    assert html.strip()
    assert (checked.wrong, checked.open) == ([], [])
    assert "undefined" not in html.lower()
    assert "None" not in html


@pytest.mark.parametrize(("path", "example"), cases())
def test_every_text_is_escaped(path: Path, example: dict[str, Any]) -> None:
    plain, html = Checked(macro(path)(**example)), macro(path)(**spoilt(example))
    checked = Checked(html)
    assert "<script" not in html
    assert str(7 * 191) not in html
    assert set(checked.tags) <= set(plain.tags)
    assert set(checked.attributes) <= set(plain.attributes)
    assert spoilt(example) == example or "&lt;script&gt;" in html


@pytest.mark.parametrize(("path", "example"), cases())
def test_compiled_and_by_jinja_it_is_the_same(path: Path, example: dict[str, Any]) -> None:
    name = f"{path.stem}/{path.stem}.html"
    jinja = sandbox([FOLDER])
    macros = Compiler(jinja, lambda name: (FOLDER / name).read_text("utf-8"), [], []).macros(name)
    for given in (example, spoilt(example)):
        compiled = macros[path.stem](**{f"v_{key}": value for key, value in given.items()})
        assert compiled == str(getattr(jinja.get_template(name).module, path.stem)(**given))


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        macro(FOLDER / "links/links.yml")([{"url": "a"}], "../")
