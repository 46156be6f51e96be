"""The kinds of targets, and how the command line writes them."""

from __future__ import annotations

from pathlib import Path

from generator.publish.folder_target import FolderTarget
from generator.publish.target import Target


def target_of(text: str) -> Target:
    """Return the target that a text names: a folder."""
    return FolderTarget(Path(text))
