"""The input of all rules and views: the registry and the day, with common look-ups and a memo."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from generator.cache import Table, digest
from generator.calendar.days import WorkingDays
from generator.calendar.dues import tables_of
from generator.calendar.ends import Ends
from generator.calendar.registry import calendar_of
from generator.findings import Finding, Hit
from generator.model.calendar import YearCalendar
from generator.model.content import PageMeta
from generator.model.facts import BureauFacts
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
from generator.model.vocabularies import DEFAULTS, TermList

if TYPE_CHECKING:
    from generator.source.archive import Version

T = TypeVar("T")
E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, eq=False)
class Session:
    """A registry as of one day.

    `pdf` is True if PDF files are made too, so that pages link to them. `previous` is the burden.json of an earlier
    publication, to compare with. `harmless` names the files in which, in their present state, the rules that look at
    one file alone are known to find nothing. `above` is the superior's session if this bureau inherits from
    one, and `version` its manifest if that is a pinned archive. `bureaus` are the facts of the bureaus below, for the
    superior's pages. `pinyin` caches the readings of names between runs, `spots` the entry in which a term of synonyms
    was found last. `findings` are those of the check, for the page of self-inspection. `memo` holds the results of
    `once`.
    """

    registry: Registry
    as_of: datetime.date
    pdf: bool = False
    previous: Mapping[str, Any] | None = None
    harmless: frozenset[str] = frozenset()
    above: Session | None = None
    version: Version | None = None
    bureaus: tuple[BureauFacts, ...] = ()
    findings: tuple[Finding, ...] = ()
    pinyin: Table = field(default_factory=Table, repr=False)
    spots: Table = field(default_factory=Table, repr=False)
    memo: dict[object, Any] = field(default_factory=dict, init=False, repr=False)

    def __reduce__(self) -> tuple[type[Session], tuple[Any, ...]]:
        """Pickle without the memo and the tables, which can be computed again."""
        left_out = ("pinyin", "spots")
        return Session, tuple(
            getattr(self, item.name) for item in fields(self) if item.init and item.name not in left_out
        )

    def once(self, key: object, compute: Callable[[], T]) -> T:
        """Return the memoised result of `compute`, which is called once per key and session."""
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
        """The content pages with valid front matter, each with its front matter."""
        return [(page, page.meta) for page in self.pages if page.meta is not None]

    @property
    def broken(self) -> frozenset[Key]:
        """The entries whose files have errors."""
        return self.registry.broken

    @property
    def left_out(self) -> Mapping[str, frozenset[str]]:
        """The paths left out of records because their values are wrong, by file: `kind`, `materials/3/copies`."""
        return self.registry.left_out

    @property
    def calendar(self) -> WorkingDays:
        """The calendar of working days."""
        years = self.registry.all(YearCalendar).values()
        return self.once("calendar", lambda: calendar_of(year for year in years if not self.mended(year)))

    @property
    def ends(self) -> Ends:
        """The last days of lengths of time, for every start in this year and the next."""
        years = range(self.as_of.year, self.as_of.year + 2)
        return self.once("ends", lambda: Ends(self.calendar, years))

    @property
    def procedures(self) -> list[Procedure]:
        """Procedures in force, in the order of their id."""
        return self.once("procedures", lambda: self.current(Procedure))

    @property
    def taxes(self) -> list[Tax]:
        """Taxes and fees in force, sorted by their field `order`."""
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
        """Return True if a part of an entry was left out or replaced; such entries are not used in computations."""
        return self.registry.file(entry) in self.left_out

    def terms(self, vocabulary: str) -> Mapping[str, str]:
        """Return the terms of a list by id, in the order in which they are shown; the default ones if it has none."""
        own = self.registry.get(TermList, vocabulary)
        return own.terms if own else DEFAULTS[vocabulary]

    def label(self, vocabulary: str, id: str) -> str:
        """Return what a term of a list is called; an unknown one is called by its id."""
        return self.terms(vocabulary).get(id, id)

    def sort_key(self, name: str) -> str:
        """Return the sort key of a name: its pinyin."""
        return self.pinyin.get_or_compute(digest(name.encode()), lambda: sort_key(name).encode()).decode()

    def inherits(self, entry: Entry) -> bool:
        """Return True if an entry is the superior's, unchanged."""
        return self.above is not None and self.above.registry.entries.get(entry.FOLDER, {}).get(entry.id) is entry

    def lacks(self, entry: Entry, field: str) -> bool:
        """Return True if a field of an entry, or part of it, was left out because of a wrong value."""
        paths = self.left_out.get(self.registry.file(entry), ())
        return any(path == field or path.startswith(f"{field}/") for path in paths)

    def hit(self, entry: Entry, *path: str | int, **words: object) -> Hit:
        """Return a hit at `path` inside an entry."""
        return Hit(self.registry.file(entry), path, words)


def once(compute: Callable[[Session], T]) -> Callable[[Session], T]:
    """Memoise a function of a session, in the session."""

    @wraps(compute)
    def computed(session: Session) -> T:
        return session.once(compute, lambda: compute(session))

    return computed
