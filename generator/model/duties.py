"""duties/: powers and responsibilities (权责事项)."""

from typing import Annotated, ClassVar

from generator.model.types import Address, Basis, Entry, Inherit, Line, Name, Ref, Slug, Text, Vocabulary, Zh, record


class PowerKind(Vocabulary):
    """Kind of power (权责类型, 事项类型), after the national item list and the duty lists of tax bureaus."""

    ADMINISTRATIVE_LICENCE = "administrative_licence", "行政许可"
    ADMINISTRATIVE_PENALTY = "administrative_penalty", "行政处罚"
    ADMINISTRATIVE_COERCION = "administrative_coercion", "行政强制"
    ADMINISTRATIVE_LEVY = "administrative_levy", "行政征收"
    ADMINISTRATIVE_INSPECTION = "administrative_inspection", "行政检查"
    ADMINISTRATIVE_PAYMENT = "administrative_payment", "行政给付"
    ADMINISTRATIVE_CONFIRMATION = "administrative_confirmation", "行政确认"
    ADMINISTRATIVE_REWARD = "administrative_reward", "行政奖励"
    ADMINISTRATIVE_RULING = "administrative_ruling", "行政裁决"
    OTHER_POWER = "other_power", "其他行政权力"
    PUBLIC_SERVICE = "public_service", "公共服务"


class Frequency(Vocabulary):
    """How often something is done."""

    DAILY = "daily", "每日"
    WEEKLY = "weekly", "每周"
    MONTHLY = "monthly", "每月"
    QUARTERLY = "quarterly", "每季度"
    HALF_YEARLY = "half_yearly", "每半年"
    YEARLY = "yearly", "每年"
    AS_NEEDED = "as_needed", "按需"


@record
class Duty(Entry):
    """One power or responsibility (权责事项), with the organ and posts that are accountable."""

    FOLDER: ClassVar[str] = "duties"
    TITLE: ClassVar[str] = "权责事项"
    COLUMN: ClassVar[str] = "权责事项"
    TAB: ClassVar[str] = "职责与制度"
    DISCLOSES: ClassVar[tuple[str, str]] = ("权责清单", "权责类型、依据、履责方式、追责情形、责任岗位")

    code: Annotated[Name | None, Zh("权责编码"), Inherit.FIXED] = None
    area: Annotated[Name, Zh("业务领域", "管理流程或业务领域，如 发票管理"), Inherit.FIXED]
    kind: Annotated[PowerKind, Zh("权责类型"), Inherit.FIXED]
    summary: Annotated[Text, Zh("权责内容")]
    sub_items: Annotated[tuple[Line, ...], Zh("子项")] = ()
    organ: Annotated[Slug, Ref("organs"), Zh("责任机构")]
    posts: Annotated[tuple[Annotated[Slug, Ref("posts")], ...], Zh("责任岗位", "以事定岗"), Inherit.REPLACE] = ()
    basis: Annotated[tuple[Basis, ...], Zh("设定依据"), Inherit.FIXED] = ()
    performance: Annotated[tuple[Line, ...], Zh("履责方式")] = ()
    published_at: Annotated[
        Address | None, Zh("公布在哪里", "履责方式里说了公布的才写：本站的地址，如 /results/"), Inherit.LOCAL
    ] = None
    accountability: Annotated[tuple[Line, ...], Zh("追责情形")] = ()
    frequency: Annotated[Frequency | None, Zh("频次", "定期履行的才写")] = None
