"""The preview keeps the last good site while there are errors, shows findings in the page, and ends cleanly."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from generator import serve
from generator.serve import Preview
from tests.conftest import AS_OF, STARTER

POST = "data/posts/daoshui-zixun.yml"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(STARTER, tmp_path_factory.mktemp("serve") / "project"))


@pytest.fixture(scope="module")
def preview(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Preview:
    return Preview(project, AS_OF, tmp_path_factory.mktemp("scratch"))


@pytest.fixture(scope="module")
def address(preview: Preview) -> Iterator[str]:
    """Serve the preview; return its address."""
    handler = partial(serve._Handler, preview=preview, script=b"live()")
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def get(url: str) -> tuple[int, str, str]:
    """Return status, content type and text."""
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read().decode()


@pytest.mark.parametrize("page", ["/", "/procedures/", "/procedures/fapiao-lingyong/?a=b", "/404.html"])
def test_pages_carry_the_live_script(address: str, page: str) -> None:
    status, kind, text = get(address + page)
    assert (status, kind) == (200, "text/html; charset=utf-8")
    assert text.count('<script src="/__zwgk/live.js"></script></body>') == 1


def test_live_script(address: str) -> None:
    assert get(f"{address}/__zwgk/live.js") == (200, "text/javascript; charset=utf-8", "live()")


def test_other_files_are_as_they_are(address: str, preview: Preview) -> None:
    (style,) = preview.folder.glob("assets/zwgk.*.css")
    status, kind, text = get(f"{address}/assets/{style.name}")
    assert (status, kind) == (200, "text/css")
    assert text == style.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["/missing/", "/procedures/missing/", "/a.css", "/../../../../etc/passwd"])
def test_missing_pages_are_404(address: str, page: str) -> None:
    assert get(address + page)[0] == 404


def test_folder_without_slash_leads_on(address: str) -> None:
    assert "__zwgk/live.js" in get(f"{address}/procedures")[2]


@pytest.mark.parametrize("seen", ["0", "x", ""])
def test_state(address: str, preview: Preview, seen: str) -> None:
    status, kind, text = get(f"{address}/__zwgk/state?seen={seen}")
    assert (status, kind) == (200, "application/json; charset=utf-8")
    state = json.loads(text)
    assert [finding["code"] for finding in state.pop("findings")] == ["T526"]  # next year's notice is not out
    assert state == {"version": preview.version, "errors": 0, "warnings": 1}


def test_broken_then_mended(project: Path, preview: Preview) -> None:
    file = project / POST
    good, folder, version = file.read_text(encoding="utf-8"), preview.folder, preview.version

    file.write_text(good + "phone: '5551001'\n", encoding="utf-8")
    preview.rebuild()
    state = preview.wait(version)
    assert (state["version"], state["errors"]) == (version + 1, 1)
    assert state["findings"][0]["place"] == f"{POST}:4:8"  # type: ignore[index]
    assert preview.folder == folder
    page = folder / "posts/daoshui-zixun/index.html"
    assert "导税咨询岗" in page.read_text(encoding="utf-8")

    file.write_text(good.replace("导税咨询岗", "新岗"), encoding="utf-8")
    preview.rebuild()
    state = preview.wait(version + 1)
    assert (state["version"], state["errors"]) == (version + 2, 0)
    assert "新岗" in (preview.folder / "posts/daoshui-zixun/index.html").read_text(encoding="utf-8")


def test_waiting_ends_with_a_change(preview: Preview) -> None:
    seen: list[object] = []
    version = preview.version
    waiter = threading.Thread(target=lambda: seen.append(preview.wait(version)["version"]))
    waiter.start()
    waiter.join(0.05)
    assert waiter.is_alive()
    with preview._changed:
        preview.version += 1
        preview._changed.notify_all()
    waiter.join(60)
    assert seen == [version + 1]


def test_errors_from_the_start(tmp_path: Path) -> None:
    """Without a site the page says so, and reloads as soon as there is one."""
    (tmp_path / "project").mkdir()
    (tmp_path / "scratch").mkdir()
    preview = Preview(tmp_path / "project", AS_OF, tmp_path / "scratch")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(serve._Handler, preview=preview, script=b"")) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        status, _, text = get(f"http://127.0.0.1:{server.server_port}/")
        server.shutdown()
        thread.join()
    assert status == 200
    assert "/__zwgk/live.js" in text
    assert "改正" in text


@pytest.mark.parametrize(
    ("host", "shown"), [("127.0.0.1", r"127\.0\.0\.1:\d+/ "), ("0.0.0.0", r"0\.0\.0\.0:\d+/\?token=[\w-]{20,} ")]
)
def test_serving_takes_up_a_change_and_ends_cleanly(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], host: str, shown: str
) -> None:
    rebuilt: list[int] = []

    def interrupted(self: Preview) -> None:
        rebuilt.append(1)
        if len(rebuilt) > 1:
            raise KeyboardInterrupt

    def touch() -> None:
        while len(rebuilt) < 2 and time.monotonic() < end:
            (project / POST).touch()
            time.sleep(0.02)

    monkeypatch.setattr(Preview, "rebuild", interrupted)
    monkeypatch.setattr(serve, "_SETTLE_SECONDS", 0.01)
    before, end = set(threading.enumerate()), time.monotonic() + 60
    editor = threading.Thread(target=touch, daemon=True)
    editor.start()
    serve.serve(project, 0, AS_OF, host)
    editor.join()
    assert len(rebuilt) == 2
    out = capsys.readouterr().out
    assert re.search(f"预览：http://{shown}", out)
    assert out.endswith("已停止\n")
    left = set(threading.enumerate()) - before
    for thread in left:
        thread.join(60)
    assert not any(thread.is_alive() for thread in left)


def test_taken_port_is_an_error(address: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Preview, "rebuild", lambda self: pytest.fail("built before the port was asked for"))
    with pytest.raises(serve.PortError, match=r"占用.*--port"):
        serve.serve(project, int(address.rpartition(":")[2]), AS_OF)


def answer(address: str, target: str, host: str | None, method: str = "GET") -> tuple[int, str]:
    """Send a request as it is written; return its status and where it leads."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
    connection.putrequest(method, target, skip_host=True)
    if host is not None:
        connection.putheader("Host", host)
    connection.endheaders()
    with closing(connection), connection.getresponse() as found:
        found.read()
        return found.status, found.headers["Location"] or ""


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("target", ["/", "/robots.txt", "/__zwgk/state?seen=0", "/__zwgk/live.js"])
@pytest.mark.parametrize(
    ("host", "status"),
    [("evil.example", 403), ("127.0.0.1.evil.example:8000", 403), ("", 403), (None, 403), ("LOCALHOST:9", 200)],
)
def test_only_the_names_of_this_machine_are_answered(
    address: str, method: str, target: str, host: str | None, status: int
) -> None:
    """Else a page of another site, whose name it lets lead to 127.0.0.1, could read what is not yet public."""
    if not (status == 200 and method == "HEAD" and "__zwgk" in target):
        assert answer(address, target, host, method)[0] == status


@pytest.mark.parametrize(
    ("target", "status", "location"),
    [
        ("/%00", 400, ""),
        ("/\\evil.example/%2e%2e/about", 400, ""),
        ("/%5cevil.example/..", 400, ""),
        ("http://evil.example/about", 302, "/about/"),
        ("//evil.example/%2e%2e/about", 302, "/about/"),
        ("/procedures?a=b", 302, "/procedures/"),
    ],
)
def test_no_address_leads_to_another_site(address: str, target: str, status: int, location: str) -> None:
    assert answer(address, target, "localhost") == (status, location)


def test_a_connection_that_asks_nothing_is_closed(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve._Handler, "timeout", 0.05)
    host, _, port = address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=60) as idle:
        idle.sendall(b"GET / HTTP/1.1\r\n")
        assert idle.recv(1) == b""


def broken_template(project: Path) -> None:
    (project / "theme/pages").mkdir(parents=True)
    (project / "theme/pages/post.html").write_text("{% if %}", encoding="utf-8")


def two_pages_at_one_address(project: Path) -> None:
    page = "---\ntitle: a\ndescription: b\ncolumn: about\ndate: 2026-01-01\n---\nx\n"
    (project / "content/sitemap.xml.md").write_text(page, encoding="utf-8")


def theme_leads_outside(project: Path) -> None:
    (project / "theme").symlink_to(project.parent)


def everything_is_gone(project: Path) -> None:
    shutil.rmtree(project)


@pytest.mark.parametrize("edit", [broken_template, two_pages_at_one_address, theme_leads_outside, everything_is_gone])
def test_an_edit_that_breaks_the_build_is_shown_and_can_be_taken_back(
    tmp_path: Path, edit: Callable[[Path], None]
) -> None:
    project = Path(shutil.copytree(STARTER, tmp_path / "project"))
    (tmp_path / "scratch").mkdir()
    preview = Preview(project, AS_OF, tmp_path / "scratch")
    site, before = preview.folder, (preview.folder / "index.html").read_bytes()
    edit(project)
    preview.rebuild()
    state = preview.wait(1)
    assert state["errors"]
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in item["message"]) for item in state["findings"])  # type: ignore[attr-defined]
    assert (site / "index.html").read_bytes() == before
    theme = project / "theme"
    theme.unlink() if theme.is_symlink() else shutil.rmtree(project, ignore_errors=True)
    shutil.copytree(STARTER, project, dirs_exist_ok=True)
    preview.rebuild()
    assert preview.wait(2)["errors"] == 0


def test_a_folder_that_is_made_anew_is_watched_again(tmp_path: Path) -> None:
    class Noted:
        def __init__(self) -> None:
            self.names: list[str] = []

        def schedule(self, _: object, path: str, *, recursive: bool) -> str:
            self.names.append(f"+{Path(path).name}")
            return path

        def unschedule(self, path: str) -> None:
            self.names.append(f"-{Path(path).name}")

    noted = Noted()
    (tmp_path / "p/data").mkdir(parents=True)
    watched = serve._Watched(tmp_path / "p", noted, None)  # type: ignore[arg-type]
    watched.renew()
    watched.renew()
    assert noted.names == ["+p", "+data"]
    (tmp_path / "p/data").rename(tmp_path / "away")
    (tmp_path / "p/theme").mkdir()
    watched.renew()
    assert noted.names[2:] == ["-data", "+theme"]
    (tmp_path / "p/data").mkdir()
    watched.renew()
    assert noted.names[4:] == ["+data"]


def test_a_browser_that_goes_away_is_not_told_of(capfd: pytest.CaptureFixture[str]) -> None:
    class Gone(BaseHTTPRequestHandler):
        def handle(self) -> None:
            raise ConnectionResetError

    with serve._server(0) as server:
        server.RequestHandlerClass = Gone
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        with socket.create_connection(("127.0.0.1", server.server_port), timeout=60) as browser:
            assert browser.recv(1) == b""
        server.shutdown()
        thread.join()
    assert capfd.readouterr() == ("", "")


@pytest.fixture(scope="module")
def guarded(preview: Preview) -> Iterator[str]:
    """Serve the preview to those who have the token; return its address without it."""
    handler = partial(serve._Handler, preview=preview, script=b"live()", token="secret")
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("path", "cookie", "status"),
    [
        ("/", "", 403),
        ("/?token=wrong", "", 403),
        ("/?token=", "", 403),
        ("/__zwgk/state", "", 403),
        ("/", "zwgk-preview=wrong", 403),
        ("/procedures/?token=secret", "", 303),
        ("/", "zwgk-preview=secret", 200),
        ("/", 'a={"x": 1}; b="; zwgk-preview=secret; c=\xe9', 200),
        ("/", "zwgk-preview=\xe9", 403),
        ("/__zwgk/live.js", "zwgk-preview=secret", 200),
    ],
)
def test_beyond_this_machine_the_token_is_asked_for(guarded: str, path: str, cookie: str, status: int) -> None:
    for method in ("GET", "HEAD"):
        connection = http.client.HTTPConnection(guarded, timeout=60)
        with closing(connection):
            headers = {"Host": "preview.office:8000", **({"Cookie": cookie} if cookie else {})}
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            answer.read()
        if method == "HEAD" and path.startswith("/__zwgk") and status == 200:
            continue
        assert answer.status == status
        if status == 303:
            assert answer.headers["Location"] == "/procedures/"
            assert answer.headers["Set-Cookie"] == "zwgk-preview=secret; HttpOnly; SameSite=Strict; Path=/"


@pytest.mark.parametrize("path", ["//elsewhere.example/%5C", "/%2Felsewhere.example/", "/%5Celsewhere.example/"])
def test_the_token_leads_to_no_other_site(guarded: str, path: str) -> None:
    connection = http.client.HTTPConnection(guarded, timeout=60)
    with closing(connection):
        connection.request("GET", f"{path}?token=secret")
        assert connection.getresponse().headers["Location"].startswith("/e") is True


def test_an_address_that_is_not_ours_is_an_error(project: Path) -> None:
    with pytest.raises(serve.PortError, match="自己的地址"):
        serve.serve(project, 0, AS_OF, "203.0.113.7")
