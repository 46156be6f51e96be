"""Compares a site, in a folder or as it is served, with what was published."""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.publish import record as records
from generator.publish.compare import Difference, differences
from generator.publish.errors import PublishError
from generator.publish.folder_target import CURRENT, RELEASES, is_version, served_version
from generator.publish.manifest import MANIFEST, Listed, Manifest, decoded, read_file
from generator.publish.record import RECORD, SIGNATURE, SIGNATURES, Record
from generator.publish.signature import signers

FORMAT = 1


@dataclass(frozen=True)
class Expected:
    """What is asked of a site: signed by `needed` of these public keys (none: not asked), valid on a day, not older.

    `sample` is how many files are compared beside the most important ones; None compares all.
    """

    day: datetime.date
    keys: tuple[bytes, ...] = ()
    at_least: int = 0
    sample: int | None = None
    needed: int = 1

    @property
    def demanding(self) -> bool:
        """Return True if the site must have a record."""
        return bool(self.keys or self.at_least)


@dataclass(frozen=True)
class Verdict:
    """What a comparison found. `record` is None if the site has none that can be read."""

    where: str
    record: Record | None
    signature: str
    files: int
    checked: int
    differences: tuple[Difference, ...]

    def as_data(self) -> dict[str, Any]:
        """Return the verdict as plain data, for JSON."""
        record = self.record
        return {
            "format": FORMAT,
            "where": self.where,
            "same": not self.differences,
            "version": record and record.version,
            "published_on": record and str(record.published_on),
            "expires_on": record and str(record.expires_on),
            "commit": record and record.commit,
            "rolled_back_to": record and record.rolled_back_to,
            "signature": self.signature,
            "files": self.files,
            "checked": self.checked,
            "differences": [item._asdict() for item in self.differences],
        }


@dataclass(frozen=True)
class Head:
    """The files of a site that its manifest does not list: record, manifest, signatures; b"" if they are missing."""

    record: bytes
    manifest: bytes
    signatures: tuple[bytes, ...]

    @classmethod
    def read(cls, get: Callable[[str], bytes]) -> Head:
        """Return the head of a site whose files `get` returns."""
        return cls(get(RECORD), get(MANIFEST), tuple(map(get, SIGNATURES)))


@dataclass(frozen=True)
class Opening:
    """What the head of a site says: its record, its manifest, the state of the signature, and what is wrong."""

    record: Record | None
    manifest: Manifest | None
    signature: str
    wrong: tuple[Difference, ...]


def verify_folder(folder: Path, expected: Expected) -> Verdict:
    """Compare a folder with its manifest: a built site, a release, or the release that a target serves.

    Raises PublishError if it is none of these.
    """
    where, wrong = str(folder), []
    if (folder / CURRENT).is_symlink() and (folder / RELEASES).is_dir():
        wrong = list(_put_back(folder))
        folder /= CURRENT
    folder = Path(os.path.realpath(folder))  # a publication may switch the link meanwhile
    head = Head.read(lambda name: _bytes(folder / name))
    if not head.record and not head.manifest:
        raise PublishError(f"{where} 里没有 {MANIFEST}，不是 zwgk build 或 zwgk publish 放的")
    opened = opening(head, expected)
    wrong += opened.wrong
    chosen: Collection[str] = ()
    if opened.manifest:
        chosen = sampled(opened.manifest.files, expected)
        wrong += differences(folder, opened.manifest, chosen)
    files = len(opened.manifest.files) if opened.manifest else 0
    return Verdict(where, opened.record, opened.signature, files, len(chosen), tuple(wrong))


def opening(head: Head, expected: Expected) -> Opening:
    """Return what the head of a site says, and whether it is what was expected."""
    wrong, record, manifest = [], None, None
    try:
        record = records.decoded(head.record, RECORD) if head.record or expected.demanding else None
    except PublishError as error:
        wrong.append(Difference("record", RECORD, str(error) if head.record else "没有发布单"))
    try:
        manifest = decoded(head.manifest, MANIFEST)
    except PublishError as error:
        wrong.append(Difference("record", MANIFEST, str(error) if head.manifest else "没有文件清单"))
    if record:
        wrong += _judged(record, manifest, expected)
    signature, said = _signature(head, expected)
    if said:
        wrong.append(Difference("signature", SIGNATURE, said))
    return Opening(record, manifest, signature, tuple(wrong))


def sampled(files: Mapping[str, Listed], expected: Expected) -> Collection[str]:
    """Return the files to compare: all, or the home page, all that pages share, and as many more as are asked for.

    Which those are changes every day, so that nobody can count on a page that is never looked at.
    """
    if expected.sample is None:
        return files.keys()
    first = {path for path in files if path in _FIRST or path.startswith("assets/")}
    seed = str(expected.day)
    rest = sorted(files.keys() - first, key=lambda path: hashlib.sha256(f"{seed} {path}".encode()).digest())
    return first.union(rest[: expected.sample])


_FIRST = {"index.html", "404.html", "search/index.html", "sitemap.xml"}


def _judged(record: Record, manifest: Manifest | None, expected: Expected) -> Iterator[Difference]:
    """Yield what is wrong with a record that can be read."""
    if record.version < expected.at_least:
        yield Difference("old", RECORD, f"是版本 {record.version}，发布过更新的 {expected.at_least}：有人换回了旧的")
    if record.expires_on < expected.day:
        yield Difference("expired", RECORD, f"版本 {record.version} 在 {record.expires_on} 到期，以后没有再发布过")
    if manifest and Listed.of(manifest.data) != record.manifest:
        yield Difference("record", MANIFEST, "文件清单不是发布单上的那一份")


def _signature(head: Head, expected: Expected) -> tuple[str, str]:
    """Return the state of the signature, and what is wrong with it ("": nothing)."""
    signed = any(head.signatures)
    if not expected.keys:
        return ("unchecked" if signed else "none"), ""
    if not signed:
        return "missing", "没有签名"
    number = signers(head.record, head.signatures, expected.keys)
    if number >= expected.needed:
        return "valid", ""
    if number:
        return "wrong", f"要 {expected.needed} 把钥匙签名，只有 {number} 把签了"
    return "wrong", "签名和公钥对不上：发布单被改过，或不是这把钥匙签的"


def _put_back(folder: Path) -> Iterator[Difference]:
    """Yield a difference if a target serves a release that is not its newest one."""
    served = served_version(folder) or 0
    newest = max(_versions(path.name for path in (folder / RELEASES).iterdir()), default=0)
    if served < newest:
        yield Difference(
            "old", CURRENT, f"指向版本 {served}，最新的是 {newest}：发布没有做完，或者没有用 zwgk rollback 就换回了旧的"
        )


def _versions(names: Iterable[str]) -> Iterator[int]:
    """Yield the versions among names of folders."""
    return (int(name) for name in names if is_version(name))


def _bytes(path: Path) -> bytes:
    """Return a file's bytes; b"" if it cannot be read."""
    try:
        return read_file(path)
    except OSError:
        return b""
