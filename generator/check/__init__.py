"""Checking: a project's raw values -> its registry and every finding, sorted."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

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
from generator.check.rule import Context
from generator.findings import Finding, Hit, Rule, Severity
from generator.load import rules as load_rules
from generator.load.project import RawPage, RawProject
from generator.model import rules as model_rules
from generator.model.build import Model, build_model
from generator.model.registry import Registry

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


def check(raw: RawProject, as_of: datetime.date) -> Checked:
    """Build the model and apply every rule as of one day; broken entries never hide the others' findings."""
    model = build_model(raw)
    findings = [*raw.findings, *model.findings]
    if model.registry is not None:
        context = Context(model.registry, raw.pages, as_of, model.broken, model.harmless)
        for rule in RULES:
            if rule.apply is not None:
                hits = (hit for hit in rule.apply(context) if not _already_wrong(model, hit))
                findings += [rule.finding(raw.place(hit), hit.words) for hit in hits]
    return Checked(model.registry, raw.pages, tuple(sorted(set(findings), key=lambda finding: finding.sort_key)))


def _already_wrong(model: Model, hit: Hit) -> bool:
    """Tell whether a hit speaks of a field that the model already found wrong."""
    return bool(hit.path) and str(hit.path[0]) in model.left_out.get(hit.file, ())
