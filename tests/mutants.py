"""Mutation testing: change one expression at a time and see whether a test fails.

Usage: python -m tests.mutants [--limit N] [--again] [--tests PATH …] [PATH …]

A mutant exists only in a forked process: the module is compiled from a changed syntax tree, no file is changed. Results
are stored in `.zwgk/mutants/`, so an interrupted run continues where it stopped. A killed mutant is tried again if its
module changes, a surviving one also if its tests change. See docs/decisions/mutation-testing.md.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import hashlib
import importlib.abc
import importlib.util
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

from tests.helpers.places import ROOT

KEPT = ROOT / ".zwgk" / "mutants"
DEFAULT = (
    "generator/calendar",
    "generator/check",
    "generator/model/merge.py",
    "generator/cache.py",
    "generator/executor.py",
)
EXTRA_TESTS = {
    "generator/check": ("tests/check/test_rules.py", "tests/test_cases.py"),
    "generator/calendar": ("tests/test_dates.py", "tests/check/test_limits.py", "tests/check/test_calendar_rules.py"),
    "generator/model/project.py": (
        "tests/check/test_all_at_once.py",
        "tests/check/test_alone.py",
        "tests/test_cases.py",
    ),
    "generator/calendar/published.py": ("tests/test_golden.py",),
    "generator/executor.py": ("tests/test_cluster.py",),
    "generator/cache.py": ("tests/test_changes.py", "tests/test_build.py"),
}
"""Tests that detect most mutants of a package or module, in addition to those of a module's own name."""
KILLED, SURVIVED, TIMEOUT = "killed", "survived", "timeout"

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


class Mutant(NamedTuple):
    """One change of one module: its number, its line, and the code before and after."""

    number: int
    line: int
    before: str
    after: str


class Change(NamedTuple):
    """One possible change: the node to show, and a function that changes the tree."""

    node: ast.AST
    make: Callable[[], None]


def changes(tree: ast.Module) -> Iterator[Change]:
    """Yield every change of a module in a fixed order. Only the last one yielded may be applied."""
    for node in _code(tree):
        yield from _changes_of(node)


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that affect behaviour: no annotations, decorators, docstrings and asserts."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or isinstance(child, ast.Assert | ast.Import | ast.ImportFrom):
                continue
            if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
                continue
            yield child
            yield from _code(child)


def _changes_of(node: ast.AST) -> Iterator[Change]:  # noqa: PLR0912 - one case a kind of node
    """Yield the changes of one node."""

    def setting(name: str, value: Any) -> Change:
        return Change(node, lambda: setattr(node, name, value))

    match node:
        case ast.Compare(ops=[operator]) if type(operator) in COMPARISONS:
            yield setting("ops", [COMPARISONS[type(operator)]()])
        case ast.BoolOp(op=ast.And()):
            yield setting("op", ast.Or())
        case ast.BoolOp():
            yield setting("op", ast.And())
        case ast.BinOp(op=operator) | ast.AugAssign(op=operator) if type(operator) in ARITHMETIC:
            yield setting("op", ARITHMETIC[type(operator)]())
        case ast.UnaryOp(op=ast.Not()):
            yield setting("op", ast.UAdd())  # a value without `not`: bool(+True) is True
        case ast.Constant(value=bool(value)):
            yield setting("value", not value)
        case ast.Constant(value=int(number)):
            yield setting("value", number + 1)
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test) if not _is_changed_inside(test):
            yield setting("test", ast.UnaryOp(ast.Not(), test))
        case ast.Return(value=value) if value is not None and not _is_empty(value):
            yield setting("value", ast.Constant(None))
        case ast.Name(id=name) if name in NAMES:
            yield setting("id", NAMES[name])
        case ast.Break():
            yield Change(node, lambda: setattr(node, "__class__", ast.Continue))
        case ast.Continue():
            yield Change(node, lambda: setattr(node, "__class__", ast.Break))
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            yield setting("value", ast.Constant(None))
        case ast.comprehension(ifs=[_, *_]):
            yield setting("ifs", [])


def _is_changed_inside(test: ast.expr) -> bool:
    """Return True if a condition is a comparison or a negation, which has its own changes."""
    return isinstance(test, ast.Compare | ast.BoolOp) or (
        isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    )


def _is_empty(value: ast.expr) -> bool:
    """Return True for the constants None, True and False: None is as false as False, and True has its own change."""
    return isinstance(value, ast.Constant) and (value.value is None or isinstance(value.value, bool))


def mutants(source: str) -> list[Mutant]:
    """Return every mutant of a module's source."""
    found = []
    for number, change in enumerate(changes(ast.parse(source))):
        before = _shown(change.node)
        kept = copy.copy(change.node.__dict__), change.node.__class__
        change.make()
        after = _shown(change.node)
        change.node.__dict__.clear()
        change.node.__dict__.update(kept[0])
        change.node.__class__ = kept[1]
        found.append(Mutant(number, getattr(change.node, "lineno", 0) or change.node.target.lineno, before, after))  # type: ignore[attr-defined]
    return found


def _shown(node: ast.AST) -> str:
    """Return the first line of a node's code, shortened."""
    text = ast.unparse(node).strip().split("\n")[0]
    return text if len(text) <= 90 else f"{text[:89]}…"


def mutated(source: str, path: Path, number: int | None) -> CodeType:
    """Return the code of a module with one change applied; for None without changes."""
    tree = ast.parse(source)
    if number is not None:
        next(change for at, change in enumerate(changes(tree)) if at == number).make()
    return compile(ast.fix_missing_locations(tree), str(path), "exec")


class _Loader(SourceFileLoader):
    """Loads a module from other code than its file's."""

    def __init__(self, name: str, path: Path, code: CodeType) -> None:
        super().__init__(name, str(path))
        self.code = code

    def get_code(self, fullname: str) -> CodeType:
        return self.code


class _Finder(importlib.abc.MetaPathFinder):
    """Finds one module and loads it with other code."""

    def __init__(self, name: str, path: Path, code: CodeType) -> None:
        self.name, self.path, self.code = name, path, code

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        inside = [str(self.path.parent)] if self.path.name == "__init__.py" else None
        loader = _Loader(self.name, self.path, self.code)
        return importlib.util.spec_from_file_location(
            self.name, self.path, loader=loader, submodule_search_locations=inside
        )


@dataclass
class Module:
    """A module under test, its tests, and their time without a change in seconds."""

    path: Path
    tests: tuple[str, ...]
    seconds: float = 0.0
    source: str = field(init=False)

    def __post_init__(self) -> None:
        self.source = self.path.read_text(encoding="utf-8")

    @property
    def file(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def name(self) -> str:
        return self.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def kept(self) -> Path:
        return KEPT / f"{self.name}.jsonl"

    def digests(self) -> tuple[str, str]:
        """Return the digests of the module and of its tests."""
        files = sorted(
            path
            for name in self.tests
            for path in ((ROOT / name).rglob("*") if (ROOT / name).is_dir() else [ROOT / name])
        )
        tests = hashlib.sha256()
        for path in files:
            if path.is_file() and "__pycache__" not in path.parts:
                tests.update(path.read_bytes())
        return hashlib.sha256(self.source.encode()).hexdigest()[:16], tests.hexdigest()[:16]


def tests_of(path: Path) -> tuple[str, ...]:
    """Return the tests of a module, nearest first: by its name, its package, its folder."""
    parts = path.relative_to(ROOT / "generator").with_suffix("").parts
    package = "generator/" + "/".join(parts[:-1])
    folder = ROOT.joinpath("tests", *parts[:-1])
    wanted = [folder / f"test_{parts[-1]}.py", ROOT / "tests" / f"test_{parts[-1]}.py"]
    for place in (f"generator/{'/'.join(parts)}.py", package):
        wanted += [ROOT / name for name in EXTRA_TESTS.get(place, ())]
    wanted += sorted(folder.rglob("test_*.py")) if len(parts) > 1 and folder.is_dir() else []
    return tuple(dict.fromkeys(test.relative_to(ROOT).as_posix() for test in wanted if test.is_file()))


def start(module: Module, number: int | None, scratch: Path) -> int:
    """Fork a process that runs a module's tests on one of its mutants; return the process id."""
    process = os.fork()
    if process:
        return process
    code = 3
    try:
        os.setsid()
        quiet = os.open(os.devnull if number is not None else scratch / "baseline.log", os.O_WRONLY | os.O_CREAT)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(scratch / "hypothesis")
        sys.meta_path.insert(0, _Finder(module.name, module.path, mutated(module.source, module.path, number)))
        import pytest

        options = [
            "--hypothesis-profile=mutants",
            "-x",
            "-q",
            "-o",
            "addopts=",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:xdist",
        ]
        code = int(pytest.main([*options, f"--basetemp={scratch / 'files'}", *module.tests]))
    finally:
        os._exit(code)


def finished(process: int, until: float) -> int | None:
    """Wait for a process and return its exit code; kill it with its children at `until` and return None."""
    while True:
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > until:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process, signal.SIGKILL)
            os.waitpid(process, 0)
            return None
        time.sleep(0.02)


def verdict(module: Module, mutant: Mutant, scratch: Path) -> str:
    """Return the verdict of the tests on a mutant. A timeout counts as detected."""
    scratch.mkdir(parents=True, exist_ok=True)
    code = finished(start(module, mutant.number, scratch), time.monotonic() + 10 + 4 * module.seconds)
    shutil.rmtree(scratch, ignore_errors=True)
    return TIMEOUT if code is None else SURVIVED if code == 0 else KILLED


def measure(module: Module, scratch: Path) -> None:
    """Time a module's tests without a change. Raises SystemExit if they fail."""
    started = time.monotonic()
    code = finished(start(module, None, scratch), started + 900)
    module.seconds = time.monotonic() - started
    if code != 0:
        sys.exit(f"{module.file}: its tests fail without a change\n{(scratch / 'baseline.log').read_text()[-2000:]}")


def known(module: Module, again: bool = False) -> dict[int, str]:
    """Return the verdicts of earlier runs by mutant's number; `again` also of those that survived other tests."""
    if not module.kept.is_file():
        return {}
    own, tests = module.digests()
    found = {}
    for line in module.kept.read_text(encoding="utf-8").splitlines():
        number, verdict, of_module, of_tests = json.loads(line)
        if of_module == own and (again or verdict != SURVIVED or of_tests == tests):
            found[number] = verdict
    return found


def try_out(module: Module, limit: int | None, again: bool = False) -> dict[int, str]:
    """Try mutants without a verdict, or `again` those that survived, at most `limit`; return all verdicts by number."""
    verdicts = known(module, again)
    wanted = SURVIVED if again else None
    left = [mutant for mutant in mutants(module.source) if verdicts.get(mutant.number) == wanted][:limit]
    if not left:
        return verdicts
    KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="zwgk-mutants-") as name, module.kept.open("a", encoding="utf-8") as kept:
        measure(module, Path(name))
        for place, mutant in enumerate(left, 1):
            verdicts[mutant.number] = verdict(module, mutant, Path(name) / "one")
            kept.write(json.dumps([mutant.number, verdicts[mutant.number], *module.digests()]) + "\n")
            kept.flush()
            print(f"\r{module.file}: {place} of {len(left)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return verdicts


def report(module: Module, verdicts: dict[int, str]) -> None:
    """Print the counts of verdicts for a module and the surviving mutants."""
    every = mutants(module.source)
    count = Counter(verdicts.values())
    dead = count[KILLED] + count[TIMEOUT]
    share = f"{dead / len(verdicts):.0%}" if verdicts else "-"
    print(f"{module.file}: {dead} of {len(verdicts)} found ({share}), {len(every) - len(verdicts)} not tried yet")
    for mutant in every:
        if verdicts.get(mutant.number) == SURVIVED:
            print(f"  {module.file}:{mutant.line}: {mutant.before}  ->  {mutant.after}")


def modules(names: Sequence[str], tests: Sequence[str]) -> list[Module]:
    """Return the modules at these paths, folders included. Raises SystemExit for a path that does not exist."""
    found: list[Path] = []
    for path in (ROOT / name for name in names):
        if not path.exists():
            sys.exit(f"no such file or folder: {path.relative_to(ROOT)}")
        found += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return [Module(path, chosen) for path in found if (chosen := tuple(tests) or tests_of(path))]


def main(arguments: Sequence[str] | None = None) -> int:
    """Try mutants and report those that no test detects."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("paths", nargs="*", help=f"modules or folders (default {' '.join(DEFAULT)})")
    parser.add_argument("--limit", type=int, help="try so many new mutants of each module")
    parser.add_argument("--again", action="store_true", help="try survivors again")
    parser.add_argument("--tests", nargs="+", default=[], help="tests to run instead of those of the same folder")
    given = parser.parse_args(arguments)
    for module in modules(given.paths or [name for name in DEFAULT if (ROOT / name).exists()], given.tests):
        report(module, try_out(module, given.limit, given.again))
    return 0


if __name__ == "__main__":
    import hypothesis
    import jinja2  # noqa: F401 - imported once here, so that no mutant's process has to
    import pydantic  # noqa: F401
    import pytest  # noqa: F401
    import yaml  # noqa: F401

    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)  # no shrinking: only the verdict matters
    hypothesis.settings.register_profile("mutants", deadline=None, phases=phases, print_blob=False)
    sys.exit(main())
