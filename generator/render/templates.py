"""Renders the templates of pages and components.

The built-in theme is part of the program; its templates are compiled to string joins. A project's own templates are
untrusted: Jinja runs them in its sandbox, where they see only values and filters.
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
VALUES = ("base", "body", "card", "domain", "here", "linked", "root", "view", "whose", "wrong")
OBJECTS = ("page", "site")
"""Variables of every page template: plain data, and objects with attributes."""


class _Compact(Extension):
    """Jinja extension that removes the white space at the ends of lines before a template is parsed."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source without indentation and with single line ends."""
        return _LINE_ENDS.sub("\n", source)


def titled(name: str) -> str:
    """Return a law's name in 《》, as the standard of punctuation marks has it: titles inside it are in 〈〉."""
    return f"《{name.replace('《', '〈').replace('》', '〉')}》"


def sandbox(folders: Sequence[Path]) -> ImmutableSandboxedEnvironment:
    """Return Jinja's sandbox for the templates of these folders, with autoescape and errors for unknown names."""
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=[_Compact],
    )
    environment.filters["titled"] = titled
    return environment


class Templates:
    """The templates of some folders; the first folder that has a template wins.

    `trusted` are the folders whose templates may be compiled. `left` gives for each template left to Jinja the reason.
    `failed` counts the renderings in which a compiled template raised an error and Jinja was used instead.
    """

    def __init__(self, folders: Sequence[Path], trusted: Sequence[Path] = ()) -> None:
        """Prepare without reading or compiling anything."""
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
        """Return a template's output. Raises ThemeError if the template is wrong."""
        compiled = self._compiled_form(name)
        if compiled:
            try:
                return compiled(values)
            except Exception:  # an unexpected value: Jinja renders it, or reports the error with its place
                self.failed += 1
        try:
            return self.environment.get_template(name).render(values)
        except Exception as error:  # every error is the template's, because views were made before
            raise ThemeError.of(name, error) from error

    @cached_property
    def _compiler(self) -> Compiler:
        """The compiler, created on first use."""
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
            except Exception as error:  # if the template is wrong, Jinja reports it
                self._compiled[name] = None
                self.left[name] = str(error)
        return self._compiled[name]
