"""Checking: the registry and the day -> every finding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

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
    results,
    rosters,
    safety,
    sayings,
    site,
    synonyms,
    visits,
)
from generator.findings import Finding, Hit, Rule
from generator.model import rules as model_rules
from generator.session import Session
from generator.source import rules as source_rules
from generator.source.project import Places

RULES: tuple[Rule, ...] = (
    *source_rules.RULES,
    *model_rules.RULES,
    *site.RULES,
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
    *results.RULES,
    *laws.RULES,
    *synonyms.RULES,
    *sayings.RULES,
    *safety.RULES,
    *freshness.RULES,
)
"""Every rule, by family and code. Those without `apply` are applied while reading."""


def check(session: Session, root: Path) -> Iterator[Finding]:
    """Yield what every rule finds; broken entries never hide the others' findings. `root` is where the files stand."""
    places = Places(root, session.registry.wrong_rows)
    for rule in RULES:
        for hit in _hits(rule, session):
            yield rule.finding(places.location(hit), hit.words)


def _hits(rule: Rule, session: Session) -> Iterator[Hit]:
    """Yield what a rule finds, but for what speaks of a field that is left out because it is wrong."""
    for hit in _all_hits(rule, session):
        if not (hit.path and str(hit.path[0]) in session.left_out.get(hit.file, ())):
            yield hit


def _all_hits(rule: Rule, session: Session) -> Iterator[Hit]:
    """Yield what a rule finds."""
    if rule.apply is None:
        return
    if rule.of is None:
        yield from rule.apply(session)
        return
    for by_id in session.registry.entries.values():
        for entry in by_id.values():
            if isinstance(entry, rule.of) and not (rule.offered and entry.withdrawn):
                yield from rule.apply(session, entry)
