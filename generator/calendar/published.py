"""The calendar data that the site publishes, so that theme/assets/due.js computes the same due dates as `limits.py`."""

from __future__ import annotations

from typing import Any

from generator.calendar.days import WorkingDays
from generator.calendar.limits import LATE_START, NOON, SAME_TIME, STOPPED, WEEKEND
from generator.calendar.rules import RULES
from generator.model.time_limits import Start
from generator.model.types import Unit

PATH = "calendar/days.json"


def published(calendar: WorkingDays, years: range) -> dict[str, Any]:
    """Return the days off and make-up days of `years`, which of them are certain, and the texts of the rules.

    Days outside `years` follow the week and are provisional. `unsettled` lists provisional days within certain years.
    """
    return {
        "years": {str(year): _year(calendar, year) for year in years},
        "rules": {code: [rule.title, rule.basis, rule.sentence] for code, rule in RULES.items()},
        "units": {unit.value: unit.label for unit in Unit},
        "starts": {start.value: start.day for start in Start},
        "words": {
            "stopped": STOPPED,
            "weekend": WEEKEND,
            "today": "当日",
            "same_time": SAME_TIME,
            "late_start": LATE_START,
            "noon": NOON,
        },
    }


def _year(calendar: WorkingDays, year: int) -> dict[str, Any]:
    """Return a year: the source of its arrangement ("" if provisional), its days off and its make-up days."""
    notice = calendar.year(year)
    return {
        "source": notice.source,
        "holidays": [[item.name, str(item.first), str(item.last)] for item in notice.holidays],
        "workdays": [str(day) for day in notice.workdays],
    }
