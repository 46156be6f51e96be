"""What a superior's pages say about the bureaus below it: plain facts of each bureau's site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Offer(NamedTuple):
    """What a bureau promises for one procedure: time as text and as a number for sorting, materials, visits.

    `better` says in what it does more than its superior lays down.
    """

    promised: str
    days: float
    materials: str
    visits: int | None
    better: tuple[str, ...] = ()


class HallFacts(NamedTuple):
    """A service hall: name, address, telephone; "" if not stated."""

    name: str
    address: str
    phone: str


class BureauFacts(NamedTuple):
    """One bureau below: its folder's name, the address of its site as seen from the superior's, names, area, halls.

    `offers` are by the procedure's id. `into` are the id and the name of the bureau that it was merged into, if any.
    """

    id: str
    address: str
    name: str
    area: str
    pinyin: str
    halls: tuple[HallFacts, ...]
    offers: Mapping[str, Offer]
    below: tuple[BureauFacts, ...] = ()
    into: tuple[str, str] | None = None
