"""The list of all registries: one descriptor each, with the record, the views and the search projection.

A descriptor without a required part, or one that model/records.py does not list, raises TypeError when this module is
imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import partial
from typing import TYPE_CHECKING, Any

from generator.cache import Table
from generator.model.announcements import Announcement
from generator.model.annual_report import AnnualReport
from generator.model.appraisals import Appraisal
from generator.model.areas import Area
from generator.model.attachments import Attachment
from generator.model.calendar import YearCalendar
from generator.model.campaigns import Campaign
from generator.model.catalogue import CatalogueItem
from generator.model.commitments import Commitment
from generator.model.consultations import Consultation
from generator.model.credit_grades import CreditGrade
from generator.model.duties import Duty
from generator.model.enforcement import Enforcement
from generator.model.explanations import Explanation
from generator.model.filing_calendar import FilingYear
from generator.model.goals import Goal
from generator.model.inspections import Inspection
from generator.model.laws import Law
from generator.model.life_events import LifeEvent
from generator.model.materials import Material
from generator.model.meetings import Meeting
from generator.model.organs import Organ
from generator.model.outcomes import Outcome
from generator.model.oversight import Oversight
from generator.model.penalties import Penalty
from generator.model.plan import Plan
from generator.model.posts import Post
from generator.model.procedures import Procedure
from generator.model.questions import HotQuestion
from generator.model.ratings import Rating
from generator.model.records import RECORDS
from generator.model.rectifications import Rectification
from generator.model.regimes import Regime
from generator.model.reliefs import Relief
from generator.model.remedies import Remedy
from generator.model.requests import BranchRequest
from generator.model.results import Result
from generator.model.rhythms import Rhythm
from generator.model.rights import Right
from generator.model.rosters import Roster
from generator.model.rounds import Round
from generator.model.routes import CONTENT_KIND, CONTENT_LABEL, LISTS_KIND, LISTS_LABEL, address_of
from generator.model.schema import field_title
from generator.model.standards import Standard
from generator.model.suggestions import Suggestion
from generator.model.synonyms import Synonym
from generator.model.tasks import Task
from generator.model.taxes import Tax
from generator.model.time_limits import TimeLimit
from generator.model.types import Entry
from generator.model.vocabularies import TermList
from generator.search import projections
from generator.search.documents import Document, written
from generator.search.lists import BUREAU_KIND, BUREAU_LABEL, lists
from generator.search.lists import bureaus as bureau_documents
from generator.search.projections import Kind, Projection
from generator.session import Session
from generator.views import (
    alphabetical,
    announcements,
    annual_report,
    appraisals,
    areas,
    ask,
    attachments,
    burden,
    bureaus,
    calendar,
    campaigns,
    catalogue,
    commitments,
    consultations,
    coverage,
    credit_grades,
    derived_lists,
    disclosure,
    duties,
    enforcement,
    english,
    explanations,
    filing_calendar,
    forms,
    goals,
    home,
    inspection,
    inspections,
    laws,
    life_events,
    materials,
    meetings,
    notices,
    organs,
    outcomes,
    oversight,
    own,
    pages,
    penalties,
    performance,
    plan,
    posts,
    procedure_lists,
    procedures,
    quarters,
    questions,
    quiz,
    ratings,
    rectifications,
    regimes,
    release,
    reliefs,
    remedies,
    requests,
    results,
    rhythms,
    rights,
    rosters,
    rounds,
    search,
    site_map,
    standards,
    suggestions,
    synonyms,
    tasks,
    taxes,
    time_limits,
    upstream,
    vocabularies,
)
from generator.views.common import Page, Stub

if TYPE_CHECKING:
    from generator.render.pages import File


@dataclass(frozen=True, slots=True)
class Descriptor:
    """One registry: its record (fields, folder, titles, reader), its views, and its search projection.

    `index` yields the pages that list all entries. `entry` yields the pages of one entry; it is empty if the record is
    ON_ONE_PAGE, or if `index` yields the entries' pages too (`index_makes_entries`). `projection` is None if the search
    leaves the registry out.
    """

    record: type[Entry]
    index: Callable[[Session], Iterator[Page]]
    entry: tuple[Callable[[Session, Any], Iterator[Page]], ...] = ()
    projection: Projection | None = None
    index_makes_entries: bool = False

    def __post_init__(self) -> None:
        """Raise TypeError if a part is missing."""
        record = self.record
        for name in ("FOLDER", "TITLE", "COLUMN"):
            if not getattr(record, name):
                raise TypeError(f"{record.__name__} has no {name}")
        if not all(record.DISCLOSES):
            raise TypeError(f"{record.__name__} does not say what it DISCLOSES")
        if [record.ON_ONE_PAGE, bool(self.entry), self.index_makes_entries].count(True) != 1:
            raise TypeError(f"{record.__name__}: entries have pages of their own, or stand ON_ONE_PAGE")
        for item in fields(record):
            if field_title(record, item.name) is None:
                raise TypeError(f"{record.__name__}.{item.name} has no Chinese title")


_DESCRIPTORS: tuple[Descriptor, ...] = (
    Descriptor(Procedure, procedure_lists.pages, (procedures.pages_of, notices.pages_of), projections.PROCEDURES),
    Descriptor(LifeEvent, life_events.pages, (life_events.pages_of,), projections.LIFE_EVENTS),
    Descriptor(Material, materials.pages, (materials.pages_of, forms.pages_of), projections.MATERIALS),
    Descriptor(TimeLimit, time_limits.pages),
    Descriptor(Relief, reliefs.pages, (reliefs.pages_of,), projections.RELIEFS),
    Descriptor(Standard, standards.pages, (), projections.STANDARDS),
    Descriptor(FilingYear, filing_calendar.pages, index_makes_entries=True),
    Descriptor(Tax, taxes.pages),
    Descriptor(Duty, duties.pages, (duties.pages_of,), projections.DUTIES),
    Descriptor(Post, posts.pages, (posts.pages_of,), projections.POSTS),
    Descriptor(Regime, regimes.pages, (regimes.pages_of,), projections.REGIMES),
    Descriptor(CreditGrade, credit_grades.pages, (), projections.CREDIT_GRADES),
    Descriptor(Law, laws.pages, (laws.pages_of,), projections.LAWS),
    Descriptor(Commitment, commitments.pages, (), projections.COMMITMENTS),
    Descriptor(Result, results.pages, (results.pages_of,), projections.RESULTS),
    Descriptor(Explanation, explanations.pages, (), projections.EXPLANATIONS),
    Descriptor(Consultation, consultations.pages, (consultations.pages_of,), projections.CONSULTATIONS),
    Descriptor(Task, tasks.pages, (tasks.pages_of,), projections.TASKS),
    Descriptor(Rectification, rectifications.pages, (rectifications.pages_of,), projections.RECTIFICATIONS),
    Descriptor(Round, rounds.pages, (rounds.pages_of,), projections.ROUNDS),
    Descriptor(Suggestion, suggestions.pages, (), projections.SUGGESTIONS),
    Descriptor(BranchRequest, requests.pages),
    Descriptor(Meeting, meetings.pages, (), projections.MEETINGS),
    Descriptor(Outcome, outcomes.pages),
    Descriptor(Appraisal, appraisals.pages, (appraisals.pages_of,), projections.APPRAISALS),
    Descriptor(Goal, goals.pages, (goals.pages_of,), projections.GOALS),
    Descriptor(Plan, plan.pages),
    Descriptor(Campaign, campaigns.pages, (campaigns.pages_of,), projections.CAMPAIGNS),
    Descriptor(Rhythm, rhythms.pages, (rhythms.pages_of,), projections.RHYTHMS),
    Descriptor(Remedy, remedies.pages, (), projections.REMEDIES),
    Descriptor(Right, rights.pages, (), projections.RIGHTS),
    Descriptor(HotQuestion, questions.pages, (), projections.QUESTIONS),
    Descriptor(Rating, ratings.pages),
    Descriptor(Oversight, oversight.pages, (oversight.pages_of,), projections.OVERSIGHT),
    Descriptor(Organ, organs.pages, (organs.pages_of,), projections.ORGANS),
    Descriptor(Enforcement, enforcement.pages, (enforcement.pages_of,), projections.ENFORCEMENT),
    Descriptor(Inspection, inspections.pages, (), projections.INSPECTIONS),
    Descriptor(Penalty, penalties.pages, (), projections.PENALTIES),
    Descriptor(Announcement, announcements.pages, (), projections.ANNOUNCEMENTS),
    Descriptor(AnnualReport, annual_report.pages, (annual_report.pages_of,), projections.ANNUAL_REPORTS),
    Descriptor(Area, areas.pages, (), projections.AREAS),
    Descriptor(CatalogueItem, catalogue.pages),
    Descriptor(Attachment, attachments.pages, (), projections.ATTACHMENTS),
    Descriptor(Synonym, synonyms.pages),
    Descriptor(YearCalendar, calendar.pages),
    Descriptor(Roster, rosters.pages),
    Descriptor(TermList, vocabularies.pages),
)
"""The built-in registries, in no order."""


def _in_order(found: Iterable[Descriptor]) -> tuple[Descriptor, ...]:
    """Return descriptors in the order of RECORDS. Raises TypeError if these are not the same registries."""
    by_record = {descriptor.record: descriptor for descriptor in found}
    if other := sorted(record.__name__ for record in by_record.keys() ^ {*RECORDS}):
        raise TypeError(f"in RECORDS (model/records.py) or among the descriptors, not in both: {', '.join(other)}")
    return tuple(by_record[record] for record in RECORDS)


REGISTRIES = _in_order(_DESCRIPTORS)
"""The built-in registries, in the order in which they are shown: that of RECORDS."""

_OTHER_PAGES: tuple[Callable[[Session], Iterator[Page]], ...] = (
    performance.pages,
    quarters.pages,
    coverage.pages,
    derived_lists.pages,
    ask.pages,
    english.pages,
    burden.pages,
    quiz.pages,
    disclosure.pages,
    inspection.pages,
    release.pages,
    pages.pages,
    search.pages,
    alphabetical.pages,
    bureaus.pages,
    upstream.pages,
)
"""Pages that show several registries."""


def descriptor_of(record: type[Entry]) -> Descriptor:
    """Return the descriptor of a registry. Own registries get the generic views and search projection."""
    builtin = next((descriptor for descriptor in REGISTRIES if descriptor.record is record), None)
    return builtin or Descriptor(record, partial(own.pages, record=record), (own.pages_of,), projections.OWN)


def descriptors(session: Session) -> list[Descriptor]:
    """Return the descriptors of a project's registries, in the order in which they are shown."""
    return [descriptor_of(record) for record in session.registry.kinds.values()]


def _indexes(session: Session) -> Mapping[str, Callable[[Session], Iterator[Page]]]:
    """Return the functions that yield the pages of many entries, by the name of the part, in the order of the site."""
    own = {f"{descriptor.record.FOLDER}/": descriptor.index for descriptor in descriptors(session)}
    return {"": home.pages, **own, **{make.__module__: make for make in _OTHER_PAGES}}


def list_parts(session: Session) -> list[str]:
    """Return the names of the parts that show many entries, in the order of the site."""
    return list(_indexes(session))


def entry_parts(session: Session) -> list[str]:
    """Return the names of the parts that show one entry each ("folder/id"), in the order of the site."""
    return [
        f"{descriptor.record.FOLDER}/{id}"
        for descriptor in descriptors(session)
        if descriptor.entry
        for id in session.registry.entries[descriptor.record.FOLDER]
    ]


def pages_of(session: Session, part: str) -> Iterator[Page]:
    """Yield the pages of a part. For an entry these include the redirects from its former addresses."""
    folder, _, id = part.partition("/")
    if not id:
        yield from _indexes(session)[part](session)
        return
    entry = session.registry.entries[folder][id]
    for make in descriptor_of(type(entry)).entry:
        yield from make(session, entry)
    yield from site_map.moved(entry)


def site_pages(session: Session) -> Iterator[Page]:
    """Yield every page of the site in a fixed order. The site map is last and lists the others."""
    stubs: list[Stub] = []
    for part in (*list_parts(session), *entry_parts(session)):
        for page in pages_of(session, part):
            stubs.append(page.stub())
            yield page
    yield from site_map.pages(session, stubs)


def documents(session: Session) -> Iterator[Document]:
    """Yield all documents of the search by kind; those whose names are loaded first come first."""
    listed = [(item.projection, item.record) for item in descriptors(session) if item.projection]
    for first in (True, False):
        for projection, record in sorted(listed, key=lambda item: item[0].place):
            if projection.first is first:
                yield from projection.documents(session, record)
        if first:
            yield from written(session)
            yield from lists(session)
            yield from bureau_documents(session)


def extract_documents(session: Session, table: Table) -> None:
    """Extract all documents of a session for the search into an empty `table`, for the bureaus below to share."""
    from generator.search.index import extract  # not needed to check a project

    if table.is_empty:
        for document in documents(session):
            extract(document, table)


def search_kinds(session: Session) -> dict[str, Kind]:
    """Return the kinds of documents by name, as names.json gives them to the browser."""
    kinds = {
        item.record.FOLDER: Kind(
            item.record.TITLE,
            address_of(item.record, "*"),
            item.projection.weight,
            item.projection.alone,
            item.projection.answers,
            item.projection.first,
        )
        for item in descriptors(session)
        if item.projection
    }
    kinds[CONTENT_KIND] = Kind(CONTENT_LABEL, "*/", projections.CONTENT_WEIGHT, first=True)
    kinds[LISTS_KIND] = Kind(LISTS_LABEL, "*/", projections.LISTS_WEIGHT, first=True)
    if session.bureaus:
        kinds[BUREAU_KIND] = Kind(BUREAU_LABEL, "*/", projections.CONTENT_WEIGHT, first=True)
    return kinds


def search_files(session: Session, table: Table | None = None) -> Iterator[File]:
    """Yield the files of the site's search index; `table` caches intermediate results."""
    from generator.search.files import files  # not needed to check a project

    return files(session, documents(session), search_kinds(session), table)
