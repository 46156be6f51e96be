"""监督投诉: how to complain, report, be heard, seek review, sue and suggest; the ladder of consequences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.model.oversight import Oversight, OversightKind
from generator.model.time_limits import Bound, TimeLimit
from generator.views.common import Page, Source, View, detail, listing
from generator.views.due import due_scripts
from generator.views.pieces import bases, channels, contact, limit_view, link, link_to, links, rough_hours


def pages(source: Source) -> Iterator[Page]:
    """Yield the index."""
    order = list(OversightKind)
    ways = sorted(source.current(Oversight), key=lambda item: order.index(item.kind))
    ladders = [item for item in ways if item.ladder]
    yield listing(
        "oversight/",
        "oversight_index.html",
        "对服务不满意、发现违法、对决定不服：找谁、怎么提、多久有答复。",
        {
            "hotline": source.site.hotline,
            "complaint_phone": (source.bureau.complaint_phone if source.bureau else "") or "",
            "items": [_card(source, item) for item in ways],
            "ladders": [{**link(item), **_ladder(item)} for item in ladders],
        },
        toc=(("ways", "怎么提"), *((("ladder", "查实后怎么处理"),) if ladders else ())),
    )


def pages_of(source: Source, item: Oversight) -> Iterator[Page]:
    """Yield a channel's page."""
    view = oversight_view(source, item)
    yield detail(source, item, "oversight.html", item.summary, view, scripts=due_scripts(*view["limits"]))


def _card(source: Source, item: Oversight) -> View:
    """Return a channel as it stands in lists."""
    return {
        **link(item),
        "kind": item.kind.label,
        "summary": item.summary,
        "reply": _longest(source.limits(item)),
        "limits": [limit_view(source, limit) for limit in source.limits(item)],
    }


def _longest(limits: Iterable[TimeLimit]) -> str:
    """Return how long it takes at most: the shorter ones may be for a step before the answer."""
    ours = [limit for limit in limits if limit.binds is Bound.BUREAU and limit.promised]
    words = [str(limit.promised) for limit in sorted(ours, key=rough_hours)]
    return f"最长{words[-1]}" if len(set(words)) > 1 else "".join(words[:1])


def _ladder(item: Oversight) -> View:
    """Return the consequences of proven complaints."""
    return {
        "ladder": [
            {"times": rung.times, "consequence": rung.consequence, "text": rung.text, "decided_by": rung.decided_by}
            for rung in item.ladder
        ],
        "veto": item.veto or "",
    }


def oversight_view(source: Source, item: Oversight) -> View:
    """Return everything that a channel's page shows."""
    organ = source.registry.organs.get(item.organ or "")
    return {
        **_card(source, item),
        **_ladder(item),
        "aliases": list(item.aliases),
        "organ": contact(organ) if organ else None,
        "external_organ": item.external_organ or "",
        "who": item.who,
        "channels": channels(item.channels),
        "provide": list(item.provide),
        "process": list(item.process),
        "procedure": link_to(source, "procedures", item.procedure),
        "regimes": links(source, "regimes", item.regimes),
        "basis": bases(source, item.basis),
    }
