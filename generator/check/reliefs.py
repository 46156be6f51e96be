"""N101-N107: reliefs end on the day that their ground, their entry and the guides' texts agree on."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping

from generator.check.rule import Example, Hit, Path, Session, Severity, once, rule
from generator.check.texts import texts
from generator.model.laws import Law
from generator.model.procedures import Procedure
from generator.model.reliefs import SOON_DAYS, Enjoy, Relief

_GUIDE = "procedures/fapiao-lingyong.yml"
_ENTRY = "reliefs/shili-youhui.yml"
_NEW = """name: 小规模纳税人示例优惠
taxes: [增值税]
benefit: 减半征收。
who: [增值税小规模纳税人。]
occasions: [run]
effective_to: {end}
enjoy: {enjoy}
basis: [{{law: {law}, articles: [第十五条]}}]
{guides}verified_on: 2026-11-20
"""
_DAY = r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日"
_UNTIL = re.compile(rf"(?:执行|延续|实行|施行|享受|有效)(?:到|至){_DAY}|{_DAY}(?:以)?前[^。；]{{0,60}}?[减免退扣]")

_UNTIL_YEAR = re.compile(r"(?:至|到)(20[0-9]{2})年(?:底|末)?(?![0-9度底末])")


def _relief(end: str, *, law: str = "fapiao-guanli-banfa", enjoy: str = "declare", guides: str = "") -> str:
    """Return the file of a relief, as an example of a rule."""
    return _NEW.format(end=end, law=law, enjoy=enjoy, guides=f"guides: [{guides}]\n" if guides else "")


@once
def _by_guide(session: Session) -> Mapping[str, list[Relief]]:
    """Return the reliefs that name each guide, by the guide's id. Reliefs that are withdrawn are left out."""
    found: dict[str, list[Relief]] = {}
    for relief in session.registry.all(Relief).values():
        for id in relief.guides if not relief.withdrawn else ():
            found.setdefault(id, []).append(relief)
    return found


def ends(procedure: Procedure, today: datetime.date) -> Iterator[tuple[Path, datetime.date]]:
    """Yield (path, day) for each day on which, a guide's text says, a relief ends.

    执行到 and the like name such a day; so does one with 前 and 减, 免, 退 or 扣 behind it. Others are skipped.
    """
    for name in ("summary", "conditions", "conditions_any", "questions", "notes", "standards"):
        yield from _ends_in(getattr(procedure, name), (name,), today)


def _ends_in(value: object, at: Path, today: datetime.date) -> Iterator[tuple[Path, datetime.date]]:
    """Yield what `ends` does, for the texts in a value at a path."""
    for path, text in texts(value, at):
        for match in _UNTIL.finditer(text) if "月" in text else ():
            try:
                day = datetime.date(*(int(part) for part in match.groups() if part))
            except ValueError:
                continue
            if match[1] or day >= today:
                yield path, day


@rule(
    "N101",
    "优惠快到期了",
    of=Relief,
    offered=True,
    severity=Severity.WARNING,
    message="还有 {days} 天到期（{end}）",
    hint="问清是否延续：延续的写上新的日期和文件，到期的在办事指南里改好说法",
    why="到期那天没有人改，第二天网上写的就是错的。",
    example=Example(_ENTRY, _relief("2026-12-31"), _relief("2027-12-31")),
)
def ends_soon(session: Session, relief: Relief) -> Iterator[Hit]:
    """A relief does not end within SOON_DAYS days."""
    if relief.effective_to and 0 <= (days := (relief.effective_to - session.as_of).days) <= SOON_DAYS:
        yield session.hit(relief, "effective_to", days=days, end=relief.effective_to)


@rule(
    "N102",
    "优惠过期了，办事指南还挂着",
    of=Relief,
    offered=True,
    severity=Severity.WARNING,
    message="{end} 已经到期，“{guide}”还把它列为可以享受",
    hint="延续的改 effective_to 和依据；不延续的从 guides 里去掉这个事项，并改好指南里的说法",
    why="按过期的优惠申报，要补税和滞纳金。",
    example=Example(
        _ENTRY,
        _relief("2026-10-31", guides="fapiao-lingyong"),
        _relief("2027-12-31", guides="fapiao-lingyong"),
    ),
)
def ended_and_cited(session: Session, relief: Relief) -> Iterator[Hit]:
    """No guide in force is listed by a relief that has ended."""
    if relief.effective_to and relief.effective_to < session.as_of:
        for index, id in enumerate(relief.guides):
            guide = session.registry.get(Procedure, id)
            if guide and guide.in_force(session.as_of):
                yield session.hit(relief, "guides", index, end=relief.effective_to, guide=guide.name)


@rule(
    "N103",
    "指南里的优惠期限和优惠条目不一样",
    of=Procedure,
    offered=True,
    message="这里写到 {day}，这个事项的优惠条目写的是{ends}",
    hint="核对文件，改错的那一处；几项优惠期限不同的，每一项都要在 data/reliefs/ 里",
    why="同一项优惠两个期限，纳税人不知道信哪个。",
    example=None,
)
def same_end(session: Session, procedure: Procedure) -> Iterator[Hit]:
    """A day on which a guide's text says a relief ends is the end of a relief that names the guide."""
    reliefs = _by_guide(session).get(procedure.id, [])
    known = {relief.effective_to for relief in reliefs if relief.effective_to}
    for path, day in ends(procedure, session.as_of) if reliefs else ():
        if day not in known:
            said = "、".join(f" {each}（{relief.name}）" for relief in reliefs if (each := relief.effective_to))
            yield session.hit(procedure, *path, day=day, ends=said or "没有截止日期")


@rule(
    "N104",
    "指南写了优惠期限，没有对应的优惠条目",
    of=Procedure,
    offered=True,
    severity=Severity.WARNING,
    message="写着到 {day} 的优惠，data/reliefs/ 里没有一项挂在这个事项上",
    hint="在优惠条目的 guides 里写上这个事项；还没有条目的，用 zwgk new 优惠 建一个",
    why="期限写在条目里，到期才会提前提醒，改一处就知道哪些指南要改。",
    example=Example(
        _GUIDE,
        "notes: [小规模纳税人免收工本费，执行到2027年12月31日。]\n",
        "notes: [小规模纳税人免收工本费。]\n",
    ),
)
def end_has_entry(session: Session, procedure: Procedure) -> Iterator[Hit]:
    """A guide whose text says when a relief ends is named by a relief."""
    if procedure.id not in _by_guide(session):
        for path, day in ends(procedure, session.as_of):
            yield session.hit(procedure, *path, day=day)


@rule(
    "N105",
    "优惠比依据晚到期",
    of=Relief,
    offered=True,
    message="{end}，依据最晚到 {last}",
    hint="核对期限；有新文件延续的，在 basis 里写上新文件",
    why="没有依据的优惠不能享受。",
    example=Example(
        _ENTRY, _relief("2027-12-31", law="jiu-fapiao-banfa").replace("第十五条", "第一条"), _relief("2027-12-31")
    ),
)
def ends_with_its_ground(session: Session, relief: Relief) -> Iterator[Hit]:
    """A relief does not end later than all the laws it rests on."""
    laws = [law for item in relief.basis if (law := session.registry.get(Law, item.law))]
    lasts = [law.effective_to for law in laws]
    if not lasts or not all(lasts):
        return
    last = max(day for day in lasts if day)
    if not relief.effective_to or relief.effective_to > last:
        end = f"写着到 {relief.effective_to}" if relief.effective_to else "没有写截止日期"
        yield session.hit(relief, "effective_to" if relief.effective_to else "basis", end=end, last=last)


@rule(
    "N106",
    "优惠没有说期限，或者要办手续却没有说去哪里办",
    of=Relief,
    offered=True,
    message="{what}",
    hint="规定了截止日期的写 effective_to，没有规定的写 open_ended: true，只写一样；要备案、核准、申请退税的写 guides",
    why="没写期限的，读者会当成一直有效；要办手续的，读者要知道办哪一件。",
    example=Example(
        _ENTRY, _relief("2027-12-31", enjoy="file"), _relief("2027-12-31", enjoy="file", guides="fapiao-lingyong")
    ),
)
def whole(session: Session, relief: Relief) -> Iterator[Hit]:
    """A relief has an end or says that it has none, and names a guide if something has to be applied for."""
    if bool(relief.effective_to) == bool(relief.open_ended):
        what = "既写了 effective_to 又写了 open_ended" if relief.effective_to else "没有写执行到哪天"
        yield session.hit(relief, "open_ended" if relief.effective_to else "name", what=what)
    if relief.enjoy is not Enjoy.DECLARE and not relief.guides:
        yield session.hit(relief, "enjoy", what=f"要{relief.enjoy.label}，没有写在哪个事项里办")


@rule(
    "N107",
    "优惠条目里写了两个期限",
    of=Relief,
    offered=True,
    message="这里写到 {day}，effective_to 是 {end}",
    hint="核对文件，改错的那一处",
    why="同一页上两个期限，纳税人不知道信哪个。",
    example=Example(
        _ENTRY, _relief("2027-12-31") + "how: 执行到2025年12月31日。\n", _relief("2027-12-31") + "how: 申报时填报。\n"
    ),
)
def one_end(session: Session, relief: Relief) -> Iterator[Hit]:
    """A day on which the relief's own text says that it ends is its last day."""
    for name in ("benefit", "who", "how", "keep"):
        for path, day in _ends_in(getattr(relief, name), (name,), session.as_of):
            if day != relief.effective_to:
                yield session.hit(relief, *path, day=day, end=relief.effective_to or "没有写")
        for path, text in texts(getattr(relief, name), (name,)):
            for year in _UNTIL_YEAR.findall(text):
                if relief.effective_to and int(year) != relief.effective_to.year:
                    yield session.hit(relief, *path, day=f"{year}年", end=relief.effective_to)


RULES = (ends_soon, ended_and_cited, same_end, end_has_entry, ends_with_its_ground, whole, one_end)
