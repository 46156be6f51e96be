"""Joins the ES modules of a folder into one script: one request per page, and no JavaScript bundler is needed.

Each module becomes a function that is called after those of its imports; other modules see only its exports. Comments
are removed. Modules must have a simple form that needs no parser: imports are `import { a, b } from "./other.mjs";`
from the same folder; `export` stands at the beginning of a line before `const`, `function`, `async function` or
`class`; comments in `/* */` begin and end at line boundaries; no template literal has a line that looks like one of
these; and no name is exported twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

_COMMENT = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*$\n?|^[ \t]*//[^\n]*$\n?", re.MULTILINE | re.DOTALL)
_IMPORT = re.compile(r"""^import \{([\s\w$,]*)\} from "\./([\w-]+\.mjs)";[ \t]*$\n?""", re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:const|class|function|async function) ([\w$]+))", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*$|\bimport(?=\s*\(|\.meta\b)", re.MULTILINE)


class ModulesError(Exception):
    """Modules cannot be joined; the message names the module and the reason."""


class _Module(NamedTuple):
    """A parsed module: imported names by file, exported names, and its text without imports, exports and comments."""

    imports: Mapping[str, tuple[str, ...]]
    exports: tuple[str, ...]
    body: str


def without_comments(script: str) -> str:
    """Return a script without the comments that stand on lines of their own."""
    return _COMMENT.sub("", script)


def joined(sources: Mapping[str, str]) -> str:
    """Return the modules as one classic script; `sources` has their texts by file name.

    Raises ModulesError if a module does not have the required form.
    """
    modules = {name: _read(name, text) for name, text in sorted(sources.items())}
    _check(modules)
    try:
        order = list(
            TopologicalSorter({name: sorted(module.imports) for name, module in modules.items()}).static_order()
        )
    except CycleError as error:
        raise ModulesError(f"modules import each other in a circle: {' -> '.join(error.args[1])}") from error
    parts = [_wrapped(modules[name]) for name in order]
    return "\n".join(["(() => {", '"use strict";', *parts, "})();", ""])


def _read(name: str, text: str) -> _Module:
    """Parse a module."""
    text = without_comments(text.replace("\r\n", "\n"))
    imports: dict[str, tuple[str, ...]] = {}
    for names, file in _IMPORT.findall(text):
        if " as " in names:
            raise ModulesError(f"{name}: an import cannot be given another name: import {{{names}}}")
        imports[file] = (*imports.get(file, ()), *filter(None, re.split(r"[\s,]+", names)))
    body = _IMPORT.sub("", text)
    exports = tuple(name for _, name in _EXPORT.findall(body))
    body = _EXPORT.sub(r"\1", body)
    if other := _OTHER.search(body):
        raise ModulesError(f"{name}: cannot join {other[0].strip()!r}; see generator/render/modules.py for what can be")
    return _Module(imports, exports, body.strip())


def _check(modules: Mapping[str, _Module]) -> None:
    """Raise ModulesError if an imported name is not exported, or two modules export the same name."""
    owner: dict[str, str] = {}
    for name, module in modules.items():
        for export in module.exports:
            if export in owner:
                raise ModulesError(f"{name} exports {export}, and so does {owner[export]}")
            owner[export] = name
    for name, module in modules.items():
        for file, wanted in module.imports.items():
            if file not in modules:
                raise ModulesError(f"{name} imports {file}, which is not there")
            for item in wanted:
                if item not in modules[file].exports:
                    raise ModulesError(f"{name} imports {item} from {file}, which does not export it")


def _wrapped(module: _Module) -> str:
    """Return a module as an immediately invoked function that returns its exports."""
    names = ", ".join(module.exports)
    if not names:
        return f"(() => {{\n{module.body}\n}})();"
    return f"const {{ {names} }} = (() => {{\n{module.body}\nreturn {{ {names} }};\n}})();"
