"""`zwgk serve`: a preview that rebuilds when a file changes and shows findings in the page."""

from __future__ import annotations

import datetime
import errno
import hmac
import html
import json
import secrets
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from generator.cache import Cache
from generator.clock import today
from generator.findings import Finding, Severity
from generator.pdf.errors import PdfError
from generator.province import alone, open_project
from generator.publish import PublishError
from generator.render.theme import Theme

_STATE = "/__zwgk/state"
_SCRIPT = "/__zwgk/live.js"
_WAIT_SECONDS = 20.0
_SETTLE_SECONDS = 0.2
_SHOWN = 50


class PortError(Exception):
    """The preview cannot listen at a port; says in Chinese what to do."""


class Preview:
    """The latest build of a project and its findings. `version` grows with every change that was taken up.

    `failure` says in Chinese why the last build broke off, where it did: place, message and hint.
    """

    def __init__(self, project: Path, as_of: datetime.date | None, scratch: Path) -> None:
        """Build the project into a folder under `scratch`, which also holds the cache."""
        self.project = project
        self.version = 0
        self.folder = scratch / "empty"
        self.folder.mkdir()
        self.findings: Sequence[Finding] = ()
        self.failure: tuple[str, str, str] | None = None
        self._as_of = as_of
        self._site, self._cache_folder = scratch / "site", scratch / "kept"
        self._changed = threading.Condition()
        self.rebuild()

    def rebuild(self) -> None:
        """Check and build again; with errors the last good site stays and only the findings are new.

        Whatever a build raises is shown in the page: the next edit may mend it.
        """
        folder, findings, failure = self.folder, self.findings, None
        try:
            checked = open_project(self.project, self._as_of or today(), lambda _: Cache(self._cache_folder))
            findings = checked.findings
            if not checked.count(Severity.ERROR):
                folder = checked.build(self._site, whose=alone(checked)).folder
        except Exception as error:  # a template, a folder that is gone, a full disk: all of them pass
            failure = _failure(error)
        with self._changed:
            self.folder, self.findings, self.failure = folder, findings, failure
            self.version += 1
            self._changed.notify_all()

    def wait(self, seen: int) -> dict[str, object]:
        """Return the state as soon as its version exceeds `seen`, or after 20 s."""
        with self._changed:
            self._changed.wait_for(lambda: self.version > seen, _WAIT_SECONDS)
            return {
                "version": self.version,
                "errors": sum(item.severity is Severity.ERROR for item in self.findings) + (self.failure is not None),
                "warnings": sum(item.severity is Severity.WARNING for item in self.findings),
                "findings": [
                    *([_shown(self.failure)] if self.failure else []),
                    *(
                        {
                            "place": f"{item.location.file}:{item.location.line}:{item.location.column}",
                            "severity": item.severity.value,
                            "code": item.code,
                            "message": item.message,
                            "hint": item.hint,
                        }
                        for item in sorted(self.findings, key=lambda item: (item.severity.value, item.sort_key))[
                            :_SHOWN
                        ]
                    ),
                ],
            }


def _failure(error: Exception) -> tuple[str, str, str]:
    """Return place, message and hint for what a build raised."""
    hint = "改好后自动刷新；看不懂的，停下来运行一次 zwgk build 看全部说明"
    if isinstance(error, OSError):
        return str(error.filename or ""), error.strerror or str(error), hint
    if isinstance(error, PublishError | PdfError):
        return "", str(error), hint
    return "", f"这次没有生成：{type(error).__name__}: {error}", hint


def _shown(failure: tuple[str, str, str]) -> dict[str, str]:
    """Return a failure as the live script shows findings."""
    place, message, hint = failure
    return {"place": place, "severity": "error", "code": "", "message": message, "hint": hint}


_COOKIE = "zwgk-preview"
_NAMES = ("127.0.0.1", "localhost")
"""What this machine may be called in a request. Any other name is some other site's, whose pages must not read ours."""


class _Handler(SimpleHTTPRequestHandler):
    """Serves the latest build and adds the live script to every page."""

    timeout = 30  # seconds for a request to arrive: a connection that asks nothing is closed

    def __init__(self, *arguments: object, preview: Preview, script: bytes, token: str = "", **more: object) -> None:
        """Serve from the folder that is current when the request arrives; with a token, to those who have it."""
        self._preview = preview
        self._script = script
        self._token = token
        super().__init__(*arguments, directory=str(preview.folder), **more)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer the live script's questions, or with a file."""
        if not self._is_for_us():
            return
        parts = urlsplit(self.path)
        if parts.path == _STATE:
            seen = parse_qs(parts.query).get("seen", ["0"])[0]
            state = self._preview.wait(int(seen) if seen.isdigit() else 0)
            self._send("application/json", json.dumps(state, ensure_ascii=False).encode())
        elif parts.path == _SCRIPT:
            self._send("text/javascript", self._script)
        else:
            self._page(parts.path)

    def do_HEAD(self) -> None:
        """Answer with what a file is."""
        if self._is_for_us():
            super().do_HEAD()

    def _is_for_us(self) -> bool:
        """Return True if a request can be answered; refuse it otherwise.

        The port is not compared: it may be another one where the preview is reached through a tunnel.
        """
        if self._token and not self._has_token():
            return False
        name = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
        if not self._token and name.lower() not in _NAMES:
            self.send_error(403, "Wrong Host", "Open the preview as 127.0.0.1 or localhost")
            return False
        try:
            address = unquote(urlsplit(self.path).path)
        except ValueError:
            address = "\0"
        if not address.startswith("/") or "\0" in address or "\\" in address:
            self.send_error(400)
            return False
        return True

    def _has_token(self) -> bool:
        """Return True if the browser has the token as a cookie; take it from the address and answer otherwise."""
        wanted = f"{_COOKIE}={self._token}".encode()
        cookies = self.headers.get("Cookie", "").split(";")  # among those of whatever else has this name of a host
        if any(hmac.compare_digest(cookie.strip().encode(), wanted) for cookie in cookies):
            return True
        parts = urlsplit(self.path)
        given = parse_qs(parts.query).get("token", [""])[0]
        if hmac.compare_digest(given.encode(), self._token.encode()):
            self.send_response(303)
            self.send_header("Set-Cookie", f"{_COOKIE}={self._token}; HttpOnly; SameSite=Strict; Path=/")
            self.send_header("Location", "/" + quote(unquote(parts.path).lstrip("/\\")))
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.send_error(403, "No token", "Open the address that zwgk serve has printed")
        return False

    def _page(self, address: str) -> None:
        """Answer with a page and the live script, or with another file unchanged."""
        path = Path(self.translate_path(address))
        page = path / "index.html" if path.is_dir() else path
        if path.is_dir() and not address.endswith("/"):
            self.send_response(302)
            self.send_header("Location", "/" + quote(path.relative_to(self.directory).as_posix()) + "/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif page.suffix == ".html" and page.is_file():
            self._send("text/html", page.read_bytes().replace(b"</body>", self._tag() + b"</body>"))
        elif not (self._preview.folder / "index.html").is_file():
            self._send("text/html", _FIRST.format(script=html.escape(_SCRIPT)).encode())
        else:
            super().do_GET()

    def _tag(self) -> bytes:
        """Return the element that loads the live script."""
        return f'<script src="{_SCRIPT}"></script>'.encode()

    def _send(self, kind: str, body: bytes) -> None:
        """Send a response that is not cached."""
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Do not log requests."""


_FIRST = (
    '<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>还不能预览</title></head>'
    '<body><h1>改正下面的错误后，这里会自动显示网站</h1><script src="{script}"></script></body></html>'
)


class _Watcher(FileSystemEventHandler):
    """Sets a flag when a file of the project changes."""

    def __init__(self, flag: threading.Event) -> None:
        """Set `flag` on every change."""
        self._flag = flag

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Set the flag, except for events of mere reading."""
        if event.event_type not in {"opened", "closed_no_write"}:
            self._flag.set()


class _Watched:
    """What is watched below a project: it itself, and those of its folders that there are."""

    def __init__(self, project: Path, observer: BaseObserver, watcher: _Watcher) -> None:
        """Watch nothing yet."""
        self._project, self._observer, self._watcher = project, observer, watcher
        self._known: dict[Path, tuple[int, ObservedWatch]] = {}

    def renew(self) -> None:
        """Watch folders that are new, also in the place of one that was watched, and no longer those that are gone."""
        for folder in (self._project, *(self._project / part for part in ("data", "content", "theme", "registries"))):
            with suppress(OSError):
                number = folder.stat().st_ino if folder.is_dir() else 0
                known, watch = self._known.get(folder, (0, None))
                if number == known:
                    continue
                if watch:
                    del self._known[folder]
                    self._observer.unschedule(watch)
                if number:
                    recursive = folder != self._project
                    new = self._observer.schedule(self._watcher, str(folder), recursive=recursive)
                    self._known[folder] = number, new


_HERE = "127.0.0.1"


class _Server(ThreadingHTTPServer):
    """Answers each request in a thread of its own, which ends with the program."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser that went away is no error, and the terminal is for findings."""


def _server(port: int, host: str = _HERE) -> ThreadingHTTPServer:
    """Return a server that listens at a port; it answers nothing yet. Raises PortError."""
    try:
        return _Server((host, port), BaseHTTPRequestHandler)
    except OSError as error:
        if host != _HERE and error.errno != errno.EADDRINUSE:
            raise PortError(f"不能用地址 {host}：写这台电脑自己的地址，如 192.168.1.20，或 0.0.0.0") from error
        reason = "已经被别的程序占用" if error.errno == errno.EADDRINUSE else "不能用（1024 以下的要管理员权限）"
        raise PortError(f"端口 {port} {reason}；换一个，如 zwgk serve --port {port % 60000 + 1001}") from error


def serve(project: Path, port: int, as_of: datetime.date | None, host: str = _HERE) -> None:
    """Serve the project until interrupted. Raises PortError, before anything is built.

    Beyond this machine the preview is open to those only who have the address with its token, new at each start.
    """
    server, token = _server(port, host), "" if host == _HERE else secrets.token_urlsafe(16)
    print("正在读取和生成，内容多的要等几秒……", file=sys.stderr, flush=True)
    script = (Theme.of(project).paths("serve")[0] / "live.js").read_bytes()
    changed = threading.Event()
    with server, tempfile.TemporaryDirectory(prefix="zwgk-serve-") as scratch:
        preview = Preview(project, as_of, Path(scratch))
        server.RequestHandlerClass = partial(_Handler, preview=preview, script=script, token=token)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        observer = Observer()
        watched = _Watched(project, observer, _Watcher(changed))
        watched.renew()
        observer.start()
        asked = f"?token={token}" if token else ""
        print(f"预览：http://{host}:{server.server_port}/{asked}  按 Ctrl+C 停止", flush=True)
        try:
            while True:
                changed.wait()
                changed.clear()
                threading.Event().wait(_SETTLE_SECONDS)
                watched.renew()
                preview.rebuild()
        except KeyboardInterrupt:
            print("已停止")
        finally:
            observer.stop()
            server.shutdown()
