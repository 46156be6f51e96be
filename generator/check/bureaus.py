"""B201-B205: a bureau below a superior: it may promise more, never less, and what it borrows is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from generator.calendar.hours import first_missed
from generator.check.orders import Judgement, Verdict, judgements
from generator.check.rule import Example, Hit, Session, Severity, once, rule
from generator.model.commitments import Commitment
from generator.model.inherit import key_of
from generator.model.organs import Hours, Organ
from generator.model.procedures import Fee
from generator.model.references import links
from generator.model.registry import Key
from generator.model.schema import field_name
from generator.model.types import Duration, Entry, Record, Vocabulary
from generator.source.project import SITE_FILE

_LIMIT = "bureaus/shili-xian/data/time_limits/fapiao-lingyong.yml"
_MATTER = "bureaus/shili-xian/data/procedures/fapiao-lingyong.yml"
_SITE = "bureaus/shili-xian/site.yml"


class Compared(NamedTuple):
    """An entry of a bureau, the same one of its superior, and the judgement of one value."""

    entry: Entry
    above: Entry
    judgement: Judgement


@once
def compared(session: Session) -> tuple[Compared, ...]:
    """Return every value in which an entry that the bureau changed differs from its superior's, with its judgement."""
    return tuple(
        Compared(entry, theirs, judgement)
        for entry, theirs in _changed(session)
        if not session.mended(entry) and type(entry) is type(theirs)
        for judgement in judgements(entry, theirs, session.ends)
    )


def _changed(session: Session) -> Iterator[tuple[Entry, Entry]]:
    """Yield the entries that the bureau changed, each with the superior's."""
    if session.above is None:
        return
    for (folder, id), file in session.registry.files.items():
        if file in session.registry.layers and not file.startswith(session.registry.up):
            theirs = session.above.registry.entries[folder].get(id)
            if theirs is not None:
                yield session.registry.entries[folder][id], theirs


def _hit(session: Session, item: Compared, **words: object) -> Hit:
    """Return a hit at a compared value, with the superior's place and both values as words."""
    judgement = item.judgement
    shown = {
        "title": field_name(*judgement.field),
        "own": value_text(session, judgement.own_value),
        "theirs": value_text(session, judgement.above_value),
        "above": _above(session, item.above, *judgement.above),
    }
    return session.hit(item.entry, *judgement.path, **shown, **words)


def _above(session: Session, entry: Entry, *path: str | int) -> Hit:
    """Return a hit in a file of the superior, as seen from the bureau."""
    assert session.above is not None
    return Hit(f"{session.registry.up}{session.above.registry.file(entry)}", path)


def value_text(session: Session, value: Any) -> str:
    """Return a compared value in Chinese, for messages: an entry by its name, a record by its key or number."""
    if value is None or value == ():
        return "没有"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Vocabulary):
        return value.label
    if isinstance(value, tuple):
        return "、".join(value_text(session, item) for item in value)
    if isinstance(value, Hours):
        return f"{value.season or ''}{value_text(session, value.days)}{value_text(session, value.times)}"
    if isinstance(value, Fee):
        return "收" + "、".join(charge.item for charge in value.charges) if value.charges else "不收费"
    if isinstance(value, Record) and not isinstance(value, Duration):
        if found := [name for folder, id in links(value) if (name := _name(session, folder, id))]:
            return found[0]
        parts = key_of(type(value)) or [name for name in ("count",) if hasattr(value, name)]
        return " ".join(value_text(session, part) for name in parts if (part := getattr(value, name)) is not None)
    text = str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _name(session: Session, folder: str, id: str) -> str:
    """Return the name of an entry; "" if it does not exist."""
    entry = session.registry.entries[folder].get(id)
    return entry.name if entry else ""


@rule(
    "B201",
    "比上级差",
    message="“{title}”比上级差：这里{own}，上级{theirs}（{above}）{when}",
    hint="改得不比上级差，或删掉这一项，照上级的",
    why="下级可以多承诺，不能少承诺：同一件事，换一个局办，不能更慢、更贵、多带材料。",
    example=Example(_LIMIT, "promised: {count: 2, unit: working_day}\n", "note: 周末也一样。\n"),
)
def not_worse(session: Session) -> Iterator[Hit]:
    """No value of a bureau is worse for the citizen than its superior's."""
    for item in compared(session):
        if item.judgement.verdict is Verdict.WORSE:
            yield _hit(session, item, when=_when(session, item.judgement))


def _when(session: Session, judgement: Judgement) -> str:
    """Return the first day on which a value is worse than the superior's, where that depends on the day; else ""."""
    own, above = judgement.own_value, judgement.above_value
    if judgement.field == (Commitment, "hours"):
        return f"，{first_missed(above, own, session.calendar, session.ends.starts)} 就少开"
    if not (isinstance(own, Duration) and isinstance(above, Duration)) or own.unit is above.unit:
        return ""
    return f"，{session.ends.first_longer(own, above)} 起算就更晚"


@rule(
    "B202",
    "和上级比不出好坏",
    severity=Severity.WARNING,
    message="“{title}”和上级不同，比不出好坏：这里{own}，上级{theirs}（{above}）",
    hint="改成看得出更好的；确实各有各的好，在本局 site.yml 的 accepted 里写明谁同意、到哪一天",
    why="机器比不出来的，要有人看过、负责。",
    example=Example(
        _MATTER,
        "materials: [{material: shenfenzhengjian, form: copy}]\n",
        "questions: [{q: 周末能领吗？, a: 能。}]\n",
    ),
)
def comparable(session: Session) -> Iterator[Hit]:
    """Every value that differs from the superior's can be compared with it."""
    for item in compared(session):
        if item.judgement.verdict is Verdict.UNCLEAR:
            yield _hit(session, item)


@rule(
    "B203",
    "上级已经取消，这里还在改",
    severity=Severity.WARNING,
    message="上级已于 {on} 取消“{name}”（{above}），这个文件不再起作用",
    hint="删掉这个文件；本局还要办的，请上级恢复",
    why="上级取消的事，下级不能接着办；留着的文件会让人以为还在办。",
    example=None,
)
def withdrawn_above(session: Session) -> Iterator[Hit]:
    """The bureau changes no entry that its superior has withdrawn."""
    for entry, theirs in _changed(session):
        if theirs.withdrawn and theirs.withdrawn.on <= session.as_of:
            on, place = theirs.withdrawn.on, _above(session, theirs, "withdrawn")
            yield session.hit(entry, on=on, name=theirs.name, above=place)


@rule(
    "B204",
    "用的还是上级的机构",
    severity=Severity.WARNING,
    message="本局没有“{name}”（organs/{id}），有 {count} 项内容指的还是上级的：{first} 等",
    hint="在本局 data/organs/ 里建 {id}.yml，写自己的名称、地址和电话；确实由上级办的，在 accepted 里写明",
    why="照着页面去找，会找到上级那里；电话打过去，说不归他们管。",
    example=None,
)
def own_organs(session: Session) -> Iterator[Hit]:
    """Entries of a bureau refer to organs of its own, except to those above itself."""
    above = set(_line(session))
    users: dict[str, set[Key]] = {}
    for folder, id in session.registry.borrowed:
        entry = session.registry.entries[folder][id]
        organ = id if folder == Organ.FOLDER else getattr(entry, entry.OWNER)
        sources = session.registry.backlinks.get((folder, id), ())
        users.setdefault(organ, set()).update(key for key in sources if key not in session.registry.borrowed)
    for id, keys in sorted(users.items()):
        borrowed = session.registry.get(Organ, id)
        if borrowed and keys and id not in above:
            folder, first = min(keys)
            words = {"count": len(keys), "first": session.registry.entries[folder][first].name}
            yield Hit(SITE_FILE, ("bureau",), {"name": borrowed.name, "id": id, **words})


def _line(session: Session) -> Iterator[str]:
    """Yield the ids of the organs above the bureau, from its parent up."""
    seen: set[str] = set()
    organ = session.bureau
    while organ and organ.parent and organ.parent not in seen:
        seen.add(organ.parent)
        yield organ.parent
        organ = session.registry.get(Organ, organ.parent)


@rule(
    "B205",
    "本局写成了上级的机构",
    message="bureau 写的“{name}”（organs/{id}）是上级的机构",
    hint="在 data/organs/ 里建本局的文件，kind: bureau，parent 写上级的编号，再把它的编号写在这里",
    why="网站上“本局”的地址、电话、辖区都从这里来。",
    example=Example(_SITE, "bureau: shili-shuiwuju\n", "bureau: shili-xian-shuiwuju\n"),
)
def own_bureau(session: Session) -> Iterator[Hit]:
    """The bureau of a site below a superior is an organ of its own."""
    bureau = session.bureau
    if bureau and (Organ.FOLDER, bureau.id) in session.registry.borrowed:
        yield Hit(SITE_FILE, ("bureau",), {"name": bureau.name, "id": bureau.id})


RULES = (not_worse, comparable, withdrawn_above, own_organs, own_bureau)
