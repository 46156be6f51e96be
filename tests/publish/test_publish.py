"""Publishing: the new site appears whole or the old one stays; nothing else is ever overwritten."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import generator.publish as publishing
from generator.publish import MANIFEST, PublishError, publish, replacing, restore, write
from generator.render.pages import File
from tests.conftest import STARTER, check_project
from tests.helpers.files import tree

OLD = [File("index.html", b"old"), File("a/index.html", b"old a")]
NEW = [File("index.html", "新".encode()), File("b/c.css", b"new c")]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "public"


def test_new_folder(target: Path) -> None:
    published = publish(NEW, target)
    assert tree(target).keys() == {"index.html", "b/c.css", MANIFEST}
    assert (published.folder, published.files, published.size) == (target, 3, 8)
    assert target.stat().st_mode & 0o777 == 0o755


def test_folders_above_are_made(tmp_path: Path) -> None:
    assert publish(NEW, tmp_path / "x/y/public").folder.is_dir()


def test_replacing_leaves_nothing_of_the_old(target: Path) -> None:
    publish(OLD, target)
    publish(NEW, target)
    assert tree(target).keys() == {"index.html", "b/c.css", MANIFEST}
    assert [path.name for path in target.parent.iterdir() if path.is_dir()] == ["public"]


def digest(data: bytes) -> dict[str, str | int]:
    return {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}


def test_digests_are_right(target: Path) -> None:
    publish(NEW, target)
    files = tree(target)
    manifest = json.loads(files.pop(MANIFEST))
    assert (manifest.pop("generator"), manifest.pop("format"), manifest.pop("as_of")) == ("zwgk", 2, None)
    assert manifest == {"files": {name: digest(data) for name, data in files.items()}}
    assert list(manifest["files"]) == sorted(manifest["files"])


class HalfwayError(Exception):
    """What a template raises in the middle of a build."""


def failing(error: BaseException) -> Iterator[File]:
    yield NEW[0]
    raise error


@pytest.mark.parametrize("error", [HalfwayError(), KeyboardInterrupt(), OSError(28, "No space left")], ids=repr)
@pytest.mark.parametrize("before", [[], OLD], ids=["none", "old"])
def test_failure_leaves_everything_as_it_was(target: Path, error: BaseException, before: list[File]) -> None:
    if before:
        publish(before, target)
    old = tree(target)
    with pytest.raises(type(error)):
        publish(failing(error), target)
    assert tree(target) == old
    assert target.exists() == bool(before)
    assert {path.name for path in target.parent.iterdir()} <= {"public", ".public.lock"}


@pytest.mark.parametrize("trouble", [OSError(5, "I/O error"), KeyboardInterrupt()], ids=["failure", "interruption"])
def test_trouble_between_two_steps_brings_the_old_back(
    target: Path, monkeypatch: pytest.MonkeyPatch, trouble: BaseException
) -> None:
    publish(OLD, target)
    old, rename = tree(target), Path.rename
    monkeypatch.setattr(publishing, "_exchange", lambda *paths: False)

    def fail(self: Path, to: Path) -> Path:
        if self.name == "new":
            raise trouble
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(type(trouble)):
        publish(NEW, target)
    assert tree(target) == old


@pytest.mark.parametrize("kind", ["foreign", "file", "link"])
def test_what_is_not_ours_is_refused(target: Path, tmp_path: Path, kind: str) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.txt").write_text("work", encoding="utf-8")
    match kind:
        case "foreign":
            other.rename(target)
        case "file":
            target.write_text("work", encoding="utf-8")
        case "link":
            target.symlink_to(other)
    before = tree(tmp_path)
    with pytest.raises(PublishError, match="--output"):
        publish(NEW, target)
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    "manifest",
    ['{"name": "a web app"}', "{}", "[]", "x", '{"files": {"thesis.txt": ""}}', '{"generator": "zwgk", "files": {}}'],
)
def test_any_other_manifest_does_not_make_a_folder_ours(target: Path, manifest: str) -> None:
    target.mkdir()
    (target / MANIFEST).write_text(manifest, encoding="utf-8")
    (target / "thesis.txt").write_text("work", encoding="utf-8")
    before = tree(target)
    with pytest.raises(PublishError, match="不是本程序发布"):
        publish(NEW, target)
    assert tree(target) == before


@pytest.mark.parametrize("name", ["thesis.txt", "a/thesis.txt", "link"])
def test_a_file_that_the_manifest_does_not_list_is_never_lost(target: Path, name: str) -> None:
    publish(OLD, target)
    if name == "link":
        (target / name).symlink_to(target.parent)
    else:
        (target / name).write_text("work", encoding="utf-8")
    before = tree(target)
    with pytest.raises(PublishError, match=f"{name}.*--output"):
        publish(NEW, target)
    assert tree(target) == before


@pytest.mark.parametrize("output", [".", "..", "data", "data/posts/site", "content", "theme", "site.yml", ".git/site"])
def test_no_site_is_published_over_its_sources(tmp_path: Path, output: str) -> None:
    project = tmp_path / "project"
    shutil.copytree(STARTER, project)
    before = tree(tmp_path)
    with pytest.raises(PublishError, match="项目自己的内容"):
        check_project(project).build(project / output)
    assert tree(tmp_path) == before


def test_a_relative_target_is_published_from_any_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        assert publish(NEW, Path("public")).files == 3
    assert {path.name for path in tmp_path.iterdir()} == {"public", ".public.lock"}


def test_neighbours_are_left_alone(target: Path) -> None:
    """Whatever their names begin or end with: each target has one scratch folder, which bears a mark."""
    beside = target.parent
    for name in (".public-zwgk-notes", ".public.zwgk-notes", "public.zwgk-building", ".public.zwgk-building.lock"):
        (beside / name).mkdir()
        (beside / name / "x").write_text("mine", encoding="utf-8")
    publish(OLD, beside / "public-zwgk-b")
    publish(OLD, beside / "public.zwgk-building-b")
    before = tree(beside)
    publish(OLD, target)
    publish(NEW, target)
    after = tree(beside)
    assert {path: data for path, data in after.items() if not path.startswith(("public/", ".public.lock"))} == before


@pytest.mark.parametrize("kind", ["folder", "link", "file", "marked folder with more"])
def test_what_stands_in_the_place_of_the_scratch_folder_is_kept(target: Path, tmp_path: Path, kind: str) -> None:
    publish(OLD, target)
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "new").mkdir()
    (victim / "new/x").write_text("mine", encoding="utf-8")
    scratch = tmp_path / ".public.zwgk-building"
    match kind:
        case "folder":
            victim.rename(scratch)
        case "link":
            (victim / "zwgk-scratch").touch()
            scratch.symlink_to(victim)
        case "file":
            scratch.write_text("mine", encoding="utf-8")
        case _:
            (victim / "zwgk-scratch").touch()
            (victim / "thesis.txt").touch()
            victim.rename(scratch)
    before = tree(tmp_path)
    with pytest.raises(PublishError, match="移走"):
        publish(NEW, target)
    assert tree(tmp_path) == before


def test_what_was_taken_back_stands_nowhere_beside_the_site(target: Path, tmp_path: Path) -> None:
    for site in (OLD, NEW, NEW):
        with replacing(target, tmp_path / "state") as release:
            for file in site:
                release.add(file)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"old" in path.read_bytes()]


def test_empty_folder_is_taken(target: Path) -> None:
    target.mkdir()
    publish(NEW, target)
    assert (target / "index.html").is_file()


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/x", "", ".", ".."])
def test_addresses_stay_inside(target: Path, name: str) -> None:
    with pytest.raises(PublishError, match="越出"):
        publish([File(name, b"x")], target)
    assert {path.name for path in target.parent.iterdir()} <= {".public.lock"}


def test_duplicate_addresses_are_refused(target: Path) -> None:
    publish(OLD, target)
    with pytest.raises(PublishError, match=r"同一个地址.*index\.html"):
        publish([*NEW, File("index.html", b"again")], target)
    assert tree(target)["index.html"] == b"old"


FOLDER = [File("a/index.html/b/index.html", b"folder"), File("a/index.html/c.css", b"c")]


@pytest.mark.parametrize("writing", [True, False], ids=["written", "added"])
@pytest.mark.parametrize("sites", [(OLD, FOLDER), (FOLDER, OLD)], ids=["to a folder", "to a file"])
def test_a_path_may_change_between_file_and_folder(
    target: Path, tmp_path: Path, sites: tuple[list[File], list[File]], writing: bool
) -> None:
    for site in (sites[0], sites[0], sites[1], sites[1], sites[1]):
        with replacing(target, tmp_path / "state") as release:
            for file in site:
                release.note(write(release.folder, file)) if writing else release.add(file)
        found = tree(target)
        assert found.pop(MANIFEST) and found == {file.path: file.data for file in site}
        assert all(any(path.iterdir()) for path in target.rglob("*") if path.is_dir())


@pytest.mark.parametrize("files", [[OLD[1], FOLDER[0]], [FOLDER[0], OLD[1]]], ids=["file first", "folder first"])
def test_a_path_is_no_file_and_folder_at_once(target: Path, files: list[File]) -> None:
    with pytest.raises(PublishError, match=r"同一个地址.*a/index\.html"):
        publish(files, target)
    assert not target.exists()


@pytest.mark.parametrize("name", ["b//c.css", "b/./c.css", MANIFEST])
def test_other_spellings_of_an_address_are_refused(target: Path, name: str) -> None:
    with pytest.raises(PublishError):
        publish([*NEW, File(name, b"x")], target)


def test_second_run_waits(target: Path) -> None:
    publish(OLD, target)
    with (target.parent / ".public.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        second = threading.Thread(target=publish, args=(NEW, target), daemon=True)
        second.start()
        second.join(0.1)
        assert second.is_alive()
        assert tree(target)["index.html"] == b"old"
        fcntl.flock(lock, fcntl.LOCK_UN)
    second.join(60)
    assert not second.is_alive()
    assert tree(target)["index.html"] == "新".encode()


def test_two_builds_are_byte_identical(tmp_path: Path) -> None:
    trees = []
    for name in ("one", "two"):
        check_project(STARTER).build(tmp_path / name)
        trees.append(tree(tmp_path / name))
    assert trees[0] == trees[1]
    assert len(trees[0]) > 30


@pytest.mark.parametrize("one_step", [True, False])
def test_both_ways_of_taking_the_place(target: Path, monkeypatch: pytest.MonkeyPatch, one_step: bool) -> None:
    """In one step where the system can, in two elsewhere: the outcome is the same, and nothing is left lying about."""
    exchange, done = publishing._exchange, []

    def noted(*paths: Path) -> bool:
        done.append(one_step and exchange(*paths))
        return bool(done[-1])

    monkeypatch.setattr(publishing, "_exchange", noted)
    publish(OLD, target)
    publish(NEW, target)
    assert {path.name for path in target.parent.iterdir()} == {"public", ".public.lock"}
    assert tree(target).keys() == {file.path for file in NEW} | {MANIFEST}
    assert done == [one_step and sys.platform == "linux"]


KILLED = """
import os, signal, sys
from pathlib import Path
from generator.publish import publish
from generator.render.pages import File

def files():
    yield File("index.html", b"half")
    os.kill(os.getpid(), signal.SIGKILL)

publish(files(), Path(sys.argv[1]))
"""


def test_a_build_killed_between_two_steps_is_taken_back(target: Path) -> None:
    publish(OLD, target)
    before = tree(target)
    scratch = target.parent / ".public.zwgk-building"
    scratch.mkdir()
    (scratch / "zwgk-scratch").touch()
    target.rename(scratch / "old")
    with pytest.raises(HalfwayError):
        publish(failing(HalfwayError()), target)
    assert tree(target) == before
    assert not scratch.exists()


def test_a_killed_build_leaves_the_site_and_the_next_one_tidies_up(target: Path) -> None:
    publish(OLD, target)
    before = tree(target)
    run = subprocess.run([sys.executable, "-c", KILLED, str(target)], check=False)
    assert run.returncode == -signal.SIGKILL
    assert tree(target) == before
    publish(NEW, target)
    assert {path.name for path in target.parent.iterdir()} == {"public", ".public.lock"}


def released(target: Path, state: Path) -> int:
    """Publish OLD with what is remembered; return how many files were kept. Every file must come out right."""
    with replacing(target, state) as release:
        for file in OLD:
            if not release.reuse(file.path, "the same"):
                release.note(write(release.folder, file, "the same"))
    found = tree(target)
    listed = json.loads(found.pop(MANIFEST))["files"]
    assert found == {file.path: file.data for file in OLD}
    assert listed == {path: digest(data) for path, data in found.items()}
    return release.unchanged


def altered(file: Path) -> None:
    """Change a file so that its size and its time tell nothing."""
    status = file.stat()
    file.write_bytes(file.read_bytes()[::-1])
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def linked(file: Path) -> None:
    """Put a link to the same content in the place of a file."""
    file.rename(file.with_name("aside"))
    shutil.copy2(file.with_name("aside"), file.parent.parent / "aside")
    file.with_name("aside").unlink()
    file.symlink_to(file.parent.parent / "aside")


@pytest.mark.parametrize("harm", [altered, linked, lambda file: file.chmod(0o600), lambda file: file.chmod(0o666)])
def test_a_file_that_was_changed_in_the_published_folder_is_made_anew(
    target: Path, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    state = tmp_path / "state"
    assert [released(target, state), released(target, state)] == [0, 2]
    harm(target / "index.html")
    assert [released(target, state), released(target, state)] == [1, 2]
    assert not (target / "index.html").is_symlink()


@pytest.mark.parametrize(("umask", "mode"), [(0o077, 0o600), (0o027, 0o640), (0o022, 0o644), (0, 0o644)])
def test_files_have_the_mode_that_the_umask_leaves(target: Path, tmp_path: Path, umask: int, mode: int) -> None:
    """Also those that a build with another umask wrote: a page that the server cannot read does not stay."""
    state, before = tmp_path / "state", os.umask(0o077)
    try:
        released(target, state)
        os.umask(umask)
        for _ in range(2):
            released(target, state)
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in target.rglob("*") if path.is_file()} == {mode}


KILLED_BETWEEN = """
import os, signal, sys
from pathlib import Path
import generator.publish as publishing
from generator.render.pages import File

rename = Path.rename

def renamed(self, to):
    done = rename(self, to)
    if self.name == "public":
        os.kill(os.getpid(), getattr(signal, sys.argv[2]))
    return done

publishing._exchange = lambda *paths: False
Path.rename = renamed
publishing.publish([File("index.html", b"new")], Path(sys.argv[1]))
"""


@pytest.mark.parametrize("way", ["restore", "publish"])
def test_where_folders_cannot_be_exchanged_a_kill_between_two_steps_is_made_good(target: Path, way: str) -> None:
    publish(OLD, target)
    before = tree(target)
    run = subprocess.run([sys.executable, "-c", KILLED_BETWEEN, str(target), "SIGKILL"], check=False)
    assert run.returncode == -signal.SIGKILL
    assert not target.exists()
    if way == "restore":
        restore(target)
        restore(target)
    else:
        with pytest.raises(HalfwayError):
            publish(failing(HalfwayError()), target)
    assert tree(target) == before
    assert {path.name for path in target.parent.iterdir()} == {"public", ".public.lock"}


@pytest.mark.parametrize("request_", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_request_to_end_waits_for_the_second_step(target: Path, request_: str) -> None:
    publish(OLD, target)
    subprocess.run(
        [sys.executable, "-c", KILLED_BETWEEN, str(target), request_], check=False, stderr=subprocess.DEVNULL
    )
    assert tree(target)["index.html"] == b"new"


def test_nothing_is_restored_where_nothing_is_missing(target: Path) -> None:
    restore(target)
    assert not list(target.parent.iterdir())
    publish(OLD, target)
    before = tree(target.parent)
    restore(target)
    assert tree(target.parent) == before
