"""catalogue/: the standard directory of what must be open (公开标准目录), one entry a matter, with its state."""

from typing import Annotated, ClassVar

from annotated_types import MinLen

from generator.model.types import (
    Address,
    Basis,
    ComesDown,
    Count,
    Day,
    Entry,
    Line,
    Name,
    Ref,
    Slug,
    Vocabulary,
    Zh,
    record,
)


class OpenState(Vocabulary):
    """Whether a matter is open here (公开状态)."""

    HAVE = "have", "已公开"
    NOT_OURS = "not_ours", "不归本局"
    MISSING = "missing", "还没有公开"


class OpenWay(Vocabulary):
    """How a matter is open (公开方式)."""

    PROACTIVE = "proactive", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"


class Cadence(Vocabulary):
    """How often a matter is updated (更新频率)."""

    FORTNIGHT = "fortnight", "每两周"
    MONTH = "month", "每月"
    QUARTER = "quarter", "每季度"
    HALF_YEAR = "half_year", "每半年"
    YEAR = "year", "每年"

    @property
    def days(self) -> int:
        """The most days between two updates: the period, and time to publish (31 days, 1 for a fortnight)."""
        return {"fortnight": 15, "month": 62, "quarter": 123, "half_year": 215, "year": 397}[self.value]


@record
class CatalogueItem(Entry):
    """One matter of the directory."""

    FOLDER: ClassVar[str] = "catalogue"
    TITLE: ClassVar[str] = "公开目录事项"
    COLUMN: ClassVar[str] = "政务公开标准目录"
    DISCLOSES: ClassVar[tuple[str, str]] = ("监督救济", "依法要公开的事项：公开了没有、在哪里、没公开的何时公开")
    ON_ONE_PAGE: ClassVar[bool] = True
    COMES_DOWN: ClassVar[ComesDown] = ComesDown.NONE

    order: Annotated[Count, Zh("序号", "小的在前")]
    theme: Annotated[Name, Zh("一级事项", "名称是二级事项")]
    elements: Annotated[Line, Zh("公开内容", "要素")]
    basis: Annotated[tuple[Basis, ...], MinLen(1), Zh("公开依据")]
    time_limit: Annotated[Line, Zh("公开时限", "如 形成或者变更之日起20个工作日内")]
    subject: Annotated[Line, Zh("公开主体")]
    channels: Annotated[Line, Zh("公开渠道和载体")]
    audience: Annotated[Line, Zh("公开对象", "如 全社会")]
    way: Annotated[OpenWay, Zh("公开方式")]
    state: Annotated[OpenState, Zh("公开状态")]
    page: Annotated[Address | None, Zh("本站页面", "已公开的写，如 /procedures/")] = None
    cadence: Annotated[Cadence | None, Zh("更新频率", "规定了多久更新一次的写")] = None
    whose: Annotated[Line | None, Zh("归谁公开", "不归本局的写哪个机关、在哪里看")] = None
    due: Annotated[Day | None, Zh("何时公开", "还没有公开的写")] = None
    post: Annotated[Slug | None, Ref("posts"), Zh("责任岗位", "还没有公开的写谁负责")] = None
