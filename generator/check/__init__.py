"""Checking: the registry and the day -> every finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.check import (
    accepted,
    audit,
    burden,
    calendar,
    content,
    details,
    filing,
    freshness,
    guides,
    laws,
    limits,
    lookahead,
    markdown,
    people,
    promises,
    references,
    results,
    rosters,
    safety,
    sayings,
    silence,
    site,
    synonyms,
    visits,
    writing,
)
from generator.check.watched import Watched
from generator.findings import Finding, Hit, Rule
from generator.model import rules as model_rules
from generator.model.types import Entry
from generator.session import Session
from generator.source import rules as source_rules
from generator.source.project import Places

RULES: tuple[Rule, ...] = (
    *source_rules.RULES,
    *model_rules.RULES,
    *site.RULES,
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
    *results.RULES,
    *promises.RULES,
    *laws.RULES,
    *synonyms.RULES,
    *sayings.RULES,
    *safety.RULES,
    *freshness.RULES,
    *silence.RULES,
    *details.RULES,
    *writing.RULES,
    *accepted.RULES,
    *lookahead.RULES,
)
"""Every rule, by family and code. Those without `apply` are applied while reading."""


def check(session: Session, root: Path) -> Iterator[Finding]:
    """Yield what every rule finds; broken entries never hide the others' findings. `root` is where the files stand."""
    places = Places(root, session.registry.wrong_rows)
    for rule in RULES:
        for hit in _hits(rule, session):
            yield rule.finding(places.location(hit), hit.words)


def _hits(rule: Rule, session: Session) -> Iterator[Hit]:
    """Yield what a rule finds, but for what speaks of a part that is left out because it is wrong."""
    for hit in _all_hits(rule, session):
        wrong = session.left_out.get(hit.file, ())
        if not (wrong and hit.path and _speaks_of(hit, wrong)):
            yield hit


def _speaks_of(hit: Hit, wrong: Iterable[str]) -> bool:
    """Return True if a hit is at a wrong part, inside it, or at what holds it."""
    path = "/".join(map(str, hit.path)) + "/"
    return any(path.startswith(f"{part}/") or f"{part}/".startswith(path) for part in wrong)


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
                wrong = {part for part in session.left_out.get(session.registry.file(entry), ()) if "/" not in part}
                yield from _of_mended(rule, session, entry, wrong) if wrong else rule.apply(session, entry)


def _of_mended(rule: Rule, session: Session, entry: Entry, wrong: set[str]) -> list[Hit]:
    """Return what a rule finds in an entry with wrong fields; nothing if it looked at one of these."""
    assert rule.apply is not None
    watched = Watched(entry)
    found = list(rule.apply(session, watched))
    return [] if wrong & watched.seen else found


def settle(findings: Iterable[Finding], session: Session, root: Path) -> Iterator[Finding]:
    """Yield findings, excused where they are accepted or cannot be mended yet, and what is wrong with acceptances."""
    return accepted.settle(findings, session, {rule.code: rule for rule in RULES}, Places(root))
