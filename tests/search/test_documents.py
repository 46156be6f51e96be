"""What a document says of itself, as results show it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.model.procedures import Charge, Fee, Procedure
from generator.registries import documents
from generator.search.answers import of_procedure
from generator.session import Session


def test_excerpts_of_pages_show_no_markdown(session: Session) -> None:
    passages = [text for document in documents(session) if document.kind == "pages" for text in document.passages]
    assert len(passages) > 100
    assert any("政务服务中心办税服务厅，0600-5553000" in text for text in passages)
    assert not [text for text in passages if any(mark in text for mark in ("](", "**", "|", "`"))]


@pytest.mark.parametrize(
    ("id", "told"),
    [
        ("cheliang-gouzhishui-shenbao", "乘10%"),
        ("qishui-shenbao", "第一套"),
    ],
)
def test_how_much_is_answered_with_the_tax_where_the_guide_tells_it(session: Session, id: str, told: str) -> None:
    found = next(document for document in documents(session) if document.path == f"procedures/{id}")
    assert told in dict(found.answers)["fee"]


@pytest.mark.parametrize(
    ("fee", "told"),
    [
        (None, None),
        (Fee(free=True), "不收手续费，税款另算"),
        (Fee(charges=(Charge(item="工本费", rate="每本5元"),)), "工本费：每本5元"),
    ],
)
def test_what_a_matter_costs_is_answered_where_it_is_stated(
    session: Session, fee: Fee | None, told: str | None
) -> None:
    guide = replace(session.registry.all(Procedure)["wu-qianshui-zhengming-kaiju"], fee=fee)
    assert dict(of_procedure(session, guide)).get("fee") == told
