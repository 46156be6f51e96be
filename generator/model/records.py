"""The records of the built-in registries. Reading and checking need these alone; `registries.py` adds the views."""

from __future__ import annotations

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
from generator.model.standards import Standard
from generator.model.suggestions import Suggestion
from generator.model.synonyms import Synonym
from generator.model.tasks import Task
from generator.model.taxes import Tax
from generator.model.time_limits import TimeLimit
from generator.model.types import Entry
from generator.model.vocabularies import TermList

RECORDS: tuple[type[Entry], ...] = (
    Procedure,
    LifeEvent,
    Material,
    TimeLimit,
    Relief,
    Standard,
    FilingYear,
    Tax,
    Duty,
    Post,
    Regime,
    CreditGrade,
    Law,
    Commitment,
    Result,
    Explanation,
    Consultation,
    Task,
    Rectification,
    Round,
    Suggestion,
    BranchRequest,
    Meeting,
    Outcome,
    Appraisal,
    Goal,
    Plan,
    Campaign,
    Rhythm,
    Remedy,
    Right,
    HotQuestion,
    Rating,
    Oversight,
    Organ,
    Enforcement,
    Inspection,
    Penalty,
    Announcement,
    AnnualReport,
    Area,
    CatalogueItem,
    Attachment,
    Synonym,
    YearCalendar,
    Roster,
    TermList,
)
"""The record of each built-in registry, in the order in which they are shown."""

RESTATING = (Procedure, Law, Material, Duty, Regime)
"""Kinds that restate published rules, so that an editor must compare them with these."""

CITING = (FilingYear, Oversight, Relief)
"""Kinds that state days, remedies or rates of published rules, and whose pages say if nobody compared them yet."""
