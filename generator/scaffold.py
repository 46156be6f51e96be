"""`zwgk new`: a whole site from the starter, or one entry with every field explained."""

from __future__ import annotations

import re
import shutil
import typing
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any

import yaml

from generator.cache import Table
from generator.check.safety import PLACEHOLDER
from generator.model.own import read_own
from generator.model.schema import field_title
from generator.model.types import SLUG, Entry, Vocabulary, ref_target, unwrap
from generator.places import teach
from generator.registries import RECORDS
from generator.source.csv_reader import ROWS
from generator.source.project import SITE_FILE
from generator.source.readers import CSV

_STARTER = Path(__file__).resolve().parent / "starter"


class ScaffoldError(Exception):
    """Nothing was written; the message is Chinese and says why."""


def new_site(folder: Path) -> Path:
    """Copy the starter project to `folder`, which must not exist or be empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ScaffoldError(f"{folder} 已经有内容，请换一个空文件夹")
    shutil.copytree(_STARTER, folder, dirs_exist_ok=True)
    return folder


def kinds(project: Path | None = None) -> dict[str, type[Entry]]:
    """Return the record types that `zwgk new` can create, by their name on the command line, e.g. time-limit.

    The own registries of the project are included.
    """
    own = read_own(project, [record.FOLDER for record in RECORDS], Table()).records if project else ()
    return {_word(record.__name__): record for record in (*RECORDS, *own)}


def _word(name: str) -> str:
    """Return a class name in kebab case: TimeLimit -> time-limit."""
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("-")


def propose_id(name: str) -> str:
    """Return an id for a Chinese name: pinyin, a hyphen between words, e.g. 发票领用 -> fapiao-ling-yong."""
    import rjieba
    from pypinyin import lazy_pinyin

    teach()
    plain = re.sub(r"[^\w]+", " ", name)
    words = ["".join(lazy_pinyin(word, errors=_ascii)) for word in rjieba.cut(plain)]
    return "-".join(word.lower() for word in words if word.strip())[:100].strip("-")


def _ascii(text: str) -> str:
    """Return only the ASCII letters and digits of a text that has no pinyin."""
    return "".join(re.findall("[A-Za-z0-9]+", text))


def new_entry(project: Path, record: type[Entry], name: str, id: str | None) -> Path:
    """Write the file of a new entry, required fields as placeholders and optional ones as comments; return its path.

    Raises ScaffoldError if `project` is no project, or the id is invalid or taken.
    """
    if not (project / SITE_FILE).is_file():
        raise ScaffoldError(f"{project} 里没有 {SITE_FILE}，不是项目文件夹；进到项目文件夹里运行，或用 --project 指定")
    id = id or propose_id(name)
    if not id:
        raise ScaffoldError(f"“{name}”起不出编号，请用 --id 写一个")
    if not re.fullmatch(SLUG, id):
        raise ScaffoldError(f"“{id}”不能做编号：只用小写字母、数字和连字符，如 fapiao-lingyong")
    path = project / "data" / record.FOLDER / f"{id}{record.READER.suffixes[0]}"
    used = next((item for item in path.parent.rglob(f"{id}.*")), None) if path.parent.is_dir() else None
    if used:
        raise ScaffoldError(f"{used} 已经有了，请用 --id 换一个编号")
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = _table_lines(record, name) if record.READER is CSV else _lines(record, name)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _table_lines(record: type[Entry], name: str) -> Iterator[str]:
    """Yield the lines of a new CSV table: the fields of the whole table, then the header."""
    hints = typing.get_type_hints(record, include_extras=True)
    for item in fields(record):
        zh = field_title(record, item.name)
        if item.default is MISSING and zh and item.name not in ("id", ROWS):
            yield f"# {zh.title}: {name if item.name == 'name' else PLACEHOLDER}"
    row = unwrap(typing.get_args(unwrap(hints[ROWS]))[0])
    yield ",".join(zh.title for item in fields(row) if (zh := field_title(row, item.name)))


def _lines(record: type[Entry], name: str) -> Iterator[str]:
    """Yield the lines of a new entry."""
    hints = typing.get_type_hints(record, include_extras=True)
    yield f"# {record.TITLE}：带“{PLACEHOLDER}”的必须填写；用不到的字段保持注释即可。"
    optional: list[str] = []
    for item in fields(record):
        zh = field_title(record, item.name)
        if item.name == "id" or zh is None:
            continue
        comment = f"{zh.title}:{zh.description}" if zh.description else zh.title
        if item.name == "name":
            yield yaml.safe_dump({"name": name}, allow_unicode=True, width=1000).rstrip()
        elif item.default is MISSING and item.default_factory is MISSING:
            yield f"{item.name}: {_sample(hints[item.name])}  # {comment}{_options(hints[item.name])}"
        else:
            shape = _sample(hints[item.name])
            form = f" {shape}" if shape[0] in "[{" else ""
            optional.append(f"# {item.name}:{form}  # {comment}{_options(hints[item.name])}")
    yield "# ---- 以下按需要填写，去掉行首的“# ”----"
    yield from optional


def _sample(annotation: Any) -> str:
    """Return a YAML placeholder in the shape of a field."""
    plain = unwrap(annotation)
    if isinstance(plain, type) and issubclass(plain, Vocabulary):
        return str(next(iter(plain)).value)
    if typing.get_origin(plain) is tuple:
        return f"[{_sample(typing.get_args(plain)[0])}]"
    if typing.get_origin(plain) in (dict, Mapping):
        return f"{{bianhao: {_sample(typing.get_args(plain)[1])}}}"
    if is_dataclass(plain) and isinstance(plain, type):
        hints = typing.get_type_hints(plain, include_extras=True)
        needed = [item.name for item in fields(plain) if item.default is MISSING and item.default_factory is MISSING]
        return "{" + ", ".join(f"{name}: {_sample(hints[name])}" for name in needed or [fields(plain)[0].name]) + "}"
    return PLACEHOLDER


def _options(annotation: Any) -> str:
    """Return a Chinese hint: a vocabulary's values, or the folder whose ids the field holds; "" for other fields."""
    plain = unwrap(annotation)
    target = ref_target(annotation)
    if typing.get_origin(plain) is tuple:
        inner = typing.get_args(plain)[0]
        plain, target = unwrap(inner), target or ref_target(inner)
    if isinstance(plain, type) and issubclass(plain, Vocabulary):
        return ";可以写 " + "、".join(f"{member.value} {member.label}" for member in plain)
    return f";data/{target}/ 里的文件名" if target else ""
