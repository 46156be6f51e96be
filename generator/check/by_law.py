"""L713, T517: late fees, fines and statutory limits are those of the laws' articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from generator.check.quantities import Quantity, lengths, rates, sums
from generator.check.rule import Hit, Path, Session, Severity, once, rule
from generator.check.texts import texts
from generator.model.laws import Law
from generator.model.oversight import Oversight
from generator.model.penalties import FineUnit, Penalty
from generator.model.procedures import Procedure
from generator.model.questions import HotQuestion
from generator.model.rights import Right
from generator.model.time_limits import TimeLimit
from generator.model.types import Basis, Duration, Unit

FEE, FINE = "滞纳金", "罚款"
_TOLD = (Procedure, HotQuestion, Right, Penalty, Oversight)
"""The registries whose texts tell what being late costs."""

_Known = dict[tuple[Fraction, str], str]
"""What is known: (value, kind) -> where it is written, e.g. 税收征管法第三十二条."""


def _of_word(text: str, word: str) -> Iterator[Quantity]:
    """Yield the rates, and of fines the sums, in the parts of a text that name a late fee or a fine."""
    for part in re.split("[，。；：\n]", text):
        if word in part:
            yield from rates(part)
            yield from sums(part) if word == FINE else ()


@once
def _laws_say(session: Session) -> dict[str, dict[str, _Known]]:
    """Return what the laws say of late fees and fines: word -> id of the law -> what is known."""
    found: dict[str, dict[str, _Known]] = {FEE: {}, FINE: {}}
    for law in session.registry.all(Law).values():
        for article, text in [("", law.summary), *((item.number, item.summary) for item in law.articles)]:
            for word, by_law in found.items():
                for item in _of_word(text or "", word):
                    where = f"{law.short_name or law.name}{article}“{item.shown}”"
                    by_law.setdefault(law.id, {}).setdefault((item.value, item.kind), where)
    for penalty in session.registry.all(Penalty).values():
        kind = "元" if penalty.fine_in is FineUnit.YUAN else "比例"
        for step in penalty.steps:
            steps = {(Fraction(value), kind): penalty.name for value in (step.lowest, step.highest)}
            found[FINE].setdefault(f"penalties/{penalty.id}", {}).update(steps)
    return found


@rule(
    "L713",
    "滞纳金、罚款的数和法规里的不一样",
    severity=Severity.WARNING,
    message="{word}写的是“{shown}”，法规里写的是{known}",
    hint="核对条文，改错的那一处；没有错的，在 data/laws/ 那一条的 summary 里写上这个数",
    why="千分之五和万分之五差十倍：照着算的人会以为多缴，或者不当回事。",
    example=None,
)
def as_the_law_says(session: Session) -> Iterator[Hit]:
    """Late fees and fines in texts are in an article: of a law that the entry cites and that says any, else of any."""
    said = _laws_say(session)
    for place, text, cited in _texts_told(session):
        for word, by_law in said.items():
            if word in text and by_law:
                own = {id: by_law[id] for id in cited if id in by_law} if word == FEE else {}
                known = _joined((own or by_law).values())
                for item in _of_word(text, word):
                    if (item.value, item.kind) not in known:
                        kinds = [where for (_, kind), where in known.items() if kind == item.kind and "“" in where]
                        words = {"word": word, "shown": item.shown, "known": "、".join(kinds[:3]) or "别的数"}
                        yield replace(place, words=words)


def _joined(parts: Iterable[_Known]) -> _Known:
    """Return several tables as one; the first place of a number stays."""
    joined: _Known = {}
    for part in parts:
        joined = {**part, **joined}
    return joined


def _texts_told(session: Session) -> Iterator[tuple[Hit, str, list[str]]]:
    """Yield (place, text, ids of the laws cited) for the texts of entries and for each line of the pages."""
    for kind in _TOLD:
        for entry in session.current(kind):
            cited = [basis.law for basis in getattr(entry, "basis", ())]
            for path, text in texts(entry):
                if path[0] not in ("sayings", "aliases") and (FEE in text or FINE in text):
                    yield session.hit(entry, *path), text, cited
    for page in session.pages:
        for line, text in enumerate(page.body.split("\n"), page.body_line):
            yield Hit(page.file, line=line), text, []


@rule(
    "T517",
    "法定时限和条文里的数不一样",
    of=TimeLimit,
    severity=Severity.WARNING,
    message="法定时限写的是{length}，{article}写的是{said}",
    hint="核对条文：改时限，或者改成真正规定它的那一条；没有错的，把条文的 summary 写全",
    why="法定时限抄错一个数，超期没有超期就全算错了。",
    example=None,
)
def as_the_article_says(session: Session, limit: TimeLimit) -> Iterator[Hit]:
    """The statutory length is in the articles cited for it, if their summaries state any length."""
    extension = limit.extension
    stated: list[tuple[Path, Duration | None, Basis | None]] = [
        (("statutory", "count"), limit.statutory, limit.statutory and limit.statutory.basis),
        (("extension", "by", "count"), extension and extension.by, extension and extension.basis),
    ]
    for path, length, basis in stated:
        law = session.registry.get(Law, basis.law) if basis else None
        if length is None or basis is None or law is None or length.unit is Unit.ON_THE_SPOT:
            continue
        wanted = set(basis.articles) | {number.partition("条")[0] + "条" for number in basis.articles}
        said = [item for article in law.articles if article.number in wanted for item in lengths(article.summary or "")]
        if said and (Fraction(length.amount), _KIND[length.unit]) not in {(item.value, item.kind) for item in said}:
            words = {"length": length, "article": f"{law.short_name or law.name}{'、'.join(basis.articles)}"}
            shown = "、".join(dict.fromkeys(item.shown for item in said))
            yield session.hit(limit, *path, said=shown, **words)


_KIND = {Unit.HOUR: "小时", Unit.WORKING_DAY: "日", Unit.CALENDAR_DAY: "日", Unit.MONTH: "月", Unit.YEAR: "年"}


RULES = (as_the_law_says, as_the_article_says)
