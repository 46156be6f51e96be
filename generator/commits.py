"""Compares the days that pages show with the commits that changed their files, where the project is in git.

A day of publication long before the first commit of its file was put there afterwards: 伪造发稿日期 is a veto item of
the national inspection. A text that was changed after its verification or its review was not verified or reviewed.
"""

from __future__ import annotations

import datetime
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.session import Session
from generator.source.git import git_environment

GRACE_DAYS = 3
"""Days that may lie between the stated day of publication and the first commit: a weekend and a day."""

_LOG = ("log", "-M", "--name-status", "--relative", "--date=format-local:%Y-%m-%d", "--format=%x00%cd")


class NoHistoryError(Exception):
    """The commits are not known; the message says in Chinese why."""


class Changed(NamedTuple):
    """The days of the first and the last commit that changed a file."""

    first: datetime.date
    last: datetime.date


class Commits(NamedTuple):
    """The day of the project's first commit, and the days of each file, by name relative to the project."""

    first: datetime.date
    files: dict[str, Changed]


class Doubt(NamedTuple):
    """A day that does not fit the commits: the file, what is wrong; `is_fault` if the day of publication is."""

    file: str
    what: str
    is_fault: bool


def commits(root: Path) -> Commits:
    """Return the commits of the project at `root`; days are Beijing's. Raises NoHistoryError."""
    if _git(root, "rev-parse", "--is-shallow-repository").strip() != "false":
        raise NoHistoryError("git 里只取了最近的提交，先运行 git fetch --unshallow")
    days: dict[str, list[datetime.date]] = {}
    now_called: dict[str, str] = {}
    day = None
    for line in _git(root, "-c", "core.quotePath=false", *_LOG, "--", ".").splitlines():
        if line.startswith("\0"):
            day = datetime.date.fromisoformat(line[1:])
        elif day and line:
            status, *names = line.split("\t")
            name = now_called.get(names[-1], names[-1])
            days.setdefault(name, []).append(day)
            if status.startswith("R"):
                now_called[names[0]] = name
    if day is None:
        raise NoHistoryError("git 里还没有这个项目的提交")
    first = min(day for found in days.values() for day in found)
    return Commits(first, {name: Changed(min(found), max(found)) for name, found in days.items()})


def _git(root: Path, *arguments: str) -> str:
    """Return what git prints in a folder. Raises NoHistoryError if git is not there or fails."""
    program = shutil.which("git")
    if not program:
        raise NoHistoryError("这台机器上没有 git")
    told = git_environment(TZ="Asia/Shanghai", LC_ALL="C")
    done = subprocess.run([program, "-C", str(root), *arguments], capture_output=True, env=told, check=False)
    if done.returncode:
        raise NoHistoryError("项目不在 git 里")
    return done.stdout.decode("utf-8", "replace")


def doubts(session: Session, known: Commits) -> list[Doubt]:
    """Return the days that do not fit the commits, those of publication first."""
    found = [doubt for file, days in _stated(session) if file in known.files for doubt in _doubts(file, days, known)]
    return sorted(found, key=lambda doubt: (not doubt.is_fault, doubt))


class _Stated(NamedTuple):
    """The days that a file states: of publication, of verification, of the last step of the review."""

    published: datetime.date | None
    verified: datetime.date | None
    reviewed: datetime.date | None


def _stated(session: Session) -> Iterator[tuple[str, _Stated]]:
    """Yield the bureau's own files with the days that they state."""
    for (folder, id), file in session.registry.files.items():
        entry = session.registry.entries[folder][id]
        if not file.startswith(session.registry.up):
            final = entry.reviewed.final if entry.reviewed else None
            yield file, _Stated(getattr(entry, "published_on", None), entry.verified_on, final.on if final else None)
    for page, meta in session.written:
        final = meta.reviewed.final if meta.reviewed else None
        yield page.file, _Stated(meta.date, None, final.on if final else None)


def _doubts(file: str, stated: _Stated, known: Commits) -> Iterator[Doubt]:
    """Yield what does not fit in one file. Days before the project's first commit cannot be compared."""
    first, last = known.files[file]
    if stated.published and known.first <= stated.published:
        if (first - stated.published).days > GRACE_DAYS:
            yield Doubt(file, f"写的是 {stated.published} 发布，{first} 才第一次提交", True)
    for what, day in (("核验", stated.verified), ("审定", stated.reviewed)):
        if day and known.first <= day < last:
            yield Doubt(file, f"{day} {what}，{last} 又改过", False)
