"""reliefs/: reliefs of taxes and fees (税费优惠): who gets what, from when to when, on what ground, and how."""

from typing import Annotated, ClassVar

from annotated_types import MinLen

from generator.model.types import Basis, Entry, Flag, Inherit, Line, Name, Ref, Slug, Text, Vocabulary, Zh, record
from generator.model.vocabularies import AUDIENCES, Term, TermId

SOON_DAYS = 90
"""Days before its end on which a relief is reported, and marked in lists."""


class Enjoy(Vocabulary):
    """How a relief is enjoyed (享受方式)."""

    DECLARE = "declare", "申报享受"
    FILE = "file", "备案享受"
    APPROVE = "approve", "核准享受"
    REFUND = "refund", "申请退税"


class Occasion(Vocabulary):
    """What somebody is doing when a relief matters (遇到的事)."""

    RUN = "run", "日常经营"
    START = "start", "创业开店"
    HIRE = "hire", "招人用工"
    RESEARCH = "research", "研发、高新技术"
    WAGES = "wages", "个人的工资等收入"
    BUY_HOME = "buy_home", "买房"
    SELL_HOME = "sell_home", "卖房"
    LET = "let", "出租房子"
    FAMILY = "family", "继承、受赠、分割房产"
    BUY_CAR = "buy_car", "买车"
    DONATE = "donate", "捐赠"


class Size(Vocabulary):
    """Whether a business is small (规模)."""

    SMALL = "small", "小规模纳税人、小型微利企业或个体工商户"
    OTHER = "other", "都不是"


@record
class Relief(Entry):
    """One relief. Empty lists of whom, what occasion and what size it is for mean that any fits."""

    FOLDER: ClassVar[str] = "reliefs"
    TITLE: ClassVar[str] = "税费优惠"
    COLUMN: ClassVar[str] = "我能享受什么优惠"
    TAB: ClassVar[str] = "办事"
    DISCLOSES: ClassVar[tuple[str, str]] = ("政策法规", "税费优惠：谁能享受、优惠多少、执行到哪天、依据和享受方式")
    INHERIT: ClassVar[Inherit | None] = Inherit.FIXED

    aliases: Annotated[tuple[Name, ...], Zh("俗称", "纳税人会怎么说")] = ()
    taxes: Annotated[tuple[Name, ...], MinLen(1), Zh("税费种", "如 增值税、城市维护建设税")]
    benefit: Annotated[Line, Zh("优惠什么", "一句话，写清减多少、免什么")]
    who: Annotated[tuple[Text, ...], MinLen(1), Zh("谁能享受", "条件，一条一行")]
    audience: Annotated[tuple[Annotated[TermId, Term(AUDIENCES)], ...], Zh("服务对象", "不写就是不限")] = ()
    occasions: Annotated[tuple[Occasion, ...], MinLen(1), Zh("遇到什么事", "第一个决定列在哪一组")]
    sizes: Annotated[tuple[Size, ...], Zh("规模", "看规模的才写")] = ()
    open_ended: Annotated[Flag | None, Zh("没有截止日期", "文件没有规定截止日期的写 true；规定了的写 effective_to")] = (
        None
    )
    enjoy: Annotated[Enjoy, Zh("享受方式")]
    how: Annotated[Text | None, Zh("怎么享受", "在哪张表、哪一步享受")] = None
    keep: Annotated[tuple[Line, ...], Zh("留存备查资料", "自己留着、不用报送的资料")] = ()
    basis: Annotated[tuple[Basis, ...], MinLen(1), Zh("依据", "第一个是规定期限的文件")]
    guides: Annotated[tuple[Annotated[Slug, Ref("procedures")], ...], Zh("办事指南", "在哪些事项里享受")] = ()
    note: Annotated[Text | None, Zh("注意")] = None
