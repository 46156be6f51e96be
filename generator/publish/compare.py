"""Compares a folder with a manifest: which files were added, changed or are missing."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from generator.publish.errors import PublishError
from generator.publish.manifest import MANIFEST, READ, Listed, Manifest, read_manifest
from generator.publish.record import RECORD, SIGNATURES
from generator.publish.release import found_files

OWN = frozenset({MANIFEST, RECORD, *SIGNATURES})
"""Files of a release that its manifest does not list."""


class Difference(NamedTuple):
    """One way in which a site is not as it was published: its kind, the file, and a Chinese sentence.

    Kinds are `added`, `changed`, `missing`, `signature`, `expired`, `old`, `record`, and for a served site also
    `status`, `redirect`, `type`, `encoding`, `header`.
    """

    kind: str
    path: str
    text: str


def differences(folder: Path, manifest: Manifest, only: Collection[str] | None = None) -> Iterator[Difference]:
    """Yield how a folder differs from its manifest, sorted by path; contents are compared of `only` these files."""
    found = {*found_files(folder)} - OWN
    for path in sorted(found | manifest.files.keys()):
        listed = manifest.files.get(path)
        if listed is None:
            yield Difference("added", path, "清单里没有这个文件")
        elif path not in found:
            yield Difference("missing", path, "清单里有，这里没有")
        elif (only is None or path in only) and not is_same(folder / path, listed):
            yield Difference("changed", path, "内容和清单上的不一样")


def is_same(path: Path | str, listed: Listed) -> bool:
    """Return True if a path is a regular file with these bytes, and can be read; links are not followed."""
    try:
        handle = os.open(path, READ)
    except OSError:
        return False
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or status.st_size != listed.size:
            return False
        digest = hashlib.sha256()
        while data := os.read(handle, 1 << 20):
            digest.update(data)
        return digest.hexdigest() == listed.sha256
    except OSError:
        return False
    finally:
        os.close(handle)


def read_site(folder: Path) -> Manifest:
    """Return the manifest of a folder that is exactly as it was built. Raises PublishError if it is not."""
    manifest = read_manifest(folder)
    found = list(differences(folder, manifest))
    if found:
        shown = "".join(f"\n  {item.path}：{item.text}" for item in found[:_NAMED])
        more = f"\n  …… 还有 {len(found) - _NAMED} 个" if len(found) > _NAMED else ""
        raise PublishError(f"{folder} 和它的清单有 {len(found)} 处不同，没有发布；再生成一次：{shown}{more}")
    if not manifest.files:
        raise PublishError(f"{folder} 的清单里一个文件也没有，没有发布")
    return manifest


_NAMED = 20
"""How many differences a message names."""
