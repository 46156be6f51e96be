"""Runs the site's search engine outside a browser: in Node if it is installed, else in mini-racer."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, cast

from generator.render.pages import File
from generator.render.theme import Theme
from generator.search.tables import LEVEL_1

SCRIPT = "search.js"
"""Name of the engine among the theme's scripts."""

_DRIVER = Path(__file__).with_suffix(".js")
_MISSING = (
    "没有能运行搜索脚本的程序：装上 Node.js（18 或更新，命令 node 要能找到），"
    "或者在这个 Python 环境里 pip install mini-racer"
)


class EngineError(Exception):
    """The engine failed; the message is Chinese and includes JavaScript's message."""


class RuntimeMissingError(EngineError):
    """Neither Node nor mini-racer is installed; the message says what to install."""


class Ranked(NamedTuple):
    """The results of a query: (path, score) of each document, best first, and the intent ("" for none)."""

    found: list[tuple[str, int]]
    intent: str

    @property
    def paths(self) -> list[str]:
        """The paths of the results."""
        return [path for path, _ in self.found]


class Engine(AbstractContextManager["Engine"]):
    """The search engine of one index. Close it after use, or use it as a context manager."""

    def __init__(self, files: Iterable[File], script: bytes, runtime: str = "") -> None:
        """Start the engine on the files of an index.

        `runtime` is "node" or "mini-racer"; default: the first available one. Raises RuntimeMissingError if none is.
        """
        self._ask, self._stop = _started(runtime)
        self._send({"script": script.decode(), "files": _texts(files), "chars": LEVEL_1})

    @classmethod
    def of(cls, files: Iterable[File], project: Path, runtime: str = "") -> Engine:
        """Start the engine with the scripts of a project's theme."""
        return cls(files, Theme.of(project).scripts()[SCRIPT], runtime)

    def rank(self, queries: Iterable[str], **wanted: object) -> list[Ranked]:
        """Return the results of each query; `wanted` filters by kind or facet, as in the search page's address."""
        results = self.call("rank", [[query, wanted] for query in queries])
        return [Ranked([(path, score) for path, score in item["found"]], item["intent"]) for item in results]

    def suggest(self, texts: Sequence[str]) -> list[list[tuple[str, int]]]:
        """Return the suggestions (path, score) for each text, with all needed files loaded."""
        self.call("learn", [[text] for text in texts])
        return [
            [(item["id"], item["score"]) for item in found]
            for found in self.call("suggest", [[text] for text in texts])
        ]

    def call(self, method: str, calls: Iterable[Sequence[object]]) -> list[Any]:
        """Return the results of a method ("rank", "reader.read") for each list of arguments. Raises EngineError."""
        return cast(list[Any], self._send({"method": method, "calls": list(calls)}))

    def close(self) -> None:
        """Stop the engine."""
        self._stop()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _send(self, message: Mapping[str, object]) -> object:
        """Send a message to the driver and return its answer."""
        answer = json.loads(self._ask(json.dumps(message)) or '{"error": "没有回答就停了"}')
        if "error" in answer:
            raise EngineError(f"搜索脚本出错：{answer['error']}")
        return answer["found"]


def _texts(files: Iterable[File]) -> dict[str, str]:
    """Return the texts of an index by path."""
    return {file.path: file.data.decode() for file in files}


def available() -> list[str]:
    """Return the available runtimes, the preferred one first."""
    runtimes = ["node"] if shutil.which("node") else []
    try:
        import py_mini_racer  # noqa: F401
    except ImportError:
        return runtimes
    return [*runtimes, "mini-racer"]


_Started = tuple[Callable[[str], str], Callable[[], None]]


def _started(runtime: str) -> _Started:
    """Start a runtime; return a function that sends a line and returns the answer, and one that stops it."""
    known = available()
    if not known or (runtime and runtime not in known):
        raise RuntimeMissingError(_MISSING)
    return _node() if (runtime or known[0]) == "node" else _mini_racer()


def _node() -> _Started:
    """Start Node."""
    node = shutil.which("node")
    assert node
    process = subprocess.Popen([node, str(_DRIVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    source, target = process.stdin, process.stdout
    assert source and target

    def ask(line: str) -> str:
        source.write(f"{line}\n".encode())
        source.flush()
        return target.readline().decode()

    def stop() -> None:
        process.kill()
        process.communicate()

    return ask, stop


def _mini_racer() -> _Started:
    """Start mini-racer (V8 in this process) in its own thread: it cannot wait in a thread with an event loop."""
    from py_mini_racer import MiniRacer

    thread = ThreadPoolExecutor(1)
    context = thread.submit(MiniRacer).result()
    thread.submit(context.eval, _DRIVER.read_text(encoding="utf-8")).result()

    def answer(line: str) -> str:
        return str(cast(Any, context.eval(f"answer({json.dumps(line)})")).get())

    def ask(line: str) -> str:
        return thread.submit(answer, line).result()

    def stop() -> None:
        thread.submit(context.close).result()
        thread.shutdown()

    return ask, stop
