"""Shells come back in the next run; those of another site or theme do not."""

from __future__ import annotations

from pathlib import Path

from generator.cache import Table
from generator.render.shell import Shell, Shells, _shared

KEY = ("x/", "")


def made(table: Table, text: str, identity: str = "theme") -> Shell:
    """Return the shell under KEY, which is made of this text if it is unknown, and keep it."""
    shells = Shells([], lambda _: Shell((text, "title", "</head>")), table, identity)
    shell = shells.get(KEY)
    shells.keep()
    table.save()
    _shared.cache_clear()
    return shell


def test_shells_come_back(tmp_path: Path) -> None:
    assert made(Table(tmp_path / "shells"), "<head>").pour({"title": "名"}) == "<head>名</head>".encode()
    assert made(Table(tmp_path / "shells"), "<new>").pour({"title": "名"}) == "<head>名</head>".encode()


def test_shells_of_another_theme_do_not(tmp_path: Path) -> None:
    made(Table(tmp_path / "shells"), "<head>")
    assert made(Table(tmp_path / "shells"), "<new>", "other").parts[0] == "<new>"


def test_words_take_the_place_of_their_marks() -> None:
    shell = Shell(("<b>MARK1</b>", "title", "MARK2 MARK1"))
    assert shell.saying({"MARK1": "甲&amp;", "MARK2": "乙"}).parts == ("<b>甲&amp;</b>", "title", "乙 甲&amp;")
    assert shell.saying({}) is shell
