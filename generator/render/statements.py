"""Converts Jinja statements to the lines of a Python function that appends the output to a list.

Longer than other modules, because all statements share the state of one class.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from jinja2 import nodes

from generator.render.expressions import html, macro_call, value
from generator.render.scopes import LOAD, STORE, Bound, Scope, UnsupportedError, called, load, text

if TYPE_CHECKING:
    from generator.render.compiled import Unit


class Writer:
    """Writes one Python function that returns the output of a piece of a template."""

    def __init__(self, unit: Unit, scope: Scope, parameters: Sequence[str] = (), defaults: Sequence[Any] = ()) -> None:
        """Start an empty function; `scope` holds the names visible at its beginning."""
        self.unit = unit
        self.root = self.scope = scope
        self.lines: list[ast.stmt] = []
        self._parameters = parameters
        self._defaults: list[ast.expr] = [ast.Constant(item) for item in defaults]
        self._first: list[ast.stmt] = []
        self._pending: list[ast.expr] = []
        self._appends = False
        self._escaped: dict[str, str] = {}

    def begin_with(self, name: str, kind: str, initial: ast.expr | None = None) -> Bound:
        """Bind a name at the beginning of the function: to a parameter, or to the expression `initial`."""
        bound = Bound(f"v_{name}", kind, self._escape_once if kind == "value" else None)
        if initial:
            self._first.append(ast.Assign([ast.Name(bound.name, STORE)], initial))
        self.root.names[name] = bound
        return bound

    def _escape_once(self, name: str) -> str:
        """Return the variable of a value's escaped form, which is computed once at the beginning of the function."""
        if name not in self._escaped:
            escaped = self._escaped[name] = f"e{name}"
            is_text = ast.Compare(called("type", load(name)), [ast.Is()], [load("str")])
            either = ast.IfExp(is_text, called("escape", load(name)), called("shown", load(name)))
            self._first.append(ast.Assign([ast.Name(escaped, STORE)], either))
        return self._escaped[name]

    def function(self, name: str) -> ast.stmt:
        """Return the finished function."""
        if self._appends:
            self._flush()
            start = ast.parse("out = []\nappend = out.append").body
            lines = [*self._first, *start, *self.lines, ast.Return(called("join", load("out")))]
        else:
            lines = [*self._first, *self.lines, ast.Return(text(self._pending))]
        definition = ast.parse("def function(): pass").body[0]
        assert isinstance(definition, ast.FunctionDef)
        definition.name, definition.body = name, lines
        definition.args.args, definition.args.defaults = (
            [ast.arg(parameter) for parameter in self._parameters],
            self._defaults,
        )
        return definition

    def statements(self, body: Iterator[nodes.Node] | Sequence[nodes.Node]) -> None:
        """Write the statements of a template."""
        for node in body:
            write = _STATEMENTS.get(type(node))
            if write is None:
                raise UnsupportedError(type(node).__name__)
            write(self, node)

    def _flush(self) -> None:
        """Write a line that appends the pending output."""
        if self._pending:
            self.lines.append(ast.Expr(called("append", text(self._pending))))
            self._pending = []
            self._appends = True

    def _inner(self, body: Sequence[nodes.Node], scope: Scope | None = None) -> list[ast.stmt]:
        """Return the lines of a statement's body, in its own scope if one is given."""
        outer, self.lines, around = self.lines, [], self.scope
        self.scope = scope or around
        self.statements(body)
        self._flush()
        inner, self.lines, self.scope = self.lines, outer, around
        return inner

    def output(self, node: nodes.Output) -> None:
        """Print text and expressions."""
        self._pending += [html(part, self.scope) for part in node.nodes]

    def condition(self, node: nodes.If) -> None:
        """Write an `if`: as an expression if its branches only print, else as a statement."""
        if inline := self._inline(node):
            self._pending.append(inline)
            return
        self._flush()
        if any(node.find_all(nodes.Assign)):
            raise UnsupportedError("a variable that is set in one case only")
        otherwise = self._inner(node.else_)
        for case in (*reversed(node.elif_), node):
            lines = self._inner(case.body)
            otherwise = [ast.If(value(case.test, self.scope), lines or [ast.Pass()], otherwise)]
        self.lines += otherwise

    def _inline(self, node: nodes.If) -> ast.expr | None:
        """Return an `if` as an expression, None if its branches do more than print."""
        otherwise = self._printed(node.else_)
        for case in (*reversed(node.elif_), node):
            printed = self._printed(case.body)
            if printed is None or otherwise is None:
                return None
            otherwise = ast.IfExp(value(case.test, self.scope), printed, otherwise)
        return otherwise

    def _printed(self, body: Sequence[nodes.Node]) -> ast.expr | None:
        """Return the output of a body as one expression, None if the body does more than print."""
        parts: list[ast.expr] = []
        for node in body:
            if isinstance(node, nodes.Output):
                parts += [html(part, self.scope) for part in node.nodes]
            elif isinstance(node, nodes.If) and (inner := self._inline(node)):
                parts.append(inner)
            else:
                return None
        return text(parts)

    def loop(self, node: nodes.For) -> None:
        """Write a `for`."""
        if node.recursive:
            raise UnsupportedError("recursive loop")
        self._flush()
        inner = Scope(self.scope)
        iterable = value(node.iter, self.scope)
        target = self._target(node.target, inner)
        inner.names["loop"] = Bound("loop", "loop of which nothing is known")
        counted = any(name.name == "loop" for part in node.body for name in part.find_all(nodes.Name))
        test = value(node.test, inner) if node.test else None
        if counted or node.else_:
            iterable, test = self._listed(iterable, target, test), None
        if counted:
            iterable, target = self._counted(iterable, target, inner)
        lines = self._inner(node.body, inner)
        if test:
            lines = [ast.If(test, lines or [ast.Pass()], [])]
        self.lines.append(ast.For(target, iterable, lines or [ast.Pass()], []))
        if node.else_:
            self._otherwise(node.else_)

    def _listed(self, iterable: ast.expr, target: ast.expr, test: ast.expr | None) -> ast.expr:
        """Write a line that stores the items of a loop as a list; return the list's variable."""
        listed = self.unit.local("items")
        if test:
            items: ast.expr = ast.ListComp(_loaded(target), [ast.comprehension(target, iterable, [test], 0)])
        else:
            items = called("listed", iterable)
        self.lines.append(ast.Assign([ast.Name(listed, STORE)], items))
        return load(listed)

    def _counted(self, iterable: ast.expr, target: ast.expr, scope: Scope) -> tuple[ast.expr, ast.expr]:
        """Write a line that stores the length of a list; return the iterable and the target, both with the index."""
        loop = self.unit.local("loop")
        scope.names["loop"] = Bound(loop, "loop")
        self.lines.append(ast.Assign([ast.Name(f"{loop}_length", STORE)], called("len", iterable)))
        return called("enumerate", iterable), ast.Tuple([ast.Name(loop, STORE), target], STORE)

    def _otherwise(self, body: Sequence[nodes.Node]) -> None:
        """Write the `else` of a `for`, for the case that it had no items."""
        loop = self.lines[-1]
        assert isinstance(loop, ast.For)
        listed = loop.iter.args[0] if isinstance(loop.iter, ast.Call) else loop.iter
        self.lines.append(ast.If(ast.UnaryOp(ast.Not(), listed), self._inner(body) or [ast.Pass()], []))

    def _target(self, node: nodes.Node, scope: Scope) -> ast.expr:
        """Bind the target names of a loop."""
        if isinstance(node, nodes.Tuple):
            return ast.Tuple([self._target(item, scope) for item in node.items], STORE)
        if not isinstance(node, nodes.Name):
            raise UnsupportedError("loop")
        name = self.unit.local(node.name)
        scope.names[node.name] = Bound(name)
        return ast.Name(name, STORE)

    def variable(self, node: nodes.Assign) -> None:
        """Write a `set`."""
        if not isinstance(node.target, nodes.Name):
            raise UnsupportedError("several variables at once")
        if self.unit.has_macros and self.scope.has(node.target.name):
            raise UnsupportedError("a variable that changes after a macro may have seen it")
        assigned = value(node.node, self.scope)
        name = self.unit.local(node.target.name)
        self.lines.append(ast.Assign([ast.Name(name, STORE)], assigned))
        self.scope.names[node.target.name] = Bound(name)

    def macro(self, node: nodes.Macro) -> None:
        """Define a macro as a nested function, which sees the names around it."""
        self.unit.has_macros = True
        parameters = [item.name for item in node.args]
        defaults = [item.value for item in node.defaults if isinstance(item, nodes.Const)]
        if len(defaults) != len(node.defaults):
            raise UnsupportedError("a default that is computed")
        if any(name.name == "caller" for name in node.find_all(nodes.Name)):
            parameters, defaults = [*parameters, "caller"], [*defaults, None]
        writer = Writer(self.unit, Scope(self.scope), [f"v_{name}" for name in parameters], defaults)
        for name in parameters:
            writer.begin_with(name, "macro" if name == "caller" else "value")
        writer.statements(node.body)
        python_name = self.unit.local(node.name)
        self.lines.append(writer.function(python_name))
        self.scope.names[node.name] = Bound(python_name, "macro")

    def call_block(self, node: nodes.CallBlock) -> None:
        """Write a `call` block: a macro with a body."""
        if node.args or node.defaults:
            raise UnsupportedError("a call block with parameters")
        writer = Writer(self.unit, Scope(self.scope))
        writer.statements(node.body)
        caller = self.unit.local("caller")
        self.lines.append(writer.function(caller))
        self._pending.append(macro_call(node.call, self.scope, caller))

    def imports(self, node: nodes.FromImport) -> None:
        """Write an `import`: bind macros of a component."""
        if node.with_context or not isinstance(node.template, nodes.Const):
            raise UnsupportedError("import")
        for item in node.names:
            name, known = item if isinstance(item, tuple) else (item, item)
            self.scope.names[known] = self.unit.imported(node.template.value, name)

    def include(self, node: nodes.Include) -> None:
        """Write an `include`: another template, which sees the same names."""
        if not isinstance(node.template, nodes.Const) or not node.with_context or node.ignore_missing:
            raise UnsupportedError("include")
        included = self.unit.compiler.parsed(node.template.value)
        if any(included.find_all(nodes.Block)):
            raise UnsupportedError("blocks in an included template")
        self._apart(included.body, self.scope)

    def block(self, node: nodes.Block) -> None:
        """Write a block in the page's own version."""
        if node.scoped or node.required or self.unit.page is None:
            raise UnsupportedError("block")
        self._apart(self.unit.blocks.get(node.name, node).body, self.unit.page.root)

    def _apart(self, body: Sequence[nodes.Node], above: Scope) -> None:
        """Write a body whose variables are local to it."""
        around, self.scope = self.scope, Scope(above)
        self.statements(body)
        self.scope = around


def _loaded(target: ast.expr) -> ast.expr:
    """Return the expression that reads the names of a target."""
    if isinstance(target, ast.Tuple):
        return ast.Tuple([_loaded(item) for item in target.elts], LOAD)
    assert isinstance(target, ast.Name)
    return load(target.id)


_STATEMENTS: Mapping[type[nodes.Node], Callable[[Writer, Any], None]] = {
    nodes.Output: Writer.output,
    nodes.If: Writer.condition,
    nodes.For: Writer.loop,
    nodes.Assign: Writer.variable,
    nodes.Macro: Writer.macro,
    nodes.CallBlock: Writer.call_block,
    nodes.FromImport: Writer.imports,
    nodes.Include: Writer.include,
    nodes.Block: Writer.block,
}
