"""监督投诉: channels for complaint, report, hearing, review, lawsuit and suggestion; the consequences by number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypedDict

from generator.model.organs import Organ
from generator.model.oversight import Oversight, OversightKind
from generator.model.remedies import Remedy
from generator.model.routes import index_of
from generator.model.time_limits import Bound, TimeLimit
from generator.session import Session
from generator.views.common import EntryPart, Page, detail, listing
from generator.views.due import due_scripts
from generator.views.opening import contact
from generator.views.pieces import bases, channels, limit_view, link, link_to, links, rough_hours
from generator.views.shapes import BasisView, ChannelView, ContactView, LimitView, LinkView


class OversightCard(LinkView):
    """A channel as lists show it."""

    kind: str
    summary: str
    reply: str
    limits: list[LimitView]


class RungView(TypedDict):
    """The consequence of the nth proven complaint."""

    times: int
    consequence: str
    text: str
    decided_by: str


class LadderView(TypedDict):
    """The consequences of proven complaints."""

    ladder: list[RungView]
    veto: str


class LinkedLadder(LinkView, LadderView):
    """The consequences of proven complaints, and the channel they belong to."""


class OversightIndexView(TypedDict):
    """What oversight_index.html shows."""

    hotline: str
    complaint_phone: str
    finder: str
    items: list[OversightCard]
    ladders: list[LinkedLadder]


class OversightView(OversightCard, LadderView):
    """All that is shown of a channel."""

    aliases: list[str]
    organ: ContactView | None
    external_organ: str
    who: str
    channels: list[ChannelView]
    provide: list[str]
    process: list[str]
    procedure: LinkView | None
    regimes: list[LinkView]
    basis: list[BasisView]


class OversightPage(OversightView, EntryPart):
    """What oversight.html shows."""


def pages(session: Session) -> Iterator[Page]:
    """Yield the index."""
    order = list(OversightKind)
    ways = sorted(session.current(Oversight), key=lambda item: order.index(item.kind))
    ladders = [item for item in ways if item.ladder]
    view: OversightIndexView = {
        "hotline": session.site.hotline,
        "complaint_phone": (session.bureau.complaint_phone if session.bureau else "") or "",
        "finder": index_of(Remedy.FOLDER) if session.registry.all(Remedy) else "",
        "items": [card(session, item) for item in ways],
        "ladders": [{**link(item), **ladder_view(item)} for item in ladders],
    }
    yield listing(
        Oversight,
        "oversight_index.html",
        "对服务不满意、发现违法、对决定不服：找谁、怎么提、多久有答复。",
        view,
        toc=(("ways", "怎么提"), *((("ladder", "查实后怎么处理"),) if ladders else ())),
    )


def pages_of(session: Session, item: Oversight) -> Iterator[Page]:
    """Yield a channel's page."""
    view = oversight_view(session, item)
    yield detail(session, item, "oversight.html", item.summary, view, scripts=due_scripts(*view["limits"]))


def card(session: Session, item: Oversight) -> OversightCard:
    """Return a channel as lists show it."""
    return {
        **link(item),
        "kind": item.kind.label,
        "summary": item.summary,
        "reply": _longest(session.limits(item)),
        "limits": [limit_view(session, limit) for limit in session.limits(item)],
    }


def _longest(limits: Iterable[TimeLimit]) -> str:
    """Return the longest time that the bureau promises: shorter ones may be for a step before the answer."""
    ours = [limit for limit in limits if limit.binds is Bound.BUREAU and limit.promised]
    words = [str(limit.promised) for limit in sorted(ours, key=rough_hours)]
    return f"最长{words[-1]}" if len(set(words)) > 1 else "".join(words[:1])


def ladder_view(item: Oversight) -> LadderView:
    """Return the consequences of proven complaints."""
    return {
        "ladder": [
            {"times": rung.times, "consequence": rung.consequence, "text": rung.text, "decided_by": rung.decided_by}
            for rung in item.ladder
        ],
        "veto": item.veto or "",
    }


def oversight_view(session: Session, item: Oversight) -> OversightView:
    """Return everything that a channel's page shows."""
    organ = session.registry.get(Organ, item.organ)
    return {
        **card(session, item),
        **ladder_view(item),
        "aliases": list(item.aliases),
        "organ": contact(organ) if organ else None,
        "external_organ": item.external_organ or "",
        "who": item.who,
        "channels": channels(item.channels),
        "provide": list(item.provide),
        "process": list(item.process),
        "procedure": link_to(session, "procedures", item.procedure),
        "regimes": links(session, "regimes", item.regimes),
        "basis": bases(session, item.basis),
    }
