"""Lint the theme: templates by rules that Jinja does not know, scripts by their syntax and by what old browsers read.

Usage: python -m tests.lint_theme   # a line for each finding; exit code 1 if there are any

The syntax of scripts is checked where there is Node. What the modules of the search do with types is checked by
`make scripts`.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from tests.helpers.places import ROOT

UNESCAPED: frozenset[str] = frozenset()
"""Templates that may print text without escaping it."""

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_CODE_IN_PAGE = {
    re.compile(r"""\sstyle\s*=\s*["']"""): "style attribute, put it into the component's stylesheet",
    re.compile(r"\son[a-z]+\s*=", re.IGNORECASE): "event attribute, listen in a script of theme/assets/",
    re.compile(r"<style\b", re.IGNORECASE): "style element, put it into a stylesheet",
    re.compile(r"""<script\b(?![^>]*\bsrc\s*=)(?![^>]*type="application/(?:ld\+)?json")""", re.IGNORECASE): (
        "script inside the page, put it into theme/assets/"
    ),
    re.compile(r"javascript:", re.IGNORECASE): "javascript: address",
}
_NOT_IN_SCRIPTS = {
    re.compile(r"\(\?<[=!]"): "lookbehind, which Safari 15 does not read",
    re.compile(r"\.at\("): "at(), which Safari 15.0 does not know",
    re.compile(r"\beval\(|\bnew Function\("): "code from text, which the policy of the site forbids",
    re.compile(r"\bdocument\.write\("): "document.write()",
}
_PARSED_BY_NODE = (
    "const fs = require('fs'), vm = require('vm');"
    "for (const filename of JSON.parse(process.argv[1]))"
    "try { new vm.Script(fs.readFileSync(filename, 'utf8'), {filename}) }"
    "catch (error) { console.log(error.stack.split('\\n')[0] + ': ' + error) }"
)


@dataclass(frozen=True)
class Template:
    """A template: its name for imports, its file, its text."""

    name: str
    path: Path
    text: str

    @cached_property
    def tree(self) -> nodes.Template:
        """The syntax tree; raises TemplateSyntaxError."""
        return Environment(autoescape=True).parse(self.text, self.name, str(self.path))

    @cached_property
    def html(self) -> str:
        """The text with blanks in the place of Jinja's tags, so that lines and places stay."""
        return _TAG.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), self.text)

    def line(self, place: int) -> int:
        """Return the number of the line that a place of the text is on."""
        return self.text.count("\n", 0, place) + 1

    def loads(self) -> set[str]:
        """Return the names that the template looks up."""
        return {node.name for node in self.tree.find_all(nodes.Name) if node.ctx == "load"}


@dataclass(frozen=True)
class Theme:
    """A theme's folder with its templates, by name."""

    folder: Path
    templates: dict[str, Template]

    @classmethod
    def read(cls, folder: Path) -> Theme:
        """Read the templates of pages and components."""
        found = {}
        for part in ("pages", "components"):
            for path in sorted((folder / part).rglob("*.html")):
                name = path.relative_to(folder / part).as_posix()
                found[name] = Template(name, path, path.read_text("utf-8"))
        return cls(folder, found)

    @cached_property
    def imported(self) -> dict[str, set[str]]:
        """Which macros of each template others import, by its name."""
        found: dict[str, set[str]] = {}
        for template in self.templates.values():
            for node in template.tree.find_all(nodes.FromImport):
                names = {name[0] if isinstance(name, tuple) else name for name in node.names}
                found.setdefault(str(node.template.as_const()), set()).update(names)
        return found


Found = Iterator[tuple[int, str]]


def code_in_page(theme: Theme, template: Template) -> Found:
    """No code stands in a page: the policy of the site forbids it."""
    for pattern, message in _CODE_IN_PAGE.items():
        for match in pattern.finditer(template.html):
            yield template.line(match.start()), message


def unescaped(theme: Theme, template: Template) -> Found:
    """Everything is escaped."""
    if template.name in UNESCAPED:
        return
    for filtered in template.tree.find_all(nodes.Filter):
        if filtered.name == "safe":
            yield filtered.lineno, "safe, which only templates in UNESCAPED of tests/lint_theme.py may use"
    for modifier in template.tree.find_all(nodes.EvalContextModifier):
        yield modifier.lineno, "autoescape, which no template may turn off"


def unknown_template(theme: Theme, template: Template) -> Found:
    """What is extended, included or imported exists."""
    for node in template.tree.find_all((nodes.Extends, nodes.Include, nodes.FromImport, nodes.Import)):
        named = getattr(node, "template")  # noqa: B009  # each of the four has one
        if not isinstance(named, nodes.Const) or named.value not in theme.templates:
            yield node.lineno, "a template that does not exist, or is not named by a constant"


def unused_name(theme: Theme, template: Template) -> Found:
    """Every import and every variable is used in the template."""
    loads = template.loads()
    for node in template.tree.find_all(nodes.FromImport):
        for name in node.names:
            alias = name[1] if isinstance(name, tuple) else name
            if alias not in loads:
                yield node.lineno, f"{alias} is imported and not used"
    for assigned in template.tree.find_all(nodes.Assign):
        for target in (
            assigned.target.find_all(nodes.Name) if isinstance(assigned.target, nodes.Tuple) else [assigned.target]
        ):
            if isinstance(target, nodes.Name) and target.name not in loads:
                yield assigned.lineno, f"{target.name} is set and not used"


def unused_macro(theme: Theme, template: Template) -> Found:
    """Every macro is called in its template, or imported by another."""
    wanted = template.loads() | theme.imported.get(template.name, set())
    for macro in template.tree.find_all(nodes.Macro):
        if macro.name not in wanted:
            yield macro.lineno, f"macro {macro.name} is not used"
        within = {node.name for part in macro.body for node in _names(part)}
        for argument in macro.args:
            if argument.name not in within:
                yield macro.lineno, f"macro {macro.name} does not use {argument.name}"


def _names(node: nodes.Node) -> Iterator[nodes.Name]:
    """Yield the names in a node."""
    if isinstance(node, nodes.Name):
        yield node
    yield from node.find_all(nodes.Name)


def unused_part(theme: Theme, template: Template) -> Found:
    """A part that begins with _ is extended or included somewhere, or poured into the chrome."""
    if not template.name.startswith("_") or template.name in ("_head.html", "_toc.html"):
        return
    others = (other.tree.find_all((nodes.Extends, nodes.Include)) for other in theme.templates.values())
    if template.name not in {getattr(node, "template").value for found in others for node in found}:  # noqa: B009
        yield 1, "no template uses this part"


TEMPLATE_RULES: tuple[Callable[[Theme, Template], Found], ...] = (
    code_in_page,
    unescaped,
    unknown_template,
    unused_name,
    unused_macro,
    unused_part,
)


def incomplete_components(theme: Theme) -> Iterator[str]:
    """Yield the component folders without a template or a description."""
    for folder in sorted((theme.folder / "components").iterdir()):
        for end in ("html", "yml"):
            if not (folder / f"{folder.name}.{end}").is_file():
                yield f"{folder}: has no {folder.name}.{end}"


def scripts(folder: Path) -> list[Path]:
    """Return the scripts of a theme, modules too."""
    return sorted(
        path for part in ("assets", "serve") for path in (folder / part).rglob("*") if path.suffix in (".js", ".mjs")
    )


def forbidden_in_scripts(folder: Path) -> Iterator[str]:
    """Yield what scripts hold that old browsers do not read or the policy of the site forbids."""
    for path in scripts(folder):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            for pattern, message in _NOT_IN_SCRIPTS.items():
                if pattern.search(line):
                    yield f"{path}:{number}: {message}"


def script_errors(folder: Path) -> Iterator[str]:
    """Yield the syntax errors of the scripts that are no modules, where there is Node."""
    node = shutil.which("node")
    if node:
        names = json.dumps([str(path) for path in scripts(folder) if path.suffix == ".js"])
        yield from subprocess.run(
            [node, "-e", _PARSED_BY_NODE, names], capture_output=True, text=True, check=True
        ).stdout.splitlines()


def findings(folder: Path) -> Iterator[str]:
    """Yield everything that is wrong with a theme, a line each."""
    theme = Theme.read(folder)
    wrong = []
    for template in theme.templates.values():
        try:
            assert template.tree
        except TemplateSyntaxError as error:
            wrong.append(f"{template.path}:{error.lineno}: {error.message}")
    yield from wrong
    for template in theme.templates.values() if not wrong else ():
        found = {pair for rule in TEMPLATE_RULES for pair in rule(theme, template)}
        yield from (f"{template.path}:{line}: {message}" for line, message in sorted(found))
    yield from incomplete_components(theme)
    yield from forbidden_in_scripts(folder)
    yield from script_errors(folder)


def main() -> int:
    """Print the findings in our theme."""
    found = list(findings(ROOT / "theme"))
    for line in found:
        print(line)
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
