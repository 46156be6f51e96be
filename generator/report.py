"""Renders findings as text, JSON, or in the formats of code hosts. Only this module renders findings."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from generator import __version__
from generator.findings import Finding, Severity
from generator.timing import Timing

_LABEL = {Severity.ERROR: "错误", Severity.WARNING: "提醒"}
_SHOWN_WARNINGS = 5
FORMAT = 1
"""Version of the JSON format."""
_TOLD = frozenset({"T526"})  # shown although it does not count for --strict


def render(findings: Sequence[Finding], style: str, titles: dict[str, str], *, full: bool = True) -> str:
    """Return the findings in one of the formats of cli/parsing.py. `titles` maps codes to titles.

    Unless `full`, the text format shows only the first warnings of each kind.
    """
    match style:
        case "json":
            return json.dumps(
                {"format": FORMAT, "findings": [_plain(finding) for finding in findings]}, ensure_ascii=False, indent=1
            )
        case "github":
            return "\n".join(_github(finding) for finding in findings)
        case "sarif":
            return json.dumps(_sarif(findings, titles), ensure_ascii=False, indent=1)
        case "gitlab":
            return json.dumps(list(_gitlab(findings)), ensure_ascii=False, indent=1)
        case "junit":
            return _junit(findings, titles)
        case "rdjson":
            return json.dumps(_rdjson(findings), ensure_ascii=False, indent=1)
        case _:
            return "\n".join(_text(findings, titles, full))


STAGES = {
    "load": "读取",
    "check": "检查",
    "view": "整理",
    "render": "生成页面",
    "pdf": "排版 PDF",
    "search": "搜索索引",
    "publish": "发布",
}
"""Chinese names of the stages of a command."""


def timings(timing: Timing, format: str) -> str:
    """Return the seconds of each stage and the slowest pages, as Chinese text ("text") or JSON ("json")."""
    if format == "json":
        slowest = [{"path": path, "seconds": round(seconds, 6)} for seconds, path in timing.slowest]
        stages = {name: round(seconds, 4) for name, seconds in timing.seconds.items()}
        return json.dumps({"stages": stages, "pages": timing.pages, "slowest": slowest}, ensure_ascii=False)
    lines = [f"  {STAGES.get(name, name)}  {seconds:.2f} 秒" for name, seconds in timing.seconds.items()]
    pages = [f"  {path}  {seconds * 1000:.1f} 毫秒" for seconds, path in timing.slowest]
    return "\n".join(["用时：", *lines, *(["最慢的页面：", *pages] if pages else [])])


def summary(findings: Iterable[Finding]) -> str:
    """Return one line that counts the findings."""
    found = list(findings)
    count = Counter(finding.severity for finding in found)
    excused = sum(bool(finding.excused) for finding in found)
    more = f"（其中 {excused} 个不算在 --strict 里）" if excused else ""
    return f"{count[Severity.ERROR]} 个错误，{count[Severity.WARNING]} 个提醒{more}"


def _text(findings: Sequence[Finding], titles: dict[str, str], full: bool) -> Iterable[str]:
    """Yield the lines of the text report; unless `full`, the first warnings of each kind and no accepted ones."""
    shown: Counter[str] = Counter()
    accepted = {finding for finding in findings if finding.excused and finding.code not in _TOLD}
    for finding in findings:
        if finding in accepted and not full:
            continue
        shown[finding.code] += 1
        if full or finding.severity is Severity.ERROR or shown[finding.code] <= _SHOWN_WARNINGS:
            place = finding.location
            label = _LABEL[finding.severity]
            cell = f"({place.cell} 格)" if place.cell else ""
            yield f"{place.file}:{place.line}:{place.column}:{cell} {label} {finding.code} {finding.message}"
            yield f"    → {finding.hint}" + (f"（{finding.excused}）" if finding in accepted else "")
    for code, number in sorted(shown.items()):
        warning = any(finding.code == code and finding.severity is Severity.WARNING for finding in findings)
        if not full and warning and number > _SHOWN_WARNINGS:
            yield f"…… {code} {titles.get(code, '')}：还有 {number - _SHOWN_WARNINGS} 处，加 --all 全部列出"
    if accepted and not full:
        yield f"…… 已接受、或者还早的提醒 {len(accepted)} 处，加 --all 列出"


def _plain(finding: Finding) -> dict[str, object]:
    """Return a finding as plain data."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "file": finding.location.file,
        "line": finding.location.line,
        "column": finding.location.column,
        "cell": finding.location.cell,
        "message": finding.message,
        "hint": finding.hint,
        **({"excused": finding.excused} if finding.excused else {}),
    }


def _github(finding: Finding) -> str:
    """Return a finding as a GitHub workflow command."""
    place = finding.location
    body = f"{finding.message}。{finding.hint}".replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    where = f"file={_escaped(place.file)},line={place.line},col={place.column}"
    level = "notice" if finding.excused else finding.severity.value
    return f"::{level} {where},title={finding.code}::{body}"


def _escaped(value: str) -> str:
    """Return a property of a workflow command, escaped."""
    for character in "%\r\n:,":
        value = value.replace(character, f"%{ord(character):02X}")
    return value


def _sarif(findings: Sequence[Finding], titles: dict[str, str]) -> dict[str, object]:
    """Return the findings as a SARIF 2.1.0 log."""
    codes = sorted({finding.code for finding in findings})
    rules = [{"id": code, "shortDescription": {"text": titles.get(code, code)}} for code in codes]
    results = [
        {
            "ruleId": finding.code,
            "level": finding.severity.value,
            "message": {"text": f"{finding.message}。{finding.hint}"},
            **({"suppressions": [{"kind": "external", "justification": finding.excused}]} if finding.excused else {}),
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": finding.location.file},
                        "region": {"startLine": finding.location.line, "startColumn": finding.location.column},
                    }
                }
            ],
        }
        for finding in findings
    ]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": {"name": "zwgk", "version": __version__, "rules": rules}}, "results": results}],
    }


def _gitlab(findings: Sequence[Finding]) -> Iterable[dict[str, object]]:
    """Yield the findings as GitLab Code Quality issues.

    A fingerprint has no line, so that a finding that moves is no new one; equal ones in a file are counted.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    for finding in findings:
        key = (finding.location.file, finding.code, finding.message)
        seen[key] += 1
        fingerprint = hashlib.sha256("\0".join((*key, str(seen[key]))).encode()).hexdigest()
        severity = "info" if finding.excused else _GITLAB[finding.severity]
        yield {
            "description": f"{finding.message}。{finding.hint}",
            "check_name": finding.code,
            "fingerprint": fingerprint,
            "severity": severity,
            "location": {"path": finding.location.file, "lines": {"begin": finding.location.line}},
        }


_GITLAB = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def _junit(findings: Sequence[Finding], titles: dict[str, str]) -> str:
    """Return the findings as a JUnit report: a test case for each file and rule; warnings are skipped ones."""
    suites = Element("testsuites", name="zwgk check")
    suite = SubElement(suites, "testsuite", name="zwgk check", tests=str(len(findings)))
    failed = 0
    for finding in findings:
        place = finding.location
        where = f"{place.file}:{place.line}:{place.column}"
        title = titles.get(finding.code, "")
        case = SubElement(suite, "testcase", classname=place.file, name=f"{finding.code} {title} {where}".strip())
        case.set("file", place.file)
        is_error = finding.severity is Severity.ERROR
        failed += is_error
        told = SubElement(case, "failure" if is_error else "skipped", message=_xml(finding.message))
        told.text = _xml(f"{where}\n{finding.message}\n{finding.excused or finding.hint}")
    suite.set("failures", str(failed))
    suite.set("skipped", str(len(findings) - failed))
    if not findings:
        suite.set("tests", "1")
        SubElement(suite, "testcase", classname="zwgk", name="check")
    return tostring(suites, encoding="unicode", xml_declaration=True)


def _xml(text: str) -> str:
    """Return text without the characters that XML cannot hold."""
    return "".join(one for one in text if one in "\t\n" or " " <= one < "\ud800" or "\ue000" <= one < "\ufffe")


def _rdjson(findings: Sequence[Finding]) -> dict[str, object]:
    """Return the findings in reviewdog's format."""
    return {
        "source": {"name": "zwgk"},
        "diagnostics": [
            {
                "message": f"{finding.message}。{finding.hint}",
                "location": {
                    "path": finding.location.file,
                    "range": {"start": {"line": finding.location.line, "column": finding.location.column}},
                },
                "severity": "INFO" if finding.excused else finding.severity.value.upper(),
                "code": {"value": finding.code},
            }
            for finding in findings
        ],
    }
