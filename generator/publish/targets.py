"""The kinds of targets, and how the command line writes them."""

from __future__ import annotations

from pathlib import Path

from generator.publish.errors import PublishError
from generator.publish.folder_target import FolderTarget
from generator.publish.git_target import GitTarget
from generator.publish.history import address_of_remote
from generator.publish.rclone_target import RcloneTarget
from generator.publish.ssh import place_of
from generator.publish.ssh_target import SshTarget
from generator.publish.target import Target

_GIT, _RCLONE = "git:", "rclone:"


def target_of(text: str, project: Path = Path()) -> Target:
    """Return the target that a text names: a branch, what rclone reaches, or a folder here or on another machine.

    Raises PublishError. A repository may be named as the `project` names it, like origin.
    """
    if text.startswith(_GIT):
        remote, _, branch = text.removeprefix(_GIT).rpartition("#")
        if not remote:
            raise PublishError(f"{text} 要写明仓库和分支，如 git:origin#pages")
        return GitTarget(_address(remote, project), branch)
    if text.startswith(_RCLONE):
        return RcloneTarget(text.removeprefix(_RCLONE))
    place = place_of(text)
    return SshTarget(place) if place else FolderTarget(Path(text))


def _address(remote: str, project: Path) -> str:
    """Return the address of a repository. Raises PublishError if it is a name that the project does not know."""
    if "/" in remote or ":" in remote or remote.startswith("-"):
        return remote
    address = address_of_remote(project, remote)
    if address is None:
        raise PublishError(f"项目里没有叫 {remote} 的远程仓库；写仓库的完整地址，如 git:https://…/zwgk.git#pages")
    return address
