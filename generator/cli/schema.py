"""`zwgk schema`: writes the JSON Schema of each registry and of site.yml."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.parsing import FINE, IN_PROJECT, Command

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.source.readers import Reader


def _options(parser: argparse.ArgumentParser) -> None:
    """Add the option for the output folder."""
    parser.add_argument("--output", type=Path, required=True, metavar="文件夹", help="放在哪里")


def _run(args: argparse.Namespace) -> int:
    """Write the schemas."""
    import json

    from generator.cache import Table
    from generator.model.own import OwnRegistry, read_own
    from generator.model.records import RECORDS
    from generator.model.schema import json_schema
    from generator.model.site import Site

    args.output.mkdir(parents=True, exist_ok=True)
    own = read_own(args.project, [record.FOLDER for record in RECORDS], Table()).records
    records: dict[str, type] = {record.FOLDER: record for record in (*RECORDS, *own)}
    ids = _ids(args.project, {record.FOLDER: record.READER for record in (*RECORDS, *own)})
    records |= {"site": Site, "registry": OwnRegistry}
    for name, record in records.items():
        text = json.dumps(json_schema(record, ids), ensure_ascii=False, indent=1)
        (args.output / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    print(f"已导出到 {args.output}")
    return FINE


def _ids(project: Path, readers: Mapping[str, Reader]) -> dict[str, list[str]]:
    """Return the ids of the entries of a project and of those that it inherits from, by registry, sorted."""
    from generator.source.bureaus import line_of
    from generator.source.project import list_project

    found: dict[str, set[str]] = {folder: set() for folder in readers}
    for root in line_of(project):
        for file in list_project(root, readers).files:
            if file.folder in found:
                found[file.folder].add(file.id)
    return {folder: sorted(ids) for folder, ids in found.items()}


COMMAND = Command(
    "schema",
    "导出各名录的 JSON Schema，编辑器用它补全字段、提示含义",
    "  zwgk schema --output .zwgk/schema",
    (IN_PROJECT,),
    _options,
    _run,
)
