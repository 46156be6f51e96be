"""N701-N703: the fourteen rights and ten duties are all there, once, and each says where it is honoured."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.content import exists, pages_known
from generator.check.rule import Hit, Session, rule
from generator.model.rights import COUNTS, Right

_ENTRY = "rights/quanli-01.yml"
_TEXT = """name: 知情权
kind: right
number: 1
says: 可以向税务机关问税收规定和办税程序。
basis: [{law: fapiao-guanli-banfa, articles: [第十五条]}]
"""


@rule(
    "N701",
    "纳税人权利义务不全",
    message="{kind}少了第 {missing} 项",
    hint="公告2009年第1号列了十四项权利、十项义务，一项一个文件，number 写第几项",
    why="少写一项，纳税人就不知道自己还有这项权利。",
    example=None,
)
def all_are_there(session: Session) -> Iterator[Hit]:
    """Once one is there, every right and duty is there."""
    found = session.current(Right)
    for kind, count in COUNTS.items() if found else ():
        there = {item.number for item in found if item.kind is kind}
        if missing := [str(number) for number in range(1, count + 1) if number not in there]:
            yield session.hit(found[-1], "number", kind=kind.label, missing="、".join(missing))


@rule(
    "N702",
    "同一项权利义务写了两遍",
    of=Right,
    message="{kind}第 {number} 项{fault}",
    hint="核对 number；权利有十四项，义务有十项",
    why="写了两遍，两处的说法会不一样。",
    example=None,
)
def each_once(session: Session, item: Right) -> Iterator[Hit]:
    """No number stands twice, and none is beyond the count."""
    words = {"kind": item.kind.label, "number": item.number}
    if item.number > COUNTS[item.kind]:
        yield session.hit(item, "number", fault=f"没有，只有 {COUNTS[item.kind]} 项", **words)
    same = [one for one in session.current(Right) if (one.kind, one.number) == (item.kind, item.number)]
    if len(same) > 1 and same[0].id != item.id:
        yield session.hit(item, "number", fault=f"在 {session.registry.file(same[0])} 已经写了", **words)


@rule(
    "N703",
    "权利义务没有写在哪里兑现",
    of=Right,
    offered=True,
    message="{fault}",
    hint="写在哪些事项里办（procedures）、什么制度保证（regimes）、没兑现找谁（oversight），或本站的页面（see）",
    why="只写“您有权”，不写到哪里行使，等于没有写。",
    example=None,
)
def says_where(session: Session, item: Right) -> Iterator[Hit]:
    """Each right and duty leads to something on this site, and the pages that it names exist."""
    if not (item.procedures or item.time_limits or item.regimes or item.oversight or item.see):
        yield session.hit(item, "says", fault="没有写在本局哪里兑现")
    pages = pages_known(session) if item.see else set()
    for index, address in enumerate(item.see):
        if not exists(session, address, pages):
            yield session.hit(item, "see", index, fault=f"{address} 不是本站的页面")


RULES = (all_are_there, each_once, says_where)
