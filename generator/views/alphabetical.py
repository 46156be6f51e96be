"""按拼音找: every name and alias by its pinyin, so that three clicks lead to every entry without scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple, TypedDict

from generator.model.pinyin import BETWEEN, OTHER
from generator.model.routes import address, page_address
from generator.model.types import Entry
from generator.session import Session, once
from generator.views.common import Page, listing
from generator.views.shapes import LinkView

INDEX = "a-z/"
_PART_BYTES = 120_000
"""Estimated bytes of HTML that the names on one page may take, so that no page exceeds 200 KB."""
_ROW_BYTES = 140
"""Estimated bytes of a row's HTML without its texts."""


class Row(NamedTuple):
    """A name in the list: sort key, name, note (what it is) and address.

    `key` joins letter and syllables in one string, which takes less memory than a tuple; BETWEEN, which sorts before
    every letter, separates them.
    """

    key: str
    name: str
    note: str
    url: str


class LetterView(LinkView):
    """A letter and its number of names; 0 if the number is not shown."""

    count: int


class AlphabeticalView(TypedDict):
    """What alphabetical.html shows."""

    letters: list[LetterView]


class PartView(TypedDict):
    """One of several pages of a letter: its address, its first and its last name."""

    url: str
    first: str
    last: str


class SyllableView(TypedDict):
    """The names that begin with a syllable, each as [name, note, address]: faster to render than mappings."""

    syllable: str
    rows: list[list[str]]


class LetterPageView(TypedDict):
    """What alphabetical_letter.html shows: names by syllable, or the list of pages that hold them."""

    groups: list[SyllableView]
    parts: list[PartView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the index of letters and the pages of each letter in use."""
    found = {letter: list(same) for letter, same in groupby(rows(session), key=lambda row: row.key[0])}
    view: AlphabeticalView = {"letters": [_letter(letter, len(same)) for letter, same in found.items()]}
    yield listing(
        INDEX,
        "alphabetical.html",
        "所有办事事项和俗称、材料、制度、法规、机构，按名称的拼音排列。",
        view,
    )
    for letter, same in found.items():
        yield from _letter_pages(letter, same)


def letters(session: Session) -> list[LetterView]:
    """Return the letters in use with their addresses, in order."""
    return [_letter(letter) for letter in sorted({row.key[0] for row in rows(session)})]


@once
def rows(session: Session) -> list[Row]:
    """Return a row for each entry with a page, each alias and each content page, sorted by pinyin, then by name."""
    return sorted(_rows(session))


def _rows(session: Session) -> Iterator[Row]:
    """Yield the rows of all names, not sorted."""
    for by_id in session.registry.entries.values():
        for entry in by_id.values():
            if not entry.ON_ONE_PAGE:
                yield from _names(session, entry)
    for page, meta in session.written:
        yield Row(session.sort_key(meta.title), meta.title, meta.column.label, page_address(page.file))


def _names(session: Session, entry: Entry) -> Iterator[Row]:
    """Yield rows for an entry's name and aliases. An entry not in force has no aliases, and its note says why."""
    current = entry.in_force(session.as_of)
    url = address(entry)
    aliases = getattr(entry, "aliases", ()) if current else ()
    note = entry.TITLE if current else f"{entry.TITLE}，{_state(session, entry)}"
    for name, about in ((entry.name, note), *((alias, f"即 {entry.name}") for alias in aliases)):
        yield Row(session.sort_key(name), name, about, url)


def _state(session: Session, entry: Entry) -> str:
    """Return why an entry is not in force."""
    if entry.withdrawn and entry.withdrawn.on <= session.as_of:
        return "已取消"
    return "未生效" if entry.effective_from and entry.effective_from > session.as_of else "已失效"


def _letter(letter: str, count: int = 0) -> LetterView:
    """Return a letter with its address and number of names."""
    other = letter == OTHER
    return {"name": "0—9" if other else letter.upper(), "url": f"{INDEX}{'0' if other else letter}/", "count": count}


def _letter_pages(letter: str, same: list[Row]) -> Iterator[Page]:
    """Yield a letter's page with its names; if they do not fit, a list of its parts and each part."""
    parts = list(_parts(same))
    whole = _letter(letter)
    if len(parts) == 1:
        yield _page(whole, 0, {"groups": _groups(same), "parts": []})
        return
    spans: list[PartView] = [
        {"url": _part_url(whole, number), "first": part[0].name, "last": part[-1].name}
        for number, part in enumerate(parts, 1)
    ]
    yield _page(whole, 0, {"groups": [], "parts": spans})
    for number, part in enumerate(parts, 1):
        yield _page(whole, number, {"groups": _groups(part), "parts": []})


def _part_url(whole: LetterView, number: int) -> str:
    """Return the address of a letter's page (`number` 0) or of one of its parts (from 1)."""
    return f"{whole['url'].rstrip('/')}-{number}/" if number else whole["url"]


def _page(whole: LetterView, number: int, view: LetterPageView) -> Page:
    """Return a letter's page (`number` 0) or one of its parts (from 1)."""
    name = f"{whole['name']} 之 {number}" if number else whole["name"]
    above = ((whole["url"], whole["name"]),) if number else ()
    return Page(
        _part_url(whole, number),
        "alphabetical_letter.html",
        f"按拼音找：{name}",
        f"拼音以 {whole['name']} 开头的办事事项、俗称、材料、制度、法规和机构。",
        INDEX,
        view,
        kind="list",
        column="按拼音找",
        crumbs=(("", "首页"), (INDEX, "按拼音找"), *above),
    )


def _parts(same: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield the rows in parts of at most _PART_BYTES, each as full as possible."""
    part: list[Row] = []
    room = _PART_BYTES
    for row in same:
        need = _ROW_BYTES + len(row.url) + 3 * (len(row.name) + len(row.note))
        if part and need > room:
            yield part
            part, room = [], _PART_BYTES
        part.append(row)
        room -= need
    yield part


def _groups(part: list[Row]) -> list[SyllableView]:
    """Return rows grouped by their first syllable."""
    return [
        {"syllable": syllable, "rows": [list(row[1:]) for row in same]}
        for syllable, same in groupby(part, key=lambda row: row.key.split(BETWEEN, 2)[1])
    ]
