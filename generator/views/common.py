"""What the views share: the page, its source, and the small pieces that many pages show."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from generator.load.project import RawPage
from generator.model.organs import HoursKind, Organ, OrganKind
from generator.model.procedures import Procedure
from generator.model.registry import Registry
from generator.model.routes import INDEXES, address, index_of
from generator.model.site import Site
from generator.model.time_limits import Bound, TimeLimit
from generator.model.types import Basis, Channel, Entry, Unit

View = dict[str, Any]
E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Source:
    """What every view is made from. Look-ups that many pages need are computed once."""

    registry: Registry
    pages: tuple[RawPage, ...]
    as_of: datetime.date

    @property
    def site(self) -> Site:
        """The site's settings."""
        return self.registry.site

    def referrers(self, entry: Entry, record: type[E]) -> list[E]:
        """Return the entries of a registry that are in force and refer to `entry`."""
        return [other for other in self.registry.referrers(entry, record) if other.in_force(self.as_of)]

    @cached_property
    def procedures(self) -> list[Procedure]:
        """Procedures in force, in the order of their id."""
        return self.current(Procedure)

    @cached_property
    def limits(self) -> Mapping[tuple[str, str], list[TimeLimit]]:
        """Time limits in force by what they belong to, (kind, id)."""
        found: dict[tuple[str, str], list[TimeLimit]] = {}
        for limit in self.current(TimeLimit):
            for kind in ("procedure", "regime", "oversight"):
                if owner := getattr(limit.of, kind):
                    found.setdefault((kind, owner), []).append(limit)
        return found

    def promise(self, procedure: Procedure) -> TimeLimit | None:
        """Return the limit that is shown first: the first by id that binds the bureau."""
        limits = self.limits.get(("procedure", procedure.id), [])
        return next((limit for limit in limits if limit.binds is Bound.BUREAU and limit.promised), None)

    def current(self, record: type[E]) -> list[E]:
        """Return the entries of a registry that are in force, in the order of their id."""
        return [entry for entry in self.registry.all(record).values() if entry.in_force(self.as_of)]

    @cached_property
    def bureau(self) -> Organ | None:
        """The bureau whose site this is."""
        return self.registry.get(Organ, self.site.bureau)


@dataclass(frozen=True)
class Page:
    """One page: its address, the template that shows it, and everything it shows as plain data.

    `section` is the index page that the navigation marks; `toc` the anchors of the page, in order.
    """

    url: str
    template: str
    title: str
    description: str
    section: str
    view: View
    kind: str = "detail"
    toc: tuple[tuple[str, str], ...] = ()
    column: str = ""
    published: str = ""
    content_source: str = ""
    keywords: tuple[str, ...] = ()
    crumbs: tuple[tuple[str, str], ...] = field(default=())
    markdown: str = ""


def detail(source: Source, entry: Entry, template: str, description: str, view: View, **more: Any) -> Page:
    """Return an entry's page, under its registry's index, with what every entry's page shows."""
    index = index_of(entry.FOLDER)
    dates = [day for day in (entry.effective_from, entry.verified_on) if day]
    return Page(
        address(entry),
        template,
        entry.name,
        description,
        index,
        {**view, "record": provenance(entry, source.as_of)},
        column=INDEXES[index],
        published=str(max(dates)) if dates else "",
        content_source=entry.source or "",
        crumbs=(("", "首页"), (index, INDEXES[index])),
        **more,
    )


def listing(url: str, template: str, description: str, view: View, **more: Any) -> Page:
    """Return an index page."""
    return Page(
        url,
        template,
        INDEXES[url],
        description,
        url,
        view,
        kind="list",
        column=INDEXES[url],
        crumbs=(("", "首页"),) if url else (),
        **more,
    )


def provenance(entry: Entry, as_of: datetime.date) -> View:
    """Return where an entry's facts come from, when they were verified, and whether it holds on the day."""
    withdrawn = entry.withdrawn
    return {
        "source": entry.source,
        "verified_on": text(entry.verified_on),
        "effective_from": text(entry.effective_from),
        "effective_to": text(entry.effective_to),
        "begun": entry.effective_from is None or entry.effective_from <= as_of,
        "ended": entry.effective_to is not None and entry.effective_to < as_of,
        "withdrawn": withdrawn
        and {
            "on": text(withdrawn.on),
            "reason": withdrawn.reason,
            "replaced_by": withdrawn.replaced_by,
        },
    }


def text(value: object) -> str:
    """Return a value as text; nothing as an empty text."""
    return "" if value is None else str(value)


def link(entry: Entry) -> View:
    """Return an entry's name and address."""
    return {"name": entry.name, "url": address(entry)}


def links(source: Source, folder: str, ids: Iterable[str]) -> list[View]:
    """Return names and addresses of the entries of these ids that exist."""
    known = source.registry.entries[folder]
    return [link(known[id]) for id in ids if id in known]


def link_to(source: Source, folder: str, id: str | None) -> View | None:
    """Return name and address of one entry, or None."""
    return next(iter(links(source, folder, [id] if id else [])), None)


def entry_links(entries: Iterable[Entry]) -> list[View]:
    """Return names and addresses of entries, in their order."""
    return [link(entry) for entry in entries]


def bases(source: Source, basis: Iterable[Basis]) -> list[View]:
    """Return legal bases: the law, its number, the articles with their gist, and whether it is in force."""
    found: list[View] = []
    for item in basis:
        law = source.registry.laws.get(item.law)
        if law is None:
            continue
        gist = {article.number: article.summary for article in law.articles if article.summary}
        found.append(
            {
                **link(law),
                "number": law.number,
                "articles": [{"number": number, "gist": _gist(gist, number)} for number in item.articles],
                "note": item.note,
                "in_force": law.in_force(source.as_of) and not law.repealed_by,
            }
        )
    return found


def _gist(gist: Mapping[str, str], number: str) -> str:
    """Return the summary of an article; 第三十一条第二款 falls back on 第三十一条."""
    return gist.get(number) or gist.get(number.partition("条")[0] + "条", "")


def channels(items: Iterable[Channel]) -> list[View]:
    """Return channels as plain data."""
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


def limit_view(source: Source, limit: TimeLimit) -> View:
    """Return a time limit as plain data: durations as text, the case it is for, its legal bases."""
    basis = [limit.statutory.basis] if limit.statutory and limit.statutory.basis else []
    if limit.extension and limit.extension.basis:
        basis.append(limit.extension.basis)
    procedure = source.registry.procedures.get(limit.of.procedure or "")
    return {
        "id": limit.id,
        "name": limit.name,
        "url": address(limit),
        "binds": limit.binds.value,
        "starts": limit.starts.label,
        "statutory": str(limit.statutory) if limit.statutory else "",
        "promised": str(limit.promised) if limit.promised else "",
        "days": rough_hours(limit),
        "immediate": bool(limit.promised and limit.promised.unit is Unit.ON_THE_SPOT),
        "stops": [stop.label for stop in limit.stops],
        "extension": limit.extension and {"by": str(limit.extension.by), "approved_by": limit.extension.approved_by},
        "note": limit.note or "",
        "when": when_text(procedure, limit.when) if procedure else "",
        "basis": bases(source, basis),
    }


def when_text(procedure: Procedure, when: Mapping[str, tuple[str, ...]] | None) -> str:
    """Return a condition in words: 由代理人办理；属于资金不足."""
    if not when:
        return ""
    parts = []
    for key, options in when.items():
        situation = procedure.situations.get(key)
        labels = [situation.options.get(option, option) for option in options] if situation else list(options)
        parts.append("或".join(labels))
    return "，且".join(parts)


_HOURS = {
    Unit.ON_THE_SPOT: 0,
    Unit.HOUR: 1,
    Unit.WORKING_DAY: 34,
    Unit.CALENDAR_DAY: 24,
    Unit.MONTH: 730,
    Unit.YEAR: 8766,
}


def rough_hours(limit: TimeLimit) -> int:
    """Return rough hours, only to order limits of different units in a table."""
    duration = limit.promised or limit.statutory
    return duration.amount * _HOURS[duration.unit] if duration else 0


def contact(organ: Organ) -> View:
    """Return what one needs to reach an organ."""
    return {
        **link(organ),
        "kind": organ.kind.value,
        "address": organ.address or "",
        "inquiry_phone": organ.inquiry_phone or "",
        "complaint_phone": organ.complaint_phone or "",
        "hours": hours(organ),
        "windows": [],
    }


def hours(organ: Organ) -> list[View]:
    """Return opening hours as lines: what kind, when in the year, which days, what times."""
    return [
        {
            "kind": item.kind.label,
            "regular": item.kind is HoursKind.REGULAR,
            "season": item.season or "",
            "span": f"{_month_day(item.start)}至{_month_day(item.end)}" if item.start and item.end else "",
            "days": "、".join(day.label for day in item.days),
            "times": "、".join(time.replace("-", "—") for time in item.times),
            "note": item.note or "",
        }
        for item in organ.hours
    ]


def _month_day(value: str) -> str:
    """Return 05-01 as 5月1日."""
    month, day = value.split("-")
    return f"{int(month)}月{int(day)}日"


def is_place(organ: Organ) -> bool:
    """Tell whether taxpayers go to an organ to have matters settled."""
    return organ.kind in (OrganKind.HALL, OrganKind.BRANCH)
