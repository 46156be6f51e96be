"""`zwgk migrate`: bring a project's files to the current format by editing their text, so comments and order stay."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.findings import Finding, Location
from generator.model.rules import NEWER_FORMAT
from generator.model.site import FORMAT_KEY, NOT_NEWER
from generator.source import yaml_reader
from generator.source.project import SITE_FILE
from generator.source.whole import write_whole


class MigrateError(Exception):
    """Nothing was written. The message is Chinese and says why."""


class NewerFormatError(MigrateError):
    """The project's format is newer than this program."""

    def __init__(self, finding: Finding) -> None:
        """Store the finding of rule M210."""
        super().__init__(finding.message)
        self.finding = finding


class Step(NamedTuple):
    """A migration from one format to the next: a Chinese description, a glob of files, and the edit of one text.

    `change` raises MigrateError if it cannot edit a text. It leaves the format number to `plan`.
    """

    old: int
    new: int
    what: str
    files: str = ""
    change: Callable[[str], str] = str


STEPS: tuple[Step, ...] = (Step(1, 2, "site.yml 写明格式版本"),)
"""All steps, oldest first. Format 1 is that of zwgk 0.1, whose site.yml has no `format`."""


class Change(NamedTuple):
    """The text of one file before and after, with the file's own line breaks."""

    file: str
    old: str
    new: str

    def diff(self) -> str:
        """Return the change as a unified diff."""
        old, new = self.old.splitlines(keepends=True), self.new.splitlines(keepends=True)
        lines = difflib.unified_diff(old, new, f"a/{self.file}", f"b/{self.file}")
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


class Plan(NamedTuple):
    """The steps that a project still needs, and the changes of its files."""

    steps: tuple[Step, ...]
    changes: tuple[Change, ...]


def plan(project: Path, steps: Sequence[Step] = STEPS) -> Plan:
    """Return the changes that bring a project to the current format, site.yml last. Raises MigrateError."""
    site = _text(project / SITE_FILE)
    number, current = _format(site), steps[-1].new
    if number > current:
        raise NewerFormatError(_newer(site, number))
    due = tuple(step for step in steps if step.old >= number)
    texts: dict[str, tuple[str, str]] = {}
    for step in due:
        for path in sorted(project.glob(step.files)) if step.files else ():
            name = path.relative_to(project).as_posix()
            old, text = texts.get(name) or (_text(path),) * 2
            texts[name] = old, step.change(text)
    old, text = texts.pop(SITE_FILE, (site, site))
    texts[SITE_FILE] = old, _with_format(text, current) if due else text
    return Plan(due, tuple(Change(name, old, new) for name, (old, new) in texts.items() if old != new))


def write(project: Path, changes: Sequence[Change]) -> None:
    """Write the changed files, each atomically. An interrupted run can be repeated: site.yml is written last."""
    for change in changes:
        write_whole(project / change.file, change.new)


def _text(path: Path) -> str:
    """Return the text of a file with its line breaks and byte order mark. Raises MigrateError."""
    if path.exists() and not path.is_file():
        raise MigrateError(f"{path} 不是普通文件，把它移走")
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise MigrateError(f"没有 {path}，不是项目文件夹；用 --project 指定项目文件夹") from error
    except UnicodeDecodeError as error:
        raise MigrateError(f"{path} 不是 UTF-8 编码，先用 zwgk check 检查、改好") from error


def _format(site: str) -> int:
    """Return the format that a site.yml names, 1 if it names none. Raises MigrateError."""
    value = _value(site).get(FORMAT_KEY, "1")
    if not isinstance(value, str) or not re.fullmatch("[1-9][0-9]{0,5}", value):
        raise MigrateError(f"{SITE_FILE} 里的 {FORMAT_KEY} 写错了，先用 zwgk check 检查、改好")
    return int(value)


def _value(site: str) -> dict[str, object]:
    """Return the mapping of a site.yml. Raises MigrateError if it cannot be read."""
    document = yaml_reader.read(site.removeprefix("\ufeff").replace("\r\n", "\n"))
    if document.problems or not isinstance(document.value, dict):
        raise MigrateError(f"{SITE_FILE} 有错误，先用 zwgk check 检查、改好")
    return document.value


def _newer(site: str, number: int) -> Finding:
    """Return the finding of a format newer than this program."""
    place = Location(SITE_FILE, *yaml_reader.locate(site.removeprefix("\ufeff"), (FORMAT_KEY,)))
    return NEWER_FORMAT.finding(place, {"value": str(number), "expected": NOT_NEWER})


def _with_format(site: str, number: int) -> str:
    """Return a site.yml with another format number: its line changed, or a first line added. Raises MigrateError."""
    line = re.compile(rf"^({FORMAT_KEY}[ \t]*:[ \t]+)[0-9]+", re.MULTILINE)
    if FORMAT_KEY in _value(site):
        new = line.sub(rf"\g<1>{number}", site, count=1)
    else:
        end = "\r\n" if "\r\n" in site else "\n"
        head = re.match(r"\ufeff?(?:(?:[%#][^\n]*|[ \t\r]*)\n)*---[ \t\r]*\n|\ufeff?", site)
        place = head.end() if head else 0
        new = f"{site[:place]}{FORMAT_KEY}: {number}{end}{site[place:]}"
    try:
        right = _value(new) == {**_value(site), FORMAT_KEY: str(number)}
    except MigrateError:
        right = False
    if not right:
        raise MigrateError(f"{SITE_FILE} 的写法不能自动改，请自己写上一行 {FORMAT_KEY}: {number}")
    return new
