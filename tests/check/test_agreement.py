"""What is said twice: which readings are told and which are left alone. `tests/cases/said-twice` shows the messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.check.promises import publishing
from generator.check.weekdays import other_weekdays
from generator.views.pages import pages
from tests.conftest import check_project, own_findings

_TASK = """name: 合并两张表
cycle: yearly
origin: 年初工作会议
requirement: 领票一次办好。
measures: [合并两张表]
organ: banshui-fuwuting
post: zonghe-chuangkou
lead_post: daoshui-zixun
start: 2026-11-01
due: 2026-12-31
progress: [{on: 2026-11-20, percent: 40, note: 表已合并}]
"""
_PAGE = "---\ntitle: 督查通报\ndescription: 最迟哪天改好。\ncolumn: news\ndate: 2026-11-20\n---\n\n"


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("2026-12-31以前改好，见[任务](/tasks/hebing/)。", []),
        ("2026年12月31日前改好，见[任务](/tasks/hebing/)。", []),
        ("2026-12-30以前改好，见[任务](/tasks/hebing/)。", ["E215"]),
        ("原定2026-12-30以前改好，见[任务](/tasks/hebing/)。", []),
        ("2026-12-30开会，见[任务](/tasks/hebing/)。", []),
        ("2026-12-30以前改好。", []),
        ("结果每季公布。", ["V909"]),
        ("结果每季公布在[任务](/tasks/)。", []),
        ("计划停机提前3个工作日公告。", ["V909"]),
        ("以当年公布的申报期为准，按月申报。", []),
        ("名单每年由医保部门公布。", []),
        ("表贴在市场公告栏，每季换一次。", []),
    ],
)
def test_lines_of_pages(project: Path, line: str, codes: list[str]) -> None:
    (project / "data/tasks").mkdir()
    (project / "data/tasks/hebing.yml").write_text(_TASK, "utf-8")
    (project / "content/news").mkdir(exist_ok=True)
    (project / "content/news/tongbao.md").write_text(f"{_PAGE}{line}\n", "utf-8")
    assert [item.code for item in own_findings(check_project(project))] == codes


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("在网站公开摘要；点名到岗位。", 1),
        ("企业欠税每季公告。", 1),
        ("结果编进通报。", 0),
        ("最晚到公布的延时结束时间，每天一样。", 0),
        ("题目每年在局内公开。", 0),
    ],
)
def test_sentences_that_promise_a_publication(text: str, count: int) -> None:
    assert len(list(publishing(text))) == count


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("10月17日、24日、31日，星期六", []),
        ("10月17日、25日、31日，星期六", ["25日…星期六"]),
        ("10月17日和24日都是星期六", []),
        ("10月15日、16日，星期四、星期五", []),
    ],
)
def test_lists_of_days(row: str, told: list[str]) -> None:
    assert [shown for _, shown in other_weekdays(row, {2026})] == told


@pytest.mark.parametrize(
    ("note", "codes"),
    [
        ("1、带身份证。2、带委托书。", ["W937"]),
        ("（一）带身份证；（二）带委托书。", ["W937"]),
        ("• 带身份证", ["W937"]),
        ("1、2号窗口办，3号窗口不办。", []),
        ("税率1.5%和2.5%的分开填。", []),
        ("国 库 退 回的，当天通知。", ["W938"]),
        ("看财政部 税务总局 公告。", []),
        ("签收当天找王志强科长说明。", ["S811"]),
        ("签收当天找分局长说明。", []),
        ("找主管税务所所长说明。", []),
        ("每本收工本费5元。", ["G466"]),
        ("不收工本费；邮费由快递公司收，10元起。", []),
    ],
)
def test_what_is_pasted_and_who_is_named(project: Path, note: str, codes: list[str]) -> None:
    guide = project / "data/procedures/fapiao-lingyong.yml"
    guide.write_text(f"{guide.read_text('utf-8')}notes:\n  - {note}\n", "utf-8")
    assert [item.code for item in own_findings(check_project(project))] == codes


def test_a_renamed_page_leads_on_and_not_to_itself(project: Path) -> None:
    page = project / "content/about/site.md"
    text = page.read_text("utf-8")
    for old, codes in (("site", ["C318"]), ("guanyu", [])):
        page.write_text(text.replace("\ndate:", f"\nformer_ids: [{old}]\ndate:", 1), "utf-8")
        opened = check_project(project)
        assert [item.code for item in own_findings(opened)] == codes
    assert [page.url for page in pages(opened.session) if page.kind == "moved"] == ["about/guanyu/"]


def test_one_row_published_before_its_period_ended(project: Path) -> None:
    table = project / "data/announcements/qianshui.csv"
    table.parent.mkdir()
    head = "# 名称: 企业欠税公告\n# 公告类别: 欠税公告\n# 多久一次: 每季度\n# 公告什么: 企业欠税\n# 单位: 户\n"
    head += (
        "# 谁来公告: shili-shuiwuju\n# 依据: fapiao-guanli-banfa\n# 条款: 第十五条\n期间,数量,公告网址,公布日期,说明\n"
    )
    days = ["2025-Q4,2026-01-14", "2026-Q1,2026-04-13", "2026-Q2,2026-07-13", "2026-Q3,2026-07-14"]
    for last, codes in ((days[3], ["N506"]), (days[3].replace("07-14", "10-14"), [])):
        rows = [row.replace(",", ",3,https://www.example.gov.cn/a.html,") for row in (*days[:3], last)]
        table.write_text(head + "".join(f"{row},\n" for row in rows), "utf-8")
        assert [item.code for item in own_findings(check_project(project)) if item.code != "V902"] == codes


@pytest.mark.parametrize(
    ("what", "count", "codes"),
    [
        ("举行的7个工作日前送达通知。", 8, ["T502"]),
        ("举行前7个工作日通知。", 8, ["T502"]),
        ("举行的7个工作日前送达通知。", 9, []),
        ("征期结束7个工作日前提醒。", 8, []),
    ],
)
def test_days_that_a_notice_is_ahead_count(project: Path, what: str, count: int, codes: list[str]) -> None:
    guide = project / "data/procedures/fapiao-lingyong.yml"
    last = "  - {name: 办结, post: zonghe-chuangkou, within: {unit: on_the_spot}}\n"
    steps = "  - {name: 审查, within: {count: 2, unit: working_day}}\n" + f"  - {{name: 举行, what: {what}}}\n"
    text = guide.read_text("utf-8")
    assert last in text
    guide.write_text(text.replace(last, steps), "utf-8")
    limit = project / "data/time_limits/fapiao-lingyong.yml"
    none = "statutory_none: {basis: {law: fapiao-guanli-banfa}}\n"
    promised = limit.read_text("utf-8").replace("{unit: on_the_spot}", f"{{count: {count}, unit: working_day}}")
    limit.write_text(promised + none, "utf-8")
    found = [item.code for item in own_findings(check_project(project))]
    assert [code for code in found if code == "T502"] == codes
