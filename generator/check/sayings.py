"""W911-W913: sayings (原话), what people say of their matter: not a name, not repeated, not too short."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Example, Hit, Session, once, rule
from generator.check.words import Named, every_name, owners
from generator.model.expansions import normal

_FILE = "procedures/fapiao-lingyong.yml"
_LEAST = 4
"""Fewest characters in a saying, blanks and punctuation not counted."""


@once
def _sayings(session: Session) -> list[tuple[Named, int, str, str]]:
    """Return (entry, index, saying, normalised saying) for every saying of entries in use.

    Entries with the same list of sayings (copies of a guide for other branches) count once.
    """
    first: dict[tuple[str, ...], Named] = {}
    for item in every_name(session):
        if not item.entry.withdrawn:
            first.setdefault(getattr(item.entry, "sayings", ()), item)
    return [
        (entry, index, saying, normal(saying))
        for sayings, entry in first.items()
        for index, saying in enumerate(sayings)
    ]


@rule(
    "W911",
    "原话就是名称",
    message="“{saying}”是“{name}”的名称或别名，不是原话",
    hint="从 sayings 里删掉，或换成来办的人会说的一句话，如“票本快用完了”",
    why="名称和别名本来就搜得到；原话是留给没说出名称的人的。",
    example=Example(_FILE, "sayings: [发票领用]\n", "sayings: [票本快用完了]\n"),
)
def named_saying(session: Session) -> Iterator[Hit]:
    """No saying is the name or alias of an entry."""
    known = owners(session)
    for entry, index, saying, plain in _sayings(session):
        if plain in known:
            yield Hit(entry.file, ("sayings", index), {"saying": saying, "name": known[plain][0].name})


@rule(
    "W912",
    "同一句原话写了两遍",
    message="“{saying}”在 {first} 里已经有了（不分全角半角、大小写、空格、标点）",
    hint="只留在最贴切的一处；两件事都这样说的，各加上说得清楚的词，如“开店”“关店”",
    why="一句话引到两处，两处都排不到前面。",
    example=Example(_FILE, "sayings: [票本快用完了, 票本快用完了！]\n", "sayings: [票本快用完了]\n"),
)
def saying_twice(session: Session) -> Iterator[Hit]:
    """No two sayings are the same, in one entry or in two; every one but the first is reported."""
    first: dict[str, Named] = {}
    for entry, index, saying, plain in _sayings(session):
        if plain in first:
            other = f"{first[plain].file}({first[plain].name})"
            yield Hit(entry.file, ("sayings", index), {"saying": saying, "first": other})
        first.setdefault(plain, entry)


@rule(
    "W913",
    "原话太短",
    message="“{saying}”太短，不像一句话",
    hint="写成一句话，如“票本快用完了”；一两个字的叫法写进 aliases 或 data/synonyms/",
    why="短词在别的事里也有，会把不相干的人引来。",
    example=Example(_FILE, "sayings: [没票了]\n", "sayings: [票本快用完了]\n"),
)
def short_saying(session: Session) -> Iterator[Hit]:
    """A saying has at least _LEAST characters."""
    for entry, index, saying, plain in _sayings(session):
        if len(plain) < _LEAST:
            yield Hit(entry.file, ("sayings", index), {"saying": saying})


RULES = (named_saying, saying_twice, short_saying)
