"""When a limit ends: the rule in words, a worked example, and the data with which due.js calculates any case."""

from __future__ import annotations

import datetime
from typing import TypedDict

from generator.calendar.limits import Countdown, day_text, due
from generator.calendar.published import PATH
from generator.calendar.registry import countdown
from generator.model.time_limits import Bound, TimeLimit
from generator.model.types import Duration, Unit
from generator.session import Session

_COUNTING = {
    Unit.HOUR: "从那一刻起算{length}，休息日也算",
    Unit.WORKING_DAY: "当日不算，从第二天起数{length}，周末和法定节假日不算",
    Unit.CALENDAR_DAY: "当日不算，从第二天起数{length}，每一天都算；最后一天是休息日的，顺延到上班的第一天",
    Unit.MONTH: "算到{length}后的同一天，那个月没有这一天的算到月末；最后一天是休息日的，顺延到上班的第一天",
    Unit.YEAR: "算到{length}后的同一天，那个月没有这一天的算到月末；最后一天是休息日的，顺延到上班的第一天",
}
_SAME_DAY = "当日办结；当日是休息日的，顺延到上班的第一天"
_BEFORE = "往前数{length}，当日不算；数到休息日的，提前到前一个工作日"
_DAY_BEFORE = "以前就要办；前一天是休息日的，提前到前一个工作日"
_LONG_RESTS = "；期限里有连续三天以上假日的，再按假日天数顺延"


class WorkedView(TypedDict):
    """The rule in words, and the start and end of a worked example."""

    rule: str
    start: str
    end: str
    provisional: bool


class DueView(WorkedView):
    """How the end of a limit is calculated. Lengths for due.js (`length`, `allowed`, `extension`): 10 working_day."""

    calendar: str
    starts: str
    event: str
    called: str
    binds: str
    rests: bool
    verb: str
    length: str
    words: str
    allowed: str
    allowed_rests: bool
    stops: list[str]
    extension: str
    extended: str


class Reckoned(TypedDict):
    """The part of a limit's view that `due_scripts` reads."""

    due: DueView | None


def due_view(session: Session, limit: TimeLimit) -> DueView | None:
    """Return how the end of a limit is calculated, or None if it has no length or is done on the spot."""
    length = limit.promised or limit.statutory
    if length is None or length.unit is Unit.ON_THE_SPOT:
        return None
    question = countdown(limit, length, session.as_of)
    allowed = limit.statutory if limit.promised else None
    return {
        "calendar": PATH,
        "starts": limit.starts.value,
        "event": limit.day,
        "called": limit.event or "",
        "binds": question.binds.value,
        "rests": question.rests_extend,
        "verb": "办结" if limit.binds is Bound.BUREAU else "办",
        "length": _key(length),
        "words": str(length),
        "allowed": _key(allowed) if allowed else "",
        "allowed_rests": bool(allowed and allowed.rests_extend),
        "stops": [stop.label for stop in limit.stops],
        "extension": _key(limit.extension.by) if limit.extension else "",
        "extended": str(limit.extension.by) if limit.extension else "",
        **session.once(
            ("due", length.count, length.unit, limit.starts, limit.event, question.binds, question.rests_extend),
            lambda: _worked(session, countdown(limit, length, example_start(session))),
        ),
    }


def due_scripts(*limits: Reckoned) -> tuple[str, ...]:
    """Return the scripts of a page that shows these limits; none if no end is calculated."""
    return ("due.js",) if any(limit["due"] for limit in limits) else ()


def example_start(session: Session) -> datetime.date:
    """Return the first day of worked examples: the first working day of the next month.

    It changes once a month, so that pages do not change every day.
    """
    first = (session.as_of.replace(day=1) + datetime.timedelta(32)).replace(day=1)
    return session.calendar.on_or_after(first)


def _worked(session: Session, question: Countdown) -> WorkedView:
    """Return the rule in words and a worked example."""
    result = due(session.calendar, question)
    length = question.length
    if question.before:
        rule = _BEFORE.format(length=length) if length.amount else _DAY_BEFORE
    else:
        rule = _COUNTING[length.unit].format(length=length) if length.amount else _SAME_DAY
    return {
        "rule": rule + (_LONG_RESTS if question.lengthened else ""),
        "start": day_text(question.start),
        "end": day_text(result.date),
        "provisional": not result.certain,
    }


def _key(length: Duration) -> str:
    """Return a length as due.js reads it: 10 working_day."""
    return f"{length.amount} {length.unit.value}"
