"""`zwgk verify` of an address whose server answers as no server should: without end, with lies, by TLS for another."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from generator.outside import Reach, ask
from generator.publish.client import Server
from generator.publish.errors import PublishError
from generator.publish.served import verify_url
from generator.publish.ssh import Shell
from generator.publish.verify import Expected
from tests.figures import note
from tests.helpers.commands import run
from tests.helpers.servers import OK, Speak, always, once, speaking
from tests.publish.sites import DAY

BULK = b"x" * (1 << 16)
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
SLOW, WRONG, ABSENT = "发得太慢", "回答不合 HTTP 的格式", "manifest.json 不是 zwgk build 写的文件清单"
CASES: dict[str, tuple[Speak, str]] = {
    "100 Continue without end": (always(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.001), SLOW),
    "headers without end": (always(OK, b"X-A: b\r\n"), WRONG),
    "a header without end": (always(OK + b"X-A: ", BULK), WRONG),
    "a status line without end": (always(b"HTTP/1.1 200 ", BULK), WRONG),
    "a byte now and then": (always(OK + b"Content-Length: 99\r\n\r\n", b"x", 0.05), SLOW),
    "trailers without end": (always(CHUNKED + b"0\r\n", b"X-A: b\r\n", 0.001), SLOW),
    "a chunk's extension without end": (always(CHUNKED + b"5;", BULK), WRONG),
    "a body without length or end": (always(OK + b"\r\n", BULK), ABSENT),
    "a body longer than any": (always(OK + b"Content-Length: 99999999999999\r\n\r\n", BULK), ABSENT),
    "a chunk of length -1": (always(CHUNKED + b"-1\r\n", BULK), ABSENT),
    "a chunk of length -5": (always(CHUNKED + b"-5\r\n", BULK), ABSENT),
    "chunks without end": (always(CHUNKED, b"10000\r\n" + BULK + b"\r\n"), ABSENT),
    "a chunk of no length": (once(CHUNKED + b"zz\r\n"), WRONG),
    "a body that is cut": (once(OK + b"Content-Length: 99\r\n\r\nx"), ABSENT),
    "a length that is none": (once(OK + b"Content-Length: -7\r\n\r\nx"), ABSENT),
    "not HTTP": (once(b"220 mail.example ESMTP\r\n"), WRONG),
    "nothing": (once(b""), "服务器断开了连接"),
    "a ring of redirects": (
        once(b"HTTP/1.1 302 x\r\nLocation: /manifest.json\r\nContent-Length: 0\r\n\r\n"),
        "转到了 /man",
    ),
    "to a file": (once(b"HTTP/1.1 302 x\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n"), "转到了 file:"),
    "far away": (once(b"HTTP/1.1 302 x\r\nLocation: " + b"x" * 60000 + b"\r\nContent-Length: 0\r\n\r\n"), "转到了 xx"),
}


def told_of(url: str) -> str:
    """Return what `zwgk verify` says of an address."""
    try:
        return "；".join(item.text for item in verify_url(url, Expected(DAY)).differences)
    except PublishError as error:
        return str(error)


@pytest.mark.parametrize(("speak", "said"), CASES.values(), ids=CASES)
def test_an_answer_that_no_server_should_give(speak: Speak, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.publish.client._LONGEST", 0.4)
    monkeypatch.setattr("generator.publish.client._SLOWEST", 1 << 40)
    monkeypatch.setattr("generator.publish.served._MANIFEST_SIZE", 1 << 20)
    start = time.monotonic()
    with speaking(speak) as (url, sent):
        told = told_of(url)
    assert time.monotonic() - start < 10
    assert said in told and len(told) < 500
    assert max(sent) < 16 << 20, "more was read than was asked for"
    note("answers that no server should give", 1)


def test_a_connection_is_used_again() -> None:
    """Also after an answer that was read piece by piece."""
    with speaking(_polite) as (url, sent):
        server = Server.at(url)
        bodies = [server.get("a", most).body for most in (5, 5, 9, 5)]
    assert (bodies, len(sent)) == ([b"12345"] * 4, 1)


def _polite(client: socket.socket) -> None:
    for _ in range(4):
        client.sendall(OK + b"Content-Length: 5\r\n\r\n12345")
        client.client.recv(1 << 16)  # type: ignore[attr-defined]


def drip(client: socket.socket) -> None:
    """Begin a handshake of TLS, a byte at a time."""
    client.sendall(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc")
    always(b"", b"\x00", 0.05)(client)


def test_a_handshake_that_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.publish.client._LONGEST", 0.4)
    monkeypatch.setattr("generator.publish.client._SLOWEST", 1 << 40)
    start = time.monotonic()
    with speaking(drip) as (url, _), pytest.raises(PublishError, match=SLOW):
        verify_url(url.replace("http:", "https:"), Expected(DAY))
    assert time.monotonic() - start < 10


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of localhost alone, with its key."""
    file = tmp_path / "localhost.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "9", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(tmp_path / "key"), "-out", str(file)]
    subprocess.run(command, check=True, capture_output=True)
    file.write_text(file.read_text() + (tmp_path / "key").read_text())
    return file


def test_a_certificate_of_another_host_or_of_nobody(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def serve() -> None:
        while True:
            try:
                with context.wrap_socket(listening.accept()[0], server_side=True) as client:
                    client.recv(1 << 16)
                    client.sendall(b"HTTP/1.1 404 x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            except ssl.SSLError:
                pass
            except OSError:
                return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, daemon=True).start()
        port = listening.getsockname()[1]
        with pytest.raises(PublishError, match="证书不是这个网址的"):
            verify_url(f"https://localhost:{port}/", Expected(DAY))
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with pytest.raises(PublishError, match="证书不是这个网址的"):
            verify_url(f"https://127.0.0.1:{port}/", Expected(DAY))
        with pytest.raises(PublishError, match="服务器答 404"):
            verify_url(f"https://localhost:{port}/", Expected(DAY))
        listening.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    "url",
    [
        *("https://", "https://a..b/", f"https://{'a' * 70}.example/", "https://a:99999/", "https://[::1/"),
        *("file:///etc/passwd", "ftp://a/", "https://u@a/", "https://a/?b", "https://a b/"),
    ],
)
def test_addresses_that_are_none(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("verify", url) == 2
    said = capsys.readouterr().err
    assert "不是网站的网址" in said and "程序内部出错" not in said


def test_a_host_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("verify", "http://127.0.0.1:1/") == 2
    assert "那里没有服务器在听" in capsys.readouterr().err
    assert run("verify", "http://none.invalid/") == 2
    assert "找不到这个域名" in capsys.readouterr().err


def test_links_that_lead_to_such_servers() -> None:
    """`zwgk inspect --outside` asks many; one that goes on for ever, or speaks something else, holds up none."""
    with ExitStack() as stack:
        at = {name: stack.enter_context(speaking(speak))[0] for name, (speak, _) in CASES.items()}
        start = time.monotonic()
        found = dict(zip(at, ask(at.values(), 0.2), strict=True))
    assert time.monotonic() - start < 20
    assert found["100 Continue without end"].why == "没有连上：太久没有答完"
    assert "回答不合 HTTP 的格式" in found["not HTTP"].why
    assert {item.reach for item in found.values()} <= {Reach.THERE, Reach.UNKNOWN, Reach.BLOCKED}
    assert ask(["http://a..b/", "http://[::1/", "gopher://a/"], 0.2)[1].why.startswith("没有连上：网址不对")


@pytest.mark.parametrize("script", ["exec yes", "exec tr '\\0' x </dev/zero"])
def test_a_shell_on_a_server_that_does_not_keep_to_it(script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.publish.ssh._MOST_PRINTED", 1 << 20)
    pipe = subprocess.PIPE
    with subprocess.Popen(["sh", "-c", script], stdin=pipe, stdout=pipe) as process:
        with pytest.raises(PublishError, match="和服务器的连接断了"):
            Shell(process).bytes_of("release.json")
        process.kill()
        with suppress(BrokenPipeError):  # what the shell did not read is still to be written
            process.stdin.close()  # type: ignore[union-attr]  # it is a pipe


def test_what_is_not_base64_is_no_file() -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen(["sh"], stdin=pipe, stdout=pipe) as process:
        shell = Shell(process)
        shell.must("base64() { echo a; }", "x")
        assert shell.bytes_of("release.json") is None
        process.kill()
