"""`zwgk synth`: a project of any size, made from the entries of an existing one, to measure speed.

The project is copied. Then county bureaus are added, each with its own hall and copies of the longest procedures, until
the wanted number of procedures is reached. The same seed gives the same files.
"""

from __future__ import annotations

import datetime
import itertools
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from generator.model.records import RECORDS
from generator.source.attachments import MOST_BYTES
from generator.source.project import SITE, SourceFile, list_project, read_bytes
from generator.source.readers import reader_of
from generator.synth_figures import Source, figures

_FIRST = "青河云石清新安永金玉龙凤临长东西南北中平宁昌兴广丰泰和顺德仁义礼信华景明光辉文武康乐"
_SECOND = "阳山溪川城江湖海林泉岭源水田原桥州口陵塘冈浦屏峰台门关坪坝沟店集镇庄"

Value = dict[str, Any]


class SynthError(Exception):
    """Nothing was written; the message is Chinese and says why."""


class _RawEntry(NamedTuple):
    """One entry as read: its id, its file relative to the project, and its value."""

    id: str
    file: str
    value: Mapping[str, Any]


class _Raw(NamedTuple):
    """The values of site.yml and of every entry, by registry."""

    site: Mapping[str, Any] | None
    entries: dict[str, list[_RawEntry]]


@dataclass(frozen=True, slots=True)
class _County:
    """One county bureau to be added."""

    id: str
    name: str

    @property
    def hall(self) -> str:
        """The id of its service hall."""
        return f"{self.id}-banshuiting"


def synth(source: Path, target: Path, procedures: int, counties: int | None, seed: int) -> int:
    """Write a project of `procedures` procedures to `target`, made from the one at `source`; return how many files.

    Raises SynthError if the source cannot be used or has more procedures than `procedures`, or the target is not empty.
    """
    refuse_full(target)
    raw = _read(source)
    own = raw.entries.get("procedures", ())
    if raw.site is None or not own:
        raise SynthError(f"{source} 不是可用的项目：要有 site.yml 和办事事项")
    if procedures < len(own):
        raise SynthError(f"样板自己就有 {len(own)} 个事项，--procedures 不能更少")
    added = _added(raw, procedures - len(own), counties, seed)
    copied = [write(target, name, data) for name, data in _copied(source)]
    return len(copied) + sum(write(target, name, value) for name, value in added)


def synth_months(source: Path, target: Path, months: int, today: datetime.date, seed: int) -> int:
    """Write the project at `source` to `target`, with made-up results and work of the months before `today`.

    Registries that have entries are left as they are. Return how many files were written. Raises SynthError if the
    source cannot be used or the target is not empty.
    """
    refuse_full(target)
    raw = _read(source)
    if raw.site is None:
        raise SynthError(f"{source} 不是可用的项目：要有 site.yml")
    entries = {folder: {item.id: dict(item.value) for item in items} for folder, items in raw.entries.items()}
    made = figures(Source(entries, today, months), random.Random(seed))
    copied = [write(target, name, data) for name, data in _copied(source)]
    return len(copied) + sum(write(target, name, value) for name, value in made)


def refuse_full(target: Path) -> None:
    """Raise SynthError if the target is not empty."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise SynthError(f"{target} 已经有内容，请换一个空文件夹")


def write(target: Path, name: str, data: bytes | str | Mapping[str, Any]) -> int:
    """Write one file below `target`: its bytes, its text, or its value as YAML. Return 1."""
    path = target / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if not isinstance(data, bytes | str):
        data = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return 1


def _read(root: Path) -> _Raw:
    """Return the raw values of a project's files, without files that cannot be read."""
    raw = _Raw(None, {kind.FOLDER: [] for kind in RECORDS})
    for file in _files(root):
        reader = reader_of(file.name)
        data = read_bytes(root, file, reader.most_bytes)
        value = reader.read(data, {}).value if isinstance(data, bytes) else None
        if file.folder == SITE:
            raw = raw._replace(site=value)
        elif file.folder in raw.entries and value is not None:
            raw.entries[file.folder].append(_RawEntry(file.id, file.name, value))
    return raw


def _copied(source: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the source as they are: its site, its entries and tables, and the pages that they link to."""
    for file in _files(source):
        data = read_bytes(source, file, reader_of(file.name).most_bytes)
        if isinstance(data, bytes):
            yield file.name, data
    for file in list_project(source, {}).attachments:
        data = read_bytes(source, file, MOST_BYTES)
        if isinstance(data, bytes):
            yield file.name, data


def _files(root: Path) -> list[SourceFile]:
    """Return the files of a project."""
    return list_project(root, {kind.FOLDER: kind.READER for kind in RECORDS}).files


def _added(raw: _Raw, wanted: int, counties: int | None, seed: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the files of the counties: their organs, procedures and time limits."""
    if not wanted:
        return
    fullest = [entry for entry in raw.entries["procedures"] if entry.value.get("situations")] or list(
        raw.entries["procedures"]
    )
    limits: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for item in raw.entries["time_limits"]:
        limits.setdefault(item.value.get("of", {}).get("procedure", ""), []).append((item.id, item.value))
    number = counties or -(-wanted // len(fullest))
    bureau, hall = _models(raw)
    for index, county in enumerate(_counties(number, seed)):
        yield from _organs(county, bureau, hall)
        share = wanted // number + (index < wanted % number)
        for copy in range(share):
            entry = fullest[copy % len(fullest)]
            id = f"{entry.id[:80]}-{county.id}" + (f"-{copy // len(fullest) + 1}" if copy >= len(fullest) else "")
            mark = county.name + (f"第{copy // len(fullest) + 1}类" if copy >= len(fullest) else "")
            yield f"data/procedures/{county.id}/{id}.yml", _procedure(entry.value, county, mark, set(hall["windows"]))
            for limit_id, limit in limits.get(entry.id, ()):
                suffix = limit_id.removeprefix(entry.id).strip("-")
                value = {**limit, "name": f"{limit['name']}（{mark}）", "of": {"procedure": id}}
                yield f"data/time_limits/{county.id}/{id}{'-' + suffix if suffix else ''}.yml", value


def _models(raw: _Raw) -> tuple[Value, Value]:
    """Return the bureau and the hall with the most windows, the templates of a county's."""
    organs = [dict(entry.value) for entry in raw.entries["organs"]]
    bureau = next((organ for organ in organs if organ.get("kind") == "bureau"), None)
    halls = [organ for organ in organs if organ.get("kind") == "hall"]
    if bureau is None or not halls:
        raise SynthError("样板里要有一个税务局和一个办税服务厅")
    return bureau, max(halls, key=lambda organ: len(organ.get("windows", {})))


def county_names(number: int, seed: int) -> list[str]:
    """Return distinct names of counties, shuffled by the seed."""
    names = [first + second for first, second in itertools.product(_FIRST, _SECOND)]
    random.Random(seed).shuffle(names)
    rounds = ("县", "市", "区", "旗")
    return list(itertools.islice((name + kind for kind in rounds for name in names), number))


def _counties(number: int, seed: int) -> list[_County]:
    """Return counties with distinct names, shuffled by the seed."""
    return [_County(f"x{index:04}", name) for index, name in enumerate(county_names(number, seed), 1)]


def _organs(county: _County, bureau: Value, hall: Value) -> Iterator[tuple[str, Value]]:
    """Yield a county's bureau and hall."""
    own = {key: value for key, value in bureau.items() if key not in {"aliases", "former_ids"}}
    yield (
        f"data/organs/{county.id}/{county.id}-shuiwuju.yml",
        {**own, "name": f"{county.name}税务局", "short_name": f"{county.name}局"},
    )
    own = {key: value for key, value in hall.items() if key not in {"aliases", "former_ids"}}
    windows = hall.get("windows", {})  # their posts are those of the hall that is copied
    yield (
        f"data/organs/{county.id}/{county.hall}.yml",
        {
            **own,
            "windows": {
                id: {key: value for key, value in window.items() if key != "post"} for id, window in windows.items()
            },
            "address": f"{county.name}{own['address']}",
            "inquiry_phone": f"0600-{int(county.id[1:]):07}",
            "name": f"{county.name}办税服务厅",
            "short_name": f"{county.name}厅",
            "parent": f"{county.id}-shuiwuju",
        },
    )


def _procedure(value: Mapping[str, Any], county: _County, mark: str, windows: set[str]) -> Value:
    """Return a procedure as a county offers it: at its own hall, at the same windows."""
    named = {window for place in value.get("where", ()) for window in place.get("windows", ())} & windows
    fields = {key: item for key, item in value.items() if key not in {"former_ids", "common_name"}}
    return {
        **fields,
        "name": f"{value['name']}（{mark}）",
        "where": [{"organ": county.hall, "windows": sorted(named or windows)}],
    }
