"""`zwgk serve`: a preview that rebuilds when a file changes and shows findings in the page."""

from __future__ import annotations

import datetime
import html
import json
import sys
import tempfile
import threading
from collections.abc import Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from generator.cache import Cache
from generator.clock import today
from generator.findings import Finding, Severity
from generator.project import Project
from generator.render.theme import Theme

_STATE = "/__zwgk/state"
_SCRIPT = "/__zwgk/live.js"
_WAIT_SECONDS = 20.0
_SETTLE_SECONDS = 0.2
_SHOWN = 50


class Preview:
    """The latest build of a project and its findings. `version` increases by one with every rebuild."""

    def __init__(self, project: Path, as_of: datetime.date | None, scratch: Path) -> None:
        """Build the project into a folder under `scratch`, which also holds the cache."""
        self.project = project
        self.version = 0
        self.folder = scratch / "empty"
        self.folder.mkdir()
        self.findings: Sequence[Finding] = ()
        self._as_of = as_of
        self._site, self._cache_folder = scratch / "site", scratch / "kept"
        self._changed = threading.Condition()
        self.rebuild()

    def rebuild(self) -> None:
        """Check and build again. If there are errors, the last good site stays and only the findings change."""
        as_of = self._as_of or today()
        checked = Project.open(self.project, as_of, cache=Cache(self._cache_folder))
        folder = self.folder
        if not checked.count(Severity.ERROR):
            folder = checked.build(self._site).folder
        with self._changed:
            self.folder, self.findings = folder, checked.findings
            self.version += 1
            self._changed.notify_all()

    def wait(self, seen: int) -> dict[str, object]:
        """Return the state as soon as its version exceeds `seen`, or after 20 s."""
        with self._changed:
            self._changed.wait_for(lambda: self.version > seen, _WAIT_SECONDS)
            return {
                "version": self.version,
                "errors": sum(item.severity is Severity.ERROR for item in self.findings),
                "warnings": sum(item.severity is Severity.WARNING for item in self.findings),
                "findings": [
                    {
                        "place": f"{item.location.file}:{item.location.line}:{item.location.column}",
                        "severity": item.severity.value,
                        "code": item.code,
                        "message": item.message,
                        "hint": item.hint,
                    }
                    for item in sorted(self.findings, key=lambda item: (item.severity.value, item.sort_key))[:_SHOWN]
                ],
            }


class _Handler(SimpleHTTPRequestHandler):
    """Serves the latest build and adds the live script to every page."""

    def __init__(self, *arguments: object, preview: Preview, script: bytes, **more: object) -> None:
        """Serve from the folder that is current when the request arrives."""
        self._preview = preview
        self._script = script
        super().__init__(*arguments, directory=str(preview.folder), **more)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer with the state, the live script or a file of the site."""
        parts = urlsplit(self.path)
        if parts.path == _STATE:
            seen = parse_qs(parts.query).get("seen", ["0"])[0]
            state = self._preview.wait(int(seen) if seen.isdigit() else 0)
            self._send("application/json", json.dumps(state, ensure_ascii=False).encode())
        elif parts.path == _SCRIPT:
            self._send("text/javascript", self._script)
        else:
            self._page(parts.path)

    def _page(self, address: str) -> None:
        """Answer with a page and the live script, or with another file unchanged."""
        path = Path(self.translate_path(address))
        page = path / "index.html" if path.is_dir() else path
        if path.is_dir() and not address.endswith("/"):
            super().do_GET()
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


def serve(project: Path, port: int, as_of: datetime.date | None) -> None:
    """Serve the project on 127.0.0.1 until interrupted. Raises OSError if the port is taken."""
    print("正在读取和生成，内容多的要等几秒……", file=sys.stderr, flush=True)
    script = (Theme.of(project).paths("serve")[0] / "live.js").read_bytes()
    changed = threading.Event()
    with tempfile.TemporaryDirectory(prefix="zwgk-serve-") as scratch:
        preview = Preview(project, as_of, Path(scratch))
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, preview=preview, script=script))
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        observer = Observer()
        for part in ("data", "content", "theme", "registries"):
            if (project / part).is_dir():
                observer.schedule(_Watcher(changed), str(project / part), recursive=True)
        observer.schedule(_Watcher(changed), str(project), recursive=False)
        observer.start()
        print(f"预览：http://127.0.0.1:{server.server_port}/  按 Ctrl+C 停止", flush=True)
        try:
            while True:
                changed.wait()
                changed.clear()
                threading.Event().wait(_SETTLE_SECONDS)
                preview.rebuild()
        except KeyboardInterrupt:
            print("已停止")
        finally:
            observer.stop()
            server.shutdown()
