"""E781-E784: life events. Their order can be followed, and no material is asked for twice where it says once."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Example, Hit, Session, rule
from generator.model.life_events import LifeEvent, stages
from generator.model.materials import Material
from generator.model.procedures import Necessity, PaperForm, Procedure

_FILE = "life_events/kaiban.yml"
_TEXT = "name: 开公司\nsummary: 新公司第一次领发票。\n"
_RIGHT = _TEXT + "steps:\n  - {procedure: fapiao-lingyong}\n"


@rule(
    "E781",
    "先后绕成了圈",
    of=LifeEvent,
    message="先后绕成了圈：{path}",
    hint="看哪一件其实可以先办，去掉它的 after",
    why="互相等着，就哪一件也办不了。",
    example=Example(
        _FILE,
        _TEXT + "steps:\n  - {procedure: fapiao-lingyong, after: [fapiao-lingyong]}\n",
        _RIGHT,
    ),
)
def no_cycle(session: Session, item: LifeEvent) -> Iterator[Hit]:
    """The matters of a life event can be put in an order."""
    _, cycle = stages({step.procedure: step.after for step in item.steps})
    if cycle:
        known = session.registry.all(Procedure)
        names = [known[id].name if id in known else id for id in cycle]
        yield session.hit(item, "steps", item.ids.index(cycle[0]), "after", path=" → ".join(names))


@rule(
    "E782",
    "先办的事项不在这件事里",
    of=LifeEvent,
    message="{id} 不在这件事的 steps 里",
    hint="先把它加进 steps，或者从 after 里去掉；别的部门办的写在 elsewhere",
    why="读者照着步骤走，走到这里会找不到前一步。",
    example=Example(
        _FILE,
        _TEXT + "steps:\n  - {procedure: fapiao-lingyong, after: [kai-yinhang-zhanghu]}\n",
        _RIGHT + "elsewhere:\n  - {name: 开银行账户, organ: 银行, after: [fapiao-lingyong]}\n",
    ),
)
def steps_known(session: Session, item: LifeEvent) -> Iterator[Hit]:
    """What comes before is a matter of the same life event, and every matter is named once."""
    rows = [("steps", number, step.after) for number, step in enumerate(item.steps)]
    rows += [("elsewhere", number, other.after) for number, other in enumerate(item.elsewhere)]
    for field, number, after in rows:
        for place, id in enumerate(after):
            if id not in item.ids:
                yield session.hit(item, field, number, "after", place, id=id)


@rule(
    "E783",
    "说好只交一次的材料要交两次",
    of=LifeEvent,
    message="“{material}”在{first}和{second}都要交{why}，不能只交一次",
    hint="改成能一处收下、内部传递；做不到的去掉 materials_once",
    why="写了只交一次，到了第二个窗口又要，比不写更气人。",
    example=None,
)
def handed_in_once(session: Session, item: LifeEvent) -> Iterator[Hit]:
    """If materials are handed in once, whatever two matters ask for can be taken at one place and passed on."""
    if not item.materials_once:
        return
    known, materials = session.registry.all(Procedure), session.registry.all(Material)
    first: dict[str, Procedure] = {}
    for number, procedure in enumerate(known.get(id) for id in item.ids):
        if procedure is None:
            continue
        for use in procedure.materials:
            if use.material not in materials or use.necessity is Necessity.OPTIONAL:
                continue
            other = first.setdefault(use.material, procedure)
            if other is not procedure and (why := _why_twice(other, procedure, use.material)):
                words = {"first": other.name, "second": procedure.name, "why": why}
                yield session.hit(item, "steps", number, "procedure", material=materials[use.material].name, **words)


def _why_twice(one: Procedure, two: Procedure, material: str) -> str:
    """Return why a material must be handed in for both matters; empty if once is enough."""
    kept = [
        any(use.material == material and use.form is PaperForm.KEPT for use in item.materials) for item in (one, two)
    ]
    if all(kept):
        return "原件"
    places = [{place.organ for place in item.where} for item in (one, two)]
    return "，两处不在一个地方" if all(places) and not places[0] & places[1] else ""


@rule(
    "E784",
    "情形写错了",
    of=LifeEvent,
    message="没有“{what}”这个情形或答案",
    hint="照 situations 里的编号写",
    why="条件对不上，这一步就永远不会出现，或者永远出现。",
    example=Example(
        _FILE,
        _TEXT + "steps:\n  - {procedure: fapiao-lingyong, when: {paper: has}}\n",
        _TEXT
        + "situations: {paper: {ask: 要纸质发票吗？, options: {has: 要纸质发票, none: 不要纸质发票}}}\n"
        + "steps:\n  - {procedure: fapiao-lingyong, when: {paper: has}}\n",
    ),
)
def conditions_known(session: Session, item: LifeEvent) -> Iterator[Hit]:
    """Every `when` names situations and options of the life event, every `given` those of its procedure."""
    for number, step in enumerate(item.steps):
        for key, options in (step.when or {}).items():
            if key not in item.situations:
                yield session.hit(item, "steps", number, "when", key, what=key)
                continue
            for option in options:
                if option not in item.situations[key].options:
                    yield session.hit(item, "steps", number, "when", key, what=f"{key}: {option}")

    known = session.registry.all(Procedure)
    for number, step in enumerate(item.steps):
        asked = known[step.procedure].situations if step.procedure in known else {}
        for key, option in step.given.items() if step.procedure in known else ():
            if key not in asked or option not in asked[key].options:
                yield session.hit(item, "steps", number, "given", key, what=f"{key}: {option}")


RULES = (no_cycle, steps_known, handed_in_once, conditions_known)
