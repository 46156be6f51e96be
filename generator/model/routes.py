"""Where things stand on the site. Addresses are relative to the site's root, e.g. "procedures/fapiao-lingyong/"."""

from __future__ import annotations

from generator.model import BY_FOLDER
from generator.model.types import Entry

ON_ONE_PAGE = frozenset({"time_limits", "commitments"})
"""Registries whose entries stand on their index page, each at its own anchor."""

INDEXES: dict[str, str] = {
    "": "首页",
    "procedures/": "办事指南",
    "materials/": "办理材料",
    "time-limits/": "办事时限",
    "duties/": "权责事项",
    "posts/": "岗位与首问",
    "regimes/": "制度",
    "laws/": "法律法规",
    "commitments/": "服务承诺",
    "oversight/": "监督投诉",
    "organs/": "机构与大厅",
    "disclosure/": "政府信息公开",
    "disclosure/catalogue/": "法定主动公开内容",
    "coverage/": "公开覆盖表",
    "site-map/": "网站地图",
}
"""Pages that the generator makes beside those of entries: address and title."""


def segment(folder: str) -> str:
    """Return a registry's part of the address: its folder with hyphens."""
    return folder.replace("_", "-")


def index_of(folder: str) -> str:
    """Return the address of a registry's index page."""
    return f"{segment(folder)}/"


def address(entry: Entry) -> str:
    """Return the address of an entry's page, or of its anchor on the registry's page."""
    return address_of(entry.FOLDER, entry.id)


def address_of(folder: str, id: str) -> str:
    """Return the address that an entry of that id has or had."""
    anchor = "#" if folder in ON_ONE_PAGE else ""
    return f"{segment(folder)}/{anchor}{id}" + ("" if anchor else "/")


def folder_of(first_segment: str) -> str | None:
    """Return the registry whose pages stand under that first part of an address, or None."""
    folder = first_segment.replace("-", "_")
    return folder if folder in BY_FOLDER else None


def page_address(file: str) -> str:
    """Return the address of a content page: content/disclosure/guide.md -> disclosure/guide/."""
    path = file.removeprefix("content/").removesuffix(".md")
    path = path.removesuffix("index") if path == "index" or path.endswith("/index") else f"{path}/"
    return path.lstrip("/")
