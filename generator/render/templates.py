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
from jinja2.exceptions import SecurityError, TemplateNotFound, TemplateSyntaxError, UndefinedError
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


def wrong(name: str, error: Exception) -> ThemeError:
    """Return the error for a wrong template, which is called `name` if the error does not tell."""
    return ThemeError.of(name, error, _said(error))


def _said(error: Exception) -> str:
    """Return in Chinese what is wrong with a template, and what to do."""
    if isinstance(error, RecursionError):
        return "它用 extends、include 或宏绕回了自己，没有尽头；去掉绕回来的那一处"
    if isinstance(error, TemplateNotFound):
        return f"要用的模板 {error.name} 没有；改对名字，或把文件放进 theme/"
    english = " ".join(str(error).split()) or type(error).__name__
    kinds = {SecurityError: "用了模板里不许用的", UndefinedError: "用了没有的变量", TemplateSyntaxError: "写法不对"}
    known = next((words for kind, words in kinds.items() if isinstance(error, kind)), "算不出来")
    return f"{known}（{english}）；改好这一处，或删掉这个文件、用自带的模板"


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
            raise wrong(name, error) from error

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
