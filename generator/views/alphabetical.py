"""按拼音找: every name and alias by its pinyin, so that three steps lead to everything without scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from unicodedata import normalize

from generator.model import REGISTRIES
from generator.model.routes import address, page_address
from generator.model.types import Entry
from generator.views.common import Page, Source, View, listing

INDEX = "a-z/"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
_OTHER = "0"
_COUNTRY = "中华人民共和国"
_PHRASE = 4
"""Characters read together: as many as the longest words in which a character's reading depends on the others."""
_PART_BYTES = 120_000
"""Rough bytes of HTML that the names of one page may take; twice as much is the most that any page may have."""
_ROW_BYTES = 160
"""Rough bytes of a row beside its texts."""

Row = dict[str, str]


def pages(source: Source) -> Iterator[Page]:
    """Yield the index of letters, and for each letter in use its names, on further pages where they are many."""
    found = {letter: list(rows) for letter, rows in groupby(rows(source), key=lambda row: row["letter"])}
    yield listing(
        INDEX,
        "alphabetical.html",
        "所有办事事项和俗称、材料、制度、法规、机构，按名称的拼音排列。",
        {"letters": [_letter(letter, len(found[letter])) for letter in found]},
    )
    for letter, all_rows in found.items():
        yield from _letter_pages(source, letter, all_rows)


def letters(source: Source) -> list[View]:
    """Return the letters in use with their addresses, in order."""
    used = {initial(name) for name, _, _, _ in _names(source)}
    return [_letter(letter) for letter in (*LETTERS, _OTHER) if letter in used]


def rows(source: Source) -> list[Row]:
    """Return every name, sorted by its pinyin, then by itself: what it is of, its kind, where it leads."""
    found = [
        {"letter": initial(name), "syllable": reading(name)[0], "name": name, "of": of, "kind": kind, "url": url}
        for name, of, kind, url in _names(source)
    ]
    return sorted(found, key=lambda row: (*_order(row["letter"]), reading(row["name"]), row["name"], row["url"]))


def _names(source: Source) -> Iterator[tuple[str, str, str, str]]:
    """Yield every name with what it is an alias of, its kind and its address: entries with a page, content pages.

    What is not in force is said to be so, and has lost its aliases.
    """
    for record in REGISTRIES:
        for entry in () if record.ON_ONE_PAGE else source.registry.all(record).values():
            current = entry.in_force(source.as_of)
            url = address(entry)
            yield entry.name, "", record.TITLE if current else f"{record.TITLE}，{_state(source, entry)}", url
            for alias in getattr(entry, "aliases", ()) if current else ():
                yield alias, entry.name, record.TITLE, url
    for raw, meta in source.written:
        yield meta.title, "", meta.column.label, page_address(raw.file)


def _state(source: Source, entry: Entry) -> str:
    """Return why an entry is not in force."""
    if entry.withdrawn and entry.withdrawn.on <= source.as_of:
        return "已取消"
    return "未生效" if entry.effective_from and entry.effective_from > source.as_of else "已失效"


def reading(name: str) -> tuple[str, ...]:
    """Return the pinyin by which a name is sorted, without tones: a syllable for each Chinese character.

    Letters and digits stay, each for itself. What nobody looks for is passed over: punctuation, and the name of the
    country before that of a law.
    """
    plain = _plain(name)
    return (*_syllables(plain[:_PHRASE]), *(part for letter in plain[_PHRASE:] for part in _syllables(letter)))


def initial(name: str) -> str:
    """Return the letter under which a name stands, "0" for names that begin with no letter."""
    first = _syllables(_plain(name)[:_PHRASE])[0][0]
    return first if first in LETTERS else _OTHER


def _plain(name: str) -> str:
    """Return the letters of a name that count for sorting; a name that has none stays as it is."""
    plain = "".join(letter for letter in normalize("NFKC", name).casefold() if letter.isalnum())
    return plain.removeprefix(_COUNTRY) or plain or name


@lru_cache(maxsize=100_000)
def _syllables(text: str) -> tuple[str, ...]:
    """Return the pinyin of a few characters. Cached: names begin alike, and a character comes up again and again."""
    from pypinyin import lazy_pinyin

    return tuple(" ".join(lazy_pinyin(text, errors=" ".join)).split()) or (text,)


def _order(letter: str) -> tuple[bool, str]:
    """Return where a letter stands: names that begin with none come last."""
    return letter == _OTHER, letter


def _letter(letter: str, count: int = 0) -> View:
    """Return a letter, its address and how many names it has."""
    return {"name": letter.upper() if letter != _OTHER else "0—9", "url": f"{INDEX}{letter}/", "count": count}


def _letter_pages(source: Source, letter: str, all_rows: list[Row]) -> Iterator[Page]:
    """Yield a letter's page: its names, or the list of its parts where one page cannot hold them."""
    parts = list(_parts(all_rows))
    if len(parts) == 1:
        yield _page(letter, "", {"groups": _groups(all_rows), "parts": []})
        return
    spans = [
        {"url": f"{INDEX}{letter}-{number}/", "first": part[0]["name"], "last": part[-1]["name"]}
        for number, part in enumerate(parts, 1)
    ]
    yield _page(letter, "", {"groups": [], "parts": spans})
    for number, part in enumerate(parts, 1):
        yield _page(letter, f"-{number}", {"groups": _groups(part), "parts": []})


def _page(letter: str, suffix: str, view: View) -> Page:
    """Return one page of a letter."""
    whole = _letter(letter)
    name = whole["name"] + suffix.replace("-", " 之 ")
    return Page(
        f"{INDEX}{letter}{suffix}/",
        "alphabetical_letter.html",
        f"按拼音找：{name}",
        f"拼音以 {whole['name']} 开头的办事事项、俗称、材料、制度、法规和机构。",
        INDEX,
        view,
        kind="list",
        column="按拼音找",
        crumbs=(("", "首页"), (INDEX, "按拼音找"), *(((whole["url"], whole["name"]),) if suffix else ())),
    )


def _parts(all_rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield the rows in parts that one page can hold, each as full as can be."""
    part: list[Row] = []
    room = _PART_BYTES
    for row in all_rows:
        need = _ROW_BYTES + len((row["name"] + row["of"] + row["kind"] + row["url"]).encode())
        if part and need > room:
            yield part
            part, room = [], _PART_BYTES
        part.append(row)
        room -= need
    yield part


def _groups(part: list[Row]) -> list[View]:
    """Return rows by their first syllable."""
    shown = ("name", "of", "kind", "url")
    return [
        {"syllable": syllable, "rows": [{key: row[key] for key in shown} for row in same]}
        for syllable, same in groupby(part, key=lambda row: row["syllable"])
    ]
