"""Compares a site as it is served with what was published: contents, types, encodings, headers."""

from __future__ import annotations

import http.client
import threading
import urllib.parse
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from generator import __version__
from generator.publish.compare import Difference
from generator.publish.errors import PublishError
from generator.publish.headers import TYPES, lost_headers, suffix
from generator.publish.manifest import MANIFEST, Listed, Manifest
from generator.publish.verify import Expected, Head, Verdict, opening, sampled

_CONNECTIONS = 8
_SECONDS = 30
_HEAD_SIZE = 64 << 20
"""Most bytes that are read of a manifest."""
_OK, _MOVED, _FORBIDDEN, _NOT_FOUND = 200, range(300, 400), 403, 404


class Answer(NamedTuple):
    """An answer of a server: status, headers by lower-case name, body after decoding, what is wrong with its encoding.

    `body` has at most one byte more than was expected.
    """

    status: int
    headers: dict[str, str]
    body: bytes
    broken: str = ""


@dataclass(frozen=True)
class Server:
    """A server, by the address of a site on it. Connections are kept open, one a thread."""

    url: urllib.parse.SplitResult
    kept: threading.local

    @classmethod
    def at(cls, url: str) -> Server:
        """Return the server at an address. Raises PublishError if the address names no host."""
        parts = urllib.parse.urlsplit(url if url.endswith("/") else f"{url}/")
        try:
            usable = parts.hostname and (parts.port or True) and not parts.username and not parts.query
        except ValueError:
            usable = False
        if parts.scheme not in {"http", "https"} or not usable:
            raise PublishError(f"{url} 不是网站的网址；写成 https://zwgk.example.gov.cn/ 这样")
        return cls(parts, threading.local())

    def get(self, path: str, most: int) -> Answer:
        """Fetch a file of the site, at most so many bytes. Tries twice. Raises OSError or HTTPException."""
        try:
            return self._get(path, most)
        except (OSError, http.client.HTTPException):
            self._close()
        try:
            return self._get(path, most)
        except (OSError, http.client.HTTPException):
            self._close()
            raise

    def _get(self, path: str, most: int) -> Answer:
        """Fetch a file once."""
        connection = self._connection()
        headers = {"Accept-Encoding": "gzip", "User-Agent": f"zwgk-verify/{__version__}"}
        address = urllib.parse.quote(self.url.path + path.removesuffix("index.html"), safe="/%")
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
        raw = response.read(most + _MARGIN)
        if not response.isclosed():  # more came than was expected: the rest is not read
            self._close()
        found = {name.lower(): value for name, value in response.getheaders()}
        return _decoded(response.status, found, raw, most)

    def _connection(self) -> http.client.HTTPConnection:
        """Return this thread's connection."""
        kept: http.client.HTTPConnection | None = getattr(self.kept, "connection", None)
        if kept is None:
            secure = self.url.scheme == "https"
            kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
            kept = self.kept.connection = kind(self.url.hostname or "", self.url.port, timeout=_SECONDS)
        return kept

    def _close(self) -> None:
        """Close this thread's connection."""
        if connection := getattr(self.kept, "connection", None):
            connection.close()
            self.kept.connection = None


_MARGIN = 1024
"""By how much a compressed small file may be larger than the file."""


def _decoded(status: int, headers: dict[str, str], raw: bytes, most: int) -> Answer:
    """Return an answer with its body decoded; not more than one byte beyond what is expected."""
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding in {"", "identity"}:
        return Answer(status, headers, raw[: most + 1])
    if encoding != "gzip":
        return Answer(status, headers, b"", f"发来的是 {encoding} 压缩，没有请求过")
    try:
        unpacker = zlib.decompressobj(wbits=31)
        return Answer(status, headers, unpacker.decompress(raw, most + 1))
    except zlib.error:
        return Answer(status, headers, b"", "写着是 gzip，解不开")


def verify_url(url: str, expected: Expected) -> Verdict:
    """Compare what is served at an address with its manifest. Raises PublishError if nothing there can be compared.

    A file that was added on the server is not found: no address leads to it from the published pages.
    """
    server = Server.at(url)
    head = Head.read(partial(_head, server))
    if not head.record and not head.manifest:
        raise PublishError(f"{url} 没有 {MANIFEST}：网址不对，或者不是 zwgk 生成的网站")
    opened = opening(head, expected)
    wrong, checked = list(opened.wrong), 0
    if opened.manifest:
        found, checked = _compared(server, opened.manifest, expected)
        wrong += found
    files = len(opened.manifest.files) if opened.manifest else 0
    return Verdict(url, opened.record, opened.signature, files, checked, tuple(wrong))


def _head(server: Server, name: str) -> bytes:
    """Return a file of a site's head; b"" if there is none. Raises PublishError if the server cannot be reached."""
    try:
        answer = server.get(name, _HEAD_SIZE)
    except (OSError, http.client.HTTPException) as error:
        raise PublishError(f"连不上 {server.url.geturl()}：{error}") from error
    return answer.body if answer.status == _OK and not answer.broken else b""


def _compared(server: Server, manifest: Manifest, expected: Expected) -> tuple[list[Difference], int]:
    """Return how the served files differ, sorted by path, and how many were compared."""
    paths = sorted(sampled(manifest.files, expected))
    found: list[Difference] = []
    lost: dict[str, list[str]] = {}
    with ThreadPoolExecutor(_CONNECTIONS) as pool:
        answers = pool.map(lambda path: _fetched(server, path, manifest.files[path]), paths)
        for path, (answer, wrong) in zip(paths, answers, strict=True):
            found += wrong
            if answer and suffix(path) == "html":
                for text in lost_headers(answer.headers, server.url.scheme == "https"):
                    lost.setdefault(text, []).append(path)
            if answer and _is_loose(answer, path, manifest.files[path].size):
                lost.setdefault("没有用 gzip 压缩，手机要多下载几倍", []).append(path)
    found += [Difference("header", pages[0], f"{text}（{len(pages)} 个文件）") for text, pages in sorted(lost.items())]
    return found + list(_missing_page(server, manifest)), len(paths)


def _is_loose(answer: Answer, path: str, size: int) -> bool:
    """Return True if a text that compression makes much smaller was sent without it, though gzip was asked for."""
    return size > _LOOSE and suffix(path) in _TEXTS and "content-encoding" not in answer.headers


_LOOSE = 2000
"""Size in bytes from which a text must be sent compressed: servers leave small files as they are."""
_TEXTS = TYPES.keys() - {"png", "pdf"}


def _fetched(server: Server, path: str, listed: Listed) -> tuple[Answer | None, list[Difference]]:
    """Fetch a file; return the answer if it is the file, and how it differs."""
    try:
        answer = server.get(path, listed.size)
    except (OSError, http.client.HTTPException) as error:
        return None, [Difference("status", path, f"取不到：{error or type(error).__name__}")]
    if answer.status in _MOVED:
        return None, [Difference("redirect", path, f"转到了 {answer.headers.get('location', '别处')}")]
    if answer.status in {_FORBIDDEN, _NOT_FOUND}:  # nginx answers 403 for a folder whose page is gone
        return None, [Difference("missing", path, f"清单里有，服务器上没有，或者不给看（{answer.status}）")]
    if answer.status != _OK:
        return None, [Difference("status", path, f"服务器答 {answer.status}")]
    return answer, list(_unlike(answer, path, listed))


def _unlike(answer: Answer, path: str, listed: Listed) -> Iterator[Difference]:
    """Yield how an answer differs from the file that was published."""
    if answer.broken:
        yield Difference("encoding", path, answer.broken)
    elif Listed.of(answer.body) != listed:
        yield Difference("changed", path, "发来的内容和清单上的不一样")
    kind, _, charset = answer.headers.get("content-type", "").lower().partition(";")
    known = TYPES.get(suffix(path))
    if known and kind.strip() not in known:
        yield Difference("type", path, f"类型是 {kind.strip() or '没有写'}，应当是 {known[0]}")
    elif suffix(path) == "html" and charset.strip() not in {"", "charset=utf-8"}:
        yield Difference("type", path, f"编码是 {charset.strip()}，应当是 charset=utf-8")


def _missing_page(server: Server, manifest: Manifest) -> Iterator[Difference]:
    """Yield a difference if an address that does not exist is not answered with the site's own page for that."""
    listed = manifest.files.get("404.html")
    if listed is None:
        return
    try:
        answer = server.get("zwgk-verify/no-such-page/", listed.size)
    except (OSError, http.client.HTTPException):
        return
    if answer.status != _NOT_FOUND:
        yield Difference("status", "404.html", f"不存在的网址，服务器答 {answer.status}，应当是 404")
    elif Listed.of(answer.body) != listed:
        yield Difference("changed", "404.html", "不存在的网址，发来的不是网站自己的 404 页")
