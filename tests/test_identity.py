"""Another version of the program or of its libraries does not use the cache."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from generator import identity

DECIDE_NOTHING = {"annotated-types", "rjieba", "watchdog"}
"""Libraries without influence on findings and sites: those for annotations, proposed ids and `serve`."""


def test_every_library_that_decides_what_is_made_is_part_of_the_program() -> None:
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.split(r"[<>=]", given)[0] for given in project["dependencies"]}
    assert {*identity._LIBRARIES} == names - DECIDE_NOTHING


def test_the_version_of_each_of_them_is_known() -> None:
    found = {re.sub(r"[-_.]", "-", name.partition("-")[0].lower()) for name in identity._installed()}
    assert found == {*identity._LIBRARIES}
