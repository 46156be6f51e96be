"""Converts Jinja expressions to Python expressions, both as syntax trees: template text never becomes Python source.

Values must be plain data: `item.name` becomes `item["name"]`. For other values Python raises an error, and the caller
renders the page with Jinja instead. Only the expressions that our templates use are supported.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import nodes
from markupsafe import escape

from generator.render.scopes import LOAD, STORE, Scope, UnsupportedError, called, load, text

_COMPARED: dict[str, type[ast.cmpop]] = {
    "eq": ast.Eq,
    "ne": ast.NotEq,
    "gt": ast.Gt,
    "gteq": ast.GtE,
    "lt": ast.Lt,
    "lteq": ast.LtE,
    "in": ast.In,
    "notin": ast.NotIn,
}
_COMPUTED: dict[type[nodes.Node], type[ast.operator]] = {
    nodes.Add: ast.Add,
    nodes.Sub: ast.Sub,
    nodes.Mul: ast.Mult,
    nodes.Div: ast.Div,
    nodes.FloorDiv: ast.FloorDiv,
    nodes.Mod: ast.Mod,
}
_METHODS = {"get": dict.get, "split": str.split}
"""Methods that may be called on a value. Templates that call others, such as `items`, are left to Jinja."""

_OF_DICT = frozenset(dir(dict))
"""Names that Jinja resolves to methods of a mapping before it looks for a key."""


def html(node: nodes.Node, scope: Scope) -> ast.expr:
    """Return an expression for the escaped text that Jinja prints for `node`."""
    if isinstance(node, (nodes.TemplateData, nodes.Const)):
        return ast.Constant(node.data if isinstance(node, nodes.TemplateData) else str(escape(node.value)))
    if isinstance(node, nodes.CondExpr):
        otherwise = html(node.expr2, scope) if node.expr2 else ast.Constant("")
        return ast.IfExp(value(node.test, scope), html(node.expr1, scope), otherwise)
    if isinstance(node, nodes.Concat):
        return text([html(part, scope) for part in node.nodes])
    if isinstance(node, nodes.Call) and (macro := _macro(node, scope)):
        return macro
    if isinstance(node, nodes.Name):
        bound = scope.find(node.name)
        if bound.escaped:
            return load(bound.escaped(bound.name))
    return _escaped(value(node, scope))


def _escaped(shown: ast.expr) -> ast.expr:
    """Return an expression that escapes a str directly and other values through `shown`."""
    name: ast.expr = shown if isinstance(shown, ast.Name) else ast.NamedExpr(ast.Name("t", STORE), shown)
    again = shown if isinstance(shown, ast.Name) else load("t")
    is_text = ast.Compare(called("type", name), [ast.Is()], [load("str")])
    return ast.IfExp(is_text, called("escape", again), called("shown", again))


def value(node: nodes.Node | None, scope: Scope) -> ast.expr:
    """Return the Python expression of a Jinja expression. Raises UnsupportedError if it is not supported."""
    make = _VALUES.get(type(node))
    if make is None or node is None:
        raise UnsupportedError(type(node).__name__)
    return make(node, scope)


def _constant(node: nodes.Const, scope: Scope) -> ast.expr:
    """Convert a constant."""
    return ast.Constant(node.value)


def _name(node: nodes.Name, scope: Scope) -> ast.expr:
    """Convert a variable."""
    bound = scope.find(node.name)
    if bound.kind != "value":
        raise UnsupportedError(f"{bound.kind} {node.name} as a value")
    return load(bound.name)


def _sequence(node: nodes.List | nodes.Tuple, scope: Scope) -> ast.expr:
    """Convert a list or tuple."""
    kind = ast.List if isinstance(node, nodes.List) else ast.Tuple
    return kind([value(item, scope) for item in node.items], LOAD)


def _dict(node: nodes.Dict, scope: Scope) -> ast.expr:
    """Convert a mapping."""
    keys: list[ast.expr | None] = [value(pair.key, scope) for pair in node.items]
    return ast.Dict(keys, [value(pair.value, scope) for pair in node.items])


def _conditional(node: nodes.CondExpr, scope: Scope) -> ast.expr:
    """Convert `a if test else b`."""
    return ast.IfExp(value(node.test, scope), value(node.expr1, scope), value(node.expr2, scope))


def _choice(node: nodes.BinExpr, scope: Scope) -> ast.expr:
    """Convert `and` or `or`."""
    operator: ast.boolop = ast.And() if isinstance(node, nodes.And) else ast.Or()
    return ast.BoolOp(operator, [value(node.left, scope), value(node.right, scope)])


def _not(node: nodes.Not, scope: Scope) -> ast.expr:
    """Convert `not`."""
    return ast.UnaryOp(ast.Not(), value(node.node, scope))


def _negative(node: nodes.Neg, scope: Scope) -> ast.expr:
    """Convert `-number`."""
    return ast.UnaryOp(ast.USub(), value(node.node, scope))


def _computed(node: nodes.BinExpr, scope: Scope) -> ast.expr:
    """Convert an arithmetic operation."""
    return ast.BinOp(value(node.left, scope), _COMPUTED[type(node)](), value(node.right, scope))


def _comparison(node: nodes.Compare, scope: Scope) -> ast.expr:
    """Convert a comparison."""
    operators: list[ast.cmpop] = [_COMPARED[item.op]() for item in node.ops]
    return ast.Compare(value(node.expr, scope), operators, [value(item.expr, scope) for item in node.ops])


def _concatenation(node: nodes.Concat, scope: Scope) -> ast.expr:
    """Convert a concatenation with `~`."""
    return called("concatenated", *(value(part, scope) for part in node.nodes))


def _attribute(node: nodes.Getattr, scope: Scope) -> ast.expr:
    """Convert `value.name`: a key of a mapping, or an attribute of one of the page's objects."""
    if node.attr.startswith("_") or node.attr in _OF_DICT:
        raise UnsupportedError(f"attribute {node.attr}")
    if isinstance(node.node, nodes.Name):
        bound = scope.find(node.node.name)
        if bound.kind == "loop":
            return _of_loop(bound.name, node.attr)
        if bound.kind == "object":
            return ast.Attribute(load(bound.name), node.attr, LOAD)
    return ast.Subscript(value(node.node, scope), ast.Constant(node.attr), LOAD)


def _of_loop(loop: str, what: str) -> ast.expr:
    """Convert `loop.what`. The Python variable `loop` holds the index of the iteration, `loop_length` their number."""
    index, length = load(loop), load(f"{loop}_length")
    match what:
        case "index0":
            return index
        case "index":
            return ast.BinOp(index, ast.Add(), ast.Constant(1))
        case "first":
            return ast.Compare(index, [ast.Eq()], [ast.Constant(0)])
        case "last":
            return ast.Compare(index, [ast.Eq()], [ast.BinOp(length, ast.Sub(), ast.Constant(1))])
        case "length":
            return length
        case _:
            raise UnsupportedError(f"loop.{what}")


def _item(node: nodes.Getitem, scope: Scope) -> ast.expr:
    """Convert an item of a list or mapping."""
    return ast.Subscript(value(node.node, scope), value(node.arg, scope), LOAD)


def _slice(node: nodes.Slice, scope: Scope) -> ast.expr:
    """Convert a slice."""
    parts = (value(part, scope) if part else None for part in (node.start, node.stop, node.step))
    return ast.Slice(*parts)


def _call(node: nodes.Call, scope: Scope) -> ast.expr:
    """Convert a call of a macro, of one of the environment's functions, or of a method of plain data."""
    if macro := _macro(node, scope):
        return called("Markup", macro)
    function = node.node
    if isinstance(function, nodes.Getattr) and function.attr in _METHODS:
        method: ast.expr = ast.Attribute(value(function.node, scope), function.attr, LOAD)
    elif isinstance(function, nodes.Name) and (bound := scope.find(function.name)).kind == "global":
        method = load(bound.name)
    else:
        raise UnsupportedError("call")
    return ast.Call(method, *_arguments(node, scope, ""))


def _macro(node: nodes.Call, scope: Scope, caller: ast.expr | None = None) -> ast.expr | None:
    """Convert a call of a macro, None if it is another call. `caller` is the function of a call block's body."""
    bound = scope.find(node.node.name) if isinstance(node.node, nodes.Name) else None
    if bound is None or bound.kind not in ("macro", "foreign"):
        return None
    prefix = "v_" if bound.kind == "macro" else ""
    positional, named = _arguments(node, scope, prefix)
    if caller:
        named.append(ast.keyword(f"{prefix}caller", caller))
    return ast.Call(load(bound.name), positional, named)


def macro_call(node: nodes.Call, scope: Scope, caller: str) -> ast.expr:
    """Convert the call of a call block; `caller` names the Python function of its body."""
    found = _macro(node, scope, load(caller))
    if found is None:
        raise UnsupportedError("call block without a macro")
    return found


def _arguments(
    node: nodes.Call | nodes.Filter | nodes.Test, scope: Scope, prefix: str
) -> tuple[list[ast.expr], list[ast.keyword]]:
    """Return the positional and the keyword arguments of a call; keywords get `prefix`."""
    if node.dyn_args or node.dyn_kwargs:
        raise UnsupportedError("arguments from a list")
    named = [ast.keyword(f"{prefix}{item.key}", value(item.value, scope)) for item in node.kwargs]
    return [value(item, scope) for item in node.args], named


def _filter(node: nodes.Filter, scope: Scope) -> ast.expr:
    """Convert a filter: a few to plain Python, the others to a call of Jinja's filter."""
    operand = value(node.node, scope)
    positional, named = _arguments(node, scope, "")
    name = _only_text(positional, named)
    if node.name in ("length", "count", "list") and not positional and not named:
        return called("list" if node.name == "list" else "len", operand)
    if node.name == "join" and name is not None:
        return called("joined", operand, *positional)
    if node.name == "rejectattr" and name and name.isidentifier():
        return _generated(operand, load("i"), ast.UnaryOp(ast.Not(), _of_item(name)))
    if node.name == "map" and not positional and [item.arg for item in named] == ["attribute"]:
        if (name := _only_text([named[0].value], [])) and name.isidentifier():
            return _generated(operand, _of_item(name))
    arguments = ast.List(positional, LOAD)
    keywords = ast.Dict([ast.Constant(item.arg) for item in named], [item.value for item in named])
    return called("filtered", ast.Constant(node.name), operand, arguments, keywords)


def _only_text(positional: list[ast.expr], named: list[ast.keyword]) -> str | None:
    """Return the only argument if it is a constant text, else None."""
    if len(positional) == 1 and not named and isinstance(positional[0], ast.Constant):
        return positional[0].value if isinstance(positional[0].value, str) else None
    return None


def _of_item(name: str) -> ast.expr:
    """Return the expression `i[name]`."""
    return ast.Subscript(load("i"), ast.Constant(name), LOAD)


def _generated(items: ast.expr, element: ast.expr, *tests: ast.expr) -> ast.expr:
    """Return the generator `element for i in items if tests`."""
    return ast.GeneratorExp(element, [ast.comprehension(ast.Name("i", STORE), items, list(tests), 0)])


def _test(node: nodes.Test, scope: Scope) -> ast.expr:
    """Convert the tests `caller is defined` and `is none`; templates with other tests are left to Jinja."""
    if node.name == "none":
        return ast.Compare(value(node.node, scope), [ast.Is()], [ast.Constant(None)])
    if node.name == "defined" and isinstance(node.node, nodes.Name) and node.node.name == "caller":
        return ast.Compare(load(scope.find("caller").name), [ast.IsNot()], [ast.Constant(None)])
    raise UnsupportedError(f"test {node.name}")


_VALUES: Mapping[type[Any], Callable[[Any, Scope], ast.expr]] = {
    nodes.Const: _constant,
    nodes.Name: _name,
    nodes.List: _sequence,
    nodes.Tuple: _sequence,
    nodes.Dict: _dict,
    nodes.CondExpr: _conditional,
    nodes.And: _choice,
    nodes.Or: _choice,
    nodes.Not: _not,
    nodes.Neg: _negative,
    nodes.Compare: _comparison,
    nodes.Concat: _concatenation,
    nodes.Getattr: _attribute,
    nodes.Getitem: _item,
    nodes.Slice: _slice,
    nodes.Call: _call,
    nodes.Filter: _filter,
    nodes.Test: _test,
    **dict.fromkeys(_COMPUTED, _computed),
}
