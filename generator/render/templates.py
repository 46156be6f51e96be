"""Renders the templates of pages and components.

The theme that comes with the generator is a part of the program; its templates are compiled to string joins. A
project's own templates are data: Jinja runs them in its sandbox, where they see values and filters and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.render.compiled import Compiler, Render
from generator.render.scopes import UnsupportedError
from generator.render.theme import ThemeError

_LINE_ENDS = re.compile(r"[ \t]*\n\s*")
VALUES = ("base", "body", "domain", "view")
OBJECTS = ("page", "site")
"""What every page template is given: plain data, and what has attributes."""


class _Compact(Extension):
    """Takes the blank space at the ends of a template's lines away before it is compiled."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source with one line end where there were several, and no indentation."""
        return _LINE_ENDS.sub("\n", source)


def sandbox(folders: Sequence[Path]) -> ImmutableSandboxedEnvironment:
    """Return Jinja's sandbox for templates of these folders. It escapes everything; unknown names are errors."""
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=[_Compact],
    )


class Templates:
    """The templates of some folders, the first that has one wins.

    `trusted` are those of the folders whose templates may be compiled. `left` says of each template that is left to
    Jinja why; `failed` counts how often a compiled one met a value that it was not made for.
    """

    def __init__(self, folders: Sequence[Path], trusted: Sequence[Path] = ()) -> None:
        """Read and compile nothing yet."""
        self.environment = sandbox(folders)
        self.left: dict[str, str] = {}
        self.failed = 0
        self._trusted = frozenset(map(str, trusted))
        self._folders = [str(folder) for folder in folders]
        self._compiled: dict[str, Render | None] = {}

    def prepare(self, names: Iterable[str]) -> None:
        """Compile templates that are not yet compiled."""
        for name in names:
            self._compiled_form(name)

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """Return a template's output; raises ThemeError if the template is wrong."""
        compiled = self._compiled_form(name)
        if compiled:
            try:
                return compiled(values)
            except Exception:  # a value that is not as expected; Jinja copes with it, or says what is wrong and where
                self.failed += 1
        try:
            return self.environment.get_template(name).render(values)
        except Exception as error:  # whatever it is, it is the template's: views are made before
            raise ThemeError.of(name, error) from error

    @cached_property
    def _compiler(self) -> Compiler:
        """What compiles templates, made when the first one is asked for."""
        return Compiler(self.environment, self._source, VALUES, OBJECTS)

    def _source(self, name: str) -> str:
        """Return the text of a template that may be compiled."""
        folder = next((folder for folder in self._folders if Path(folder, name).is_file()), None)
        if folder not in self._trusted:
            raise UnsupportedError(f"{name} is not of the built-in theme")
        return Path(folder, name).read_text("utf-8")

    def _compiled_form(self, name: str) -> Render | None:
        """Return a template's function, None if Jinja must render it."""
        if name not in self._compiled:
            try:
                self._compiled[name] = self._compiler.page(name)
            except Exception as error:  # Jinja says what is wrong with it, where anything is
                self._compiled[name] = None
                self.left[name] = str(error)
        return self._compiled[name]
