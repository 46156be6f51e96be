"""What is kept between runs is of no use to another program, nor to this one with other libraries."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from generator import identity

DECIDE_NOTHING = {"annotated-types", "rjieba", "watchdog"}
"""Libraries without influence on what is found and made of a project: words of annotations, proposed ids, `serve`."""


def test_every_library_that_decides_what_is_made_is_part_of_the_program() -> None:
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.split(r"[<>=]", given)[0] for given in project["dependencies"]}
    assert {*identity._LIBRARIES} == names - DECIDE_NOTHING


def test_the_version_of_each_of_them_is_known() -> None:
    found = {re.sub(r"[-_.]", "-", name.partition("-")[0].lower()) for name in identity._installed()}
    assert found == {*identity._LIBRARIES}
