"""W921-: slips in sentences: signs that do not fit, days that do not exist, things that are not there."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator

from generator.check.rule import Example, Hit, Path, Session, Severity, once, rule
from generator.check.texts import everything

_FILE = "procedures/fapiao-lingyong.yml"
_SAID_BY_OTHERS = frozenset({"sayings", "aliases", "words", "when", "id"})
_OTHERS = ("data/synonyms/", "data/laws/", "data/calendar/", "data/filing_calendar/")
_HAN = "\u4e00-\u9fff"


@once
def _sentences(session: Session) -> list[tuple[str, Path, str]]:
    """Return the texts of entries that the bureau wrote itself, with file and path: no names, no words of others."""
    withdrawn = {
        session.registry.files[folder, id]
        for folder, entries in session.registry.entries.items()
        for id, entry in entries.items()
        if entry.withdrawn
    }
    return [
        (file, path, text)
        for file, path, line, text in everything(session)
        if line is None
        and path
        and len(text) > 1
        and file.startswith("data/")
        and not file.startswith(_OTHERS)
        and file not in withdrawn
        and not _SAID_BY_OTHERS.intersection(path)
    ]


def _where(session: Session, finder: Callable[[str], str | None], *signs: str) -> Iterator[Hit]:
    """Yield the texts in which something is found; `shown` is what was found.

    Only texts that hold one of the `signs` are looked through, which saves most of the time.
    """
    for file, path, text in _sentences(session):
        if any(sign in text for sign in signs) and (shown := finder(text)):
            yield Hit(file, path, {"shown": shown})


def _matching(session: Session, pattern: str, *signs: str) -> Iterator[Hit]:
    """Yield the texts that a pattern matches somewhere; see `_where`."""
    return _where(session, lambda text: match[0] if (match := re.search(pattern, text)) else None, *signs)


# Patterns are text: `re` compiles what is used, and keeps it. Most runs look through a changed file or two.
_PAIRS = {"）": "（", "》": "《", "”": "“", "】": "【"}
_BRACKETS = "[（）《》“”【】]"


def unpaired(text: str) -> str | None:
    """Return the first bracket, quotation or title mark that has no partner, with the text around it."""
    opened: list[re.Match[str]] = []
    for match in re.finditer(_BRACKETS, text):
        if match[0] not in _PAIRS:
            opened.append(match)
        elif opened and opened[-1][0] == _PAIRS[match[0]]:
            opened.pop()
        else:
            return text[max(0, match.start() - 6) : match.end()]
    return text[opened[0].start() : opened[0].start() + 7] if opened else None


@rule(
    "W921",
    "括号、引号、书名号不成对",
    severity=Severity.WARNING,
    message="“{shown}”：括号、引号或书名号少了一半",
    hint="补上另一半，或删掉多的一个",
    why="少了一半，读者不知道说到哪里为止。",
    example=Example(_FILE, "summary: 领取空白纸质发票（含卷票。\n", "summary: 领取空白纸质发票（含卷票）。\n"),
)
def in_pairs(session: Session) -> Iterator[Hit]:
    """Every bracket, quotation mark and title mark has its partner."""
    return _where(session, unpaired, *"（）《》“”【】")


_SIGNS = (
    rf"[{_HAN}](?:[。，；：、]{{2,}}|[,;](?=[{_HAN}])|[?？]{{2,}})|[，、；]\s*$|[{_HAN}]?(?:(?<!目)的的(?!确)|在在)"
)


@rule(
    "W922",
    "标点或用字像是写错了",
    severity=Severity.WARNING,
    message="“{shown}”像是写错了：标点连用、中文里用了英文标点、句子没有写完，或一个字写了两遍",
    hint="改好这一处；问号连在一起的，多半是复制时丢了字",
    why="错字漏字是网站检查里的扣分项，也让人怀疑内容没有人看过。",
    example=Example(_FILE, "summary: 领取空白的的纸质发票。\n", "summary: 领取空白的纸质发票。\n"),
)
def signs(session: Session) -> Iterator[Hit]:
    """No sentence has two signs in a row, a narrow comma among Chinese words, no end, or a particle twice."""

    def found(text: str) -> str | None:
        match = re.search(_SIGNS, text)
        return text[max(0, match.start() - 4) : match.end() + 2].strip() if match else None

    return _where(session, found, *"。，；：、,;?？", "的的", "在在")


_ABSENT = r"(?:详见|见|参见|如)(?:附件|附表|附图|下图|上图|下表)[一二三0-9]?"


@rule(
    "W923",
    "说的附件、图、表不在这里",
    severity=Severity.WARNING,
    message="写了“{shown}”，这里没有附件、图和表",
    hint="把内容写出来，或写成 content/ 里的一个页面",
    why="从文件里复制来的话，附件没有一起来，读者就看不到。",
    example=Example(_FILE, "summary: 领取发票，要求详见附件。\n", "summary: 领取发票，要求见办理材料。\n"),
)
def nothing_absent(session: Session) -> Iterator[Hit]:
    """No text of an entry speaks of an attachment or picture: entries have none."""
    return _matching(session, _ABSENT, "见", "如")


_DAY = r"(?:([12][0-9]{3})年)?([0-9]{1,2})月([0-9]{1,2})日(?:[（(](?:星期|周)([一二三四五六日天])[）)])?"
_CLOCK = r"(?<![0-9:：])([0-9]{1,2})[:：]([0-9]{2})(?![0-9:：])"
_WEEK = "一二三四五六日"
_LEAP = 2024
_MORNING, _MIDNIGHT = 6, 24 * 60


def impossible(text: str) -> str | None:
    """Return a day that does not exist, falls on another day of the week, or a time after midnight."""
    for match in re.finditer(_DAY, text):
        year, month, day, weekday = match.groups()
        try:
            date = datetime.date(int(year or _LEAP), int(month), int(day))
        except ValueError:
            return match[0]
        if year and weekday and _WEEK[date.weekday()] != weekday.replace("天", "日"):
            return match[0]
    for match in re.finditer(_CLOCK, text):
        hour, minute = int(match[1]), int(match[2])
        if hour * 60 + minute > _MIDNIGHT or (hour >= _MORNING and minute >= 60):  # 1:80 is a scale, no time
            return match[0]
    return None


@rule(
    "W924",
    "文字里的日期或时间不存在",
    message="“{shown}”：没有这个日期、时间，或者星期不对",
    hint="照日历核对",
    why="照着错的日子去，就白跑了。",
    example=Example(_FILE, "summary: 2027年2月30日前领取。\n", "summary: 2027年2月28日前领取。\n"),
)
def possible(session: Session) -> Iterator[Hit]:
    """Every day and time in a text exists, and falls on the day of the week that is written."""
    return _where(session, impossible, "月", ":", "：")


_NEAR = ("明年", "今年", "本年", "近日", "近期", "即日")
_FLEETING = r"(?:(?:从|自|将于)?(?:明年|今年|本年|近日|近期|即日)(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?起)|将于近[期日]"


@rule(
    "W925",
    "“明年起”说的是哪一年",
    severity=Severity.WARNING,
    message="“{shown}”过些时候就不对了",
    hint="写成具体日期，如 2027年1月1日起",
    why="事项没有发布日期，读者不知道“明年”是哪一年。",
    example=Example(_FILE, "summary: 明年起改领电子发票。\n", "summary: 2027年1月1日起改领电子发票。\n"),
)
def lasting(session: Session) -> Iterator[Hit]:
    """No text of an entry counts from the day it was written."""
    return _matching(session, _FLEETING, *_NEAR)


_FORMER = r"(?<!原)(?<!原市)(?<!原县)(?:国税局|地税局|国税分局|地税分局|地方税务局|国地税)"


@rule(
    "W926",
    "机构已经没有了",
    severity=Severity.WARNING,
    message="“{shown}”2018年已经合并为税务局",
    hint="改成现在的名称；说的是过去的事，写“原国税局”",
    why="照旧名称找不到地方，也显得内容多年没有更新。",
    example=Example(_FILE, "summary: 到国税局领取发票。\n", "summary: 到税务局领取发票。\n"),
)
def present_names(session: Session) -> Iterator[Hit]:
    """No text of an entry sends people to an authority that was merged in 2018."""
    return _matching(
        session,
        _FORMER,
        "税局",
        "税分局",
        "地方税务局",
        "国地税",
    )


_AT_ONCE = r"(?<!“)(?:即时办结|即办)(?!”)"


@rule(
    "W928",
    "当场办结写成了别的词",
    severity=Severity.WARNING,
    message="“{shown}”在别的页面叫“当场办结”",
    hint="改成 当场办结；文件里的原话加引号",
    why="一件事只有一个叫法，人们才知道说的是同一件事，也才搜得到。",
    example=Example(_FILE, "summary: 领取空白纸质发票，即办。\n", "summary: 领取空白纸质发票，当场办结。\n"),
)
def one_word_for_at_once(session: Session) -> Iterator[Hit]:
    """What is settled at once is called by the label of its unit."""
    return _matching(session, _AT_ONCE, "即办", "即时办结")


_SHORT_PHONE = r"(?<![0-9\-])0[1-9][0-9]{1,2}-[0-9]{1,6}(?![0-9\-])|(?<![0-9\-])0[1-9][0-9]{1,2}-[0-9]{9,}"


@rule(
    "W927",
    "文字里的电话号码位数不对",
    message="电话“{shown}”不是区号加七位或八位号码",
    hint="核对号码；能写进电话字段的，不要写在文字里",
    why="少一位就打不通。",
    example=Example(_FILE, "summary: 领取发票，电话 0600-555100。\n", "summary: 领取发票，电话 0600-5551001。\n"),
)
def whole_phones(session: Session) -> Iterator[Hit]:
    """A telephone in a text has seven or eight digits behind its area code."""
    return _matching(session, _SHORT_PHONE, "-")


_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹苏潘葛范"
    "彭鲁马方任袁柳唐罗薛贺汤黄林徐高梁宋郭董程邓叶余杜戴夏钟田谭廖石崔陆江丁"
)
_PERSON = (
    rf"(?:联系人|经办人|负责人|责任人|承办人|咨询)[：:]\s*"
    rf"([{_SURNAMES}](?:[{_HAN}]{{1,2}})(?:同志|老师|科长|股长|局长)?)(?![{_HAN}])"
)
_ASKED = rf"(?:找|联系|问)([{_SURNAMES}][{_HAN}]{{1,2}})(?:科长|股长|局长|所长|主任|同志|老师)"
_POSTS = "[岗股科室局长员分副]$"


@rule(
    "S811",
    "出现个人姓名",
    severity=Severity.WARNING,
    message="这里像是写了个人姓名“{shown}”",
    hint="写岗位和办公电话，不写姓名",
    why="人员会调动；姓名和电话放在一起是个人信息。",
    example=Example(_FILE, "summary: 领取发票，联系人：张伟。\n", "summary: 领取发票，联系人：综合服务岗。\n"),
)
def person(session: Session) -> Iterator[Hit]:
    """No text names a person to ask for."""

    def found(text: str) -> str | None:
        match = re.search(_PERSON, text) or re.search(_ASKED, text)
        return match[1] if match and not re.search(_POSTS, match[1]) else None

    return _where(session, found, "人：", "人:", "咨询：", "咨询:", *_TITLES)


_TITLES = ("科长", "股长", "局长", "所长", "主任", "同志", "老师")


@rule(
    "W937",
    "几条挤成了一条",
    severity=Severity.WARNING,
    message="“{shown}”：一条里写了好几条",
    hint="一条一行，前面写短横；不写“1、”“（一）”“•”，编号由网页自己加",
    why="从 Word 贴来的一大段，在网页上是一整块，看的人数不清有几条。",
    example=Example(
        _FILE, "standards: [1、材料齐全的当场办结。2、缺材料的一次告知。]\n", "standards: [材料齐全的当场办结]\n"
    ),
)
def one_by_one(session: Session) -> Iterator[Hit]:
    """No text begins with a number or a bullet and goes on with the next."""

    def found(text: str) -> str | None:
        match = re.search(_LISTED, text)
        return f"{match[0][:16]}…" if match else None

    return _where(session, found, "2、", "2.", "2．", "二、", "（2）", "（二）", "②", "•", "●", "◆", "■")


_LISTED = (
    r"^\s*(?:1[、.．](?![0-9])\S[\s\S]*?[。；;\s]2[、.．](?![0-9])|一、[\s\S]*?[。；;\s]二、|（1）[\s\S]*?（2）|（一）[\s\S]*?（二）"
    r"|①[\s\S]*?②|[•●◆■]\s*\S[\s\S]*)"
)


@rule(
    "W938",
    "字和字之间有空格",
    severity=Severity.WARNING,
    message="“{shown}”：字之间有空格",
    hint="删掉空格；从 PDF 贴来的，逐字看一遍有没有少字",
    why="字被空格隔开，搜不到，读屏一个字一个字地念。",
    example=Example(_FILE, "summary: 领 取 空 白 纸质发票。\n", "summary: 领取空白纸质发票。\n"),
)
def unspaced(session: Session) -> Iterator[Hit]:
    """No three single Chinese characters in a row have blanks between them."""
    return _matching(session, _SPACED, " ")


_SPACED = rf"(?<![{_HAN}])[{_HAN}](?: [{_HAN}，。、]){{2,}}"

RULES = (
    one_by_one,
    unspaced,
    in_pairs,
    signs,
    nothing_absent,
    possible,
    lasting,
    present_names,
    whole_phones,
    one_word_for_at_once,
    person,
)
