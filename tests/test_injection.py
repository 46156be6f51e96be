"""Whatever an entry's text says, a page shows it as text: no element, attribute or address comes of it."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import fields, replace
from functools import cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.build import files
from generator.model.registry import Registry
from generator.model.types import Record
from generator.render.templates import Templates
from generator.session import Session
from tests.conftest import AS_OF, STARTER, check_project
from tests.figures import note

PLAIN = "记号"
"""What stands at the end of every text to compare with: nothing in it means anything to HTML."""

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"'><svg/onload=alert(1)>",
    "' autofocus onfocus='alert(1)",
    "</title></textarea></style><b>",
    "{{ 7 * 7 }}{% raw %}{# #}${7*7}",
    "&lt;b&gt;&amp;&#60;",
    "javascript:alert(1)",
    "<!--[if]>-->]]>",
    "ZWGK-HOLE-content-Z",
    "[x](javascript:alert) <https://evil.example>",
    "\\u003cb\\u003e%3Cb%3E",
)

PIECES = st.sampled_from(
    [*HOSTILE, "<", ">", '"', "'", "&", "`", "=", "/", "{{", "}}", "{%", "content", "onclick=", "甲"]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=4).map("".join)


def marked(value: Any, mark: str) -> Any:
    """Return a value with `mark` at the end of each of its Chinese texts."""
    found = value
    if isinstance(value, str):
        found = f"{value}{mark}" if any("\u4e00" <= letter <= "\u9fff" for letter in value) else value
    elif isinstance(value, Record):
        changed = {field.name: marked(getattr(value, field.name), mark) for field in fields(value)}
        found = replace(value, **changed)
    elif isinstance(value, dict):
        found = {key: marked(item, mark) for key, item in value.items()}
    elif isinstance(value, tuple):
        found = tuple(marked(item, mark) for item in value)
    return found


@cache
def session() -> Session:
    return check_project(STARTER).session


def hostile(session: Session, mark: str) -> Session:
    """Return a session with `mark` at the end of every text of its site and its entries."""
    registry = session.registry
    entries = {
        folder: {id: marked(entry, mark) for id, entry in shelf.items()} for folder, shelf in registry.entries.items()
    }
    site = marked(registry.site, mark)
    more = Registry.of(site, registry.kinds, entries, registry.files, pages=registry.pages)
    return Session(more, AS_OF)


_CODE = re.compile(r"\b[0-9a-f]{4}(-[0-9a-f]{4}){2}\b")
"""The code of a notice: a digest of all that it says."""


def leaves(value: object) -> list[str]:
    """Return every text in a JSON value, as text."""
    if isinstance(value, dict):
        value = list(value.values())
    return [text for item in value for text in leaves(item)] if isinstance(value, list) else [str(value)]


def mail(address: str) -> tuple[list[str], list[str]]:
    """Return the names of the fields of a mailto: address and all that it says, as a mail program reads it."""
    to, _, query = address.partition("?")
    fields_of = [item.partition("=") for item in query.split("&") if item]
    assert re.fullmatch(r"[!$%&'()*+,./0-9:;=?@A-Z_a-z~-]*", address), f"{address}: a letter is not encoded"
    return [name for name, _, _ in fields_of], [to, *(unquote(text, errors="strict") for _, _, text in fields_of)]


class Shape(HTMLParser):
    """What a page is made of: its elements with the names of their attributes, and all that it says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, ...]] = []
        self.said: list[str] = []
        self._text = ""
        self._json = False
        self.feed(html)
        self.close()
        self._end()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end()
        self.elements.append((tag, *(name for name, _ in attrs)))
        for name, value in attrs:
            if name == "href" and (value or "").startswith("mailto:"):
                names, texts = mail(value or "")
                self.elements.append(("mailto:", *names))
                self.said += texts
            else:
                self.said.append(value or "")
        self._json = (dict(attrs).get("type") or "").endswith("json")

    def handle_endtag(self, tag: str) -> None:
        self._end()
        self._json = False
        self.elements.append(("/", tag))

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_comment(self, data: str) -> None:
        self.elements.append(("<!--", data))

    def handle_decl(self, decl: str) -> None:
        self.elements.append(("<!", decl))

    def unknown_decl(self, data: str) -> None:
        self.elements.append(("<![", data))

    def handle_pi(self, data: str) -> None:
        self.elements.append(("<?", data))

    def _end(self) -> None:
        texts = leaves(json.loads(self._text)) if self._json else [self._text]
        self.said += [_CODE.sub("code", text) for text in texts]
        self._text = ""


def built(mark: str) -> dict[str, bytes]:
    return {file.path: file.data for file in files(STARTER, hostile(session(), mark))}


def shape(html: bytes) -> Shape:
    return Shape(html.decode())


@cache
def plain() -> dict[str, Shape]:
    """The pages whose texts end with the mark that means nothing."""
    return {path: shape(data) for path, data in built(PLAIN).items() if path.endswith(".html")}


@given(TEXTS)
@example("".join(HOSTILE[:6]))
@example("".join(HOSTILE[6:]))
@settings(max_examples=8, derandomize=True)
def test_a_page_shows_the_text_and_nothing_comes_of_it(mark: str) -> None:
    """Compared as sets with counts: what stands at the end of a name may change its place in a list."""
    found = built(mark)
    for path, usual in plain().items():
        page = shape(found[path])
        assert Counter(page.elements) == Counter(usual.elements), path
        assert Counter(page.said) == Counter(said.replace(PLAIN, mark) for said in usual.said), path
    for path, data in found.items():
        if path.endswith(".json"):
            json.loads(data)
    note("hostile texts on pages", sum(PLAIN in said for page in plain().values() for said in page.said))


def test_templates_that_jinja_renders_do_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a project's own ones are rendered; those that come with the program are compiled otherwise."""
    mark = "".join(HOSTILE)
    compiled = built(mark)
    monkeypatch.setattr(Templates, "_compiled_form", lambda self, name: None)
    found = built(mark)
    for path in plain():
        assert shape(found[path]).elements == shape(compiled[path]).elements, path
        assert shape(found[path]).said == shape(compiled[path]).said, path


def test_the_mark_is_on_the_pages() -> None:
    """Else the test above would look at nothing."""
    texts = {path: sum(PLAIN in said for said in page.said) for path, page in plain().items()}
    assert min(texts.values()) > 0
    assert texts["procedures/fapiao-lingyong/index.html"] > 20
