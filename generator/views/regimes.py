"""制度: what binds the bureau in how it serves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.model.commitments import Commitment
from generator.model.oversight import Oversight
from generator.model.regimes import Regime, RegimeArea, RegimeRule
from generator.session import Session
from generator.views.common import Page, View, detail, listing
from generator.views.due import due_scripts
from generator.views.pieces import bases, entry_links, limit_view, link, link_to


def pages(session: Session) -> Iterator[Page]:
    """Yield the index."""
    regimes = session.current(Regime)
    yield listing(
        Regime,
        "regimes.html",
        f"{len(regimes)} 项制度：税务机关给自己立的规矩，和违反了怎么办。",
        {
            "groups": [
                {"id": area.value, "name": area.label, "regimes": found}
                for area in RegimeArea
                if (found := [{**link(item), "definition": item.definition} for item in regimes if item.area is area])
            ]
        },
    )


def pages_of(session: Session, regime: Regime) -> Iterator[Page]:
    """Yield a regime's page."""
    view = regime_view(session, regime)
    scripts = due_scripts(*view["limits"])
    yield detail(session, regime, "regime.html", regime.definition, view, scripts=scripts)


def regime_view(session: Session, regime: Regime) -> View:
    """Return everything that a regime's page shows."""
    return {
        "name": regime.name,
        "aliases": list(regime.aliases),
        "area": regime.area.label,
        "definition": regime.definition,
        "binds": list(regime.binds),
        "trigger": regime.trigger or "",
        "participants": list(regime.participants),
        "rules": _rules(regime.rules),
        "consequences": _rules(regime.consequences),
        "frequency": regime.frequency.label if regime.frequency else "",
        "organ": link_to(session, "organs", regime.organ),
        "supervised_by": link_to(session, "organs", regime.supervised_by),
        "basis": bases(session, regime.basis),
        "limits": [limit_view(session, limit) for limit in session.limits(regime)],
        "commitments": [{**link(item), "promise": item.promise} for item in session.referrers(regime, Commitment)],
        "oversight": entry_links(session.referrers(regime, Oversight)),
    }


def _rules(rules: Iterable[RegimeRule]) -> list[View]:
    """Return rules or consequences as plain data."""
    return [
        {
            "name": item.name,
            "text": item.text,
            "decided_by": item.decided_by or "",
            "form": item.form or "",
            "within": str(item.within) if item.within else "",
            "published_at": (item.published_at or "").lstrip("/"),
        }
        for item in rules
    ]
