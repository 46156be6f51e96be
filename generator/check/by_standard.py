"""N118-N120, N122: rates and sums in guides and reliefs are those of tax standards, reliefs and laws."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import partial

from generator.check.by_law import FEE, FINE
from generator.check.quantities import Quantity, number, rates, sums
from generator.check.rule import Hit, Path, Session, Severity, once, rule
from generator.check.texts import texts
from generator.model.laws import Law
from generator.model.procedures import Procedure
from generator.model.reliefs import Relief
from generator.model.standards import Standard
from generator.model.types import Basis, Entry

_Values = set[tuple[Fraction, str]]
_GUIDE_TEXTS = ("summary", "conditions", "conditions_any", "steps", "questions", "notes", "standards")
_HAS_NUMBER = re.compile("[元%‰倍]|分之")
_BOUND = re.compile(
    r"(?:不超过|不高于|不到|不满|没有?达到|超过|达到|低于|高于|最高|最多|限额|定额|每月)[^，。；]{0,6}?[0-9一二三四五六七八九十百千.]+[万亿]?元"
    r"|[0-9一二三四五六七八九十百千.]+[万亿]?元(?:及?以下|及?以上|以内)"
)


def _parts(entry: Entry, fields: Iterable[str]) -> Iterator[tuple[Path, str]]:
    """Yield (path, part of a text) for the fields of an entry, without what is told of late fees and fines."""
    for name in fields:
        for path, text in texts(getattr(entry, name), (name,)):
            if not _HAS_NUMBER.search(text):
                continue
            for sentence in re.split("[。；]", text):
                if FEE not in sentence and FINE not in sentence:
                    yield from ((path, part) for part in sentence.split("，"))


def _said_by(session: Session, entries: Iterable[Entry]) -> _Values:
    """Return the (value, kind) of the rates and sums in all texts of entries; of each computed once."""
    return set().union(*(session.once(("said", type(entry), entry.id), partial(_numbers, entry)) for entry in entries))


def _numbers(entry: Entry) -> _Values:
    """Return the (value, kind) of the rates and sums in all texts of an entry."""
    found = (item for _, text in texts(entry) for item in (*rates(text), *sums(text)))
    return {(item.value, item.kind) for item in found}


def _cited(session: Session, basis: Iterable[Basis]) -> list[Law]:
    """Return the laws cited that exist."""
    return [law for item in basis if (law := session.registry.get(Law, item.law))]


def _unknown(items: Iterable[Quantity], known: _Values) -> Iterator[str]:
    """Yield what is written of the numbers that are not known."""
    yield from (item.shown for item in items if (item.value, item.kind) not in known)


@rule(
    "N118",
    "指南里的税率和税费标准不一样",
    of=Procedure,
    offered=True,
    severity=Severity.WARNING,
    message="这里写的是“{shown}”，税费标准“{standard}”、依据和优惠里都没有这个数",
    hint="核对标准，改错的那一处；没有错的，在依据的条文或者优惠条目里写上这个数",
    why="照着错的税率算，要么少缴了补税加滞纳金，要么多缴了再来退。",
    example=None,
)
def rates_are_known(session: Session, procedure: Procedure) -> Iterator[Hit]:
    """A rate in the text of a guide that a standard names is one of the standard, the laws cited or the reliefs."""
    standards = _of_guides(session).get(procedure.id)
    if not standards or any(len(_misplaced(session, item)) > 1 for item in standards):  # N122 tells of the unit
        return
    sources = [*standards, *session.referrers(procedure, Relief), *_cited(session, procedure.basis)]
    known = _said_by(session, sources) | {(value, "比例") for standard in standards for value in _values(standard)}
    notes = {(item.value, item.kind) for standard in standards for item in rates(standard.note or "")}
    vat = {(Fraction(standard.vat) / 100, "比例") for standard in standards if standard.vat}
    strict = known - ((notes | vat) - {(value, "比例") for standard in standards for value in _rates(standard)})
    for path, part in _parts(procedure, _GUIDE_TEXTS):
        found = [item for item in rates(part) if not item.shown.endswith("倍")]
        called = {f"{match[1]}%" for match in _CALLED.finditer(part)}
        for shown in _unknown((item for item in found if item.shown not in called), known):
            yield session.hit(procedure, *path, shown=shown, standard=standards[0].name)
        for shown in _unknown((item for item in found if item.shown in called), strict):
            yield session.hit(procedure, *path, shown=shown, standard=standards[0].name)


_CALLED = re.compile(r"(?<!增值税)税率(?:是|为|按)?([0-9]+(?:\.[0-9]+)?)%")


@rule(
    "N122",
    "标准像是差了十倍、百倍",
    of=Standard,
    offered=True,
    severity=Severity.WARNING,
    message="“{grade}”写的是“{unit}{value}”，依据和指南里没有这个数，有差{times}倍的",
    hint="核对单位和小数点：10% 写 10，不写 0.1；没有错的，在依据的条文里写上这个数",
    why="计算器照它算，差一位就差十倍的税。",
    example=None,
)
def of_the_right_size(session: Session, standard: Standard) -> Iterator[Hit]:
    """No value is ten or a hundred times a rate of the laws cited or the guides named, that do not state the value.

    If several are, the unit is wrong, and told once.
    """
    odd = _misplaced(session, standard)
    for index, times in odd[:1] if len(odd) > 1 else odd:
        rate, path = standard.rates[index], ("unit",) if len(odd) > 1 else ("rates", index, "value")
        unit = standard.unit.label if standard.unit else ""
        yield session.hit(standard, *path, grade=rate.grade, value=rate.value, unit=unit, times=times)


def _misplaced(session: Session, standard: Standard) -> list[tuple[int, int]]:
    """Return (index, factor) for the rates that are off by ten or a hundred."""
    if not standard.unit or standard.unit.divisor == 1:
        return []
    guides = [guide for id in standard.guides if (guide := session.registry.get(Procedure, id))]
    known = {value for value, kind in _said_by(session, [*_cited(session, standard.basis), *guides]) if kind == "比例"}
    found = []
    for index, rate in enumerate(standard.rates):
        value = number(rate.value)
        share = value / standard.unit.divisor if value else None
        times = next((by for by in _SLIPS if share and {share * by, share / by} & known), None)
        if times and share not in known:
            found.append((index, times))
    return found


_SLIPS = (100, 10)


@once
def _of_guides(session: Session) -> dict[str, list[Standard]]:
    """Return the standards in use whose values are rates, by the guides that they name."""
    found: dict[str, list[Standard]] = {}
    for standard in session.current(Standard):
        for id in standard.guides if standard.unit and standard.unit.divisor > 1 else ():
            found.setdefault(id, []).append(standard)
    return found


def _rates(standard: Standard) -> Iterator[Fraction]:
    """Yield the rates of a standard as shares of 1; those that are no numbers are passed over (N114)."""
    assert standard.unit
    for value in (*(rate.value for rate in standard.rates), standard.lowest, standard.highest):
        if value and (found := number(value)) is not None:
            yield found / standard.unit.divisor


def _values(standard: Standard) -> Iterator[Fraction]:
    """Yield the rates of a standard, of value-added tax and of reductions, as shares of 1."""
    yield from _rates(standard)
    for value in (standard.vat, *(item.percent for item in standard.reductions)):
        if value:
            yield Fraction(value) / 100


@rule(
    "N119",
    "优惠里的数，依据里没有",
    of=Relief,
    offered=True,
    severity=Severity.WARNING,
    message="这里写的是“{shown}”，引用的依据里没有这个数",
    hint="核对文件，改错的那一处；没有错的，在 data/laws/ 的 summary 里写上这个数",
    why="幅度、门槛抄错一个数，能享受的不来，不能享受的来了还要补税。",
    example=None,
)
def reliefs_as_their_ground(session: Session, relief: Relief) -> Iterator[Hit]:
    """Rates and sums in a relief's text are in the texts of the laws that it cites, if these state any."""
    known = _said_by(session, _cited(session, relief.basis))
    for path, part in _parts(relief, ("benefit", "who", "how", "keep")):
        for shown in _unknown((*rates(part), *sums(part)), known) if known else ():
            yield session.hit(relief, *path, shown=shown)


@rule(
    "N120",
    "指南里的门槛，依据和优惠里都没有",
    of=Procedure,
    offered=True,
    severity=Severity.WARNING,
    message="这里写的是“{shown}”，依据、优惠和税费标准里都没有这个数",
    hint="核对文件，改错的那一处；没有错的，在依据的条文或者优惠条目里写上这个数",
    why="门槛写错，能享受优惠的不知道，不能享受的白跑。",
    example=None,
)
def bounds_are_known(session: Session, procedure: Procedure) -> Iterator[Hit]:
    """A sum up to or beyond which something holds is, in a guide named by reliefs, one of these or of a law cited."""
    reliefs = session.referrers(procedure, Relief)
    if not reliefs:
        return
    standards = session.referrers(procedure, Standard)
    known = _said_by(session, [*reliefs, *standards, *_cited(session, procedure.basis)])
    for path, part in _parts(procedure, _GUIDE_TEXTS):
        for match in _BOUND.finditer(part):
            for shown in _unknown(sums(match[0]), known):
                yield session.hit(procedure, *path, shown=shown)
    areas = set().union(*(_areas(entry) for entry in (*reliefs, *standards)))
    for name in _GUIDE_TEXTS if areas else ():
        for path, text in texts(getattr(procedure, name), (name,)):
            for match in _AREA.finditer(text):
                if match[1] not in areas:
                    yield session.hit(procedure, *path, shown=match[0])


_AREA = re.compile(r"([0-9]+)平方米(?=及?以[上下])")


def _areas(entry: Entry) -> set[str]:
    """Return the areas in square metres that the texts of an entry state."""
    return {match[1] for _, text in texts(entry) for match in re.finditer("([0-9]+)平方米", text)}


RULES = (rates_are_known, of_the_right_size, reliefs_as_their_ground, bounds_are_known)
