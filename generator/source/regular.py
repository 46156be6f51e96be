"""Reads regular files up to a size. Others are refused: a pipe or a device such as /dev/zero may never end."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""How a file is opened: no pipe is waited for."""

SMALL_BYTES = 1 << 16
QUERIES_BYTES, EXPORT_BYTES = 4 << 20, 256 << 20
"""Largest sizes of files that options name: a key or a noted version, queries, the export of a case system."""


class TooLargeError(OSError):
    """A file has more bytes than may be read. The message is Chinese."""


def read_regular(path: Path | str, most: int, flags: int = READ) -> bytes:
    """Return a file's bytes. Raises TooLargeError beyond `most` bytes, OSError if it is not a regular file."""
    try:
        handle = os.open(path, flags)
    except OSError as error:
        raise _irregular(path) if error.errno == errno.ENXIO else error from error  # a socket
    try:
        status = os.fstat(handle)
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not stat.S_ISREG(status.st_mode):
            raise _irregular(path)
        data = b"".join(_pieces(handle, status.st_size + 1, most + 1)) if status.st_size <= most else None
    finally:
        os.close(handle)
    if data is None or len(data) > most:
        raise TooLargeError(0, f"文件太大，最多 {_shown(most)}", str(path))
    return data


_PIECE = 1 << 20
"""Bytes that are read at once after the first piece."""


def _pieces(handle: int, first: int, most: int) -> Iterator[bytes]:
    """Yield an open file's bytes, `most` of them at most; `first` of them are asked for at once.

    A file object would take twice the time, and a project has thousands of small files.
    """
    left = most
    while left and (data := os.read(handle, min(first, left))):
        yield data
        first, left = _PIECE, left - len(data)


def _irregular(path: Path | str) -> OSError:
    """Return the error for a pipe, a socket or a device."""
    return OSError(0, "这不是普通文件", str(path))


def _shown(size: int) -> str:
    """Return a number of bytes for people."""
    return f"{size >> 20} MiB" if size >> 20 else f"{size >> 10} KiB"
