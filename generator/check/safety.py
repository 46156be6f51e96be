"""S801-S810, S812: text that must not be published: personal data, code, placeholders and samples."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from generator.check import numbers
from generator.check.rule import Example, Hit, Path, Session, Severity, once, rule
from generator.check.texts import everything, in_attachments, texts
from generator.model.organs import Organ

_FILE = "procedures/fapiao-lingyong.yml"
_MARKUP = re.compile(r"<[A-Za-z/!?]|\{\{|\{%|\{#|&#?\w+;")


PLACEHOLDER = "(请填写)"
"""Text that `zwgk new` writes where an editor has to write."""

CHOOSE = "（请选择）"
"""What `zwgk new` leaves where one of several values has to be chosen."""

_BLANKS = (
    r"null|~|none|nil|undefined|n/?a|tbd|todo|fixme|x{2,}|暂无|暂缺|待定|待补|待补充|待填|待填写|待完善|待核实|待更新"
    r"|略|同上|同前|见上|[(（]略[)）]|测试|test|示例|样例|[-—/\\.…?？]{1,6}"
)
_BLANK = re.compile(rf"\s*(?:{_BLANKS})[。.]?\s*", re.IGNORECASE)
_LEFT = re.compile(r"待(?:补充|完善|填写)[。）)\s]*$|T(?:ODO|BD)\b|FIXME|[Xx×✕]{1,4}年[Xx×✕]{1,2}月", re.MULTILINE)
_LONGEST_BLANK = 12
_TRIAL = re.compile(r"测试|test\b", re.IGNORECASE)
_SAMPLE = re.compile(
    r"某某(?:省|市|县|区|镇|街道|税务局)|(?<![A-Za-z0-9])(?:[a-z0-9\-]+\.)*example\.(?:gov\.cn|com|org|cn)"
)


def stands_for_nothing(value: str) -> bool:
    """Return True if a value is a placeholder. S805 and S806 report it; other rules need not."""
    return value in (PLACEHOLDER, CHOOSE) or _BLANK.fullmatch(value) is not None


@once
def _suspect_texts(session: Session) -> list[tuple[str, Path, int | None, str]]:
    """Return the few texts that may hold a personal number or mailbox."""
    return [item for item in everything(session) if numbers.maybe(item[3])]


def _found(session: Session, finder: Callable[[str], numbers.Found]) -> Iterator[Hit]:
    """Yield a hit for each text in which a finder finds something; only its last four characters are shown."""
    for file, path, line, text in _suspect_texts(session):
        simple = numbers.plain(text)
        start, end = next(finder(simple), (-1, -1))
        if start < 0 and (decoded := numbers.decoded(simple)) != simple:
            start, end = next(finder(decoded), (-1, -1))
            simple = decoded
        if start >= 0:
            yield hit_in(file, path, line, simple, start, shown="…" + simple[start:end][-4:])


def hit_in(file: str, path: Path, line: int | None, text: str, start: int, **words: str) -> Hit:
    """Return a hit at `start` in a text. `line` is the number of the text's first line in a page, else None."""
    if line is None:
        return Hit(file, path, words)
    before = text[:start]
    column = start - (before.rfind("\n") + 1) + 1
    return Hit(file, path, words, line=line + before.count("\n"), column=column)


def _lines(path: Path, line: int | None, text: str) -> Iterator[tuple[Path, int | None, str]]:
    """Yield (path, line, text) for a text; for a page's body, once for each line."""
    if line is None:
        yield path, None, text
    else:
        for number, row in enumerate(text.split("\n")):
            yield path, line + number, row


@rule(
    "S801",
    "出现身份证号码",
    message="这里有一个身份证号码({shown})",
    hint="删掉；名录里只写岗位，不写个人。已经提交过的，请联系信息中心清理历史",
    why="身份证号码是个人信息，公开是违法的。",
    example=Example(_FILE, "notes: [如 110101199003070011 这样的号码]\n", "notes: [带上本人身份证件]\n"),
)
def id_card(session: Session) -> Iterator[Hit]:
    """No text contains a valid identity-card number."""
    return _found(session, numbers.id_cards)


@rule(
    "S802",
    "出现个人手机号",
    message="这里有一个手机号({shown})",
    hint="换成办公电话或 12366",
    why="个人手机号是个人信息；人走了电话也就没用了。",
    example=Example(_FILE, "notes: [可打 13800138000 咨询]\n", "notes: [可打 12366 咨询]\n"),
)
def mobile(session: Session) -> Iterator[Hit]:
    """No text contains a private mobile number."""
    return _found(session, numbers.mobiles)


@rule(
    "S803",
    "出现银行卡号",
    message="这里有一个银行卡号({shown})",
    hint="删掉",
    why="银行卡号是个人信息，也可能被用来诈骗。",
    example=Example(_FILE, "notes: [卡号 6222 0212 3456 7894]\n", "notes: [带上本人银行卡]\n"),
)
def bank_card(session: Session) -> Iterator[Hit]:
    """No text contains a valid bank-card number."""
    return _found(session, numbers.cards)


@rule(
    "S804",
    "文字里有代码",
    message="文字里有像网页代码或模板的内容“{shown}”",
    hint="去掉尖括号、双花括号和“&…;”；要写书名用《》，要写小于号用汉字",
    why="名录里的文字一律按文字显示；出现代码多半是从网页复制错了。",
    example=Example(_FILE, "name: 发票领用<b>新</b>\n", "name: 发票领用\n"),
)
def markup(session: Session) -> Iterator[Hit]:
    """No text contains markup or template syntax."""
    for file, path, line, text in everything(session):
        for inside, number, row in _lines(path, line, text):
            if match := _MARKUP.search(row):
                shown = row[match.start() : match.start() + 12].replace("\n", " ")
                yield hit_in(file, inside, number, row, match.start(), shown=shown)


@rule(
    "S805",
    "还没有填写",
    message="这里还是“{shown}”",
    hint="写上实际内容；不需要就删掉这一行",
    why="zwgk new 留下的占位文字不能发布。",
    example=Example(_FILE, f"summary: {PLACEHOLDER}\n", "summary: 领取空白发票\n"),
)
def placeholder(session: Session) -> Iterator[Hit]:
    """No text contains the placeholder of a new entry."""
    for file, path, line, text in everything(session):
        for inside, number, row in _lines(path, line, text):
            if PLACEHOLDER in row:
                yield Hit(file, inside, {"shown": PLACEHOLDER}, line=number)


@rule(
    "S806",
    "写的是“待补充”“null”之类",
    message="这里写的是“{shown}”，不是内容",
    hint="写上实际内容；没有内容可写就删掉这一行",
    why="占位的字会原样登在网页上；空缺不写，页面就不显示这一项。",
    example=Example(_FILE, "notes: [待补充]\n", "notes: [带上本人身份证件]\n"),
)
def blank(session: Session) -> Iterator[Hit]:
    """No text is a filler such as 待补充 or null."""
    for file, path, line, text in everything(session):
        if len(text) > _LONGEST_BLANK and not _LEFT.search(text):
            continue
        if "when" in path:  # options are ids, not texts
            continue
        for inside, number, row in _lines(path, line, text):
            if match := _filler(inside, row):
                yield hit_in(file, inside, number, row, match.start(), shown=match.group().strip()[:20])


def _filler(path: Path, row: str) -> re.Match[str] | None:
    """Return the match of a filler in a text, or in a line of a page (its path is empty)."""
    if path and len(row) <= _LONGEST_BLANK and (whole := _BLANK.fullmatch(row)):
        return whole
    return _LEFT.search(row)


def _of_the_bureau(session: Session) -> Iterator[tuple[str, Path, int | None, str]]:
    """Yield (file, path, line, text) for the parts of a new site that hold samples: settings, organs, pages."""
    yield from (("site.yml", path, None, text) for path, text in texts(session.registry.site))
    for organ in session.registry.all(Organ).values():
        yield from ((session.registry.file(organ), path, None, text) for path, text in texts(organ))
    yield from ((page.file, (), page.body_line, page.body) for page in session.pages)


@rule(
    "S807",
    "还是新建网站的示例内容",
    severity=Severity.WARNING,
    message="“{shown}”是新建网站时的示例内容",
    hint="换成本局的内容；还在试用的，在 site.yml 的 notice 里写明这是示例",
    why="示例的名称和网址登出去，读者会当真。",
    example=None,
)
def sample(session: Session) -> Iterator[Hit]:
    """A site whose notice does not contain 示例 has no sample text of a new site."""
    if "示例" in (session.site.notice or "") or "notice" in session.left_out.get("site.yml", ()):
        return
    for file, path, line, text in _of_the_bureau(session):
        for inside, number, row in _lines(path, line, text):
            if match := _SAMPLE.search(row):
                yield hit_in(file, inside, number, row, match.start(), shown=match.group())


@rule(
    "S808",
    "出现护照号码或车牌号码",
    message="这里有一个护照、通行证或车牌号码({shown})",
    hint="删掉；举例子用“某某”代替号码",
    why="证件和车牌号码能查到个人，公开是违法的。",
    example=Example(_FILE, "notes: [护照 E12345678 的持有人]\n", "notes: [带上本人护照]\n"),
)
def document_number(session: Session) -> Iterator[Hit]:
    """No text contains the number of a passport, a permit or a vehicle."""
    return _found(session, numbers.documents)


@rule(
    "S809",
    "出现个人邮箱",
    severity=Severity.WARNING,
    message="这里有一个个人邮箱({shown})",
    hint="换成单位的邮箱，或办公电话",
    why="个人邮箱是个人信息；人走了信就没有人收。",
    example=Example(_FILE, "notes: [发到 zhangsan1990@qq.com]\n", "notes: [发到 bangong@shuiwu.gov.cn]\n"),
)
def private_mail(session: Session) -> Iterator[Hit]:
    """No text contains an address at a provider of private mail."""
    return _found(session, numbers.mails)


@rule(
    "S810",
    "名称像是试用时写的",
    severity=Severity.WARNING,
    message="名称“{shown}”像是试用时写的",
    hint="试完就删掉；真有这个名称的，不要用“测试”开头",
    why="试用的内容登出去，读者会当真。",
    example=Example("materials/daili-weituoshu.yml", "name: 测试委托书\n", "name: 代理委托书\n"),
)
def trial(session: Session) -> Iterator[Hit]:
    """No name or title begins with 测试 or test."""
    for file, path, _, text in everything(session):
        if (
            path
            and path[-1] in {"name", "title"}
            and _TRIAL.match(text)
            and not _BLANK.fullmatch(text[: _LONGEST_BLANK + 1])
        ):
            yield Hit(file, path, {"shown": text[:20]})


_REFUSED = """refused:
  - {word: 扣缴义物人, instead: 扣缴义务人}
"""


@rule(
    "S812",
    "出现不能用的词",
    message="这里有“{word}”{why}",
    hint="{todo}；确实没有错的，在 site.yml 的 accepted 里写明谁同意、为什么、到哪一天",
    why="错误表述和泄密是网站检查的单项否决；词由本局在 site.yml 的 refused 里列。",
    example=Example(
        "site.yml", f"{_REFUSED}description: 扣缴义物人看这里\n", f"{_REFUSED}description: 扣缴义务人看这里\n"
    ),
)
def refused_word(session: Session) -> Iterator[Hit]:
    """No text contains a word that site.yml refuses."""
    known = {numbers.plain(item.word).lower(): item for item in session.site.refused}
    if not known:
        return
    longest = sorted(known, key=lambda word: (-len(word), word))
    pattern = re.compile("|".join(map(re.escape, longest)))
    written = ((file, (), None, passage.text) for file, passage in in_attachments(session))
    for file, path, line, text in (*everything(session), *written):
        if file == "site.yml" and path[:1] == ("refused",):
            continue
        simple = numbers.plain(text).lower()
        for match in pattern.finditer(simple) if len(simple) == len(text) else ():
            item = known[match.group()]
            why = f"：{item.why}" if item.why else ""
            todo = f"改成“{item.instead}”" if item.instead else "删掉"
            yield hit_in(file, path, line, text, match.start(), word=item.word, why=why, todo=todo)


RULES = (
    id_card,
    mobile,
    bank_card,
    markup,
    placeholder,
    blank,
    sample,
    document_number,
    private_mail,
    trial,
    refused_word,
)
