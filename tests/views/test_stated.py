"""What no file says, no page says; and what real guides say can be said, and is shown."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cache import Cache
from generator.model.time_limits import TimeLimit
from generator.project import Project
from tests.conftest import AS_OF, STARTER, check_project, own_findings
from tests.helpers.files import edit, written

GUIDE = "data/procedures/fapiao-lingyong.yml"
LIMIT = "data/time_limits/fapiao-lingyong.yml"
HALL = "data/organs/banshui-fuwuting.yml"
LAW = "data/laws/fapiao-guanli-banfa.yml"
Add = Callable[[str, str], None]


def texts(folder: Path, page: str) -> str:
    """Return a page's own text, a line for each element."""
    whole = (folder / page / "index.html").read_text("utf-8")
    body = whole[whole.index('<div id="main"') : whole.index("</article>")]
    body = re.sub(r"<(script|style|svg).*?</\1>", "", body, flags=re.DOTALL)
    body = re.sub(r"</?(?:p|li|tr|td|th|h\d|div|dt|dd|section|summary|ul|ol|dl|table)(?:\s[^>]*)?>", "\n", body)
    return re.sub(r"\s*\n\s*", "\n", html.unescape(re.sub(r"<[^>]+>", "", body)))


def site_of(root: Path, target: Path) -> Path:
    """Return the folder of the site that is built of a project without errors."""
    checked = check_project(root)
    assert [str(item) for item in checked.findings if item.severity.name == "ERROR"] == []
    return checked.build(target).folder


def added(root: Path, name: str, text: str) -> None:
    """Add lines to a file."""
    written(root / name, (root / name).read_text("utf-8") + text)


@pytest.fixture(scope="module")
def silent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a guide that says nothing of fee, limits by law, copies and the like."""
    root = Path(shutil.copytree(STARTER, tmp_path_factory.mktemp("silent") / "project"))
    edit(root / GUIDE, "fee: {free: true}\n", "")
    edit(root / LIMIT, "promised: {unit: on_the_spot}", "promised: {count: 3, unit: working_day}")
    return site_of(root, root.parent / "public")


@pytest.mark.parametrize("page", ["procedures/fapiao-lingyong", "procedures/fapiao-lingyong/notice"])
@pytest.mark.parametrize("words", ["收费", "手续费", "法律没有规定", "通办范围", "1份", "1 份", "纸质或电子"])
def test_nothing_is_asserted_that_no_file_says(silent: Path, page: str, words: str) -> None:
    shown = texts(silent, page)
    assert "3个工作日" in shown and "身份证件" in shown
    assert words not in shown


def test_the_table_of_limits_is_as_silent(silent: Path) -> None:
    assert "没有规定" not in texts(silent, "time-limits")


def test_what_was_not_looked_up_is_a_warning(project: Path) -> None:
    edit(project / GUIDE, "fee: {free: true}\n", "")
    edit(project / LIMIT, "promised: {unit: on_the_spot}", "promised: {count: 3, unit: working_day}")
    for folder in ("laws", "materials", "duties", "regimes"):
        path = min((project / "data" / folder).glob("*.yml"))
        edit(path, "verified_on: 2026-01-01\n", "")
    found = own_findings(check_project(project))
    assert sorted((item.code, item.severity.name) for item in found) == [
        ("G409", "WARNING"),
        ("T511", "WARNING"),
        *[("V902", "WARNING")] * 4,
    ]


@pytest.fixture(scope="module")
def telling(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a guide, a hall and a law that say what real ones say."""
    root = Path(shutil.copytree(STARTER, tmp_path_factory.mktemp("telling") / "project"))
    basis = "basis: {law: fapiao-guanli-banfa, articles: [第十五条]"
    edit(
        root / GUIDE,
        "  agent: {ask",
        "  found: {ask: 谁发现的？, options: {bureau: 税务机关, self: 本人}}\n  agent: {ask",
    )
    edit(
        root / GUIDE,
        "  - {material: daili-weituoshu, when: {agent: agent}}\n",
        "  - {material: daili-weituoshu, copies_by: 按当事人数量，每方一份, when: {agent: agent}}\n"
        "  - {material: dengjizheng, copies: 2, form: kept, returned: true, returned_when: 复业时}\n",
    )
    edit(root / GUIDE, "not_needed: [yingyezhizhao]\n", "conditions_any: [遭受不可抗力的, 资金不足的]\nscope: city\n")
    edit(root / GUIDE, "  - {name: 办结, post: zonghe-chuangkou,", "  - {name: 决定, decided_by: 省税务局,")
    edit(root / LIMIT, "promised: {unit: on_the_spot}\n", "promised: {count: 7.5, unit: working_day}\n")
    added(
        root,
        LIMIT,
        f"when: {{found: bureau}}\nevent: 发现之日\nstatutory: {{count: 10, unit: working_day, {basis}}}}}\n",
    )
    edit(root / LIMIT, "starts: acceptance", "starts: event")
    written(
        root / "data/materials/dengjizheng.yml",
        "name: 税务登记证\nkind: certificate\norigin: tax_bureau\nverified_on: 2026-01-01\n",
    )
    written(
        root / "data/time_limits/ziji.yml",
        "name: 自己发现的\nof: {procedure: fapiao-lingyong}\nwhen: {found: self}\nstarts: receipt\n"
        "promised: {count: 10, unit: working_day}\ndecided_by: 省税务局\n"
        f"statutory: {{count: 20, unit: calendar_day, rests_extend: true, {basis}}}}}\n",
    )
    written(
        root / "data/time_limits/meiyou.yml",
        "name: 送达\nof: {procedure: fapiao-lingyong}\nstarts: receipt\npromised: {count: 1, unit: working_day}\n"
        f"statutory_none: {{{basis}, note: 只规定怎么领用}}}}\n",
    )
    written(
        root / "data/time_limits/tingye.yml",
        "name: 停业登记\nof: {procedure: fapiao-lingyong}\nbinds: taxpayer\nstarts: before_event\nevent: 停业之日\n"
        f"statutory: {{count: 3, unit: working_day, {basis}}}}}\n",
    )
    written(
        root / "data/time_limits/tingye-qian.yml",
        "name: 结清税款\nof: {procedure: fapiao-lingyong}\nbinds: taxpayer\nstarts: before_event\nevent: 停业之日\n"
        f"statutory: {{count: 0, unit: calendar_day, {basis}}}}}\n",
    )
    added(
        root,
        HALL,
        "phones: [{label: 发票业务, number: 400-123-4567}, {label: 值班, number: 0600-5551001转801}]\n"
        "hours_changes:\n  - {on: 2026-12-30, until: 2026-12-31, reason: 系统升级}\n"
        "  - {on: 2026-12-05, times: ['09:00-11:00'], reason: 征期加班}\n"
        "  - {on: 2026-11-01, reason: 已经过去}\n",
    )
    edit(
        root / HALL,
        "hours:\n",
        "hours:\n  - {kind: extended, days: [sat], weeks: [1, 3], times: ['09:00-12:00']}\n"
        "  - {kind: extended, days: [fri], times: ['22:00-02:00']}\n",
    )
    for name in (root / "data/rosters").glob("*.yml"):
        name.unlink()
    added(
        root,
        LAW,
        "url: https://flk.npc.gov.cn/detail2.html?fapiao\neffective_from: 1993-12-23\n"
        "version: 2023年第三次修订\nversion_in_force_from: 2023-07-20\n",
    )
    return site_of(root, root.parent / "public")


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("procedures/fapiao-lingyong", ["1到10个工作日，看情况法定 10个工作日到20日，看情况"]),
        ("procedures/fapiao-lingyong", ["承诺时限", "7.5个工作日", "法定时限", "10个工作日", "从哪天算", "发现之日"]),
        ("procedures/fapiao-lingyong", ["法定时限", "法律没有规定"]),
        (
            "procedures/fapiao-lingyong",
            ["没有规定的根据：《中华人民共和国发票管理办法》第十五条：只规定怎么领用"],
        ),
        ("procedures/fapiao-lingyong", ["法定时限", "20日期限内有连续三日以上休假日的，按休假日天数顺延"]),
        ("procedures/fapiao-lingyong", ["由谁决定", "省税务局"]),
        ("procedures/fapiao-lingyong", ["决定当场办结由省税务局办理"]),
        ("procedures/fapiao-lingyong", ["停业登记：停业之日以前，提前3个工作日。"]),
        ("procedures/fapiao-lingyong", ["结清税款：停业之日以前。"]),
        ("procedures/fapiao-lingyong", ["并且符合下列情形之一：", "遭受不可抗力的", "资金不足的"]),
        ("procedures/fapiao-lingyong", ["按当事人数量，每方一份"]),
        ("procedures/fapiao-lingyong", ["2份", "原件，由税务机关代为保管，复业时退还"]),
        ("procedures/fapiao-lingyong", ["通办范围：全市通办；到现场 1 次（领取纸质发票）；不收手续费"]),
        ("procedures/fapiao-lingyong", ["收费吗", "不收手续费"]),
        ("procedures/fapiao-lingyong", ["第十五条：领用发票要先办手续。（摘要，非原文）"]),
        ("procedures/fapiao-lingyong", ["发票业务", "400-123-4567", "值班", "0600-5551001-801"]),
        ("procedures/fapiao-lingyong/notice", ["您要注意：停业登记，停业之日以前，提前3个工作日。"]),
        ("procedures/fapiao-lingyong/notice", ["决定（当场办结）（由省税务局办理）"]),
        (
            "organs/banshui-fuwuting",
            ["2026年12月5日 09:00—11:00（征期加班）", "2026年12月30日至2026年12月31日 不办公（系统升级）"],
        ),
        ("organs/banshui-fuwuting", ["每月第一个、第三个星期六 09:00—12:00"]),
        ("organs/banshui-fuwuting", ["星期五 22:00—次日02:00"]),
        ("laws/fapiao-guanli-banfa", ["下面是摘要，非原文，以官方公布的文本为准：打开原文。"]),
        (
            "laws/fapiao-guanli-banfa",
            ["本站引用的版本", "2023年第三次修订", "这个版本施行", "2023-07-20最初施行 1993-12-23"],
        ),
    ],
)
def test_it_is_shown(telling: Path, page: str, lines: list[str]) -> None:
    shown = texts(telling, page)
    assert "\n".join(lines) in shown, shown


def test_what_is_over_is_not_shown(telling: Path) -> None:
    assert "已经过去" not in texts(telling, "organs/banshui-fuwuting")


def test_the_date_in_force_is_that_of_the_version_cited(telling: Path) -> None:
    page = (telling / "laws/fapiao-guanli-banfa/index.html").read_text("utf-8")
    assert "生效日期：2023-07-20" in page
    assert "生效日期：1993" not in page


def test_a_charge_says_of_paying_online_what_its_file_says(project: Path, tmp_path: Path) -> None:
    charge = "charges: [{item: 工本费, rate: 每本5元, basis: [{law: fapiao-guanli-banfa}]}]"
    edit(project / GUIDE, "fee: {free: true}", f"fee: {{{charge}, online_payment: true}}")
    shown = texts(site_of(project, tmp_path / "public"), "procedures/fapiao-lingyong")
    assert "工本费：每本5元" in shown and "可以网上缴费。" in shown and "不收费" not in shown


def test_whole_lengths_stay_whole_in_the_cache(project: Path, tmp_path: Path) -> None:
    """What is read from the cache is said as what is read from the file: 3个工作日, not 3.0."""
    half = (
        "promised: {count: 3, unit: working_day}\nextension: {by: {count: 2.5, unit: working_day}, approved_by: 局长}"
    )
    edit(project / LIMIT, "promised: {unit: on_the_spot}", half)
    for _ in range(2):
        opened = Project.open(project, AS_OF, cache=Cache(tmp_path / "cache"))
        limit = opened.registry.all(TimeLimit)["fapiao-lingyong"]
        assert limit.extension
        assert (str(limit.promised), str(limit.extension.by)) == ("3个工作日", "2.5个工作日")


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        (GUIDE, "fee: {}", "G421"),
        (GUIDE, "fee: {free: true, online_payment: true}", "G421"),
        (GUIDE, "fee: {free: true, charges: [{item: 工本费, rate: 5元, basis: [{law: fapiao-guanli-banfa}]}]}", "G421"),
    ],
)
def test_a_fee_is_one_thing(project: Path, name: str, text: str, code: str) -> None:
    edit(project / name, "fee: {free: true}", text)
    assert code in {item.code for item in own_findings(check_project(project))}
