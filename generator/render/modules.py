"""Joins the ES modules of a folder into one script: one request for the browser, and no build step but the site's own.

Each module becomes a function of its own, after those that it imports; what it exports is all that others see of it.
Comments are left out. Modules keep to a simple form, so that no parser is needed: imports are `import { a, b } from
"./other.mjs";` from the same folder, exports stand before a declaration at the beginning of a line (`export const`,
`export function`, `export async function`, `export class`), comments in `/* */` begin a line and end one, no template
literal holds a line that looks like one of these, and no name is exported twice.
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
    """Modules cannot be joined; the message says which and why."""


class _Module(NamedTuple):
    """A module: what it imports, by file; what it exports; its text without both, and without comments."""

    imports: Mapping[str, tuple[str, ...]]
    exports: tuple[str, ...]
    body: str


def joined(sources: Mapping[str, str]) -> str:
    """Return one classic script that does what the modules do; `sources` has their texts by file name.

    Raises ModulesError if they do not keep to the form.
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
    """Return a module by its text."""
    text = _COMMENT.sub("", text.replace("\r\n", "\n"))
    imports: dict[str, tuple[str, ...]] = {}
    for names, file in _IMPORT.findall(text):
        if " as " in names:
            raise ModulesError(f"{name}: an import cannot be given another name: import {{{names}}}")
        imports[file] = (*imports.get(file, ()), *filter(None, re.split(r"[\s,]+", names)))
    body = _IMPORT.sub("", text)
    exports = tuple(found for _, found in _EXPORT.findall(body))
    body = _EXPORT.sub(r"\1", body)
    if other := _OTHER.search(body):
        raise ModulesError(f"{name}: cannot join {other[0].strip()!r}; see generator/render/modules.py for what can be")
    return _Module(imports, exports, body.strip())


def _check(modules: Mapping[str, _Module]) -> None:
    """Raise ModulesError where an import has nothing to take, or two modules export the same name."""
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
    """Return a module as a function that is called at once and gives what it exports."""
    names = ", ".join(module.exports)
    if not names:
        return f"(() => {{\n{module.body}\n}})();"
    return f"const {{ {names} }} = (() => {{\n{module.body}\nreturn {{ {names} }};\n}})();"
