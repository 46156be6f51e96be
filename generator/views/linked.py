"""Linked data: what search engines and maps read of a page, as objects of schema.org.

Everything in it also stands on the page. Every page has its breadcrumbs; guides, halls and other organs have more.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.calendar.hours import in_season
from generator.model.organs import Hours, HoursKind, Organ, Weekday
from generator.model.procedures import Procedure
from generator.model.routes import address
from generator.session import Session
from generator.views.common import bureau_name

Linked = Mapping[str, Any]
"""One object of schema.org."""

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS_OF: Mapping[Weekday, Sequence[str]] = {
    Weekday.WORKDAY: _DAYS[:5],
    Weekday.ALL: _DAYS,
    **{day: (name,) for day, name in zip(list(Weekday)[2:], _DAYS, strict=True)},
}
_YEAR = 366


def absolute(session: Session, url: str) -> str:
    """Return an address on the site as a whole one."""
    return f"{session.site.base_url.rstrip('/')}/{url}"


def service(session: Session, procedure: Procedure) -> tuple[Linked, ...]:
    """Return a procedure as a service of the bureau. Its questions stand on the page alone: guides are to be small."""
    places = [session.registry.get(Organ, place.organ) for place in procedure.where]
    found: dict[str, Any] = {
        "@type": "GovernmentService",
        "name": procedure.name,
        "description": procedure.summary,
        "url": absolute(session, address(procedure)),
        "provider": {"@type": "GovernmentOffice", "name": bureau_name(session)},
    }
    if halls := [absolute(session, address(organ)) for organ in places if organ]:
        found["availableChannel"] = [
            {"@type": "ServiceChannel", "serviceLocation": {"@type": "GovernmentOffice", "url": url}} for url in halls
        ]
    return (found,)


def questions(items: Iterable[tuple[str, str]]) -> tuple[Linked, ...]:
    """Return questions with their answers as one object; none without questions."""
    found = [
        {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}
        for question, answer in items
    ]
    return ({"@type": "FAQPage", "mainEntity": found},) if found else ()


def office(session: Session, organ: Organ) -> tuple[Linked, ...]:
    """Return an organ with its address, telephone and regular opening hours."""
    parent = session.registry.get(Organ, organ.parent)
    hours = [item for line in organ.hours if line.kind is HoursKind.REGULAR for item in _hours(line, session.as_of)]
    found = {
        **_brief(session, organ),
        "description": organ.summary,
        "telephone": organ.inquiry_phone,
        "openingHoursSpecification": hours,
        "parentOrganization": _brief(session, parent) if parent else None,
    }
    return ({key: value for key, value in found.items() if value},)


def _brief(session: Session, organ: Organ) -> dict[str, Any]:
    """Return an organ's name, page and address."""
    found = {"@type": "GovernmentOffice", "name": organ.name, "url": absolute(session, address(organ))}
    return {**found, "address": organ.address} if organ.address else found


def _hours(line: Hours, day: datetime.date) -> list[Linked]:
    """Return a line of opening hours, an object for each time span: in season on `day`, until the season's end."""
    if line.weeks or not in_season(line, f"{day:%m-%d}"):
        return []
    season = {} if line.end is None else {"validThrough": str(_season_end(line, day))}
    days = [name for item in line.days for name in _DAYS_OF[item]]
    return [
        {"@type": "OpeningHoursSpecification", "dayOfWeek": days, "opens": opens, "closes": closes, **season}
        for opens, closes in (span.split("-") for span in line.times)
    ]


def _season_end(line: Hours, day: datetime.date) -> datetime.date:
    """Return the last day, from `day`, of the season that a line applies to."""
    coming = (day + datetime.timedelta(number) for number in range(1, _YEAR))
    after = next((date for date in coming if not in_season(line, f"{date:%m-%d}")), day)
    return after - datetime.timedelta(1)
