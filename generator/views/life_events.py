"""一件事一次办: a page for each life event, step by step, and one notice for all its matters.

Days are summed on the calendar along the order of the matters; visits are counted once a stage and hall.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TypedDict

from generator.calendar.limits import Countdown, day_text, due
from generator.model.life_events import EventStep, LifeEvent, stages
from generator.model.materials import Material
from generator.model.procedures import Necessity, OnlineDepth, Procedure
from generator.model.routes import notice_address
from generator.model.time_limits import Bound, TimeLimit
from generator.session import Session
from generator.views.bundled import bundled_notice
from generator.views.common import EntryPart, Page, detail, listing, part
from generator.views.due import example_start
from generator.views.paging import LISTED, paged
from generator.views.pieces import link, promised_range, rough_hours
from generator.views.procedures import place_views
from generator.views.shapes import LinkView


class EventCard(LinkView):
    """A life event in a list, with its number of matters."""

    summary: str
    count: int


class LifeEventsView(TypedDict):
    """What life_events.html shows."""

    items: list[EventCard]


class StepView(LinkView):
    """A matter of a life event. `together` is True if it can be done with the one before it, `online` wholly online."""

    official: str
    summary: str
    promised: str
    visits: int | None
    online: bool
    when: str
    waits: str
    note: str
    together: bool


class ElsewhereView(TypedDict):
    """What another authority does, after which of the matters."""

    name: str
    organ: str
    after: list[str]
    note: str


class SharedMaterial(LinkView):
    """A material with the matters that ask for it; `always` is True if one of them asks for it in every case."""

    used: list[str]
    always: bool


class VisitView(LinkView):
    """What one visit to a hall settles."""

    windows: list[str]
    matters: list[str]


class LifeEventView(TypedDict):
    """All that is shown of a life event. `apart` and `together` count visits; `asked` and `brought` count materials."""

    summary: str
    steps: list[StepView]
    elsewhere: list[ElsewhereView]
    materials: list[SharedMaterial]
    once: bool
    asked: int
    brought: int
    apart: int
    together: int
    visits: list[VisitView]
    start: str
    end: str
    days: int
    notice: str


class LifeEventPage(LifeEventView, EntryPart):
    """What life_event.html shows."""


def pages(session: Session) -> Iterator[Page]:
    """Yield the index."""
    events = session.current(LifeEvent)
    view: LifeEventsView = {
        "items": [{**link(item), "summary": item.summary, "count": len(item.steps)} for item in events]
    }
    words = "开店、买房、退休……一件事要办好几项：先办什么、一起办什么、材料交几份、跑几次、多久办完。"
    yield from paged(listing(LifeEvent, "life_events.html", words, view), LISTED // 2, "items")


def pages_of(session: Session, event: LifeEvent) -> Iterator[Page]:
    """Yield a life event's page and its notice."""
    view = life_event_view(session, event)
    yield detail(session, event, "life_event.html", event.summary, view, keywords=event.aliases)
    yield part(
        event,
        notice_address(event),
        "notice.html",
        f"{event.name}一次性告知书",
        f"{event.name}的几个事项合成一份：要带什么、怎么办、多久办好、去哪里办，可以打印。",
        bundled_notice(session, event),
        scripts=("qr.js", "notice.js"),
    )


def life_event_view(session: Session, event: LifeEvent) -> LifeEventView:
    """Return everything that a life event's page shows. Matters that are not in force are left out."""
    known = {
        id: found
        for id in event.ids
        if (found := session.registry.get(Procedure, id)) and found.in_force(session.as_of)
    }
    after = {
        step.procedure: [id for id in step.after if id in known] for step in event.steps if step.procedure in known
    }
    order, _ = stages(after)
    by_id = {step.procedure: step for step in event.steps}
    materials = _materials(session, [(by_id[id], item) for id, item in known.items()])
    visits = list(_visits(session, known, order))
    start, end = example_start(session), _end(session, known, after, order)
    working = (start + datetime.timedelta(number) for number in range((end - start).days + 1))
    return {
        "summary": event.summary,
        "steps": [
            _step(session, event, by_id[id], known[id], number > 0)
            for stage in order
            for number, id in enumerate(stage)
        ],
        "elsewhere": [
            {
                "name": item.name,
                "organ": item.organ,
                "after": [_called(known[id]) for id in item.after if id in known],
                "note": item.note or "",
            }
            for item in event.elsewhere
        ],
        "materials": materials,
        "once": event.materials_once,
        "asked": sum(len(item["used"]) for item in materials),
        "brought": len(materials),
        "apart": sum(item.visits.count for item in known.values() if item.visits),
        "together": len(visits),
        "visits": visits,
        "start": day_text(start),
        "end": day_text(end),
        "days": sum(map(session.calendar.is_working, working)),
        "notice": notice_address(event),
    }


def _called(procedure: Procedure) -> str:
    """Return what people call a matter."""
    return procedure.common_name or procedure.name


def _step(session: Session, event: LifeEvent, step: EventStep, procedure: Procedure, together: bool) -> StepView:
    """Return a matter as a step."""
    cases = [
        "或".join(situation.options.get(option, option) for option in options)
        for key, options in (step.when or {}).items()
        if (situation := event.situations.get(key))
    ]
    return {
        "name": _called(procedure),
        "url": link(procedure)["url"],
        "official": procedure.name if procedure.common_name else "",
        "summary": procedure.summary,
        "promised": promised_range(session.limits(procedure)),
        "visits": procedure.visits.count if procedure.visits else None,
        "online": procedure.online_depth is OnlineDepth.FULL,
        "when": "，且".join(cases),
        "waits": step.waits or "",
        "note": step.note or "",
        "together": together,
    }


def _materials(session: Session, matters: list[tuple[EventStep, Procedure]]) -> list[SharedMaterial]:
    """Return each material that a matter can ask for in the life event once, those first that several ask for."""
    found: dict[str, dict[str, bool]] = {}
    for step, procedure in matters:
        for use in procedure.materials:
            if use.necessity is not Necessity.OPTIONAL and step.possible(use.when):
                used = found.setdefault(use.material, {})
                used[_called(procedure)] = used.get(_called(procedure), False) or not (step.when or step.open(use.when))
    materials = session.registry.all(Material)
    rows: list[SharedMaterial] = [
        {**link(materials[id]), "used": list(used), "always": any(used.values())}
        for id, used in found.items()
        if id in materials
    ]
    return sorted(rows, key=lambda row: (-len(row["used"]), not row["always"]))


def _visits(session: Session, known: dict[str, Procedure], order: list[list[str]]) -> Iterator[VisitView]:
    """Yield the visits: at each stage, one to each hall, with all matters of the stage that need one there."""
    for stage in order:
        left = [known[id] for id in stage if (visits := known[id].visits) and visits.count]
        while left:
            places = {place["url"]: place for item in left for place in place_views(session, item)}
            at = {url: [item for item in left if any(place.organ in url for place in item.where)] for url in places}
            if not at:
                return
            url = max(at, key=lambda url: len(at[url]))
            windows = [
                window["name"]
                for item in at[url]
                for place in place_views(session, item)
                if place["url"] == url
                for window in place["windows"]
            ]
            yield {
                "name": places[url]["name"],
                "url": url,
                "windows": list(dict.fromkeys(windows)),
                "matters": [_called(item) for item in at[url]],
            }
            left = [item for item in left if item not in at[url]]


def _end(
    session: Session, known: dict[str, Procedure], after: dict[str, list[str]], order: list[list[str]]
) -> datetime.date:
    """Return the day by which all matters are settled if each is brought as soon as it can be, its longest case."""
    start = example_start(session)
    done: dict[str, datetime.date] = {}
    for id in (id for stage in order for id in stage):
        begun = max((done[other] for other in after[id]), default=start)
        limit = _longest(session.limits(known[id]))
        length = limit.promised if limit else None
        end = due(session.calendar, Countdown(begun, length)).date if length else begun
        done[id] = session.calendar.on_or_after(end)
    return max(done.values(), default=start)


def _longest(limits: list[TimeLimit]) -> TimeLimit | None:
    """Return the longest promise that binds the bureau; None if there is none."""
    ours = [limit for limit in limits if limit.binds is Bound.BUREAU and limit.promised and not limit.before]
    return max(ours, key=rough_hours, default=None)
