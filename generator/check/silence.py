"""R310, R311, G436, T508, W914, V904, V905: duplicates, contradictions and impossible values in the registry."""

from __future__ import annotations

import datetime
import re
import typing
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any

from generator.check.burden import overlap
from generator.check.quantities import number
from generator.check.rule import Example, Hit, Path, Session, Severity, rule
from generator.model.examples import metadata
from generator.model.expansions import normal
from generator.model.organs import Organ, OrganKind
from generator.model.procedures import Place, Procedure, Step
from generator.model.time_limits import Bound, TimeLimit
from generator.model.types import Duration, Entry, Past, Record, Unit, hints_of, unwrap

_PROCEDURE = "procedures/fapiao-lingyong.yml"
_ONE_NAME_FOR_SEVERAL = frozenset({"synonyms"})  # a notion has one entry for each kind of word
_NAMED_ALIKE = frozenset({"channels"})  # one name for the site and the app
_CHECKED_ELSEWHERE = frozenset({"words", "sayings", "materials"})  # by W902, W912, G433


@rule(
    "R310",
    "两项内容用了同一个名称",
    message="名称“{name}”已经用在 {other}",
    hint="改成各自的名称；复制文件后别忘了改 name。确实是同一件事就合并成一个文件",
    why="目录和搜索里出现两个一样的名称，读者分不出该看哪一个。",
    example=Example(
        "materials/weituoshu.yml",
        "name: 代理委托书\nkind: other\norigin: applicant\nverified_on: 2026-11-01\n",
        "name: 变更委托书\nkind: other\norigin: applicant\nverified_on: 2026-11-01\n",
    ),
)
def one_name_each(session: Session) -> Iterator[Hit]:
    """No two entries in use of one registry have the same name. The later id is reported."""
    for folder, entries in session.registry.entries.items():
        seen: dict[str, Entry] = {}
        for entry in entries.values() if folder not in _ONE_NAME_FOR_SEVERAL else ():
            if entry.withdrawn:
                continue
            first = seen.setdefault(normal(entry.name), entry)
            if first is not entry:
                yield session.hit(entry, "name", name=entry.name, other=session.registry.file(first))


@rule(
    "R318",
    "两项内容的说明一模一样",
    severity=Severity.WARNING,
    message="这段话和 {other}（{name}）的一模一样",
    hint="改成说这一项的话；确实是同一件事就合并成一个文件",
    why="多半是复制文件以后忘了改，读者看到的是另一件事的说明。",
    example=Example(
        "organs/xuanchuan-gu.yml",
        "name: 宣传股\nkind: department\nparent: shili-shuiwuju\nsummary: 受理各类办税申请，解答咨询。\n",
        "name: 宣传股\nkind: department\nparent: shili-shuiwuju\nsummary: 管税收宣传和新闻发布。\n",
    ),
)
def one_text_each(session: Session) -> Iterator[Hit]:
    """No two entries in use of one registry are explained in the same words, but posts, and places among each other.

    The later id is reported; entries of the superior are compared there.
    """
    for folder, entries in session.registry.entries.items():
        seen: dict[tuple[str, str], Entry] = {}
        for entry in entries.values() if folder not in _ALIKE_ELSEWHERE else ():
            inherited = session.registry.file(entry).startswith(session.registry.up)
            for field in _EXPLAINING if not (entry.withdrawn or inherited) else ():
                text = getattr(entry, field, None)
                first = seen.setdefault((field, text), entry) if text and len(text) >= _LONG else entry
                if first is not entry and not (_is_place(first) and _is_place(entry)):
                    yield session.hit(entry, field, other=session.registry.file(first), name=first.name)


def _is_place(entry: Entry) -> bool:
    """Return True for a bureau, a branch or a hall: places of one kind do the same."""
    return isinstance(entry, Organ) and entry.kind in (OrganKind.BUREAU, OrganKind.BRANCH, OrganKind.HALL)


_ALIKE_ELSEWHERE = frozenset({"posts", "synonyms"})  # posts of several branches do the same
_EXPLAINING = ("summary", "definition", "promise", "description", "answer", "benefit", "says")
_LONG = 10


@rule(
    "R311",
    "同一个列表里写了两遍",
    of=Entry,
    alone=True,
    message="“{value}”在这个列表里已经写过",
    hint="删掉重复的一处；本来想写另一项的，改成那一项",
    why="写两遍多半是复制后忘了改，本来该有的那一项就没有了。",
    example=Example(
        "duties/fapiao-guanli.yml",
        "posts: [zonghe-chuangkou, zonghe-chuangkou, daoshui-zixun]\n",
        "posts: [zonghe-chuangkou, daoshui-zixun]\n",
    ),
)
def nothing_twice(session: Session, entry: Entry) -> Iterator[Hit]:
    """No list of an entry contains the same value, the same name or the same place twice."""
    for path, index, item in repeated(entry):
        yield session.hit(entry, *path, index, value=item)
    for name, key in _record_lists(type(entry)):  # type: ignore[arg-type]  # classes are hashable
        names = [getattr(item, key) for item in getattr(entry, name)]
        for index, item in enumerate(names):
            if item is not None and item in names[:index]:
                yield session.hit(entry, name, index, key, value=item)


def repeated(value: Any) -> Iterator[tuple[Path, int, str]]:
    """Yield (path of the list, index, value) for each value that stood in its list before."""
    for path, items in _lists(value, ()):
        seen: set[Any] = set()
        for index, item in enumerate(items):
            if item in seen:
                yield path, index, _shown(item)
            seen.add(item)


def _lists(value: Any, path: Path) -> Iterator[tuple[Path, tuple[Any, ...]]]:
    """Yield (path, list) for every list in a value that has two or more plain values, except the cells of a row."""
    if isinstance(value, Record):
        for name in _list_fields(type(value)):  # type: ignore[arg-type]  # classes are hashable
            if inside := getattr(value, name):
                yield from _lists(inside, (*path, name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _lists(item, (*path, key))
    elif isinstance(value, tuple) and not isinstance(value[0], str | Enum | datetime.date):
        for index, item in enumerate(value):
            if not isinstance(item, tuple):
                yield from _lists(item, (*path, index))
    elif isinstance(value, tuple) and len(value) > 1:
        yield path, value


@cache
def _record_lists(record: Any) -> tuple[tuple[str, str], ...]:
    """Return (field, key) for the lists of records of which no two have the same key: a name, or the organ of a place.

    Records with conditions may share a name.
    """
    found = []
    for name, hint in hints_of(record).items():
        arguments = typing.get_args(unwrap(hint)) if typing.get_origin(unwrap(hint)) is tuple else ()
        kind = unwrap(arguments[0]) if arguments else None
        parts = {item.name for item in fields(kind)} if isinstance(kind, type) and is_dataclass(kind) else set()
        key = "name" if "name" in parts else "organ" if kind is Place else ""
        if key and "when" not in parts and name not in _NAMED_ALIKE:
            found.append((name, key))
    return tuple(found)


@cache
def _list_fields(record: Any) -> tuple[str, ...]:
    """Return the fields of a record type that can hold lists and that no other rule checks."""
    hints = hints_of(record)
    return tuple(
        item.name for item in fields(record) if item.name not in _CHECKED_ELSEWHERE and _has_list(hints[item.name])
    )


def _has_list(annotation: Any) -> bool:
    """Return True if a value of this type can hold a list."""
    plain = unwrap(annotation)
    if typing.get_origin(plain) is dict:
        return _has_list(typing.get_args(plain)[1])
    if is_dataclass(plain) and isinstance(plain, type):
        return bool(_list_fields(plain))
    return typing.get_origin(plain) is tuple


def _shown(value: Any) -> str:
    """Return a value as written in YAML, cut to 30 characters."""
    text = str(value.value) if isinstance(value, Enum) else str(value)
    return text if len(text) <= 30 else text[:29] + "…"


@rule(
    "G436",
    "同一个环节写了两次",
    of=Procedure,
    offered=True,
    message="环节“{name}”在同一种情形下写了两次",
    hint="合并成一个环节，改成各自的名称，或用 when 把情形分开",
    why="读者分不清是不是要办两次，时限也会加两次。",
    example=Example(
        _PROCEDURE,
        "steps:\n  - {name: 受理, within: {unit: on_the_spot}}\n  - {name: 受理, within: {unit: on_the_spot}}\n",
        "steps:\n  - {name: 受理, within: {unit: on_the_spot}}\n  - {name: 办结, within: {unit: on_the_spot}}\n",
    ),
)
def step_twice(session: Session, procedure: Procedure) -> Iterator[Hit]:
    """No two steps that can happen in one case have the same name."""
    seen: dict[str, list[Step]] = defaultdict(list)
    for index, step in enumerate(procedure.steps):
        if any(overlap(step.when or {}, other.when or {}) for other in seen[step.name]):
            yield session.hit(procedure, "steps", index, name=step.name)
        seen[step.name].append(step)


@rule(
    "T508",
    "文字和时限不一致",
    of=Procedure,
    offered=True,
    severity=Severity.WARNING,
    message="这里写“{said}”，时限里写的是{known}",
    hint="改成同一个数；说的是另一件事，就在句子里说清从什么时候起算",
    why="同一页上有两个数，读者不知道信哪个，投诉时也说不清。",
    example=Example(
        _PROCEDURE,
        "standards: [受理后15个工作日内办结]\n",
        "standards: [材料齐全的当场办结]\n",
    ),
)
def text_says_the_limit(session: Session, procedure: Procedure) -> Iterator[Hit]:
    """A number of working days in a procedure's text is the length of one of its limits, extensions or steps."""
    limits = [limit for limit in session.registry.referrers(procedure, TimeLimit) if limit.binds is Bound.BUREAU]
    lengths = [item for limit in limits for item in (limit.promised, limit.statutory) if item]
    if not lengths:
        return
    known = {(item.amount, item.unit) for item in (*lengths, *_other_lengths(limits, procedure))}
    for path, text in _statements(procedure):
        for match in _WITHIN.finditer(text):
            unit = Unit.WORKING_DAY if match[2] else Unit.CALENDAR_DAY
            count = number(match[1])
            if count is not None and (float(count), unit) not in known:
                shown = "、".join(dict.fromkeys(map(str, lengths)))
                yield session.hit(procedure, *path, said=match[0], known=shown)


_WITHIN = re.compile(
    r"(?:受理|受理后|申请后|齐全后|之日起|当日起|收到申请后)[^，。；]{0,6}?([0-9]{1,3}|[一二三四五六七八九十]{1,3})"
    r"(个?工作日)(?:之?内)?[^，。；]{0,8}?(?:办结|办完|办好|告知|答复|退税|退还|出具|完成|决定|送达)"
)


def _other_lengths(limits: list[TimeLimit], procedure: Procedure) -> Iterator[Duration]:
    """Yield lengths besides the limits that a text may state: extensions, steps, and running totals of steps."""
    yield from (limit.extension.by for limit in limits if limit.extension)
    total: float = 0
    for step in procedure.steps:
        if step.within:
            yield step.within
            total += step.within.amount if step.within.unit is Unit.WORKING_DAY else 0
            yield Duration(count=total, unit=Unit.WORKING_DAY)


def _statements(procedure: Procedure) -> Iterator[tuple[Path, str]]:
    """Yield (path, text) for the texts in which a procedure says how it is handled."""
    yield ("summary",), procedure.summary
    for name in ("standards", "notes"):
        for index, text in enumerate(getattr(procedure, name)):
            yield (name, index), text
    for index, question in enumerate(procedure.questions):
        yield ("questions", index, "a"), question.a


@rule(
    "W914",
    "一个名称里有逗号",
    of=Entry,
    alone=True,
    message="“{name}”里有逗号或顿号，几个名称会当成一个",
    hint="方括号里用英文逗号加一个空格分开，或每个名称写一行",
    why="连在一起的名称谁也搜不到。",
    example=Example(_PROCEDURE, "aliases: [领发票，领空白发票, 领票]\n", "aliases: [领发票, 领空白发票, 领票]\n"),
)
def names_apart(session: Session, entry: Entry) -> Iterator[Hit]:
    """No alias or word contains a comma or semicolon, which probably joins two."""
    for field in ("aliases", "words"):
        for index, name in enumerate(getattr(entry, field, ())):
            if "，" in name or "；" in name or ";" in name or (field == "words" and "、" in name):
                yield session.hit(entry, field, index, name=name)


@rule(
    "V904",
    "日期不可能",
    of=Entry,
    message="{what}",
    hint="核对这个日期",
    why="写错的日期会让内容提前失效、迟迟不生效，或让人怀疑整页的真假。",
    example=Example("laws/fapiao-guanli-banfa.yml", "promulgated_on: 2999-12-23\n", "promulgated_on: 1993-12-23\n"),
)
def possible_dates(session: Session, entry: Entry) -> Iterator[Hit]:
    """Nothing was done after the day of the build, withdrawn before it starts, or dated outside 1949-2100."""
    for path, past in _past_days(entry, ()):
        if past > session.as_of:
            yield session.hit(entry, *path, what=f"日期 {past} 还没有到")
    if entry.withdrawn and entry.effective_from and entry.withdrawn.on < entry.effective_from:
        yield session.hit(
            entry, "withdrawn", "on", what=f"取消日期 {entry.withdrawn.on} 早于生效日期 {entry.effective_from}"
        )
    for field in ("verified_on", "effective_from", "effective_to", "promulgated_on", "issued_on"):
        day = getattr(entry, field, None)
        if day and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            yield session.hit(entry, field, what=f"{day.year}年多半写错了")


_FIRST_YEAR, _LAST_YEAR = 1949, 2100


def _past_days(value: Any, path: Path) -> Iterator[tuple[Path, datetime.date]]:
    """Yield (path, day) for the days in a value that are marked as past."""
    if isinstance(value, datetime.date):
        yield path, value
    elif isinstance(value, Record):
        for name in _past_fields(type(value)):  # type: ignore[arg-type]  # classes are hashable
            yield from _past_days(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _past_days(item, (*path, index))


@cache
def _past_fields(record: Any) -> tuple[str, ...]:
    """Return the fields of a record type that are days marked as past, or hold records with such days."""
    return tuple(name for name, hint in hints_of(record).items() if _holds_past(hint))


def _holds_past(annotation: Any) -> bool:
    """Return True if a value of this type is a day marked as past, or holds one."""
    if any(isinstance(item, Past) for item in metadata(annotation)):
        return True
    plain = unwrap(annotation)
    if typing.get_origin(plain) is tuple:
        return _holds_past(typing.get_args(plain)[0])
    return isinstance(plain, type) and issubclass(plain, Record) and bool(_past_fields(plain))  # type: ignore[arg-type]


@rule(
    "V905",
    "上线日期还没有到",
    severity=Severity.WARNING,
    message="上线日期 {day} 还没有到，页面上的发布日期会在将来",
    hint="上线那天再发布，或改成实际上线的那一天",
    why="将来的发布日期是检查中的一票否决项。",
    example=Example("site.yml", "launched_on: 2999-01-01\n", "launched_on: 2026-01-01\n"),
)
def launched(session: Session) -> Iterator[Hit]:
    """The launch of the site is not after the day of the build."""
    day = session.registry.site.launched_on
    if day > session.as_of:
        yield Hit("site.yml", ("launched_on",), {"day": day})


RULES = (
    one_name_each,
    one_text_each,
    nothing_twice,
    step_twice,
    text_says_the_limit,
    names_apart,
    possible_dates,
    launched,
)
