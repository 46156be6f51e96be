"""A release's files are whole, and what is there already is replaced, never written into."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.publish import write
from generator.render.pages import File


def test_a_file_that_is_taken_bit_by_bit_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:2]))
    write(tmp_path, File("a/b/index.html", b"content"))
    assert (tmp_path / "a/b/index.html").read_bytes() == b"content"


def test_a_link_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"other")
    (tmp_path / "index.html").hardlink_to(tmp_path / "other")
    write(tmp_path, File("index.html", b"content"))
    assert (tmp_path / "other").read_bytes() == b"other"
    assert (tmp_path / "index.html").read_bytes() == b"content"


def test_what_is_noted_of_a_file(tmp_path: Path) -> None:
    written = write(tmp_path, File("index.html", b"abc"), "basis")
    assert written.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert (written.size, written.fingerprint) == (3, "basis")
    assert write(tmp_path, File("empty.txt", b"")).fingerprint == write(tmp_path, File("none.txt", b"")).sha256
