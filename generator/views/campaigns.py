"""专项活动: what is under way, what is over and what came of it; a page for each."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import TypedDict

from generator.model.campaigns import Campaign, Part
from generator.session import Session
from generator.views.common import EntryPart, Page, detail, listing, text
from generator.views.pieces import link, link_to, links
from generator.views.shapes import LinkView


class PartView(TypedDict):
    """A part of a campaign. `reached` is empty if not known; `width` is that of its bar, up to 100."""

    name: str
    unit: str
    target: int
    reached: str
    share: str
    width: float
    as_of: str


class CampaignRow(LinkView):
    """A campaign as the index shows it. `state` and `label` are its state on the day of the build."""

    state: str
    label: str
    dates: str
    summary: str
    organ: LinkView | None
    parts: list[PartView]


class CampaignsView(TypedDict):
    """What campaigns.html shows, the newest first."""

    campaigns: list[CampaignRow]


class CampaignView(CampaignRow):
    """All that is shown of a campaign."""

    lead: LinkView | None
    how_to_join: str
    result: str
    list_url: str
    regimes: list[LinkView]


class CampaignPage(CampaignView, EntryPart):
    """What campaign.html shows."""


def pages(session: Session) -> Iterator[Page]:
    """Yield the index."""
    items = sorted(session.current(Campaign), key=lambda item: (item.ends, item.id), reverse=True)
    view: CampaignsView = {"campaigns": [_row(session, item) for item in items]}
    yield listing(Campaign, "campaigns.html", "正在做的和做完的活动：做什么，谁负责，做到多少，结果怎样。", view)


def _row(session: Session, item: Campaign) -> CampaignRow:
    """Return a campaign as the index shows it."""
    state, label = _state(session, item)
    return {
        **link(item),
        "state": state,
        "label": label,
        "dates": f"{item.begins} 至 {item.ends}",
        "summary": item.summary,
        "organ": link_to(session, "organs", item.organ),
        "parts": [_part(part) for part in item.parts],
    }


def _state(session: Session, item: Campaign) -> tuple[str, str]:
    """Return the state of a campaign: the colour that a work item of that state has, and its words."""
    if session.as_of < item.begins:
        return "not_started", "还没开始"
    if session.as_of <= item.ends:
        return "on_time", "正在做"
    return ("closed", "做完了") if item.result else ("behind", "等结果")


def _part(part: Part) -> PartView:
    """Return a part with its share of the target."""
    share = None if part.reached is None or not part.target else Decimal(100 * part.reached) / part.target
    return {
        "name": part.name,
        "unit": part.unit,
        "target": part.target,
        "reached": text(part.reached),
        "share": "" if share is None else f"{share.quantize(Decimal('0.1'), ROUND_HALF_UP).normalize():f}%",
        "width": float(min(Decimal(100), share or Decimal(0))),
        "as_of": text(part.as_of),
    }


def pages_of(session: Session, item: Campaign) -> Iterator[Page]:
    """Yield a campaign's page."""
    yield detail(session, item, "campaign.html", item.summary, campaign_view(session, item))


def campaign_view(session: Session, item: Campaign) -> CampaignView:
    """Return everything that a campaign's page shows."""
    return {
        **_row(session, item),
        "lead": link_to(session, "posts", item.lead_post),
        "how_to_join": item.how_to_join or "",
        "result": item.result or "",
        "list_url": item.list_url or "",
        "regimes": links(session, "regimes", item.regimes),
    }
