"""What was made is recalled while every look would find the same, on the same basis, from a file that is whole."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.check.safety import suspect
from generator.executor import HERE, local
from generator.model import derived, memory
from generator.model.build import build_model
from generator.model.derived import Derived, Maker, row_look
from generator.model.duties import Duty
from generator.model.memory import Memory
from generator.model.registry import Registry, folders
from generator.source.project import load_project

Write = Callable[[str, str], Path]
POST, OTHER, DUTY = "zonghe-chuangkou", "daoshui-zixun", "fapiao-guanli"


class Runs:
    """Runs over one project, each with what the ones before kept."""

    def __init__(self, project: Path, kept: Path) -> None:
        self.project = project
        self.kept = kept

    def begin(self, basis: str = "") -> tuple[Registry, Derived]:
        known = Memory(self.project, self.kept / "memory", suspect).known
        registry = build_model(load_project(self.project, folders(), known)).registry
        assert registry
        return registry, Derived(registry, basis, self.kept / "derived")

    def made(self, look: Callable[[Registry], Any], basis: str = "") -> bool:
        """Tell whether something that is made with `look` had to be made in a new run."""
        registry, derived = self.begin(basis)
        anew = []
        derived.get("thing", lambda: anew.append(look(registry)) or "made")
        derived.save()
        return bool(anew)

    def change(self, file: str, old: str, new: str) -> None:
        path = self.project / "data" / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def runs(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runs:
    monkeypatch.setattr(memory, "_SETTLED_NS", 0)
    return Runs(project, tmp_path / "kept")


def rename_post(runs: Runs) -> None:
    runs.change(f"posts/{POST}.yml", "name: ", "name: 新")


def drop_duty(runs: Runs) -> None:
    runs.change(f"duties/{DUTY}.yml", f"posts: [{POST}, {OTHER}]", f"posts: [{OTHER}]")


def add_duty(runs: Runs) -> None:
    path = runs.project / "data/duties"
    (path / "neu.yml").write_text((path / f"{DUTY}.yml").read_text("utf-8"), "utf-8")


def add_post(runs: Runs) -> None:
    path = runs.project / "data/posts"
    (path / "neu.yml").write_text((path / f"{POST}.yml").read_text("utf-8"), "utf-8")


@pytest.mark.parametrize(
    ("look", "change", "again"),
    [
        (lambda registry: registry.posts[POST], rename_post, True),
        (lambda registry: registry.posts[OTHER], rename_post, False),
        (lambda registry: POST in registry.posts, rename_post, True),
        (lambda registry: registry.posts.get("neu"), add_post, True),
        (lambda registry: "neu" in registry.posts, add_post, True),
        (lambda registry: list(registry.posts), add_post, True),
        (lambda registry: len(registry.posts), add_post, True),
        (lambda registry: max(id for id in registry.posts), add_post, True),
        (lambda registry: list(registry.duties), add_post, False),
        (lambda registry: registry.referrers(registry.posts[POST], Duty), drop_duty, True),
        (lambda registry: registry.referrers(registry.posts[POST], Duty), add_duty, True),
        (lambda registry: registry.referrers(registry.posts[POST], Duty), add_post, False),
        (lambda registry: list(registry.references_to(registry.posts[POST])), add_duty, True),
    ],
)
def test_what_looked_at_a_change_is_made_again(
    runs: Runs, look: Callable[[Registry], Any], change: Callable[[Runs], None], again: bool
) -> None:
    assert runs.made(look)
    assert not runs.made(look)
    change(runs)
    assert runs.made(look) is again
    assert not runs.made(look)


def test_another_basis_and_a_damaged_file_are_no_use(runs: Runs) -> None:
    def look(registry: Registry) -> Any:
        return registry.posts[POST]

    runs.made(look)
    assert runs.made(look, "another day")
    assert not runs.made(look, "another day")
    file = runs.kept / "derived"
    data = file.read_bytes()
    for damaged in (b"", data[:-1], data[:40] + b"x" + data[41:], data.replace(b"made", b"Made")):
        file.write_bytes(damaged)
        assert runs.made(look, "another day")


def test_what_is_made_of_rows_depends_on_what_they_say(runs: Runs) -> None:
    """Once a row says the same again, nothing that is made of it changes."""

    def made() -> bool:
        registry, derived = runs.begin()
        maker = Maker(registry.looks, lambda key: [registry.posts[key.rpartition("/")[2]].name])
        deque(derived.bring(HERE, [("name", "posts")], {"posts": list(registry.posts)}, maker), 0)
        anew = []

        def look() -> str:
            registry.looks.note(row_look("name", "posts", POST))
            anew.append(1)
            return "made"

        derived.get("thing", look)
        derived.save()
        return bool(anew)

    assert made()
    assert not made()
    runs.change(f"posts/{POST}.yml", "summary: ", "summary: 新")
    assert not made()
    rename_post(runs)
    assert made()
    (runs.project / f"data/posts/{POST}.yml").unlink()
    assert made()


def test_looks_of_what_is_shared_count_for_each_that_uses_it(runs: Runs) -> None:
    from generator.model.shelf import Shared

    def made() -> list[str]:
        registry, derived = runs.begin()
        shared, anew = Shared(registry.looks), []
        for key in ("one", "other"):
            names = lambda: shared.once("names", lambda: [post.name for post in registry.posts.values()])  # noqa: E731
            derived.get(key, lambda key=key, names=names: anew.append(key) or names())
        derived.save()
        return anew

    assert made() == ["one", "other"]
    assert made() == []
    rename_post(runs)
    assert made() == ["one", "other"]


def test_shards_hold_entries_of_one_organ_side_by_side(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(derived, "SHARD", 2)
    registry, made = runs.begin()
    keys = [f"{folder}/{id}" for folder, entries in registry.entries.items() for id in entries]
    shards: list[list[str]] = [[]]
    maker = Maker(registry.looks, lambda key: shards[-1].append(key) or key, lambda: shards.append([]))
    assert len(list(made.fill(HERE, keys, maker))) == len(shards) - 1
    organs = registry.by_organ()
    order = [organs.get(key, "") for shard in shards for key in shard]
    assert order == sorted(order)
    assert max(map(len, shards)) == 2
    assert sorted(key for shard in shards for key in shard) == sorted(keys)
    assert [made.recall(key) for key in keys] == keys


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_made_elsewhere_holds_as_if_made_here(
    runs: Runs, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(derived, "SHARD", 1)

    def made() -> list[str]:
        registry, found = runs.begin()
        anew: list[str] = []
        names = Maker(
            registry.looks, lambda key: [registry.posts[key].name, bool(anew.append(key))], lambda: list(anew)
        )
        news = list(found.fill(local(workers), [POST, OTHER], names))
        assert found.recall(POST) == [registry.posts[POST].name, False]
        found.save()
        return sorted({key for made in news for key in made})

    assert made() == [POST, OTHER][::-1]
    assert made() == []
    rename_post(runs)
    assert made() == [POST]


def test_what_is_forgotten_is_made_again(runs: Runs) -> None:
    runs.made(lambda registry: registry.posts[POST])
    _, made = runs.begin()
    made.forget("thing")
    assert made.recall("thing") is None
