"""信用级别和待遇: the grades of tax credit in one table, how each is reached, and how to object and repair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypedDict

from generator.model.credit_grades import CreditGrade
from generator.model.procedures import Procedure
from generator.model.types import Basis
from generator.session import Session
from generator.views.common import Page, listing, text
from generator.views.pieces import bases, length_text, link, link_to
from generator.views.shapes import BasisView, LinkView


class GradeView(TypedDict):
    """A grade: its scores in words, how it is reached, what bars it."""

    id: str
    name: str
    band: str
    reached: list[str]
    excluded: list[str]
    note: str
    source: str
    verified_on: str


class CellView(TypedDict):
    """A grade's treatment in one respect; the text is empty if the grade says none."""

    grade: str
    text: str


class RespectView(TypedDict):
    """One respect in which grades are treated differently, with every grade in their order."""

    topic: str
    cells: list[CellView]


class RemedyView(LinkView):
    """A procedure of objection or repair: how long it takes, and for which grades."""

    within: str
    grades: list[str]


class CreditGradesView(TypedDict):
    """What credit_grades.html shows."""

    grades: list[GradeView]
    respects: list[RespectView]
    remedies: list[RemedyView]
    regimes: list[LinkView]
    basis: list[BasisView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page."""
    grades = sorted(session.current(CreditGrade), key=lambda item: (item.order, item.id))
    topics = dict.fromkeys(treatment.topic for item in grades for treatment in item.treatments)
    view: CreditGradesView = {
        "grades": [_grade(item) for item in grades],
        "respects": [{"topic": topic, "cells": [_cell(item, topic) for item in grades]} for topic in topics],
        "remedies": list(_remedies(session, grades)),
        "regimes": [
            regime
            for id in dict.fromkeys(item.regime for item in grades)
            if (regime := link_to(session, "regimes", id))
        ],
        "basis": bases(session, _joined(basis for item in grades for basis in item.basis)),
    }
    words = "企业的纳税缴费信用分几级，怎么评，每一级待遇有什么不同，评低了怎么复评、怎么修复。"
    toc = (("treatments", "待遇对照"), ("grades", "怎么评"), ("remedies", "有异议、想修复"))
    yield listing(CreditGrade, "credit_grades.html", words, view, toc=toc if grades else ())


def _grade(item: CreditGrade) -> GradeView:
    """Return what is shown of a grade."""
    return {
        "id": item.id,
        "name": item.name,
        "band": str(item.band) if item.band else "不按分数",
        "reached": list(item.reached),
        "excluded": list(item.excluded),
        "note": item.note or "",
        "source": item.source or "",
        "verified_on": text(item.verified_on),
    }


def _cell(item: CreditGrade, topic: str) -> CellView:
    """Return a grade's treatment in one respect."""
    found = (treatment.text for treatment in item.treatments if treatment.topic == topic)
    return {"grade": item.name, "text": next(found, "")}


def _joined(items: Iterable[Basis]) -> Iterator[Basis]:
    """Yield each law once, with all articles that grades cite of it."""
    found: dict[str, Basis] = {}
    for item in items:
        first = found.setdefault(item.law, item)
        found[item.law] = replace(first, articles=tuple(dict.fromkeys((*first.articles, *item.articles))))
    yield from found.values()


def _remedies(session: Session, grades: list[CreditGrade]) -> Iterator[RemedyView]:
    """Yield the procedures that grades name, each with its time limit."""
    for id in dict.fromkeys(id for item in grades for id in item.procedures):
        procedure = session.registry.get(Procedure, id)
        if procedure:
            limit = session.promise(procedure)
            yield {
                **link(procedure),
                "within": length_text(limit, limit.promised or limit.statutory) if limit else "",
                "grades": [item.name for item in grades if id in item.procedures],
            }
