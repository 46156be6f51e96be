"""The reports of a comparison: JSON with every run, an SVG picture, and tables for the terminal."""

from __future__ import annotations

import json
from pathlib import Path

from generator.bench.plot import plot
from generator.bench.run import Bench, result
from generator.bench.tables import budgets, figures, growth, table


def compare(bench: Bench, output: Path) -> str:
    """Run a comparison, write `output` (JSON) and its .svg, and return the tables.

    Both files are rewritten after each run, so an interrupted comparison leaves its results so far.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    runs = []
    for run in bench.runs():
        runs.append(run)
        text = json.dumps(result(bench, runs), ensure_ascii=False, indent=1)
        output.write_text(text + "\n", encoding="utf-8")
        output.with_suffix(".svg").write_text(plot(figures(runs), runs), encoding="utf-8")
    results = figures(runs)
    parts = [part for size in bench.sizes for part in (table(results, size), budgets(results, size))]
    parts.append(growth(results))
    return "\n".join([*filter(None, parts), f"结果：{output}，{output.with_suffix('.svg')}"])
