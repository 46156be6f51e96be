"""Shells come back in the next run; those that have come to harm are made again."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.render.shell import Shell, Shells

KEY = ("x/", "")


@pytest.mark.parametrize(("old", "new"), [(b"head", b"hexd"), (b'"x/",', b""), (b"]]]", b"]")])
def test_harmed_shells_are_made_again(tmp_path: Path, old: bytes, new: bytes) -> None:
    kept = tmp_path / "shells"
    shells = Shells([], lambda _: Shell(("<head>", "title", "</head>")), kept)
    assert shells.get(KEY).pour({"title": "名"}) == "<head>名</head>".encode()
    shells.save()
    assert Shells([], lambda _: Shell(("new",)), kept).get(KEY) == shells.get(KEY)
    data = kept.read_bytes()
    assert old in data
    kept.write_bytes(data.replace(old, new))
    assert Shells([], lambda _: Shell(("new",)), kept).get(KEY) == Shell(("new",))
