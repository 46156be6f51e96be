"""What templates name, followed through loops, macros and includes, and held against the types of their views.

Types are those of `typing`: TypedDicts, lists, tuples, unions; `Any` is what nothing is known of. That a value is None
is not followed: templates ask before they look into it.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypedDict, get_args, get_origin, get_type_hints, is_typeddict

from jinja2 import Environment, FileSystemLoader, nodes

from generator.model.site import Site
from generator.render.pages import WhoseView
from generator.views.common import Page
from tests.helpers.kinds import fields_of, members, said, union

_SAME = ("list", "sort", "unique", "reverse")
_TEXTS = ("join", "tojson", "e", "escape", "replace", "titled", "trim", "string", "upper", "lower")
_NUMBERS = ("length", "count", "int", "round", "abs", "sum")
_LOOP = {"index": int, "index0": int, "first": bool, "last": bool, "length": int}


@dataclasses.dataclass(frozen=True, slots=True)
class _Macro:
    """A macro, the template that it stands in, and what it can see there."""

    template: str
    node: nodes.Macro
    scope: _Scope


class _Loop:
    """What `loop` stands for."""


@dataclasses.dataclass(slots=True)
class _Scope:
    """Names that can be seen from one place of a template."""

    above: _Scope | None = None
    names: dict[str, Any] = dataclasses.field(default_factory=dict)

    def find(self, name: str) -> Any:
        """Return the type of a name, or the macro; raises KeyError where it is not known."""
        scope: _Scope | None = self
        while scope:
            if name in scope.names:
                return scope.names[name]
            scope = scope.above
        raise KeyError(name)


class Checker:
    """Walks templates of some folders and gathers what they name that is not there.

    `errors` are lines "template:line: message". `asked` says of every `.get("key")` whether any type had the key.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        """Read nothing yet."""
        self.environment = Environment(loader=FileSystemLoader(folders), autoescape=True)
        self.errors: dict[str, None] = {}
        self.asked: dict[str, bool] = {}
        self._parsed: dict[str, nodes.Template] = {}
        self._walked: dict[tuple[int, str], dict[str, Any]] = {}
        self._granted: list[tuple[str, str]] = []
        self._template = ""
        self._blocks: dict[str, nodes.Block] = {}

    def page(self, name: str, view: Any) -> None:
        """Walk a page's template with everything that it extends, where `view` is of this type."""
        given = {
            "page": Page,
            "site": Site,
            "base": str,
            "domain": str,
            "here": str,
            "root": str,
            "card": str,
            "linked": str,
            "wrong": str,
            "body": str,
            "whose": WhoseView,
            "view": view,
        }
        scope = _Scope(None, given)
        self._blocks = {}
        while True:
            self._template = name
            template = self.parsed(name)
            extended = next((node for node in template.body if isinstance(node, nodes.Extends)), None)
            if extended is None:
                self._statements(template.body, scope)
                return
            for block in template.find_all(nodes.Block):
                self._blocks.setdefault(block.name, block)
            self._statements([node for node in template.body if not isinstance(node, nodes.Block)], scope)
            name = str(extended.template.as_const())

    def parsed(self, name: str) -> nodes.Template:
        """Return the syntax tree of a template."""
        if name not in self._parsed:
            loader = self.environment.loader
            assert loader
            self._parsed[name] = self.environment.parse(loader.get_source(self.environment, name)[0], name)
        return self._parsed[name]

    def _wrong(self, node: nodes.Node, message: str) -> Any:
        """Note an error at a node. Nothing is known of what it stands for."""
        self.errors[f"{self._template}:{node.lineno}: {message}"] = None
        return Any

    def _statements(self, body: Iterable[nodes.Node], scope: _Scope) -> None:
        """Walk statements in order."""
        for node in body:
            walk = _STATEMENTS.get(type(node))
            if walk:
                walk(self, node, scope)
            else:
                self._wrong(node, f"{type(node).__name__} is not followed here")

    def _output(self, node: nodes.Output, scope: _Scope) -> None:
        for part in node.nodes:
            self._kind(part, scope)

    def _if(self, node: nodes.If, scope: _Scope) -> None:
        self._kind(node.test, scope)
        before = len(self._granted)
        for call in (node.test, *node.test.find_all(nodes.Call)):
            if isinstance(call, nodes.Call) and isinstance(call.node, nodes.Getattr) and call.node.attr == "get":
                self._granted.append((repr(call.node.node), str(call.args[0].as_const())))
        self._statements(node.body, scope)
        del self._granted[before:]
        for other in node.elif_:
            self._if(other, scope)
        self._statements(node.else_, scope)

    def _for(self, node: nodes.For, scope: _Scope) -> None:
        within = _Scope(scope, {"loop": _Loop})
        self._bind(node.target, self._item(node, self._kind(node.iter, scope)), within)
        if node.test:
            self._kind(node.test, within)
        self._statements(node.body, within)
        self._statements(node.else_, scope)

    def _bind(self, target: nodes.Node, kind: Any, scope: _Scope) -> None:
        """Give a name, or several, the type of what is assigned to it."""
        if isinstance(target, nodes.Name):
            scope.names[target.name] = kind
            return
        assert isinstance(target, nodes.Tuple)
        for place, name in enumerate(target.items):
            found = []
            for member in members(kind):
                arguments = get_args(member)
                if get_origin(member) is tuple and Ellipsis not in arguments:
                    if len(arguments) != len(target.items):
                        self._wrong(target, f"{len(target.items)} names for {len(arguments)} values")
                    found.append(arguments[min(place, len(arguments) - 1)])
                else:
                    found.append(self._item(target, member))
            self._bind(name, union(found), scope)

    def _assign(self, node: nodes.Assign, scope: _Scope) -> None:
        self._bind(node.target, self._kind(node.node, scope), scope)

    def _block(self, node: nodes.Block, scope: _Scope) -> None:
        before, block = self._template, self._blocks.get(node.name, node)
        self._template = next(name for name, tree in self._parsed.items() if block in tree.find_all(nodes.Block))
        self._statements(block.body, _Scope(scope))
        self._template = before

    def _include(self, node: nodes.Include, scope: _Scope) -> None:
        before, self._template = self._template, str(node.template.as_const())
        self._statements(self.parsed(self._template).body, _Scope(scope))
        self._template = before

    def _import(self, node: nodes.FromImport, scope: _Scope) -> None:
        before, name = self._template, str(node.template.as_const())
        self._template, module = name, _Scope()
        self._statements([part for part in self.parsed(name).body if not isinstance(part, nodes.Output)], module)
        self._template = before
        for wanted in node.names:
            known, alias = wanted if isinstance(wanted, tuple) else (wanted, wanted)
            scope.names[alias] = module.names.get(known) or self._wrong(node, f"{name} has no macro {known}")

    def _macro(self, node: nodes.Macro, scope: _Scope) -> None:
        scope.names[node.name] = _Macro(self._template, node, scope)

    def _call_block(self, node: nodes.CallBlock, scope: _Scope) -> None:
        self._kind(node.call, scope)
        self._statements(node.body, _Scope(scope))

    def _nothing(self, node: nodes.Node, scope: _Scope) -> None:
        """Walk what names nothing."""

    def _kind(self, node: nodes.Node, scope: _Scope) -> Any:
        """Return the type of an expression, and look at everything that it names."""
        find = _EXPRESSIONS.get(type(node))
        if find:
            return find(self, node, scope)
        if isinstance(node, (nodes.BinExpr, nodes.UnaryExpr)):
            return union(self._kind(part, scope) for part in node.iter_child_nodes())
        return self._wrong(node, f"{type(node).__name__} is not followed here")

    def _constant(self, node: nodes.Const, scope: _Scope) -> Any:
        return type(node.value)

    def _text(self, node: nodes.Node, scope: _Scope) -> Any:
        for part in node.iter_child_nodes():
            self._kind(part, scope)
        return str

    def _answer(self, node: nodes.Node, scope: _Scope) -> Any:
        for part in node.iter_child_nodes():
            self._kind(part.expr if isinstance(part, nodes.Operand) else part, scope)
        return bool

    def _test(self, node: nodes.Test, scope: _Scope) -> Any:
        return bool if node.name in ("defined", "undefined") else self._answer(node, scope)

    def _choice(self, node: nodes.CondExpr, scope: _Scope) -> Any:
        self._kind(node.test, scope)
        return union(self._kind(part, scope) for part in (node.expr1, node.expr2) if part)

    def _list(self, node: nodes.List, scope: _Scope) -> Any:
        return list[union(self._kind(part, scope) for part in node.items)]  # type: ignore[misc]

    def _tuple(self, node: nodes.Tuple, scope: _Scope) -> Any:
        return tuple[tuple(self._kind(part, scope) for part in node.items)]  # type: ignore[misc]

    def _dict(self, node: nodes.Dict, scope: _Scope) -> Any:
        kinds = {str(pair.key.as_const()): self._kind(pair.value, scope) for pair in node.items}
        return TypedDict("literal", kinds)  # type: ignore[operator]

    def _name(self, node: nodes.Name, scope: _Scope) -> Any:
        try:
            return scope.find(node.name)
        except KeyError:
            return self._wrong(node, f"nothing is called {node.name}")

    def _attribute(self, node: nodes.Getattr, scope: _Scope) -> Any:
        return self._part(node, self._kind(node.node, scope), node.attr, repr(node.node))

    def _element(self, node: nodes.Getitem, scope: _Scope) -> Any:
        kind = self._kind(node.node, scope)
        if isinstance(node.arg, nodes.Slice):
            return kind
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._part(node, kind, node.arg.value, repr(node.node), by_key=True)
        self._kind(node.arg, scope)
        return self._item(node, kind)

    def _part(self, node: nodes.Node, kind: Any, name: str, expression: str, by_key: bool = False) -> Any:
        """Return the type of an attribute, or key, of a type."""
        found: list[Any] = []
        for member in members(kind):
            if member is Any or get_origin(member) is Mapping or get_args(member)[:1] == (Any,):
                found.append(Any)
            elif is_typeddict(member):
                found.append(self._key(node, member, name, expression, by_key))
            elif get_origin(member) is dict:
                found.append(get_args(member)[1] if by_key else self._wrong(node, f"{name} is no key of {member}"))
            elif member is _Loop:
                found.append(_LOOP.get(name) or self._wrong(node, f"loop has no {name}"))
            elif dataclasses.is_dataclass(member):
                hints = get_type_hints(member)
                found.append(hints[name] if name in hints else self._wrong(node, f"{said(member)} has no {name}"))
            elif member is not types.NoneType:
                found.append(self._wrong(node, f"{said(member)} has no {name}"))
        return union(found)

    def _key(self, node: nodes.Node, kind: Any, name: str, expression: str, by_key: bool) -> Any:
        """Return the type of a TypedDict's key."""
        if not by_key and name in dir(dict):
            return self._wrong(node, f'{name} is a method of every mapping, write ["{name}"]')
        known, missing = fields_of(kind).get(name, (None, True))
        if (expression, name) in self._granted:
            return known or types.NoneType
        if known is None:
            return self._wrong(node, f"{said(kind)} has no {name}")
        return self._wrong(node, f'{said(kind)} may lack {name}, ask with get("{name}")') if missing else known

    def _item(self, node: nodes.Node, kind: Any) -> Any:
        """Return the type of what a list, tuple or text holds."""
        found = []
        for member in members(kind):
            arguments = [item for item in get_args(member) if item is not Ellipsis]
            if member in (Any, str):
                found.append(member)
            elif get_origin(member) in (list, tuple) and arguments:
                found.append(union(arguments))
            elif get_origin(member) is dict:
                found.append(arguments[0])
            elif member is not types.NoneType:
                found.append(self._wrong(node, f"{said(member)} is no list"))
        return union(found)

    def _call(self, node: nodes.Call, scope: _Scope) -> Any:
        if isinstance(node.node, nodes.Getattr):
            return self._method(node, node.node, scope)
        arguments = [self._kind(part, scope) for part in node.args]
        named = {part.key: self._kind(part.value, scope) for part in node.kwargs}
        assert isinstance(node.node, nodes.Name)
        if node.node.name in ("asset", "caller", "super"):
            return str
        called = self._name(node.node, scope)
        if not isinstance(called, _Macro):
            return self._wrong(node, f"{node.node.name} is no macro")
        parameters = [part.name for part in called.node.args]
        if len(arguments) > len(parameters) or named.keys() - set(parameters):
            self._wrong(node, f"{node.node.name} takes {', '.join(parameters)}")
        self._walk(node, called, {**dict(zip(parameters, arguments, strict=False)), **named})
        return str

    def _walk(self, node: nodes.Call, macro: _Macro, given: dict[str, Any]) -> None:
        """Walk a macro's body with arguments of these types, once."""
        if (key := (id(macro.node), f"{given} {[*map(id, given.values())]}")) in self._walked:
            return
        self._walked[key] = given  # and so no other type gets the same id
        optional = macro.node.args[len(macro.node.args) - len(macro.node.defaults) :]
        defaults = {part.name: default for part, default in zip(optional, macro.node.defaults, strict=True)}
        for part in macro.node.args:
            if part.name not in given and part.name not in defaults:
                self._wrong(node, f"{macro.node.name} needs {part.name}")
        before, granted = self._template, self._granted
        self._template, self._granted = macro.template, []
        kinds = {name: self._kind(default, macro.scope) for name, default in defaults.items()}
        self._statements(macro.node.body, _Scope(macro.scope, {**kinds, **given}))
        self._template, self._granted = before, granted

    def _method(self, node: nodes.Call, method: nodes.Getattr, scope: _Scope) -> Any:
        """Return the type of what a method of a value gives: `get` of mappings, `split` of texts."""
        kind = self._kind(method.node, scope)
        if method.attr == "split":
            return list[str]
        if method.attr != "get" or not isinstance(node.args[0], nodes.Const):
            return self._wrong(node, f"{method.attr}() is not followed here")
        key = str(node.args[0].value)
        found: list[Any] = []
        for member in members(kind):
            if is_typeddict(member):
                found.append(fields_of(member).get(key, (types.NoneType, True))[0])
            elif get_origin(member) is dict:
                found.append(get_args(member)[1])
            elif member is not types.NoneType:
                found.append(self._wrong(node, f"{said(member)} has no get"))
        place = f"{self._template}:{node.lineno}: get({key!r})"
        self.asked[place] = self.asked.get(place, False) or any(item is not types.NoneType for item in found)
        return union([*found, types.NoneType])

    def _filter(self, node: nodes.Filter, scope: _Scope) -> Any:
        assert node.node
        kind = self._kind(node.node, scope)
        arguments = [self._kind(part, scope) for part in node.args]
        if node.name in ("map", "rejectattr", "selectattr"):
            wanted = str((node.kwargs[0].value if node.kwargs else node.args[0]).as_const())
            found = self._part(node, self._item(node, kind), wanted, "", by_key=True)
            return list[found] if node.name == "map" else kind  # type: ignore[valid-type]
        if node.name in _SAME:
            return list[self._item(node, kind)]  # type: ignore[misc]
        if node.name in ("first", "last", "max", "min"):
            return self._item(node, kind)
        if node.name == "default":
            return union([kind, *arguments])
        if node.name in _TEXTS or node.name in _NUMBERS:
            return str if node.name in _TEXTS else float
        return self._wrong(node, f"filter {node.name} is not followed here")


_Walk = Callable[[Checker, Any, _Scope], Any]

_STATEMENTS: Mapping[type[nodes.Node], _Walk] = {
    nodes.Output: Checker._output,
    nodes.If: Checker._if,
    nodes.For: Checker._for,
    nodes.Assign: Checker._assign,
    nodes.Block: Checker._block,
    nodes.Include: Checker._include,
    nodes.FromImport: Checker._import,
    nodes.Macro: Checker._macro,
    nodes.CallBlock: Checker._call_block,
    nodes.Extends: Checker._nothing,
}
_EXPRESSIONS: Mapping[type[nodes.Node], _Walk] = {
    nodes.TemplateData: Checker._nothing,
    nodes.Const: Checker._constant,
    nodes.Concat: Checker._text,
    nodes.Compare: Checker._answer,
    nodes.Not: Checker._answer,
    nodes.Test: Checker._test,
    nodes.CondExpr: Checker._choice,
    nodes.List: Checker._list,
    nodes.Tuple: Checker._tuple,
    nodes.Dict: Checker._dict,
    nodes.Name: Checker._name,
    nodes.Getattr: Checker._attribute,
    nodes.Getitem: Checker._element,
    nodes.Call: Checker._call,
    nodes.Filter: Checker._filter,
}
