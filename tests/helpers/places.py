"""Paths of the repository, and the day of the tests. Standard library only."""

from __future__ import annotations

import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
STARTER = ROOT / "generator" / "starter"
AS_OF = datetime.date(2026, 12, 1)
