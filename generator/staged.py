"""The project as it is staged in git: what the next commit will hold, not what lies in the folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from generator.source.bureaus import superior_of
from generator.source.git import git_environment

_PARTS = ("site.yml", "data", "content", "theme", "registries", "bureaus")


class Staged(NamedTuple):
    """A folder with the staged project, and the files that the next commit changes, relative to it."""

    folder: Path
    changed: frozenset[str]


@contextmanager
def staged(project: Path) -> Iterator[Staged]:
    """Yield the staged project in a folder that is removed when the block ends. Raises OSError without git."""
    root = project.resolve()
    while above := superior_of(root):
        root = above.resolve()
    inside = project.resolve().relative_to(root).as_posix()
    inside = "" if inside == "." else f"{inside}/"
    top = Path(_git(root, "rev-parse", "--show-toplevel").decode().strip())
    prefix = _git(root, "rev-parse", "--show-prefix").decode().strip()
    parts = [f"{prefix}{part}" for part in _PARTS]
    names = _git(top, "ls-files", "-z", "--", *parts)
    changed = _git(top, "diff", "--cached", "--name-only", "-z", "--", *parts).decode(errors="surrogateescape")
    with tempfile.TemporaryDirectory(prefix="zwgk-staged-") as scratch:
        _git(top, "checkout-index", "-z", "--stdin", f"--prefix={scratch}/", given=names)
        own = f"{prefix}{inside}"
        files = frozenset(name.removeprefix(own) for name in changed.split("\0") if name.startswith(own) and name)
        yield Staged(Path(scratch, own), files)


def _git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """Return what git prints in a folder. Raises OSError if git is not there or fails."""
    program = shutil.which("git")
    if not program:
        raise OSError(0, "--staged 要用 git，这台机器上没有", str(folder))
    told = git_environment()
    if index := os.environ.get("GIT_INDEX_FILE"):
        told["GIT_INDEX_FILE"] = str(Path(index).absolute())  # a hook's may be relative to where it runs
    done = subprocess.run(
        [program, "-C", str(folder), *arguments], input=given, capture_output=True, env=told, check=False
    )
    if done.returncode:
        raise OSError(0, "--staged 要在 git 仓库里用：" + done.stderr.decode(errors="replace").strip(), str(folder))
    return done.stdout
