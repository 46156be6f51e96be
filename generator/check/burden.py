"""G431-G435: materials that must not be asked for: vague, held by the bureau, asked twice, or marked not needed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from generator.check.rule import Example, Hit, Session, rule
from generator.model.materials import Material
from generator.model.procedures import Necessity, Procedure

_FILE = "procedures/fapiao-lingyong.yml"


@rule(
    "G431",
    "材料名称含糊",
    of=Material,
    message="材料名称“{name}”含糊，纳税人不知道要带什么",
    hint="写出具体是哪一份；说不出来就不能要",
    why="审查规则第24条：不得要求“其他材料”之类说不清的材料。",
    example=Example("materials/daili-weituoshu.yml", "name: 其他相关材料\n", "name: 代理委托书\n"),
)
def vague_material(session: Session, material: Material) -> Iterator[Hit]:
    """No material has a vague name (audit rule 24)."""
    if any(
        word in material.name
        for word in ("其他材料", "其他资料", "相关材料", "相关资料", "有关材料", "有关资料", "等材料")
    ) or (material.name in {"相关证明", "有关证明", "情况说明", "证明材料"}):
        yield session.hit(material, "name", name=material.name)


@rule(
    "G432",
    "要了税务机关已有的材料",
    of=Procedure,
    offered=True,
    message="“{name}”税务机关已有，不能再要",
    hint="从 materials 里去掉；确实没有的，改材料文件里的 held_by_bureau",
    why="审查规则第24条和“五个凡是”：税务机关能查到的，不让纳税人带。",
    example=Example(
        _FILE,
        "materials: [{material: yingyezhizhao}, {material: daili-weituoshu, when: {agent: agent}}]\n",
        "materials: [{material: daili-weituoshu, when: {agent: agent}}]\n",
    ),
)
def held_material(session: Session, item: Procedure) -> Iterator[Hit]:
    """No procedure requires a material that the bureau already holds (audit rule 24)."""
    for index, use in enumerate(item.materials):
        material = session.registry.get(Material, use.material)
        if material and material.held_by_bureau and use.necessity is not Necessity.OPTIONAL:
            yield session.hit(item, "materials", index, name=material.name)


@rule(
    "G433",
    "同一份材料要了两次",
    of=Procedure,
    offered=True,
    message="“{name}”在同一种情形下要了两次",
    hint="合并成一行，或用 when 把情形分开",
    why="一次告知、一份材料：同一次办理不能重复要。",
    example=Example(
        _FILE,
        "materials:\n  - {material: daili-weituoshu, when: {agent: agent}}\n"
        "  - {material: daili-weituoshu, when: {agent: [self, agent]}}\n",
        "materials:\n  - {material: daili-weituoshu, when: {agent: agent}}\n",
    ),
)
def material_twice(session: Session, item: Procedure) -> Iterator[Hit]:
    """No procedure asks twice for a material in one case, by one id or by two ids with a common name."""
    known = session.registry.all(Material)
    for (_, first), (index, second) in itertools.combinations(enumerate(item.materials), 2):
        if _same(known, first.material, second.material) and overlap(first.when or {}, second.when or {}):
            material = known.get(second.material)
            yield session.hit(item, "materials", index, name=material.name if material else second.material)


def _same(known: Mapping[str, Material], first: str, second: str) -> bool:
    """Return True if two ids mean one document: equal ids, or one's name is a name or alias of the other."""
    one, other = known.get(first), known.get(second)
    if first == second or one is None or other is None:
        return first == second
    return one.name in {other.name, *other.aliases} or other.name in one.aliases


def overlap(first: Mapping[str, tuple[str, ...]], second: Mapping[str, tuple[str, ...]]) -> bool:
    """Return True if two `when` conditions can hold in one case."""
    return all(set(first[key]) & set(second[key]) for key in first.keys() & second.keys())


@rule(
    "G434",
    "说不用带，税务机关却没有",
    of=Procedure,
    offered=True,
    message="写了“{name}”不用带，但材料文件里没有写税务机关已有",
    hint="确实已有或查得到的，在材料文件里写 held_by_bureau: true；查不到的从 not_needed 里去掉",
    why="告知书上写了不用带，人来了却没有，就白跑一趟。",
    example=Example(_FILE, "not_needed: [shenfenzhengjian]\n", "not_needed: [yingyezhizhao]\n"),
)
def spared_but_not_held(session: Session, item: Procedure) -> Iterator[Hit]:
    """Every material in `not_needed` is held by the bureau."""
    for index, id in enumerate(item.not_needed):
        material = session.registry.get(Material, id)
        if material and not material.held_by_bureau and not session.lacks(material, "held_by_bureau"):
            yield session.hit(item, "not_needed", index, name=material.name)


@rule(
    "G435",
    "又要又说不用带",
    of=Procedure,
    offered=True,
    message="“{name}”既在要带的材料里，又在不用带的材料里",
    hint="两处留一处",
    why="一张告知书上自相矛盾，谁也不知道该不该带。",
    example=Example(
        _FILE,
        "materials: [{material: daili-weituoshu, when: {agent: agent}}]\nnot_needed: [daili-weituoshu]\n",
        "materials: [{material: daili-weituoshu, when: {agent: agent}}]\nnot_needed: [yingyezhizhao]\n",
    ),
)
def asked_and_spared(session: Session, item: Procedure) -> Iterator[Hit]:
    """No material is both asked for and listed in `not_needed`."""
    asked = {use.material for use in item.materials}
    for index, id in enumerate(item.not_needed):
        if id in asked:
            material = session.registry.get(Material, id)
            yield session.hit(item, "not_needed", index, name=material.name if material else id)


RULES = (vague_material, held_material, material_twice, spared_but_not_held, asked_and_spared)
