"""Made-up months of a bureau, for `zwgk synth`: results of promises, tasks, rounds, rectifications and suggestions.

Everything follows from the entries of a project, a day and a seed. What is made passes the check: misses have reasons,
work that is late has an explanation, findings of rounds become rectifications.
"""

from __future__ import annotations

import calendar
import datetime
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.model.commitments import Commitment
from generator.model.measures import MeasureKind
from generator.model.organs import Organ
from generator.model.oversight import Oversight
from generator.model.periods import Every, first_day, label, last_day, period_of, preceding
from generator.model.posts import Post
from generator.model.rectifications import Rectification
from generator.model.regimes import Regime
from generator.model.results import Result
from generator.model.rounds import Round
from generator.model.suggestions import Suggestion
from generator.model.tasks import Task
from generator.model.time_limits import TimeLimit

Value = dict[str, Any]
Files = Iterator[tuple[str, Value | str]]
"""Files relative to a project: the value of a YAML file, or the text of another."""

_EVERY = {member.value: member for member in Every}
_KINDS = {member.value: member for member in MeasureKind}
_COLUMNS = "期间,做到,总数,数值,没有统计的原因,没做到的原因,怎么补救"
_MISSED = (
    ("窗口设备故障半天", "当天下午补办，逐户打电话说明"),
    ("月底业务集中，人手没有跟上", "加开窗口，月底提前排班"),
)
_WORK = (
    ("窗口减少复印", ["内部能查的不让复印", "每月抽查窗口"]),
    ("预约号按时叫", ["预约号和现场号分列", "每天看叫号记录"]),
    ("告知书逐项核对", ["按事项逐份核对", "新人上岗先考告知书"]),
    ("退税审核提速", ["疑点当天推送", "每周清一次在途"]),
    ("请示到期提醒", ["登记时算好到期日", "到期前两天提醒"]),
    ("上门辅导新办户", ["新办一周内打电话", "需要的上门一次"]),
)
_FOUND = (
    ("告知书漏写办理地点", "一次性告知不全", "perfunctory", "inspection"),
    ("预约后等候超过15分钟", "预约等候超时", "slow", "method"),
    ("请示没有登记", "请示登记不全", "passive", "inspection"),
    ("窗口收了清单以外的复印件", "多收材料", "passive", "ownership"),
    ("转办以后没有告诉来办的人", "移交没有告知", "perfunctory", "communication"),
)
_SAID = (
    ("中午也留一个窗口", "办公时间", "上班的人只有中午能来，中午能不能留一个窗口。", "轮流值中午的班，留综合窗口。"),
    ("表格样表放大一些", "表格", "样表上的字太小，老人看不清。", "样表改成大字，贴在填表台。"),
    ("排队人数网上能看到", "排队和预约", "出门前想知道现在有多少人在排队。", "已经接到网页上，每五分钟更新。"),
    ("打电话要有人接", "电话", "上午的咨询电话常常占线。", "上午加一个接线岗。"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """The entries of a bureau by registry and id, as read, and the day up to which months are made."""

    entries: Mapping[str, Mapping[str, Value]]
    today: datetime.date
    months: int

    def of(self, kind: type[Any]) -> Mapping[str, Value]:
        """Return the entries of a registry."""
        return self.entries.get(kind.FOLDER, {})

    @property
    def posts(self) -> list[tuple[str, str]]:
        """(post, organ) of every post whose organ is there."""
        organs = self.of(Organ)
        return [(id, value["organ"]) for id, value in self.of(Post).items() if value.get("organ") in organs]

    def periods(self, every: Every) -> list[str]:
        """Return the periods that lie in the months and have ended, in order."""
        found = [preceding(period_of(self.today, every))]
        first = period_of(self.today, Every.MONTH)
        for _ in range(self.months):
            first = preceding(first)
        while first_day(preceding(found[0])) >= first_day(first):
            found.insert(0, preceding(found[0]))
        return [period for period in found if first_day(period) >= first_day(first)]


def figures(source: Source, rng: random.Random) -> Files:
    """Yield the files of a bureau's months. Registries that the bureau has entries of are left as they are."""
    if not source.of(Result):
        yield from _results(source, rng)
    if len(source.posts) >= 3:
        if not source.of(Task):
            yield from _tasks(source, rng)
        if not source.of(Round) and not source.of(Rectification) and source.of(Regime):
            yield from _rounds(source, rng)
    yield from _suggestions(source, rng)


def _results(source: Source, rng: random.Random) -> Files:
    """Yield a table for each measure of each commitment."""
    for id, commitment in source.of(Commitment).items():
        for measure in commitment.get("measures", ()):
            every, kind = _EVERY[measure["every"]], _KINDS[measure["kind"]]
            usual = rng.randint(120, 900) * (1 if every is Every.MONTH else 3)
            rows = [_row(period, kind, measure.get("target"), usual, rng) for period in source.periods(every)]
            name = f"{commitment['name']}（{measure['key']}）"
            head = f"# 名称: {name}\n# 承诺: {id}\n# 指标: {measure['key']}\n# 统计口径: 模拟的数字\n{_COLUMNS}\n"
            if rows:
                yield f"data/results/{id}-{measure['key']}.csv", head + "".join(rows)


def _row(period: str, kind: MeasureKind, goal: str | None, usual: int, rng: random.Random) -> str:
    """Return one period's row. About one in fifteen misses the target, one in fifty is not measured."""
    if rng.random() < 0.02:
        return f"{period},,,,系统升级，这一期没有统计,,\n"
    total = round(usual * rng.uniform(0.8, 1.25))
    missed = goal is not None and rng.random() < 0.07
    target = float(goal or 95)
    why = ",".join(rng.choice(_MISSED)) if missed else ","
    match kind:
        case MeasureKind.SHARE:
            least = -(-total * target // 100)
            met = max(0, int(least) - rng.randint(1, 3)) if missed else rng.randint(int(least), total)
            return f"{period},{met},{total},,,{why}\n"
        case MeasureKind.RATE:
            most = int(total * target / 100)
            value = most + rng.randint(1, 3) if missed else rng.randint(most // 3, most)
            return f"{period},,{total},{min(value, total)},,{why}\n"
        case MeasureKind.COUNT:
            most = int(target) if goal is not None else 3
            return f"{period},,{total},{most + 1 if missed else rng.randint(0, most)},,{why}\n"
        case MeasureKind.DURATION:
            spent = target * (rng.uniform(1.02, 1.2) if missed else rng.uniform(0.5, 0.95))
            return f"{period},,{total},{spent + (0.1 if missed else 0):.1f},,{why}\n"


def _people(source: Source, rng: random.Random) -> tuple[str, str, str, str]:
    """Return an organ, its post that does the work, the post that leads it, and one that verifies."""
    post, organ = rng.choice(source.posts)
    others = [other for other, _ in source.posts if other != post]
    lead, check = rng.sample(others, 2)
    return organ, post, lead, check


def _after(day: datetime.date, days: int) -> datetime.date:
    """Return the day so many days later."""
    return day + datetime.timedelta(days)


def _course(start: datetime.date, due: datetime.date, check: str, today: datetime.date, late: str) -> Value:
    """Return the progress of work that goes evenly: reports every 30 days; what was due by now is done and verified."""
    value: Value = {"start": str(start), "due": str(due), "progress": []}
    day = _after(start, 30)
    while day < min(due, today):
        done = 100 * (day - start).days // (due - start).days
        value["progress"].append({"on": str(day), "percent": str(done), "note": "按计划推进"})
        day = _after(day, 30)
    if late:
        value["progress"].append({"on": str(_after(today, -5)), "percent": "90", "note": "还差最后一步"})
        value["explanation"] = late
    elif due < today:
        value["progress"].append({"on": str(due), "percent": "100", "note": "做完了"})
        value |= {"done": str(due), "verified": {"on": str(min(today, _after(due, 9))), "by": check}}
    if not value["progress"]:
        del value["progress"]
    return value


def _tasks(source: Source, rng: random.Random) -> Files:
    """Yield tasks that begin one after the other; the one before the last is overdue and says why."""
    first = _after(source.today, -30 * source.months)
    for index, (name, measures) in enumerate(_WORK):
        organ, post, lead, check = _people(source, rng)
        start = _after(first, 30 * source.months * index // len(_WORK))
        late = index == len(_WORK) - 2
        due = _after(source.today, -20) if late else _after(start, 150 + rng.randint(0, 60))
        why = f"等系统改造，最迟{_after(source.today, 40)}完成，先用人工核对。" if late else ""
        value: Value = {
            "name": name,
            "cycle": "yearly",
            "origin": "年初工作会议",
            "requirement": f"{name}，月月能查到数。",
        }
        value |= {"measures": measures, "organ": organ, "post": post, "lead_post": lead}
        yield f"data/tasks/renwu-{index + 1}.yml", value | _course(start, due, check, source.today, why)


def _rounds(source: Source, rng: random.Random) -> Files:
    """Yield a round for each quarter and half-year with its circular, and the rectifications of its findings."""
    regimes = list(source.of(Regime))
    regime = next((id for id in regimes if "ducha" in id), regimes[0])
    by = next((post for post, _ in source.posts if "ducha" in post), source.posts[-1][0])
    for every, kind, title in ((Every.QUARTER, "quarterly", "督查"), (Every.HALF_YEAR, "half_yearly", "专项督查")):
        for period in source.periods(every):
            held = _after(last_day(period), 6)
            if _after(held, 20) >= source.today:
                continue
            id = f"{period.lower()}-{kind.split('_')[0]}"
            name = f"{label(period)}{title}"
            found, mending = _findings(source, rng, id, held)
            page = f"news/tongbao-{id}"
            yield from mending
            yield (
                f"data/rounds/{id}.yml",
                {
                    "name": name,
                    "kind": kind,
                    "period": period,
                    "regime": regime,
                    "by": by,
                    "held_from": str(held),
                    "held_to": str(_after(held, 3)),
                    "scope": "告知、预约、请示和收件。",
                    "organs": sorted({finding["organ"] for finding in found}),
                    "methods": ["暗访", "调阅"],
                    "checked": str(rng.randint(30, 90)),
                    "findings": found,
                    "circular": f"/{page}/",
                },
            )
            yield f"content/{page}.md", _circular(name, _after(held, 10), id, found)


def _findings(source: Source, rng: random.Random, id: str, held: datetime.date) -> tuple[list[Value], list[Any]]:
    """Return the findings of a round, and the files of the rectifications that they become."""
    found, files = [], []
    for number, (what, topic, failure, cause) in enumerate(rng.sample(_FOUND, rng.randint(1, 3)), 1):
        organ, post, lead, check = _people(source, rng)
        finding: Value = {"what": what, "organ": organ, "failure": failure, "cause": cause}
        if number == 1:
            key = f"{id}-{number}"
            finding["rectification"] = key
            value: Value = {"name": f"{what}（{id}）", "problem": f"{what}。", "topic": f"{topic}（{id}）"}
            value |= {
                "requirement": "抽查不再发现。",
                "origin": "round",
                "round": id,
                "failure": failure,
                "cause": cause,
            }
            value |= {"measures": ["逐件补上", "下月再抽查一次"], "organ": organ, "post": post, "lead_post": lead}
            course = _course(_after(held, 7), _after(held, 90), check, source.today, "")
            files.append((f"data/rectifications/{key}.yml", value | course))
        else:
            finding["settled"] = "当场补上，当天核对同类"
        found.append(finding)
    return found, files


def _circular(name: str, day: datetime.date, id: str, found: Sequence[Value]) -> str:
    """Return the page of a round's circular."""
    lines = "\n".join(f"- {finding['what']}。" for finding in found)
    head = f"---\ntitle: {name}通报\ndescription: {name}查了什么、发现什么。\ncolumn: news\ndate: {day}\n---\n"
    return f"{head}这一轮发现的问题：\n\n{lines}\n\n怎么改，见[这一轮的页面](/rounds/{id}/)。\n"


def _reply_limit(source: Source) -> str:
    """Return the promised limit, in working days, of an oversight channel for suggestions; "" if there is none."""
    channels = source.of(Oversight).items()
    ways = {id for id, value in channels if value.get("kind") == "suggestion"}
    regimes = {id for _, value in channels if value.get("kind") == "suggestion" for id in value.get("regimes", ())}
    for id, value in source.of(TimeLimit).items():
        owner, promised = value.get("of", {}), value.get("promised", {})
        ours = owner.get("oversight") in ways or owner.get("regime") in regimes
        if ours and promised.get("unit") == "working_day" and int(promised.get("count", 0)) >= 3:
            return id
    return ""


def _suggestions(source: Source, rng: random.Random) -> Files:
    """Yield a suggestion a month, answered the day after; none if no time limit is for them."""
    limit = _reply_limit(source)
    if source.of(Suggestion) or not limit or not source.posts:
        return
    for number, month in enumerate(source.periods(Every.MONTH), 1):
        year, on = int(month[:4]), int(month[5:])
        day = datetime.date(year, on, rng.randint(2, calendar.monthrange(year, on)[1] - 12))
        name, theme, text, reply = _SAID[number % len(_SAID)]
        value: Value = {"name": f"{name}（{month}）", "number": f"模拟〔{year}〕{number}号", "received": str(day)}
        value |= {
            "organ": rng.choice(source.posts)[1],
            "limit": limit,
            "channel": rng.choice(("online", "box", "phone")),
        }
        value |= {"theme": theme, "text": text, "replied": str(_after(day, 1)), "reply": reply}
        yield f"data/suggestions/moni-{month}.yml", {**value, "adopted": "yes"}


MADE = (Result, Task, Round, Rectification, Suggestion)
"""The registries that `figures` makes entries of."""

READ = (Commitment, Organ, Oversight, Post, Regime, TimeLimit, *MADE)
"""The registries that `figures` looks at."""
