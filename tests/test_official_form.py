"""The yearly report as a page against the official form (国办公开办函〔2021〕30号): every table, row and column."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

HEAD_2 = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
DECIDED = ["信息内容", "本年处理决定数量"]
APPLICANTS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
FORM: list[tuple[list[str], list[tuple[str, int]]]] = [
    (HEAD_2, [("规章", 3), ("行政规范性文件", 3)]),
    (DECIDED, [("行政许可", 1)]),
    (DECIDED, [("行政处罚", 1), ("行政强制", 1)]),
    (["信息内容", "本年收费金额（单位：万元）"], [("行政事业性收费", 1)]),
    (
        ["项目", "申请人情况", "自然人", "法人或其他组织", "总计", *APPLICANTS[1:-1]],
        [
            ("一、本年新收政府信息公开申请数量", 7),
            ("二、上年结转政府信息公开申请数量", 7),
            ("三、本年度办理结果", 0),
            ("（一）予以公开", 7),
            ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 7),
            ("（三）不予公开", 0),
            ("1. 属于国家秘密", 7),
            ("2. 其他法律行政法规禁止公开", 7),
            ("3. 危及“三安全一稳定”", 7),
            ("4. 保护第三方合法权益", 7),
            ("5. 属于三类内部事务信息", 7),
            ("6. 属于四类过程性信息", 7),
            ("7. 属于行政执法案卷", 7),
            ("8. 属于行政查询事项", 7),
            ("（四）无法提供", 0),
            ("1. 本机关不掌握相关政府信息", 7),
            ("2. 没有现成信息需要另行制作", 7),
            ("3. 补正后申请内容仍不明确", 7),
            ("（五）不予处理", 0),
            ("1. 信访举报投诉类申请", 7),
            ("2. 重复申请", 7),
            ("3. 要求提供公开出版物", 7),
            ("4. 无正当理由大量反复申请", 7),
            ("5. 要求行政机关确认或重新出具已获取信息", 7),
            ("（六）其他处理", 0),
            ("1. 申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", 7),
            ("2. 申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", 7),
            ("3. 其他", 7),
            ("（七）总计", 7),
            ("四、结转下年度继续办理", 7),
        ],
    ),
    (["途径", *OUTCOMES], [("行政复议", 5), ("行政诉讼", 0), ("未经复议直接起诉", 5), ("复议后起诉", 5)]),
]
"""Each table of the form: its column heads, and its rows with their number of cells."""


class Tables(HTMLParser):
    """Collects every table as (column heads, rows); a row is its head and its cells."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[tuple[list[str], list[tuple[str, list[str]]]]] = []
        self.titles: list[str] = []
        self._text: list[str] | None = None
        self._in_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append(([], []))
        elif tag in ("thead", "tbody"):
            self._in_head = tag == "thead"
        elif tag in ("th", "td", "h2"):
            self._text = []

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("th", "td", "h2") or self._text is None:
            return
        text, self._text = "".join(self._text).strip(), None
        if tag == "h2":
            self.titles.append(text)
        elif self._in_head:
            self.tables[-1][0].append(text)
        elif tag == "th":
            self.tables[-1][1].append((text, []))
        else:
            self.tables[-1][1][-1][1].append(text)


@pytest.fixture(scope="module")
def page(site: Path) -> Tables:
    tables = Tables()
    html = (site / "annual-report/2025/index.html").read_text("utf-8")
    tables.feed(html[html.index('id="overview"') - 40 :])
    return tables


def test_the_six_sections_stand_in_order(page: Tables) -> None:
    sections = [title for title in page.titles if re.match("[一二三四五六]、", title)]
    assert sections == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]


def test_every_table_has_the_rows_and_columns_of_the_form(page: Tables) -> None:
    shape = [(head, [(title, len(cells)) for title, cells in rows]) for head, rows in page.tables]
    assert shape == FORM


def test_every_cell_is_a_number(page: Tables) -> None:
    cells = [cell for _, rows in page.tables for _, row in rows for cell in row]
    assert len(cells) == 6 + 1 + 2 + 1 + 25 * 7 + 3 * 5
    assert all(re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", cell) for cell in cells)
