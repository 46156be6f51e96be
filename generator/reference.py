"""Generates two pages of the handbook: the fields of every registry, and every rule with its example.

`python -m generator.reference DIR` writes them. A test compares the committed pages with the generated ones.
"""

from __future__ import annotations

import sys
import typing
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from annotated_types import Ge, Le, MaxLen, MinLen

from generator.check import RULES
from generator.findings import Rule, Severity
from generator.model.content import PageMeta
from generator.model.records import RECORDS
from generator.model.schema import field_title
from generator.model.site import Site
from generator.model.types import Entry, Pattern, Vocabulary, hints_of, is_required, ref_target, unwrap

_NOTE = "<!-- 这一页由 make docs 生成，请改 generator/ 里的模型或规则，不要改这里。 -->\n"


def fields_page() -> str:
    """Return the page of fields as Markdown, one section per registry."""
    parts = [_NOTE, "# 字段一览", "", "带 ● 的必须写；其余用得到才写。编号就是文件名，不写在文件里。", ""]
    parts += _table("每项内容都可以写的字段", Entry, None)
    for record in RECORDS:
        parts += _table(f"{record.TITLE} data/{record.FOLDER}/", record, Entry)
    parts += _table("网站设置 site.yml", Site, None)
    parts += _table("Markdown 页面的开头 content/", PageMeta, None)
    return "\n".join(parts).rstrip() + "\n"


def _table(title: str, record: type, base: type | None) -> Iterator[str]:
    """Yield a record's table, then those of the records inside it; fields of `base` are left out."""
    inner: list[tuple[str, type]] = []
    yield from (f"## {title}", "", "| 字段 | 名称 | 说明 | 写什么 |", "|---|---|---|---|")
    hints = hints_of(record)
    common = {item.name for item in fields(base)} if base else set()
    for item in fields(record):
        zh = field_title(record, item.name)
        if zh is None or item.name in common or item.name == "id":
            continue
        mark = " ●" if is_required(item) else ""
        yield f"| `{item.name}`{mark} | {zh.title} | {zh.description} | {_kind(hints[item.name])} |"
        nested = _record_in(hints[item.name])
        if nested:
            inner.append((f"{zh.title} `{item.name}`", nested))
    yield ""
    for name, nested in inner:
        yield from (
            line.replace("## ", "### ", 1) if line.startswith("## ") else line for line in _table(name, nested, None)
        )


def _record_in(annotation: Any) -> type | None:
    """Return the record type inside an annotation, through lists and maps."""
    plain = unwrap(annotation)
    if is_dataclass(plain) and isinstance(plain, type):
        return plain
    arguments = typing.get_args(plain)
    return _record_in(arguments[0 if typing.get_origin(plain) is tuple else -1]) if arguments else None


def _kind(annotation: Any) -> str:
    """Return a Chinese description of the values that a field accepts."""
    target = ref_target(annotation)
    if target:
        return f"{next(record.TITLE for record in RECORDS if target == record.FOLDER)}的编号"
    plain = unwrap(annotation)
    origin, arguments = typing.get_origin(plain), typing.get_args(plain)
    if origin is tuple:
        return f"列表：{_kind(arguments[0])}"
    if origin is dict:
        return f"编号: {_kind(arguments[1])}"
    if is_dataclass(plain):
        return "见下表"
    if isinstance(plain, type) and issubclass(plain, Vocabulary):
        return "、".join(f"`{member.value}` {member.label}" for member in plain)
    return _limits(annotation)


def _limits(annotation: Any) -> str:
    """Return a Chinese description of a scalar's format and bounds, from its metadata."""
    words: list[str] = []
    while annotation is not None:
        for item in getattr(annotation, "__metadata__", ()):
            if isinstance(item, Pattern):
                return item.expected
            if isinstance(item, MaxLen):
                words.append(f"文字，最多 {item.max_length} 字")
            elif isinstance(item, Ge | Le | MinLen):
                continue
        arguments = typing.get_args(annotation)
        annotation = (
            getattr(annotation, "__origin__", None)
            if hasattr(annotation, "__metadata__")
            else (arguments[0] if arguments else None)
        )
    return words[0] if words else "文字"


def rules_page() -> str:
    """Return the page of rules as Markdown: each with its reason and its wrong and right example."""
    parts = [
        _NOTE,
        "# 检查规则",
        "",
        f"共 {len(RULES)} 条。编号永远不变，错误会阻止发布，提醒不会（加 `--strict` 也会）。",
        "",
    ]
    for rule in RULES:
        parts += _rule(rule)
    return "\n".join(parts).rstrip() + "\n"


def _rule(rule: Rule) -> Iterator[str]:
    """Yield the lines of one rule."""
    kind = "错误" if rule.severity is Severity.ERROR else "提醒"
    yield from (f"## {rule.code} {rule.title}", "", f"{kind}。{rule.why}", "")
    if rule.example is None:
        return
    where = (
        rule.example.file
        if rule.example.file.startswith(("content/", "site.yml", "bureaus/"))
        else f"data/{rule.example.file}"
    )
    yield from (f"`{where}`", "", "错误的写法：", "", "```yaml", rule.example.wrong.rstrip(), "```", "")
    right = rule.example.right.rstrip()
    yield from (
        ("正确的写法：", "", "```yaml", right, "```", "") if right else ("改法：删掉这个文件，或换一个名字。", "")
    )


PAGES = {"fields.md": fields_page, "rules.md": rules_page}


def main() -> None:
    """Write the pages into the folder in sys.argv."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        (folder / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
