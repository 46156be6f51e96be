"""Questions of the self-test (制度抽考), made from the registries: each has one right answer, proved by an entry.

Wrong options come from entries of the same kind. A question for which there are not enough that are certainly wrong is
not asked. The choice depends on the period alone, so that everyone has the same paper, and a test can be repeated.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from generator.model.expansions import normal
from generator.model.materials import Material
from generator.model.organs import Organ
from generator.model.oversight import Oversight
from generator.model.posts import Post
from generator.model.procedures import Necessity, Procedure
from generator.model.regimes import Regime
from generator.model.routes import address
from generator.model.time_limits import Bound, TimeLimit
from generator.model.types import Duration, Unit
from generator.session import Session
from generator.views.pieces import ROUGH_HOURS

WRONG = 3
"""Wrong options of a question."""


class Question(NamedTuple):
    """A question: its kind, what it is about, the options, the index of the right one, and the entry that proves it."""

    kind: str
    key: str
    ask: str
    options: tuple[str, ...]
    right: int
    proof: str
    url: str


class _Draft(NamedTuple):
    """A question without its wrong options; `wrong` returns those that may be taken, in any order."""

    key: str
    ask: str
    answer: str
    wrong: Callable[[], Iterable[str]]
    proof: str
    url: str


def questions(session: Session, period: str, most: int) -> list[Question]:
    """Return at most that many questions of a period: in turn one of each kind, in an order that the period sets."""
    waiting = {
        kind: _finished(kind, sorted(make(session), key=lambda draft: _rank(period, kind, draft.key)), period)
        for kind, make in sorted(_KINDS.items(), key=lambda item: _rank(period, item[0]))
    }
    found: list[Question] = []
    while waiting and len(found) < most:
        for kind, made in list(waiting.items()):
            question = next(made, None)
            if question is None:
                del waiting[kind]
            elif len(found) < most:
                found.append(question)
    return found


def _rank(*parts: str) -> bytes:
    """Return bytes that put things into an order that looks random and is always the same."""
    return hashlib.sha256("|".join(parts).encode()).digest()


def _finished(kind: str, drafts: Iterable[_Draft], period: str) -> Iterator[Question]:
    """Yield the drafts with WRONG different wrong options; skip those that have too few."""
    for draft in drafts:
        wrong = {normal(text): text for text in draft.wrong()}
        wrong.pop(normal(draft.answer), None)
        chosen = sorted(wrong.values(), key=lambda text: _rank(period, kind, draft.key, text))[:WRONG]
        if len(chosen) == WRONG:
            options = sorted((draft.answer, *chosen), key=lambda text: _rank(period, draft.key, "order", text))
            right = options.index(draft.answer)
            yield Question(kind, draft.key, draft.ask, tuple(options), right, draft.proof, draft.url)


def _apart(length: Duration, others: Iterable[Duration]) -> list[str]:
    """Return the lengths in words that nobody can take for `length`: at least a quarter shorter or longer."""
    ours = length.amount * ROUGH_HOURS[length.unit]
    rough = ((other, other.amount * ROUGH_HOURS[other.unit]) for other in others)
    return [str(other) for other, hours in rough if hours < 0.75 * ours or hours > 1.25 * ours]


def _promised(limits: Iterable[TimeLimit]) -> list[TimeLimit]:
    """Return the limits that the bureau promises and that are counted in days."""
    return [
        limit
        for limit in limits
        if limit.binds is Bound.BUREAU and limit.promised and limit.promised.unit is not Unit.ON_THE_SPOT
    ]


def _lengths(session: Session) -> list[Duration]:
    """Return the different lengths that the bureau promises, by their words."""
    limits = _promised(session.current(TimeLimit))
    return list({str(limit.promised): limit.promised for limit in limits if limit.promised}.values())


def _of_limits(session: Session, owners: Iterable[Procedure | Regime | Oversight], ask: str) -> Iterator[_Draft]:
    """Yield a question on the promised length of each owner that has a single one."""
    lengths = _lengths(session)
    for owner in owners:
        ours = _promised(session.limits(owner))
        if len(ours) == 1 and len(session.limits(owner)) == 1 and ours[0].promised:
            length = ours[0].promised
            words = ask.format(name=owner.name, limit=ours[0].name)
            yield _Draft(
                owner.id, words, str(length), partial(_apart, length, lengths), owner.name, f"{address(owner)}"
            )


def _matter_limits(session: Session) -> Iterator[_Draft]:
    """Yield questions on how long a matter takes."""
    yield from _of_limits(session, session.procedures, "“{name}”，本局承诺多久办好？")


def _regime_limits(session: Session) -> Iterator[_Draft]:
    """Yield questions on the limits of regimes and of oversight channels."""
    owners: list[Regime | Oversight] = [*session.current(Regime), *session.current(Oversight)]
    yield from _of_limits(session, owners, "{name}里，“{limit}”是多久？")


def _needed(session: Session) -> Iterator[_Draft]:
    """Yield questions on what a matter always needs; wrong are materials that its guide does not name at all."""
    materials = session.registry.all(Material)
    for procedure in session.procedures:
        always = [
            use.material
            for use in procedure.materials
            if use.necessity is Necessity.REQUIRED and not use.when and use.material in materials
        ]
        if always:
            ask = f"按办事指南，办“{procedure.name}”要带下面哪一样？"
            answer = materials[always[0]].name
            url = f"{address(procedure)}#materials"
            yield _Draft(procedure.id, ask, answer, partial(_unnamed, session, procedure), procedure.name, url)


def _unnamed(session: Session, procedure: Procedure) -> list[str]:
    """Return the materials that a guide does not name, nor one whose name contains theirs or is a part of it."""
    materials = session.registry.all(Material)
    named = {use.material for use in procedure.materials} | set(procedure.not_needed)
    known = [materials[id].name for id in named if id in materials]
    return [item.name for item in session.current(Material) if not _overlap([item.name], known)]


def _spared(session: Session) -> Iterator[_Draft]:
    """Yield questions on what one need not bring; wrong are materials that the guide asks for."""
    materials = session.registry.all(Material)
    for procedure in session.procedures:
        asked = [materials[use.material].name for use in procedure.materials if use.material in materials]
        for id in procedure.not_needed:
            if id in materials:
                ask = f"办“{procedure.name}”，下面哪一样不用带？"
                url = f"{address(procedure)}#materials"
                yield _Draft(f"{procedure.id}/{id}", ask, materials[id].name, partial(list, asked), procedure.name, url)


def _first_contacts(session: Session) -> Iterator[_Draft]:
    """Yield questions on whom to ask first."""
    posts = {post.id: post.name for post in session.current(Post)}
    for procedure in session.procedures:
        if procedure.first_contact in posts:
            answer = posts[procedure.first_contact]
            ask = f"办“{procedure.name}”，先问哪个岗位，哪个岗位就负责到底？"
            yield _Draft(procedure.id, ask, answer, posts.values, procedure.name, f"{address(procedure)}#duty")


def _covers(session: Session) -> Iterator[_Draft]:
    """Yield questions on who stands in for a post."""
    posts = {post.id: post for post in session.current(Post)}
    for post in posts.values():
        if post.cover in posts:
            others = [other.name for other in posts.values() if other.id != post.id]
            ask = f"{post.name}不在，由哪个岗位顶班？"
            yield _Draft(post.id, ask, posts[post.cover].name, partial(list, others), post.name, address(post))


def _deciders(session: Session) -> Iterator[_Draft]:
    """Yield questions on who decides by a rule of a regime; wrong are those who have no part in it."""
    regimes = session.current(Regime)
    everyone = {rule.decided_by for item in regimes for rule in item.rules if rule.decided_by}
    for regime in regimes:
        of_name: defaultdict[str, set[str]] = defaultdict(set)
        for rule in regime.rules:
            of_name[rule.name].add(rule.decided_by or "")
        for index, rule in enumerate(regime.rules):
            if rule.decided_by and len(of_name[rule.name]) == 1:
                wrong = partial(_others, rule.decided_by, everyone)
                ask = f"{regime.name}里，“{rule.name.removeprefix('本局补充：')}”由谁决定、谁来做？"
                yield _Draft(
                    f"{regime.id}/{index}", ask, rule.decided_by, wrong, regime.name, f"{address(regime)}#rules"
                )


def _others(deciders: str, everyone: Iterable[str]) -> list[str]:
    """Return the deciders none of whom is among these, whole or in part."""
    ours = deciders.split("、")
    return [text for text in everyone if not _overlap(ours, text.split("、"))]


def _overlap(some: Iterable[str], others: Iterable[str]) -> bool:
    """Return True if a name of one group is, contains, or is part of a name of the other."""
    return any(one in other or other in one for one in some for other in others)


def _responsible(session: Session) -> Iterator[_Draft]:
    """Yield questions on which organ answers for a regime."""
    organs = {organ.id: organ.name for organ in session.current(Organ)}
    for regime in session.current(Regime):
        if regime.organ in organs:
            supervisor = organs.get(regime.supervised_by or "")
            wrong = [name for name in organs.values() if name != supervisor]
            ask, answer = f"{regime.name}由哪个机构负责？", organs[regime.organ]
            yield _Draft(regime.id, ask, answer, partial(list, wrong), regime.name, address(regime))


def _rungs(session: Session) -> Iterator[_Draft]:
    """Yield questions on the ladder of consequences."""
    for channel in session.current(Oversight):
        rungs = [rung.consequence for rung in channel.ladder]
        for rung in channel.ladder:
            wrong = [*(text for text in rungs if text != rung.consequence), "只在部门内部提醒", "不作处理"]
            ask = f"{channel.name}第 {rung.times} 次查实，怎么处理？"
            key, url = f"{channel.id}/{rung.times}", f"{address(channel)}#ladder"
            yield _Draft(key, ask, rung.consequence, partial(list, wrong), channel.name, url)


_KINDS: dict[str, Callable[[Session], Iterator[_Draft]]] = {
    "办事时限": _matter_limits,
    "制度时限": _regime_limits,
    "要带的材料": _needed,
    "不用带的材料": _spared,
    "首问岗位": _first_contacts,
    "AB岗": _covers,
    "谁决定": _deciders,
    "谁负责": _responsible,
    "查实后的处理": _rungs,
}
"""The kinds of questions, each with the function that drafts its questions."""
