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
