"""C306-C311, C316-C318: content pages: file names, lists and tables, links, anchors, sizes and dates."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from generator.check.rule import Example, Hit, Session, Severity, rule
from generator.model.expansions import normal
from generator.model.registry import ContentPage
from generator.model.routes import anchor_of, folder_of, former_addresses, page_address
from generator.source.names import why_no_address

_PAGE = "content/about/site.md"
_MATTER = "---\ntitle: 关于本站\ndescription: 本站是什么\ncolumn: about\ndate: 2026-11-01\n---\n"
_FENCE = re.compile(r" {0,3}(```|~~~)")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]*(.+?)[ \t]*#*$")
_LIST = re.compile(r" {0,3}(?:[-*+]|[0-9]{1,3}[.)])[ \t]+\S")
_CHINESE_LIST = re.compile(
    r"\s{0,3}(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})、|\s{0,3}[（(][0-9一二三四五六七八九十]{1,3}[)）]"
)
_UNDER_HEAD = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*$|\s*\|\s*:?-{2,}:?\s*\|\s*$")
_WIDE_LINK = re.compile(
    r"\[[^\[\]]{1,100}\]（\s*(?:/|#|https?:|tel:|mailto:)|[【［][^【】［］]{1,100}[】］]\s?[（(]\s*(?:/|#|https?:|tel:|mailto:)"
)
_ANCHOR_LINK = re.compile(r"\[[^\[\]]{0,300}\]\(\s*<?([^)\s>#]*)#([^)\s>]+)")
_MOST_CHARACTERS, _LONGEST_LINE, _MOST_DEFINITIONS = 100_000, 3_000, 100


def lines_of(page: ContentPage) -> Iterator[tuple[int, str]]:
    """Yield (line number in the file, text) for each line of a page; lines of code blocks are empty."""
    fence = ""
    for number, line in enumerate(page.body.split("\n")):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1] == fence):
            fence = "" if fence else mark[1]
            yield page.body_line + number, ""
        else:
            yield page.body_line + number, "" if fence else line


def _blocks(page: ContentPage) -> Iterator[list[tuple[int, str]]]:
    """Yield runs of (line number, text) that empty lines or headings separate."""
    block: list[tuple[int, str]] = []
    for number, line in lines_of(page):
        if line.strip() and not _HEADING.match(line):
            block.append((number, line))
        elif block:
            yield block
            block = []
    if block:
        yield block


@rule(
    "C306",
    "页面的文件名不能做网址",
    message="文件名“{name}”不能做网址：{why}",
    hint="改成小写字母、数字、连字符或汉字，如 2026-chunjie-fangjia.md",
    why="文件名就是网址：有的符号浏览器会截断，有的名字在别的电脑上建不出来。",
    example=Example("content/news/50%off.md", f"{_MATTER}\n正文\n", ""),
)
def names_are_addresses(session: Session) -> Iterator[Hit]:
    """The path of every content page is a valid address, and no two paths differ only in case."""
    seen: dict[str, str] = {}
    for page in session.pages:
        path = page.file.removeprefix("content/").removesuffix(".md")
        first = seen.setdefault(unicodedata.normalize("NFC", path).casefold(), page.file)
        reason = why_no_address(path)
        if not reason and first != page.file:
            reason = f"和 {first} 只有大小写不同"
        if reason:
            yield Hit(page.file, words={"name": page.file.removeprefix("content/"), "why": reason}, line=1)


@rule(
    "C307",
    "列表或表格前面没有空行",
    message="{what}前面没有空行，会和上一行连成一段",
    hint="在这一行前面加一个空行{more}",
    why="Markdown 里列表和表格要自成一段，否则照打的样子连成一行。",
    example=Example(
        _PAGE, f"{_MATTER}\n办理步骤：\n1. 取号\n2. 到窗口\n", f"{_MATTER}\n办理步骤：\n\n1. 取号\n2. 到窗口\n"
    ),
)
def apart(session: Session) -> Iterator[Hit]:
    """A list or a table follows an empty line, and list marks are those of Markdown."""
    for page in session.pages:
        for block in _blocks(page):
            if found := _unseparated(block):
                number, what, more = found
                yield Hit(page.file, words={"what": what, "more": more}, line=number)


def _unseparated(block: list[tuple[int, str]]) -> tuple[int, str, str] | None:
    """Return (line number, what it is, further hint) for a list or table that lacks an empty line before it."""
    first = block[0][1]
    if first.startswith(("    ", "\t", ">")):
        return None
    chinese = [number for number, line in block if _CHINESE_LIST.match(line)]
    if len(chinese) > 1:
        return chinese[1], "这一条", "；或者改成“1. ”“2. ”开头的列表"
    if not _LIST.match(first):
        for number, line in block[1:]:
            if _LIST.match(line):
                return number, "列表", ""
    for place, (number, line) in enumerate(block):
        if _UNDER_HEAD.match(line) and "|" in block[place - 1][1] and place > 1:
            return number - 1, "表格", ""
    return None


@rule(
    "C316",
    "表格这一行的格数不对",
    message="表头有 {head} 格，这一行有 {cells} 格",
    hint="一行的“|”和表头一样多；格子里要写“|”的，写成“\\|”",
    why="多出来的格子不会显示，少了的格子后面全错位。",
    example=Example(
        _PAGE,
        f"{_MATTER}\n| 谁 | 哪天 |\n| --- | --- |\n| 企业 | 15日 | 网上 |\n",
        f"{_MATTER}\n| 谁 | 哪天 |\n| --- | --- |\n| 企业 | 15日 |\n",
    ),
)
def rows_fit(session: Session) -> Iterator[Hit]:
    """Every row of a table has as many cells as its head."""
    for page in session.pages:
        for block in _blocks(page):
            if len(block) > 2 and _UNDER_HEAD.match(block[1][1]):
                head = _cells(block[0][1])
                for number, line in block[2:]:
                    if (cells := _cells(line)) != head:
                        yield Hit(page.file, words={"head": head, "cells": cells}, line=number)


def _cells(row: str) -> int:
    """Return the number of cells of a table's row; bars behind a backslash and in code separate none."""
    plain = re.sub(r"\\.|`[^`]*`", "", row).strip()
    return plain.removeprefix("|").removesuffix("|").count("|") + 1


@rule(
    "C308",
    "链接用了中文括号",
    message="“{shown}”用了中文括号，不会变成链接",
    hint="写成 [文字](/地址/)，方括号和圆括号都用英文的，中间不空格",
    why="中文括号不是链接的写法，读者会看到一串地址，点不开。",
    example=Example(_PAGE, f"{_MATTER}\n见[办事指南]（/procedures/）\n", f"{_MATTER}\n见[办事指南](/procedures/)\n"),
)
def brackets_of_links(session: Session) -> Iterator[Hit]:
    """No link is written with full-width brackets."""
    for page in session.pages:
        for number, line in lines_of(page):
            for match in _WIDE_LINK.finditer(line[:_LONGEST_LINE]):
                yield Hit(page.file, words={"shown": match.group()[:30]}, line=number, column=match.start() + 1)


@rule(
    "C309",
    "链接指向页面上没有的位置",
    message="/{address} 上没有“#{anchor}”这个位置",
    hint="{todo}",
    why="点了停在页首，读者找不到要看的那一段。",
    example=Example(
        _PAGE,
        f"{_MATTER}\n见[带什么](/procedures/fapiao-lingyong/#cailiao)\n",
        f"{_MATTER}\n见[带什么](/procedures/fapiao-lingyong/#materials)\n",
    ),
)
def anchors_exist(session: Session) -> Iterator[Hit]:
    """Every anchor that a link names exists; pages whose anchors are not known are not checked."""
    by_address = {page_address(page.file): page for page in session.pages}
    for page in session.pages:
        for number, line in lines_of(page):
            for match in _ANCHOR_LINK.finditer(line[:_LONGEST_LINE]):
                address = match[1].lstrip("/") if match[1] else page_address(page.file)
                known = _anchors(session, address, by_address) if match[1].startswith("/") or not match[1] else None
                if known is not None and match[2] not in known:
                    todo = (
                        "这一页的位置有：" + "、".join(known)
                        if known
                        else "这一页没有可以指向的位置，去掉“#”和后面的字"
                    )
                    words = {"address": address, "anchor": match[2], "todo": todo}
                    yield Hit(page.file, words=words, line=number, column=match.start(1) + 1)


def _anchors(session: Session, address: str, pages: dict[str, ContentPage]) -> list[str] | None:
    """Return the anchors of the page at an address, or None if they are not known."""
    if address in pages:
        return _headings(pages[address])
    first, _, rest = address.partition("/")
    folder = folder_of(session.registry.kinds, first)
    if folder is None:
        return None
    entries = session.registry.entries[folder]
    if session.registry.kinds[folder].ON_ONE_PAGE:
        return list(entries) if not rest else None
    entry = entries.get(rest.removesuffix("/"))
    if entry is None or folder not in SECTIONS:
        return None
    return [*SECTIONS[folder], *(f"window-{id}" for id in getattr(entry, "windows", ()))]


def _headings(page: ContentPage) -> list[str]:
    """Return the anchors of a page's headings; repeated headings are numbered: a, a_1."""
    anchors: list[str] = []
    seen: Counter[str] = Counter()
    for _, line in lines_of(page):
        if heading := _HEADING.match(line):
            title = re.sub(r"\]\([^)]*\)", "]", heading[2])
            anchor = anchor_of(title)
            anchors.append(f"{anchor}_{seen[anchor]}" if seen[anchor] else anchor)
            seen[anchor] += 1
    return anchors


SECTIONS: dict[str, tuple[str, ...]] = {
    "procedures": (
        *(
            "conditions",
            "materials",
            "process",
            "where",
            "fee",
            "time-limit",
            "standards",
            "rates",
            "reliefs",
            "penalties",
            "questions",
        ),
        *("notes", "duty", "basis", "oversight", "related", "overdue"),
    ),
    "life_events": ("steps", "visits", "materials"),
    "laws": ("articles", "cited", "duties", "regimes"),
    "organs": (
        *(
            "opening",
            "opening-calendar",
            "hours",
            "roster",
            "kept",
            "watched",
            "findings",
            "handles",
            "windows",
            "procedures",
            "members",
            "posts",
            "duties",
        ),
        *("regimes", "children", "phones"),
    ),
    "materials": ("fill", "used", "spared"),
    "duties": ("sub", "posts", "performance", "accountability", "basis", "procedures"),
    "regimes": ("binds", "rules", "consequences", "limits", "commitments", "practice", "oversight", "basis"),
    "reliefs": ("who", "how", "guides", "basis"),
    "posts": ("scope", "chain", "standards", "duties", "procedures", "work"),
    "oversight": ("how", "provide", "process", "limits", "ladder", "regimes", "basis"),
    "consultations": ("draft", "how", "stages", "opinions", "result"),
    "results": ("history", "parts", "remedy"),
}
"""Anchors that an entry's page can have, by registry: the `id`s in its template."""


@rule(
    "C310",
    "页面太长或太密",
    message="{what}",
    hint="{todo}",
    why="这么长的一段没有人读得下去，也会让生成网站的程序排不出来。",
    example=None,
)
def bounded(session: Session) -> Iterator[Hit]:
    """No page, line or run of definitions exceeds its maximum."""
    for page in session.pages:
        if len(page.body) > _MOST_CHARACTERS:
            what = f"正文有 {len(page.body)} 个字，最多 {_MOST_CHARACTERS} 个"
            yield Hit(page.file, words={"what": what, "todo": "分成几页"}, line=page.body_line)
        for number, line in enumerate(page.body.split("\n")):
            if len(line) > _LONGEST_LINE:
                what = f"这一行有 {len(line)} 个字，最多 {_LONGEST_LINE} 个"
                yield Hit(
                    page.file, words={"what": what, "todo": "分成几段，段与段之间空一行"}, line=page.body_line + number
                )
        for block in _blocks(page):
            if sum(line.lstrip().startswith(":") for _, line in block) > _MOST_DEFINITIONS:
                what = f"连着写了 {_MOST_DEFINITIONS} 条以上的解释，中间没有空行"
                yield Hit(page.file, words={"what": what, "todo": "每一条后面空一行"}, line=block[0][0])


@rule(
    "C318",
    "曾用文件名现在有文章在用",
    message="“{old}”：{what}",
    hint="删掉这个曾用文件名，或给那一篇改名",
    why="旧网址要转到新页面；两篇都要这个网址，就有一篇打不开。",
    example=Example(
        _PAGE,
        _MATTER.replace("date:", "former_ids: [site]\ndate:") + "\n正文。\n",
        _MATTER.replace("date:", "former_ids: [guanyu]\ndate:") + "\n正文。\n",
    ),
)
def free_to_lead_on(session: Session) -> Iterator[Hit]:
    """No former file name of a page is one in use, or claimed by two pages."""
    used = {page_address(page.file): f"是 {page.file}" for page in session.pages}
    for page, meta in session.written:
        for index, (old, url) in enumerate(zip(meta.former_ids, former_addresses(page.file, meta), strict=True)):
            if url in used:
                yield Hit(page.file, ("former_ids", index), {"old": old, "what": used[url]})
            used.setdefault(url, f"也写在 {page.file} 里")


@rule(
    "C317",
    "两个页面用了同一个标题",
    message="标题“{title}”已经用在 {other}",
    hint="改成各自的标题；复制文件后别忘了改 title。确实是同一篇就留一篇",
    why="目录和搜索里出现两个一样的标题，读者分不出该看哪一个。",
    example=Example(
        "content/about/zaixie.md",
        _MATTER + "\n正文。\n",
        _MATTER.replace("关于本站", "怎么用这个网站") + "\n正文。\n",
    ),
)
def one_title_each(session: Session) -> Iterator[Hit]:
    """No two pages of one column have the same title. The later file is reported."""
    seen: dict[tuple[str, str], str] = {}
    for page, meta in session.written:
        first = seen.setdefault((meta.column.value, normal(meta.title)), page.file)
        if first.casefold() != page.file.casefold():  # else C306
            yield Hit(page.file, ("title",), {"title": meta.title, "other": first})


@rule(
    "C311",
    "发布日期还没有到",
    severity=Severity.WARNING,
    message="发布日期 {day} 还没有到，页面现在就会发布",
    hint="改成实际发布的那一天；到那天才发布的，到时再放进 content/",
    why="将来的发布日期是检查中的一票否决项。",
    example=Example(_PAGE, f"{_MATTER.replace('2026-11-01', '2999-01-01')}\n正文\n", f"{_MATTER}\n正文\n"),
)
def dated_today_at_last(session: Session) -> Iterator[Hit]:
    """No page is dated after the day of the build."""
    for page, meta in session.written:
        if meta.date > session.as_of:
            yield Hit(page.file, ("date",), {"day": meta.date})


RULES = (
    names_are_addresses,
    apart,
    rows_fit,
    brackets_of_links,
    anchors_exist,
    bounded,
    one_title_each,
    free_to_lead_on,
    dated_today_at_last,
)
