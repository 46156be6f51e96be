"""S821-S822: no taxpayer in any text: no credit code, no company's name, no person's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check import numbers
from generator.check.rule import Example, Hit, Session, rule
from generator.check.safety import hit_in
from generator.check.texts import everything

_FILE = "procedures/fapiao-lingyong.yml"


@rule(
    "S821",
    "出现统一社会信用代码",
    message="这里有一个统一社会信用代码({shown})",
    hint="删掉；公告只写数量和官方公告的网址，不写是哪一户",
    why="信用代码就是纳税人识别号，写上就公开了是哪一户。",
    example=Example(_FILE, "notes: [如 91350100M000100Y43]\n", "notes: [营业执照上有18位代码]\n"),
)
def credit_code(session: Session) -> Iterator[Hit]:
    """No text contains a valid unified social credit code."""
    for file, path, line, text in everything(session):
        start, end = next(numbers.credit_codes(numbers.plain(text)), (-1, -1))
        if start >= 0:
            yield hit_in(file, path, line, text, start, shown="…" + text[start:end][-4:])


_COMPANY = re.compile(r"([\u4e00-\u9fff（）()]{2,30}?)(?:有限责任公司|股份有限公司|有限公司)")
_GENERAL = re.compile(
    r"(?:[的是为即或和及与对由从在向给成叫个家类]|上市|一人|国有|独资|外资|合资|普通|小型|其他|任何|设立|成立|注册|改制|变更"
    r"|责任|股份|某某?)$"
)
"""Words before 有限公司 that name a kind of companies, no single one."""

_SAMPLE = re.compile("示例|某|张三|李四")
"""What marks a name as made up, as samples of forms need."""

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁"
    "任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫"
    "孔向常汤"
)
_PERSON = re.compile(
    r"(?:纳税人|欠税人|法定代表人|业主|经营者|被处罚人|当事人)(?:名称|姓名)?[:：] ?"
    rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?![\u4e00-\u9fff])"
)


@rule(
    "S822",
    "出现纳税人的名称或姓名",
    message="这里像是一户纳税人的名称或姓名（{shown}）",
    hint="删掉；举例子写“某某”或“示例”，公告只写数量和官方公告的网址",
    why="谁欠税、谁受罚、谁是哪一级，都是纳税人的信息；写进来就删不干净了，历史里一直有。",
    example=Example(_FILE, "notes: [如江州宏达商贸有限公司来领过]\n", "notes: [有限责任公司来领的带公章]\n"),
)
def taxpayer(session: Session) -> Iterator[Hit]:
    """No text names a company, or a person as a taxpayer."""
    for file, path, line, text in everything(session):
        for start, shown in named(text):
            yield hit_in(file, path, line, text, start, shown=shown)


def named(text: str) -> Iterator[tuple[int, str]]:
    """Yield where in a text a company or a taxpayer is named, and what is shown of the name."""
    if "有限" in text or "：" in text or ":" in text:
        for match in (*_COMPANY.finditer(text), *_PERSON.finditer(text)):
            if not _SAMPLE.search(match[0]) and not (match.re is _COMPANY and _GENERAL.search(match[1])):
                yield match.start(), f"{match[0][:2]}…{match[0][-4:]}"


RULES = (credit_code, taxpayer)
