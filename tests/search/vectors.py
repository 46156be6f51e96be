"""What Python and the browser's scripts must both make of the same: vectors.json, read by tests/scripts/ as well."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
