"""Runtime functions of compiled templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import markupsafe
from jinja2 import Environment
from jinja2.filters import do_join
from jinja2.nodes import EvalContext
from jinja2.runtime import markup_join
from markupsafe import Markup

escape: Callable[[str], str] = getattr(
    markupsafe, "_escape_inner", markupsafe.escape
)  # creating no `Markup` halves the time


def shown(value: Any) -> str:
    """Return the printed form of a value that is not a plain str: HTML unchanged, other values escaped."""
    if type(value) is int:
        return str(value)
    return value if type(value) is Markup else markupsafe.escape(value)


def concatenated(*parts: Any) -> str:
    """Return the result of Jinja's `~`: HTML if a part is HTML, else text."""
    return markup_join(parts) if any(isinstance(part, Markup) for part in parts) else "".join(map(str, parts))


def listed(items: Iterable[Any]) -> Sequence[Any]:
    """Return the items as a list or tuple, unchanged if they are one."""
    return items if type(items) is list or type(items) is tuple else list(items)


def functions(environment: Environment) -> Mapping[str, Any]:
    """Return the global names of compiled templates. They have no other builtins."""
    evaluation = EvalContext(environment)
    context = environment.from_string("").new_context()

    def joined(items: Iterable[Any], between: str) -> Any:
        """Return the result of Jinja's `join`."""
        texts = listed(items)
        if all(type(text) is str for text in texts):
            return between.join(texts)
        return do_join(evaluation, texts, between)

    def filtered(name: str, value: Any, arguments: Sequence[Any], named: Mapping[str, Any]) -> Any:
        """Return the result of one of Jinja's filters."""
        return environment.call_filter(name, value, arguments, named, context, evaluation)

    own = {"escape": escape, "shown": shown, "concatenated": concatenated, "listed": listed, "Markup": Markup}
    plain = {"type": type, "str": str, "len": len, "list": list, "enumerate": enumerate, "join": "".join}
    return {**own, **plain, "joined": joined, "filtered": filtered, "__builtins__": {}}
