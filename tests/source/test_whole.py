"""Files of a project are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.source.whole import write_whole


def fail(_: int) -> None:
    """Fail as a full disk does."""
    raise OSError(28, "No space left on device")


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.csv"
    file.write_text("期间,做到\n", "utf-8")
    monkeypatch.setattr(os, "fsync", fail)
    for path in (file, tmp_path / "new.yml"):
        with pytest.raises(OSError, match="No space"):
            write_whole(path, "期间\n")
    assert file.read_text("utf-8") == "期间,做到\n"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_line_breaks_mode_and_link_stay(tmp_path: Path) -> None:
    file, link = tmp_path / "a/b.yml", tmp_path / "c.yml"
    file.parent.mkdir()
    file.write_bytes(b"")
    file.chmod(0o600)
    link.symlink_to(file)
    write_whole(link, "name: 甲\r\n乙\n")
    assert file.read_bytes() == "name: 甲\r\n乙\n".encode()
    assert file.stat().st_mode & 0o777 == 0o600 and link.is_symlink()
    write_whole(tmp_path / "d", b"\x00")
    assert (tmp_path / "d").read_bytes() == b"\x00"
