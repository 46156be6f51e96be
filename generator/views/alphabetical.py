"""按拼音找: every name and alias by its pinyin, so that three steps lead to everything without scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import groupby, starmap
from typing import Any, NamedTuple
from unicodedata import normalize

from generator.model import REGISTRIES
from generator.model.routes import address, page_address
from generator.model.types import Entry
from generator.places import teach
from generator.views.common import Page, Rows, Source, View, listing

INDEX = "a-z/"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
_OTHER = "~"
"""Stands for names that begin with no letter: sorts after the letters."""
_COUNTRY = "中华人民共和国"
_BETWEEN = "\0"
_PHRASE = 4
"""Characters read together: as many as the longest words in which a character's reading depends on the others."""
_PART_BYTES = 120_000
"""Rough bytes of HTML that the names of one page may take, so that no page exceeds 200 KB."""
_ROW_BYTES = 140
"""Rough bytes of a row beside its texts."""


class Row(NamedTuple):
    """One name, in the order in which names are listed: its letter and syllables, what it is, where it leads.

    `key` is one text, smaller than a tuple by far; between its parts stands what sorts before every letter.
    """

    key: str
    name: str
    note: str
    url: str


def pages(source: Source) -> Iterator[Page]:
    """Yield the index of letters, and for each letter in use its names, on further pages where they are many."""
    found = {letter: list(same) for letter, same in groupby(rows(source), key=lambda row: row.key[0])}
    yield listing(
        INDEX,
        "alphabetical.html",
        "所有办事事项和俗称、材料、制度、法规、机构，按名称的拼音排列。",
        {"letters": [_letter(letter, len(same)) for letter, same in found.items()]},
    )
    for letter, same in found.items():
        yield from _letter_pages(letter, same)


def letters(source: Source) -> list[View]:
    """Return the letters in use with their addresses, in order."""
    return [_letter(letter) for letter in source.kept("letters", partial(_letters, source))]


def _letters(source: Source) -> list[str]:
    """Return the letters in use, in order."""
    return sorted({row.key[0] for row in _rows(source)})


def rows(source: Source) -> list[Row]:
    """Return every name, sorted by its pinyin, then by itself."""
    return source.shared.once("names", lambda: sorted(_rows(source)))


def _rows(source: Source) -> Iterator[Row]:
    """Yield every name: of entries that have a page, with their aliases, and of content pages."""
    for kind in NAMES:
        for names in source.rows(kind):
            yield from starmap(Row, names)
    yield from starmap(Row, titles(source))


def titles(source: Source) -> list[tuple[str, str, str, str]]:
    """Return the rows of content pages, kept between builds."""
    return source.kept("titles", partial(_titles, source))


def _titles(source: Source) -> list[tuple[str, str, str, str]]:
    """Return the rows of content pages."""
    return [
        (sort_key(meta.title), meta.title, meta.column.label, page_address(raw.file)) for raw, meta in source.written
    ]


def _names(source: Source, entry: Entry) -> list[tuple[Any, ...]]:
    """Return the rows of an entry's name and aliases. What is not in force is said to be so, and lost its aliases."""
    current = entry.in_force(source.as_of)
    url = address(entry)
    known = _known(source, entry)
    aliases = getattr(entry, "aliases", ()) if current else ()
    names = [(entry.name, entry.TITLE if current else f"{entry.TITLE}，{_state(source, entry)}")]
    names += [(alias, f"即 {entry.name}") for alias in aliases]
    return [(known.get(name) or sort_key(name), name, note, url) for name, note in names]


def _known(source: Source, entry: Entry) -> dict[str, str]:
    """Return by what an entry's names were sorted in the last build: to find it out anew takes long to start."""
    rows = source.derived.row("names", entry.FOLDER, entry.id) if source.derived else None
    return {name: key for row in rows or () for key, name, *_ in row}


def sort_key(name: str) -> str:
    """Return what a name is sorted by, as one text."""
    syllables = reading(name)
    return _BETWEEN.join((initial(syllables), *syllables))


NAMES = tuple(Rows("names", record, _names, always=True) for record in REGISTRIES if not record.ON_ONE_PAGE)


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
    return (*_syllables(plain[:_PHRASE]), *map(_one, plain[_PHRASE:]))


def initial(syllables: Sequence[str]) -> str:
    """Return the letter under which a name that is read so stands, "~" where it begins with no letter."""
    first = syllables[0][0]
    return first if first in LETTERS else _OTHER


def _plain(name: str) -> str:
    """Return the letters of a name that count for sorting; a name that has none stays as it is."""
    plain = normalize("NFKC", name).casefold()
    if not plain.isalnum():
        plain = "".join(filter(str.isalnum, plain))
    return plain.removeprefix(_COUNTRY) or plain or name


@lru_cache(maxsize=100_000)
def _syllables(text: str) -> tuple[str, ...]:
    """Return the pinyin of a few characters. Cached: names begin alike, and a character comes up again and again."""
    from pypinyin import lazy_pinyin

    teach()
    return tuple(" ".join(lazy_pinyin(text, errors=" ".join)).split()) or (text,)


def _one(letter: str) -> str:
    """Return the pinyin of a character by itself."""
    return _syllables(letter)[0]


def _letter(letter: str, count: int = 0) -> View:
    """Return a letter, its address and how many names it has."""
    other = letter == _OTHER
    return {"name": "0—9" if other else letter.upper(), "url": f"{INDEX}{'0' if other else letter}/", "count": count}


def _letter_pages(letter: str, same: list[Row]) -> Iterator[Page]:
    """Yield a letter's page: its names, or the list of its parts where one page cannot hold them."""
    parts = list(_parts(same))
    whole = _letter(letter)
    if len(parts) == 1:
        yield _page(whole, 0, {"groups": _groups(same), "parts": []})
        return
    spans = [
        {"url": _part_url(whole, number), "first": part[0].name, "last": part[-1].name}
        for number, part in enumerate(parts, 1)
    ]
    yield _page(whole, 0, {"groups": [], "parts": spans})
    for number, part in enumerate(parts, 1):
        yield _page(whole, number, {"groups": _groups(part), "parts": []})


def _part_url(whole: View, number: int) -> str:
    """Return the address of a letter's page, or of its part of that number."""
    return f"{whole['url'].rstrip('/')}-{number}/" if number else str(whole["url"])


def _page(whole: View, number: int, view: View) -> Page:
    """Return a letter's page, or its part of that number."""
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
    """Yield the rows in parts that one page can hold, each as full as can be."""
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


def _groups(part: list[Row]) -> list[View]:
    """Return rows by their first syllable, each as [name, note, address]: quicker to lay out than maps."""
    return [
        {"syllable": syllable, "rows": [list(row[1:]) for row in same]}
        for syllable, same in groupby(part, key=lambda row: row.key.split(_BETWEEN, 2)[1])
    ]
