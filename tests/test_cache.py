"""Used values of a table are loaded in the next run; unused and damaged ones are not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator import cache
from generator.cache import Table, digest, write_sealed

A, B = digest(b"a"), digest(b"b")


def refuse() -> bytes:
    """Fail: a cached value must not be computed again."""
    raise AssertionError("made again")


def test_values_come_back(tmp_path: Path) -> None:
    first = Table(tmp_path / "own" / "kept")
    assert first.get_or_compute(A, lambda: b"A\n" * 70_000) == first.get_or_compute(A, refuse)
    first.get_or_compute(B, lambda: b"")
    first.save()
    second = Table(tmp_path / "own" / "kept")
    assert second.get_or_compute(A, refuse) == b"A\n" * 70_000
    assert second.get_or_compute(B, refuse) == b""


def test_what_is_not_asked_for_goes(tmp_path: Path) -> None:
    for key in (A, B):
        table = Table(tmp_path / "kept")
        table.get_or_compute(key, lambda: b"new")
        table.save()
    assert Table(tmp_path / "kept").get_or_compute(A, lambda: b"again") == b"again"


@pytest.mark.parametrize("harm", [b"", b"short", None])
def test_a_harmed_file_is_as_good_as_none(tmp_path: Path, harm: bytes | None) -> None:
    table = Table(tmp_path / "kept")
    table.get_or_compute(A, lambda: b"old")
    table.save()
    data = (tmp_path / "kept").read_bytes()
    (tmp_path / "kept").write_bytes(data[:-1] + b"x" if harm is None else harm)
    assert Table(tmp_path / "kept").get_or_compute(A, lambda: b"new") == b"new"


def test_another_version_keeps_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = Table(tmp_path / "kept")
    table.get_or_compute(A, lambda: b"old")
    table.save()
    monkeypatch.setattr(cache, "program", lambda: "another")
    assert Table(tmp_path / "kept").get_or_compute(A, lambda: b"new") == b"new"


def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    table = Table(tmp_path / "own" / "table")
    table.put(A, b"x")
    table.save()
    assert (tmp_path / "own").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "own/table").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("place", ["own", "own/table"])
@pytest.mark.parametrize("kind", ["writable", "link"])
def test_what_others_may_have_written_is_not_read(tmp_path: Path, place: str, kind: str) -> None:
    table = Table(tmp_path / "own" / "table")
    table.put(A, b"x")
    table.save()
    path = tmp_path / place
    if kind == "writable":
        path.chmod(0o777)
    else:
        path.symlink_to(path.rename(tmp_path / "elsewhere"))
    assert Table(tmp_path / "own" / "table").get(A) is None


def test_pieces_of_a_key_are_told_apart() -> None:
    assert digest(b"ab", b"c") != digest(b"a", b"bc") != digest(b"abc")


def test_a_full_disk_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    table = Table(tmp_path / "file" / "table")
    table.put(A, b"x")
    table.save()
    assert table.get(A) == b"x"


@pytest.mark.skipif(not hasattr(os, "umask"), reason="without modes")
def test_no_folder_of_the_cache_is_open_to_others(tmp_path: Path) -> None:
    """Whatever the umask leaves: who may write a folder above can put another in the place of one below."""
    before = os.umask(0)
    try:
        write_sealed(tmp_path / "a/b/c", b"data")
    finally:
        os.umask(before)
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in ("a", "a/b")} == {0o700}
    assert (tmp_path / "a/b/c").stat().st_mode & 0o777 == 0o600
