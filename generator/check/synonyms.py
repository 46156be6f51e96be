"""W901-W910: the words of synonyms: each leads to terms of the registry and belongs to nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from generator.cache import digest
from generator.check.references import cycles
from generator.check.rule import Example, Hit, Session, Severity, rule
from generator.check.texts import texts
from generator.check.words import claims, covers, every_name, holders, owners, words
from generator.model.expansions import normal
from generator.model.synonyms import Synonym

_FILE = "synonyms/fapiao-lingyong.yml"
_OTHER = "synonyms/fapiao.yml"
_MANY = 5
"""A word in the names and aliases of this many other procedures is too general to lead to one."""


@rule(
    "W901",
    "说法就是规范用语",
    of=Synonym,
    offered=True,
    alone=True,
    message="“{word}”本来就是规范用语“{term}”或其中几个字，不是另一种说法",
    hint="从 words 里删掉；搜规范用语里的几个字，本来就找得到",
    why="自己解释自己等于没有解释；“值税”这样截出来的字还会把搜“增值税”的人引错。",
    example=Example(_FILE, "words: [拿票本, 领用]\n", "words: [拿票本, 买票]\n"),
)
def own_term(session: Session, synonym: Synonym) -> Iterator[Hit]:
    """No word is one of its own terms or a part of one."""
    for index, word in enumerate(synonym.words):
        term = next((term for term in synonym.means if normal(word) in normal(term)), None)
        if term is not None:
            yield session.hit(synonym, "words", index, word=word, term=term)


@rule(
    "W902",
    "同一个说法写了两遍",
    of=Synonym,
    alone=True,
    message="“{word}”和“{first}”是同一个说法（不分全角半角、大小写、空格、标点）",
    hint="只留一个；搜索时全角半角、大小写、空格本来就不分",
    why="多写的没有用，改的时候还容易漏改。",
    example=Example(_FILE, "words: [拿票本, 拿 票本]\n", "words: [拿票本, 买票]\n"),
)
def word_twice(session: Session, synonym: Synonym) -> Iterator[Hit]:
    """No entry has the same word twice, or the same term twice."""
    for field, items in (("words", synonym.words), ("means", synonym.means)):
        seen: dict[str, str] = {}
        for index, text in enumerate(items):
            if (key := normal(text)) in seen:
                yield session.hit(synonym, field, index, word=text, first=seen[key])
            seen.setdefault(key, text)


@rule(
    "W903",
    "说法绕成了圈",
    message="说法绕成了圈：{chain}",
    hint="规范用语写名录里的叫法，不要再写成另一个说法",
    why="甲解释成乙、乙又解释成甲，搜索就分不清哪个是规范用语。",
    example=Example(
        _OTHER,
        "name: 发票领用\nwords: [发票领用]\nmeans: [买票]\n",
        "name: 材料齐全\nwords: [东西带齐]\nmeans: [材料齐全]\n",
    ),
)
def word_cycle(session: Session) -> Iterator[Hit]:
    """No word leads back to itself through terms that are words elsewhere."""
    claimed, onward = claims(session), _onward(session)

    def next_of(word: str) -> list[str]:
        return sorted(onward.get(word, ()))

    for loop in cycles(sorted(onward), next_of):
        synonym, index = min((claimed[word][0] for word in loop), key=lambda claim: claim[0].id)
        yield session.hit(synonym, "words", index, chain=" → ".join([*loop, loop[0]]))


def _onward(session: Session) -> dict[str, set[str]]:
    """Return the words that are terms of a word, by normalised word; most words have none."""
    claimed = claims(session)
    onward: dict[str, set[str]] = {}
    for synonym, _, word in words(session):
        if terms := {term for term in map(normal, synonym.means) if term in claimed and term != word}:
            onward.setdefault(word, set()).update(terms)
    return onward


@rule(
    "W904",
    "一个说法写在两处",
    severity=Severity.WARNING,
    message="“{word}”在 {other} 里也有",
    hint="留在最贴切的一处；确实有两个意思的，换成说得更清楚的词，如“退票”换成“退发票”",
    why="一个词引到两处，两处都排不到前面。",
    example=Example(
        "synonyms/qiquan.yml",
        "name: 材料齐全\nwords: [买票]\nmeans: [材料齐全]\n",
        "name: 材料齐全\nwords: [东西带齐]\nmeans: [材料齐全]\n",
    ),
)
def word_of_two(session: Session) -> Iterator[Hit]:
    """No two entries have the same word; every one but the first is reported, with the first one's file."""
    for (first, _), *others in claims(session).values():
        for synonym, index in others:
            if synonym.id != first.id:
                other = f"{session.registry.file(first)}({first.name})"
                yield session.hit(synonym, "words", index, word=synonym.words[index], other=other)


@rule(
    "W905",
    "说法太短",
    of=Synonym,
    offered=True,
    alone=True,
    message="“{word}”太短，几乎每句话里都有",
    hint="写成至少两个字的词，如“票”写成“买票”",
    why="一个字会从别的词里截出来，把不相干的搜索引到这里。",
    example=Example(_FILE, "words: [票]\n", "words: [买票]\n"),
)
def short_word(session: Session, synonym: Synonym) -> Iterator[Hit]:
    """A word has at least two characters, blanks and punctuation not counted."""
    for index, word in enumerate(synonym.words):
        if len(normal(word)) < 2:
            yield session.hit(synonym, "words", index, word=word)


@rule(
    "W906",
    "说法吞掉了别的名称",
    severity=Severity.WARNING,
    message="“{word}”是“{name}”这个名称里的字，但说的不是它",
    hint="换成更完整的说法；如果说的也是它，加进 targets",
    why="搜那个名称的人会被引到这里来。",
    example=Example(_FILE, "words: [代理委托]\n", "words: [买票]\n"),
)
def swallowing_word(session: Session) -> Iterator[Hit]:
    """No word with targets is a part of the official name of an entry that it does not mean.

    A word without targets may be: it adds terms (公司: 企业) and ranks nothing higher by itself.
    """
    in_name, _ = holders(session)
    for synonym, index, word in words(session):
        named = in_name.get(word)
        if not named or not synonym.targets.ids():
            continue
        other = next((entry for entry in named if not covers(synonym, entry)), None)
        if other is not None:
            yield session.hit(synonym, "words", index, word=synonym.words[index], name=other.name)


@rule(
    "W907",
    "说法太宽泛",
    severity=Severity.WARNING,
    message="“{word}”说的不只是这里的事：另有 {count} 个事项的名称或别名里也有，如“{name}”",
    hint="换成更具体的说法，或去掉 targets、只写规范用语",
    why="很多事都这样说，只引到一处，别的事就找不到了。",
    example=None,
)
def general_word(session: Session) -> Iterator[Hit]:
    """No word with targets is in the names or aliases of _MANY or more procedures that it does not mean."""
    _, in_call = holders(session)
    for synonym, index, word in words(session):
        called = in_call.get(word, ())
        if len(called) < _MANY or not synonym.targets.ids():
            continue
        others = [entry for entry in called if not covers(synonym, entry)]
        if len(others) >= _MANY:
            told = {"word": synonym.words[index], "count": len(others), "name": others[0].name}
            yield session.hit(synonym, "words", index, **told)


@rule(
    "W908",
    "规范用语不在名录里",
    message="名录里哪里都没有“{term}”",
    hint="换成名录里原样出现的词，如事项、材料的名称",
    why="搜索拿规范用语去找，找不到就等于没有写。",
    example=Example(_FILE, "means: [发票申领]\n", "means: [发票领用]\n"),
)
def dead_term(session: Session) -> Iterator[Hit]:
    """Every term occurs in the registry exactly as written."""
    missing = _unknown_terms(session)
    for synonym in session.registry.all(Synonym).values():
        for index, term in enumerate(synonym.means):
            if term in missing:
                yield session.hit(synonym, "means", index, term=term)


def _unknown_terms(session: Session) -> set[str]:
    """Return the terms that occur in no entry.

    Names are searched first: most terms occur there. Gathering the texts of all entries takes long, so any other term
    is first looked for in the entry where the last run, or the superior's check, found it.
    """
    terms = {term for synonym in session.registry.all(Synonym).values() for term in synonym.means}
    others = {"/".join(item.key): item for item in every_name(session) if item.key[0] != Synonym.FOLDER}
    names = "\n".join({name for item in others.values() for name in item.names})
    terms = {term for term in terms if term not in names}

    @cache
    def written(entry: str) -> str:
        return "\n".join(text for path, text in texts(others[entry].entry) if path[0] != "sayings")

    seen = {term: session.spots.get(_key(term), b"").decode() for term in terms}
    terms = {term for term, entry in seen.items() if entry not in others or term not in written(entry)}
    for entry in others:
        found = {term for term in terms if term in written(entry)} if terms else set()
        for term in found:
            session.spots.put(_key(term), entry.encode())
        terms -= found
    return terms


def _key(term: str) -> bytes:
    """Return the cache key of a term."""
    return digest(term.encode("utf-8", "surrogatepass"))


@rule(
    "W909",
    "说法已经是别的内容的名称",
    message="“{word}”是“{name}”的名称或别名，说的不是这里的事",
    hint="从 words 里删掉；如果说的也是它，加进 targets",
    why="打全了名称的人要找的就是那一项。",
    example=Example(_FILE, "words: [代理委托书]\n", "words: [买票]\n"),
)
def name_of_another(session: Session) -> Iterator[Hit]:
    """A word that is the name or alias of entries means at least one of them."""
    known = owners(session)
    for synonym, index, word in words(session):
        entries = known.get(word, [])
        if entries and not any(covers(synonym, entry) for entry in entries):
            yield session.hit(synonym, "words", index, word=synonym.words[index], name=entries[0].name)


@rule(
    "W910",
    "说法已经是别名",
    severity=Severity.WARNING,
    message="“{word}”已经写在“{name}”的名称或别名里",
    hint="从 words 里删掉；搜索本来就认得名称、简称和别名",
    why="一件事实只写一处。",
    example=Example(_FILE, "words: [领票]\n", "words: [买票]\n"),
)
def known_word(session: Session) -> Iterator[Hit]:
    """No word is already a name or alias of its target."""
    known = owners(session)
    for synonym, index, word in words(session):
        entry = next((item for item in known.get(word, ()) if item.key in synonym.targets.ids()), None)
        if entry is not None:
            yield session.hit(synonym, "words", index, word=synonym.words[index], name=entry.name)


RULES = (
    own_term,
    word_twice,
    word_cycle,
    word_of_two,
    short_word,
    swallowing_word,
    general_word,
    dead_term,
    name_of_another,
    known_word,
)
