"""The kinds of targets, and how the command line writes them."""

from __future__ import annotations

from pathlib import Path

from generator.publish.folder_target import FolderTarget
from generator.publish.ssh import place_of
from generator.publish.ssh_target import SshTarget
from generator.publish.target import Target


def target_of(text: str) -> Target:
    """Return the target that a text names: a folder here or on another machine. Raises PublishError."""
    place = place_of(text)
    return SshTarget(place) if place else FolderTarget(Path(text))
