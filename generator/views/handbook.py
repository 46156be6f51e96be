"""办税服务手册: the notices of all procedures in volumes, by main theme; typeset as PDF files (generator/pdf/)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TypedDict

from generator.model.procedures import Procedure
from generator.model.routes import handbook_address
from generator.model.vocabularies import THEMES
from generator.session import Session
from generator.views.common import bureau_name
from generator.views.notices import NoticeView, notice_view

VOLUME = 500
"""Most procedures in one volume: a volume is typeset in memory as a whole."""


class HandbookLink(TypedDict):
    """The title of a volume and its address on the site."""

    name: str
    href: str


class ChapterView(TypedDict):
    """The notices of one main theme."""

    name: str
    notices: list[NoticeView]


class VolumeView(TypedDict):
    """What handbook.typ shows."""

    title: str
    bureau: str
    address: str
    count: int
    groups: list[ChapterView]


def volumes(session: Session) -> list[Sequence[Procedure]]:
    """Return the procedures of each volume, ordered by main theme."""
    order = {theme: number for number, theme in enumerate(session.terms(THEMES))}
    ordered = sorted(session.procedures, key=lambda procedure: order.get(procedure.themes[0], len(order)))
    return [ordered[start : start + VOLUME] for start in range(0, len(ordered), VOLUME)]


def title(number: int, of: int) -> str:
    """Return the title of volume `number` of `of`."""
    return "办税服务手册" + (f"（第{number}册，共{of}册）" if of > 1 else "")


def handbook_links(session: Session) -> list[HandbookLink]:
    """Return title and address of each volume; none if no PDF files are made."""
    of = len(volumes(session)) if session.pdf else 0
    return [{"name": title(number, of), "href": handbook_address(number)} for number in range(1, of + 1)]


def volume_view(session: Session, number: int, procedures: Sequence[Procedure], of: int) -> VolumeView:
    """Return what one volume shows: the notices of its procedures, by main theme."""
    groups = itertools.groupby(procedures, key=lambda procedure: procedure.themes[0])
    return {
        "title": title(number, of),
        "bureau": bureau_name(session),
        "address": session.site.base_url,
        "count": len(procedures),
        "groups": [
            {"name": session.label(THEMES, theme), "notices": [notice_view(session, procedure) for procedure in group]}
            for theme, group in groups
        ],
    }
