"""A folder on another machine as a target, reached by the machine's own `ssh` and `rsync`.

It is laid out as in `folder_target`. The server needs a shell, GNU coreutils, `flock` and `rsync`, as Linux has them.
"""

from __future__ import annotations

import os
import re
import secrets
import shlex
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.publish.errors import PublishError
from generator.publish.folder_target import CURRENT, INCOMING, LOCK, RELEASES, is_version
from generator.publish.ssh import Place, Shell, program, shell_at
from generator.publish.target import Content, Sent


class SshTarget:
    """A folder on another machine."""

    keeps_all = False

    def __init__(self, place: Place) -> None:
        """Publish into this folder; it is made if it does not exist."""
        self._place = place
        self._shell: Shell | None = None
        self._run = ""

    @contextmanager
    def locked(self, new: bool) -> Iterator[None]:
        """Connect, and wait until no other run publishes there. The lock ends with the connection."""
        path = self._place.path  # `place_of` lets nothing in that a shell reads otherwise, except a ~ for home
        with shell_at(self._place) as self._shell:
            for name in ("flock", "sha256sum", "base64", "rsync"):
                self._shell.must(f"command -v {name}", f"找到 {name}（先在服务器上装好）")
            if not new and self._shell.run(f"test -d {path}/{RELEASES}")[0]:
                raise PublishError(f"{self._place.host}:{self._place.path} 里还没有发布过")
            self._shell.must(f"umask 022 && mkdir -p {path}/{RELEASES} && cd {path}", f"打开 {self._place.path}")
            self._shell.must(f"exec 9>>{LOCK} && flock 9 && rm -rf .zwgk-old-*", "锁住文件夹")
            self._end_other_runs()
            yield

    def _end_other_runs(self) -> None:
        """See that no rsync of a killed run writes any more: one that has begun is waited for, no other begins."""
        self._run = secrets.token_hex(16)
        self._open.must(f"echo {self._run} >{_RUN} && flock -w 300 {_SENDING} true", "等上一次发布停下")

    @property
    def _open(self) -> Shell:
        """The shell of this run."""
        assert self._shell, "a target is used while it is locked"
        return self._shell

    def versions(self) -> frozenset[int]:
        """Return the versions that are there."""
        return frozenset(
            int(name) for name in self._open.must(f"ls {RELEASES}", "列出版本").split() if is_version(name)
        )

    def current(self) -> int | None:
        """Return the version that `current` leads to."""
        code, printed = self._open.run(f"if test -L {CURRENT}; then readlink {CURRENT}; else test ! -e {CURRENT}; fi")
        parent, _, name = printed.strip().rpartition("/")
        if code == 0 and not printed.strip():
            return None
        if code or parent != RELEASES or not is_version(name):
            raise PublishError(f"服务器上的 {CURRENT} 不是 zwgk publish 放的链接；把它移走再发布，或换一个文件夹")
        return int(name)

    def read(self, version: int, name: str) -> bytes | None:
        """Return a file at the top of a release."""
        return self._open.bytes_of(f"{RELEASES}/{version}/{name}")

    def send(self, version: int, content: Content) -> Sent:
        """Let rsync send what the served and the newest release lack, then compare all of it there."""
        self._open.must(f"test ! -L {INCOMING} || rm {INCOMING}; mkdir -p {INCOMING}", f"建 {INCOMING}")
        there = sorted({self.current() or 0, max(self.versions(), default=0)} - {0})
        with tempfile.TemporaryDirectory(prefix="zwgk-") as own:
            for name, data in content.own.items():
                Path(own, name).write_bytes(data)
            sent = self._rsync([f"{own}/", f"{content.folder}/"], there)
        self._must_be(content)
        self._complete(version)
        return sent

    def copy(self, version: int, old: int, content: Content) -> Sent:
        """Link the files of an old release, and compare them."""
        self._open.must(f"rm -rf {INCOMING} && cp -al {RELEASES}/{old} {INCOMING}", f"复制版本 {old}")
        names = " ".join(f"{INCOMING}/{name}" for name in ("manifest.json", "release.json", "release.json.sig"))
        self._open.must(f"rm -f {names}", f"改写版本 {old}")
        for name, data in content.own.items():
            self._open.write(f"{INCOMING}/{name}", data)
        try:
            self._must_be(content)
        except PublishError as error:
            raise PublishError(f"版本 {old} 已经被改过，不能换回去；换一个版本，或重新发布。{error}") from error
        self._complete(version)
        return Sent(len(content.own), sum(map(len, content.own.values())))

    def switch(self, version: int) -> None:
        """Point `current` to this release; `mv -T` is one rename."""
        link = ".zwgk-current"
        script = f"rm -f {link} && ln -s {RELEASES}/{version} {link} && mv -T {link} {CURRENT} && sync"
        self._open.switching = True
        self._open.must(script, "换上新版本")

    def remove(self, version: int) -> None:
        """Take a release away in one step, then remove it."""
        old = f".zwgk-old-{version}"
        self._open.must(f"mv {RELEASES}/{version} {old} && rm -rf {old}", f"删去版本 {version}")

    def _rsync(self, sources: list[str], there: list[int]) -> Sent:
        """Send folders into the incoming one; files that these releases have are linked. Return what was sent."""
        place = self._place
        command = [program("rsync"), "--recursive", "--checksum", "--perms", "--chmod=D755,F644", "--partial"]
        command += ["--delete", "--stats", "--no-human-readable", "--timeout=120", f"--rsh={shlex.join(place.ssh)}"]
        command += [f"--link-dest=../{RELEASES}/{version}" for version in there]
        command.append(f"--rsync-path=flock {place.path}/{_SENDING} sh -c {shlex.quote(self._only_this_run)} rsync")
        command += ["--", *sources, f"{place.host}:{place.path.rstrip('/')}/{INCOMING}/"]
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", check=False, env={**os.environ, "LC_ALL": "C"}
        )
        if done.returncode:
            said = " ".join(done.stderr.split())[-300:]
            raise PublishError(f"rsync 没有传完，线上没有动；再运行一次就接着传：{said or f'退出码 {done.returncode}'}")
        return Sent(_stat(done.stdout, "Number of regular files transferred"), _stat(done.stdout, _SIZE))

    @property
    def _only_this_run(self) -> str:
        """Commands that run rsync on the server, unless another run has begun since."""
        return f'test "$(cat {self._place.path}/{_RUN})" = {self._run} && exec rsync "$@"'

    def _must_be(self, content: Content) -> None:
        """Raise PublishError if the incoming folder is not exactly what is to be published."""
        expected = content.manifest.files.keys() | content.own.keys()
        found = set(self._open.must(f"(cd {INCOMING} && find . ! -type d)", "列出文件").split("\n"))
        other = found ^ {f"./{path}" for path in expected}
        if other:
            raise PublishError(f"服务器上收到的文件不对：{min(other)[2:]}；再运行一次")
        sums = "".join(f"{listed.sha256}  {path}\n" for path, listed in sorted(content.manifest.files.items()))
        script = f"(cd {INCOMING} && sha256sum --check --quiet --strict - <<'ZWGK'\n{sums}ZWGK\n)"
        self._open.must(script, "核对收到的文件")

    def _complete(self, version: int) -> None:
        """Give the release its name, when all of it is on the disk."""
        self._open.must(f"sync && mv -T {INCOMING} {RELEASES}/{version}", "放好新版本")


_SIZE = "Total transferred file size"
_RUN, _SENDING = ".zwgk-run", ".zwgk-rsync.lock"
"""Names of a file that says which run publishes now, and of the lock that its rsync holds on the server."""


def _stat(printed: str, name: str) -> int:
    """Return a figure of rsync's statistics; 0 if there is none."""
    found = re.search(rf"^{name}: ([0-9]+)", printed, re.MULTILINE)
    return int(found[1]) if found else 0
