"""Small parts that many pages show: links, legal bases, channels, time limits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from generator.model.laws import Law
from generator.model.organs import Organ
from generator.model.posts import HandOver, Post
from generator.model.procedures import Procedure, Situation
from generator.model.routes import address
from generator.model.time_limits import Bound, TimeLimit
from generator.model.types import Basis, Channel, Duration, Entry, Unit, Vocabulary
from generator.session import Session
from generator.views.better import better_than_above
from generator.views.cases import materials_asked, when_text
from generator.views.due import due_view
from generator.views.shapes import (
    AskedView,
    BasisView,
    ChannelView,
    ChoiceView,
    HandOverView,
    LimitView,
    LinkView,
)


def link(entry: Entry) -> LinkView:
    """Return an entry's name and address."""
    return {"name": entry.name, "url": address(entry)}


def choices(values: Iterable[Vocabulary]) -> list[ChoiceView]:
    """Return the values of a vocabulary to choose from."""
    return [{"id": item.value, "name": item.label} for item in values]


def asked(situations: Mapping[str, Situation]) -> list[AskedView]:
    """Return the questions about the reader's case, with their answers."""
    return [
        {"id": id, "ask": item.ask, "options": [{"id": key, "name": name} for key, name in item.options.items()]}
        for id, item in situations.items()
    ]


def links(session: Session, folder: str, ids: Iterable[str]) -> list[LinkView]:
    """Return links to the entries with these ids; ids that do not exist are skipped."""
    return [found for id in ids if (found := link_to(session, folder, id))]


def link_to(session: Session, folder: str, id: str | None) -> LinkView | None:
    """Return a link to one entry, or None if it does not exist."""
    entry = session.registry.entries[folder].get(id) if id else None
    return link(entry) if entry else None


def entry_links(entries: Iterable[Entry]) -> list[LinkView]:
    """Return links to entries, in their order."""
    return [link(entry) for entry in entries]


def bases(session: Session, basis: Iterable[Basis]) -> list[BasisView]:
    """Return legal bases: law, number, articles with summaries, and whether these are in force. Skip unknown laws."""
    found: list[BasisView] = []
    for item in basis:
        law = session.registry.get(Law, item.law)
        if law is None:
            continue
        gist = {article.number: article.summary for article in law.articles if article.summary}
        ended = {item.number for item in law.articles if item.effective_to and item.effective_to < session.as_of}
        found.append(
            {
                **link(law),
                "number": law.number,
                "articles": [
                    {"number": number, "gist": _gist(gist, number), "ended": _whole(number) in ended or number in ended}
                    for number in item.articles
                ],
                "original": law.url or "",
                "note": item.note,
                "in_force": law.in_force(session.as_of),
            }
        )
    return found


def single_basis(session: Session, law: str | None, article: str | None) -> list[BasisView]:
    """Return the legal basis of a table, which names one law and at most one article."""
    return bases(session, [Basis(law=law, articles=(article,) if article else ())] if law else [])


def _gist(gist: Mapping[str, str], number: str) -> str:
    """Return the summary of an article; for 第三十一条第二款 without one, that of 第三十一条; else empty.

    An item (第二十条第（一）项) says one thing of a list: the summary of the whole article would not be its own.
    """
    return gist.get(number) or ("" if number.endswith("项") else gist.get(_whole(number), ""))


def _whole(number: str) -> str:
    """Return the article that a paragraph belongs to: 第三十一条第二款 -> 第三十一条."""
    return number.partition("条")[0] + "条"


def channels(items: Iterable[Channel]) -> list[ChannelView]:
    """Return the views of channels."""
    return [
        {
            "kind": item.kind.value,
            "label": item.kind.label,
            "name": item.name or "",
            "url": item.url or "",
            "phone": item.phone or "",
            "note": item.note or "",
        }
        for item in items
    ]


def limit_view(session: Session, limit: TimeLimit) -> LimitView:
    """Return a time limit's view: lengths as text, its case in words, its legal bases."""
    basis = [limit.statutory.basis] if limit.statutory and limit.statutory.basis else []
    longer = [limit.extension.basis] if limit.extension and limit.extension.basis else []
    none = limit.statutory_none
    procedure = session.registry.get(Procedure, limit.of.procedure)
    return {
        "id": limit.id,
        "name": limit.name,
        "url": address(limit),
        "binds": limit.binds.value,
        "starts": f"{limit.day}往前数" if limit.before else limit.day,
        "lead": lead(limit),
        "tail": tail(limit),
        "statutory": length_text(limit, limit.statutory),
        "rests": bool(limit.statutory and limit.statutory.rests_extend),
        "statutory_none": bases(session, [none.basis]) if none else [],
        "promised": length_text(limit, limit.promised),
        "better": better_than_above(session, limit),
        "days": rough_hours(limit),
        "immediate": bool(limit.promised and limit.promised.unit is Unit.ON_THE_SPOT),
        "stops": [stop.label for stop in limit.stops],
        "extension": {"by": str(limit.extension.by), "approved_by": limit.extension.approved_by}
        if limit.extension
        else None,
        "decided_by": limit.decided_by or "",
        "note": limit.note or "",
        "when": when_text(procedure, limit.when) if procedure else "",
        "basis": bases(session, basis),
        "extension_basis": bases(session, longer),
        "due": due_view(session, limit),
    }


def length_text(limit: TimeLimit, length: Duration | None) -> str:
    """Return a limit's length in words: 10个工作日, 提前10个工作日, 停业之日以前; empty if there is none."""
    if length is None:
        return ""
    if not limit.before:
        return str(length)
    return f"提前{length}" if length.amount else f"{limit.day}以前"


def tail(limit: TimeLimit) -> str:
    """Return the word after the length in a sentence: 内; empty if it is counted back or has no amount."""
    length = limit.promised or limit.statutory
    return "内" if length and length.amount and not limit.before else ""


def lead(limit: TimeLimit) -> str:
    """Return the words before the length in a sentence: the day from which it is counted."""
    length = limit.promised or limit.statutory
    if limit.before:
        return f"{limit.day}以前，" if length and length.amount else ""
    return f"{limit.day}起 "


ROUGH_HOURS = {
    Unit.ON_THE_SPOT: 0,
    Unit.HOUR: 1,
    Unit.WORKING_DAY: 34,
    Unit.CALENDAR_DAY: 24,
    Unit.MONTH: 730,
    Unit.YEAR: 8766,
}
"""Hours in one of each unit, only for sorting limits; a working day is a fifth of a week."""


def rough_hours(limit: TimeLimit) -> float:
    """Return the rough hours of a limit, only for sorting limits of different units."""
    return _rough(limit.promised or limit.statutory)


def _rough(length: Duration | None) -> float:
    """Return a length in rough hours; 0 if there is none."""
    return length.amount * ROUGH_HOURS[length.unit] if length else 0


def promised_range(limits: Iterable[TimeLimit], hint: str = "") -> str:
    """Return the length that the bureau promises; the shortest and the longest with `hint` if cases differ."""
    ordered = sorted((limit for limit in limits if limit.binds is Bound.BUREAU and limit.promised), key=rough_hours)
    return _range([length_text(limit, limit.promised) for limit in ordered], hint)


def statutory_range(limits: Iterable[TimeLimit], hint: str) -> str:
    """Return the length that the law allows the bureau, in the form of `promised_range`.

    `hint` is also added if only some of the limits state it: the limit of one case does not hold for the whole
    procedure.
    """
    ours = [limit for limit in limits if limit.binds is Bound.BUREAU]
    known = sorted((limit for limit in ours if limit.statutory), key=lambda limit: _rough(limit.statutory))
    words = _range([length_text(limit, limit.statutory) for limit in known], hint)
    return words + hint if known and len(known) < len(ours) and not words.endswith(hint) else words


def _range(ordered: list[str], hint: str) -> str:
    """Return the only text, or the first and the last with `hint` if they differ; empty if there are none."""
    words = list(dict.fromkeys(ordered))
    if len(words) < 2:
        return words[0] if words else ""
    return f"{_from_to(words[0], words[-1])}{hint}"


_ON_THE_SPOT = str(Duration(unit=Unit.ON_THE_SPOT))


def _from_to(first: str, last: str) -> str:
    """Return two lengths as a range: 2到5个工作日, 10个工作日到20日, 最快当场，最长5个工作日."""
    if first == _ON_THE_SPOT:
        return f"最快当场，最长{last}"
    low, high = _LENGTH.fullmatch(first), _LENGTH.fullmatch(last)
    return f"{low[1]}到{last}" if low and high and low[2] == high[2] else f"{first}到{last}"


_LENGTH = re.compile(r"([0-9.]+)(\D+)")
"""A number and its unit: 10个工作日."""


def post_phone(session: Session, post: Post) -> str:
    """Return a post's telephone, or else its organ's; empty if there is none."""
    organ = session.registry.get(Organ, post.organ)
    return post.phone or (organ.inquiry_phone if organ else None) or ""


def hand_over_chain(session: Session, chain: Iterable[HandOver]) -> list[HandOverView]:
    """Return the posts to which a post hands over, and when."""
    return [{"post": link_to(session, "posts", item.post), "when": item.when} for item in chain]


def materials_to_bring(procedure: Procedure) -> str:
    """Return how many materials to bring, e.g. 3 种材料; empty if the procedure does not say."""
    if not procedure.materials:
        return "不用带材料" if procedure.no_materials else ""
    fewest, most = materials_asked(procedure)
    if not most:
        return "可以不带材料"
    if fewest == most:
        return f"{most} 种材料"
    return f"{f'{fewest} 到' if fewest else '最多'} {most} 种，看情况"
