"""What rules and views are functions of: the registry and the day, with look-ups that many of them need."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import wraps
from typing import Any, TypeVar

from generator.cache import Table, digest
from generator.calendar.days import WorkingDays
from generator.calendar.dues import tables_of
from generator.calendar.ends import Ends
from generator.calendar.registry import calendar_of
from generator.findings import Hit
from generator.model.calendar import YearCalendar
from generator.model.content import PageMeta
from generator.model.filing_calendar import FilingYear
from generator.model.organs import Organ
from generator.model.oversight import Oversight
from generator.model.pinyin import sort_key
from generator.model.procedures import Procedure
from generator.model.regimes import Regime
from generator.model.registry import ContentPage, Key, Registry
from generator.model.site import Site
from generator.model.taxes import Tax
from generator.model.time_limits import Bound, TimeLimit
from generator.model.types import Entry

T = TypeVar("T")
E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, eq=False)
class Session:
    """A registry as of one day.

    `pdf` says that PDF files are made beside the pages, so that pages link to them. `previous` is the burden.json of an
    earlier publication, which the burden of this one is compared with. `harmless` names the entries' files
    in which nothing was found, as they are now, that must not be published. `pinyin` keeps the
    readings of names between runs. `memo` holds what `once` computed.
    """

    registry: Registry
    as_of: datetime.date
    pdf: bool = False
    previous: Mapping[str, Any] | None = None
    harmless: frozenset[str] = frozenset()
    pinyin: Table = field(default_factory=Table, repr=False)
    memo: dict[object, Any] = field(default_factory=dict, init=False, repr=False)

    def __reduce__(self) -> tuple[type[Session], tuple[Any, ...]]:
        """Leave what can be computed again out of what is sent to another machine."""
        return Session, tuple(getattr(self, item.name) for item in fields(self) if item.init and item.name != "pinyin")

    def once(self, key: object, compute: Callable[[], T]) -> T:
        """Return what `compute` gives; it is called once a session for each key."""
        if key not in self.memo:
            self.memo[key] = compute()
        return self.memo[key]  # type: ignore[no-any-return]  # a key stands for one kind of value

    @property
    def site(self) -> Site:
        """The site's settings."""
        return self.registry.site

    @property
    def pages(self) -> tuple[ContentPage, ...]:
        """The pages of content/."""
        return self.registry.pages

    @property
    def written(self) -> list[tuple[ContentPage, PageMeta]]:
        """The content pages whose front matter is right, with it."""
        return [(page, page.meta) for page in self.pages if page.meta is not None]

    @property
    def broken(self) -> frozenset[Key]:
        """The entries with errors of their own."""
        return self.registry.broken

    @property
    def left_out(self) -> Mapping[str, frozenset[str]]:
        """The paths of what records are without because it is wrong, by file: `kind`, `materials/3/copies`."""
        return self.registry.left_out

    @property
    def calendar(self) -> WorkingDays:
        """Which days are working days, as far as notices tell."""
        years = self.registry.all(YearCalendar).values()
        return self.once("calendar", lambda: calendar_of(year for year in years if not self.mended(year)))

    @property
    def ends(self) -> Ends:
        """When lengths of time end, for every start of this year and the next."""
        years = range(self.as_of.year, self.as_of.year + 2)
        return self.once("ends", lambda: Ends(self.calendar, years))

    @property
    def procedures(self) -> list[Procedure]:
        """Procedures in force, in the order of their id."""
        return self.once("procedures", lambda: self.current(Procedure))

    @property
    def taxes(self) -> list[Tax]:
        """Taxes and fees in force, in the order that editors gave them."""
        return sorted(self.current(Tax), key=lambda tax: (tax.order is None, tax.order or 0))

    @property
    def filing_tables(self) -> Mapping[int, FilingYear]:
        """The published tables of filing deadlines that are in force, by year."""
        return tables_of(table for table in self.current(FilingYear) if not self.mended(table))

    @property
    def bureau(self) -> Organ | None:
        """The bureau whose site this is."""
        return self.registry.get(Organ, self.site.bureau)

    def current(self, record: type[E]) -> list[E]:
        """Return the entries of a registry that are in force, in the order of their id."""
        return [entry for entry in self.registry.all(record).values() if entry.in_force(self.as_of)]

    def referrers(self, entry: Entry, record: type[E]) -> list[E]:
        """Return the entries of a registry that are in force and refer to `entry`."""
        return [other for other in self.registry.referrers(entry, record) if other.in_force(self.as_of)]

    def limits(self, owner: Procedure | Regime | Oversight) -> list[TimeLimit]:
        """Return the time limits in force that belong to an entry, in the order of their id."""
        return self.referrers(owner, TimeLimit)

    def promise(self, procedure: Procedure) -> TimeLimit | None:
        """Return the limit that is shown first: the first by id that binds the bureau."""
        limits = self.limits(procedure)
        return next((limit for limit in limits if limit.binds is Bound.BUREAU and limit.promised), None)

    def mended(self, entry: Entry) -> bool:
        """Return True if anything of an entry is left out or stood in for: nothing is reckoned with it."""
        return self.registry.file(entry) in self.left_out

    def sort_key(self, name: str) -> str:
        """Return what a name is sorted by: its pinyin."""
        return self.pinyin.made(digest(name.encode()), lambda: sort_key(name).encode()).decode()

    def lacks(self, entry: Entry, field: str) -> bool:
        """Return True if an entry is without a field, or part of it, because it is wrong: nothing follows from it."""
        paths = self.left_out.get(self.registry.file(entry), ())
        return any(path == field or path.startswith(f"{field}/") for path in paths)

    def hit(self, entry: Entry, *path: str | int, **words: object) -> Hit:
        """Return a hit at `path` inside an entry."""
        return Hit(self.registry.file(entry), path, words)


def once(compute: Callable[[Session], T]) -> Callable[[Session], T]:
    """Make a function of a session compute only once for each session."""

    @wraps(compute)
    def computed(session: Session) -> T:
        return session.once(compute, lambda: compute(session))

    return computed
