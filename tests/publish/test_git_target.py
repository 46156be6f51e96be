"""Publishing to a branch: each release is a commit, and nobody's work is overwritten."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from generator.publish.deploy import Deployed, Terms, deploy, releases, roll_back
from generator.publish.errors import PublishError
from generator.publish.history import commit_of
from generator.publish.targets import target_of
from generator.publish.verify import Expected, verify_folder
from tests.publish.sites import DAY, FILES, built, changed


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """A repository to publish to."""
    folder = tmp_path / "remote.git"
    subprocess.run(["git", "init", "--quiet", "--bare", folder], check=True)
    return folder


def checked_out(remote: Path, tmp_path: Path) -> Path:
    """Check the branch out as a Pages host does; return the folder, without what is git's and the host's."""
    folder = tmp_path / "pages"
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["git", "clone", "--quiet", "--branch", "pages", remote, folder], check=True)
    shutil.rmtree(folder / ".git")
    (folder / ".nojekyll").unlink()
    return folder


def put(remote: Path, site: Path, text: str, **terms: object) -> Deployed:
    return deploy(built(site, changed(text)), target_of(f"git:{remote}#pages"), Terms(**{"day": DAY, **terms}))  # type: ignore[arg-type]


def test_a_release_is_a_commit(remote: Path, site_folder: Path, tmp_path: Path, key: Path) -> None:
    first, second = (put(remote, site_folder, text, keys=(key,)) for text in ("one", "two"))
    assert (first.record.version, first.sent.files) == (2026113001, len(FILES) + 4)
    assert (second.record.version, second.sent.files, second.removed) == (2026113002, 4, ())
    assert git(remote, "log", "--format=%s", "pages").splitlines() == ["zwgk 2026113002", "zwgk 2026113001"]
    pages = checked_out(remote, tmp_path)
    public = key.with_name("public.pem").read_bytes()
    assert verify_folder(pages, Expected(DAY, (public,))).differences == ()
    assert (pages / "index.html").read_bytes() == b"two"


def test_in_a_hook_of_another_repository(
    remote: Path, site_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There git's variables name the hook's repository, and its objects of a push that may still be refused."""
    project = tmp_path / "project"
    git(tmp_path, "init", "--quiet", str(project))
    (project / "site.yml").touch()
    git(project, "add", ".")
    git(project, "commit", "--quiet", "--message", "x")
    commit = commit_of(project)
    assert commit
    (tmp_path / "hook/objects").mkdir(parents=True)
    for name in ("GIT_DIR", "GIT_OBJECT_DIRECTORY", "GIT_QUARANTINE_PATH", "GIT_INDEX_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "hook/objects"))
    assert commit_of(project) == commit
    put(remote, site_folder, "one")
    for name in ("GIT_DIR", "GIT_OBJECT_DIRECTORY", "GIT_QUARANTINE_PATH", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name)
    assert verify_folder(checked_out(remote, tmp_path), Expected(DAY)).differences == ()


def test_a_users_attributes_change_no_release(
    remote: Path, site_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "git").mkdir()
    (tmp_path / "git/attributes").write_text("*.css export-ignore\n*.html ident eol=crlf\n", "utf-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for text in ("one $Id$\n", "two\n"):
        put(remote, site_folder, text)
    assert roll_back(target_of(f"git:{remote}#pages"), Terms(DAY)).record.rolled_back_to == 2026113001
    monkeypatch.delenv("XDG_CONFIG_HOME")
    assert verify_folder(checked_out(remote, tmp_path), Expected(DAY)).differences == ()


def test_the_same_input_gives_the_same_commit(site_folder: Path, tmp_path: Path) -> None:
    commits = []
    for name in ("a", "b"):
        subprocess.run(["git", "init", "--quiet", "--bare", tmp_path / name], check=True)
        put(tmp_path / name, site_folder, "one")
        commits.append(git(tmp_path / name, "rev-parse", "pages"))
    assert commits[0] == commits[1]


def test_rolling_back_is_one_more_commit(remote: Path, site_folder: Path, tmp_path: Path, key: Path) -> None:
    for text in ("one", "two"):
        put(remote, site_folder, text, keys=(key,))
    target = target_of(f"git:{remote}#pages")
    done = roll_back(target, Terms(DAY, keys=(key,)))
    assert (done.record.version, done.record.rolled_back_to, done.sent.files) == (2026113003, 2026113001, 4)
    pages = checked_out(remote, tmp_path)
    assert (pages / "index.html").read_bytes() == b"one"
    assert verify_folder(pages, Expected(DAY, (key.with_name("public.pem").read_bytes(),))).differences == ()
    assert [version for version, _, now in releases(target) if now] == [2026113003]
    assert len(releases(target)) == 3


def test_a_branch_of_somebody_else_is_not_touched(remote: Path, site_folder: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    subprocess.run(["git", "clone", "--quiet", remote, work], check=True, capture_output=True)
    (work / "thesis.txt").write_text("mine", "utf-8")
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message", "mine")
    git(work, "push", "--quiet", "origin", "HEAD:refs/heads/pages")
    with pytest.raises(PublishError, match="为免覆盖"):
        put(remote, site_folder, "one")
    assert git(remote, "log", "--format=%s", "pages") == "mine"


def test_of_two_at_once_the_second_is_refused(remote: Path, site_folder: Path, tmp_path: Path) -> None:
    put(remote, site_folder, "one")
    target = target_of(f"git:{remote}#pages")
    switch = target.switch

    def beaten(version: int) -> None:
        put(remote, tmp_path / "other", "other")
        switch(version)

    target.switch = beaten  # type: ignore[method-assign]
    with pytest.raises(PublishError, match="再运行一次"):
        deploy(built(site_folder, changed("two")), target, Terms(DAY))
    assert (checked_out(remote, tmp_path) / "index.html").read_bytes() == b"other"
    put(remote, site_folder, "two")


def test_a_commit_that_was_harmed_is_not_rolled_back_to(remote: Path, site_folder: Path, tmp_path: Path) -> None:
    put(remote, site_folder, "one")
    work = tmp_path / "work"
    subprocess.run(["git", "clone", "--quiet", "--branch", "pages", remote, work], check=True)
    (work / "404.html").write_text("harmed", "utf-8")
    git(work, "commit", "--quiet", "--all", "--amend", "--no-edit")
    git(work, "push", "--quiet", "--force", "origin", "HEAD:refs/heads/pages")
    put(remote, site_folder, "two")
    with pytest.raises(PublishError, match=r"已经被改过（404\.html"):
        roll_back(target_of(f"git:{remote}#pages"), Terms(DAY))


def test_a_remote_of_the_project_is_known_by_its_name(remote: Path, site_folder: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    subprocess.run(["git", "init", "--quiet", project], check=True)
    git(project, "remote", "add", "origin", str(remote))
    deploy(built(site_folder, FILES), target_of("git:origin#pages", project), Terms(DAY))
    assert git(remote, "log", "--format=%s", "pages") == "zwgk 2026113001"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("git:origin", "git:origin#pages"),
        ("git:-x#pages", "不是仓库和分支"),
        ("git:./x#-y", "不是仓库和分支"),
        ("git:/nowhere/x.git#pages", "连不上仓库"),
        ("git:nobody#pages", "没有叫 nobody 的远程仓库"),
    ],
)
def test_repositories_that_are_none(site_folder: Path, text: str, said: str) -> None:
    with pytest.raises(PublishError, match=said):
        deploy(built(site_folder, FILES), target_of(text), Terms(DAY))


def test_a_branch_that_does_not_exist_cannot_be_rolled_back(remote: Path) -> None:
    with pytest.raises(PublishError, match="还没有发布过"):
        roll_back(target_of(f"git:{remote}#pages"), Terms(DAY))
