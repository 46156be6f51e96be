"""The tables that come with the search are what their makers make of them."""

from __future__ import annotations

from generator.search import tables


def test_tables_are_up_to_date() -> None:
    message = "run python -m generator.search.tables"
    pinyin = tables.pinyin_table()
    assert pinyin == (tables.FOLDER / "pinyin.txt").read_text("utf-8"), message
    assert tables.common_runs(pinyin) == (tables.FOLDER / "common.txt").read_text("utf-8"), message
    assert tables.traditional_table() == (tables.FOLDER / "traditional.txt").read_text("utf-8"), message
