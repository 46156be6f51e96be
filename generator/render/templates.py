"""The templates of pages and components, set up so that a page costs little.

Some things differ from plain Jinja: a view's values are looked up as keys of a mapping at once, not first as
attributes; what is called is called, without a look whether it wants Jinja's context, and what is escaped stays text;
a template that was loaded is at hand; the blank space between a template's lines goes when it is compiled, not from
every page; and what a component's macro gives for some arguments is kept, for the same list of bases or contacts
stands on many pages.
"""

from __future__ import annotations

import marshal
import re
from collections.abc import Callable, MutableMapping, Sequence
from pathlib import Path
from typing import Any

import markupsafe
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.ext import Extension
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

_LINE_ENDS = re.compile(r"[ \t]*\n\s*")
_MOST_KEPT = 2 << 20  # bytes of arguments and results of one macro
_as_text: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)  # `Markup` takes twice as long to make


class _Context(Context):
    """What a template sees. Nothing that it calls takes Jinja's own values, so that it is called at once."""

    def call(self, what: Any, /, *arguments: Any, _loop_vars: Any = None, _block_vars: Any = None, **named: Any) -> Any:
        """Return what a macro or function gives for these arguments."""
        return what(*arguments, **named)


class Templates(Environment):
    """Jinja's environment for the theme. Everything is escaped; an unknown name is an error."""

    context_class = _Context

    def __init__(self, folders: Sequence[Path]) -> None:
        """Look for templates in `folders`, the first that has one wins."""
        super().__init__(
            loader=FileSystemLoader(folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            extensions=[_Compact],
        )
        self._compiled: dict[str, Template] = {}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a mapping's value or an object's attribute of that name."""
        try:
            return obj[attribute] if type(obj) is dict else getattr(obj, attribute)
        except (KeyError, AttributeError):
            return super().getattr(obj, attribute)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what every template sees, as a plain mapping: Jinja copies it for each page."""
        return {**self.globals, **(d or {})}

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:
        """Return a template, compiled when it is first asked for; what its macros give is kept from then on."""
        template = self._compiled.get(name)
        if template is None:
            template = self._compiled[name] = super()._load_template(name, globals)
            template.root_render_func.__globals__["escape"] = _escaped
            if "/" in name or name.endswith("_sections.html"):
                _keep_results(template)
        return template


def _escaped(value: Any) -> str:
    """Return a value as HTML, as `escape` does; a text stays a plain text, for it is joined with others at once."""
    if type(value) is str:
        return _as_text(value)
    return value if type(value) is Markup else escape(value)


class _Compact(Extension):
    """Takes the blank space at the ends of a template's lines away before it is compiled."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source with one line end where there were several, and no indentation."""
        return _LINE_ENDS.sub("\n", source)


class _Kept:
    """A macro whose results are kept by its arguments, which are plain data; a macro sees nothing else.

    Once they take too much memory they go; and no more are kept where hardly any had been asked for again.
    """

    def __init__(self, macro: Macro) -> None:
        """Keep what `macro` gives."""
        self._macro = macro
        self._results: dict[bytes, str] = {}
        self._size = 0
        self._again = 0
        self._worth_it = True

    def __call__(self, *arguments: Any, **named: Any) -> str:
        """Return what the macro gives for these arguments."""
        if not self._worth_it:
            return self._macro(*arguments, **named)
        try:
            key = marshal.dumps((arguments, named), 0)
        except ValueError:  # markup, an undefined name: no plain data
            return self._macro(*arguments, **named)
        if key in self._results:
            self._again += 1
            return self._results[key]
        if self._size > _MOST_KEPT:
            self._worth_it = self._again * 10 > len(self._results)
            self._results.clear()
            self._size = self._again = 0
        result = self._macro(*arguments, **named)
        self._results[key] = result
        self._size += len(key) + 2 * len(result)
        return result


def _keep_results(template: Template) -> None:
    """Put what keeps results in the place of a component's macros."""
    module = template.module
    for name, value in list(vars(module).items()):
        if isinstance(value, Macro):
            setattr(module, name, _Kept(value))
