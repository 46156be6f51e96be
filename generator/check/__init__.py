"""Checking: a project's raw values -> its registry and every finding, sorted."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

from generator.check import (
    accepted,
    audit,
    burden,
    calendar,
    content,
    filing,
    freshness,
    guides,
    laws,
    limits,
    lookahead,
    markdown,
    people,
    references,
    rosters,
    safety,
    sayings,
    silence,
    synonyms,
    visits,
)
from generator.check.accepted import settle
from generator.check.gist import Gist, gist
from generator.check.rule import Context
from generator.executor import HERE, Executor
from generator.findings import Finding, Hit, Location, Rule, Severity
from generator.identity import program
from generator.load import rules as load_rules
from generator.load.project import RawPage, RawProject
from generator.model import BY_FOLDER
from generator.model import rules as model_rules
from generator.model.build import Model, build_model
from generator.model.derived import Derived, Maker, row_look
from generator.model.registry import Registry
from generator.model.shelf import Looks
from generator.model.types import Entry

RULES: tuple[Rule, ...] = (
    *load_rules.RULES,
    *model_rules.RULES,
    *references.RULES,
    *content.RULES,
    *markdown.RULES,
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
    *silence.RULES,
    *accepted.RULES,
    *lookahead.RULES,
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


def check(raw: RawProject, as_of: datetime.date, kept: Path | None = None, executor: Executor = HERE) -> Checked:
    """Build the model and apply every rule as of one day; broken entries never hide the others' findings.

    `kept` is the file that keeps between runs what was found in each entry.
    """
    model = build_model(raw)
    findings = [*raw.findings, *model.findings]
    if model.registry is not None:
        context = Context(model.registry, raw.pages, as_of, model.broken, model.left_out, model.harmless)
        if model.broken:
            kept = None  # whether an entry is broken is no look at the registry
        basis = f"{program()} {as_of} {model.registry.site!r} {raw.site_made and raw.site_made.digest}"
        derived = Derived(model.registry, basis, kept)
        ids = {folder: list(entries) for folder, entries in model.registry.entries.items()}
        bare = replace(raw, entries={}, known={})  # workers need to know where files are, not once more what is in them
        maker = Maker(model.registry.looks, partial(_looked_at, bare, model, context))
        for _ in derived.bring(executor, [(name, folder) for folder in ids for name in (_SHORT, _FOUND)], ids, maker):
            pass
        found = chain.from_iterable(derived.row(_FOUND, folder, id) for folder in ids for id in ids[folder])
        everything = replace(context, short=partial(_gists, derived, model.registry.looks, ids), keep=derived.get)
        maker = Maker(model.registry.looks, partial(_kept_rows, bare, model, everything))
        for _ in derived.fill(executor, _KEPT, maker, _RULES_AT_ONCE):
            pass
        kept_rows = chain.from_iterable(derived.recall(key) for key in _KEPT)
        findings += [_finding(*row) for row in chain(found, kept_rows, _over_everything(raw, model, everything))]
        derived.save()
        findings = list(
            settle(set(findings), model.registry.site, as_of, {rule.code: rule for rule in RULES}, raw.place)
        )
    return Checked(model.registry, raw.pages, tuple(sorted(set(findings), key=lambda finding: finding.sort_key)))


_SHORT, _FOUND = "short", "found"
"""What is kept of each entry: its gist, and what rules find in it."""

_KEPT = {f"rule/{rule.code}": rule for rule in RULES if rule.kept}
"""The rules over everything whose findings are kept, by key."""

_RULES_AT_ONCE = 5
"""Rules over everything that one process applies at once: elsewhere, for what they gather takes much memory."""

Row = tuple[str, str, str, int, int, str, str]
"""A finding as plain data: code, severity, file, line, column, message, hint."""


@cache
def _rules_of(folder: str) -> list[Rule]:
    """Return the rules that look at entries of one registry."""
    return [rule for rule in RULES if rule.of and issubclass(BY_FOLDER[folder], rule.of)]


def _looked_at(raw: RawProject, model: Model, context: Context, key: str) -> Any:
    """Return what is kept under a key, "short registry/id" or "found registry/id"."""
    name, _, place = key.partition(" ")
    folder, _, id = place.partition("/")
    entry = context.registry.entries[folder][id]
    if name == _SHORT:
        return tuple(gist(entry, context.registry.file(entry)))
    rules = (rule for rule in _rules_of(folder) if not (rule.offered and entry.withdrawn))
    return [row for rule in rules for row in _rows(raw, model, rule, context, entry)]


def _gists(derived: Derived, looks: Looks, ids: Mapping[str, Sequence[str]]) -> list[Gist]:
    """Return all entries in short, looked at."""
    for folder in ids:
        looks.note(row_look(_SHORT, folder))
    return [Gist(*derived.row(_SHORT, folder, id)) for folder in ids for id in ids[folder]]


def _kept_rows(raw: RawProject, model: Model, context: Context, key: str) -> list[Row]:
    """Return what is kept under the key of a rule over everything."""
    return _rows(raw, model, _KEPT[key], context)


def _over_everything(raw: RawProject, model: Model, context: Context) -> Iterator[Row]:
    """Yield what the rules find that look at everything at once, every time."""
    for rule in RULES:
        if rule.apply is not None and rule.of is None and not rule.kept:
            yield from _rows(raw, model, rule, context)


def _rows(raw: RawProject, model: Model, rule: Rule, context: Context, *entry: Entry) -> list[Row]:
    """Return what a rule finds, but for what speaks of a field that the model already found wrong."""
    assert rule.apply is not None
    rows = []
    for hit in rule.apply(context, *entry):
        _look_at_line(hit, context.registry.looks)
        if not (hit.path and str(hit.path[0]) in model.left_out.get(hit.file, ())):
            item = rule.finding(raw.place(hit), hit.words)
            rows.append((item.code, item.severity.value, *item.location, item.message, item.hint))
    return rows


def _look_at_line(hit: Hit, looks: Looks) -> None:
    """Note that where a hit stands in an entry's file, data/registry/…/id.yml, has been looked at."""
    folder, *parts = hit.file.split("/")
    if folder == "data":
        looks.note((parts[0], parts[-1].rpartition(".")[0]))


def _finding(code: str, severity: str, file: str, line: int, column: int, message: str, hint: str) -> Finding:
    """Return a finding from plain data."""
    return Finding(code, Severity(severity), Location(file, line, column), message, hint)
