"""A superior's files as one archive, for bureaus outside its repository: an uncompressed tar with a manifest.

The same files, version and manifest before give the same bytes. A bureau keeps the files in superior/ and pins the
archive's SHA-256 in site.yml: from the files in the folder the same archive is made again, and must have that digest.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import os
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import msgspec

from generator.source.bureaus import PREFIX, VENDORED
from generator.source.names import of_the_system
from generator.source.project import SITE, SITE_FILE
from generator.source.readers import YAML, reader_of
from generator.source.regular import TooLargeError, read_regular

MANIFEST = "manifest.json"
PACKED = (SITE_FILE, "data", "content", "registries", VENDORED)
"""Files and folders of a project that its archive holds."""
WHOLE = ""
"""In `Packed.changed`: the change of a file that is not a mapping with fields."""

_MOST_BYTES = 64 << 20
_FORMAT = 1


class ArchiveError(Exception):
    """A file is no archive of a superior, or its content is not as its manifest says. The message is Chinese."""


class Packed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file of an archive: its SHA-256, and the versions in which it was added and its top-level fields changed.

    `added` is None, and fields are missing, if that was before the first version that is known.
    """

    sha256: str
    added: datetime.date | None = None
    changed: Mapping[str, datetime.date] = {}


class Version(msgspec.Struct, frozen=True):
    """The manifest of an archive: whose it is, its version (a day), its files, and the day each removed one went."""

    format: int
    name: str
    version: datetime.date
    files: Mapping[str, Packed]
    removed: Mapping[str, datetime.date] = {}


class Archive(NamedTuple):
    """An archive that was read: its SHA-256, its manifest, and the bytes of its files by name."""

    sha256: str
    version: Version
    files: Mapping[str, bytes]


_ENCODER = msgspec.json.Encoder(order="sorted")
_DECODER = msgspec.json.Decoder(Version)


def entry_key(name: str) -> str:
    """Return the key of the entry in a file: procedures/fapiao-lingyong, "site", or the file's name for others."""
    path = PurePosixPath(name)
    if path.parts[0] == "data" and len(path.parts) > 2:
        return f"{path.parts[1]}/{path.stem}"
    return SITE if name == SITE_FILE else name


def files_of(root: Path) -> dict[str, bytes]:
    """Return the bytes of the files of a project that go into its archive, by name, sorted.

    Raises ArchiveError for a symbolic link, OSError for a file that cannot be read.
    """
    names = sorted(name for part in PACKED for name in _names(root, part))
    return {name: read_regular(root / name, _MOST_BYTES) for name in names}


def _names(root: Path, part: str) -> Iterator[str]:
    """Yield the names of the files at or below a part of a folder, without those that systems put there."""
    if (root / part).is_symlink():
        raise ArchiveError(f"{part} 是链接；存档里只能有文件，把它换成文件本身")
    if (root / part).is_file():
        yield part
    for folder, folders, names in os.walk(root / part):
        for name in (*folders, *names):
            if not of_the_system(name) and Path(folder, name).is_symlink():
                raise ArchiveError(f"{Path(folder, name).relative_to(root)} 是链接；存档里只能有文件，把它换成文件本身")
        folders[:] = [name for name in folders if not of_the_system(name)]
        yield from (Path(folder, name).relative_to(root).as_posix() for name in names if not of_the_system(name))


def packed(files: Mapping[str, bytes], name: str, day: datetime.date, before: Archive | None) -> bytes:
    """Return the archive of these files as the version of `day`; `before` is the version before it, if there is one.

    Raises ArchiveError if the version before is not older.
    """
    if before and before.version.version >= day:
        raise ArchiveError(f"上一版是 {before.version.version}，这一版的日期要更晚；用 --as-of 写")
    listed = {path: _listed(path, data, day, before) for path, data in files.items()}
    removed = dict(before.version.removed) if before else {}
    removed |= {path: day for path in (before.version.files if before else ()) if path not in files}
    version = Version(_FORMAT, name, day, listed, {path: on for path, on in removed.items() if path not in files})
    return _tar(version, files)


def _listed(path: str, data: bytes, day: datetime.date, before: Archive | None) -> Packed:
    """Return what the manifest says about a file."""
    sha256 = hashlib.sha256(data).hexdigest()
    if before is None:
        return Packed(sha256)
    old = before.version.files.get(path)
    if old is None:
        return Packed(sha256, day)
    if old.sha256 == sha256:
        return old
    fields = dict.fromkeys(changed_fields(path, before.files[path], data), day)
    return Packed(sha256, old.added, {**old.changed, **fields})


def changed_fields(path: str, old: bytes, new: bytes) -> list[str]:
    """Return the top-level fields in which two versions of a file differ; [WHOLE] if it has no fields."""
    before, after = values(path, old), values(path, new)
    if before is None or after is None:
        return [WHOLE]
    return [name for name in {**before, **after} if before.get(name) != after.get(name)]


def values(path: str, data: bytes) -> Mapping[str, Any] | None:
    """Return the fields of a YAML file; None for any other file."""
    if not path.endswith(YAML.suffixes):
        return None
    value = reader_of(path).read(data, {}).value
    return value if isinstance(value, Mapping) else None


def manifest_of(version: Version) -> bytes:
    """Return the bytes of a manifest, one line a value."""
    return msgspec.json.format(_ENCODER.encode(version), indent=1) + b"\n"


def _tar(version: Version, files: Mapping[str, bytes]) -> bytes:
    """Return files as a tar archive without times, owners and compression: these differ from system to system."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in sorted({MANIFEST: manifest_of(version), **files}.items()):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return held.getvalue()


def read_archive(path: Path) -> Archive:
    """Return the archive in a file. Raises ArchiveError if it is none, OSError if it cannot be read."""
    try:
        data = read_regular(path, _MOST_BYTES)
    except TooLargeError as error:
        raise ArchiveError(f"{path.name} 超过 {_MOST_BYTES >> 20} MiB，不像上级的存档") from error
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            files = dict(_member(archive, info) for info in archive)
    except (tarfile.TarError, EOFError, ValueError, RecursionError) as error:
        raise ArchiveError(f"{path.name} 不是 zwgk superior pack 做的存档：{error}") from error
    version = _version(files.pop(MANIFEST, b""), path.name)
    if wrong := differing(version, files):
        raise ArchiveError(f"{path.name} 里 {wrong[0]} 和清单不一样，文件可能传坏了；请上级重发")
    if data != _tar(version, files):
        raise ArchiveError(f"{path.name} 不是 zwgk superior pack 原样做出的存档；请上级重发")
    return Archive(hashlib.sha256(data).hexdigest(), version, files)


def _member(archive: tarfile.TarFile, info: tarfile.TarInfo) -> tuple[str, bytes]:
    """Return the name and the bytes of a member. Raises ArchiveError for anything but a file of a project."""
    parts = info.name.split("/")
    plain = info.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not info.sparse
    opened = archive.extractfile(info) if plain else None
    odd = {"", ".", ".."} & {*parts} or not info.name.isprintable() or "\\" in info.name
    if opened is None or parts[0] not in (MANIFEST, *PACKED) or odd:
        raise ArchiveError(f"存档里有不该有的 {info.name!r}；请上级用 zwgk superior pack 重做")
    return info.name, opened.read()


def _version(data: bytes, name: str) -> Version:
    """Return a manifest. Raises ArchiveError if it cannot be read."""
    try:
        version = _DECODER.decode(data)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise ArchiveError(f"{name} 里没有读得懂的 {MANIFEST}；请上级用 zwgk superior pack 重做") from error
    if version.format != _FORMAT:
        raise ArchiveError(f"{name} 的格式是 {version.format}，这一版的 zwgk 只认 {_FORMAT}；先升级 zwgk")
    return version


def differing(version: Version, files: Mapping[str, bytes]) -> list[str]:
    """Return the names of the files that a manifest does not list, or lists otherwise, or that are missing."""
    found = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    known = {name: item.sha256 for name, item in version.files.items()}
    return sorted(name for name in {**found, **known} if found.get(name) != known.get(name))


def read_vendored(root: Path) -> Archive:
    """Return the archive that the files in superior/ of a project make. Raises ArchiveError or OSError."""
    folder = root / VENDORED
    files = files_of(folder)
    listed = read_regular(folder / MANIFEST, _MOST_BYTES) if (folder / MANIFEST).exists() else b""
    version = _version(listed, PREFIX)
    data = _tar(version, files)
    return Archive(hashlib.sha256(data).hexdigest(), version, files)
