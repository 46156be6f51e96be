"""Sixty mistakes that an editor can make, each an edit of the smallest valid project.

The list was written before the rules were looked through for it, so that it is not made to their measure.
"""

from __future__ import annotations

from typing import NamedTuple


class Mistake(NamedTuple):
    """One edit: what is wrong, the rule that tells of it, in which file, which text becomes which.

    `code` is empty if nothing tells of it yet. An empty `old` puts `new` at the end of the file, and makes the file if
    there is none.
    """

    what: str
    code: str
    file: str
    old: str
    new: str


P = "data/procedures/fapiao-lingyong.yml"
L = "data/time_limits/fapiao-lingyong.yml"
LAW = "data/laws/fapiao-guanli-banfa.yml"
HALL = "data/organs/banshui-fuwuting.yml"
BUREAU = "data/organs/shili-shuiwuju.yml"
ROSTER = "data/rosters/banshui-fuwuting.yml"
PROMISE = "data/commitments/dangchang-banjie.yml"
FILING = "data/filing_calendar/2026.yml"
PAGE = "content/about/site.md"
SUMMARY = "summary: 领取空白纸质发票。"
_HEAD = "---\ntitle: 通知\ndescription: 一个通知。\ncolumn: news\ndate: 2026-11-01\n---\n\n"
_RESULT = "# 名称: 当场办结\n# 承诺: dangchang-banjie\n# 指标: dangchang\n"
_RESULT += "# 统计口径: 办理系统\n期间,做到,总数,没有统计的原因\n"

MISTAKES: tuple[Mistake, ...] = (
    # what the texts say
    Mistake("summary repeats the name", "G437", P, SUMMARY, "summary: 发票领用。"),
    Mistake("telephone one digit short", "W927", P, SUMMARY, "summary: 领取空白纸质发票，电话 0600-555100。"),
    Mistake("bracket never closed", "W921", P, SUMMARY, "summary: 领取空白纸质发票（含卷票。"),
    Mistake("full stop twice", "W922", P, SUMMARY, "summary: 领取空白纸质发票。。"),
    Mistake("narrow comma between Chinese words", "W922", P, SUMMARY, "summary: 领取空白发票,纸质。"),
    Mistake("a word twice", "W922", P, SUMMARY, "summary: 领取空白的的纸质发票。"),
    Mistake("an attachment that is not there", "W923", P, SUMMARY, "summary: 领取空白纸质发票，详见附件。"),
    Mistake("a picture that is not there", "W923", P, SUMMARY, "summary: 领取空白纸质发票，流程见下图。"),
    Mistake("a person's name", "S811", P, SUMMARY, "summary: 领取空白纸质发票，联系人：张伟。"),
    Mistake(
        "next year, in a text without a day", "W925", P, SUMMARY, "summary: 领取空白纸质发票，明年起改用电子发票。"
    ),
    Mistake("30 February", "W924", P, SUMMARY, "summary: 领取空白纸质发票，2027年2月30日前有效。"),
    Mistake("wrong day of the week", "W924", P, SUMMARY, "summary: 领取空白纸质发票，2026年11月30日（星期二）停办。"),
    Mistake("half past 24", "W924", P, SUMMARY, "summary: 领取空白纸质发票，8:30至24:30办理。"),
    Mistake("authority that no longer exists", "W926", P, SUMMARY, "summary: 到国税局领取空白纸质发票。"),
    Mistake("title mark never closed", "W921", P, SUMMARY, "summary: 按《发票管理办法领取空白纸质发票。"),
    Mistake("text ends in the middle", "W922", P, SUMMARY, "summary: 领取空白纸质发票，"),
    Mistake("figures in circles lost to question marks", "W922", P, SUMMARY, "summary: 领取空白??纸质发票。"),
    # guides
    Mistake("no way to complain", "G405", P, "oversight: [fuwu-tousu]\n", ""),
    Mistake("no legal basis", "G401", P, "basis:\n  - {law: fapiao-guanli-banfa, articles: [第十五条]}\n", ""),
    Mistake("article that was deleted", "L702", P, "[第十五条]", "[第九条]"),
    Mistake(
        "law that was repealed", "L701", P, "law: fapiao-guanli-banfa, articles: [第十五条]", "law: jiu-fapiao-banfa"
    ),
    Mistake("window that the hall lacks", "R304", P, "windows: [zonghe]", "windows: [daikai]"),
    Mistake(
        "handled at an organ that is no hall",
        "D604",
        P,
        "where: [{organ: banshui-fuwuting, windows: [zonghe]}]",
        "where: [{organ: shili-shuiwuju}]",
    ),
    Mistake(
        "window as the way, but nowhere to go", "G401", P, "where: [{organ: banshui-fuwuting, windows: [zonghe]}]\n", ""
    ),
    Mistake("question that decides nothing", "R303", P, ", when: {agent: agent}}", "}"),
    Mistake("question with one answer", "R314", P, "{self: 本单位人员, agent: 委托代理人}", "{agent: 委托代理人}"),
    Mistake("condition that always holds", "R314", P, "when: {agent: agent}", "when: {agent: [self, agent]}"),
    Mistake("asked for and not needed", "G435", P, "not_needed: [yingyezhizhao]", "not_needed: [shenfenzhengjian]"),
    Mistake(
        "asks for what the bureau has",
        "G432",
        P,
        "{material: shenfenzhengjian, form: shown}",
        "{material: yingyezhizhao, form: shown}",
    ),
    Mistake(
        "no visit although there is only a window",
        "G413",
        P,
        "visits: {count: 1, reason: 领取纸质发票}",
        "visits: {count: 0}",
    ),
    Mistake("two visits without a reason", "G412", P, "visits: {count: 1, reason: 领取纸质发票}", "visits: {count: 2}"),
    Mistake("online without saying where", "G438", P, "channels: [{kind: window}]", "channels: [{kind: online}]"),
    Mistake(
        "step longer than the promise",
        "T502",
        P,
        "{name: 办结, post: zonghe-chuangkou, within: {unit: on_the_spot}}",
        "{name: 办结, post: zonghe-chuangkou, within: {count: 3, unit: working_day}}",
    ),
    Mistake("alias that is the name", "G402", P, "aliases: [领发票, 领票]", "aliases: [发票领用, 领票]"),
    Mistake("source that is an encyclopedia", "V910", P, "source: 中华人民共和国发票管理办法", "source: 百度百科"),
    Mistake(
        "former id of an entry that is there",
        "R309",
        P,
        "fee: {free: true}\n",
        "fee: {free: true}\nformer_ids: [fapiao-lingyong]\n",
    ),
    Mistake(
        "ends before it begins",
        "L704",
        P,
        "fee: {free: true}\n",
        "fee: {free: true}\neffective_from: 2026-06-01\neffective_to: 2026-05-01\n",
    ),
    # limits, laws, organs
    Mistake(
        "promise longer than the law",
        "T501",
        L,
        "promised: {unit: on_the_spot}",
        "promised: {count: 10, unit: working_day}\nstatutory: {count: 5, unit: working_day}",
    ),
    Mistake(
        "two limits for one case",
        "",
        "data/time_limits/fapiao-er.yml",
        "",
        "name: 发票领用时限二\nof: {procedure: fapiao-lingyong}\nstarts: acceptance\n"
        "promised: {count: 2, unit: working_day}\n",
    ),
    Mistake("article twice", "L710", LAW, "{number: 第九条,", "{number: 第十五条,"),
    Mistake("hours that overlap", "D606", HALL, '"09:00-12:00", "13:30-17:00"', '"09:00-12:00", "11:30-17:00"'),
    Mistake("closes before it opens", "D606", HALL, '"13:30-17:00"', '"17:00-13:30"'),
    Mistake("hall without an address", "D604", HALL, "address: 某某县政务路1号一楼大厅\n", ""),
    Mistake("windows counted backwards", "D609", HALL, "number: 1-4号", "number: 4-1号"),
    Mistake("organ below itself", "R305", BUREAU, "kind: bureau", "kind: bureau\nparent: banshui-fuwuting"),
    Mistake("nobody leads the hall", "D622", ROSTER, "  - {role: lead, post: zonghe-chuangkou, days: [workday]}\n", ""),
    # promises and figures
    Mistake("target that cannot be measured", "P105", PROMISE, "target: 100%", "target: 尽快"),
    Mistake("publishes what is nowhere", "V909", PROMISE, "受理笔数的比例", "受理笔数的比例，按月公布"),
    Mistake("share instead of cases", "M205", "data/results/dangchang.csv", "", _RESULT + "2026-09,95%,100%,\n"),
    Mistake("a month left out", "P106", "data/results/dangchang.csv", "", _RESULT + "2026-07,9,9,\n2026-09,8,8,\n"),
    Mistake("months in disorder", "P106", "data/results/dangchang.csv", "", _RESULT + "2026-09,9,9,\n2026-08,8,8,\n"),
    Mistake("a month of the calendar missing", "T542", FILING, "  - {month: 6, day: 15}\n", ""),
    Mistake(
        "deadline on a Sunday", "T543", FILING, "{month: 11, day: 16, because: 15日是星期日}", "{month: 11, day: 15}"
    ),
    # settings and pages
    Mistake("address of one's own machine", "F226", "site.yml", "https://www.example.gov.cn/", "http://localhost/"),
    Mistake("a hall as the bureau", "R315", "site.yml", "bureau: shili-shuiwuju", "bureau: banshui-fuwuting"),
    Mistake("page dated in the future", "C311", PAGE, "date: 2026-01-01", "date: 2027-01-01"),
    Mistake(
        "page without content",
        "C312",
        PAGE,
        "\n## 公开什么\n\n本站公开[办事指南](/procedures/)、[权责事项](/duties/)和[监督投诉](/oversight/)渠道。\n",
        "\n",
    ),
    Mistake(
        "heading two levels down", "C313", "content/news/a.md", "", _HEAD + "## 一\n\n内容。\n\n#### 二\n\n内容。\n"
    ),
    Mistake("link called here", "C314", "content/news/a.md", "", _HEAD + "办事指南看[这里](/procedures/)。\n"),
    Mistake(
        "description left as the title", "C315", PAGE, "description: 本站公开什么，怎么使用。", "description: 关于本站"
    ),
)
