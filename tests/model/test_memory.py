"""What is remembered between runs: it saves reading, changes nothing, and is never trusted further than it can be."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.check import Checked, check
from generator.check.safety import suspect
from generator.executor import Processes
from generator.model import memory
from generator.model.memory import Memory
from generator.model.registry import folders
from generator.source import yaml_reader
from generator.source.project import load_project
from tests.conftest import AS_OF, ROOT, check_project

Write = Callable[[str, str], Path]
CASES = sorted(path for path in (ROOT / "tests/cases").iterdir() if path.is_dir())


def remembering(project: Path, folder: Path | None) -> Checked:
    """Check a project with what is remembered of it."""
    return check(load_project(project, folders(), Memory(project, folder, suspect).known), AS_OF)


def same(one: Checked, other: Checked) -> bool:
    """Tell whether two checks found the same, and read the same entries."""
    assert one.registry is not None
    assert other.registry is not None
    return (one.findings, one.registry) == (other.findings, other.registry)


def settle(project: Path) -> None:
    """Make every file of a project look old."""
    for path in project.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))


def shards(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "memory"


@pytest.fixture(autouse=True)
def _settled_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the times of files that were written just now."""
    monkeypatch.setattr(memory, "_SETTLED_NS", 0)


@pytest.fixture
def nothing_read(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Make reading YAML and validating fail from now on, but for site.yml and front matter, which are read always."""

    def refuse() -> None:
        monkeypatch.setattr(memory, "make", None)
        monkeypatch.setattr(memory.hashlib, "sha256", _no_hash(memory.hashlib.sha256))

    return refuse


def _no_hash(real: Callable[[bytes], object]) -> Callable[[bytes], object]:
    def only_shards(data: bytes = b"") -> object:
        assert not data.startswith((b"name", b"of:")), "an entry was read"
        return real(data)

    return only_shards


def test_second_run_reads_nothing(project: Path, folder: Path, nothing_read: Callable[[], None]) -> None:
    first = remembering(project, folder)
    nothing_read()
    assert same(remembering(project, folder), first)
    assert same(first, check_project(project))


def test_records_of_a_shard_are_one_piece_of_memory(project: Path, folder: Path) -> None:
    remembering(project, folder)
    known = load_project(project, folders(), Memory(project, folder, suspect).known).known
    laws = [made.packed for file, made in known.items() if file.startswith("data/laws/")]
    assert len(laws) > 1
    assert len({id(packed.obj) for packed in laws}) == 1


def test_a_change_is_seen(project: Path, folder: Path, write: Write) -> None:
    remembering(project, folder)
    write("data/posts/zonghe-chuangkou.yml", "name: 新岗位\norgan: banshui-fuwuting\nsummary: 受理\n")
    assert same(remembering(project, folder), check_project(project))


def test_a_change_of_equal_size_and_time_is_seen(project: Path, folder: Path) -> None:
    path = project / "data/posts/zonghe-chuangkou.yml"
    settle(project)
    remembering(project, folder)
    times = path.stat()
    path.write_text(path.read_text("utf-8").replace("综合", "合综", 1), "utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert same(remembering(project, folder), check_project(project))


def test_a_young_file_is_looked_into(project: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_SETTLED_NS", 10**18)
    remembering(project, folder)
    kept = [memory._opened(*memory._read(path)).signatures for path in shards(folder)]
    assert len(kept) > 10
    assert {signature for shard in kept for signature in shard.values()} == {None}


def test_after_a_fresh_checkout_only_content_is_compared(
    project: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = remembering(project, folder)
    for path in project.rglob("*.yml"):
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data)
    monkeypatch.setattr(memory, "make", None)
    assert same(remembering(project, folder), first)


def test_removed_and_new_entries(project: Path, folder: Path, write: Write) -> None:
    remembering(project, folder)
    (project / "data/posts/zonghe-chuangkou.yml").rename(project / "data/posts/zonghe.yml")
    assert same(remembering(project, folder), check_project(project))


def test_an_entry_more_leaves_the_shards_as_they_are(
    project: Path, folder: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "SHARD", 1)
    for name in ("zonghe-chuangkou", "daoshui"):
        write(f"data/posts/{name}.yml", "name: 新岗位\norgan: banshui-fuwuting\nsummary: 受理\n")
        remembering(project, folder)
        assert {path.name.split("-")[1] for path in shards(folder) if path.name.startswith("posts-")} == {"4"}


def test_a_folder_whose_name_is_not_utf8(project: Path, folder: Path) -> None:
    inner = Path(os.fsdecode(os.fsencode(project / "data/posts") + b"/\xd7\xdb"))
    inner.mkdir()
    (project / "data/posts/zonghe-chuangkou.yml").rename(inner / "zonghe-chuangkou.yml")
    for _ in range(2):
        assert same(remembering(project, folder), check_project(project))


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "text", "size"])
def test_damaged_shards_are_as_good_as_none(project: Path, folder: Path, damage: str) -> None:
    first = remembering(project, folder)
    assert len(shards(folder)) >= 10
    for path in shards(folder):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        sized = data[:32] + b"\x7f" * 8 + data[40:]
        damaged = {"cut": data[: len(data) // 2], "flip": data, "empty": b"", "text": b"name: x", "size": sized}
        path.write_bytes(damaged[damage])
    assert same(remembering(project, folder), first)


def test_another_version_is_not_trusted(project: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remembering(project, folder)
    monkeypatch.setattr(memory, "program", lambda: "other")
    monkeypatch.setattr(Memory, "_load", _counted(Memory._load, loaded := []))
    remembering(project, folder)
    assert loaded
    assert not any(loaded)
    assert [path.name for path in folder.iterdir()] == ["other"]


def _counted(real: Callable[..., memory.Shard], loaded: list[int]) -> Callable[..., memory.Shard]:
    def load(*given: object) -> memory.Shard:
        found = real(*given)
        loaded.append(len(found.made))
        return found

    return load


def test_a_folder_that_cannot_be_written_costs_nothing_else(project: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert same(remembering(project, tmp_path / "file"), check_project(project))


def test_other_processes_make_the_same(project: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_FEW", 0)
    known = Memory(project, folder, suspect, Processes(2)).known
    first = check(load_project(project, folders(), known), AS_OF)
    assert same(first, check_project(project))
    assert len(shards(folder)) >= 10


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_findings_do_not_depend_on_memory(case: Path, project: Path, folder: Path) -> None:
    import shutil

    shutil.copytree(case, project, dirs_exist_ok=True, symlinks=True)
    plain = check_project(project)
    for _ in range(2):
        assert remembering(project, folder).findings == plain.findings


def test_the_example_is_the_same(folder: Path, example: Checked) -> None:
    for _ in range(2):
        assert same(remembering(ROOT, folder), example)


@pytest.mark.parametrize(
    "text", ["name: 甲\nnotes: [可打 138 0013\n  8000]\n", "name: <b>\n", 'name: "\\x3cb>"\n', "a: (请填写)\n"]
)
def test_suspect_text(text: str) -> None:
    assert suspect(text)


def test_harmless_text() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "data/procedures").rglob("*.yml")]
    assert sum(map(suspect, texts)) < len(texts) / 10
    assert yaml_reader.read(texts[0]).value
