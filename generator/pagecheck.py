"""Looks at a built site's pages: dead links, size, marks that inspectors look for, and the plainest barriers."""

from __future__ import annotations

import html
import itertools
import posixpath
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from generator.model.site import Site
from generator.publish.compare import OWN
from generator.publish.manifest import read_file, read_manifest

MOST_BYTES = 50_000
"""Most bytes of a page on the wire: 3 seconds on a slow line (facts: a page opens within 3 s)."""

_TAG = re.compile(r"<(a|img|input|select|textarea|h[1-6]|html|link|script|label)\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_NAME = re.compile(r"\s([a-z-]+)(?:=(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_ID = re.compile(r"\sid=(?:\"([^\"]*)\"|([^\s\"'>]+))")


class Fault(NamedTuple):
    """Something wrong on a page: kind (link, weight, mark, access), the page's path, and what it is, in Chinese."""

    kind: str
    page: str
    text: str


@dataclass
class Pages:
    """What was found: faults, number of pages and of links inside, hosts that are linked to, the heaviest pages."""

    pages: int = 0
    links: int = 0
    faults: list[Fault] = field(default_factory=list)
    outside: dict[str, str] = field(default_factory=dict)
    heaviest: list[tuple[int, str]] = field(default_factory=list)

    @property
    def counts(self) -> Mapping[str, int]:
        """Number of faults by kind."""
        return Counter(fault.kind for fault in self.faults)


def look(folder: Path, site: Site, below: tuple[str, ...] = ()) -> Pages:
    """Look at every page of a built site. Raises PublishError if the folder holds none.

    `below` are the addresses of the bureaus' sites in it: their names and addresses are not the site's.
    """
    files = read_manifest(folder).files
    root = urlsplit(site.base_url).path.rstrip("/") + "/"
    found, anchors, wanted = Pages(), dict[str, set[str]](), list[tuple[str, str, str]]()
    for path in sorted(files):
        if not path.endswith(".html"):
            continue
        text = read_file(folder / path).decode("utf-8", "replace")
        found.pages += 1
        anchors[path] = {html.unescape(one or other) for one, other in _ID.findall(text)}
        size = files[path].size
        if size > MOST_BYTES:
            size = len(zlib.compress(text.encode()))
        found.heaviest = sorted([*found.heaviest, (size, path)], reverse=True)[:5]
        if size > MOST_BYTES:
            found.faults.append(Fault("weight", path, f"传输 {size / 1000:.0f} KB，超过 {MOST_BYTES // 1000} KB"))
        if 'http-equiv="refresh"' not in text:
            found.faults += [
                Fault("mark", path, text) for text in _unmarked(text, site, own=not path.startswith(below))
            ]
        tags = [(name, _attributes(rest)) for name, rest in _TAG.findall(text)]
        found.faults += [Fault("access", path, text) for text in _barriers(tags, text)]
        for target in _targets(tags):
            if (place := _inside(target, path, root, site.base_url)) is None:
                found.outside.setdefault(target, path)
            elif place[0] is not None:
                wanted.append((path, place[0], place[1]))
    found.links = len(wanted)
    found.faults += _dead(wanted, files, anchors)
    return found


def _attributes(text: str) -> dict[str, str]:
    """Return a tag's attributes by name."""
    return {name: html.unescape(one or two or bare) for name, one, two, bare in _NAME.findall(text)}


def _targets(tags: list[tuple[str, dict[str, str]]]) -> Iterator[str]:
    """Yield the addresses that a page links to or loads."""
    for name, attributes in tags:
        target = attributes.get("href" if name in {"a", "link"} else "src", "")
        if target and name in {"a", "link", "img", "script"} and attributes.get("rel") != "canonical":
            yield target


def _inside(target: str, page: str, root: str, base: str) -> tuple[str | None, str] | None:
    """Return (file, anchor) of an address on the site; (None, "") if it is no page; None if it is elsewhere."""
    target = target.removeprefix(base) if target.startswith(base) and base else target
    parts = urlsplit(target)
    if parts.scheme in {"http", "https"} or parts.netloc:
        return None
    if parts.scheme:
        return None, ""
    path, anchor = unquote(parts.path), unquote(parts.fragment)
    if not path:
        return page, anchor
    if path.startswith("/") and not f"{path}/".startswith(root):
        return path, anchor
    joined = path[len(root) :] if path.startswith("/") else posixpath.join(posixpath.dirname(page), path)
    whole = posixpath.normpath(joined or ".") + (
        "/" if joined.endswith(("/", "/.", "..")) or joined in {".", ".."} else ""
    )
    whole = whole.removeprefix("./")
    whole = "" if whole in {".", "/"} else whole
    return (f"{whole}index.html" if not whole or whole.endswith("/") else whole), anchor


def _dead(
    wanted: list[tuple[str, str, str]], files: Mapping[str, object], anchors: Mapping[str, set[str]]
) -> Iterator[Fault]:
    """Yield a fault for each link to a file or a place on a page that does not exist."""
    for page, target, anchor in wanted:
        if target not in files and target not in OWN:
            yield Fault("link", page, f"链接到 {target}，没有这个页面")
        elif anchor and target in anchors and anchor not in anchors[target]:
            yield Fault("link", page, f"链接到 {target}#{anchor}，那一页没有这个位置")


def _unmarked(text: str, site: Site, own: bool) -> Iterator[str]:
    """Yield the marks that a page lacks (政府网站发展指引); of a bureau below, those that it has with the site."""
    for name, value in (("SiteName", site.name), ("SiteIDCode", site.site_code)):
        if f'name="{name}"' not in text:
            yield f"没有 {name} 标签"
        elif not value:
            yield f"site.yml 没有写，{name} 标签是空的"
    foot = text[text.rfind("<footer") :]
    marks = (
        ("主办单位", site.organiser if own else "主办"),
        ("联系方式", site.contact if own else "联系"),
        ("网站标识码", site.site_code if own else "网站标识码"),
        ("ICP备案号", site.icp),
        ("公安备案号", site.police_record),
    )
    for what, value in marks:
        if not value or html.escape(value) not in foot:
            yield f"页脚没有{what}"
    if "网站地图" not in foot:
        yield "页脚没有网站地图"


def _barriers(tags: list[tuple[str, dict[str, str]]], text: str) -> Iterator[str]:
    """Yield the plainest barriers on a page; axe, in the generator's own tests, finds more."""
    if not any(name == "html" and attributes.get("lang") for name, attributes in tags):
        yield "没有写页面的语言"
    if "<title>" not in text:
        yield "没有标题"
    headings = [int(name[1]) for name, _ in tags if re.fullmatch("h[1-6]", name)]
    if headings.count(1) != 1:
        yield f"一级标题有 {headings.count(1)} 个"
    for before, after in itertools.pairwise(headings):
        if after > before + 1:
            yield f"标题从 {before} 级跳到 {after} 级"
            break
    labelled = {attributes["for"] for name, attributes in tags if name == "label" and "for" in attributes}
    for name, attributes in tags:
        if name == "img" and "alt" not in attributes:
            yield f"图片 {attributes.get('src', '')} 没有替代文字"
        if name in {"input", "select", "textarea"} and attributes.get("type") not in {"hidden", "submit", "button"}:
            named = {"aria-label", "aria-labelledby", "title"} & attributes.keys()
            if not named and attributes.get("id") not in labelled and not _wrapped(text, attributes):
                yield f"填写的格子 {attributes.get('id') or attributes.get('name', '')} 没有名称"


def _wrapped(text: str, attributes: dict[str, str]) -> bool:
    """Return True if a field may stand inside a label: then the label names it."""
    return ("<label" in text and "id" not in attributes) or bool(attributes.get("data-md-toggle"))
