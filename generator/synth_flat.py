"""`zwgk synth --bureaus N --flat`: the counties of a province as projects of their own, each with all of its content.

Other generators know no inheritance: to compare speed with them, the same content is needed in full, once a county.
"""

from __future__ import annotations

import datetime
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import msgspec
import yaml

from generator.model.bureau import read_bureau
from generator.model.inherit import default_of
from generator.model.project import read_project
from generator.model.records import RECORDS
from generator.model.types import Record
from generator.source.bureaus import FOLDER, list_bureaus
from generator.source.project import SITE_FILE
from generator.source.readers import YAML
from generator.synth import refuse_full
from generator.synth_bureaus import synth_bureaus


def synth_flat(source: Path, target: Path, bureaus: int, seed: int, months: int, today: datetime.date) -> int:
    """Write that many counties to `target`, a project each, as those of `synth_bureaus` are; return how many files.

    Raises SynthError as `synth_bureaus` does.
    """
    refuse_full(target)
    with tempfile.TemporaryDirectory() as scratch:
        province = Path(scratch, "province")
        synth_bureaus(source, province, bureaus, seed, months, today)
        above = read_project(province, RECORDS)
        for bureau in list_bureaus(province).bureaus:
            id = bureau.path[-1]
            url = f"{above.registry.site.base_url.rstrip('/')}/{id}/"
            registry = read_bureau(province / FOLDER / id, RECORDS, above, url).registry
            _write(target / id / SITE_FILE, registry.site)
            for folder, by_id in registry.entries.items():
                own = province / FOLDER / id / "data" / folder
                if folder in registry.kinds and registry.kinds[folder].READER is not YAML:
                    if own.is_dir():  # tables do not come down
                        shutil.copytree(own, target / id / "data" / folder)
                elif folder in registry.kinds:
                    for entry in by_id.values():
                        _write(target / id / "data" / folder / f"{entry.id}.yml", entry)
    return sum(path.is_file() for path in target.rglob("*"))


def _write(path: Path, record: Record) -> None:
    """Write a record as a YAML file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(_plain(record), Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000)
    path.write_text(text, encoding="utf-8")


def _plain(value: Any) -> Any:
    """Return a value as plain data, without the fields of records that have their default."""
    if isinstance(value, Record):
        stated = ((item, getattr(value, item.name)) for item in fields(value) if item.name != "id")
        return {item.name: _plain(one) for item, one in stated if one != default_of(item)}
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value if isinstance(value, bool | int) else msgspec.to_builtins(value)
