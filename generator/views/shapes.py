"""The shapes of what many pages show. A page's own shape stands beside the function that makes it."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from generator.views.due import DueView


class LinkView(TypedDict):
    """A name and where it leads."""

    name: str
    url: str


class PromiseView(LinkView):
    """A commitment with what it promises."""

    promise: str


class ChoiceView(TypedDict):
    """Something that can be chosen, by id."""

    id: str
    name: str


class CountedView(ChoiceView):
    """A theme or an audience, with how many procedures it has."""

    count: int


class ArticleView(TypedDict):
    """An article of a law: its number, its gist, empty where there is none, and whether it no longer holds."""

    number: str
    gist: str
    ended: bool


class BasisView(LinkView):
    """A law as a legal basis. `original` is the address of its text elsewhere."""

    number: str | None
    articles: list[ArticleView]
    original: str
    note: str | None
    in_force: bool


class ChannelView(TypedDict):
    """A way to reach the bureau."""

    kind: str
    label: str
    name: str
    url: str
    phone: str
    note: str


class ExtensionView(TypedDict):
    """By how much a time limit can be extended, and who approves it."""

    by: str
    approved_by: str


class LimitView(LinkView):
    """A time limit. `days` orders limits in a table, in rough hours."""

    id: str
    binds: str
    starts: str
    lead: str
    tail: str
    statutory: str
    rests: bool
    statutory_none: list[BasisView]
    promised: str
    days: float
    immediate: bool
    stops: list[str]
    extension: ExtensionView | None
    decided_by: str
    note: str
    when: str
    basis: list[BasisView]
    extension_basis: list[BasisView]
    due: DueView | None


class HandOverView(TypedDict):
    """To which post a post hands over, and when."""

    post: LinkView | None
    when: str


class PhoneView(TypedDict):
    """One of the other telephones of an organ."""

    label: str
    number: str


class HoursView(TypedDict):
    """A line of opening hours."""

    kind: str
    regular: bool
    season: str
    span: str
    days: str
    times: str
    note: str


class WindowView(TypedDict):
    """A window of a hall."""

    name: str
    number: str
    floor: str


class PlaceView(LinkView):
    """What one needs to reach an organ."""

    kind: str
    address: str
    inquiry_phone: str
    complaint_phone: str
    phones: list[PhoneView]
    hours: list[HoursView]


class ContactView(PlaceView):
    """An organ with those of its windows that matter, as the component `contact` shows it."""

    windows: list[WindowView]


class ChangeView(TypedDict):
    """Days on which an organ is open otherwise."""

    days: str
    times: str
    reason: str


class OpenView(TypedDict):
    """Opening hours as hours.js reads them. `start` and `end` are days of the year, MM-DD."""

    kind: str
    start: str | None
    end: str | None
    days: list[str]
    weeks: NotRequired[list[int]]
    times: list[str]


class OpenOtherwiseView(TypedDict):
    """A change of opening hours as hours.js reads it, with its first and last day, YYYY-MM-DD."""

    on: str
    until: str
    times: list[str]


class OpeningCalendarView(TypedDict):
    """Days off (first and last of each break) and weekends worked, settled up to a day, all YYYY-MM-DD."""

    until: str
    off: list[list[str]]
    on: list[str]
