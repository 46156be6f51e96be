"""A small S3 server on this machine, in memory: what rclone asks of one, and nothing else."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

_WHEN = "2026-11-30T00:00:00.000Z"


class Stored(NamedTuple):
    """An object: its bytes and the headers of its metadata."""

    data: bytes
    meta: dict[str, str]

    @property
    def etag(self) -> str:
        """Its MD5, by which rclone compares."""
        return f'"{hashlib.md5(self.data).hexdigest()}"'


class _Handler(BaseHTTPRequestHandler):
    """Answers requests with addresses by path: /bucket/key."""

    protocol_version = "HTTP/1.1"
    objects: dict[tuple[str, str], Stored]
    buckets: set[str]

    def _split(self) -> tuple[str, str, dict[str, str]]:
        """Return bucket, key and query of the request."""
        parts = urlsplit(self.path)
        bucket, _, key = unquote(parts.path).lstrip("/").partition("/")
        return bucket, key, {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}

    def _say(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Send an answer."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _error(self, status: int, code: str) -> None:
        """Send an error as S3 does."""
        self._say(status, f"<Error><Code>{code}</Code></Error>".encode())

    def _body(self) -> bytes:
        """Return what the request holds, without the marks of its chunks if it is signed chunk by chunk."""
        data = self.rfile.read(int(self.headers["Content-Length"] or 0))
        if not self.headers.get("x-amz-content-sha256", "").startswith("STREAMING-"):
            return data
        found = b""
        while data:
            head, _, data = data.partition(b"\r\n")
            size = int(head.partition(b";")[0] or b"0", 16)
            if not size:
                break
            found, data = found + data[:size], data[size + 2 :]
        return found

    def do_PUT(self) -> None:
        """Make a bucket, store an object, or copy one."""
        bucket, key, _ = self._split()
        data = self._body()
        if not key:
            self.buckets.add(bucket)
            self._say(200)
        elif bucket not in self.buckets:
            self._error(404, "NoSuchBucket")
        elif source := self.headers.get("x-amz-copy-source"):
            name, _, path = unquote(source).lstrip("/").partition("/")
            if (old := self.objects.get((name, path))) is None:
                return self._error(404, "NoSuchKey")
            self.objects[bucket, key] = old
            told = f"<ETag>{escape(old.etag)}</ETag><LastModified>{_WHEN}</LastModified>"
            self._say(200, f"<CopyObjectResult>{told}</CopyObjectResult>".encode())
        else:
            wanted = ("content-type", "x-amz-meta-")
            meta = {name: value for name, value in self.headers.items() if name.lower().startswith(wanted)}
            stored = self.objects[bucket, key] = Stored(data, meta)
            self._say(200, ETag=stored.etag)
        return None

    def do_GET(self) -> None:
        """Send an object, or list a bucket."""
        bucket, key, query = self._split()
        if bucket not in self.buckets:
            self._error(404, "NoSuchBucket")
        elif not key:
            self._say(200, self._listed(bucket, query).encode(), Content_Type="application/xml")
        elif (stored := self.objects.get((bucket, key))) is None:
            self._error(404, "NoSuchKey")
        else:
            modified = formatdate(1_796_000_000, usegmt=True)
            self._say(200, stored.data, ETag=stored.etag, Last_Modified=modified, **stored.meta)

    def do_HEAD(self) -> None:
        """Send an object's headers."""
        self.do_GET()

    def _listed(self, bucket: str, query: dict[str, str]) -> str:
        """Return the list of a bucket's objects below a prefix; what lies behind a delimiter is summed up."""
        prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
        rows, folders = [], set()
        for (name, key), stored in sorted(self.objects.items()):
            if name == bucket and key.startswith(prefix):
                inner, found, _ = key[len(prefix) :].partition(delimiter) if delimiter else (key, "", "")
                if found:
                    folders.add(prefix + inner + delimiter)
                    continue
                size = len(stored.data)
                rows.append(
                    f"<Contents><Key>{escape(key)}</Key><LastModified>{_WHEN}</LastModified>"
                    f"<ETag>{escape(stored.etag)}</ETag><Size>{size}</Size></Contents>"
                )
        rows += [f"<CommonPrefixes><Prefix>{escape(folder)}</Prefix></CommonPrefixes>" for folder in sorted(folders)]
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{''.join(rows)}</ListBucketResult>"

    def do_DELETE(self) -> None:
        """Delete an object or a bucket."""
        bucket, key, _ = self._split()
        self.objects.pop((bucket, key), None)
        if not key:
            self.buckets.discard(bucket)
        self._say(204)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def s3_server() -> Iterator[str]:
    """Yield the address of a server that forgets everything at its end."""
    handler = type("Handler", (_Handler,), {"objects": {}, "buckets": set()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
