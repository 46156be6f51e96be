"""V908: findings that a coming date will cause, reported in advance."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace

from generator.check import laws, references
from generator.check.rule import Example, Hit, Rule, Session, Severity, rule
from generator.findings import Finding
from generator.model.laws import Law
from generator.model.types import Entry

AHEAD_DAYS = 400
"""Days ahead that are checked."""

NEAR_DAYS = 90
"""Findings due within this many days count for --strict."""

_BY_DAY: tuple[Rule, ...] = (
    laws.basis_in_force,
    laws.article_in_force,
    laws.basis_ended,
    references.withdrawn_reference,
    references.withdrawn_since,
)
"""Rules of single entries whose findings can change when only the date changes."""

_WILL_BE = {Severity.ERROR: "会成为错误", Severity.WARNING: "会有提醒"}


@rule(
    "V908",
    "到某一天会出问题",
    of=Entry,
    severity=Severity.WARNING,
    message="到{day}{will}：{what}（{code}）",
    hint="现在就改好，或写上那天以后的内容：{todo}",
    why="日子到了没有人在看：提前说，才来得及改。",
    example=Example(
        "laws/fapiao-guanli-banfa.yml",
        "effective_to: 2026-12-31\n",
        "effective_to: 2099-12-31\n",
    ),
)
def coming(session: Session, entry: Entry) -> Iterator[Hit]:
    """No date that an entry states causes a finding within the next AHEAD_DAYS days."""
    for day in _days(entry, session.as_of):
        then = _on(session, day)
        concerned = [entry, *_referring(session, entry)]
        for dated in _BY_DAY:
            for item in concerned:
                assert dated.apply is not None
                now = {(hit.file, hit.path) for hit in dated.apply(session, item)}
                for hit in dated.apply(then, item):
                    if (hit.file, hit.path) not in now:
                        words = {
                            "day": day,
                            "will": _WILL_BE[dated.severity],
                            "what": dated.message.format_map(hit.words),
                            "todo": dated.hint.format_map(hit.words),
                            "code": dated.code,
                        }
                        yield Hit(hit.file, hit.path, words)


def far_ahead(finding: Finding, as_of: datetime.date) -> bool:
    """Return True if a finding is V908 and its day is more than NEAR_DAYS days away."""
    if finding.code != coming.code:
        return False
    day = datetime.date.fromisoformat(finding.message[1:11])
    return (day - as_of).days > NEAR_DAYS


def _days(entry: Entry, today: datetime.date) -> list[datetime.date]:
    """Return the coming days, up to AHEAD_DAYS, on which an entry or an article of a law ends, soonest first."""
    one = datetime.timedelta(days=1)
    ends = [entry.effective_to, *(item.effective_to for item in entry.articles)] if isinstance(entry, Law) else []
    days = {end + one for end in ends if end and end.year < datetime.MAXYEAR}
    if entry.withdrawn:
        days.add(entry.withdrawn.on)
    return sorted(day for day in days if today < day <= today + AHEAD_DAYS * one)


def _referring(session: Session, entry: Entry) -> Iterator[Entry]:
    """Yield the entries that refer to an entry."""
    for _, holder, _ in session.registry.references_to(entry):
        if isinstance(holder, Entry):
            yield holder


def _on(session: Session, day: datetime.date) -> Session:
    """Return the session with another date."""
    return replace(session, as_of=day)


RULES = (coming,)
