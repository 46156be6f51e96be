"""Builds the files of the search index: names.json, which is loaded first, and the rest, loaded on demand.

Two steps: `extract` processes one document and is cached between runs; `assemble` combines the extracts. `names.json`
is for the first suggestions while typing: the names of the kinds that most people look for. `rest.json` has the other
names and what results need. `g/<n>.txt` hold the postings: for each gram its documents by prominence, and the synonyms
that begin with it. `h/<letter>.txt` hold the synonyms by first letter of their pinyin. `d/<n>.json` hold the
text of results. `simple.txt` holds the traditional characters without a known reading. All are in search/.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

import msgspec

from generator.cache import Table, digest
from generator.render.pages import File
from generator.search.documents import Document
from generator.search.families import HOLE, Copies, Mark, Member, families, ranges
from generator.search.pinyin import common, expand, readings, shipped
from generator.search.postings import MOST_FILES, Posted, postings
from generator.search.projections import Kind
from generator.search.short_ids import shorten
from generator.search.text import grams, is_han, normal, plain, simplified, text_grams
from generator.search.weights import WEIGHTS
from generator.search.words import fillers, intents

FOLDER = "search"
_RECORDS = 800
"""Minimum size of a file of records, in bytes uncompressed; a query reads one file per result."""
_EXCERPTS = 400
"""Number of a document's characters that excerpts are taken from, besides its summary."""
_FACETS = {"audience": "audience", "theme": "themes"}
"""Facets: the filter's name in the search page's form -> the documents' field with its values."""
_ORGAN = "organ"
"""The facet of organs, separate because copies have their own organs."""
_TAGS = {"immediate": ("当场办结", "good"), "online": ("能网上办", "")}
"""Tags: a boolean field of documents -> the label of results that have it and the label's style ("" for plain)."""


class Notion(NamedTuple):
    """Words for one notion: terms to search for as well and paths of documents to raise, the closest first.

    `weight`, below 1, is that of the first term or target; a word of several notions has a share of each. A dialect
    word is replaced by `plain` and the query read again.
    """

    weight: float
    words: tuple[str, ...]
    terms: tuple[str, ...]
    targets: tuple[str, ...]
    plain: str = ""


class Extract(NamedTuple):
    """The index data of one document: a key and JSON that copies share, and its own fields."""

    key: bytes
    kind: str
    shared: bytes
    member: Member


class _Family(NamedTuple):
    """Documents with the same text: the cache key of the text, the text, the head and the copies."""

    key: bytes
    kind: str
    shared: dict[str, Any]
    head: Member
    copies: list[Copies]

    @property
    def names(self) -> list[str]:
        """The head's name, then its aliases."""
        return [self.head.name, *filter(None, [self.head.short_name]), *self.shared["aliases"]]


def extract(document: Document, table: Table) -> Extract:
    """Return the extract of a document; the shared part is computed once for all copies."""
    member = Member(document.id, document.name, document.organs, document.answers, document.short_name)
    key = digest(document._replace(id="", name="", organs=(), answers=(), short_name="").packed())
    return Extract(key, document.kind, table.get_or_compute(key, lambda: shared_of(document)), member)


def shared_of(document: Document) -> bytes:
    """Return a document's text as JSON, without its name. Each gram is listed only at its most prominent level."""
    seen: set[str] = set()
    for alias in document.aliases:
        seen.update(grams(normal(alias)))
    levels = []
    for texts in (document.said, document.near, document.inner, document.far):
        level_grams = dict.fromkeys(text_grams(plain("\n".join(texts))))
        levels.append(" ".join([gram for gram in level_grams if gram not in seen]))
        seen.update(level_grams)
    value = {
        "aliases": document.aliases,
        "summary": document.summary,
        "passages": _excerpts(document.passages),
        "audience": document.audience,
        "themes": document.themes,
        "immediate": document.immediate,
        "online": document.online,
        "levels": levels,
    }
    return json.dumps(value, ensure_ascii=False).encode()


def _excerpts(passages: Sequence[str]) -> list[str]:
    """Return the first passages within _EXCERPTS characters."""
    excerpts: list[str] = []
    room = _EXCERPTS
    for passage in filter(None, passages):
        if room < len(passage):
            break
        room -= len(passage)
        excerpts.append(passage)
    return excerpts


def assemble(
    extracts: Iterable[Extract], notions: Iterable[Notion], kinds: Mapping[str, Kind], table: Table
) -> Iterator[File]:
    """Yield the files of the index in a fixed order. `kinds` describes each kind of documents."""
    marks: dict[Mark, int] = {}
    family_list = _families(extracts, marks)
    version = hashlib.sha256("\n".join(f"{item.kind}/{item.head.id}" for item in family_list).encode()).hexdigest()[:8]
    words = _words(notions, {f"{item.kind}/{item.head.id}": number for number, item in enumerate(family_list)})
    posted = [Posted(item.key, item.names, item.shared["levels"]) for item in family_list]
    shards = postings(posted, words, version, table)
    starts, records = _records(family_list, version)
    names = _names(family_list, marks, words, kinds, table)
    heard = _heard(words, table)
    texts = set().union(*shards)
    rest = {old: new for old, new in simplified().items() if new in texts and chr(old) not in names["simple"]}
    head = {"v": version, **names, "shards": len(shards), "heard": "".join(heard)}
    rest_of = _parted(head, sum(kinds[item.kind].first for item in family_list))
    files = {
        "names.json": _json(head),
        "rest.json": _json({"v": version, **rest_of, "facets": _facets(family_list), "records": starts}),
        "simple.txt": f"{version}\n{_pairs(rest)}".encode(),
        **{f"h/{letter}.txt": "\n".join([version, *own]).encode() for letter, own in heard.items()},
        **{f"g/{number}.txt": text.encode() for number, text in enumerate(shards)},
        **{f"d/{number}.json": data for number, data in enumerate(records)},
    }
    for name, data in files.items():
        yield File(f"{FOLDER}/{name}", data)


def _parted(head: dict[str, Any], first: int) -> dict[str, str]:
    """Leave the names and ids of the first documents in the content of names.json; return the others."""
    rest = {}
    for key in ("names", "ids"):
        lines = head[key].split("\n")
        head[key], rest[key] = "\n".join(lines[:first]), "\n".join(lines[first:])
    return rest


def _json(value: object) -> bytes:
    """Return a value as compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _families(extracts: Iterable[Extract], marks: dict[Mark, int]) -> list[_Family]:
    """Group documents with the same text into families, sorted by kind and by the head's id."""
    alike: dict[bytes, tuple[str, bytes, list[Member]]] = {}
    for item in extracts:
        alike.setdefault(item.key, (item.kind, item.shared, []))[2].append(item.member)
    order = {kind: at for at, kind in enumerate(dict.fromkeys(kind for kind, _, _ in alike.values()))}
    found = [
        _Family(key, kind, shared, head, copies)
        for key, (kind, data, members) in alike.items()
        for shared in [msgspec.json.decode(data)]
        for head, copies in families(kind, members, marks)
    ]
    return sorted(found, key=lambda item: (order[item.kind], item.head.id))


def _records(family_list: Sequence[_Family], version: str) -> tuple[list[int], list[bytes]]:
    """Return the number of the first record of each file, and the files of records.

    The records of the families come first, in order, then one for each group of copies.
    """
    shown = [_record(item.shared, item.head.answers) for item in family_list]
    shown += [_record(item.shared, copies.answers) for item in family_list for copies in item.copies]
    least = max(_RECORDS, sum(map(len, shown)) // MOST_FILES)
    starts: list[int] = []
    packs: list[list[bytes]] = []
    room = 0
    for number, record in enumerate(shown):
        if room < len(record) // 2:
            starts.append(number)
            packs.append([])
            room = least
        packs[-1].append(record)
        room -= len(record)
    return starts, [b'{"v":"%s","of":[%s]}' % (version.encode(), b",".join(pack)) for pack in packs]


def _record(shared: Mapping[str, Any], answers: Iterable[tuple[str, str]]) -> bytes:
    """Return a record as JSON: summary, passages, answers by intent."""
    return _json([shared["summary"], shared["passages"], dict(answers)])


def _words(notions: Iterable[Notion], numbers: Mapping[str, int]) -> dict[str, str]:
    """Return each word's line in the index: its plain words, then the weight, terms and targets of each notion.

    The weight is in hundredths; targets are document numbers.
    """
    in_plain: dict[str, str] = {}
    meanings: dict[str, list[str]] = {}
    for item in notions:
        targets = ",".join(str(numbers[path]) for path in item.targets if path in numbers)
        meaning = f"{round(item.weight * 100)}\t{','.join(map(normal, item.terms))}\t{targets}"
        for word in item.words:
            meanings.setdefault(word, []).append(meaning)
            in_plain[word] = in_plain.get(word) or (item.plain if item.plain != word else "")
    return {word: "\t".join([in_plain[word], *own]) for word, own in sorted(meanings.items())}


def _heard(words: Iterable[str], table: Table) -> dict[str, list[str]]:
    """Return the words by the first letters of their pinyin readings."""

    def compute() -> bytes:
        by_letter: dict[str, list[str]] = {}
        for word in words:
            for letter in dict.fromkeys(syllable[0] for syllable in readings().get(word[0], ())):
                by_letter.setdefault(letter, []).append(word)
        return _json(dict(sorted(by_letter.items())))

    found: dict[str, list[str]] = json.loads(table.get_or_compute(digest(b"heard", "\n".join(words).encode()), compute))
    return found


def _names(
    family_list: Sequence[_Family],
    marks: Mapping[Mark, int],
    words: Iterable[str],
    kinds: Mapping[str, Kind],
    table: Table,
) -> dict[str, Any]:
    """Return the content of names.json except the numbers of files."""
    names = _lines("\t".join(map(_cell, item.names)) for item in family_list)
    named = set(names)
    first = set(normal("".join([names, *fillers()])))
    said = "".join(sorted(filter(is_han, first.union(*words))))
    more = table.get_or_compute(digest(b"shipped", said.encode()), lambda: shipped(said).encode()).decode()
    sounds = expand(common(), more)

    def short_ids() -> bytes:
        return _lines(shorten(item.head.id, normal(item.head.name), sounds) for item in family_list).encode()

    heads = "\n".join(f"{item.head.id}\t{item.head.name}" for item in family_list)
    ids = table.get_or_compute(digest(b"ids", more.encode(), heads.encode()), short_ids).decode()
    simple = {old: new for old, new in simplified().items() if chr(old) in sounds or chr(old) in named}
    return {
        "kinds": [
            {"name": name, "count": count, **_shipped(kinds[name])}
            for name, count in Counter(item.kind for item in family_list).items()
        ],
        "names": names,
        "ids": ids,
        "tags": [[key, *tag] for key, tag in _TAGS.items()],
        "marks": _lines(f"{_cell(mark.name)}\t{mark.id}" for mark in marks),
        "copies": _copies(family_list),
        "simple": _pairs(simple),
        "common": common(),
        "more": more,
        "fillers": " ".join(fillers()),
        "intents": {intent: " ".join(phrases) for intent, phrases in intents().items()},
        "weights": WEIGHTS,
    }


def _shipped(kind: Kind) -> dict[str, Any]:
    """Return the fields of a kind that the browser reads."""
    fields = asdict(kind)
    del fields["first"]
    return fields


def _lines(texts: Iterable[str]) -> str:
    """Join texts as lines. Raises ValueError if one contains a line break."""
    lines = list(texts)
    joined = "\n".join(lines)
    if joined.count("\n") + 1 != max(1, len(lines)):
        raise ValueError("a line break in what the search index keeps on one line")
    return joined


def _cell(text: str) -> str:
    """Return a text for a tab-separated field. Raises ValueError if it contains a tab."""
    if "\t" in text:
        raise ValueError(f"a tab in what the search index keeps between tabs: {text!r}")
    return text


def _pairs(table: Mapping[int, str]) -> str:
    """Return traditional and simplified characters, paired, as one text."""
    return "".join(chr(old) + new for old, new in table.items())


def _copies(family_list: Sequence[_Family]) -> list[list[object]]:
    """Return the copies in the order of their records: family, templates of name and id, facets, marks."""
    return [
        [number, copies.name.replace(HOLE, "*"), copies.id.replace(HOLE, "*"),
         {_ORGAN: [organ.replace(HOLE, "*") for organ in copies.organs]}, ranges(copies.marks)]
        for number, item in enumerate(family_list)
        for copies in item.copies
    ]  # fmt: skip


def _facets(family_list: Sequence[_Family]) -> dict[str, object]:
    """Return each facet's values by document, up to the last document that has any facet."""
    own = [
        {**{key: item.shared[field] for key, field in _FACETS.items()}, _ORGAN: item.head.organs}
        | {key: item.shared[key] for key in _TAGS}
        for item in family_list
    ]
    own = own[: max((at for at, facets in enumerate(own, 1) if any(facets.values())), default=0)]
    lists = {key: _facet([facets[key] for facets in own]) for key in (*_FACETS, _ORGAN)}
    return {**lists, **{key: "".join(str(int(facets[key])) for facets in own) for key in _TAGS}}


def _facet(values: Sequence[Sequence[str]]) -> list[object]:
    """Return the distinct values, and for each document the indexes of its values."""
    occurring = sorted({value for own in values for value in own})
    number = {value: at for at, value in enumerate(occurring)}
    return [occurring, " ".join(",".join(str(number[value]) for value in own) for own in values)]
