"""Runs the search engine that the site ships outside a browser: in Node where there is one, else in mini-racer."""

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
from generator.search.index import FOLDER
from generator.search.tables import LEVEL_1

SCRIPT = "search.js"
"""The engine's name among the theme's scripts."""

_DRIVER = Path(__file__).with_suffix(".js")
_MISSING = (
    "没有能运行搜索脚本的程序：装上 Node.js（18 或更新，命令 node 要能找到），"
    "或者在这个 Python 环境里 pip install mini-racer"
)


class EngineError(Exception):
    """The engine failed; the message is Chinese and holds what JavaScript says of it."""


class RuntimeMissingError(EngineError):
    """There is neither Node nor mini-racer; the message says what to install."""


class Ranked(NamedTuple):
    """What a query found: path and score of each document, the best first; and what it asks about ("": nothing)."""

    found: list[tuple[str, int]]
    intent: str

    @property
    def paths(self) -> list[str]:
        """The paths of what was found."""
        return [path for path, _ in self.found]


class Engine(AbstractContextManager["Engine"]):
    """The search engine of one index. Close it after use, or use it in a `with` statement."""

    def __init__(self, files: Iterable[File], script: bytes, runtime: str = "") -> None:
        """Start the engine on the files of an index.

        `runtime` is "node" or "mini-racer"; by default the first that there is. Raises RuntimeMissingError.
        """
        self._ask, self._stop = _started(runtime)
        self._send({"script": script.decode(), "files": _texts(files), "chars": LEVEL_1})

    @classmethod
    def of(cls, files: Iterable[File], project: Path, runtime: str = "") -> Engine:
        """Return the engine as the site of a project ships it."""
        return cls(files, Theme.of(project).scripts()[SCRIPT], runtime)

    def rank(self, queries: Iterable[str], **wanted: object) -> list[Ranked]:
        """Return what each query finds; `wanted` is a kind or a facet's value, as in the search page's address."""
        results = self.call("rank", [[query, wanted] for query in queries])
        return [Ranked([(path, score) for path, score in item["found"]], item["intent"]) for item in results]

    def suggest(self, texts: Sequence[str]) -> list[list[tuple[str, int]]]:
        """Return the path and the score of what is suggested for each text, all loaded that it takes."""
        self.call("learn", [[text] for text in texts])
        return [
            [(item["id"], item["score"]) for item in found]
            for found in self.call("suggest", [[text] for text in texts])
        ]

    def call(self, method: str, calls: Iterable[Sequence[object]]) -> list[Any]:
        """Return what a method ("rank", "reader.read") gives for each list of arguments. Raises EngineError."""
        return cast(list[Any], self._send({"method": method, "calls": list(calls)}))

    def close(self) -> None:
        """Stop the engine."""
        self._stop()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _send(self, message: Mapping[str, object]) -> object:
        """Return what the driver answers."""
        answer = json.loads(self._ask(json.dumps(message)) or '{"error": "没有回答就停了"}')
        if "error" in answer:
            raise EngineError(f"搜索脚本出错：{answer['error']}")
        return answer["found"]


def _texts(files: Iterable[File]) -> dict[str, str]:
    """Return the texts of an index by path, without the compressed copies."""
    return {file.path: file.data.decode() for file in files if not file.path.endswith(".gz")}


def folder_files(site: Path) -> list[File]:
    """Return the files of the index of a site that was built."""
    paths = sorted(path for path in (site / FOLDER).rglob("*") if path.suffix in (".json", ".txt"))
    return [File(path.relative_to(site).as_posix(), path.read_bytes()) for path in paths]


def available() -> list[str]:
    """Return the runtimes that there are, the preferred one first."""
    found = ["node"] if shutil.which("node") else []
    try:
        import py_mini_racer  # noqa: F401
    except ImportError:
        return found
    return [*found, "mini-racer"]


_Started = tuple[Callable[[str], str], Callable[[], None]]


def _started(runtime: str) -> _Started:
    """Start a runtime; return a function that gives the answer to a line, and one that stops it."""
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
    """Start mini-racer: V8 in this process, in a thread of its own, for it waits in none that has an event loop."""
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
