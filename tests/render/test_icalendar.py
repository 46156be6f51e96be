"""The calendars to subscribe to: read by another program's parser, within RFC 5545, the same bytes for the same day."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.filing_calendar import FilingYear, MonthDeadline
from generator.model.registry import Registry
from generator.model.site import Site
from generator.model.taxes import Filing, Rhythm, Span, Tax
from generator.project import Project
from generator.render.icalendar import escaped, folded, icalendars
from generator.session import Session
from generator.views.filing_feeds import Event, Feed, feeds
from tests.conftest import AS_OF, with_more

letters = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)


@pytest.fixture(scope="module")
def session(example: Project) -> Session:
    return example.session


@pytest.fixture(scope="module")
def files(session: Session) -> dict[str, bytes]:
    return {file.path: file.data for file in icalendars(session.site, feeds(session), AS_OF)}


def events(data: bytes) -> list[Any]:
    """The events as the library reads them; anything that it cannot read fails."""
    calendar = icalendar.Calendar.from_ical(data)
    assert calendar.errors == []
    found = calendar.walk("VEVENT")
    assert all(event.errors == [] for event in found)
    return list(found)


def test_one_for_all_and_one_for_each_tax(session: Session, files: dict[str, bytes]) -> None:
    scheduled = [tax.id for tax in session.taxes if tax.filings]
    assert len(scheduled) >= 10
    assert files.keys() == {f"filing-calendar/{name}.ics" for name in ["all", *scheduled]}


def test_lines_are_as_the_standard_has_them(files: dict[str, bytes]) -> None:
    for data in files.values():
        assert data.endswith(b"END:VCALENDAR\r\n")
        lines = data.split(b"\r\n")
        assert not any(b"\n" in line or b"\r" in line for line in lines)
        assert max(len(line) for line in lines) <= 75
        assert all(line.decode() for line in lines[:-1])


def test_another_parser_reads_the_published_deadlines(session: Session, files: dict[str, bytes]) -> None:
    found = {str(event["UID"]): event for event in events(files["filing-calendar/all.ics"])}
    for item in session.filing_tables[2026].months:
        event = found[f"filing-2026-{item.month:02}@zwgk.example.gov.cn"]
        assert event["DTSTART"].dt == datetime.date(2026, item.month, item.day)
        assert event["DTEND"].dt - event["DTSTART"].dt == datetime.timedelta(1)
        assert (event["STATUS"], event["TRANSP"]) == ("CONFIRMED", "TRANSPARENT")
    january = found["filing-2026-01@zwgk.example.gov.cn"]
    assert "增值税" in january["DESCRIPTION"]
    assert "2025年第四季度" in january["DESCRIPTION"]


def test_every_deadline_reminds_three_days_before_and_on_its_morning(files: dict[str, bytes]) -> None:
    for event in events(files["filing-calendar/all.ics"]):
        midnight = datetime.datetime.combine(event["DTSTART"].dt, datetime.time())
        reminders = [midnight + alarm["TRIGGER"].dt - midnight for alarm in event.walk("VALARM")]
        assert reminders == [datetime.timedelta(days=-3, hours=9), datetime.timedelta(hours=9)]


def test_estimates_are_tentative(files: dict[str, bytes]) -> None:
    for event in events(files["filing-calendar/all.ics"]):
        estimated = event["DTSTART"].dt.year == 2027
        assert (event["STATUS"] == "TENTATIVE") is estimated
        assert ("暂定" in event["SUMMARY"]) is estimated


def test_events_are_unique_and_every_tax_has_its_rhythm(files: dict[str, bytes]) -> None:
    for data in files.values():
        uids = [str(event["UID"]) for event in events(data)]
        assert len(uids) == len(set(uids))
    count = {path: len(events(data)) for path, data in files.items()}
    assert count["filing-calendar/zengzhishui.ics"] == 36
    assert count["filing-calendar/huanjing-baohu-shui.ics"] == 12
    assert count["filing-calendar/gerensuodeshui.ics"] == 36 + 2 * 3
    assert count["filing-calendar/all.ics"] == 36 + 3 * 3


def test_filings_of_the_same_days_have_uids_of_their_own(session: Session) -> None:
    """Two settlements of one tax may run from March to June, and even be called the same."""
    tax = session.registry.get(Tax, "gerensuodeshui")
    assert tax
    span = Span(opens="03-01", until="06-30")
    names = ("综合所得汇算", "境外所得申报", "境外所得申报")
    filings = tuple(Filing(name=name, every=Rhythm.YEAR, span=span, basis=tax.filings[0].basis) for name in names)
    other = with_more(session, replace(tax, filings=(*tax.filings, *filings)))
    for file in icalendars(session.site, feeds(other), AS_OF):
        uids = [str(event["UID"]) for event in events(file.data)]
        assert len(uids) == len(set(uids)), file.path


def test_moving_a_deadline_keeps_its_uid(session: Session) -> None:
    table = session.filing_tables[2026]
    moved = replace(table, months=(*table.months[:11], MonthDeadline(month=12, day=31)))
    entries = {**session.registry.entries, FilingYear.FOLDER: {**session.registry.all(FilingYear), "2026": moved}}
    other = Session(replace_registry(session.registry, entries), AS_OF)
    before, after = ({event.uid: event for event in next(feeds(one)).events} for one in (session, other))
    assert before.keys() == after.keys()
    assert [uid for uid in before if before[uid].date != after[uid].date] == ["2026-12"]


def replace_registry(registry: Registry, entries: dict) -> Registry:  # type: ignore[type-arg]
    return replace(registry, entries=entries)


def test_same_day_same_bytes_another_day_another_stamp(session: Session, files: dict[str, bytes]) -> None:
    again = {file.path: file.data for file in icalendars(session.site, feeds(session), AS_OF)}
    assert again == files
    assert b"DTSTAMP:20261130T160000Z\r\n" in files["filing-calendar/all.ics"]
    later = next(icalendars(session.site, feeds(session), AS_OF + datetime.timedelta(1)))
    assert later.data == files["filing-calendar/all.ics"].replace(b"20261130T160000Z", b"20261201T160000Z")


@given(letters)
def test_folding_loses_nothing_and_cuts_no_letter(text: str) -> None:
    data = folded(text)
    assert data.endswith(b"\r\n")
    lines = data[:-2].split(b"\r\n")
    assert all(len(line) <= 75 and line.decode() is not None for line in lines)
    assert data[:-2].replace(b"\r\n ", b"").decode() == text


@given(letters, letters)
def test_any_text_comes_through(what: str, text: str) -> None:
    event = Event("a", AS_OF, f"x{text}", f"一\n{text};,\\n", "taxes/#a", True)
    (file,) = icalendars(a_site(), [Feed("a.ics", "名", f"x{what}", (event,))], AS_OF)
    calendar = icalendar.Calendar.from_ical(file.data)
    (read,) = calendar.walk("VEVENT")
    assert str(read["SUMMARY"]) == event.summary
    assert str(read["DESCRIPTION"]) == event.description
    assert str(calendar["DESCRIPTION"]) == f"x{what}"
    assert str(read["URL"]) == "https://www.example.gov.cn/sub/taxes/#a"


def a_site() -> Site:
    return Site(
        name="a",
        bureau="a",
        description="a",
        base_url="https://www.example.gov.cn/sub/",
        launched_on=AS_OF,
        organiser="a",
        contact="a",
        hotline="12366",
    )


def test_escaping() -> None:
    assert escaped("a;b,c\\d\ne\r\nf") == "a\\;b\\,c\\\\d\\ne\\nf"


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_no_line_end_of_a_text_ends_a_line(end: str) -> None:
    assert escaped(f"甲{end}ATTENDEE:mailto:x@evil.example") == "甲\\nATTENDEE:mailto:x@evil.example"


def test_control_characters_are_left_out() -> None:
    assert escaped("甲\0\x1b\x7f\t乙") == "甲\t乙"
