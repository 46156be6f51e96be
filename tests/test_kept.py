"""What is kept between runs comes back; what was not asked for, or came to harm, does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import kept
from generator.kept import Store, digest

A, B = digest(b"a"), digest(b"b")


def refuse() -> bytes:
    """Be something that must not be made again."""
    raise AssertionError("made again")


def test_values_come_back(tmp_path: Path) -> None:
    first = Store(tmp_path / "own" / "kept")
    assert first.get(A, lambda: b"A\n" * 70_000) == first.get(A, refuse)
    first.get(B, lambda: b"")
    first.save()
    second = Store(tmp_path / "own" / "kept")
    assert second.get(A, refuse) == b"A\n" * 70_000
    assert second.get(B, refuse) == b""


def test_what_is_not_asked_for_goes(tmp_path: Path) -> None:
    for key in (A, B):
        store = Store(tmp_path / "kept")
        store.get(key, lambda: b"new")
        store.save()
    assert Store(tmp_path / "kept").get(A, lambda: b"again") == b"again"


@pytest.mark.parametrize("harm", [b"", b"short", None])
def test_a_harmed_file_is_as_good_as_none(tmp_path: Path, harm: bytes | None) -> None:
    store = Store(tmp_path / "kept")
    store.get(A, lambda: b"old")
    store.save()
    data = (tmp_path / "kept").read_bytes()
    (tmp_path / "kept").write_bytes(data[:-1] + b"x" if harm is None else harm)
    assert Store(tmp_path / "kept").get(A, lambda: b"new") == b"new"


def test_another_version_keeps_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path / "kept")
    store.get(A, lambda: b"old")
    store.save()
    monkeypatch.setattr(kept, "program", lambda: "another")
    assert Store(tmp_path / "kept").get(A, lambda: b"new") == b"new"


def test_what_is_new_goes_into_another_store_once(tmp_path: Path) -> None:
    there, here = Store(), Store(tmp_path / "kept")
    there.get(A, lambda: b"A")
    here.add(there.news())
    there.get(A, refuse)
    there.get(B, lambda: b"B")
    news = there.news()
    assert news == {B: b"B"}
    here.add(news)
    assert there.news() == {}
    here.save()
    assert Store(tmp_path / "kept").get(A, refuse) == b"A"
