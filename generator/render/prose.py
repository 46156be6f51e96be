"""Converts the Markdown of content pages to inert HTML: no raw HTML, no other link schemes than the allowed ones.

Links that begin with "/" are addresses of this site and become relative.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from generator.model.routes import allowed, anchor_of

_EXTENSIONS = ("tables", "sane_lists", "def_list", "toc")
_ALIGNED = re.compile(r"text-align: (left|right|center);")
_PHONE = r"(?<![0-9-])0[0-9]{2,3}-[0-9]{7,8}(?![0-9])"


class _Inert(Extension):
    """Markdown extension that disables raw HTML and processes every link."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Register with a Markdown converter."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.register(_Telephone(_PHONE, md), "zwgk-telephone", 5)
        md.treeprocessors.register(_Links(md), "zwgk-links", 0)
        md.treeprocessors.register(_Cards(md), "zwgk-cards", -1)


class _Telephone(InlineProcessor):
    """Converts telephone numbers to tel: links."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        """Return the link for a matched number."""
        link = Element("a", {"href": f"tel:{m.group()}"})
        link.text = AtomicString(m.group())
        return link, m.start(), m.end()


class _Links(Treeprocessor):
    """Makes site addresses relative, removes addresses with other schemes, and replaces style attributes."""

    base = ""

    def run(self, root: Element) -> None:
        """Process all links, images and aligned table cells of a document."""
        for element in root.iter():
            if aligned := _ALIGNED.fullmatch(element.attrib.pop("style", "")):
                element.set("class", f"zwgk-{aligned[1]}")
            for attribute in ("href", "src"):
                address = element.get(attribute)
                if address is None:
                    continue
                if (attribute == "src" and not address.startswith("/")) or not allowed(address):
                    del element.attrib[attribute]
                elif address.startswith("/"):
                    element.set(attribute, (self.base or "./") + address[1:])


class _Cards(Treeprocessor):
    """Marks up tables so that phones show each row as a card, as the registries' tables (`zwgk-table--cards`)."""

    def run(self, root: Element) -> None:
        """Give roles to the parts of all tables, and to each cell the title of its column."""
        for table in root.iter("table"):
            titles = ["".join(cell.itertext()).strip() for cell in table.iter("th")]
            table.attrib |= {"class": "zwgk-table zwgk-table--cards", "role": "table"}
            for part in table:
                part.set("role", "rowgroup")
                for row in part:
                    row.set("role", "row")
                    for number, cell in enumerate(row):
                        _mark(cell, number, titles[number] if number < len(titles) else "", part.tag == "thead")


def _mark(cell: Element, number: int, title: str, head: bool) -> None:
    """Mark up a cell: those of the head and of the first column are headings, the others get their column's title."""
    if head or not number:
        cell.tag = "th"
        cell.attrib |= {"scope": "col" if head else "row", "role": "columnheader" if head else "rowheader"}
        return
    cell.attrib |= {"role": "cell", "data-label": title}
    if not "".join(cell.itertext()).strip():
        cell.set("class", f"{cell.get('class', '')} zwgk-none".strip())
        return
    inner = Element("span")
    inner.text, cell.text = cell.text, None
    inner.extend(list(cell))
    for child in list(cell):
        cell.remove(child)
    cell.append(inner)


@cache
def _converter() -> Markdown:
    """Return the shared Markdown converter."""
    return Markdown(
        extensions=[*_EXTENSIONS, _Inert()],
        extension_configs={"toc": {"slugify": anchor_of, "toc_depth": "2-3"}},
        output_format="html",
    )


def to_html(text: str, base: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return a page's HTML and its second-level headings as (anchor, title). `base` is the path to the site's root."""
    converter = _converter()
    converter.reset()
    links = next(item for item in converter.treeprocessors if isinstance(item, _Links))
    links.base = base
    body = converter.convert(text)
    return body, tuple((token["id"], token["name"]) for token in _level(converter.toc_tokens, 2))  # type: ignore[attr-defined]


def _level(tokens: list[dict[str, object]], level: int) -> Iterator[dict[str, str]]:
    """Yield the headings of one level, at any depth of nesting."""
    for token in tokens:
        if token["level"] == level:
            yield token  # type: ignore[misc]
        yield from _level(token["children"], level)  # type: ignore[arg-type]
