"""The words of a site in its chrome: marks stand for them while it is rendered, so that bureaus share one chrome.

A chrome takes 5 ms, a site has a hundred kinds of pages, and a province has hundreds of sites whose chromes differ in
names and telephones only. This holds for the built-in templates alone, which print the words as they are, or not at
all if there are none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from types import SimpleNamespace
from typing import NamedTuple

from markupsafe import escape

from generator.model.site import Site
from generator.render.shell import Menu, site_root

_PRINTED = ("maintainer", "contact", "hotline", "site_code", "icp", "police_record", "notice")
"""The fields that the templates print, besides the name and the organiser."""


class Words(NamedTuple):
    """Marks in place of a site's words: its name and its address, what the templates read, and the words by mark.

    The words are HTML. `root` is the mark for the path of the site on its host.
    """

    name: str
    base_url: str
    root: str
    site: SimpleNamespace
    html: Mapping[str, str]


def words_of(site: Site, menu: Menu) -> Words:
    """Return the marks for the words of a site. Equal menus give equal marks, which are in no text of the menu."""
    mark = f"zwgk{hashlib.sha256(repr(menu).encode()).hexdigest()[:24]}"
    html: dict[str, str] = {}

    def stand_in(field: str, text: str | None) -> str | None:
        if not text:
            return text
        html[f"{mark}{field}z"] = str(escape(text))
        return f"{mark}{field}z"

    organiser = stand_in("organiser", site.organiser) or ""
    begins = site.name.startswith(site.organiser) and site.name != site.organiser
    rest = stand_in("name", site.name.removeprefix(site.organiser) if begins else site.name) or ""
    name = organiser + rest if begins else organiser if site.name == site.organiser else rest
    printed = {field: stand_in(field, getattr(site, field)) for field in _PRINTED}
    shown = SimpleNamespace(name=name, organiser=organiser, **printed, english=bool(site.english))
    root = f"/{mark}rootz/"
    html[root] = site_root(site.base_url)
    return Words(name, f"https://www.example.gov.cn{root}", root, shown, html)
