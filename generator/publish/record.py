"""The record of a release: which version of the site it is, from what it was built, and until when it holds.

It stands beside the manifest and names its digest, so that one signature over the record covers every file.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import asdict, dataclass

from generator.publish.errors import PublishError
from generator.publish.manifest import GENERATOR, Listed

RECORD, SIGNATURE = "release.json", "release.json.sig"
SIGNATURES = (SIGNATURE, f"{SIGNATURE}2", f"{SIGNATURE}3")
"""The record, and its signatures: one for each key, at most three."""

FORMAT = 1


@dataclass(frozen=True)
class Record:
    """What is published: a version, the days of building, publishing and expiry, and the manifest's digest.

    `version` is the day of publication with two digits behind it, like 2026113001, or more: it only rises. `commit` is
    the commit of the project, None if it is unknown. `rolled_back_to` is the version whose files these are.
    """

    version: int
    published_on: datetime.date
    expires_on: datetime.date
    built_as_of: datetime.date
    commit: str | None
    rolled_back_to: int | None
    files: int
    manifest: Listed

    def encoded(self) -> bytes:
        """Return the record's bytes. They depend on its values alone."""
        values = {**asdict(self), "manifest": self.manifest._asdict()}
        return (
            json.dumps({"generator": GENERATOR, "format": FORMAT, **values}, indent=2, ensure_ascii=False, default=str)
            + "\n"
        ).encode()

    @property
    def origin(self) -> int:
        """Version whose files these are: its own, or the one that was rolled back to."""
        return self.rolled_back_to or self.version


def decoded(data: bytes, where: str) -> Record:
    """Return the record in these bytes. Raises PublishError, which names `where` it is, if they are none of ours."""
    try:
        values = json.loads(data)
        if values.pop("generator") != GENERATOR:
            raise ValueError
        if values.pop("format") != FORMAT:
            raise PublishError(f"{where} 是另一版程序写的，换成那一版程序再用")
        days = {name: datetime.date.fromisoformat(values[name]) for name in _DAYS}
        record = Record(**{**values, **days, "manifest": Listed(**values["manifest"])})
        numbers = (record.version, record.origin, record.files, record.manifest.size)
        if not all(type(number) is int and number >= 0 for number in numbers) or not _is_text(record.commit):
            raise ValueError
        if record.rolled_back_to is not None and not record.rolled_back_to:
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PublishError(f"{where} 不是 zwgk publish 写的发布单，或者已经损坏") from error
    return record


_DAYS = ("published_on", "expires_on", "built_as_of")


def _is_text(value: object) -> bool:
    """Return True for text and None."""
    return value is None or isinstance(value, str)


def next_version(day: datetime.date, highest: int) -> int:
    """Return the version of a publication on this day, after the highest one that there is (0: none)."""
    return max(highest + 1, int(f"{day:%Y%m%d}01"))
