"""What a document says of itself, as results show it."""

from __future__ import annotations

import pytest

from generator.registries import documents
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
        ("wu-qianshui-zhengming-kaiju", "税款另算"),
    ],
)
def test_how_much_is_answered_with_the_tax_where_the_guide_tells_it(session: Session, id: str, told: str) -> None:
    found = next(document for document in documents(session) if document.path == f"procedures/{id}")
    fee = dict(found.answers)["fee"]
    assert fee.startswith("不收手续费") and told in fee
