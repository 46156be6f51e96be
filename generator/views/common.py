"""What the views share: the page, its source, and the frame of an entry's page and of an index."""

from __future__ import annotations

import datetime
import hashlib
import marshal
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property, partial
from typing import Any, NamedTuple, TypeVar

from generator.calendar.days import WorkingDays
from generator.calendar.dues import tables_of
from generator.calendar.registry import calendar_of
from generator.executor import HERE, Executor
from generator.kept import Store
from generator.load.project import CONTENT, RawPage
from generator.model.content import PageMeta, page_meta
from generator.model.derived import Derived, Maker, nothing, row_look
from generator.model.filing_calendar import FilingYear
from generator.model.organs import Organ
from generator.model.oversight import Oversight
from generator.model.procedures import Procedure
from generator.model.regimes import Regime
from generator.model.registry import Registry, referring
from generator.model.routes import INDEXES, address, index_of
from generator.model.shelf import ALL, Shared
from generator.model.site import Site
from generator.model.taxes import Tax
from generator.model.time_limits import Bound, TimeLimit
from generator.model.types import Entry

View = dict[str, Any]
T = TypeVar("T")
E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Source:
    """What every view is made from. Look-ups that many pages need are computed once.

    `pdf` says that PDF files are made beside the pages, so that pages link to them. `previous` is the burden.json of an
    earlier publication, which the burden of this one is compared with. `derived` is what was made of entries before.
    """

    registry: Registry
    pages: tuple[RawPage, ...]
    as_of: datetime.date
    pdf: bool = False
    previous: Mapping[str, Any] | None = None
    derived: Derived | None = None

    def __reduce__(self) -> tuple[type[Source], tuple[Any, ...]]:
        """Take nothing to another machine that is computed from the rest."""
        return Source, tuple(getattr(self, item.name) for item in fields(self))

    @property
    def site(self) -> Site:
        """The site's settings."""
        return self.registry.site

    def referrers(self, entry: Entry, record: type[E]) -> list[E]:
        """Return the entries of a registry that are in force and refer to `entry`."""
        return [other for other in self.registry.referrers(entry, record) if other.in_force(self.as_of)]

    @cached_property
    def shared(self) -> Shared:
        """What is computed once for all pages."""
        return Shared(self.registry.looks)

    @property
    def calendar(self) -> WorkingDays:
        """Which days are working days, as far as notices tell."""
        return self.shared.once("calendar", lambda: calendar_of(self.registry.calendar.values()))

    @property
    def procedures(self) -> list[Procedure]:
        """Procedures in force, in the order of their id."""
        return self.shared.once("procedures", lambda: self.current(Procedure))

    def bring(self, kinds: Iterable[Rows], executor: Executor = HERE, store: Store | None = None) -> None:
        """Bring rows up to date where they are kept between builds; what they put into `store` is put into this one."""
        new = {f"{kind.name} {kind.record.FOLDER}": kind for kind in kinds if not self.brought(kind)}
        if self.derived is None or not new:
            return
        names = [(kind.name, kind.record.FOLDER) for kind in new.values()]
        ids = {kind.record.FOLDER: self._ids(kind.record) for kind in new.values()}
        maker = Maker(self.registry.looks, partial(_row_by_key, self, new), store.news if store else nothing)
        for news in self.derived.bring(executor, names, ids, maker):
            if store:
                store.add(news)

    def kept(self, key: str, make: Callable[[], T]) -> T:
        """Return what is made under a key, kept between builds where anything is."""
        return self.derived.get(key, make) if self.derived else make()

    def brought(self, kind: Rows) -> bool:
        """Tell whether rows of a kind are kept between builds and have been brought up to date."""
        return self.derived is not None and (kind.name, kind.record.FOLDER) in self.derived.brought

    def row_of(self, kind: Rows, id: str) -> list[Any]:
        """Return the row of one entry, brought up to date and looked at alone; nothing where there is no such entry."""
        assert self.derived is not None
        self.registry.looks.note(row_look(kind.name, kind.record.FOLDER, id))
        return self.derived.row(kind.name, kind.record.FOLDER, id) or []

    def rows(self, kind: Rows) -> list[Any]:
        """Return the rows of one kind, in the order of their entries' ids."""
        folder = kind.record.FOLDER
        self.bring([kind])
        self.registry.looks.note(row_look(kind.name, folder))
        ids = self._ids(kind.record)
        derived = self.derived
        found = (derived.row(kind.name, folder, id) if derived else self.row(kind, id) for id in ids)
        return [row for rows in found for row in rows]

    def row(self, kind: Rows, id: str) -> list[Any]:
        """Return an entry's row, alone in a list; an empty one where it has none."""
        entry = self.registry.all(kind.record)[id]
        return [kind.make(self, entry)] if kind.always or entry.in_force(self.as_of) else []

    def _ids(self, record: type[Entry]) -> list[str]:
        """Return the ids of a registry; who uses them notes what is looked at."""
        with self.registry.looks.noted(apart=True):
            return list(self.registry.all(record))

    @cached_property
    def listed(self) -> Mapping[str, View]:
        """What lists of procedures show of those in force, by id; see `procedures_of`."""
        with self.registry.looks.noted(apart=True):
            return dict(self.rows(LISTED))

    def procedures_of(self, entry: Entry) -> list[View]:
        """Return what lists show of the procedures in force that refer to an entry."""
        looks = self.registry.looks
        looks.note((referring(Procedure.FOLDER, entry.FOLDER), entry.id))
        found = []
        for folder, id in self.registry.backlinks.get((entry.FOLDER, entry.id), ()):
            if folder == Procedure.FOLDER:
                looks.note(row_look(LISTED.name, folder, id))
                if id in self.listed:
                    found.append(self.listed[id])
        return found

    def limits(self, owner: Procedure | Regime | Oversight) -> list[TimeLimit]:
        """Return the time limits in force that belong to an entry, in the order of their id."""
        return self.referrers(owner, TimeLimit)

    def promise(self, procedure: Procedure) -> TimeLimit | None:
        """Return the limit that is shown first: the first by id that binds the bureau."""
        limits = self.limits(procedure)
        return next((limit for limit in limits if limit.binds is Bound.BUREAU and limit.promised), None)

    def current(self, record: type[E]) -> list[E]:
        """Return the entries of a registry that are in force, in the order of their id."""
        return [entry for entry in self.registry.all(record).values() if entry.in_force(self.as_of)]

    @property
    def written(self) -> list[tuple[RawPage, PageMeta]]:
        """The content pages whose front matter is right, with it."""
        self.registry.looks.note((CONTENT, ALL))
        return self.shared.once("written", lambda: [(raw, meta) for raw in self.pages if (meta := page_meta(raw)[0])])

    @property
    def taxes(self) -> list[Tax]:
        """Taxes and fees in force, in the order that editors gave them."""
        return sorted(self.current(Tax), key=lambda tax: (tax.order is None, tax.order or 0))

    @property
    def filing_tables(self) -> Mapping[int, FilingYear]:
        """The published tables of filing deadlines that are in force, by year."""
        return tables_of(self.current(FilingYear))

    @property
    def bureau(self) -> Organ | None:
        """The bureau whose site this is."""
        return self.registry.get(Organ, self.site.bureau)


@dataclass(frozen=True, slots=True)
class Rows:
    """What pages that show many entries take of each entry of a registry: plain data, kept between builds.

    `make` makes it of an entry; of those that are not in force only where they `always` have one.
    """

    name: str
    record: type[Entry]
    make: Callable[[Source, Any], Any]
    always: bool = False


def _listed(_: Source, procedure: Procedure) -> tuple[str, View]:
    """Return id and row of a procedure: name and address, and what it refers to and how."""
    laws: dict[str, list[str]] = {}
    for basis in procedure.basis:
        laws.setdefault(basis.law, []).extend(basis.articles)
    places: dict[str, list[str]] = {}
    for place in procedure.where:
        places.setdefault(place.organ, []).extend(place.windows)
    return procedure.id, {
        "name": procedure.name,
        "url": address(procedure),
        "laws": laws,
        "materials": sorted({use.material for use in procedure.materials}),
        "not_needed": list(procedure.not_needed),
        "duties": list(procedure.duties),
        "first_contact": procedure.first_contact,
        "places": places,
    }


def _row_by_key(source: Source, kinds: Mapping[str, Rows], key: str) -> list[Any]:
    """Return the row that is kept under a key: name registry/id."""
    kind, _, id = key.rpartition("/")
    return source.row(kinds[kind], id)


LISTED = Rows("listed", Procedure, _listed)
"""Of procedures: name and address, and what they refer to and how."""


def content_digests(pages: Iterable[RawPage]) -> dict[str, bytes]:
    """Return the digests of content pages, by name, as looks at them are noted: all at once."""
    return {f"{CONTENT}/{page.file}": hashlib.sha256(f"{page.meta}\0{page.body}".encode()).digest() for page in pages}


def named(rows: Iterable[View]) -> list[View]:
    """Return names and addresses alone."""
    return [{"name": row["name"], "url": row["url"]} for row in rows]


@dataclass(frozen=True)
class Page:
    """One page: its address, the template that shows it, and everything it shows as plain data.

    `section` is the index page that the navigation marks; `toc` the anchors of the page, in order; `scripts` those of
    theme/assets/ that this page needs beside those of every page; `noindex` keeps it out of sitemap.xml and of search
    engines; `pager`, of a list on several pages, tells which page this is.
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
    scripts: tuple[str, ...] = ()
    noindex: bool = False
    pager: View | None = None

    def packed(self) -> bytes:
        """Return everything the page shows as bytes, the same for the same page.

        Raises ValueError where something in it is not plain data.
        """
        return marshal.dumps(tuple(getattr(self, name) for name in _PAGE_FIELDS), 0)

    def stub(self) -> Stub:
        """Return what lists need of the page."""
        return Stub(self.url, self.title, self.section, self.kind, self.published, self.noindex)


class Stub(NamedTuple):
    """A page as lists need it, small enough to keep of every page."""

    url: str
    title: str
    section: str
    kind: str
    published: str
    noindex: bool


_PAGE_FIELDS = tuple(item.name for item in fields(Page))


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
            "past": withdrawn.on <= as_of,
            "reason": withdrawn.reason,
            "replaced_by": withdrawn.replaced_by,
        },
    }


def text(value: object) -> str:
    """Return a value as text; nothing as an empty text."""
    return "" if value is None else str(value)
