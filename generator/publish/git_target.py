"""A branch of a git repository as a target, for hosts that serve a branch (Pages). It uses the machine's own `git`.

A release is a commit whose tree is the site; the branch is what is served, and its history keeps the releases. Pushing
says on which commit the release was made, so of two publications at once the second is refused.
"""

from __future__ import annotations

import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from generator.publish.compare import OWN, differences, read_site
from generator.publish.errors import PublishError
from generator.publish.folder_target import is_version
from generator.publish.record import RECORD, decoded
from generator.publish.ssh import program
from generator.publish.target import Content, Sent
from generator.source.git import git_environment

_SUBJECT = "zwgk "
_NOT_JEKYLL = ".nojekyll"
"""Name of the empty file that keeps Pages hosts from changing what they serve."""
_DEPTH = 100
"""How many releases of a branch are looked at."""
_MISSING = 2
_SETTINGS = ("core.autocrlf=false", "core.fileMode=false", "core.attributesFile=", "core.excludesFile=")
_WRITE = [part for setting in _SETTINGS for part in ("-c", setting)]
"""What keeps a user's own settings from changing the bytes."""


class GitTarget:
    """A branch of a repository."""

    keeps_all = True

    def __init__(self, remote: str, branch: str) -> None:
        """Publish to this branch of the repository at this address; it is made if it does not exist."""
        if remote.startswith("-") or not re.fullmatch(r"[\w][\w./-]*", branch):
            raise PublishError(f"git:{remote}#{branch} 不是仓库和分支；写成 git:origin#pages")
        self._remote, self._ref = remote, f"refs/heads/{branch}"
        self._folder = Path()
        self._tip: str | None = None
        self._made: dict[int, str] = {}

    @contextmanager
    def locked(self, new: bool) -> Iterator[None]:
        """Fetch the branch. There is no lock: the push fails if somebody else has pushed since."""
        with tempfile.TemporaryDirectory(prefix="zwgk-") as folder:
            self._folder = Path(folder)
            self._made, self._tip = {}, None
            self.__dict__.pop("_commits", None)
            self._git("init", "--quiet", "--bare", str(self._folder / "git"), within=False)
            if self._there():
                self._git("fetch", "--quiet", f"--depth={_DEPTH}", self._remote, self._ref)
                self._tip = self._git("rev-parse", "FETCH_HEAD").strip()
            elif not new:
                raise PublishError(f"{self._remote} 上没有分支 {self._ref.removeprefix('refs/heads/')}，还没有发布过")
            yield

    def versions(self) -> frozenset[int]:
        """Return the versions in the branch's history."""
        return frozenset(self._commits)

    def current(self) -> int | None:
        """Return the version at the branch's tip. Raises PublishError if the tip is nobody's release."""
        found = [version for version, commit in self._commits.items() if commit == self._tip]
        if self._tip and not found:
            raise PublishError(f"{self._ref} 上最新的提交不是 zwgk publish 做的，为免覆盖，换一个分支")
        return found[0] if found else None

    def read(self, version: int, name: str) -> bytes | None:
        """Return a file at the top of a release."""
        done = self._run("cat-file", "blob", f"{self._commits[version]}:{name}")
        return done.stdout if done.returncode == 0 else None

    def send(self, version: int, content: Content) -> Sent:
        """Make a commit of a folder; what the repository has already does not travel."""
        index = {"GIT_INDEX_FILE": str(self._folder / "index"), "GIT_WORK_TREE": str(content.folder.absolute())}
        self._git(*_WRITE, "add", "--all", "--force", ".", more=index)
        for name, data in {**content.own, _NOT_JEKYLL: b""}.items():
            blob = self._git("hash-object", "-w", "--stdin", data=data).strip()
            self._git("update-index", "--add", "--cacheinfo", f"100644,{blob},{name}", more=index)
        tree = self._git("write-tree", more=index).strip()
        parent = ["-p", self._tip] if self._tip else []
        day = decoded(content.own[RECORD], RECORD).published_on
        values = {"NAME": "zwgk", "EMAIL": "zwgk@localhost", "DATE": f"{day}T00:00:00+0800"}
        who = {f"GIT_{role}_{name}": value for role in ("AUTHOR", "COMMITTER") for name, value in values.items()}
        message = f"{_SUBJECT}{version}\n".encode()
        self._made[version] = self._git("commit-tree", tree, *parent, data=message, more=who).strip()
        if read_site(content.folder).data != content.manifest.data:
            raise PublishError(f"{content.folder} 在发布的时候变了；等 zwgk build 做完再发布")
        changed = self._changed(self._made[version])
        sizes = {path: listed.size for path, listed in content.manifest.files.items()}
        sizes |= {name: len(data) for name, data in content.own.items()}
        return Sent(len(changed), sum(sizes.get(path, 0) for path in changed))

    def copy(self, version: int, old: int, content: Content) -> Sent:
        """Make a commit of an old one's files, after comparing each."""
        folder = self._folder / "old"
        folder.mkdir()
        archive = self._folder / "old.tar"
        self._git(*_WRITE, "archive", "--format=tar", f"--output={archive}", self._commits[old])
        with tarfile.open(archive) as opened:
            opened.extractall(folder, filter="data")
        (folder / _NOT_JEKYLL).unlink(missing_ok=True)
        if found := next(differences(folder, content.manifest), None):
            raise PublishError(
                f"版本 {old} 已经被改过（{found.path}：{found.text}），不能换回去；换一个版本，或重新发布"
            )
        for name in OWN - {"manifest.json"}:
            (folder / name).unlink(missing_ok=True)
        return self.send(version, content._replace(folder=folder))

    def switch(self, version: int) -> None:
        """Push the commit, on the condition that the branch is where it was."""
        commit = self._made[version]
        lease = f"--force-with-lease={self._ref}:{self._tip or ''}"
        done = self._run("push", "--quiet", lease, self._remote, f"{commit}:{self._ref}")
        if done.returncode:
            raise PublishError(f"没能推到 {self._remote}；有人同时发布过的，再运行一次：{_said(done)}")
        self._tip = commit
        self.__dict__.pop("_commits", None)

    def remove(self, version: int) -> None:
        """Do nothing: a branch keeps its history."""

    @cached_property
    def _commits(self) -> dict[int, str]:
        """The commit of each version in the branch's history; of commits of one version the newest."""
        if not self._tip:
            return {}
        lines = self._git("log", "--first-parent", "--reverse", "--format=%H %s", self._tip).splitlines()
        rows = [(line.partition(" ")[0], line.partition(" ")[2].removeprefix(_SUBJECT)) for line in lines]
        return {int(version): commit for commit, version in rows if is_version(version)}

    def _there(self) -> bool:
        """Return True if the branch exists. Raises PublishError if the repository cannot be reached."""
        done = self._run("ls-remote", "--exit-code", self._remote, self._ref)
        if done.returncode not in {0, _MISSING}:
            raise PublishError(f"连不上仓库 {self._remote}：{_said(done)}")
        return done.returncode == 0

    def _changed(self, commit: str) -> list[str]:
        """Return the files in which a commit differs from the branch's tip."""
        base = [self._tip] if self._tip else ["--root"]
        names = self._git("diff-tree", "-r", "-z", "--name-only", "--no-commit-id", *base, commit)
        return [name for name in names.split("\0") if name]

    def _git(
        self, *arguments: str, data: bytes = b"", more: Mapping[str, str] | None = None, within: bool = True
    ) -> str:
        """Return what git prints. Raises PublishError if it fails."""
        done = self._run(*arguments, data=data, more=more, within=within)
        if done.returncode:
            raise PublishError(f"git 没能做完（{arguments[0]}）：{_said(done)}")
        return done.stdout.decode(errors="surrogateescape")

    def _run(
        self, *arguments: str, data: bytes = b"", more: Mapping[str, str] | None = None, within: bool = True
    ) -> subprocess.CompletedProcess[bytes]:
        """Run git, in the repository of this run."""
        where = {"GIT_DIR": str(self._folder / "git")} if within else {}
        environment = git_environment(LC_ALL="C", GIT_ATTR_NOSYSTEM="1", **where, **(more or {}))
        return subprocess.run(
            [program("git"), *arguments], input=data, capture_output=True, check=False, env=environment
        )


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return what git said, shortened."""
    return " ".join(done.stderr.decode(errors="replace").split())[-300:] or f"退出码 {done.returncode}"
