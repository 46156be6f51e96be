"""The model: one module a registry, each a typed record from which everything else derives."""

from __future__ import annotations

from generator.model.calendar import YearCalendar
from generator.model.commitments import Commitment
from generator.model.duties import Duty
from generator.model.filing_calendar import FilingYear
from generator.model.laws import Law
from generator.model.materials import Material
from generator.model.organs import Organ
from generator.model.oversight import Oversight
from generator.model.posts import Post
from generator.model.procedures import Procedure
from generator.model.regimes import Regime
from generator.model.rosters import Roster
from generator.model.synonyms import Synonym
from generator.model.taxes import Tax
from generator.model.time_limits import TimeLimit
from generator.model.types import Entry

REGISTRIES: tuple[type[Entry], ...] = (
    Procedure,
    Material,
    TimeLimit,
    FilingYear,
    Tax,
    Duty,
    Post,
    Regime,
    Law,
    Commitment,
    Oversight,
    Organ,
    Synonym,
    YearCalendar,
    Roster,
)
"""Every registry, in the order in which it is shown. A new one is one module and one line here."""

BY_FOLDER: dict[str, type[Entry]] = {record.FOLDER: record for record in REGISTRIES}
