"""What the names of a template stand for while it is compiled, and small pieces of Python's syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

LOAD = ast.Load()
STORE = ast.Store()


class UnsupportedError(Exception):
    """A template uses something that is not compiled here."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What a template's name stands for.

    `name` is Python's name for it; `kind` is "value" (plain data), "object" (has attributes), "global" (a function of
    the environment), "macro" (a compiled macro), "foreign" (one of Jinja's own macros) or "loop". `escaped` is called
    when the value is printed as it is, and returns the Python name of its escaped form.
    """

    name: str
    kind: str = "value"
    escaped: Callable[[str], str] | None = None


@dataclass(slots=True)
class Scope:
    """Names that can be seen from one place of a template; `missing` looks for those that no scope has."""

    above: Scope | None = None
    missing: Callable[[str], Bound | None] | None = None
    names: dict[str, Bound] = field(default_factory=dict)

    def find(self, name: str) -> Bound:
        """Return what a name stands for; raises UnsupportedError if it is not known."""
        scope: Scope | None = self
        while scope:
            found = scope.names.get(name) or (scope.missing(name) if scope.missing else None)
            if found:
                return found
            scope = scope.above
        raise UnsupportedError(f"name {name}")

    def has(self, name: str) -> bool:
        """Return True if a name is known."""
        try:
            return bool(self.find(name))
        except UnsupportedError:
            return False


def load(name: str) -> ast.Name:
    """Return the value of a Python name."""
    return ast.Name(name, LOAD)


def called(function: str, *arguments: ast.expr) -> ast.Call:
    """Return a call of a Python function by name."""
    return ast.Call(load(function), list(arguments), [])


def text(parts: list[ast.expr]) -> ast.expr:
    """Return the texts one after another as one expression, an f-string; neighbouring constants become one."""
    values: list[ast.expr] = []
    for part in _flat(parts):
        last = values[-1] if values else None
        if not isinstance(part, ast.Constant):
            values.append(part)
        elif isinstance(last, ast.Constant):
            values[-1] = ast.Constant(str(last.value) + str(part.value))
        elif part.value:
            values.append(part)
    if not values:
        return ast.Constant("")
    return values[0] if len(values) == 1 and isinstance(values[0], ast.Constant) else ast.JoinedStr(values)


def _flat(parts: list[ast.expr]) -> Iterator[ast.expr]:
    """Yield what an f-string holds: constants and formatted values."""
    for part in parts:
        if isinstance(part, ast.JoinedStr):
            yield from part.values
        else:
            yield part if isinstance(part, ast.Constant) else ast.FormattedValue(part, -1)
