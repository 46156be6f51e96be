"""R301-R309, R312: references between entries, and the situations of procedures."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from generator.check.laws import looked_at
from generator.check.rule import Example, Hit, Path, Session, Severity, rule
from generator.check.safety import stands_for_nothing
from generator.model.laws import Law
from generator.model.organs import Organ
from generator.model.procedures import Procedure
from generator.model.site import Site
from generator.model.time_limits import TimeLimit
from generator.model.types import Entry

_PROCEDURE = "procedures/fapiao-lingyong.yml"


@rule(
    "R301",
    "引用的编号不存在",
    message="{registry}里没有“{id}”",
    hint="{nearest}",
    why="引用断了，页面上就少了责任人、依据或材料。",
    example=Example(_PROCEDURE, "first_contact: zonghe-chuangko\n", "first_contact: zonghe-chuangkou\n"),
)
def unknown_reference(session: Session) -> Iterator[Hit]:
    """Every id that is referred to exists."""
    entries = session.registry.entries

    def unknown(folder: str, id: str) -> bool:
        return id not in entries[folder] and (folder, id) not in session.broken and not stands_for_nothing(id)

    held = session.registry.held_above
    for file, _, reference in session.registry.references(unknown):
        known = entries[reference.target]
        above = held.get((reference.target, reference.id))
        yield Hit(
            file,
            reference.path,
            {
                "registry": session.registry.kinds[reference.target].TITLE,
                "id": reference.id,
                "nearest": f"上级的“{above.name}”先不发布：{above.why}；等它公布，或先去掉这一处"
                if above
                else nearest_entry(reference.id, known, session.registry.kinds[reference.target]),
            },
        )


def nearest_entry(id: str, known: Mapping[str, Entry], record: type[Entry]) -> str:
    """Return the hint for an unknown id: the entry with that name or former id, or with a similar id."""
    by_name = {entry.name: key for key, entry in known.items()}
    if id in by_name:
        return f"“{id}”的编号是 {by_name[id]}"
    renamed = next((key for key, entry in known.items() if id in entry.former_ids), None)
    if renamed:
        return f"“{id}”已改名，改成 {renamed}"
    near = difflib.get_close_matches(id, known, 1, 0.6)
    if near:
        return f"是不是 {near[0]}({known[near[0]].name})?"
    return f"先在 data/{record.FOLDER}/ 里建好这一项，或改成已有的编号"


@rule(
    "R302",
    "办理情形或答案不存在",
    of=Entry,
    message="“{what}”不是这个事项的办理情形或答案",
    hint="{todo}",
    why="情形对不上，这份材料或这一步就永远不会出现。",
    example=Example(
        _PROCEDURE,
        "materials: [{material: daili-weituoshu, when: {agent: agnt}}]\n",
        "materials: [{material: daili-weituoshu, when: {agent: agent}}]\n",
    ),
)
def unknown_situation(session: Session, entry: Entry) -> Iterator[Hit]:
    """Every `when` names situations of its procedure and options of these situations."""
    if isinstance(entry, Procedure):
        for path, conditions in _conditions(entry):
            yield from _check_conditions(session, entry, entry, path, conditions)
    elif isinstance(entry, TimeLimit) and entry.when:
        if procedure := session.registry.get(Procedure, entry.of.procedure):
            yield from _check_conditions(session, entry, procedure, ("when",), entry.when)
        elif entry.of.regime or entry.of.oversight:
            todo = "制度和监督渠道没有办理情形：去掉 when，在 name 里写明管哪一种情形"
            for key in entry.when:
                yield session.hit(entry, "when", key, what=key, todo=todo)


def _conditions(procedure: Procedure) -> Iterator[tuple[Path, Mapping[str, tuple[str, ...]]]]:
    """Yield (path, `when`) for the materials and steps of a procedure that have one."""
    for index, use in enumerate(procedure.materials):
        if use.when:
            yield ("materials", index, "when"), use.when
    for index, step in enumerate(procedure.steps):
        if step.when:
            yield ("steps", index, "when"), step.when


def _check_conditions(
    session: Session, holder: Entry, procedure: Procedure, path: Path, conditions: Mapping[str, tuple[str, ...]]
) -> Iterator[Hit]:
    """Yield a hit for each situation and option in a `when` that the procedure does not have."""
    for key, options in conditions.items():
        situation = procedure.situations.get(key)
        if situation is None:
            known = "、".join(procedure.situations) or "(没有)"
            yield session.hit(holder, *path, key, what=key, todo=f"先在 situations 里写这个情形；已有：{known}")
            continue
        for option in options:
            if option not in situation.options:
                todo = "已有的答案：" + "、".join(f"{id}({label})" for id, label in situation.options.items())
                yield session.hit(holder, *path, key, what=option, todo=todo)


@rule(
    "R303",
    "办理情形没有用到",
    of=Procedure,
    message="情形“{ask}”没有影响任何材料、步骤或时限",
    hint="在材料、步骤的 when 里用上它，或删掉这个情形",
    why="多问一个没用的问题，就是给纳税人添麻烦。",
    example=Example(
        _PROCEDURE,
        "situations:\n  size: {ask: 企业大小?, options: {big: 大, small: 小}}\nmaterials: []\n"
        "no_materials: 系统里已有登记信息\n",
        "situations: {}\nmaterials: []\nno_materials: 系统里已有登记信息\n",
    ),
)
def unused_situation(session: Session, procedure: Procedure) -> Iterator[Hit]:
    """Every situation is used by a material, a step or a time limit."""
    used = {key for _, conditions in _conditions(procedure) for key in conditions}
    for limit in session.registry.referrers(procedure, TimeLimit):
        used |= (limit.when or {}).keys()
    unread = any(folder == "time_limits" for folder, _ in session.broken)
    unread = unread or session.lacks(procedure, "materials") or session.lacks(procedure, "steps")
    for key, situation in procedure.situations.items():
        if key not in used and not unread:
            yield session.hit(procedure, "situations", key, ask=situation.ask)


@rule(
    "R304",
    "窗口不存在",
    of=Procedure,
    message="{organ}没有编号为“{window}”的窗口",
    hint="{todo}",
    why="写错窗口，纳税人会白跑。",
    example=Example(
        _PROCEDURE,
        "where: [{organ: banshui-fuwuting, windows: [zonghee]}]\n",
        "where: [{organ: banshui-fuwuting, windows: [zonghe]}]\n",
    ),
)
def unknown_window(session: Session, procedure: Procedure) -> Iterator[Hit]:
    """Every window that a procedure names exists in the organ named with it."""
    organs = session.registry.all(Organ)
    for index, place in enumerate(procedure.where):
        organ = organs.get(place.organ)
        if organ is None or session.lacks(organ, "windows"):
            continue
        for number, window in enumerate(place.windows):
            if window not in organ.windows:
                todo = _meant_window(window, {id: item.name for id, item in organ.windows.items()})
                yield session.hit(
                    procedure, "where", index, "windows", number, organ=organ.name, window=window, todo=todo
                )


def _meant_window(window: str, names: Mapping[str, str]) -> str:
    """Return the hint for an unknown window: the one probably meant, or a list. `names` gives names by id."""
    by_name = {name: id for id, name in names.items()}
    near = [by_name[window]] if window in by_name else difflib.get_close_matches(window, names, 1, 0.6)
    if near:
        return f"改成 {near[0]}({names[near[0]]})：这里写窗口的编号"
    known = "、".join(f"{id}({name})" for id, name in names.items())
    return f"这里的窗口有：{known}" if known else "这个机构没有设窗口，去掉 windows"


@rule(
    "R305",
    "上级机构绕成了圈",
    message="上级机构绕成了圈：{chain}",
    hint="改掉其中一个 parent",
    why="绕成圈就分不清谁管谁。",
    example=Example("organs/shili-shuiwuju.yml", "parent: banshui-fuwuting\n", "summary: 负责全市税收征管\n"),
)
def organ_cycle(session: Session) -> Iterator[Hit]:
    """No organ is its own parent, directly or through others."""
    organs = session.registry.all(Organ)
    yield from _cycles(session, organs, "parent", lambda key: [p] if (p := organs[key].parent) in organs and p else [])


@rule(
    "R306",
    "法规的废止、修改关系绕成了圈",
    message="法规的废止、修改关系绕成了圈：{chain}",
    hint="后发布的废止先发布的，改掉写反的那个",
    why="绕成圈就不知道哪个还有效。",
    example=Example("laws/fapiao-guanli-banfa.yml", "amended_by: [fapiao-guanli-banfa]\n", "amended_by: []\n"),
)
def law_cycle(session: Session) -> Iterator[Hit]:
    """No law is repealed or amended by itself, directly or through others."""
    laws = session.registry.all(Law)
    for field in ("repealed_by", "amended_by"):

        def next_of(id: str, field: str = field) -> list[str]:
            value = getattr(laws[id], field)
            ids = [value] if isinstance(value, str) else list(value or ())
            return [other for other in ids if other in laws]

        yield from _cycles(session, laws, field, next_of)


def _cycles(
    session: Session, entries: Mapping[str, Entry], field: str, next_of: Callable[[str], list[str]]
) -> Iterator[Hit]:
    """Yield one hit for each cycle, at its smallest id, with the names along it."""
    for loop in cycles(sorted(entries), next_of):
        names = [entries[id].name for id in [*loop, loop[0]]]
        yield session.hit(entries[min(loop)], field, chain=" → ".join(names))


def cycles(starts: Iterable[str], next_of: Callable[[str], list[str]]) -> Iterator[list[str]]:
    """Yield every cycle reached from `starts` as a list of ids in order."""
    done: set[str] = set()
    for start in starts:
        trail: list[str] = []
        stack = [(start, 0)]
        while stack:
            id, depth = stack.pop()
            del trail[depth:]
            if id in trail:
                yield trail[trail.index(id) :]
            elif id not in done:
                done.add(id)
                trail.append(id)
                stack += [(other, len(trail)) for other in next_of(id)]


@rule(
    "R307",
    "引用了自己",
    message="这里引用的是它自己",
    hint="换成另一项，或删掉",
    why="自己顶替自己、自己移交给自己，等于没有。",
    example=Example("posts/zonghe-chuangkou.yml", "cover: zonghe-chuangkou\n", "cover: daoshui-zixun\n"),
)
def self_reference(session: Session) -> Iterator[Hit]:
    """No entry refers to itself; `parent`, `repealed_by` and `amended_by` have rules of their own."""
    backlinks = session.registry.backlinks
    to_itself = {target for target, sources in backlinks.items() if target in sources}
    for file, holder, reference in session.registry.references(lambda *target: target in to_itself):
        if isinstance(holder, Entry) and (holder.FOLDER, holder.id) == (reference.target, reference.id):
            if reference.path[0] not in {"parent", "repealed_by", "amended_by"}:
                yield Hit(file, reference.path)


@rule(
    "R308",
    "引用了已取消的内容",
    of=Entry,
    message="“{name}”已于 {on} 取消",
    hint="{todo}",
    why="已取消的事项、岗位、材料不能再让纳税人去找、去交。",
    example=None,
)
def withdrawn_reference(session: Session, entry: Entry) -> Iterator[Hit]:
    """No reference leads to an entry withdrawn by the day its holder was last verified; later is R312."""
    for file, holder, path, words in _to_withdrawn(session, entry):
        if words["on"] <= _seen(session, holder):
            yield Hit(file, path, words)


def _to_withdrawn(session: Session, entry: Entry) -> Iterator[tuple[str, Entry | Site, Path, dict[str, Any]]]:
    """Yield (file, holder, path, words) for each reference to an entry withdrawn by the day of the build."""
    withdrawn = entry.withdrawn
    if withdrawn is None or withdrawn.on > session.as_of:
        return
    todo = f"改成 {withdrawn.replaced_by}" if withdrawn.replaced_by else "去掉这个引用"
    words = {"name": entry.name, "on": withdrawn.on, "todo": todo}
    for file, holder, reference in session.registry.references_to(entry):
        if not (isinstance(holder, Entry) and holder.withdrawn):
            yield file, holder, reference.path, words


def _seen(session: Session, holder: Entry | Site) -> datetime.date:
    """Return the day on which the holder of a reference was last verified, or the day of launch."""
    return looked_at(session, holder) if isinstance(holder, Entry) else holder.launched_on


@rule(
    "R312",
    "引用的内容到日子取消了",
    of=Entry,
    severity=Severity.WARNING,
    message="“{name}”已于 {on} 取消，这里还在引用",
    hint="{todo}",
    why="取消的日子是预先写好的，到了那天不拦发布，但读者会被引到已取消的页面，要尽快改。",
    example=None,
)
def withdrawn_since(session: Session, entry: Entry) -> Iterator[Hit]:
    """No reference leads to an entry withdrawn after its holder was last verified."""
    for file, holder, path, words in _to_withdrawn(session, entry):
        if words["on"] > _seen(session, holder):
            yield Hit(file, path, words)


@rule(
    "R309",
    "曾用编号或替代编号不对",
    of=Entry,
    message="{what}",
    hint="{todo}",
    why="旧网址要转到新页面，转错了纳税人就找不到。",
    example=Example(_PROCEDURE, "former_ids: [fapiao-lingyong]\n", "former_ids: [lingqu-fapiao]\n"),
)
def former_ids(session: Session, entry: Entry) -> Iterator[Hit]:
    """A former id is not in use and is claimed once; the replacement of a withdrawn entry exists."""
    folder = entry.FOLDER
    entries = session.registry.entries[folder]
    for index, old in enumerate(entry.former_ids):
        first = session.once(("former ids", folder), partial(_claimed, entries))[old]
        if old in entries or (folder, old) in session.broken:
            what, todo = f"曾用编号“{old}”现在有内容在用", "删掉这个曾用编号，或给那一项改名"
            yield session.hit(entry, "former_ids", index, what=what, todo=todo)
        elif (entry.id, index) != first:
            what, todo = f"曾用编号“{old}”也写在 {first[0]} 里", "只留一处"
            yield session.hit(entry, "former_ids", index, what=what, todo=todo)
    new = entry.withdrawn.replaced_by if entry.withdrawn else None
    if new and (new == entry.id or (new not in entries and (folder, new) not in session.broken)):
        known = {id: other for id, other in entries.items() if id != entry.id}
        todo = nearest_entry(new, known, session.registry.kinds[folder])
        yield session.hit(entry, "withdrawn", "replaced_by", what=f"替代它的“{new}”不存在", todo=todo)


def _claimed(entries: Mapping[str, Entry]) -> dict[str, tuple[str, int]]:
    """Return, by former id, the first claim: (entry id, index in `former_ids`)."""
    found: dict[str, tuple[str, int]] = {}
    for entry in entries.values():
        for index, old in enumerate(entry.former_ids):
            found.setdefault(old, (entry.id, index))
    return found


RULES = (
    unknown_reference,
    unknown_situation,
    unused_situation,
    unknown_window,
    organ_cycle,
    law_cycle,
    self_reference,
    withdrawn_reference,
    withdrawn_since,
    former_ids,
)
