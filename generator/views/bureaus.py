"""选择您的税务局: the bureaus below a superior, and what each offers, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypedDict

from generator.model.facts import BureauFacts, HallFacts, Offer
from generator.model.organs import Organ, OrganKind
from generator.model.pinyin import BETWEEN
from generator.model.procedures import Procedure
from generator.model.routes import address, folder_of
from generator.model.types import ComesDown
from generator.session import Session, once
from generator.views.better import better_than_above
from generator.views.common import Page, bureau_name
from generator.views.pieces import link, materials_to_bring, promised_range, rough_hours
from generator.views.shapes import LinkView

CHOOSE = "bureaus/"
"""Address of the page to choose a bureau on."""
BUREAUS_FILE = "bureaus.json"
"""Path of the file that tells a superior's search which bureaus there are, and which matters they do not offer."""


class HallView(TypedDict):
    """A service hall of a bureau."""

    name: str
    address: str
    phone: str


class BureauView(TypedDict):
    """A bureau below; `url` is absolute if its site has an address of its own.

    `words` is what it is found by: its name, area and halls, and the pinyin of its name in full and by initials.
    """

    name: str
    url: str
    area: str
    words: str
    better: int
    halls: list[HallView]


class DifferView(LinkView):
    """A matter that the bureaus below handle differently, with the number of those that do better than laid down."""

    better: int


class BureausView(TypedDict):
    """What bureaus.html shows."""

    superior: str
    bureaus: list[BureauView]
    differing: list[DifferView]


class OfferView(LinkView):
    """What one bureau offers for a matter; `visits` is "" if not stated."""

    promised: str
    materials: str
    visits: str
    better: list[str]


class ComparisonView(TypedDict):
    """What comparison.html shows; `laid_down` is what the superior offers itself.

    What is the same at all bureaus needs no column: `materials_differ`, `visits_differ`.
    """

    procedure: LinkView
    laid_down: OfferView
    offers: list[OfferView]
    materials_differ: bool
    visits_differ: bool
    lacking: list[LinkView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page to choose a bureau on, and those that compare bureaus, if there are bureaus below this one."""
    if not session.bureaus:
        return
    superior = bureau_name(session)
    view: BureausView = {
        "superior": superior,
        "bureaus": bureau_views(session.bureaus),
        "differing": [
            {**link(item), "url": _comparison(item), "better": sum(bool(one.better) for one in _offers(session, item))}
            for item in differing(session)
        ],
    }
    yield Page(
        CHOOSE,
        "bureaus.html",
        "选择您的税务局",
        f"{superior}下面的 {len(session.bureaus)} 个税务局：各自的办事指南、大厅地址和电话。",
        "",
        view,
        kind="list",
        column="选择您的税务局",
        crumbs=(("", "首页"),),
    )
    own = offers_of(session)
    for item in differing(session):
        yield Page(
            _comparison(item),
            "comparison.html",
            f"{item.name}：各局比一比",
            f"{item.name}在各个税务局的承诺时限、材料和跑几次。",
            CHOOSE,
            comparison_view(session, item, own[item.id]),
            column="选择您的税务局",
            crumbs=(("", "首页"), (CHOOSE, "选择您的税务局")),
        )


@once
def differing(session: Session) -> list[Procedure]:
    """Return the matters for which some bureau below offers more than another, in the order of their names' pinyin."""
    found = [item for item in session.procedures if any(offer.better for offer in _offers(session, item))]
    return sorted(found, key=lambda item: (session.sort_key(item.name), item.id))


def comparison_address(session: Session, procedure: Procedure) -> str:
    """Return the address of the page that compares the bureaus below for a matter; "" if there is none."""
    ids = session.once("differing ids", lambda: {item.id for item in differing(session)})
    return _comparison(procedure) if procedure.id in ids else ""


def _comparison(procedure: Procedure) -> str:
    """Return the address of a matter's comparison."""
    return f"{CHOOSE}{procedure.id}/"


def _offers(session: Session, procedure: Procedure) -> list[Offer]:
    """Return what the bureaus directly below offer for a matter."""
    return [offer for item in session.bureaus if (offer := item.offers.get(procedure.id))]


def comparison_view(session: Session, procedure: Procedure, own: Offer) -> ComparisonView:
    """Return the bureaus' offers for a matter: better ones first, the quickest of them at the top.

    Bureaus that keep to what is laid down follow by name: no one is ranked last.
    """
    below = sorted(session.bureaus, key=lambda item: (item.pinyin, item.id))
    offers = [(item, offer) for item in below if (offer := item.offers.get(procedure.id))]
    offers.sort(key=lambda item: (not item[1].better, item[1].days if item[1].better else 0))
    return {
        "procedure": link(procedure),
        "laid_down": _offer_view(link(procedure), own),
        "offers": [
            _offer_view({"name": item.name, "url": f"{item.address}{address(procedure)}"}, offer)
            for item, offer in offers
        ],
        "materials_differ": any(offer.materials != own.materials for _, offer in offers),
        "visits_differ": any(offer.visits != own.visits for _, offer in offers),
        "lacking": [{"name": item.name, "url": item.address} for item in below if procedure.id not in item.offers],
    }


def _offer_view(place: LinkView, offer: Offer) -> OfferView:
    """Return the view of one bureau's offer."""
    visits = "" if offer.visits is None else f"{offer.visits} 次"
    return {
        **place,
        "promised": offer.promised,
        "materials": offer.materials,
        "visits": visits,
        "better": list(offer.better),
    }


def bureau_views(bureaus: tuple[BureauFacts, ...], address: str = "") -> list[BureauView]:
    """Return the views of bureaus in the order of their names' pinyin, each followed by those below it.

    `address` is that of the site above them.
    """
    views: list[BureauView] = []
    for item in sorted(bureaus, key=lambda item: (item.pinyin, item.id)):
        url = item.address if "//" in item.address else f"{address}{item.address}"
        view: BureauView = {
            "name": item.name,
            "url": url,
            "area": item.area,
            "words": " ".join((item.name, item.area, *(hall.name for hall in item.halls), *_pinyin(item))),
            "better": sum(bool(offer.better) for offer in item.offers.values()),
            "halls": [{"name": hall.name, "address": hall.address, "phone": hall.phone} for hall in item.halls],
        }
        views += [view, *bureau_views(item.below, url)]
    return views


def _pinyin(bureau: BureauFacts) -> tuple[str, str]:
    """Return the pinyin of a bureau's name, and its initials: shilixianshuiwuju, slxswj."""
    _, *syllables = bureau.pinyin.split(BETWEEN)
    return "".join(syllables), "".join(item[0] for item in syllables)


def sites(session: Session) -> list[dict[str, Any]]:
    """Return what the search of a superior's site tells about the bureaus below it: BUREAUS_FILE."""
    ids = {item.id for item in session.procedures}
    return [
        {"name": item.name, "url": item.address, "lacks": sorted(ids - item.offers.keys())}
        for item in sorted(session.bureaus, key=lambda item: (item.pinyin, item.id))
    ]


def sitemaps(bureaus: tuple[BureauFacts, ...], address: str = "") -> Iterator[str]:
    """Yield the sitemaps of bureaus and of those below them, as seen from the site at `address` above them.

    A sitemap that is an index itself may not be listed in another: of such a site its own pages' sitemap is. Sites
    with an address of their own say where their sitemaps are themselves.
    """
    for item in sorted(bureaus, key=lambda item: item.id):
        if "//" not in item.address:
            here = f"{address}{item.address}"
            yield f"{here}sitemap-1.xml" if any("//" not in one.address for one in item.below) else f"{here}sitemap.xml"
            yield from sitemaps(item.below, here)


def facts_of(session: Session, id: str, superior_url: str) -> BureauFacts:
    """Return the facts of a bureau whose folder is `id`, for the pages of its superior at `superior_url`."""
    site, organ = session.site, session.bureau
    halls = [item for item in session.registry.all(Organ).values() if item.kind is OrganKind.HALL]
    own = [hall for hall in halls if (Organ.FOLDER, hall.id) not in session.registry.borrowed]
    name = organ.name if organ else site.organiser
    gone = site.succeeded_by
    inside = site.base_url.rstrip("/") == f"{superior_url.rstrip('/')}/{id}"
    return BureauFacts(
        id,
        f"{id}/" if inside else site.base_url.rstrip("/") + "/",
        name,
        (organ.area if organ else None) or "",
        session.sort_key(name),
        tuple(HallFacts(hall.name, hall.address or "", hall.inquiry_phone or "") for hall in own),
        offers_of(session),
        session.bureaus,
        (gone.bureau, gone.name) if gone and gone.on <= session.as_of else None,
    )


def moved(session: Session, page: Page) -> Page:
    """Return what stands at the address of a page after the bureau was merged into another: a way to that one's.

    An entry of the bureau's own leads to the other's home page.
    """
    gone = session.site.succeeded_by
    assert gone is not None
    folder, _, rest = page.url.partition("/")
    kind = folder_of(session.registry.kinds, folder)
    id = rest.partition("/")[0]
    shared = not id or (kind and session.above and id in session.above.registry.entries.get(kind, {}))
    inherited = kind is None or session.registry.kinds[kind].COMES_DOWN is ComesDown.ALL
    target = page.url if shared and inherited and page.kind in ("list", "detail") else ""
    view = {"name": gone.name, "url": f"../{gone.bureau}/{target}"}
    return Page(page.url, "moved.html", page.title, f"本局已并入{gone.name}", "", view, kind="moved")


def offers_of(session: Session) -> dict[str, Offer]:
    """Return what the bureau offers for each procedure in force."""
    return {item.id: _offer(session, item) for item in session.procedures}


def _offer(session: Session, procedure: Procedure) -> Offer:
    """Return what the bureau offers for one procedure."""
    limits = session.limits(procedure)
    promise = session.promise(procedure)
    return Offer(
        promised_range(limits, "，看情况"),
        float(rough_hours(promise)) if promise else 0.0,
        materials_to_bring(procedure),
        procedure.visits.count if procedure.visits else None,
        tuple(better_than_above(session, *limits, procedure, named=False)),
    )
