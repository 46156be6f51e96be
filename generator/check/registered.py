"""Telephones, addresses, windows and departments that texts name are those that organs, posts and channels state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.check.rule import Example, Hit, Path, Session, Severity, once, rule
from generator.check.slips import with_channels
from generator.check.texts import texts
from generator.model.commitments import Commitment
from generator.model.duties import Duty
from generator.model.explanations import Explanation
from generator.model.organs import Organ
from generator.model.oversight import Oversight
from generator.model.penalties import Penalty
from generator.model.posts import Post
from generator.model.procedures import Procedure
from generator.model.questions import HotQuestion
from generator.model.regimes import Regime
from generator.model.rights import Right
from generator.model.time_limits import TimeLimit
from generator.model.types import Entry

_GUIDE = "procedures/fapiao-lingyong.yml"
_TOLD = (
    *(Organ, Post, Procedure, Commitment, Regime, Oversight, HotQuestion, Explanation, TimeLimit, Duty),
    *(Right, Penalty),
)
"""The registries whose texts tell people where to go, whom to call and what to expect."""


class Told(NamedTuple):
    """A text: of an entry at a path, or a line of a page."""

    file: str
    path: Path
    line: int | None
    text: str
    entry: Entry | None


_PHONE = re.compile(r"(?<![0-9-])0[0-9]{2,3}-[0-9]{7,8}(?![0-9])")
_STREET = re.compile(r"([\u4e00-\u9fff]{2}(?:路|街|大道|巷))([0-9]+)号")
_WINDOW = re.compile(r"(?<![0-9])([0-9]{1,3})(?:号?[-—至到、]([0-9]{1,3}))?号[\u4e00-\u9fff]{0,6}窗")
_LINKED = re.compile(r"\]\(/(organs|posts)/([a-z0-9-]+)/\)")


@once
def told(session: Session) -> list[Told]:
    """Return the texts of entries that tell people what to do, and the lines of pages, gathered once.

    Entries that a bureau has as they are at its superior's are checked there.
    """
    found = []
    for kind in _TOLD:
        for entry in session.current(kind):
            if session.inherits(entry):
                continue
            file = session.registry.file(entry)
            mine = ((path, text) for path, text in texts(entry) if path[0] not in ("sayings", "aliases"))
            found += [Told(file, path, None, text, entry) for path, text in mine]
    for page in session.pages:
        lines = enumerate(page.body.split("\n"), page.body_line)
        found += [Told(page.file, (), line, row, None) for line, row in lines]
    return found


def at(place: Told, start: int = 0, /, **words: object) -> Hit:
    """Return a hit at a text; in a page at the character number `start` of its line."""
    return Hit(place.file, place.path, words, line=place.line, column=start + 1 if place.line else 1)


@once
def _phones(session: Session) -> frozenset[str]:
    """Return the telephones that entries state in fields of their own, the superior's too."""
    found: set[str | None] = {session.site.hotline}
    for organ in session.registry.all(Organ).values():
        found.update(_of_organ(organ))
    found.update(post.phone for post in session.registry.all(Post).values())
    found.update(way.phone for entry in with_channels(session) for way in entry.channels)
    found.update(
        _PHONE.findall(" ".join(entry.external_organ or "" for entry in session.registry.all(Oversight).values()))
    )
    above = _phones(session.above) if session.above else frozenset()
    return above.union(filter(None, found))


@once
def _organs(session: Session) -> list[Organ]:
    """Return the organs, the superior's too: texts that come from it name them."""
    return [*session.registry.all(Organ).values(), *(_organs(session.above) if session.above else ())]


def _of_organ(organ: Organ) -> list[str | None]:
    """Return the telephones of an organ."""
    return [organ.inquiry_phone, organ.complaint_phone, *(item.number for item in organ.phones)]


@rule(
    "W931",
    "文字里的电话，哪里都没有登记",
    severity=Severity.WARNING,
    message="{phone} 不是任何机构、岗位、渠道登记的电话",
    hint="照机构或岗位文件改；是新的号码，先登记到机构或岗位里",
    why="号码改了，登记的改了，文字里的没有改：照着打就打不通，或者打到别处。",
    example=Example(_GUIDE, "notes: [领不到的，打0600-5559999问。]\n", "notes: [领不到的，打0600-5551001问。]\n"),
)
def known_phones(session: Session) -> Iterator[Hit]:
    """Telephones with area code in texts are those of an organ, a post or a channel."""
    known = _phones(session)
    for place in told(session):
        for match in _PHONE.finditer(place.text) if "-" in place.text else ():
            if match[0] not in known:
                yield at(place, match.start(), phone=match[0])


@rule(
    "W932",
    "文字里的门牌号和登记的不一样",
    severity=Severity.WARNING,
    message="“{said}”和登记的“{known}”（{organ}）不一样",
    hint="照机构文件的 address 改；是别的单位的地址，在 site.yml 的 accepted 里写明",
    why="差一个数，人就走到另一头去了。",
    example=Example(_GUIDE, "notes: [到政务路11号领。]\n", "notes: [到政务路1号领。]\n"),
)
def known_addresses(session: Session) -> Iterator[Hit]:
    """House numbers in texts are those of an organ, in streets where the bureau has one."""
    known: dict[str, dict[str, str]] = {}
    for organ in _organs(session):
        for match in _STREET.finditer(organ.address or ""):
            known.setdefault(match[1], {}).setdefault(match[2], organ.name)
    for place in told(session):
        for match in _STREET.finditer(place.text) if "号" in place.text else ():
            numbers = known.get(match[1])
            if numbers and match[2] not in numbers:
                number, name = next(iter(numbers.items()))
                yield at(place, match.start(), said=match[0], known=f"{match[1]}{number}号", organ=name)


@rule(
    "W933",
    "文字里的窗口号，哪个大厅都没有",
    severity=Severity.WARNING,
    message="“{said}”：没有 {number} 号窗口",
    hint="照机构文件的 windows 改；是别的单位的窗口，写明是哪个单位的，不写号",
    why="照着号找不到窗口，还得再问。",
    example=Example(_GUIDE, "notes: [到39号窗口领。]\n", "notes: [到3号窗口领。]\n"),
)
def known_windows(session: Session) -> Iterator[Hit]:
    """Windows that texts number exist in a place of the bureau, if any states numbers."""
    known = {number for organ in _organs(session) for number in _window_numbers(organ)}
    for place in told(session):
        for match in _WINDOW.finditer(place.text) if known and "窗" in place.text else ():
            for number in match.groups():
                if number and int(number) not in known:
                    yield at(place, match.start(), said=match[0], number=number)


def _window_numbers(organ: Organ) -> Iterator[int]:
    """Yield the numbers of an organ's windows, also of those that its address names."""
    for stated in (*(window.number or "" for window in organ.windows.values()), organ.address or ""):
        for match in re.finditer(r"([0-9]{1,3})(?:号?[-—至到]([0-9]{1,3}))?号", stated):
            yield from range(int(match[1]), int(match[2] or match[1]) + 1)


@rule(
    "W934",
    "表里的电话是另一个机构的",
    severity=Severity.WARNING,
    message="这一行说的是“{organ}”，{phone} 不是它的电话",
    hint="照 data/organs/ 和 data/posts/ 里这个机构的电话改",
    why="多半是从上一行复制的：打过去是别的部门，还要再打一次。",
    example=None,
)
def phones_of_the_organ(session: Session) -> Iterator[Hit]:
    """In a table's row that links one organ or post, a telephone known to the bureau is one of its own."""
    known = _phones(session)
    for place in told(session):
        if not (place.line and place.text.lstrip().startswith("|")):
            continue
        linked = set(_LINKED.findall(place.text))
        name, own = _owner(session, *linked.pop()) if len(linked) == 1 else ("", set())
        for match in _PHONE.finditer(place.text) if name else ():
            if match[0] in known and match[0] not in own:
                yield at(place, match.start(), organ=name, phone=match[0])


def _owner(session: Session, folder: str, id: str) -> tuple[str, set[str | None]]:
    """Return the name of an organ or a post and the telephones that are its own; "" if there is none.

    Those of an organ's posts are its own too. A post of a window, or without a telephone, is called at its organ.
    """
    posts, organs = session.registry.all(Post), session.registry.all(Organ)
    if folder == Organ.FOLDER and (organ := organs.get(id)):
        return organ.name, {*_of_organ(organ), *(post.phone for post in posts.values() if post.organ == id)}
    if folder == Post.FOLDER and (post := posts.get(id)):
        home = organs.get(post.organ)
        at_home = home and (not post.phone or any(window.post == id for window in home.windows.values()))
        return post.name, {post.phone, *(_of_organ(home) if home and at_home else ())}
    return "", set()


@rule(
    "W936",
    "热线像是打错了一个数",
    severity=Severity.WARNING,
    message="{said} 和服务热线 {hotline} 差一个数",
    hint="改成 {hotline}；真的是别的热线，在 site.yml 的 accepted 里写明",
    why="差一个数就打到别的部门去了。",
    example=Example(_GUIDE, "notes: [不清楚的打12336。]\n", "notes: [不清楚的打12366，诉讼服务打12368。]\n"),
)
def known_hotline(session: Session) -> Iterator[Hit]:
    """No short number in a text is the site's hotline but for one digit, unless it is one that tax matters name."""
    hotline = session.site.hotline
    for place in told(session) if hotline.isdecimal() else ():
        for match in _SHORT.finditer(place.text) if "12" in place.text else ():
            wrong = sum(one != other for one, other in zip(match[0], hotline, strict=False))
            if len(match[0]) == len(hotline) and wrong == 1 and match[0] not in _OTHERS:
                yield at(place, match.start(), said=match[0], hotline=hotline)


_SHORT = re.compile(r"(?<![0-9.,-])12[0-9]{3}(?![0-9,.%元万])")
_OTHERS = frozenset({"12360", "12367", "12368", "12386"})
"""Hotlines of customs, exit and entry, courts, and securities."""


@rule(
    "W935",
    "部门的名称写成了别的",
    severity=Severity.WARNING,
    message="“{said}”：登记的是“{name}”",
    hint="照机构文件的名称改；说的是上级的部门，前面写明“市税务局”等",
    why="机构改了名，照着老名字找不到门。",
    example=None,
)
def known_departments(session: Session) -> Iterator[Hit]:
    """A department in a text ends as its name does: not 纳税服务科 where it is 纳税服务股."""
    names = {organ.name for organ in _organs(session)}
    stems = {name[:-1]: name for name in names if len(name) > _SHORTEST and name[-1] in _ENDINGS}
    names.update(alias for organ in _organs(session) for alias in organ.aliases)
    sizes = sorted({len(stem) for stem in stems}, reverse=True)
    for place in told(session):
        for match in _ENDING.finditer(place.text) if stems else ():
            end = match.start()
            stem = next((stem for size in sizes if (stem := place.text[max(0, end - size) : end]) in stems), None)
            start = end - len(stem or "")
            if stem and stem + match[0] not in names and place.text[max(0, start - 1) : start] not in _OF_OTHERS:
                yield at(place, start, said=stem + match[0], name=stems[stem])


_ENDINGS, _SHORTEST = "股科处室", 3
_ENDING = re.compile(f"[{_ENDINGS}]")
_OF_OTHERS = ("局", "级")
"""A department after these characters is another bureau's: 市税务局法制科, 上级法制科."""

RULES = (known_phones, known_addresses, known_windows, phones_of_the_organ, known_hotline, known_departments)
