"""Writes calendars as iCalendar files (RFC 5545).

The library `icalendar` is not used: it is 5.5 MB and takes 0.2 s to import, and only a dozen properties are written.
The tests parse the files with it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from generator.model.site import Site
from generator.render.pages import File
from generator.views.filing_feeds import Event, Feed

_OCTETS = 75
_ALARMS = ("-P2DT15H", "PT9H")
"""When an event reminds, counted from its midnight: at nine, three days before and on the day."""
_LINE_END = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")  # whatever some program takes for one
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def icalendars(site: Site, feeds: Iterable[Feed], as_of: datetime.date) -> Iterator[File]:
    """Yield one file per calendar. The same day and data give the same bytes."""
    for feed in feeds:
        lines = [*_head(feed), *(line for event in feed.events for line in _event(site, event, as_of)), "END:VCALENDAR"]
        yield File(feed.path, b"".join(folded(line) for line in lines))


def _head(feed: Feed) -> Iterator[str]:
    """Yield the calendar's own properties, with a refresh interval of one day."""
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//zwgk//filing calendar//ZH", "CALSCALE:GREGORIAN")
    yield "METHOD:PUBLISH"
    for name in ("NAME", "X-WR-CALNAME"):
        yield f"{name}:{escaped(feed.name)}"
    for name in ("DESCRIPTION", "X-WR-CALDESC"):
        yield f"{name}:{escaped(feed.description)}"
    yield from ("REFRESH-INTERVAL;VALUE=DURATION:P1D", "X-PUBLISHED-TTL:P1D")


def _event(site: Site, event: Event, as_of: datetime.date) -> Iterator[str]:
    """Yield the lines of one all-day event, which is shown as free time."""
    root = site.base_url.rstrip("/")
    stamp = datetime.datetime.combine(as_of, datetime.time()) - datetime.timedelta(hours=8)  # Beijing's midnight in UTC
    yield "BEGIN:VEVENT"
    yield f"UID:filing-{event.uid}@{urlsplit(root).hostname or 'localhost'}"
    yield f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.date:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.date + datetime.timedelta(1):%Y%m%d}"
    yield f"SUMMARY:{escaped(event.summary)}"
    yield f"DESCRIPTION:{escaped(event.description)}"
    yield f"URL:{root}/{event.url}"
    yield f"STATUS:{'CONFIRMED' if event.certain else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    for trigger in _ALARMS:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(event.summary)}", f"TRIGGER:{trigger}")
        yield "END:VALARM"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    r"""Return text as it stands in a property (3.3.11): every line end as \n, other control characters left out."""
    text = _LINE_END.sub("\n", text)
    for letter, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(letter, written)
    return _CONTROL.sub("", text)


def folded(line: str) -> bytes:
    """Return a line as bytes, folded between characters into pieces of at most 75 octets (RFC 5545, 3.1)."""
    if len(line.encode()) <= _OCTETS:
        return line.encode() + b"\r\n"
    pieces, piece, room = [], b"", _OCTETS
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece, room = b"", _OCTETS - 1  # a continuation line starts with a space
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
