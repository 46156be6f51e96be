"""E791-E792: remedies. What must come first comes first, and a limit is that of its route."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Example, Hit, Session, rule
from generator.model.oversight import Oversight, OversightKind
from generator.model.remedies import Remedy
from generator.model.time_limits import TimeLimit

_FILE = "remedies/fuwu-taidu.yml"
_TEXT = "name: 服务态度不好\nact: service\nsummary: 对服务不满意。\n"
_BASIS = "basis: [{law: fapiao-guanli-banfa, articles: [第十五条]}]"


@rule(
    "E791",
    "必须先走的路排在后面",
    of=Remedy,
    message="{route}必须先走，却排在{before}后面",
    hint="把它移到前面；其实不必先走的去掉 first",
    why="复议前置的事直接去起诉，法院不收，复议的期限也过了。",
    example=None,
)
def first_comes_first(session: Session, item: Remedy) -> Iterator[Hit]:
    """A route that the law puts first stands before litigation and before routes that are not put first."""
    known = session.registry.all(Oversight)
    for number, route in enumerate(item.routes):
        if not route.first or route.oversight not in known:
            continue
        for other in item.routes[:number]:
            if other.oversight in known and known[other.oversight].kind is OversightKind.LITIGATION:
                words = {"route": known[route.oversight].name, "before": known[other.oversight].name}
                yield session.hit(item, "routes", number, "first", **words)
                break


@rule(
    "E792",
    "期限不是这条路的",
    of=Remedy,
    message="{limit}不是{route}的时限",
    hint="写 of: {{oversight: …}} 是这条路的时限；没有的不写 limit",
    why="算错了最后一天，人就错过了。",
    example=Example(
        _FILE,
        _TEXT + f"routes:\n  - {{oversight: fuwu-tousu, limit: fapiao-lingyong, {_BASIS}}}\n",
        _TEXT + f"routes:\n  - {{oversight: fuwu-tousu, {_BASIS}}}\n",
    ),
)
def limit_of_the_route(session: Session, item: Remedy) -> Iterator[Hit]:
    """The limit of a route is a time limit of its oversight channel."""
    ways, limits = session.registry.all(Oversight), session.registry.all(TimeLimit)
    for number, route in enumerate(item.routes):
        limit, way = limits.get(route.limit or ""), ways.get(route.oversight)
        if limit and way and limit.of.oversight != route.oversight:
            yield session.hit(item, "routes", number, "limit", limit=limit.name, route=way.name)


RULES = (first_comes_first, limit_of_the_route)
