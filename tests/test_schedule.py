"""zwgk schedule: what each coming day changes, and nothing beyond the days that were asked for."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from typing import Any

import pytest

from generator.model.procedures import Procedure
from generator.model.tasks import Task
from generator.model.types import Withdrawn
from generator.project import Project
from generator.schedule import changes
from tests.conftest import AS_OF, STARTER, check_project, with_more
from tests.helpers.commands import run

DAY = datetime.timedelta(1)


def planned(**fields: Any) -> list[tuple[int, str]]:
    """Return (days from now, what) for the starter's procedure with these fields, in the next 30 days."""
    session = check_project(STARTER).session
    procedure = replace(next(iter(session.registry.all(Procedure).values())), **fields)
    entries = {**session.registry.entries, "procedures": {procedure.id: procedure}}
    found = changes(replace(session, registry=replace(session.registry, entries=entries)), 30)
    return [((item.day - AS_OF).days, item.what) for item in found if item.name == procedure.name]


def test_beginning_and_end() -> None:
    assert planned(effective_from=AS_OF + DAY) == [(1, "开始生效，开始显示")]
    assert planned(effective_from=AS_OF) == [], "today is published already"
    assert planned(effective_to=AS_OF) == [(1, "不再有效")], "the last day is included"
    assert planned(effective_to=AS_OF + 29 * DAY) == [(30, "不再有效")]
    assert planned(effective_to=AS_OF + 30 * DAY) == []


def test_what_is_withdrawn_changes_once() -> None:
    gone = Withdrawn(on=AS_OF + 5 * DAY, reason="合并")
    assert planned(withdrawn=gone, effective_from=AS_OF - DAY) == [(5, "取消")]


def test_the_days_of_what_is_withdrawn_change_nothing_more(example: Project) -> None:
    session = example.session
    task = next(iter(session.registry.all(Task).values()))
    for withdrawn, said in ((None, ["期限"]), (Withdrawn(on=AS_OF + DAY, reason="合并"), ["取消"])):
        left = replace(task, due=AS_OF + 5 * DAY, withdrawn=withdrawn)
        found = changes(with_more(session, left), 30)
        assert [item.what for item in found if item.file == f"data/tasks/{task.id}.yml"] == said


def test_the_example_has_a_plan(example: Project) -> None:
    found = changes(example.session, 60)
    assert found == sorted(found) and {item.what for item in found} >= {"期限", "截止日期"}
    assert all(AS_OF < item.day <= AS_OF + 60 * DAY for item in found)


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("schedule", "--project", STARTER, "--as-of", AS_OF.isoformat(), "--format", "json") == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["format"], data["as_of"], data["days"]) == (1, AS_OF.isoformat(), 90)
