"""`zwgk new`: one entry with every field explained. `newsite` makes a whole site."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any

import yaml

from generator.cache import Table
from generator.check.safety import CHOOSE, PLACEHOLDER
from generator.hidden import HIDDEN, escaped
from generator.model.organs import Organ
from generator.model.own import read_own
from generator.model.posts import Post
from generator.model.procedures import Procedure, Step
from generator.model.records import RECORDS
from generator.model.rosters import Roster
from generator.model.schema import field_title, validate
from generator.model.time_limits import TimeLimit
from generator.model.types import SLUG, Basis, Duration, Entry, Vocabulary, hints_of, is_required, ref_target, unwrap
from generator.model.vocabularies import DEFAULTS, Term
from generator.places import teach
from generator.source.csv_reader import ROWS
from generator.source.project import SITE_FILE
from generator.source.readers import CSV, YAML
from generator.source.regular import read_regular
from generator.source.whole import write_whole


class ScaffoldError(Exception):
    """Nothing was written; the message is Chinese and says why."""


def kinds(project: Path | None = None) -> dict[str, type[Entry]]:
    """Return the record types that `zwgk new` can create, by their name on the command line, e.g. time-limit.

    The own registries of the project are included.
    """
    own = read_own(project, [record.FOLDER for record in RECORDS], Table()).records if project else ()
    return {_word(record.__name__): record for record in (*RECORDS, *own)}


def kind_of(word: str, project: Path | None = None) -> type[Entry] | None:
    """Return the kind that a word names: procedure, procedures, 办事事项 or part of that, as 事项; None if none does.

    A part that several kinds share, as 事项, is the first one in the order of the site.
    """
    known = kinds(project)
    records = list(known.values())
    exact = [record for record in records if word in (record.FOLDER, record.TITLE, record.COLUMN)]
    part = [record for record in records if len(word) > 1 and word in record.TITLE]
    return known.get(word) or next(iter((*exact, *part)), None)


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


def new_entry(project: Path, record: type[Entry], name: str, id: str | None) -> list[Path]:
    """Write the file of a new entry, required fields as placeholders and optional ones as comments; return the paths.

    A procedure gets its time limit with it, in a second file. Raises ScaffoldError, and writes nothing, if `project`
    is no project, the name is one that the next check would refuse, or an id is invalid or taken.
    """
    if not (project / SITE_FILE).is_file():
        raise ScaffoldError(
            f"{project.absolute()} 里没有 {SITE_FILE}，不是项目文件夹；进到项目文件夹里运行，或用 --project 指定"
        )
    id = id or propose_id(name)
    if not id:
        raise ScaffoldError(f"“{name}”起不出编号，请用 --id 写一个")
    if not re.fullmatch(SLUG, id):
        raise ScaffoldError(f"“{id}”不能做编号：只用小写字母、数字和连字符，如 fapiao-lingyong")
    limit = f"{name}办理时限"
    for kind, title in ((record, name), *([(TimeLimit, limit)] if record is Procedure else ())):
        if wrong := _wrong_name(kind, title):
            raise ScaffoldError(wrong)
    known = {folder: other for folder, other in known_ids(project, record).items() if folder != record.FOLDER}
    files = {_free(project, record, id): _text(record, name, known)}
    if record is Procedure:
        files[_free(project, TimeLimit, id)] = _text(TimeLimit, limit, {**known, record.FOLDER: id})
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
    return list(files)


def _wrong_name(record: type[Entry], name: str) -> str:
    """Return in Chinese why a name is refused in a file of this kind; "" if it is not."""
    if HIDDEN.search(name):
        return f"名称“{escaped(name)}”里有看不见的字符，删掉再试"
    _, problems = validate(record, {"id": "x", "name": name}, "")
    found = (f"{rule.message}；{rule.hint}".format_map(hit.words) for rule, hit in problems if hit.path == ("name",))
    return escaped(next(found, ""))


def _free(project: Path, record: type[Entry], id: str) -> Path:
    """Return the path of a new entry. Raises ScaffoldError if its id is taken."""
    path = project / "data" / record.FOLDER / f"{id}{record.READER.suffixes[0]}"
    used = next((item for item in path.parent.rglob(f"{id}.*")), None) if path.parent.is_dir() else None
    if used:
        raise ScaffoldError(f"{used} 已经有了，请用 --id 换一个编号")
    return path


def known_ids(project: Path, record: type[Entry]) -> dict[str, str]:
    """Return the id that a new entry probably refers to, by registry: where there is only one to choose.

    Of organs it is the only hall, for what happens in halls; of posts the one that visitors of that hall ask first.
    """
    found: dict[str, str] = {}
    for folder in (kind.FOLDER for kind in RECORDS):
        files = _files(project, folder)
        if len(files) == 1:
            found[folder] = files[0].stem
    halls = [file for file in _files(project, Organ.FOLDER) if _field(file, "kind") == "hall"]
    if len(halls) == 1 and record in (Procedure, Post, Roster):
        found[Organ.FOLDER] = halls[0].stem
        found.setdefault(Post.FOLDER, _field(halls[0], "first_contact"))
    return {folder: id for folder, id in found.items() if id}


def _files(project: Path, folder: str) -> list[Path]:
    """Return the YAML files of a registry, sorted; what is no regular file is left out."""
    return sorted(filter(Path.is_file, (project / "data" / folder).rglob("*.y*ml")))


def _field(file: Path, name: str) -> str:
    """Return the plain text of a field in a YAML file; nothing if it is not to be found."""
    found = re.search(
        rf"^{name}: *([a-z0-9-]+)", read_regular(file, YAML.most_bytes).decode(errors="replace"), re.MULTILINE
    )
    return found[1] if found else ""


def _text(record: type[Entry], name: str, known: Mapping[str, str]) -> str:
    """Return the text of a new entry's file."""
    lines = _table_lines(record, name) if record.READER is CSV else _lines(record, name, known)
    return "\n".join(lines) + "\n"


def _table_lines(record: type[Entry], name: str) -> Iterator[str]:
    """Yield the lines of a new CSV table: the fields of the whole table, then the header."""
    hints = hints_of(record)
    for item in fields(record):
        zh = field_title(record, item.name)
        if item.default is MISSING and zh and item.name not in ("id", ROWS):
            yield f"# {zh.title}: {name if item.name == 'name' else _sample(hints[item.name], {})}"
    row = unwrap(typing.get_args(unwrap(hints[ROWS]))[0])
    yield ",".join(zh.title for item in fields(row) if (zh := field_title(row, item.name)))
    columns = len(fields(row))
    for cells in record.FIXED_ROWS:
        yield ",".join(cell or PLACEHOLDER for cell in cells) + "," * (columns - len(cells))


def _lines(record: type[Entry], name: str, known: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of a new entry: its own fields in the order of the page, then those that every entry can have."""
    hints = hints_of(record)
    common = {item.name for item in fields(Entry)}
    yield f"# {record.TITLE}：带“{PLACEHOLDER}”“{CHOOSE}”的必须填写，填好的不留括号。"
    yield "# 行首有“# ”的按需要填写：用到就去掉“# ”，用不到不用管。"
    yield yaml.safe_dump({"name": name}, allow_unicode=True, width=1000).rstrip()
    own = [item for item in fields(record) if item.name not in common]
    rest = [item for item in fields(record) if item.name in common - {"id", "name"}]
    for item in (*own, *rest):
        zh = field_title(record, item.name)
        if zh is None:
            continue
        if item in rest[:1]:
            yield "# ---- 每一项内容都可以写的 ----"
        comment = f"{zh.title}:{zh.description}" if zh.description else zh.title
        comment += _options(hints[item.name])
        shape = _sample(hints[item.name], known)
        if is_required(item) or item.name in _ASKED.get(record, ()):
            yield f"{item.name}: {shape}  # {comment}"
        else:
            yield f"# {item.name}:{f' {shape}' if shape[0] in '[{' else ''}  # {comment}"


_ASKED: Mapping[type[Entry], frozenset[str]] = {
    Procedure: frozenset(
        {
            "aliases", "conditions", "materials", "steps", "where", "channels", "fee", "result", "basis", "duties",
            "first_contact", "oversight", "standards", "visits",
        }
    ),
    TimeLimit: frozenset({"promised"}),
}  # fmt: skip
"""Fields that a file can be read without, but that a guide is not complete without."""

_ALSO: Mapping[type, tuple[str, ...]] = {Step: ("post",), Basis: ("articles",), Duration: ("count",)}
"""Parts that belong to the shape of a record although it can be read without them."""


def _needed(record: type) -> list[str]:
    """Return the fields of a part of an entry that are shown as its shape: what it needs, or else its first one."""
    named = _ALSO.get(record, ())
    needed = [item.name for item in fields(record) if item.name in named or is_required(item)]
    return needed or [fields(record)[0].name]


def _sample(annotation: Any, known: Mapping[str, str]) -> str:
    """Return YAML that has the shape of a field and still has to be filled in; ids that are `known` are filled in."""
    plain, target = unwrap(annotation), ref_target(annotation)
    if typing.get_origin(plain) is tuple:
        return f"[{_sample(typing.get_args(plain)[0], known)}]"
    if typing.get_origin(plain) in (dict, Mapping):
        return f"{{bianhao: {_sample(typing.get_args(plain)[1], known)}}}"
    if is_dataclass(plain) and isinstance(plain, type):
        hints = hints_of(plain)
        return "{" + ", ".join(f"{name}: {_sample(hints[name], known)}" for name in _needed(plain)) + "}"
    return known.get(target, PLACEHOLDER) if target else CHOOSE if _values(plain) or _terms(annotation) else PLACEHOLDER


def _values(plain: Any) -> str:
    """Return the values of a closed list in words; nothing for what may hold anything."""
    if plain is bool:
        return "true 是、false 否"
    if isinstance(plain, type) and issubclass(plain, Vocabulary):
        return "、".join(f"{member.value} {member.label}" for member in plain)
    return ""


def _terms(annotation: Any) -> str:
    """Return the terms that a field of a list in data/vocabularies takes by default; "" for other fields."""
    lists = [item.vocabulary for item in getattr(annotation, "__metadata__", ()) if isinstance(item, Term)]
    return "".join(
        "、".join(f"{id} {label}" for id, label in DEFAULTS[name].items()) + f"，或 data/vocabularies/{name}.yml 里的"
        for name in lists
    )


def _options(annotation: Any, name: str = "") -> str:
    """Return the values that a field may have, or the registry whose ids it holds; of a record, those of its parts."""
    plain, target = unwrap(annotation), ref_target(annotation)
    if typing.get_origin(plain) is tuple:
        return _options(typing.get_args(plain)[0], name)
    if is_dataclass(plain) and isinstance(plain, type):
        hints = hints_of(plain)
        return "".join(_options(hints[part], f"{part} ") for part in _needed(plain))
    if values := _values(plain) or _terms(annotation):
        return f";{name}可以写 {values}"
    return f";{name}写 data/{target}/ 里的文件名" if target else ""
