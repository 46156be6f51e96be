"""`zwgk synth --bureaus`: a province of any size, to measure speed: a project as the superior, and counties below it.

Most matters are inherited; about one in six differs in a county, and some promises are better. The same seed gives the
same files.
"""

from __future__ import annotations

import datetime
import random
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from generator.model.organs import Organ
from generator.model.procedures import Procedure
from generator.model.time_limits import TimeLimit
from generator.source.bureaus import FOLDER
from generator.source.project import CONTENT, SITE_FILE
from generator.synth import SynthError, county_names, refuse_full, write
from generator.synth_figures import MADE, READ, Source, figures

_SHARE = 6
"""One matter in so many differs in a county."""

Value = dict[str, Any]


def synth_bureaus(source: Path, target: Path, bureaus: int, seed: int, months: int, today: datetime.date) -> int:
    """Write a province of that many counties to `target`, below the project at `source`; return how many files.

    Each county has made-up results and work of the `months` before `today`.
    Raises SynthError if the source cannot be used or the target is not empty.
    """
    refuse_full(target)
    if not (source / SITE_FILE).is_file():
        raise SynthError(f"{source} 不是可用的项目：要有 {SITE_FILE}")
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(source / SITE_FILE, target / SITE_FILE)
    for folder in ("data", CONTENT, "registries", "theme"):
        if (source / folder).is_dir() and not (folder == "theme" and (source / "generator").is_dir()):
            shutil.copytree(source / folder, target / folder)
    raw = {kind.FOLDER: _values(source, kind.FOLDER) for kind in (Procedure, *READ)}
    site: Value = yaml.load((source / SITE_FILE).read_bytes(), yaml.CBaseLoader)
    for number, name in enumerate(county_names(bureaus, seed), 1):
        rng = random.Random(f"{seed}-{number}")
        below = target / FOLDER / f"x{number:04}"
        files = list(_county(below.name, name, number, site, raw, rng))
        organs = {Path(file).stem: value for file, value in files if file.startswith(f"data/{Organ.FOLDER}/")}
        own = {kind.FOLDER: raw[kind.FOLDER] for kind in READ if kind not in MADE} | {Organ.FOLDER: organs}
        for file, data in (*files, *(figures(Source(own, today, months), rng) if months else ())):
            write(below, file, data)
    return sum(path.is_file() for path in target.rglob("*"))


def _values(root: Path, folder: str) -> dict[str, Value]:
    """Return the values of a registry's YAML files by id."""
    files = sorted((root / "data" / folder).rglob("*.yml"))
    return {file.stem: yaml.load(file.read_bytes(), yaml.CBaseLoader) for file in files}


def _county(
    id: str, name: str, number: int, site: Value, raw: Mapping[str, Mapping[str, Value]], rng: random.Random
) -> Iterator[tuple[str, Value]]:
    """Yield the files of one county: its site, its organs, and the matters in which it differs."""
    bureau = f"{name}税务局"
    yield (
        SITE_FILE,
        {
            "name": f"{bureau}政务公开",
            "bureau": f"{id}-shuiwuju",
            "description": f"{bureau}的职责、办事程序、依据、条件、时限、标准和监督办法。",
            "organiser": bureau,
            "contact": f"{name}人民路{number}号，邮编 000000",
        },
    )
    yield from _organs(id, name, number, site["bureau"], raw[Organ.FOLDER])
    ids = sorted(raw[Procedure.FOLDER])
    limits = {value.get("of", {}).get("procedure"): limit for limit, value in raw[TimeLimit.FOLDER].items()}
    for procedure in rng.sample(ids, len(ids) // _SHARE):
        value = raw[Procedure.FOLDER][procedure]
        limit = limits.get(procedure, "")
        promise = _better(raw[TimeLimit.FOLDER].get(limit, {}), value)
        if promise:
            yield f"data/time_limits/{limit}.yml", {"promised": promise}
        yield f"data/procedures/{procedure}.yml", {"notes": [f"{name}的窗口每周{rng.choice('二四')}下午有帮办人员。"]}


def _organs(id: str, name: str, number: int, above: str, organs: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    """Yield a county's organs: its bureau, and a department or hall for each of the superior's, by the same id."""
    own = f"{id}-shuiwuju"
    branches = [key for key, value in organs.items() if value.get("kind") == "branch"]
    for key, value in organs.items():
        kind = value.get("kind")
        if key in branches[1:] or (kind == "bureau" and key != above):
            continue
        kept = {field: item for field, item in value.items() if field not in ("aliases", "former_ids", "hours_changes")}
        changed = {
            "name": f"{name}税务局" if key == above else f"{name}{value['name']}",
            "parent": above if key == above else own,
            "address": f"{name}人民路{number}号税务楼2楼201室",
            "inquiry_phone": f"0600-{6_000_000 + number * 100}",
            "complaint_phone": f"0600-{6_000_001 + number * 100}",
        }
        kept.pop("short_name", None)
        yield f"data/organs/{own if key == above else key}.yml", {**kept, **changed}


def _better(limit: Value, procedure: Value) -> Value | None:
    """Return a promise one working day shorter, or None if the steps or the unit do not allow it."""
    promised = limit.get("promised", {})
    count = promised.get("count", "")
    if promised.get("unit") != "working_day" or not count.isdigit() or int(count) < 3:
        return None
    within = [step.get("within", {}).get("count", "0") for step in procedure.get("steps", ())]
    if not all(item.isdigit() for item in within) or sum(map(int, within)) >= int(count):
        return None
    return {"count": int(count) - 1, "unit": "working_day"}
