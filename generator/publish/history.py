"""What git knows of a project: the commit that is built, and which of two is older."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from generator.source.git import git_environment
from generator.source.project import SOURCES


def commit_of(project: Path) -> str | None:
    """Return the commit of a project; None if it is in no repository or has changes that are not committed."""
    status = _git(project, "status", "--porcelain", "--", *(one for one in SOURCES if (project / one).exists()))
    head = _git(project, "rev-parse", "--verify", "HEAD")
    return None if head is None or status is None or status else head


def knows_older(project: Path) -> Callable[[str, str], bool]:
    """Return a function that returns True if git knows that a commit is an ancestor of another one."""

    def is_older(commit: str, other: str) -> bool:
        if commit == other or not (_COMMIT.fullmatch(commit) and _COMMIT.fullmatch(other)):
            return False
        return _git(project, "merge-base", "--is-ancestor", commit, other) is not None

    return is_older


_COMMIT = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]*")
"""What git is asked about. A record that others wrote may hold anything, like an option of git."""


def address_of_remote(project: Path, name: str) -> str | None:
    """Return the address of a remote repository of a project; None if it knows none of this name."""
    return _git(project, "remote", "get-url", name)


def _git(project: Path, *arguments: str) -> str | None:
    """Return what git prints; None if it fails or is not there."""
    program = shutil.which("git")
    if not program:
        return None
    command = [program, "-C", str(project), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=git_environment())
    return done.stdout.strip() if done.returncode == 0 else None
