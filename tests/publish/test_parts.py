"""Sites of bureaus below stay in place while the rest is exchanged: all old or all new, whatever happens in between."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

import generator.publish as publishing
from generator.publish import parts, publish, restore
from generator.publish.errors import PublishError
from generator.publish.parts import JOURNAL, Exchange, exchange_parts
from generator.render.pages import File
from tests.helpers.files import tree

OLD = {"xian/a": "old", "qu/a": "same", "shi/a": "old", "shi/xian/a": "same", "gone/a": "old", "manifest.json": "old"}
NEW = {"xian/a": "new", "shi/a": "new", "come/a": "new", "manifest.json": "new"}
STAYING = ("qu/", "shi/xian/")
AFTER = {**NEW, "qu/a": "same", "shi/xian/a": "same"}
STEPS = 5  # come, gone, manifest.json, shi/a, xian


def laid(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def texts(folder: Path) -> dict[str, str]:
    return {name: data.decode() for name, data in tree(folder).items()}


def never(new: Path, here: Path) -> bool:
    return False


@pytest.fixture
def prepared(tmp_path: Path) -> tuple[Path, Path]:
    """The scratch folder with the new parts, and the target."""
    scratch = tmp_path / ".site.zwgk-building"
    laid(scratch / "new", NEW)
    (scratch / "zwgk-scratch").touch()
    return scratch, laid(tmp_path / "site", OLD)


@pytest.mark.parametrize("exchange", [publishing._exchange, never])
def test_what_changed_is_exchanged(prepared: tuple[Path, Path], exchange: Exchange) -> None:
    scratch, target = prepared
    stays = [(target / name).stat().st_ino for name in STAYING]
    exchange_parts(scratch, target, STAYING, exchange)
    assert texts(target) == AFTER
    assert [(target / name).stat().st_ino for name in STAYING] == stays
    assert not (scratch / JOURNAL).exists()


def stopping(steps: int, stop: Callable[[], None]) -> Callable[..., None]:
    """Return a `_put` that stops after so many steps."""
    put, done = parts._put, iter(range(steps))

    def stopped(*given: object) -> None:
        if next(done, None) is None:
            stop()
        put(*given)  # type: ignore[arg-type]

    return stopped


@pytest.mark.parametrize("exchange", [publishing._exchange, never])
@pytest.mark.parametrize("steps", range(STEPS))
def test_an_error_leaves_all_as_it_was(
    prepared: tuple[Path, Path], steps: int, exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(parts, "_put", stopping(steps, fail))
    with pytest.raises(OSError, match="Input"):
        exchange_parts(*prepared, STAYING, exchange)
    assert texts(prepared[1]) == OLD
    assert not (prepared[0] / JOURNAL).exists()


@pytest.mark.parametrize("steps", range(STEPS))
def test_a_killed_exchange_is_completed(prepared: tuple[Path, Path], steps: int) -> None:
    child = os.fork()
    if child == 0:
        parts._put = stopping(steps, lambda: os._exit(9))
        exchange_parts(*prepared, STAYING, publishing._exchange)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert (prepared[0] / JOURNAL).is_file()
    publishing.restore(prepared[1])
    assert texts(prepared[1]) == AFTER
    assert not prepared[0].exists()


JOURNALS = [
    *([1], [["a"]], [["a", "x"]], [["a//b", 1]], [["", 1]]),
    *([["../own", 1]], [["/etc/own", 1]], [["a/../../own", 1]]),
]


@pytest.mark.parametrize("text", ["", "{}x", "[" * 100_000, "NaN", *map(json.dumps, JOURNALS)])
def test_a_journal_that_no_build_wrote_does_nothing(prepared: tuple[Path, Path], text: str) -> None:
    scratch, target = prepared
    laid(target.parent, {"own": "mine", ".site.lock": ""})
    (scratch / JOURNAL).write_text(text, "utf-8")
    before = texts(target.parent)
    with pytest.raises(PublishError, match="移走再生成"):
        restore(target)
    assert texts(target.parent) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_what_another_user_prepared_beside_the_site_is_not_put_there(tmp_path: Path) -> None:
    """In a folder like /tmp anybody can make the scratch folder of a site that somebody else will build."""
    target, scratch = tmp_path / "site", tmp_path / ".site.zwgk-building"
    laid(scratch / "old", {"index.html": "forged"})
    (scratch / "zwgk-scratch").touch()
    os.chown(scratch, 12345, 12345)
    for act in (lambda: restore(target), lambda: publish([File("index.html", b"right")], target)):
        with pytest.raises(PublishError, match="移走再生成"):
            act()
    assert not target.exists()
    os.chown(tmp_path, 12345, 12345)  # whose folder it is can do that anyway
    restore(target)
    assert texts(target) == {"index.html": "forged"}
