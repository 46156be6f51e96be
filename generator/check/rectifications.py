"""E211-E214: rectifications. They belong to a round, what comes back is marked, what a superior found weighs more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generator.check.rule import Example, Hit, Session, Severity, once, rule
from generator.model.rectifications import Origin, Rectification
from generator.model.rounds import Round

_FROM_ROUNDS = frozenset((Origin.ROUND, Origin.SELF_EXAMINATION, Origin.REVIEW, Origin.SUPERIOR))

_FILE = "rectifications/gaozhi-buquan.yml"
_MENDED = """name: 告知书写全办理地点
problem: 3份告知书没有写办理地点
topic: 一次性告知不全
failure: slow
cause: method
requirement: 每份都写到地点
measures: [改模板]
organ: banshui-fuwuting
post: zonghe-chuangkou
lead_post: daoshui-zixun
start: 2026-11-02
due: 2026-12-20
progress: [{on: 2026-11-20, percent: 50, note: 模板改好}]
"""


@rule(
    "E211",
    "没有写是哪一轮发现的",
    of=Rectification,
    message="“{origin}”发现的问题，没有写是哪一轮",
    hint="在 round 里写 rounds/ 里的文件名；意见、投诉、考核里来的，改 origin",
    why="台账和督查对得上，才知道查出来的是不是都在改。",
    example=Example(_FILE, _MENDED + "origin: round\n", _MENDED + "origin: opinion\n"),
)
def names_its_round(session: Session, item: Rectification) -> Iterator[Hit]:
    """A rectification that came from a round names the round."""
    if item.origin in _FROM_ROUNDS and not item.round and not session.lacks(item, "round"):
        yield session.hit(item, "origin", origin=item.origin.label)


@rule(
    "E212",
    "台账和督查对不上",
    of=Rectification,
    message="{round}发现的问题里没有列这一项整改",
    hint="在那一轮的 findings 里加上这个问题，rectification 写这一项的编号；或改这里的 round",
    why="台账上说是督查发现的，督查里却没有，读者不知道信哪个。",
    example=None,
)
def round_names_it(session: Session, item: Rectification) -> Iterator[Hit]:
    """The round that a rectification names lists it among its findings."""
    source = session.registry.get(Round, item.round)
    if source and not session.lacks(source, "findings") and item.id not in _rectified(source):
        yield session.hit(item, "round", round=source.name)


def _rectified(source: Round) -> set[str]:
    """Return the ids of the rectifications that a round's findings name."""
    return {finding.rectification for finding in source.findings if finding.rectification}


@rule(
    "E213",
    "改好的问题又出现了",
    severity=Severity.WARNING,
    of=Rectification,
    message="“{topic}”{done} 改好过一次（{earlier}），又出现了",
    hint="写明上一次为什么没有改到底，在 heavier 里写怎么加重处理；不是同一类问题的，把 topic 写得不同",
    why="同一问题不得多次出现：再出现，说明上一次没有改到根上。",
    example=None,
)
def does_not_come_back(session: Session, item: Rectification) -> Iterator[Hit]:
    """A problem that an organ had mended does not come back."""
    if earlier := mended_before(session).get(item.id):
        words = {"topic": item.topic, "done": earlier.done, "earlier": earlier.name}
        yield session.hit(item, "topic", **words)


@once
def mended_before(session: Session) -> dict[str, Rectification]:
    """Return, by the id of a rectification, the last one before it of the same organ and topic that was done."""
    same: defaultdict[tuple[str, str], list[Rectification]] = defaultdict(list)
    for item in session.registry.all(Rectification).values():
        if not item.withdrawn:
            same[item.organ, item.topic].append(item)
    found: dict[str, Rectification] = {}
    for group in same.values():
        group.sort(key=lambda item: (item.start, item.id))
        mended: Rectification | None = None
        for item in group:
            if mended and mended.done and mended.done <= item.start:
                found[item.id] = mended
            mended = item if item.done else mended
    return found


@rule(
    "E214",
    "没有写怎么加重处理",
    of=Rectification,
    message="上级督查出的问题，没有写怎么加重处理",
    hint="在 heavier 里写明",
    why="上级查出来的，说明自己没有查出来，按规定要加重处理。",
    example=None,
)
def superior_weighs_more(session: Session, item: Rectification) -> Iterator[Hit]:
    """What a superior found says how it is treated more severely."""
    if item.origin is Origin.SUPERIOR and not item.heavier and not session.lacks(item, "heavier"):
        yield session.hit(item, "origin")


RULES = (names_its_round, round_names_it, does_not_come_back, superior_weighs_more)
