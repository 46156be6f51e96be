"""Sites of bureaus below stay in place while the rest is exchanged: all old or all new, whatever happens in between."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import generator.publish as publishing
from generator.publish import parts
from generator.publish.parts import JOURNAL, Exchange, exchange_parts
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
