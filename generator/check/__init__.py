"""Run every rule over a session and collect the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cache import Cache, digest
from generator.check import (
    accepted,
    agreement,
    announcements,
    annual_report,
    appraisals,
    areas,
    attachments,
    audit,
    burden,
    bureaus,
    by_law,
    by_standard,
    calendar,
    campaigns,
    catalogue,
    columns,
    consultations,
    content,
    credit_grades,
    details,
    enforcement,
    explanations,
    filing,
    forms,
    freshness,
    goals,
    guides,
    inspections,
    laws,
    life_events,
    limits,
    lookahead,
    markdown,
    meetings,
    outcomes,
    penalties,
    people,
    plain_words,
    plan,
    promises,
    questions,
    ratings,
    rectifications,
    references,
    registered,
    reliefs,
    remedies,
    replies,
    results,
    reviews,
    rhythms,
    rights,
    rosters,
    rounds,
    safety,
    sayings,
    silence,
    site,
    slips,
    standards,
    synonyms,
    taxpayers,
    upstream,
    visits,
    vocabularies,
    weekdays,
    work_items,
    writing,
)
from generator.check.watched import Watched
from generator.findings import Finding, Hit, Location, Rule
from generator.model import layer_rules
from generator.model import rules as model_rules
from generator.model.compile import column_titles
from generator.model.facts import BureauFacts
from generator.model.inherit import Inherit, policies
from generator.model.layer_rules import above_text
from generator.model.registry import Key, Registry
from generator.model.routes import indexes, page_address
from generator.model.site import Site
from generator.model.types import Entry
from generator.session import Session, once
from generator.source import bureaus as bureau_folders
from generator.source import rules as source_rules
from generator.source.bureaus import NO_SUCCESSOR, SAME_NAME
from generator.source.project import SITE_FILE, Places
from generator.source.yaml_reader import MAX_SAME

if TYPE_CHECKING:
    from generator.model.layers import Origins

RULES: tuple[Rule, ...] = (
    *source_rules.RULES,
    *model_rules.RULES,
    *layer_rules.RULES,
    *bureau_folders.RULES,
    *bureaus.RULES,
    *upstream.RULES,
    *site.RULES,
    *references.RULES,
    *vocabularies.RULES,
    *content.RULES,
    *markdown.RULES,
    *guides.RULES,
    *forms.RULES,
    *plain_words.RULES,
    *visits.RULES,
    *audit.RULES,
    *burden.RULES,
    *limits.RULES,
    *calendar.RULES,
    *filing.RULES,
    *people.RULES,
    *rosters.RULES,
    *results.RULES,
    *work_items.RULES,
    *rounds.RULES,
    *rectifications.RULES,
    *replies.RULES,
    *outcomes.RULES,
    *appraisals.RULES,
    *goals.RULES,
    *plan.RULES,
    *campaigns.RULES,
    *rhythms.RULES,
    *areas.RULES,
    *attachments.RULES,
    *explanations.RULES,
    *consultations.RULES,
    *meetings.RULES,
    *credit_grades.RULES,
    *promises.RULES,
    *reliefs.RULES,
    *remedies.RULES,
    *standards.RULES,
    *inspections.RULES,
    *penalties.RULES,
    *enforcement.RULES,
    *announcements.RULES,
    *ratings.RULES,
    *questions.RULES,
    *rights.RULES,
    *annual_report.RULES,
    *catalogue.RULES,
    *life_events.RULES,
    *laws.RULES,
    *synonyms.RULES,
    *sayings.RULES,
    *safety.RULES,
    *taxpayers.RULES,
    *freshness.RULES,
    *reviews.RULES,
    *columns.RULES,
    *silence.RULES,
    *details.RULES,
    *slips.RULES,
    *registered.RULES,
    *by_law.RULES,
    *by_standard.RULES,
    *writing.RULES,
    *weekdays.RULES,
    *agreement.RULES,
    *accepted.RULES,
    *lookahead.RULES,
)
"""Every rule, grouped by family. Rules without `apply` run while files are read."""

_BY_FILE = frozenset(
    rule.code
    for rule in (
        *safety.RULES,
        *taxpayers.RULES,
        *writing.RULES,
        attachments.nothing_personal,
        *(rule for rule in RULES if rule.alone),
    )
)
"""Rules on texts, and on entries alone. Their findings in a file depend on that file and on site.yml, and they skip
`Session.harmless`."""


def check(session: Session, root: Path, cache: Cache | None = None) -> list[Finding]:
    """Return the findings of every rule. Files with errors do not hide findings in other files.

    `root` is the project folder; it is read to find lines and columns. `cache` keeps, from run to run, places in files
    and the files in which no rule that looks at one file alone found anything. Of a bureau, such findings in files that
    it has as they are at its superior's are the superior's, and left out.
    """
    cache = cache or Cache()
    registry = session.registry
    titles = partial(_titles, session)
    origin = _origins(root, registry) if session.above else None
    places = Places(root, registry.wrong_rows, titles, _place_keys(session), cache.table("places"), origin)
    known = cache.table("harmless")
    settings = registry.keys.get(SITE_FILE, b"")
    judged = _judged_above(session)
    keys = {file: digest(key, settings) for file, key in registry.keys.items() if file not in judged}
    harmless = frozenset(file for file, key in keys.items() if known.get(key) is not None) | judged
    session = replace(session, harmless=harmless)
    found = [_finding(rule, hit, places) for rule in RULES for hit in _hits(rule, session)]
    harmful = {finding.location.file for finding in found if finding.code in _BY_FILE}
    for file, key in keys.items():
        if file not in harmful and file not in registry.left_out:
            known.put(key, b"")
    session.memo.clear()  # what is in it may hold the session
    return found


def _judged_above(session: Session) -> frozenset[str]:
    """Return the superior's files whose entries a bureau has unchanged, if the settings that rules read are equal."""
    registry, above = session.registry, session.above
    if above is None or _settings(session) != _settings(above):
        return frozenset()
    return frozenset(
        file
        for (folder, id), file in registry.files.items()
        if file.startswith(registry.up) and session.inherits(registry.entries[folder][id])
    )


def _settings(session: Session) -> list[object]:
    """Return the settings of a site that are not its own words, addresses and choices."""
    shared = (name for name, policy in policies(Site).items() if policy is not Inherit.LOCAL)
    return [getattr(session.site, name) for name in shared if name not in ("base_url", "popular")]


def _place_keys(session: Session) -> Mapping[str, bytes]:
    """Return the cache keys of places in files, by file: a superior's files have the superior's."""
    registry, above = session.registry, session.above
    if above is None:
        return registry.keys
    return {**registry.keys, **{f"{registry.up}{file}": key for file, key in _place_keys(above).items()}}


def _origins(root: Path, registry: Registry) -> Origins:
    """Return what finds the files that the values of a bureau below a superior come from."""
    from generator.model.layers import Origins  # not needed for a bureau alone

    return Origins(root, registry)


def _finding(rule: Rule, hit: Hit, places: Places) -> Finding:
    """Return the finding of a hit. Words that are hits themselves name a second place, in a superior's file."""
    seconds = {name: places.location(word) for name, word in hit.words.items() if isinstance(word, Hit)}
    words = {name: above_text(place.file, place.line) for name, place in seconds.items()}
    return rule.finding(places.location(hit), {**hit.words, **words})


def _titles(session: Session, file: str) -> Mapping[str, str]:
    """Return field names by column title for the registry that a file belongs to; empty if it belongs to none."""
    folder = file.split("/")[1] if file.startswith("data/") else ""
    kind = session.registry.kinds.get(folder)
    return column_titles(kind) if kind else {}  # type: ignore[arg-type]  # classes are hashable


def _hits(rule: Rule, session: Session) -> Iterator[Hit]:
    """Yield a rule's hits, at most MAX_SAME in one file.

    Hits on parts of a file that were left out as wrong are skipped.
    """
    seen: Counter[str] = Counter()
    for hit in _all_hits(rule, session):
        wrong = session.left_out.get(hit.file, ())
        if not (wrong and hit.path and _overlaps(hit, wrong)):
            seen[hit.file] += 1
            if seen[hit.file] <= MAX_SAME:
                yield hit


def _overlaps(hit: Hit, wrong: Iterable[str]) -> bool:
    """Return True if a hit's path is a wrong part, is inside one, or contains one."""
    path = "/".join(map(str, hit.path)) + "/"
    return any(path.startswith(f"{part}/") or f"{part}/".startswith(path) for part in wrong)


def _all_hits(rule: Rule, session: Session) -> Iterator[Hit]:
    """Yield every hit of a rule; nothing if the rule has no `apply`."""
    if rule.apply is None:
        return
    if rule.of is None:
        yield from rule.apply(session)
        return
    wrong = _wrong_fields(session)
    for folder, by_id in (_suspects(session) if rule.alone else session.registry.entries).items():
        if not issubclass(session.registry.kinds.get(folder, Entry), rule.of):
            continue
        for id, entry in by_id.items():
            torn = rule.whole and session.registry.wrong_rows.get(session.registry.files[folder, id])
            if not (torn or (rule.offered and entry.withdrawn)):
                fields = wrong.get((folder, id)) if wrong else None
                yield from _hits_in_incomplete(rule, session, entry, fields) if fields else rule.apply(session, entry)


@once
def _suspects(session: Session) -> Mapping[str, Mapping[str, Entry]]:
    """Return the entries whose files are not known to be harmless, by folder and id."""
    files, harmless = session.registry.files, session.harmless
    return {
        folder: {id: entry for id, entry in by_id.items() if files[folder, id] not in harmless}
        for folder, by_id in session.registry.entries.items()
    }


@once
def _wrong_fields(session: Session) -> dict[Key, set[str]]:
    """Return the wrong top-level fields of entries that have any, by (folder, id)."""
    fields = {file: {part for part in parts if "/" not in part} for file, parts in session.left_out.items()}
    return {key: fields[file] for key, file in session.registry.files.items() if fields.get(file)}


def _hits_in_incomplete(rule: Rule, session: Session, entry: Entry, wrong: set[str]) -> list[Hit]:
    """Return a rule's hits in an entry that lacks its `wrong` fields; none if the rule read one of these."""
    assert rule.apply is not None
    watched = Watched(entry)
    found = list(rule.apply(session, watched))
    return [] if wrong & watched.seen else found


def taken_addresses(session: Session) -> frozenset[str]:
    """Return the first parts of all addresses of a site, which no bureau below may have as its id."""
    pages = (page_address(page.file) for page in session.pages)
    first = {address.split("/")[0] for address in (*indexes(session.registry.kinds), *pages)}
    return frozenset(first | {"assets", "audiences", "bureaus", "themes", "upstream"})


def settle_names(names: Iterable[tuple[str, Location]]) -> Iterator[Finding]:
    """Yield findings on sites of one name: (name, the place where it is stated) of each, the first one stays."""
    seen: dict[str, Location] = {}
    for name, place in sorted(names, key=lambda item: item[1]):
        if name in seen:
            yield SAME_NAME.finding(place, {"name": name, "other": seen[name].file})
        seen.setdefault(name, place)


def settle_successors(sites: Iterable[tuple[tuple[str, ...], BureauFacts, Location]]) -> Iterator[Finding]:
    """Yield findings on bureaus merged into one that does not exist, is called otherwise, or leads back to them.

    A site is the path of its bureau, its facts, and the place of its site.yml.
    """
    known = {path: (facts, place) for path, facts, place in sites}
    for path, (facts, place) in known.items():
        line = [path]
        while (into := known[line[-1]][0].into) and len(line) <= len(known):
            target = (*path[:-1], into[0])
            found = known.get(target)
            if found is None or found[0].name != into[1]:
                if line == [path]:
                    named = f"叫{found[0].name}，不叫{into[1]}" if found else "没有这个局"
                    yield NO_SUCCESSOR.finding(place, {"what": f"{facts.name}并入 {into[0]}：{named}"})
                break
            line.append(target)
            if target == path:
                way = " → ".join(item[-1] for item in line)
                yield NO_SUCCESSOR.finding(place, {"what": f"绕成了圈：{way}"})
                break


def settle(findings: Iterable[Finding], session: Session, root: Path) -> Iterator[Finding]:
    """Yield the findings, with `excused` set if accepted or not correctable yet, then findings on acceptances."""
    return accepted.settle(findings, session, {rule.code: rule for rule in RULES}, Places(root))
