"""V906, V907: warnings that the bureau accepts until a date, and warnings that nobody can correct yet."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping

from generator.check.calendar import waits
from generator.check.lookahead import far_ahead
from generator.check.reviews import held_back
from generator.check.rule import Example, Hit, Rule, Session, Severity
from generator.findings import Finding
from generator.model.layer_rules import HELD_ABOVE
from generator.model.site import Accepted
from generator.source.project import Places

_LONGEST_DAYS = 366
MISTAKABLE = frozenset({"S801", "S802", "S803", "S808", "S812", "C326"})
"""Errors that may be false alarms: a number may look like a telephone's, a refused word may be part of another one."""
_WHY = "接受是有人负责、有期限的例外；过期了、对不上了还留着，就成了永远不看的清单。"
_WRONG = (
    "accepted:\n  - {code: V902, file: data/procedures/meiyou.yml, until: 2027-03-01, who: 政策法规岗, why: 等新文件}\n"
)

STALE = Rule(
    "V906",
    "接受的提醒对不上了",
    Severity.WARNING,
    "接受的 {code}（{file}）{what}",
    "{todo}",
    _WHY,
    Example("site.yml", _WRONG, "accepted: []\n"),
)
NOT_FOR_ERRORS = Rule(
    "V907",
    "错误不能接受",
    Severity.ERROR,
    "{code} 是错误，不能接受",
    "改好 {file}，删掉这一条",
    "错误是会误导读者或违法的内容，不能带着发布；只有号码和不能用的词可能是误报，可以接受。",
    Example("site.yml", _WRONG.replace("V902", "R301"), "accepted: []\n"),
)


def settle(
    findings: Iterable[Finding], session: Session, rules: Mapping[str, Rule], places: Places
) -> Iterator[Finding]:
    """Yield all findings, then the findings on acceptances themselves.

    `excused` is set in findings that are accepted or cannot be corrected yet. `rules` gives every rule by code.
    """
    used: set[int] = set()
    accepted, as_of = session.site.accepted, session.as_of
    valid = {
        index: item
        for index, item in enumerate(accepted)
        if (rule := rules.get(item.code)) and _acceptable(rule) and item.until >= as_of
    }
    for finding in findings:
        index = next((index for index, item in valid.items() if _covers(item, finding)), None)
        if index is not None:
            used.add(index)
            item = valid[index]
            reason = f"{item.who}接受到 {item.until}：{item.why}"
            yield finding._replace(severity=Severity.WARNING, excused=reason)
        elif finding.code in (held_back.code, HELD_ABOVE.code):
            yield finding._replace(excused="审完就会发布")
        elif waits(finding, as_of) or far_ahead(finding, as_of):
            yield finding._replace(excused="现在还没有办法改")
        else:
            yield finding
    for index, item in enumerate(accepted):
        for rule, what, todo in _faults(item, index in used, as_of, rules.get(item.code)):
            words = {"code": item.code, "file": item.file, "what": what, "todo": todo}
            yield rule.finding(places.location(Hit("site.yml", ("accepted", index))), words)


def _acceptable(rule: Rule) -> bool:
    """Return True if findings of a rule can be accepted: warnings, and what may be a false alarm."""
    return rule.severity is Severity.WARNING or rule.code in MISTAKABLE


def _covers(item: Accepted, finding: Finding) -> bool:
    """Return True if an acceptance covers a finding: by code, and by file or by a folder that ends with "/".

    What may be a false alarm is accepted one by one, by what is shown of it.
    """
    file = finding.location.file
    if item.code in MISTAKABLE:
        return item.code == finding.code and file == item.file and bool(item.text) and str(item.text) in finding.message
    return item.code == finding.code and (file == item.file or (item.file.endswith("/") and file.startswith(item.file)))


def _faults(item: Accepted, used: bool, as_of: datetime.date, rule: Rule | None) -> Iterator[tuple[Rule, str, str]]:
    """Yield (rule, what is wrong, what to do) for an acceptance. `used` is True if it covers a finding."""
    if rule is None:
        yield STALE, "没有这条规则", "核对规则编号，全部规则见编辑手册"
    elif not _acceptable(rule):
        yield NOT_FOR_ERRORS, "", ""
    elif item.until < as_of:
        yield STALE, f"已于 {item.until} 到期", "改好那处提醒，删掉这一条；还要接受就重新写期限和原因"
    elif not used and item.code in MISTAKABLE and not item.text:
        yield STALE, "没有写是哪一处", "在 text 里写提醒显示的后几位，或那个词；file 写到文件"
    elif not used:
        yield STALE, "已经没有这处提醒", "删掉这一条"
    elif (item.until - as_of).days > _LONGEST_DAYS:
        yield STALE, f"要到 {item.until}，超过一年", "期限写在一年以内，到时再看一次"


RULES = (STALE, NOT_FOR_ERRORS)

__all__ = ["RULES", "settle"]
