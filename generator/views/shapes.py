"""Types that the views of many pages use. A page's own types are beside the function that returns them."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from generator.views.due import DueView


class LinkView(TypedDict):
    """A name and the address it links to."""

    name: str
    url: str


class PromiseView(LinkView):
    """A commitment with what it promises."""

    promise: str


class ChoiceView(TypedDict):
    """A choice, by id."""

    id: str
    name: str


class AskedView(TypedDict):
    """A question about the reader's case, with the answers to choose from."""

    id: str
    ask: str
    options: list[ChoiceView]


class CountedView(ChoiceView):
    """A theme or an audience with its number of procedures."""

    count: int


class ArticleView(TypedDict):
    """An article of a law. `gist` is its summary or empty; `ended` is True if it is no longer in force."""

    number: str
    gist: str
    ended: bool


class BasisView(LinkView):
    """A law as a legal basis. `original` is the address of its text on an official site."""

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
    """A time limit. `days` is its length in rough hours, for sorting tables.

    `better` says in words in what it is better than the superior's.
    """

    id: str
    binds: str
    starts: str
    lead: str
    tail: str
    statutory: str
    rests: bool
    statutory_none: list[BasisView]
    promised: str
    better: list[str]
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
    """A post to which another hands over, and when."""

    post: LinkView | None
    when: str


class PhoneView(TypedDict):
    """A further telephone of an organ."""

    label: str
    number: str


class HoursView(TypedDict):
    """A line of opening hours. `range` is the first and last day of its season, 05-01 09-30, or empty."""

    kind: str
    regular: bool
    season: str
    span: str
    range: str
    days: str
    times: str
    note: str


class WindowView(TypedDict):
    """A window of a hall."""

    name: str
    number: str
    floor: str


class PlaceView(LinkView):
    """An organ's address, telephones and hours."""

    kind: str
    address: str
    inquiry_phone: str
    complaint_phone: str
    phones: list[PhoneView]
    hours: list[HoursView]


class ContactView(PlaceView):
    """An organ with the windows concerned, as the component `contact` shows it."""

    windows: list[WindowView]


class ChangeView(TypedDict):
    """Days on which an organ's hours differ."""

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
    """A change of opening hours as hours.js reads it. `on` and `until` are its first and last day, YYYY-MM-DD."""

    on: str
    until: str
    times: list[str]


class OpeningCalendarView(TypedDict):
    """Days off (first and last of each break) and make-up workdays, certain up to `until`; all YYYY-MM-DD."""

    until: str
    off: list[list[str]]
    on: list[str]
