"""Publishes a built site to a target as a new release, and takes a release back by publishing an old one anew.

A version only rises: what is published later has a higher number, a rollback too. So whoever puts an old release in
the place of a new one is found out, even if the old one was signed.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from generator.publish import record as records
from generator.publish.compare import read_site
from generator.publish.errors import PublishError
from generator.publish.folder_target import is_version
from generator.publish.manifest import MANIFEST, Listed, Manifest, decoded
from generator.publish.record import RECORD, SIGNATURES, Record, next_version
from generator.publish.signature import public_key, sign, signers
from generator.publish.target import Content, Sent, Target


@dataclass(frozen=True)
class Terms:
    """How to publish: on which day, signed with which private keys, valid for how many days, and what is kept.

    The newest `keep` releases are kept, all of the last `days`, and the one that is served. `at_least` is the highest
    version that anybody has seen; a target that has less was put back by somebody else. `is_older(commit, served)`
    returns True if a commit is known to be older than the served one; None if nobody can tell. With `unsigned`, a
    release without signature may follow one that has one. `former` are public keys that signed old releases, which
    may be rolled back to.
    """

    day: datetime.date
    keys: tuple[Path, ...] = ()
    valid_days: int = 30
    keep: int = 5
    days: int = 7
    at_least: int = 0
    version: int | None = None
    is_older: Callable[[str, str], bool] | None = None
    unsigned: bool = False
    former: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Deployed:
    """What was done: the new release, what travelled, the version before, the versions that were removed."""

    record: Record
    sent: Sent
    before: int | None
    removed: tuple[int, ...]


def deploy(site: Path, target: Target, terms: Terms, commit: str | None = None) -> Deployed:
    """Publish the built site in a folder. On any failure the target serves what it served. Raises PublishError."""
    manifest = read_site(site)
    if manifest.as_of is None:
        raise PublishError(f"{site} 的清单里没有日期，不是 zwgk build 生成的")
    with target.locked(new=True):
        served = _served(target)
        if served and terms.is_older:
            _must_be_newer(manifest, commit, served, terms.is_older)
        _must_stay_signed(target, terms)
        version = _version(target, terms)
        record = Record(
            version,
            terms.day,
            _expiry(terms),
            manifest.as_of,
            commit,
            None,
            len(manifest.files),
            Listed.of(manifest.data),
        )
        sent = target.send(version, _content(site, manifest, record, terms.keys))
        return _switched(target, record, sent, terms)


def roll_back(target: Target, terms: Terms, to: int | None = None) -> Deployed:
    """Publish the files of an old release as a new one: of version `to`, or of the last one that was different.

    The old release must be as it was published; with a key, also signed with it. Raises PublishError.
    """
    with target.locked(new=False):
        old = to or _previous(target)
        if old not in target.versions():
            kept = "、".join(map(str, sorted(target.versions()))) or "一个也没有"
            raise PublishError(f"没有版本 {old}；留着的有：{kept}")
        before, manifest = _release(target, old, terms)
        _must_stay_signed(target, terms)
        version = _version(target, terms)
        record = replace(
            before, version=version, published_on=terms.day, expires_on=_expiry(terms), rolled_back_to=before.origin
        )
        sent = target.copy(version, old, _content(Path(), manifest, record, terms.keys))
        return _switched(target, record, sent, terms)


def releases(target: Target) -> list[tuple[int, Record | None, bool]]:
    """Return every release that is kept, the newest first: version, record (None: unreadable), whether it is served."""
    with target.locked(new=False):
        current = target.current()
        return [(one, _record(target, one), one == current) for one in sorted(target.versions(), reverse=True)]


def _switched(target: Target, record: Record, sent: Sent, terms: Terms) -> Deployed:
    """Serve a release that is there, and remove what need not be kept."""
    before = target.current()
    target.switch(record.version)
    removed = () if target.keeps_all else tuple(_outdated(target, terms))
    for version in removed:
        target.remove(version)
    return Deployed(record, sent, before, removed)


def _outdated(target: Target, terms: Terms) -> list[int]:
    """Return the versions that need not be kept."""
    since = terms.day - datetime.timedelta(terms.days)
    versions = sorted(target.versions(), reverse=True)
    found = {version: _record(target, version) for version in versions[max(1, terms.keep) :]}
    return [
        version
        for version, record in found.items()
        if version != target.current() and (record is None or record.published_on <= since)
    ]


def _version(target: Target, terms: Terms) -> int:
    """Return the version of the next release. Raises PublishError if it would not be higher than all before."""
    there = max(target.versions() | {target.current() or 0})
    if there < terms.at_least:
        raise PublishError(
            f"目标上最新的是版本 {there}，可是已经发布过 {terms.at_least}：有人换回了旧的，或目标写错了。"
            "先查清楚；确实要从这里接着发布，删掉 --seen 写的文件再运行"
        )
    if terms.version is not None and terms.version <= there:
        raise PublishError(
            f"版本只能往上走：目标上已经有 {there}，不能再发布 {terms.version}；不写 --version 会自动往上排"
        )
    version = terms.version or next_version(terms.day, there)
    if not is_version(str(version)):
        raise PublishError(f"目标上最高的版本是 {there}，后面没有号了：不是 zwgk publish 放的，把它移走再发布")
    return version


def _must_be_newer(
    manifest: Manifest, commit: str | None, served: Record, is_older: Callable[[str, str], bool]
) -> None:
    """Raise PublishError if the site is older than the served one: an old pipeline that was run again, perhaps."""
    assert manifest.as_of
    if manifest.as_of < served.built_as_of:
        raise PublishError(
            f"这个网站按 {manifest.as_of} 生成，线上的（版本 {served.version}）按 {served.built_as_of}，更新；"
            "重新生成再发布，确实要发布旧的加 --allow-older"
        )
    if commit and served.commit and served.rolled_back_to is None and is_older(commit, served.commit):
        raise PublishError(
            f"这是提交 {commit[:12]}，线上的（版本 {served.version}）是它以后的 {served.commit[:12]}；"
            "更新项目再生成，确实要发布旧的加 --allow-older"
        )


def _must_stay_signed(target: Target, terms: Terms) -> None:
    """Raise PublishError if the served release is signed, and the next one would not be: a key was forgotten."""
    current = target.current()
    if current and not terms.keys and not terms.unsigned and target.read(current, SIGNATURES[0]):
        raise PublishError(f"线上的版本 {current} 有签名，这次没有写 --key；写上私钥，确实不再签名的加 --unsigned")


def _expiry(terms: Terms) -> datetime.date:
    """Return the last day on which a release published now holds."""
    return terms.day + datetime.timedelta(terms.valid_days)


def _content(folder: Path, manifest: Manifest, record: Record, keys: tuple[Path, ...]) -> Content:
    """Return the content of a release, signed with each key."""
    data = record.encoded()
    signatures = {name: sign(data, key) for name, key in zip(SIGNATURES, keys, strict=False)}
    return Content(folder, manifest, {MANIFEST: manifest.data, RECORD: data, **signatures})


def _served(target: Target) -> Record | None:
    """Return the record of the served release; None if there is none that can be read."""
    current = target.current()
    return _record(target, current) if current else None


def _record(target: Target, version: int) -> Record | None:
    """Return the record of a release; None if it is damaged or belongs to another release."""
    try:
        record = records.decoded(target.read(version, RECORD) or b"", RECORD)
    except PublishError:
        return None
    return record if record.version == version else None


def _previous(target: Target) -> int:
    """Return the version of the newest whole release before the served one that has other files."""
    current = target.current()
    if current is None:
        raise PublishError("还没有发布过，没有可以换回去的版本")
    served = _served(target)
    before = served.origin if served else current
    files = _files(target, current)
    for version in sorted((one for one in target.versions() if one < before), reverse=True):
        if _record(target, version) and (found := _files(target, version)) and found != files:
            return version
    raise PublishError(f"版本 {before} 以前没有留着不一样的版本，换不回去；要发布旧的内容，取出旧的提交重新生成再发布")


def _files(target: Target, version: int) -> object:
    """Return what the manifest of a release lists; None if it is damaged."""
    try:
        return decoded(target.read(version, MANIFEST) or b"", MANIFEST).files
    except PublishError:
        return None


def _release(target: Target, version: int, terms: Terms) -> tuple[Record, Manifest]:
    """Return record and manifest of a release. Raises PublishError if they do not belong together, or to no key."""
    record = _record(target, version)
    data = target.read(version, MANIFEST) or b""
    if record is None or Listed.of(data) != record.manifest:
        raise PublishError(f"版本 {version} 的发布单或清单已经损坏，不能换回去；换一个版本，或重新发布")
    if terms.keys:
        signatures = [target.read(version, name) or b"" for name in SIGNATURES]
        known = (*map(public_key, terms.keys), *terms.former)
        if not signers(target.read(version, RECORD) or b"", signatures, known):
            raise PublishError(f"版本 {version} 不是用这把钥匙签名的，不能换回去；换过钥匙的，加 --former-key 旧公钥")
    return record, decoded(data, f"版本 {version} 的 {MANIFEST}")
