"""Mutation testing of many modules at once: tests are collected once, and a mutant is tried by the tests of its line.

Usage: python -m tests.mutants_by_line [--limit N] [--seed S] [--tests PATH …] [PATH …]

A first run of the tests notes which lines each reaches. For each mutant the collected process forks, the functions that
differ get the changed code, and the tests that reach the line run, those first that reach rare lines. What is outside
of functions is not tried here (`python -m tests.mutants` does). Verdicts are stored where `tests.mutants` stores them.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from inspect import CO_NEWLOCALS
from itertools import accumulate
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any, NamedTuple

import pytest

from tests.mutants import (
    KEPT,
    KILLED,
    SURVIVED,
    TIMEOUT,
    Module,
    Mutant,
    finished,
    known,
    modules,
    mutants,
    mutated,
    report,
)

MOST_SECONDS = 12.0
"""How long the tests that a mutant is tried with took in the first run, at most; one test is always tried."""

Key = tuple[str, str, int]
"""A function: its file, qualified name and first line."""


class Reached(NamedTuple):
    """What one test reaches: (file, line) of the modules under test, and its seconds."""

    lines: frozenset[tuple[str, int]]
    seconds: float


class _Lines:
    """Notes the lines of some files that run, for the current receiver."""

    def __init__(self, files: frozenset[str]) -> None:
        self.files, self.found = files, set[tuple[str, int]]()

    def __call__(self, frame: FrameType, event: str, _given: Any) -> Any:
        file = frame.f_code.co_filename
        if file not in self.files:
            return None
        self.found.add((file, frame.f_code.co_firstlineno))

        def local(inner: FrameType, happened: str, _given: Any) -> Any:
            if happened == "line":
                self.found.add((file, inner.f_lineno))
            return local

        return local


class Plugin:
    """Runs mutants in the place of the test session."""

    def __init__(self, chosen: Sequence[Module], limit: int | None, seed: int, scratch: Path) -> None:
        self.modules, self.limit, self.seed, self.scratch = chosen, limit, seed, scratch
        self.lines = _Lines(frozenset(str(module.path) for module in chosen))
        self.of_fixture: dict[str, set[tuple[str, int]]] = defaultdict(set)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        """Note what a fixture of the session reaches: every test that uses it reaches the same."""
        if fixturedef.scope == "function":
            yield
            return
        before, self.lines.found = self.lines.found, set()
        yield
        self.of_fixture[fixturedef.argname] |= self.lines.found
        before |= self.lines.found
        self.lines.found = before

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests once, then each mutant in a fork."""
        if session.testsfailed or session.config.option.collectonly:
            return True
        reached = self._first_run(session)
        functions = _functions(self.lines.files)
        gc.freeze()
        for module in self.modules:
            started = time.monotonic()
            report(module, self._try_out(session, module, reached, functions))
            print(f"  {time.monotonic() - started:.0f} s", flush=True)
        return True

    def _first_run(self, session: pytest.Session) -> list[Reached]:
        """Return what each test reaches. Raises SystemExit if a test fails."""
        started, file = time.monotonic(), self.scratch / "reached.json"
        process = os.fork()
        if not process:
            self._run_all(session, file)
        if finished(process, started + 3000) != 0:
            sys.exit(file.read_text("utf-8") if file.exists() else "the tests do not end")
        files = sorted(self.lines.files)
        found = [
            Reached(frozenset((files[at], line) for at, line in lines), seconds)
            for lines, seconds in json.loads(file.read_text("utf-8"))
        ]
        print(f"{len(found)} tests, {time.monotonic() - started:.0f} s", file=sys.stderr)
        return found

    def _run_all(self, session: pytest.Session, file: Path) -> None:
        """Run every test and write what each reaches. Ends the process."""
        code = 1
        try:
            _begin(session, self.scratch / "first")
            files = {name: at for at, name in enumerate(sorted(self.lines.files))}
            found: list[Any] = []
            sys.settrace(self.lines)
            for item, following in _pairs(session.items):
                self.lines.found = set()
                began = time.monotonic()
                session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                seconds = time.monotonic() - began
                sys.settrace(self.lines)
                for name in getattr(item, "fixturenames", ()):
                    self.lines.found |= self.of_fixture.get(name, set())
                found.append(([(files[name], line) for name, line in self.lines.found], seconds))
                if session.testsfailed:
                    file.write_text(f"{item.nodeid} fails without a change", "utf-8")
                    break
            sys.settrace(None)
            if not session.testsfailed:
                file.write_text(json.dumps(found), "utf-8")
                code = 0
        except BaseException as error:
            file.write_text(repr(error), "utf-8")
        finally:
            os._exit(code)

    def _try_out(
        self, session: pytest.Session, module: Module, reached: list[Reached], functions: dict[Key, list[FunctionType]]
    ) -> dict[int, str]:
        """Try the mutants of a module without a verdict; return all verdicts by number."""
        verdicts = known(module)
        left = [mutant for mutant in mutants(module.source) if mutant.number not in verdicts]
        random.Random(self.seed).shuffle(left)
        KEPT.mkdir(parents=True, exist_ok=True)
        original = mutated(module.source, module.path, None)
        tried = 0
        with module.kept.open("a", encoding="utf-8") as kept:
            for mutant in left:
                if tried == self.limit:
                    break
                changed = _changed(original, mutated(module.source, module.path, mutant.number), module.path)
                if not changed or any(key not in functions for key in changed if "<locals>" not in key[1]):
                    continue
                numbers = _tests_of(module, mutant, reached)
                tried += 1
                verdicts[mutant.number] = self._verdict(session, numbers, reached, functions, changed)
                kept.write(json.dumps([mutant.number, verdicts[mutant.number], *module.digests()]) + "\n")
                kept.flush()
        return verdicts

    def _verdict(
        self,
        session: pytest.Session,
        numbers: list[int],
        reached: list[Reached],
        functions: dict[Key, list[FunctionType]],
        changed: dict[Key, CodeType],
    ) -> str:
        """Return the verdict of these tests on changed functions."""
        process = os.fork()
        if not process:
            code = 3
            try:
                os.setsid()
                _begin(session, self.scratch / "one")
                for key, new in changed.items():
                    for function in functions.get(key, []):
                        function.__code__ = new
                code = 0
                for item, following in _pairs([session.items[number] for number in numbers]):
                    session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                    if session.testsfailed:
                        code = 1
                        break
            finally:
                os._exit(code)
        limit = 8 + 4 * sum(reached[number].seconds for number in numbers)
        ended = finished(process, time.monotonic() + limit)
        shutil.rmtree(self.scratch / "one", ignore_errors=True)
        return TIMEOUT if ended is None else SURVIVED if ended == 0 else KILLED


def _begin(session: pytest.Session, scratch: Path) -> None:
    """Silence this process and give it a folder of its own."""
    scratch.mkdir(parents=True, exist_ok=True)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(scratch / "hypothesis")
    factory = session.config._tmp_path_factory  # type: ignore[attr-defined]
    factory._basetemp, factory._given_basetemp = None, scratch / "files"


def _pairs(items: Sequence[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    """Yield each test with the one that follows it."""
    yield from zip(items, [*items[1:], None], strict=True)


def _functions(files: frozenset[str]) -> dict[Key, list[FunctionType]]:
    """Return the functions of some files that exist in memory."""
    found: dict[Key, list[FunctionType]] = defaultdict(list)
    for thing in gc.get_objects():
        if type(thing) is FunctionType and thing.__code__.co_filename in files:
            code = thing.__code__
            found[code.co_filename, code.co_qualname, code.co_firstlineno].append(thing)
    return found


def _changed(old: CodeType, new: CodeType, path: Path) -> dict[Key, CodeType]:
    """Return the functions whose code differs; nothing if the change is outside of functions or drops a closure."""
    before, after = _codes(old), _codes(new)
    found = {}
    for key, code in after.items():
        if not code.co_flags & CO_NEWLOCALS or before.get(key) == code:
            continue
        if key not in before or before[key].co_freevars != code.co_freevars:
            return {}
        found[str(path), *key] = code
    return found


def _codes(code: CodeType) -> dict[tuple[str, int], CodeType]:
    """Return the codes in a module by qualified name and first line."""
    found = {(code.co_qualname, code.co_firstlineno): code}
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            found |= _codes(inner)
    return found


def _tests_of(module: Module, mutant: Mutant, reached: list[Reached]) -> list[int]:
    """Return the tests that reach a mutant's line, those first that reach the rarest lines of the module near it."""
    file = str(module.path)
    numbers = [number for number, test in enumerate(reached) if (file, mutant.line) in test.lines]
    if not numbers:  # a line in the middle of an expression
        near = range(mutant.line - 12, mutant.line)
        numbers = [number for number, test in enumerate(reached) if any((file, line) in test.lines for line in near)]
    near = range(mutant.line - 15, mutant.line + 25)
    count = Counter(line for test in reached for name, line in test.lines if name == file and line in near)
    rare = {
        number: sum(1 / count[line] for name, line in reached[number].lines if name == file and line in near)
        for number in numbers
    }
    numbers.sort(key=lambda number: (-rare[number], reached[number].seconds))
    until = list(accumulate(reached[number].seconds for number in numbers))
    return [number for number, seconds in zip(numbers, until, strict=True) if seconds <= MOST_SECONDS] or numbers[:1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Try mutants and report those that no test detects."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("paths", nargs="+", help="modules or folders")
    parser.add_argument("--limit", type=int, help="try so many new mutants of each module")
    parser.add_argument("--seed", type=int, default=7, help="in which order they are tried")
    parser.add_argument("--tests", nargs="+", default=[], help="tests to run instead of the nearest")
    given = parser.parse_args(arguments)
    chosen = modules(given.paths, given.tests)
    tests = list(dict.fromkeys(test for module in chosen for test in module.tests))
    with tempfile.TemporaryDirectory(prefix="zwgk-mutants-") as name:
        options = ["-q", "-o", "addopts=", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-profile=mutants"]
        return int(pytest.main([*options, "-s", *tests], [Plugin(chosen, given.limit, given.seed, Path(name))]))


if __name__ == "__main__":
    import hypothesis

    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)  # no shrinking: only the verdict matters
    hypothesis.settings.register_profile("mutants", deadline=None, phases=phases, print_blob=False, max_examples=50)
    sys.exit(main())
