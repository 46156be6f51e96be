"""time_limits/: statutory and promised limits (办事时限)."""

from typing import Annotated, ClassVar

from generator.model.types import (
    Basis,
    Conditions,
    Duration,
    Entry,
    Flag,
    Inherit,
    Line,
    Name,
    Record,
    Ref,
    Slug,
    Text,
    Vocabulary,
    Zh,
    record,
)


class Start(Vocabulary):
    """The event that a limit starts from; from `BEFORE_EVENT` it is counted backwards (提前3个工作日)."""

    ACCEPTANCE = "acceptance", "受理之日"
    RECEIPT = "receipt", "收到之日"
    COMPLETION = "completion", "材料补齐之日"
    FILING_END = "filing_end", "申报期满之日"
    EVENT = "event", "事实发生之日"
    NOTICE = "notice", "收到通知之日"
    BEFORE_EVENT = "before_event", "事情发生之前"

    @property
    def day(self) -> str:
        """Chinese name of the day that a limit is counted from."""
        return "事情发生之日" if self is Start.BEFORE_EVENT else self.label


class Stop(Vocabulary):
    """Time that does not count towards a limit (不计入时限)."""

    SUPPLEMENT = "supplement", "补正材料"
    HEARING = "hearing", "听证"
    INSPECTION = "inspection", "检验检测"
    EXPERT_REVIEW = "expert_review", "专家评审"
    VERIFICATION = "verification", "实地核查"
    CLARIFICATION = "clarification", "纳税人说明情况"


class Bound(Vocabulary):
    """Whom a limit binds."""

    BUREAU = "bureau", "税务机关"
    TAXPAYER = "taxpayer", "纳税人"


@record
class LimitOf(Record):
    """The owner of a limit: exactly one of these fields."""

    procedure: Annotated[Slug | None, Ref("procedures"), Zh("办事事项")] = None
    regime: Annotated[Slug | None, Ref("regimes"), Zh("制度")] = None
    oversight: Annotated[Slug | None, Ref("oversight"), Zh("监督渠道")] = None


@record
class Statutory(Duration):
    """A limit set by law, with its basis."""

    basis: Annotated[Basis | None, Zh("依据")] = None
    rests_extend: Annotated[
        Flag | None,
        Zh(
            "遇长假顺延",
            "法律规定期限内有连续三日以上休假日、按休假日天数顺延的写 true；纳税人的期限按日算的本来就顺延",
        ),
    ] = None


@record
class NoStatutory(Record):
    """States that the law sets no limit, and on what ground."""

    basis: Annotated[Basis, Zh("根据", "哪部法规或清单管这件事，却没有规定时限；在 note 里说明")]


@record
class Extension(Record):
    """How a limit may be extended (延期)."""

    by: Annotated[Duration, Zh("延长多久")]
    approved_by: Annotated[Line, Zh("谁批准", "写岗位或职务，不写姓名")]
    basis: Annotated[Basis | None, Zh("依据")] = None


@record
class TimeLimit(Entry):
    """One time limit: statutory and promised."""

    FOLDER: ClassVar[str] = "time_limits"
    TITLE: ClassVar[str] = "办事时限"
    COLUMN: ClassVar[str] = "办事时限"
    TAB: ClassVar[str] = "办事"
    DISCLOSES: ClassVar[tuple[str, str]] = ("办事服务", "法定时限、承诺时限、起算、不计入的时间、延期")
    ON_ONE_PAGE: ClassVar[bool] = True

    of: Annotated[LimitOf, Zh("属于", "事项、制度或监督渠道，三选一"), Inherit.FIXED]
    binds: Annotated[Bound, Zh("约束谁"), Inherit.FIXED] = Bound.BUREAU
    when: Annotated[Conditions | None, Zh("什么情形适用", "事项的办理情形"), Inherit.FIXED] = None
    starts: Annotated[Start, Zh("从哪天起算", "事情发生之前就要做的写 before_event：时限从那一天倒着数"), Inherit.FIXED]
    event: Annotated[
        Name | None,
        Zh("哪一天", "起算的那一天叫什么，如 结算缴纳税款之日、停业之日；不写就用上一项的说法"),
        Inherit.FIXED,
    ] = None
    statutory: Annotated[
        Statutory | None, Zh("法定时限", "没有查明就不写；法律确实没有规定的写 statutory_none"), Inherit.FIXED
    ] = None
    statutory_none: Annotated[
        NoStatutory | None, Zh("法律没有规定时限", "查明法律没有规定的才写，写明根据"), Inherit.FIXED
    ] = None
    promised: Annotated[Duration | None, Zh("承诺时限"), Inherit.TIGHTEN] = None
    stops: Annotated[tuple[Stop, ...], Zh("不计入的时间"), Inherit.TIGHTEN] = ()
    extension: Annotated[Extension | None, Zh("延期"), Inherit.FIXED] = None
    decided_by: Annotated[Line | None, Zh("由谁决定", "由别的机关决定的才写，如 省税务局"), Inherit.FIXED] = None
    note: Annotated[Text | None, Zh("说明")] = None

    @property
    def day(self) -> str:
        """Chinese name of the day that this limit is counted from."""
        return self.event or self.starts.day

    @property
    def before(self) -> bool:
        """True if this limit is counted backwards from its day."""
        return self.starts is Start.BEFORE_EVENT
