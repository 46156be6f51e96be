"""`zwgk verify` of an address: contents, headers, types and encodings, as a server on this machine sends them."""

from __future__ import annotations

import datetime
import gzip
import os
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest

from generator.publish.deploy import Deployed, Terms, deploy
from generator.publish.errors import PublishError
from generator.publish.folder_target import FolderTarget
from generator.publish.headers import HEADERS, TYPES, suffix
from generator.publish.served import verify_url
from generator.publish.verify import Expected
from tests.figures import note
from tests.publish.sites import DAY, FILES, built, put_out

Answer = tuple[int, dict[str, str], bytes]
Spoil = Callable[[str, Answer], Answer]


class _Server(ThreadingHTTPServer):
    """A server of a folder, whose answers a test can spoil."""

    folder: Path
    spoil: Spoil

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing about a client that leaves."""


class _Handler(BaseHTTPRequestHandler):
    """Answers as the configurations that we write let a server answer."""

    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are two writes: the second would wait 40 ms

    def do_GET(self) -> None:
        """Send a file."""
        path = unquote(self.path).removeprefix("/sub/")
        path += "index.html" if path.endswith("/") or not path else ""
        file = self.server.folder / path
        status = 200 if file.is_file() else 404
        kind = TYPES.get(suffix(path) if status == 200 else "html", ("",))[0]
        data = (file if status == 200 else self.server.folder / "404.html").read_bytes()
        status, headers, body = self.server.spoil(path, (status, {**HEADERS, "Content-Type": kind}, data))
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def served(server: Path, site_folder: Path, key: Path) -> Iterator[tuple[str, _Server]]:
    """A published site under a sub-path, and its server."""
    put_out(server, site_folder, "one", keys=(key,))
    running = _Server(("127.0.0.1", 0), _Handler)
    running.folder, running.spoil = server / "current", lambda path, answer: answer
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}/sub", running
    running.shutdown()
    running.server_close()


def found(url: str, key: Path) -> list[tuple[str, str]]:
    verdict = verify_url(url, Expected(DAY, (key.with_name("public.pem").read_bytes(),)))
    assert (verdict.files, verdict.checked) == (6, 6)
    return [(item.kind, item.path) for item in verdict.differences]


def at(name: str, change: Callable[[Answer], Answer]) -> Spoil:
    """Return what spoils the answer for one path; "" is an address that does not exist."""
    return lambda path, answer: change(answer) if path == name or (not name and answer[0] == 404) else answer


def sent(**headers: str) -> Callable[[Answer], Answer]:
    """Return what adds headers to an answer."""
    return lambda answer: (answer[0], {**answer[1], **{k.replace("_", "-"): v for k, v in headers.items()}}, answer[2])


def without(header: str) -> Callable[[Answer], Answer]:
    return lambda answer: (answer[0], {k: v for k, v in answer[1].items() if k != header}, answer[2])


def status(number: int, **headers: str) -> Callable[[Answer], Answer]:
    return lambda answer: (number, {**answer[1], **headers}, answer[2])


def body(data: bytes) -> Callable[[Answer], Answer]:
    return lambda answer: (answer[0], answer[1], data)


def packed(answer: Answer) -> Answer:
    """Send gzip, as a server does that compresses."""
    return answer[0], {**answer[1], "Content-Encoding": "gzip"}, gzip.compress(answer[2])


BOMB = gzip.compress(bytes(50_000_000))
CASES: list[tuple[Spoil, list[tuple[str, str]]]] = [
    (lambda path, answer: answer, []),
    (lambda path, answer: packed(answer), []),
    (at("index.html", body(b"0ne")), [("changed", "index.html")]),
    (at("index.html", body(b"one" * 100_000)), [("changed", "index.html")]),
    (at("说明/index.html", body(b"")), [("changed", "说明/index.html")]),
    (at("organs/index.html", status(404)), [("missing", "organs/index.html")]),
    (at("organs/index.html", status(403)), [("missing", "organs/index.html")]),
    (at("organs/index.html", status(500)), [("status", "organs/index.html")]),
    (at("organs/index.html", status(301, Location="https://x.example/")), [("redirect", "organs/index.html")]),
    (at("index.html", sent(Content_Encoding="br")), [("encoding", "index.html")]),
    (at("index.html", sent(Content_Encoding="gzip")), [("encoding", "index.html")]),
    (at("index.html", lambda answer: (200, {**packed(answer)[1]}, BOMB)), [("changed", "index.html")]),
    (at("index.html", sent(Content_Type="text/html; charset=gbk")), [("type", "index.html")]),
    (at("index.html", sent(Content_Type="text/html; charset=UTF-8")), []),
    (at("assets/zwgk.0123abcd.css", sent(Content_Type="text/plain")), [("type", "assets/zwgk.0123abcd.css")]),
    (at("assets/empty.js", sent(Content_Type="application/javascript")), []),
    (at("organs/index.html", without("Content-Security-Policy")), [("header", "organs/index.html")]),
    (lambda path, answer: without("Referrer-Policy")(answer), [("header", "404.html")]),
    (
        at("organs/index.html", sent(Content_Security_Policy="default-src 'self'; script-src 'unsafe-inline'")),
        [("header", "organs/index.html")],
    ),
    (at("organs/index.html", sent(Content_Security_Policy="img-src 'self'")), [("header", "organs/index.html")]),
    (at("", status(200)), [("status", "404.html")]),
    (at("", body(b"<h1>404 Not Found</h1>")), [("changed", "404.html")]),
    (at("release.json.sig", status(404)), [("signature", "release.json.sig")]),
]


@pytest.mark.parametrize(("spoil", "expected"), CASES)
def test_each_way_of_being_served_wrongly_is_named(
    served: tuple[str, _Server], key: Path, spoil: Spoil, expected: list[tuple[str, str]]
) -> None:
    url, server = served
    server.spoil = spoil
    assert found(url, key) == expected


def test_a_server_that_falls_silent_is_named_by_file(served: tuple[str, _Server], key: Path) -> None:
    url, server = served

    def cut(path: str, answer: Answer) -> Answer:
        if path == "organs/index.html":
            raise ConnectionResetError
        return answer

    server.spoil = cut
    assert found(url, key) == [("status", "organs/index.html")]


def test_an_answer_that_does_not_end_is_cut_off(
    served: tuple[str, _Server], key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one that never falls silent for long: each byte would be waited for anew."""
    url, server = served
    monkeypatch.setattr("generator.publish.client._LONGEST", 0.3)
    over = threading.Event()

    def slow(path: str, answer: Answer) -> Answer:
        if path == "organs/index.html":
            over.wait(20)
        return answer

    server.spoil = slow
    expected = Expected(DAY, (key.with_name("public.pem").read_bytes(),))
    (wrong,) = verify_url(url, expected).differences
    over.set()
    assert (wrong.kind, wrong.path, wrong.text) == ("status", "organs/index.html", "取不到：发得太慢，没有等完")


def test_after_many_files_that_cannot_be_fetched_no_more_are_asked_for(
    served: tuple[str, _Server], key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, server = served
    monkeypatch.setattr("generator.publish.served._GIVE_UP", 2)
    monkeypatch.setattr("generator.publish.served._CONNECTIONS", 1)
    asked = set()

    def cut(path: str, answer: Answer) -> Answer:
        if path in FILES:
            asked.add(path)
            raise ConnectionResetError
        return answer

    server.spoil = cut
    assert [kind for kind, _ in found(url, key)] == ["status"] * 6
    assert len(asked) == 2


def test_a_site_that_is_published_meanwhile_is_compared_again(
    served: tuple[str, _Server], server: Path, site_folder: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The nightly comparison may run while somebody publishes: old and new files together are no harm."""
    url, running = served
    monkeypatch.setattr("generator.publish.served._CONNECTIONS", 1)
    again: list[Deployed] = []

    def publish(path: str, answer: Answer) -> Answer:
        if path == "404.html" and not again:
            again.append(put_out(server, site_folder, "two", keys=(key,)))
        return answer

    running.spoil = publish
    verdict = verify_url(url, Expected(DAY, (key.with_name("public.pem").read_bytes(),)))
    assert again and verdict.differences == ()
    assert verdict.record == again[0].record


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path, answer: status(301, Location="https://x.example/")(answer), "转到了 https://x.example/"),
        (lambda path, answer: status(503)(answer), "服务器答 503"),
        (lambda path, answer: sent(Content_Encoding="br")(answer), "br 压缩"),
    ],
)
def test_an_address_without_a_site_says_what_it_answers(served: tuple[str, _Server], spoil: Spoil, said: str) -> None:
    url, server = served
    server.spoil = spoil
    with pytest.raises(PublishError, match=said):
        verify_url(url, Expected(DAY))


def test_tls_asks_for_its_header() -> None:
    from generator.publish.headers import lost_headers

    complete = {name.lower(): value for name, value in HEADERS.items()}
    assert lost_headers(complete, secure=False) == []
    assert lost_headers(complete, secure=True) == ["没有 Strict-Transport-Security"]


def test_a_long_page_is_compressed(served: tuple[str, _Server], server: Path, site_folder: Path, key: Path) -> None:
    url, running = served
    put_out(server, site_folder, "one" * 1000, keys=(key,))
    assert found(url, key) == [("header", "index.html")]
    running.spoil = lambda path, answer: packed(answer)
    assert found(url, key) == []


@pytest.mark.skipif("ZWGK_LARGE" not in os.environ, reason="only measured on demand: ZWGK_LARGE=1")
def test_times_of_a_served_copy_of_10_000_files(
    served: tuple[str, _Server], server: Path, site_folder: Path, key: Path
) -> None:
    """Note how long each kind of harm takes to be found by address. What was added no address leads to."""
    url, _ = served
    many = {f"p/{number}/index.html": f"{number} ".encode() * 300 for number in range(10_000)}
    terms = Terms(DAY, keys=(key,))
    newest = deploy(built(site_folder, {**FILES, **many}), FolderTarget(server), terms).record.version
    public = (key.with_name("public.pem").read_bytes(),)
    expected, late = Expected(DAY, public), Expected(DAY + datetime.timedelta(99), public)
    page = server / "current/p/777/index.html"
    whole = page.read_bytes()
    harms: list[tuple[str, Callable[[], object], Expected, list[tuple[str, str]]]] = [
        ("nothing", lambda: None, expected, []),
        ("old", lambda: None, Expected(DAY, public, newest + 1), [("old", "release.json")]),
        ("expired", lambda: None, late, [("expired", "release.json")]),
        ("byte", lambda: page.write_bytes(b"!" + whole[1:]), expected, [("changed", "p/777/index.html")]),
        ("removed", page.unlink, expected, [("missing", "p/777/index.html")]),
    ]
    for name, harm, asked, wrong in harms:
        harm()
        start = time.perf_counter()
        verdict = verify_url(url, asked)
        note(f"10,000 files served, {name}: seconds", round(time.perf_counter() - start, 1))
        loose = [item for item in verdict.differences if item.kind != "header"]
        assert ([(item.kind, item.path) for item in loose], verdict.checked) == (wrong, 10_006)
