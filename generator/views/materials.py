"""办理材料: every document and form, and the procedures that ask for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import TypedDict

from generator.model.materials import Material, MaterialKind
from generator.model.pinyin import OTHER
from generator.model.procedures import Procedure
from generator.model.routes import form_address
from generator.session import Session
from generator.views.common import EntryPart, Page, detail, listing
from generator.views.paging import LISTED, ListsPart, paged, shortened
from generator.views.pieces import entry_links, link
from generator.views.shapes import ChoiceView, LinkView

_LISTS = {"procedures": "哪些事项要用", "spared": "办这些事不用带它"}
"""Lists that grow with other registries: key in the view -> heading."""
_OFTEN = 12
"""Most materials in the list of those that most procedures ask for."""


class MaterialCard(LinkView):
    """A material in a list, with the number of procedures that ask for it."""

    issuer: str
    procedures: int
    held: bool


class KindView(ChoiceView):
    """A kind of materials, with its number of them."""

    count: int


class LetterView(ChoiceView):
    """The materials of one kind whose names begin with the same letter of pinyin."""

    kind: str
    items: list[MaterialCard]


class MaterialsView(TypedDict):
    """What materials.html shows. `often` lists those asked for most, `held` those that the bureau already has."""

    often: list[MaterialCard]

    kinds: list[KindView]
    groups: list[LetterView]
    held: list[MaterialCard]


class MaterialView(TypedDict):
    """All that is shown of a material."""

    name: str
    aliases: list[str]
    kind: str
    origin: str
    issuer: str
    held: bool
    description: str
    fill_notes: list[str]
    blank_form: str
    set_form: str
    sample: str
    procedures: list[LinkView]
    spared: list[LinkView]


class MaterialPage(MaterialView, EntryPart, ListsPart):
    """What material.html shows."""


def pages(session: Session) -> Iterator[Page]:
    """Yield the index."""
    materials = sorted(session.current(Material), key=lambda item: session.sort_key(item.name))
    count = Counter(item.kind for item in materials)
    held = [_card(session, item) for item in materials if item.held_by_bureau]
    asked = sorted((_card(session, item) for item in materials), key=lambda card: -card["procedures"])
    view: MaterialsView = {
        "kinds": [{"id": kind.value, "name": kind.label, "count": count[kind]} for kind in MaterialKind if count[kind]],
        "groups": [group for kind in MaterialKind for group in _letters(session, kind, materials)],
        "often": [card for card in asked[:_OFTEN] if card["procedures"] > 1],
        "held": held,
    }
    index = listing(
        Material,
        "materials.html",
        f"办税要用的 {len(materials)} 种材料：从哪里来、怎么填、哪些事项要用。",
        view,
        scripts=("narrow.js",),
    )
    yield from paged(index, LISTED // 2, "groups", "items")


def _letters(session: Session, kind: MaterialKind, materials: list[Material]) -> Iterator[LetterView]:
    """Yield the sorted materials of a kind by the first letter of their names' pinyin."""
    ours = (item for item in materials if item.kind is kind)
    for letter, found in groupby(ours, key=lambda item: session.sort_key(item.name)[0]):
        name = "0—9" if letter == OTHER else letter.upper()
        items = [_card(session, item) for item in found]
        yield {
            "id": f"{kind.value}-{'0' if letter == OTHER else letter}",
            "name": name,
            "kind": kind.value,
            "items": items,
        }


def pages_of(session: Session, material: Material) -> Iterator[Page]:
    """Yield a material's page, and the pages of its long lists."""
    view = material_view(session, material)
    page = detail(
        session,
        material,
        "material.html",
        material.description or f"{material.name}：哪些事项要用、从哪里来。",
        view,
    )
    yield from shortened(page, _LISTS)


def _card(session: Session, material: Material) -> MaterialCard:
    """Return a material as lists show it."""
    return {
        **link(material),
        "issuer": material.issuer or material.origin.label,
        "procedures": len(_asking(session, material)),
        "held": material.held_by_bureau,
    }


def material_view(session: Session, material: Material) -> MaterialView:
    """Return everything that a material's page shows."""
    return {
        "name": material.name,
        "aliases": list(material.aliases),
        "kind": material.kind.label,
        "origin": material.origin.label,
        "issuer": material.issuer or "",
        "held": material.held_by_bureau,
        "description": material.description or "",
        "fill_notes": list(material.fill_notes),
        "blank_form": material.blank_form or "",
        "set_form": form_address(material) if material.blank else "",
        "sample": material.sample or "",
        "procedures": entry_links(_asking(session, material)),
        "spared": entry_links(
            item for item in session.referrers(material, Procedure) if material.id in item.not_needed
        ),
    }


def _asking(session: Session, material: Material) -> list[Procedure]:
    """Return the procedures that ask for a material."""
    asking = session.referrers(material, Procedure)
    return [item for item in asking if any(use.material == material.id for use in item.materials)]
