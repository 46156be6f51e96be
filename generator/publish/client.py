"""Fetches files of a served site. The server is not trusted: what it sends is bounded in size and in time."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import urllib.parse
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from generator import __version__
from generator.publish.errors import PublishError

_SECONDS = 30
_LONGEST, _SLOWEST = 60, 100_000
"""An answer may take so many seconds in all, and one more for so many bytes: one that comes byte by byte is cut off."""


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
    """A server, by the address of a site on it. Connections are kept open, one a thread.

    `failed` are the files that could not be fetched.
    """

    url: urllib.parse.SplitResult
    kept: threading.local
    failed: list[str] = field(default_factory=list)

    @classmethod
    def at(cls, url: str) -> Server:
        """Return the server at an address. Raises PublishError if the address names no host."""
        try:
            parts = urllib.parse.urlsplit(url if url.endswith("/") else f"{url}/")
            host = (parts.hostname or "").encode("idna")
            usable = host and not host.split()[1:] and (parts.port or True) and not parts.username and not parts.query
            if usable and parts.scheme in {"http", "https"}:
                return cls(parts, threading.local())
        except ValueError:
            pass  # a host, a port or brackets that cannot be read
        raise PublishError(f"{url} 不是网站的网址；写成 https://zwgk.example.gov.cn/ 这样")

    def get(self, path: str, most: int) -> Answer:
        """Fetch a file of the site, at most so many bytes. Tries twice, unless it takes too long.

        Raises OSError or HTTPException.
        """
        try:
            return self._get(path, most)
        except TimeoutError:
            raise
        except (OSError, http.client.HTTPException):
            return self._get(path, most)

    def _get(self, path: str, most: int) -> Answer:
        """Fetch a file once. Raises TimeoutError if it takes too long, OSError or HTTPException."""
        connection = self._connection()
        try:
            with _limited(connection, _LONGEST + most / _SLOWEST):
                return self._answer(connection, path, most)
        except (OSError, http.client.HTTPException):
            self._close()
            raise

    def _answer(self, connection: http.client.HTTPConnection, path: str, most: int) -> Answer:
        """Ask for a file and read the answer."""
        headers = {"Accept-Encoding": "gzip", "User-Agent": f"zwgk-verify/{__version__}"}
        address = urllib.parse.quote(self.url.path + path.removesuffix("index.html"), safe="/%")
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
        raw = _body(response, most + _MARGIN)
        if not response.isclosed():  # more came than was expected: the rest is not read
            self._close()
        found = {name.lower(): value for name, value in response.getheaders()}
        return _decoded(response.status, found, raw, most)

    def _connection(self) -> http.client.HTTPConnection:
        """Return this thread's connection."""
        kept: http.client.HTTPConnection | None = getattr(self.kept, "connection", None)
        if kept is None:
            kind = _Secure if self.url.scheme == "https" else http.client.HTTPConnection
            kept = self.kept.connection = kind(self.url.hostname or "", self.url.port, timeout=_SECONDS)
        return kept

    def _close(self) -> None:
        """Close this thread's connection."""
        if connection := getattr(self.kept, "connection", None):
            connection.close()
            self.kept.connection = None


class _Secure(http.client.HTTPSConnection):
    """A connection with TLS whose handshake can be cut off, like everything after it."""

    def connect(self) -> None:
        """Connect, then shake hands: `sock` is the connection's own all the while."""
        http.client.HTTPConnection.connect(self)
        context = ssl.create_default_context()
        context.set_alpn_protocols(["http/1.1"])
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock.do_handshake()


def _body(response: http.client.HTTPResponse, most: int) -> bytes:
    """Return so many bytes of an answer's body, or a little more.

    They are read piece by piece: `HTTPResponse.read` reads a chunk whose length is -1 to its end, if it has one.
    """
    pieces, left = [], most
    while left > 0 and (data := response.read1(min(left, _PIECE))):
        pieces.append(data)
        left -= len(data)
    if response.length == 0:
        response.close()  # read1 leaves a whole body open, and the connection could not be used again
    return b"".join(pieces)


_PIECE = 1 << 16


def reason(error: Exception) -> str:
    """Return in Chinese why a server could not be asked, with what the system said."""
    known = (
        (ssl.SSLCertVerificationError, "证书不是这个网址的、过期了，或者不是可信的机构发的"),
        (ssl.SSLError, "不能用 TLS 连接"),
        (socket.gaierror, "找不到这个域名"),
        (ConnectionRefusedError, "那里没有服务器在听"),
        (TimeoutError, "太久没有回答"),
        (ConnectionError, "服务器断开了连接"),
        (http.client.HTTPException, "回答不合 HTTP 的格式"),
        (OSError, "网络不通"),
    )
    if str(error) == _SLOW:
        return _SLOW
    words = next((words for kind, words in known if isinstance(error, kind)), "网址不对")
    return f"{words}（{' '.join(str(error).split())[:200] or type(error).__name__}）"


_SLOW = "发得太慢，没有等完"


@contextmanager
def _limited(connection: http.client.HTTPConnection, seconds: float) -> Iterator[None]:
    """End a connection unless the block is done in so many seconds; raise TimeoutError then."""
    late, done = threading.Event(), threading.Event()
    threading.Thread(target=_cut, args=(connection, seconds, late, done), daemon=True).start()
    try:
        yield
        if late.is_set():
            raise TimeoutError(_SLOW)
    except (OSError, http.client.HTTPException) as error:
        if late.is_set():
            raise TimeoutError(_SLOW) from error
        raise
    finally:
        done.set()


def _cut(connection: http.client.HTTPConnection, seconds: float, late: threading.Event, done: threading.Event) -> None:
    """End a connection that another thread reads from, after so many seconds; also one that is only made then."""
    if done.wait(seconds):
        return
    late.set()
    while not done.wait(_AGAIN):
        with suppress(OSError):
            if connection.sock:
                socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)  # TLS's own would end the reading oddly


_AGAIN = 0.05
"""Seconds between attempts to end a connection."""


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
