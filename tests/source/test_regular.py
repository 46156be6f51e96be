"""Only regular files are read, up to a size."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from generator.source.regular import TooLargeError, read_regular


@pytest.mark.parametrize("size", [0, 1, 999, 1000])
def test_a_file_up_to_the_size_is_read_whole(tmp_path: Path, size: int) -> None:
    data = os.urandom(size)
    (tmp_path / "a").write_bytes(data)
    assert read_regular(tmp_path / "a", 1000) == data
    (tmp_path / "link").symlink_to("a")
    assert read_regular(str(tmp_path / "link"), 1000) == data


def test_a_larger_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(1001))
    with pytest.raises(TooLargeError, match="文件太大，最多 2 KiB"):
        os.truncate(tmp_path / "a", 1 << 41)
        read_regular(tmp_path / "a", 2048)


def test_a_file_that_is_longer_than_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of /proc have no size; others grow while they are read."""
    assert read_regular("/proc/self/status", 1 << 20)
    with pytest.raises(TooLargeError):
        read_regular("/proc/self/status", 10)


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        for name in ("pipe", "zero", "socket"):
            with pytest.raises(OSError, match="不是普通文件") as raised:
                read_regular(tmp_path / name, 1000)
            assert raised.value.filename == str(tmp_path / name)
    with pytest.raises(IsADirectoryError):
        read_regular(tmp_path, 1000)
    with pytest.raises(FileNotFoundError):
        read_regular(tmp_path / "none", 1000)
