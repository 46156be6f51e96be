"""Checking: a project's raw values -> its registry and every finding, sorted."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from generator.check import (
    audit,
    burden,
    calendar,
    content,
    filing,
    freshness,
    guides,
    laws,
    limits,
    people,
    references,
    rosters,
    safety,
    sayings,
    synonyms,
    visits,
)
from generator.check.gist import Gist, gist
from generator.check.rule import Context
from generator.findings import Finding, Hit, Location, Rule, Severity
from generator.identity import program
from generator.load import rules as load_rules
from generator.load.project import RawPage, RawProject
from generator.model import BY_FOLDER
from generator.model import rules as model_rules
from generator.model.build import Model, build_model
from generator.model.derived import Derived
from generator.model.registry import Registry
from generator.model.types import Entry

RULES: tuple[Rule, ...] = (
    *load_rules.RULES,
    *model_rules.RULES,
    *references.RULES,
    *content.RULES,
    *guides.RULES,
    *visits.RULES,
    *audit.RULES,
    *burden.RULES,
    *limits.RULES,
    *calendar.RULES,
    *filing.RULES,
    *people.RULES,
    *rosters.RULES,
    *laws.RULES,
    *synonyms.RULES,
    *sayings.RULES,
    *safety.RULES,
    *freshness.RULES,
)
"""Every rule, by family and code. Those without `apply` are applied while reading."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A project after checking: its registry (None where site.yml is unusable), its pages, and all findings."""

    registry: Registry | None
    pages: tuple[RawPage, ...]
    findings: tuple[Finding, ...]

    def count(self, severity: Severity) -> int:
        """Return how many findings are of that severity."""
        return sum(finding.severity is severity for finding in self.findings)


def check(raw: RawProject, as_of: datetime.date, kept: Path | None = None) -> Checked:
    """Build the model and apply every rule as of one day; broken entries never hide the others' findings.

    `kept` is the file that keeps between runs what was found in each entry.
    """
    model = build_model(raw)
    findings = [*raw.findings, *model.findings]
    if model.registry is not None:
        context = Context(model.registry, raw.pages, as_of, model.broken, model.harmless)
        if model.broken:
            kept = None  # whether an entry is broken is no look at the registry
        basis = f"{program()} {as_of} {model.registry.site!r} {raw.site_made and raw.site_made.digest}"
        derived = Derived(model.registry, basis, kept)
        gists: list[Gist] = []
        for folder, entries in model.registry.entries.items():
            rules = _rules_of(BY_FOLDER[folder])
            for id in entries:
                looked = partial(_looked_at, raw, model, context, rules, entries, id)
                short, rows = derived.get(f"{folder}/{id}", looked)
                gists.append(Gist(*short))
                findings += [_finding(*row) for row in rows]
        derived.save()
        everything = replace(context, gists=gists)
        for rule in RULES:
            if rule.apply is not None and rule.of is None:
                findings += [rule.finding(*hit) for hit in _placed(raw, model, rule.apply(everything))]
    return Checked(model.registry, raw.pages, tuple(sorted(set(findings), key=lambda finding: finding.sort_key)))


Row = tuple[str, str, str, int, int, str, str]
"""A finding as plain data: code, severity, file, line, column, message, hint."""


def _rules_of(record: type[Entry]) -> list[Rule]:
    """Return the rules that look at entries of one kind."""
    return [rule for rule in RULES if rule.of and issubclass(record, rule.of)]


def _looked_at(
    raw: RawProject, model: Model, context: Context, rules: Sequence[Rule], entries: Mapping[str, Entry], id: str
) -> tuple[tuple[Any, ...], list[Row]]:
    """Return an entry in short, and what rules find in it."""
    entry = entries[id]
    found: list[Row] = []
    for rule in rules:
        if not (rule.offered and entry.withdrawn):
            assert rule.apply is not None
            for location, words in _placed(raw, model, rule.apply(context, entry)):
                item = rule.finding(location, words)
                found.append((item.code, item.severity.value, *location, item.message, item.hint))
    return tuple(gist(entry, context.registry.file(entry))), found


def _finding(code: str, severity: str, file: str, line: int, column: int, message: str, hint: str) -> Finding:
    """Return a finding from plain data."""
    return Finding(code, Severity(severity), Location(file, line, column), message, hint)


def _placed(raw: RawProject, model: Model, hits: Iterable[Hit]) -> Iterator[tuple[Location, dict[str, Any]]]:
    """Yield the places and words of hits, but for those that speak of a field that the model already found wrong."""
    for hit in hits:
        if not (hit.path and str(hit.path[0]) in model.left_out.get(hit.file, ())):
            yield raw.place(hit), hit.words
