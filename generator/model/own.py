"""Own registries (自定义名录): registries that a project declares in YAML, in its folder registries/.

A declaration becomes a record type like the built-in ones. Reading, checks, JSON Schema, `zwgk new`, pages and search
derive from it as from any other record.
"""

import dataclasses
import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from annotated_types import MaxLen

from generator.cache import Table
from generator.findings import Finding, Location
from generator.model import rules
from generator.model.compile import compile_cached
from generator.model.types import (
    Count,
    Day,
    Email,
    Entry,
    Flag,
    Line,
    Name,
    Phone,
    Record,
    Ref,
    Sayings,
    Slug,
    Text,
    Url,
    Vocabulary,
    Zh,
    record,
)
from generator.source.project import SourceFile, read_bytes
from generator.source.readers import YAML

FOLDER = "registries"
_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_TAKEN = frozenset({"about", "assets", "audiences", "content", "guide", "news", "pages", "search", "site", "themes"})
"""First segments of addresses that the generator uses for other pages."""


class FieldKind(Vocabulary):
    """Kind of a field of an own registry."""

    LINE = "line", "一行文字"
    TEXT = "text", "一段文字"
    LINES = "lines", "几行文字"
    COUNT = "count", "整数"
    FLAG = "flag", "是或否"
    DAY = "day", "日期"
    URL = "url", "网址"
    PHONE = "phone", "电话"
    EMAIL = "email", "邮箱"
    CHOICE = "choice", "几个值里的一个"
    REF = "ref", "名录里的一项"
    REFS = "refs", "名录里的几项"


_TYPES: Mapping[FieldKind, Any] = {
    FieldKind.LINE: Line,
    FieldKind.TEXT: Text,
    FieldKind.LINES: Annotated[tuple[Line, ...], MaxLen(100)],
    FieldKind.COUNT: Count,
    FieldKind.FLAG: Flag,
    FieldKind.DAY: Day,
    FieldKind.URL: Url,
    FieldKind.PHONE: Phone,
    FieldKind.EMAIL: Email,
}


@record
class OwnField(Record):
    """One field of an own registry."""

    kind: Annotated[FieldKind, Zh("种类")]
    title: Annotated[Name, Zh("名称", "页面上和编辑时显示")]
    description: Annotated[Line | None, Zh("说明", "告诉编辑怎么填")] = None
    required: Annotated[Flag, Zh("必填")] = False
    options: Annotated[dict[Slug, Name], Zh("可选值", "kind 是 choice 时写：值: 名称"), MaxLen(60)] = dataclasses.field(
        default_factory=dict
    )
    of: Annotated[Name | None, Zh("哪个名录", "kind 是 ref 或 refs 时写名录的文件夹名，如 organs")] = None


@record
class OwnRegistry(Record):
    """The declaration of an own registry. Its file name is the registry's folder in data/."""

    title: Annotated[Name, Zh("一项叫什么", "如 便民服务点")]
    column: Annotated[Name, Zh("栏目名称", "目录页的标题")]
    tab: Annotated[Name | None, Zh("菜单", "放在哪个菜单下；不写就只从政府信息公开目录进入")] = None
    category: Annotated[Name, Zh("公开类别", "政府信息公开目录里的类别，如 机构职能")]
    contents: Annotated[Line, Zh("公开内容", "政府信息公开目录里写公开了什么")]
    fields: Annotated[dict[Name, OwnField], Zh("字段", "英文名: {kind, title, …}"), MaxLen(60)]


class Own(NamedTuple):
    """The record types of a project's own registries, and the findings in the declarations."""

    records: tuple[type[Entry], ...]
    findings: tuple[Finding, ...]


def read_own(root: Path, known: Collection[str], table: Table) -> Own:
    """Read the declarations of the project at `root`, sorted by name. `known` are the built-in folders."""
    records: list[type[Entry]] = []
    findings: list[Finding] = []
    files = sorted(path for path in (root / FOLDER).glob("*") if not path.name.startswith("."))
    names = {path.stem for path in files}
    for path in files:
        file = f"{FOLDER}/{path.name}"
        wrong = _wrong_name(path, known)
        if wrong:
            findings.append(rules.OWN_REGISTRY.finding(Location(file), {"what": wrong}))
            continue
        data = read_bytes(root, SourceFile(FOLDER, path.stem, file, True), YAML.most_bytes)
        if isinstance(data, Finding):
            findings.append(data)
            continue
        compiled = compile_cached(OwnRegistry, file, data, table)
        findings += compiled.findings
        if compiled.record is None:
            continue
        mended = {tuple(part.split("/")[:2]) for part in compiled.left_out}
        problems = [item for item in _problems(compiled.record, {*known, *names}) if item[0] not in mended]
        outline = YAML.outline(data, {})
        findings += [
            rules.OWN_REGISTRY.finding(Location(file, *outline.place(place)), {"what": what})
            for place, what in problems
        ]
        if not problems:
            records.append(record_of(path.stem, compiled.record, hashlib.sha256(data).hexdigest()))
    return Own(tuple(records), tuple(findings))


def _wrong_name(path: Path, known: Collection[str]) -> str:
    """Return in Chinese why a declaration's file name is not allowed; "" if it is allowed."""
    if path.suffix not in YAML.suffixes:
        return f"{FOLDER}/ 里只放 .yml 文件"
    if path.stem in known or path.stem in _TAKEN:
        return f"“{path.stem}”这个名字已经用了，换一个"
    return "" if _NAME.fullmatch(path.stem) else "文件名用小写字母、数字和下划线，如 service_points.yml"


def _problems(declared: OwnRegistry, folders: Collection[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the problems of a well-formed declaration, each with its path and a Chinese description."""
    taken = {item.name for item in dataclasses.fields(Entry)} | {"aliases", "sayings"}
    for name, item in declared.fields.items():
        place = ("fields", name)
        if not _NAME.fullmatch(name):
            yield place, f"字段名“{name}”要用小写字母、数字和下划线"
        elif name in taken:
            yield place, f"字段“{name}”每个名录都有，不用再写"
        if item.kind is FieldKind.CHOICE and not item.options:
            yield place, f"“{item.title}”是 choice，要在 options 里列出可选值"
        if item.kind in (FieldKind.REF, FieldKind.REFS) and item.of not in folders:
            yield place, f"“{item.title}”的 of 要写名录的文件夹名，不能写“{item.of or '（空）'}”"


def record_of(folder: str, declared: OwnRegistry, digest: str) -> type[Entry]:
    """Return the record type of a declaration. The file's `digest` becomes part of its name, and so of cache keys."""
    name = "".join(part.capitalize() for part in folder.split("_"))
    record = dataclasses.make_dataclass(
        name,
        [("aliases", _ALIASES, ()), ("sayings", Sayings, ()), *(_field(*item) for item in declared.fields.items())],
        bases=(Entry,),
        namespace={
            "__doc__": declared.title,
            "FOLDER": folder,
            "TITLE": declared.title,
            "COLUMN": declared.column,
            "TAB": declared.tab or "",
            "DISCLOSES": (declared.category, declared.contents),
            "DECLARED": declared,
        },
        frozen=True,
        slots=True,
        kw_only=True,
    )
    record.__qualname__ = f"{name}-{digest}"
    return record


_ALIASES = Annotated[tuple[Name, ...], Zh("别名")]


def _field(name: str, item: OwnField) -> tuple[str, Any, Any]:
    """Return a field as the (name, annotation, default) that `make_dataclass` takes."""
    kind: Any
    match item.kind:
        case FieldKind.CHOICE:
            values = {value.replace("-", "_").upper(): (value, label) for value, label in item.options.items()}
            functional: Any = Vocabulary
            kind = functional(name, values)
        case FieldKind.REF:
            kind = Annotated[Slug, Ref(item.of or "")]
        case FieldKind.REFS:
            kind = Annotated[tuple[Annotated[Slug, Ref(item.of or "")], ...], MaxLen(200)]
        case _:
            kind = _TYPES[item.kind]
    many = item.kind in (FieldKind.LINES, FieldKind.REFS)
    title = Zh(item.title, item.description or "")
    if item.required:
        return name, Annotated[kind, title], dataclasses.field()
    return name, Annotated[kind if many else kind | None, title], () if many else None
