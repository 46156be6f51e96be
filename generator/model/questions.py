"""questions/: what people ask most (12366 热点问题), each with an answer, its ground, and where to go on."""

from typing import Annotated, ClassVar

from annotated_types import MaxLen, MinLen

from generator.model.types import Basis, Count, Entry, Name, Record, Ref, Sayings, Slug, Text, Zh, record


@record
class Asked(Record):
    """How often it was asked in one period."""

    period: Annotated[Name, Zh("期间", "如 2026年10月")]
    count: Annotated[Count, Zh("次数")]


@record
class HotQuestion(Entry):
    """One question; its name is the question."""

    FOLDER: ClassVar[str] = "questions"
    TITLE: ClassVar[str] = "热点问题"
    COLUMN: ClassVar[str] = "12366热点问题"
    DISCLOSES: ClassVar[tuple[str, str]] = ("纳税服务", "问得最多的问题、答案、依据和核验日期")
    ON_ONE_PAGE: ClassVar[bool] = True

    theme: Annotated[Name, Zh("类别", "如 个人所得税、发票")]
    answer: Annotated[Text, Zh("答案", "先说结论，再说条件；不写具体的人和户")]
    basis: Annotated[tuple[Basis, ...], MinLen(1), Zh("依据")]
    asked: Annotated[tuple[Asked, ...], MaxLen(60), Zh("问了多少次", "有统计的写")] = ()
    procedures: Annotated[tuple[Annotated[Slug, Ref("procedures")], ...], Zh("去哪里办")] = ()
    reliefs: Annotated[tuple[Annotated[Slug, Ref("reliefs")], ...], Zh("有关的优惠")] = ()
    penalties: Annotated[tuple[Annotated[Slug, Ref("penalties")], ...], Zh("有关的处罚")] = ()
    sayings: Sayings = ()
