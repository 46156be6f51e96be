"""A shell on another machine, reached by the machine's own `ssh`."""

from __future__ import annotations

import base64
import re
import secrets
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from generator.publish.errors import PublishError


class Place(NamedTuple):
    """A folder on another machine: user and host as ssh takes them, port (None: as configured), path."""

    host: str
    port: int | None
    path: str

    @property
    def ssh(self) -> list[str]:
        """The command that connects, without the host."""
        port = ["-p", str(self.port)] if self.port else []
        return [program("ssh"), "-o", "ServerAliveInterval=15", *port]


_URL = re.compile(r"ssh://(?P<host>[^/:]+)(:(?P<port>[0-9]{1,5}))?(?P<path>/.+)")
_SHORT = re.compile(r"(?P<host>[^/:]{2,}):(?P<path>[^:].*)")
_HOST = re.compile(r"([A-Za-z0-9_][\w.-]*@)?[A-Za-z0-9\[][\w.:\[\]-]*", re.ASCII)
_PATH = re.compile(r"[\w./~+=@-]+")


def place_of(text: str) -> Place | None:
    """Return the place that a text names, like web@10.0.0.5:/srv/zwgk or ssh://web@10.0.0.5:22/srv/zwgk.

    Return None if it has neither form. Raises PublishError for hosts and paths that a shell could misread.
    """
    found = _URL.fullmatch(text) or _SHORT.fullmatch(text)
    if not found:
        return None
    host, path = found["host"], found["path"]
    if not _HOST.fullmatch(host) or not _PATH.fullmatch(path) or path.startswith("-"):
        raise PublishError(f"{text} 里的主机名或路径有不能用的字；写成 用户@主机:/srv/zwgk，路径里不要空格和引号")
    port = found.groupdict().get("port")
    return Place(host, int(port) if port else None, path)


def program(name: str) -> str:
    """Return the path of a program of this machine. Raises PublishError if there is none."""
    path = shutil.which(name)
    if not path:
        raise PublishError(f"发布到别的机器要用 {name}，这台机器上没有；装好再运行")
    return path


_MOST_PRINTED = 1 << 30
"""Most bytes that are read of what one command prints on a server."""


class Shell:
    """A shell on another machine that stays open; what it holds, like a lock, ends with this process.

    `switching` is set once a command was sent that changes what is served: then nobody knows if it was done.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        """Use the shell behind this process."""
        self._process = process
        self.switching = False

    def run(self, script: str) -> tuple[int, str]:
        """Run commands; return their exit code, and what they print. Raises PublishError if the connection breaks."""
        end = secrets.token_hex(8)
        assert self._process.stdin and self._process.stdout
        try:
            self._process.stdin.write(f'{{ {script}\n}} 2>&1; printf "\\n{end} %d\\n" "$?"\n'.encode())
            self._process.stdin.flush()
        except OSError as error:
            raise self._broken() from error
        lines: list[bytes] = []
        left = _MOST_PRINTED
        while left > 0 and (line := self._process.stdout.readline(left)):
            if found := re.fullmatch(rb"%b ([0-9]{1,3})\n" % end.encode(), line):
                return int(found[1]), b"".join(lines).decode(errors="replace").rstrip("\n")
            lines.append(line)
            left -= len(line)
        raise self._broken()

    def _broken(self) -> PublishError:
        """Return the error for a connection that ended."""
        state = "线上是完整的新版或者旧版" if self.switching else "线上没有动"
        return PublishError(f"和服务器的连接断了，或者连不上（看上面 ssh 说的）；{state}，再运行一次就接着传")

    def must(self, script: str, what: str) -> str:
        """Run commands; return what they print. Raises PublishError, which says `what` failed, if they fail."""
        code, printed = self.run(script)
        if code:
            raise PublishError(f"服务器上没能{what}：{printed.strip()[-300:] or f'退出码 {code}'}")
        return printed

    def bytes_of(self, path: str) -> bytes | None:
        """Return a file's bytes; None if it cannot be read."""
        code, printed = self.run(f"base64 {shlex.quote(path)}")
        with suppress(ValueError):
            return None if code else base64.b64decode(printed)
        return None

    def write(self, path: str, data: bytes) -> None:
        """Write a new file."""
        text = base64.encodebytes(data).decode()
        self.must(f"base64 -d >{shlex.quote(path)} <<'ZWGK'\n{text}ZWGK", f"写 {path}")


@contextmanager
def shell_at(place: Place) -> Iterator[Shell]:
    """Open a shell on another machine for the block. Raises PublishError if it cannot be reached."""
    command = [*place.ssh, place.host, "exec sh"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    shell = Shell(process)
    try:
        yield shell
    finally:
        assert process.stdin and process.stdout
        process.kill()
        process.wait()
        process.stdout.close()
        with suppress(OSError):
            process.stdin.close()
