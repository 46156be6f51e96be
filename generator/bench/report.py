"""What a comparison leaves behind: the JSON with every run, the picture beside it, and the tables for the terminal."""

from __future__ import annotations

import json
from pathlib import Path

from generator.bench.plot import plot
from generator.bench.run import Bench, result
from generator.bench.tables import budgets, figures, growth, table


def compare(bench: Bench, output: Path) -> str:
    """Run a comparison, write `output` (JSON) and its .svg, and return the tables.

    Both files are written anew after each run, so that a comparison that is broken off leaves what it found.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    runs = []
    for run in bench.runs():
        runs.append(run)
        text = json.dumps(result(bench, runs), ensure_ascii=False, indent=1)
        output.write_text(text + "\n", encoding="utf-8")
        output.with_suffix(".svg").write_text(plot(figures(runs), runs), encoding="utf-8")
    found = figures(runs)
    parts = [part for size in bench.sizes for part in (table(found, size), budgets(found, size))] + [growth(found)]
    return "\n".join([*filter(None, parts), f"结果：{output}，{output.with_suffix('.svg')}"])
