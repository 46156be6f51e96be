"""`zwgk synth`: projects of any size that pass the check; the same arguments give the same files."""

from __future__ import annotations

import datetime
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from generator.cli import main
from generator.findings import Severity
from generator.model.laws import Law
from generator.model.organs import Organ
from generator.model.procedures import Procedure
from generator.model.results import Result
from generator.synth import SynthError, synth, synth_months
from generator.synth_bureaus import _values
from generator.synth_figures import MADE, READ, Source, figures
from tests.conftest import ROOT, STARTER, check_project
from tests.helpers.files import tree
from tests.helpers.results import promise


@pytest.mark.parametrize(("procedures", "counties"), [(1, None), (2, None), (30, None), (30, 4)])
def test_it_passes_the_check(tmp_path: Path, procedures: int, counties: int | None) -> None:
    files = synth(STARTER, tmp_path / "made", procedures, counties, 1)
    checked = check_project(tmp_path / "made")
    assert len(checked.registry.all(Procedure)) == procedures
    assert [finding for finding in checked.findings if finding.code not in ("V902", "T526")] == []
    names = [item.name for item in checked.registry.all(Procedure).values()]
    assert len(set(names)) == len(names)
    assert files == len(tree(tmp_path / "made"))
    if counties:
        assert sum(organ.kind.value == "bureau" for organ in checked.registry.all(Organ).values()) == 1 + counties


def test_same_seed_same_files(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        synth(STARTER, tmp_path / name, 12, None, seed)
    assert tree(tmp_path / "a") == tree(tmp_path / "b")
    assert tree(tmp_path / "a") != tree(tmp_path / "c")


def test_what_is_copied_says_the_same(tmp_path: Path) -> None:
    synth(STARTER, tmp_path / "made", 3, None, 1)
    assert check_project(tmp_path / "made").registry.all(Law) == check_project(STARTER).registry.all(Law)


def test_the_example_keeps_its_tables_and_pages(tmp_path: Path) -> None:
    synth(ROOT, tmp_path / "made", 180, None, 1)
    checked = check_project(tmp_path / "made")
    assert not [item for item in checked.findings if item.severity is Severity.ERROR]
    assert len(checked.registry.all(Result)) > 3 and len(checked.registry.pages) > 5


def test_refusals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").write_text("x")
    with pytest.raises(SynthError, match="已经有内容"):
        synth(STARTER, tmp_path / "full", 5, None, 1)
    with pytest.raises(SynthError, match="不能更少"):
        synth(STARTER, tmp_path / "new", 0, None, 1)
    assert main(["synth", str(tmp_path / "new"), "--procedures", "9", "--project", str(tmp_path)]) == 2
    assert "不是可用的项目" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


DAY = datetime.date(2026, 11, 30)


def test_made_months_pass_the_check(project: Path, tmp_path: Path) -> None:
    promise(project)
    synth_months(project, tmp_path / "made", 18, DAY, 3)
    checked = check_project(tmp_path / "made", DAY)
    assert [item.code for item in checked.findings if item.code not in ("V902", "T526")] == []
    tables = checked.registry.all(Result)
    assert len(tables) == 5
    months = [row.period for row in tables["dangchang-banjie-dangchang"].rows]
    assert (months[0], months[-1], len(months)) == ("2025-05", "2026-10", 18)
    quarters = [row.period for row in tables["dangchang-banjie-wangfan"].rows]
    assert quarters == ["2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]


def made(seed: int) -> dict[str, dict[str, Any] | str]:
    raw = {kind.FOLDER: _values(ROOT, kind.FOLDER) for kind in READ if kind not in MADE}
    return dict(figures(Source(raw, DAY, 18), random.Random(seed)))


def test_made_months_tell_of_everything_that_a_bureau_has_to_tell() -> None:
    files = made(1)
    assert files == made(1) != made(2)
    folders = Counter(name.split("/")[1] for name in files)
    assert set(folders) == {"results", "tasks", "rounds", "rectifications", "suggestions", "news"}
    assert folders["results"] == 26
    assert folders["suggestions"] == 18
    rounds = {Path(name).stem: value for name, value in files.items() if name.startswith("data/rounds/")}
    assert len([id for id in rounds if "quarterly" in id]) == 5
    told = {f.get("rectification") for value in rounds.values() for f in value["findings"]} - {None}  # type: ignore[index, union-attr]
    assert told == {Path(name).stem for name in files if name.startswith("data/rectifications/")}
    states = [value for name, value in files.items() if name.startswith("data/tasks/")]
    late = [value for value in states if "explanation" in value]
    assert len(late) == 1
    assert {"verified" in value for value in states} == {True, False}


def test_a_registry_with_entries_is_left_as_it_is() -> None:
    raw = {kind.FOLDER: _values(ROOT, kind.FOLDER) for kind in READ}
    assert {name.split("/")[1] for name, _ in figures(Source(raw, DAY, 18), random.Random(1))} == {"results"}
