"""The navigation: at most twenty links, the same on every page."""

from __future__ import annotations

from generator.model.routes import INDEXES

MENU: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("首页", ("",)),
    ("办事", ("procedures/", "materials/", "time-limits/")),
    ("职责与制度", ("duties/", "posts/", "regimes/", "laws/")),
    ("承诺与监督", ("commitments/", "oversight/")),
    ("机构与大厅", ("organs/",)),
    ("政府信息公开", ("disclosure/", "disclosure/catalogue/", "coverage/", "site-map/")),
)
"""Tabs, each with the index pages under it."""


def menu() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return the tabs with (title, address) of each link."""
    return tuple((title, tuple((INDEXES[url], url) for url in urls)) for title, urls in MENU)
