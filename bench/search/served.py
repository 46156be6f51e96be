"""Serves a folder like a well-configured server (precompressed copies, else compressed here) and counts bytes."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COMPRESSED = {".html", ".js", ".css", ".json", ".txt", ".xml", ".svg"}


class Counted:
    """The sent responses in order: path and body size on the wire, in bytes."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.sent: list[tuple[str, int]] = []

    def mark(self) -> int:
        """Return the present length of the list."""
        return len(self.sent)

    def since(self, mark: int) -> int:
        """Return the bytes sent since a mark."""
        return sum(size for _, size in self.sent[mark:])


@lru_cache(maxsize=4096)
def _body(path: Path) -> tuple[bytes, bool]:
    """Return the body of a file, and whether it is compressed."""
    data = path.read_bytes()
    return (gzip.compress(data, 9, mtime=0), True) if path.suffix in COMPRESSED else (data, False)


@contextmanager
def served(folder: Path) -> Iterator[Counted]:
    """Serve a folder on this machine during the block."""
    counted: Counted

    class Handler(SimpleHTTPRequestHandler):
        """Serves files of the folder; clients may cache them for an hour."""

        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """Send one file."""
            name = self.path.split("?")[0].split("#")[0]
            path = folder / name.lstrip("/")
            path = path / "index.html" if path.is_dir() else path
            if not path.is_file():
                self.send_response(404)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            body, packed = _body(path)
            counted.sent.append((name, len(body)))
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(str(path)))
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "max-age=3600")
            if packed:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    counted = Counted(f"http://127.0.0.1:{server.server_port}/")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield counted
    finally:
        server.shutdown()
