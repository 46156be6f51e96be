"""The preview keeps the last good site while there are errors, shows findings in the page, and ends cleanly."""

from __future__ import annotations

import json
import shutil
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
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


def test_serving_takes_up_a_change_and_ends_cleanly(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
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
    serve.serve(project, 0, AS_OF)
    editor.join()
    assert len(rebuilt) == 2
    out = capsys.readouterr().out
    assert "预览：http://127.0.0.1:" in out
    assert out.endswith("已停止\n")
    left = set(threading.enumerate()) - before
    for thread in left:
        thread.join(60)
    assert not any(thread.is_alive() for thread in left)


def test_taken_port_is_an_error(address: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Preview, "rebuild", lambda self: None)
    with pytest.raises(OSError, match="in use"):
        serve.serve(project, int(address.rpartition(":")[2]), AS_OF)
