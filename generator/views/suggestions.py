"""意见和答复: every suggestion with its answer; what waits beyond its last day stands on top."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TypedDict

from generator.model.oversight import Oversight, OversightKind
from generator.model.suggestions import Suggestion
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.paging import paged
from generator.views.pieces import link, link_to
from generator.views.replies import AwaitingView, awaiting, reply_counts, urgent_replies
from generator.views.rounds import CountView
from generator.views.shapes import LinkView
from generator.views.work_items import StateCount

_ON_A_PAGE = 100


class SuggestionView(AwaitingView):
    """A suggestion with its answer."""

    channel: str
    theme: str
    text: str
    adopted: str
    reason: str
    rectification: LinkView | None


class SuggestionsView(TypedDict):
    """What suggestions.html shows."""

    counts: list[StateCount]
    themes: list[CountView]
    adopted: list[CountView]
    rows: list[SuggestionView]
    ways: list[LinkView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page of all suggestions."""
    items = urgent_replies(session, session.current(Suggestion))
    adopted = Counter(item.adopted.label for item in items if item.adopted)
    view: SuggestionsView = {
        "counts": reply_counts(session, items),
        "themes": _most(Counter(item.theme for item in items))[:8],
        "adopted": _most(adopted),
        "rows": [suggestion_view(session, item) for item in items],
        "ways": [link(way) for way in session.current(Oversight) if way.kind is OversightKind.SUGGESTION],
    }
    index = listing(
        Suggestion,
        "suggestions.html",
        "大家提了什么意见，谁答复，最迟哪天，采纳没有，没有采纳的为什么。",
        view,
    )
    yield from paged(index, _ON_A_PAGE, "rows")


def _most(count: Counter[str]) -> list[CountView]:
    """Return names with their numbers, the most frequent first."""
    return [
        {"name": name, "count": number} for name, number in sorted(count.items(), key=lambda row: (-row[1], row[0]))
    ]


def suggestion_view(session: Session, item: Suggestion) -> SuggestionView:
    """Return what is shown of a suggestion."""
    return {
        **awaiting(session, item),
        "channel": item.channel.label,
        "theme": item.theme,
        "text": item.text,
        "adopted": item.adopted.label if item.adopted else "",
        "reason": item.reason or "",
        "rectification": link_to(session, "rectifications", item.rectification),
    }
