"""The scopes of a template's names during compilation, and helpers for Python syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

LOAD = ast.Load()
STORE = ast.Store()


class UnsupportedError(Exception):
    """A template uses a feature of Jinja that this compiler does not support."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The binding of a template's name.

    `name` is the Python variable. `kind` is "value" (plain data), "object" (has attributes), "global" (a function of
    the environment), "macro" (a compiled macro), "foreign" (one of Jinja's own macros) or "loop". `escaped` is called
    if the template prints the bare variable; it returns the Python variable of the escaped form.
    """

    name: str
    kind: str = "value"
    escaped: Callable[[str], str] | None = None


@dataclass(slots=True)
class Scope:
    """The names visible at one place of a template. `missing` is called for names that no scope has."""

    above: Scope | None = None
    missing: Callable[[str], Bound | None] | None = None
    names: dict[str, Bound] = field(default_factory=dict)

    def find(self, name: str) -> Bound:
        """Return the binding of a name. Raises UnsupportedError if it is unknown."""
        scope: Scope | None = self
        while scope:
            bound = scope.names.get(name) or (scope.missing(name) if scope.missing else None)
            if bound:
                return bound
            scope = scope.above
        raise UnsupportedError(f"name {name}")

    def has(self, name: str) -> bool:
        """Return True if a name is known."""
        try:
            return bool(self.find(name))
        except UnsupportedError:
            return False


def load(name: str) -> ast.Name:
    """Return the expression of a Python variable."""
    return ast.Name(name, LOAD)


def called(function: str, *arguments: ast.expr) -> ast.Call:
    """Return a call of a Python function."""
    return ast.Call(load(function), list(arguments), [])


def text(parts: list[ast.expr]) -> ast.expr:
    """Return the concatenation of texts as one expression, an f-string; adjacent constants are merged."""
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
    """Yield the parts of an f-string: constants and formatted values."""
    for part in parts:
        if isinstance(part, ast.JoinedStr):
            yield from part.values
        else:
            yield part if isinstance(part, ast.Constant) else ast.FormattedValue(part, -1)
