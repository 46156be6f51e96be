"""Object storage, or anything else that the machine's `rclone` reaches: `rclone:NAME:FOLDER`.

    releases/2026113001/…   every release, whole
    current/…               what is served: the root of the bucket's website

An object store cannot exchange many files in one step. So what is served changes in an order in which every page finds
what it needs: assets first, then pages, then the manifest and the record; what is gone is removed at the end. Several
machines must not publish to one folder at the same time: there is no lock there.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generator.publish import record as records
from generator.publish.errors import PublishError
from generator.publish.folder_target import is_version
from generator.publish.headers import HASHED
from generator.publish.manifest import MANIFEST, Manifest, decoded
from generator.publish.record import RECORD, SIGNATURES
from generator.publish.target import Content, Sent

CURRENT, RELEASES = "current", "releases"
_LAST = (MANIFEST, *SIGNATURES, RECORD)


class RcloneTarget:
    """A folder that rclone reaches, by its name in rclone's own configuration."""

    keeps_all = False

    def __init__(self, place: str) -> None:
        """Publish into this place, such as oss:bucket/zwgk. Raises PublishError if it names no remote."""
        if ":" not in place or place.startswith(("-", ":")):
            raise PublishError(f"rclone:{place} 要写 rclone 配置里的名字和文件夹，如 rclone:oss:桶/zwgk")
        self._place = place.rstrip("/")
        self._known: dict[str, Any] | None = None

    @contextmanager
    def locked(self, new: bool) -> Iterator[None]:
        """Wait until no other run on this machine publishes there."""
        name = hashlib.sha256(self._place.encode()).hexdigest()[:16]
        path = Path(tempfile.gettempdir(), f"zwgk-{os.getuid()}-{name}.lock")
        handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            if not new and not self.versions():
                raise PublishError(f"{self._place} 里还没有发布过")
            yield
        finally:
            os.close(handle)

    def versions(self) -> frozenset[int]:
        """Return the versions whose record is there: it is sent last."""
        found = self._list(RELEASES, "--max-depth", "2", "--include", f"/*/{RECORD}")
        names = (name.partition("/")[0] for name in found)
        return frozenset(int(name) for name in names if is_version(name))

    def current(self) -> int | None:
        """Return the version whose record is served."""
        data = self._cat(f"{CURRENT}/{RECORD}")
        try:
            return records.decoded(data, RECORD).version if data else None
        except PublishError:
            return None

    def read(self, version: int, name: str) -> bytes | None:
        """Return a file at the top of a release."""
        return self._cat(f"{RELEASES}/{version}/{name}")

    def send(self, version: int, content: Content) -> Sent:
        """Copy what the newest release has on the other side, send the rest."""
        last = max((one for one in self.versions() if one < version), default=None)
        place = f"{RELEASES}/{version}"
        options = ["--ignore-times"]
        known: Manifest | None = None
        if last and self._has_digests() and self._copies():
            known = self._manifest(last)
            options = ["--checksum", "--copy-dest", self._at(f"{RELEASES}/{last}")]
        with _listed(content.manifest.files) as names:
            self._run("copy", str(content.folder), self._at(place), "--files-from-raw", names, *options)
        self._finish(place, content)
        there = known.files if known else {}
        sent = [listed.size for path, listed in content.manifest.files.items() if there.get(path) != listed]
        own = list(map(len, content.own.values()))
        return Sent(len(sent) + len(own), sum(sent) + sum(own))

    def copy(self, version: int, old: int, content: Content) -> Sent:
        """Compare each file of an old release with the manifest, then copy it on the other side."""
        source, place = self._at(f"{RELEASES}/{old}"), f"{RELEASES}/{version}"
        files = content.manifest.files
        lines = self._run("hashsum", "SHA256", source, "--download").decode().splitlines()
        found = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
        for path, listed in files.items():
            if found.get(path) != listed.sha256:
                raise PublishError(f"版本 {old} 已经被改过（{path}），不能换回去；换一个版本，或重新发布")
        with _listed(files) as names:
            self._run("copy", source, self._at(place), "--files-from-raw", names, "--ignore-times")
        self._finish(place, content)
        own = list(map(len, content.own.values()))
        return Sent(len(own), sum(own))

    def switch(self, version: int) -> None:
        """Put a release in the place of what is served, in an order that keeps every page whole."""
        manifest = self._manifest(version)
        if manifest is None:
            raise PublishError(f"版本 {version} 的清单读不出来")
        source, served = self._at(f"{RELEASES}/{version}"), self._at(CURRENT)
        before = self._list(CURRENT)
        shared = [path for path in manifest.files if HASHED.search(path)]
        pages = [path for path in manifest.files if not HASHED.search(path)]
        how = ("--checksum",) if self._has_digests() else ("--ignore-times",)
        for step in (shared, pages, [MANIFEST], [name for name in _LAST if name != MANIFEST]):
            with _listed(step) as names:
                self._run("copy", source, served, "--files-from-raw", names, *how)
        signed = set(self._list(f"{RELEASES}/{version}", "--max-depth", "1"))
        kept = manifest.files.keys() | {MANIFEST, RECORD} | (signed & set(SIGNATURES))
        gone = [path for path in before if path not in kept and not HASHED.search(path)]
        if gone:
            with _listed(gone) as names:
                self._run("delete", served, "--files-from-raw", names)

    def remove(self, version: int) -> None:
        """Remove a release: its record first, so that what is left of it is no release."""
        place = f"{RELEASES}/{version}"
        self._run("deletefile", self._at(f"{place}/{RECORD}"))
        self._run("purge", self._at(place))

    def _finish(self, place: str, content: Content) -> None:
        """Send the files that no manifest lists, the record last: then the release is whole."""
        with tempfile.TemporaryDirectory(prefix="zwgk-") as folder:
            for name, data in content.own.items():
                Path(folder, name).write_bytes(data)
            first = [name for name in content.own if name != RECORD]
            for step in (first, [RECORD]):
                with _listed(step) as names:
                    self._run("copy", folder, self._at(place), "--files-from-raw", names, "--ignore-times")

    def _manifest(self, version: int) -> Manifest | None:
        """Return the manifest of a release; None if it cannot be read."""
        try:
            return decoded(self.read(version, MANIFEST) or b"", MANIFEST)
        except PublishError:
            return None

    def _has_digests(self) -> bool:
        """Return True if the place knows digests of its files; sizes and times alone tell nothing."""
        return bool(self._features().get("Hashes"))

    def _copies(self) -> bool:
        """Return True if the place copies files without sending them through this machine."""
        return bool(self._features()["Features"]["Copy"])

    def _features(self) -> dict[str, Any]:
        """Return what the place can do."""
        if self._known is None:
            self._known = json.loads(self._run("backend", "features", self._at("")))
        return self._known

    def _at(self, path: str) -> str:
        """Return the place of a path."""
        joined = self._place if self._place.endswith(":") else f"{self._place}/"
        return f"{joined}{path}" if path else self._place

    def _list(self, path: str, *options: str) -> list[str]:
        """Return the files below a path; none if it does not exist."""
        done = _rclone("lsf", "--files-only", "--recursive", self._at(path), *options)
        if done.returncode in _MISSING:
            return []
        return _output(done).decode().splitlines()

    def _cat(self, path: str) -> bytes | None:
        """Return a file's bytes; None if it does not exist, for which some stores give no bytes and no error."""
        done = _rclone("cat", self._at(path), "--count", str(_MOST_BYTES))
        return None if done.returncode in _MISSING else _output(done) or None

    def _run(self, *arguments: str) -> bytes:
        """Return what rclone prints. Raises PublishError if it fails."""
        return _output(_rclone(*arguments))


_MOST_BYTES = 1 << 30
"""Most bytes that are read of a file there."""
_MISSING = (3, 4)
"""Exit codes of rclone for a folder and for a file that does not exist."""


@contextmanager
def _listed(names: Iterable[str]) -> Iterator[str]:
    """Yield the path of a file that lists these names, one a line."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="zwgk-", suffix=".txt") as file:
        file.write("".join(f"{name}\n" for name in names))
        file.flush()
        yield file.name


def _rclone(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run rclone. Raises PublishError if the machine has none."""
    program = shutil.which("rclone")
    if not program:
        raise PublishError("发布到对象存储要用 rclone，这台机器上没有；装好再运行（Debian：apt install rclone）")
    options = ("--retries", "3", "--low-level-retries", "5", "--contimeout", "15s", "--no-update-modtime")
    return subprocess.run([program, *arguments, *options], capture_output=True, check=False)


def _output(done: subprocess.CompletedProcess[bytes]) -> bytes:
    """Return what rclone printed. Raises PublishError if it failed, with its last words."""
    if done.returncode:
        lines = [line for line in done.stderr.decode(errors="replace").splitlines() if line.strip()]
        raise PublishError(f"rclone 没有成功：{lines[-1][:300] if lines else f'退出码 {done.returncode}'}")
    return done.stdout
