"""法律法规: every law cited, whether it is in force, and the entries that rest on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypedDict

from generator.model.duties import Duty
from generator.model.laws import Law, LawKind
from generator.model.procedures import Procedure
from generator.model.regimes import Regime
from generator.session import Session
from generator.views.common import EntryPart, Page, detail, listing, text
from generator.views.paging import LISTED, ListsPart, paged, shortened
from generator.views.pieces import entry_links, link, links
from generator.views.shapes import LinkView

_LISTS = {"cited_by": "依据它的办事事项", "duties": "依据它的权责事项", "regimes": "依据它的制度"}
"""Lists that grow with other registries: key in the view -> heading."""


class LawRow(LinkView):
    """A law in the index, with the number of procedures that rest on it."""

    number: str
    in_force: bool
    procedures: int


class KindView(TypedDict):
    """The laws of one kind."""

    id: str
    name: str
    laws: list[LawRow]


class LawsView(TypedDict):
    """What laws.html shows."""

    groups: list[KindView]


class CitedArticle(TypedDict):
    """An article of a law: its summary, its last day in force, and its replacement."""

    number: str
    summary: str
    effective_to: str
    replaced_by: str


class CitingView(LinkView):
    """A procedure that rests on a law, with the articles it cites."""

    articles: list[str]


class LawView(LawRow):
    """All that is shown of a law."""

    aliases: list[str]
    kind: str
    issuer: str
    promulgated_on: str
    effective_from: str
    version: str
    version_in_force_from: str
    effective_to: str
    summary: str
    repealed_by: LinkView | None
    amended_by: list[LinkView]
    replaces: list[LinkView]
    url_original: str
    articles: list[CitedArticle]
    cited_by: list[CitingView]
    duties: list[LinkView]
    regimes: list[LinkView]


class LawPage(LawView, EntryPart, ListsPart):
    """What law.html shows."""


def pages(session: Session) -> Iterator[Page]:
    """Yield the index."""
    laws = session.registry.all(Law)
    view: LawsView = {
        "groups": [
            {"id": kind.value, "name": kind.label, "laws": found}
            for kind in LawKind
            if (found := [_row(session, law) for law in laws.values() if law.kind is kind])
        ]
    }
    index = listing(
        Law,
        "laws.html",
        f"办事依据的 {len(laws)} 部法律法规和文件：现在有没有效，哪些事项依据它。",
        view,
        toc=tuple((group["id"], group["name"]) for group in view["groups"]),
    )
    yield from paged(index, LISTED // 2, "groups", "laws")


def pages_of(session: Session, law: Law) -> Iterator[Page]:
    """Yield a law's page, and the pages of its long lists."""
    page = detail(
        session,
        law,
        "law.html",
        law.summary or f"{law.name}：效力、条款，以及依据它的办事事项。",
        law_view(session, law),
    )
    if law.version_in_force_from:
        record = {**page.view["record"], "effective_from": text(law.version_in_force_from)}
        page = replace(page, view={**page.view, "record": record})
    yield from shortened(page, _LISTS)


def _row(session: Session, law: Law) -> LawRow:
    """Return a law as a row of the index."""
    return {
        **link(law),
        "number": law.number or "",
        "in_force": law.in_force(session.as_of),
        "procedures": len(session.referrers(law, Procedure)),
    }


def law_view(session: Session, law: Law) -> LawView:
    """Return everything that a law's page shows."""
    return {
        **_row(session, law),
        "aliases": list(law.aliases),
        "kind": law.kind.label,
        "issuer": law.issuer,
        "promulgated_on": text(law.promulgated_on),
        "effective_from": text(law.effective_from),
        "version": law.version or "",
        "version_in_force_from": text(law.version_in_force_from),
        "effective_to": text(law.effective_to),
        "summary": law.summary or "",
        "repealed_by": link(newer) if (newer := session.registry.get(Law, law.repealed_by)) else None,
        "amended_by": links(session, "laws", law.amended_by),
        "replaces": entry_links(item for item in session.registry.referrers(law, Law) if item.repealed_by == law.id),
        "url_original": law.url or "",
        "articles": [
            {
                "number": item.number,
                "summary": item.summary or "",
                "effective_to": text(item.effective_to),
                "replaced_by": item.replaced_by or "",
            }
            for item in law.articles
        ],
        "cited_by": [{**link(item), "articles": _cited(item, law)} for item in session.referrers(law, Procedure)],
        "duties": entry_links(session.referrers(law, Duty)),
        "regimes": entry_links(session.referrers(law, Regime)),
    }


def _cited(procedure: Procedure, law: Law) -> list[str]:
    """Return the articles of a law that a procedure cites as its basis."""
    return [number for basis in procedure.basis if basis.law == law.id for number in basis.articles]
