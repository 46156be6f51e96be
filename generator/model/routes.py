"""Addresses on the site, relative to its root, e.g. "procedures/fapiao-lingyong/"."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import cache

from generator.model.content import PageMeta
from generator.model.types import Entry

SCHEMES = ("https:", "http:", "mailto:", "tel:")
"""Allowed schemes of links."""

SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)


@cache
def segment(folder: str) -> str:
    """Return a registry's segment of addresses: its folder with hyphens."""
    return folder.replace("_", "-")


def index_of(folder: str) -> str:
    """Return the address of a registry's index page."""
    return f"{segment(folder)}/"


_OWN_INDEXES = {
    "themes/": "按主题找",
    "audiences/": "按身份找",
    "lists/": "各种清单",
    "ask/": "该问谁",
    "guide/": "办税说明",
    "disclosure/": "政府信息公开",
    "disclosure/catalogue/": "法定主动公开内容",
    "news/": "公告与解读",
    "performance/": "效能总览",
    "coverage/": "公开覆盖表",
    "burden/": "减负",
    "quiz/": "制度自测",
    "about/": "关于本站",
    "site-map/": "网站地图",
}

_TAB_OF = {
    **dict.fromkeys(("themes/", "audiences/", "lists/", "guide/"), "办事"),
    "ask/": "机构与大厅",
    "performance/": "效能监督",
    "quiz/": "效能监督",
}
"""The menu's tab of our own index pages; the others are under 政府信息公开."""

DERIVED_LISTS = {
    "lists/online/": "全程网办清单",
    "lists/one-visit/": "最多跑一次清单",
    "lists/on-the-spot/": "当场办结清单",
    "lists/documents-later/": "容缺受理清单",
    "lists/written-promise/": "告知承诺清单",
    "lists/anywhere/": "通办清单",
    "lists/charges/": "收费清单",
    "lists/proofs-asked/": "要您提供的证明",
    "lists/proofs-issued/": "本局开具的证明",
}
"""Lists that follow from entries (views/derived_lists.py), under lists/."""

_OUTSIDE_MENU = {
    "search/": "搜索",
    "a-z/": "按拼音找",
    "disclosure/inspection/": "自查报告",
    "disclosure/release/": "核对本站",
    **DERIVED_LISTS,
}

CONTENT_KIND, CONTENT_LABEL = "pages", "公告和说明"
"""Kind and Chinese label of content pages in the search."""

LISTS_KIND, LISTS_LABEL = "lists", "栏目和工具"
"""Kind and Chinese label of index pages in the search."""

_PASSING = re.compile(
    r"(?:.*/)?page/[0-9]+/|bureaus/[^/]+/|upstream/|search/|a-z/[^/]+/|(?:themes|audiences)/[^/]+/"
    r"|[^/]+/[^/]+/(?:cited_by|children|duties|findings|posts|procedures|regimes|spared|watched|work)/"
)
_FILING_YEAR = re.compile(r"filing-calendar/([0-9]{4})/")

Kinds = Mapping[str, type[Entry]]
"""The record types of a project's registries by folder, in the order in which they are shown."""


def title_of(url: str) -> str:
    """Return the title of a generated page that belongs to no registry."""
    return {"": "首页", **_OWN_INDEXES, **_OUTSIDE_MENU}[url]


def indexes(kinds: Kinds) -> dict[str, str]:
    """Return the titles of all generated pages except entries' pages, by address."""
    own = {index_of(folder): record.COLUMN for folder, record in kinds.items()}
    return {"": "首页", **own, **_OWN_INDEXES, **_OUTSIDE_MENU}


def menu(kinds: Kinds) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return the navigation, the same on every page: tabs with (title, address) links."""
    tabs: dict[str, tuple[tuple[str, str], ...]] = {"首页": (("首页", ""),)}
    for folder, record in kinds.items():
        if record.TAB:
            tabs[record.TAB] = (*tabs.get(record.TAB, ()), (record.COLUMN, index_of(folder)))
    for url, title in _OWN_INDEXES.items():
        tab = _TAB_OF.get(url, "政府信息公开")
        tabs[tab] = (*tabs.get(tab, ()), (title, url))
    return tuple(tabs.items())


def address(entry: Entry) -> str:
    """Return the address of an entry's page, or of its anchor on the registry's index page."""
    return address_of(type(entry), entry.id)


def address_of(record: type[Entry], id: str) -> str:
    """Return the address of an entry of that registry with that present or former id."""
    return f"{segment(record.FOLDER)}/#{id}" if record.ON_ONE_PAGE else f"{segment(record.FOLDER)}/{id}/"


def comes_and_goes(address: str, year: int) -> bool:
    """Return True for a page that no file stands for, so that it may be missing from the next release.

    These are further pages of long lists, letters, themes and audiences in use, and filing years that are computed in
    `year`, the year of the build: of this year, the next and, just after New Year, the last.
    """
    filing = _FILING_YEAR.fullmatch(address)
    return _PASSING.fullmatch(address) is not None or (filing is not None and int(filing[1]) >= year - 1)


def form_address(material: Entry) -> str:
    """Return the address of a material's blank form."""
    return f"{address(material)}form/"


def notice_address(procedure: Entry) -> str:
    """Return the address of a procedure's one-time notice (一次性告知书)."""
    return f"{address(procedure)}notice/"


def handbook_address(volume: int) -> str:
    """Return the address of a volume of the handbook of all procedures (PDF)."""
    return f"procedures/handbook{'' if volume == 1 else f'-{volume}'}.pdf"


def attachment_address(file: str) -> str:
    """Return the address of a file of content/files/."""
    return f"files/{file}"


def folder_of(kinds: Kinds, first_segment: str) -> str | None:
    """Return the folder of the registry whose addresses begin with that segment, or None."""
    folder = first_segment.replace("-", "_")
    return folder if folder in kinds else None


def rooted(address: str | None) -> str:
    """Return an address of the site as editors write it, /news/x/, as pages do: news/x/; empty without one."""
    return (address or "").lstrip("/")


def page_address(file: str) -> str:
    """Return the address of a content page: content/disclosure/guide.md -> disclosure/guide/."""
    path = file.removeprefix("content/").removesuffix(".md")
    path = path.removesuffix("index") if path == "index" or path.endswith("/index") else f"{path}/"
    return path.lstrip("/")


def former_addresses(file: str, meta: PageMeta) -> list[str]:
    """Return the former addresses of a content page: its former file names are in the folder of its file."""
    return [page_address(f"{file.rpartition('/')[0]}/{old}.md") for old in meta.former_ids]


def anchor_of(title: str, separator: str = "-") -> str:
    """Return a heading's anchor, with Chinese characters kept."""
    return re.sub(r"[^\w]+", separator, title).strip(separator).lower()


_DISGUISED = re.compile(r"https?:/*[^/?#]*@", re.IGNORECASE)
"""An address that shows one host before the @ and leads to the one after it."""


def allowed(address: str) -> bool:
    """Tell whether an address is on this site or has one of the allowed schemes, and shows the host it leads to."""
    plain = re.sub(r"[\x00-\x20]", "", html.unescape(address)).replace("\\", "/")
    if plain.startswith("//") or _DISGUISED.match(plain):
        return False
    return not SCHEME.match(plain) or plain.lower().startswith(SCHEMES)
