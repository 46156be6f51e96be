"""consultations/: drafts that the public is asked about before a decision is taken, and what came of it (公开征求意见).

Stages and their minimum times: State Council decree 713 (重大行政决策程序暂行条例). The states are those of Canada's
register of consultations; they are never written down.
"""

import datetime
from typing import Annotated, ClassVar

from annotated_types import MaxLen, MinLen

from generator.model.types import (
    Address,
    Channel,
    ComesDown,
    Count,
    Day,
    Entry,
    Line,
    Record,
    Ref,
    Sayings,
    Slug,
    Text,
    Vocabulary,
    Zh,
    record,
)


class Way(Vocabulary):
    """How people are heard (decree 713, article 14)."""

    PUBLIC_CALL = "public_call", "公开征求意见"
    MEETING = "meeting", "座谈会"
    HEARING = "hearing", "听证会"
    VISIT = "visit", "实地走访"
    WRITTEN = "written", "书面征求意见"
    SURVEY = "survey", "问卷调查"
    POLL = "poll", "民意调查"


class StageKind(Vocabulary):
    """Stages of a weighty decision besides the public comment, in their order."""

    RESEARCH = "research", "调研"
    START = "start", "启动"
    HEARING = "hearing", "听证"
    EXPERTS = "experts", "专家论证"
    RISK = "risk", "风险评估"
    LEGALITY = "legality", "合法性审查"
    COLLECTIVE = "collective", "集体讨论决定"
    REVIEW = "review", "决策后评估"


class ConsultationState(Vocabulary):
    """State of a consultation on a day."""

    PLANNED = "planned", "还没开始"
    OPEN = "open", "正在征求意见"
    ANALYSING = "analysing", "正在研究意见"
    NO_REPORT = "no_report", "不单独公布"
    REPORTED = "reported", "已公布结果"
    STOPPED = "stopped", "不再推进"


class Taken(Vocabulary):
    """What became of opinions."""

    YES = "yes", "采纳"
    PARTLY = "partly", "部分采纳"
    NO = "no", "没有采纳"


@record
class Stage(Record):
    """One stage of the decision."""

    kind: Annotated[StageKind, Zh("环节")]
    begins: Annotated[Day, Zh("开始日期", "听证写开听证会那天，合法性审查写送审那天")]
    ends: Annotated[Day | None, Zh("结束日期", "一天办完、还没办完的不写")] = None
    papers: Annotated[Day | None, Zh("材料送达日期", "听证才写：材料送到参加人手里的那天")] = None
    note: Annotated[Line, Zh("怎么做的", "不写具体的人")]
    short: Annotated[Line | None, Zh("时间短的原因", "少于规定时间的写为什么")] = None


@record
class Opinion(Record):
    """Opinions of one kind, and what became of them."""

    text: Annotated[Line, Zh("意见", "合并同类的，去掉能认出人的内容")]
    count: Annotated[Count, Zh("几条")]
    taken: Annotated[Taken, Zh("采纳没有")]
    why: Annotated[Line | None, Zh("为什么", "没有采纳、部分采纳的写")] = None


@record
class Stopped(Record):
    """That the matter is not pursued any more."""

    on: Annotated[Day, Zh("哪天决定的")]
    why: Annotated[Line, Zh("为什么")]


@record
class Consultation(Entry):
    """One draft: when and how people can speak, how many did, what was taken up, and what was decided."""

    FOLDER: ClassVar[str] = "consultations"
    TITLE: ClassVar[str] = "征求意见"
    COLUMN: ClassVar[str] = "决策征求意见"
    TAB: ClassVar[str] = "承诺与监督"
    DISCLOSES: ClassVar[tuple[str, str]] = ("监督救济", "决策草案、怎么提意见、收到多少、采纳情况、结果")
    COMES_DOWN: ClassVar[ComesDown] = ComesDown.NONE

    summary: Annotated[Text, Zh("要定什么、为什么")]
    concerns: Annotated[Line, Zh("影响谁")]
    organ: Annotated[Slug, Ref("organs"), Zh("承办机构")]
    post: Annotated[Slug, Ref("posts"), Zh("问谁", "收意见的岗位")]
    opens: Annotated[Day, Zh("开始征求意见")]
    closes: Annotated[Day, Zh("截止日期", "这一天还能提")]
    shortened: Annotated[Line | None, Zh("不满30日的原因", "征求意见不满 30 日的写")] = None
    ways: Annotated[tuple[Way, ...], MinLen(1), Zh("用什么办法听意见")]
    draft: Annotated[Address | None, Zh("草案和说明", "本站的地址，如 /news/…/；开始那天要有")] = None
    points: Annotated[tuple[Line, ...], MaxLen(20), Zh("草案要点", "一条一行")] = ()
    channels: Annotated[tuple[Channel, ...], MinLen(1), Zh("怎么提意见")]
    stages: Annotated[tuple[Stage, ...], MaxLen(20), Zh("环节", "征求意见以外的，从早到晚")] = ()
    people: Annotated[Count | None, Zh("多少人提了意见", "没有人提写 0，不知道就不写")] = None
    received: Annotated[Count | None, Zh("收到多少条", "没有收到写 0")] = None
    opinions: Annotated[tuple[Opinion, ...], MaxLen(60), Zh("意见和采纳", "几条加起来等于收到的条数")] = ()
    limit: Annotated[Slug, Ref("time_limits"), Zh("公布结果的时限", "从截止那天起算，time_limits/ 里的文件名")]
    delayed: Annotated[Text | None, Zh("超期说明", "过了时限还没有结果的写为什么、最迟哪天")] = None
    reported_on: Annotated[Day | None, Zh("公布结果日期")] = None
    result: Annotated[Text | None, Zh("结果", "定了什么，从哪天起")] = None
    result_page: Annotated[Address | None, Zh("结果全文", "本站的地址")] = None
    no_report: Annotated[Line | None, Zh("不单独公布结果的原因", "如 并入上级的结果一起公布")] = None
    stopped: Annotated[Stopped | None, Zh("不再推进")] = None
    regime: Annotated[Slug, Ref("regimes"), Zh("按什么制度")]
    sayings: Sayings = ()

    def days(self) -> int:
        """Return for how many days people can speak, the first and the last included."""
        return (self.closes - self.opens).days + 1

    def state(self, day: datetime.date) -> ConsultationState:
        """Return the state on `day`."""
        if self.stopped and self.stopped.on <= day:
            return ConsultationState.STOPPED
        if day < self.opens:
            return ConsultationState.PLANNED
        if day <= self.closes:
            return ConsultationState.OPEN
        if self.reported_on and self.reported_on <= day:
            return ConsultationState.REPORTED
        return ConsultationState.NO_REPORT if self.no_report else ConsultationState.ANALYSING
