"""V901-V903, V911: when entries were last verified, and who verifies the others."""

from __future__ import annotations

from collections.abc import Iterator

from generator.calendar.limits import day_text
from generator.check.rule import Example, Hit, Session, Severity, rule
from generator.model.records import RESTATING
from generator.model.types import Entry

_FILE = "procedures/fapiao-lingyong.yml"


@rule(
    "V901",
    "很久没有核验",
    of=Entry,
    severity=Severity.WARNING,
    message="上次核验是 {day}，已经 {days} 天",
    hint="对照现行规定核对一遍，把 verified_on 改成今天",
    why="规定会变，过期的指南会害人白跑。",
    example=Example(_FILE, "verified_on: 2020-01-01\n", "verified_on: 2026-11-01\n"),
)
def stale(session: Session, entry: Entry) -> Iterator[Hit]:
    """No entry in use was last verified more than `thresholds.verify_after_days` days ago."""
    days = (session.as_of - entry.verified_on).days if entry.verified_on and not entry.withdrawn else 0
    if days > session.registry.site.thresholds.verify_after_days:
        yield session.hit(entry, "verified_on", day=entry.verified_on, days=days)


@rule(
    "V902",
    "从未核验",
    of=Entry,
    severity=Severity.WARNING,
    message="没有核验日期，页面上会标“尚未核验”",
    hint="对照公开的规定核对后，写上 verified_on 和 source",
    why="没有核对过的内容，读者应当知道。",
    example=Example(_FILE, "verified_on: (不写)\n", "verified_on: 2026-11-01\n"),
)
def never_verified(session: Session, entry: Entry) -> Iterator[Hit]:
    """Every procedure, law, material, duty and regime in use has a verification date."""
    if isinstance(entry, RESTATING) and not entry.verified_on and not entry.withdrawn:
        yield Hit(session.registry.file(entry), ("verified_on",), line=1)  # the field is missing, so it has no line


@rule(
    "V903",
    "核验日期在将来",
    of=Entry,
    message="核验日期 {day} 还没有到",
    hint="改成实际核验的那一天",
    why="将来的日期是写错了；伪造发布日期是检查中的一票否决项。",
    example=Example(_FILE, "verified_on: 2999-01-01\n", "verified_on: 2026-11-01\n"),
)
def verified_in_future(session: Session, entry: Entry) -> Iterator[Hit]:
    """No entry was verified after the day of the build."""
    if entry.verified_on and entry.verified_on > session.as_of:
        yield session.hit(entry, "verified_on", day=entry.verified_on)


@rule(
    "V911",
    "核验安排已经过期",
    severity=Severity.WARNING,
    message="{by}应在{until}前核完，还有 {count} 项没有核验日期",
    hint="核完的写上 verified_on；来不及的，在 site.yml 的 verification 里写新的日子",
    why="页面上写着谁哪天前核完；过了日子没有核完，每一页都会写“已经过期”。",
    example=None,
)
def verification_overdue(session: Session) -> Iterator[Hit]:
    """Everything is verified by the day that the site names."""
    stated = session.registry.site.verification
    if stated is None or stated.until >= session.as_of:
        return
    entries = (entry for kind in RESTATING for entry in session.registry.all(kind).values())
    count = sum(not entry.verified_on and not entry.withdrawn for entry in entries)
    if count:
        words = {"by": stated.by, "until": day_text(stated.until), "count": count}
        yield Hit("site.yml", ("verification", "until"), words)


RULES = (stale, never_verified, verified_in_future, verification_overdue)
