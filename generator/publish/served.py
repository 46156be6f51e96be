"""Compares a site as it is served with what was published: contents, types, encodings, headers."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from generator.publish.client import Answer, Server, reason
from generator.publish.compare import Difference
from generator.publish.errors import PublishError
from generator.publish.headers import TYPES, lost_headers, suffix
from generator.publish.manifest import MANIFEST, Listed, Manifest
from generator.publish.verify import Expected, Head, Verdict, opening, sampled

_CONNECTIONS = 8
_GIVE_UP = 50
"""After so many files that cannot be fetched no more are asked for."""
_MANIFEST_SIZE, _RECORD_SIZE = 64 << 20, 1 << 16
"""Most bytes that are read of a manifest, and of a record or a signature."""
_OK, _MOVED, _FORBIDDEN, _NOT_FOUND = 200, range(300, 400), 403, 404


def verify_url(url: str, expected: Expected) -> Verdict:
    """Compare what is served at an address with its manifest. Raises PublishError if nothing there can be compared.

    A file that was added on the server is not found: no address leads to it from the published pages.
    """
    server = Server.at(url)
    verdict, head = _verdict(server, url, expected)
    for _ in range(_AGAIN):
        if not verdict.differences or Head.read(partial(_head, server)) == head:
            break
        verdict, head = _verdict(server, url, expected)  # a release took the place of another one meanwhile
    return verdict


_AGAIN = 2
"""How often a site is compared again because it was published anew meanwhile."""


def _verdict(server: Server, url: str, expected: Expected) -> tuple[Verdict, Head]:
    """Compare once; return also the head that was compared with. Raises PublishError."""
    server.failed.clear()
    head = Head.read(partial(_head, server))
    if not head.record and not head.manifest:
        raise PublishError(f"{url} 没有 {MANIFEST}（{_why(server)}）：网址不对，或者不是 zwgk 生成的网站")
    opened = opening(head, expected)
    wrong, checked = list(opened.wrong), 0
    if opened.manifest:
        found, checked = _compared(server, opened.manifest, expected)
        wrong += found
    files = len(opened.manifest.files) if opened.manifest else 0
    return Verdict(url, opened.record, opened.signature, files, checked, tuple(wrong)), head


def _why(server: Server) -> str:
    """Return in Chinese what a server answers for the manifest instead of sending it. Raises PublishError."""
    answer = _asked(server, MANIFEST, 0)
    if answer.status in _MOVED:
        return f"转到了 {_target(answer)}，写那个网址"
    return answer.broken or f"服务器答 {answer.status}"


def _target(answer: Answer) -> str:
    """Return where an answer leads, for people. Nothing is fetched from there."""
    return answer.headers.get("location", "别处")[:200]


def _head(server: Server, name: str) -> bytes:
    """Return a file of a site's head; b"" if there is none. Raises PublishError if the server cannot be reached."""
    answer = _asked(server, name, _MANIFEST_SIZE if name == MANIFEST else _RECORD_SIZE)
    return answer.body if answer.status == _OK and not answer.broken else b""


def _asked(server: Server, name: str, most: int) -> Answer:
    """Fetch a file. Raises PublishError if the server cannot be reached."""
    try:
        return server.get(name, most)
    except (OSError, http.client.HTTPException) as error:
        raise PublishError(f"连不上 {server.url.geturl()}：{reason(error)}") from error


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
    if len(server.failed) >= _GIVE_UP:
        return None, [Difference("status", path, f"没有取：已经有 {_GIVE_UP} 个文件取不到")]
    try:
        answer = server.get(path, listed.size)
    except (OSError, http.client.HTTPException) as error:
        server.failed.append(path)
        return None, [Difference("status", path, f"取不到：{reason(error)}")]
    if answer.status in _MOVED:
        return None, [Difference("redirect", path, f"转到了 {_target(answer)}")]
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
