"""Content pages: what would be shown as typed is found, what Markdown understands is left alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.check.markdown import SECTIONS
from generator.findings import Finding
from generator.model.records import RECORDS
from generator.source.names import why_no_address
from tests.conftest import ROOT, check_project, own_findings
from tests.helpers.files import edit

Write = Callable[[str, str], Path]
MATTER = "---\ntitle: 页\ndescription: 一页\ncolumn: about\ndate: 2026-07-01\n---\n\n"


@pytest.fixture
def found(write: Write, project: Path) -> Callable[[str], list[Finding]]:
    """Check a content page that holds a text."""

    def check_text(text: str) -> list[Finding]:
        write("content/about/site.md", MATTER + text + "\n")
        return list(own_findings(check_project(project)))

    return check_text


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("步骤：\n1. 取号\n2. 到窗口", "C307", 9),
        ("步骤：\n- 取号\n- 到窗口", "C307", 9),
        ("1、取号\n2、到窗口", "C307", 9),
        ("（一）取号\n（二）到窗口", "C307", 9),
        ("收费如下：\n| 项目 | 时间 |\n|---|---|\n| 一 | 二 |", "C307", 9),
        ("见[办事]（/procedures/）", "C308", 8),
        ("见【办事】(/procedures/)", "C308", 8),
        ("见[带什么](/procedures/fapiao-lingyong/#cailiao)", "C309", 8),
        ("## 一\n\n见[二](#二)", "C309", 10),
        ("见[时限](/time-limits/#meiyou)", "C309", 8),
        ("## 一\n\n```\n# 注释\n```\n\n#### 二", "C313", 14),
        ("一\n\n<<<<<<< HEAD\n二\n=======\n三\n>>>>>>> li", "Y126", 10),
        ("全角　空格", "Y121", 8),
    ],
)
def test_what_would_be_shown_as_typed(found: Callable[[str], list[Finding]], text: str, code: str, line: int) -> None:
    assert [(item.code, item.location.line) for item in found(text)] == [(code, line)]


@pytest.mark.parametrize(
    "text",
    [
        "步骤：\n\n1. 取号\n2. 到窗口",
        "## 步骤\n- 取号\n- 到窗口",
        "## 表格怎么写\n\n```yaml\n#### 这是表里的注释\n# [这里](/)\n```\n\n### 一行一项",
        "- 取号\n  接着写\n- 到窗口",
        "- 取号\n    - 先排队\n- 到窗口",
        "| 项目 | 时间 |\n|---|---|\n| 一 | 二 |",
        "```\n步骤：\n1. 取号\n[x]（/y/）\n```",
        "词\n: 解释",
        "一、总的要求",
        "文字（见附件）[1]（略）",
        "## 一 二\n\n见[上面](#一-二)和[材料](/procedures/fapiao-lingyong/#materials)",
        "见[窗口](/organs/banshui-fuwuting/#window-zonghe)和[时限](/time-limits/#fapiao-lingyong)",
        "见[网站](https://www.example.gov.cn/#top)",
        "* * *",
    ],
)
def test_what_markdown_understands(found: Callable[[str], list[Finding]], text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "path",
    [
        *(
            "50%off",
            "a?b",
            "C#",
            "2026 公告",
            "a\\b",
            "a:b",
            "a.",
            "con",
            "news/NUL",
            "Lpt1",
            "a.b",
            "manifest.json",
            "-a",
        ),
        *("search/x", "assets/x", "Index", "<b>", "a\nb", "公告（一）"),
    ],
)
def test_names_that_are_no_addresses(path: str) -> None:
    assert why_no_address(path)


@pytest.mark.parametrize("path", ["index", "news/2026-chunjie", "about/关于本站", "a_b", "Guide/elderly", "consult"])
def test_names_that_are_addresses(path: str) -> None:
    assert why_no_address(path) == ""


def test_twins_that_differ_in_case_are_found(write: Write, project: Path) -> None:
    for name in ("Foo", "foo"):
        write(f"content/about/{name}.md", MATTER + "正文\n")
    (item,) = own_findings(check_project(project))
    assert (item.code, item.location.file) == ("C306", "content/about/foo.md")
    assert "Foo.md" in item.message


@pytest.mark.parametrize("folder", SECTIONS)
def test_sections_are_those_of_the_templates(folder: str) -> None:
    """Every `id` in an entry's template is known as an anchor."""
    record = next(re.sub(r"\B(?=[A-Z])", "_", kind.__name__).lower() for kind in RECORDS if folder == kind.FOLDER)
    files = [
        path for path in (ROOT / "theme/pages").glob(f"{record}*.html") if path.stem in {record, f"{record}_sections"}
    ]
    ids = {id for path in files for id in re.findall(r'id="([a-z-]+)"', path.read_text("utf-8"))}
    assert ids == set(SECTIONS[folder])


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.gov.cn/zwgk/index.html",
        "https://www.example.gov.cn/#/",
        "https://www.example.gov.cn/?a=b",
        "tel:12366",
        "mailto:a@b.cn",
        "https://",
        "https:///zwgk/",
        "www.example.gov.cn",
        "https://www.example.gov.cn/a b/",
        "https://a:b@www.example.gov.cn/",
        "https://www.example.gov.cn/../",
        "https://www.example.gov.cn//",
    ],
)
def test_a_base_url_is_a_folder(project: Path, address: str) -> None:
    site = project / "site.yml"
    edit(site, "https://www.example.gov.cn/", f"'{address}'")
    assert "F224" in [item.code for item in check_project(project).findings]


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.gov.cn",
        "http://10.0.0.5:8080/zwgk/",
        "https://政务.example.cn/公开/",
        "http://localhost/a-b_c",
    ],
)
def test_base_urls_that_are_right(project: Path, address: str) -> None:
    site = project / "site.yml"
    edit(site, "https://www.example.gov.cn/", address)
    told = {"F226"} if "localhost" in address else set()
    assert {item.code for item in own_findings(check_project(project))} == told
