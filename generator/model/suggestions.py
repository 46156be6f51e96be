"""suggestions/: what taxpayers, branches and staff proposed, and what the bureau answered (意见建议, 建言献策)."""

from typing import Annotated, ClassVar

from generator.model.replies import Awaiting
from generator.model.types import ComesDown, Name, Ref, Slug, Text, Vocabulary, Zh, record


class SuggestionChannel(Vocabulary):
    """How a suggestion came in."""

    ONLINE = "online", "网上"
    BOX = "box", "意见箱"
    PHONE = "phone", "电话"
    MEETING = "meeting", "座谈会"
    SURVEY = "survey", "问卷"
    VISIT = "visit", "走访"
    BRANCH = "branch", "分局建言献策"
    STAFF = "staff", "干部建言献策"


class Adopted(Vocabulary):
    """What became of a suggestion."""

    YES = "yes", "采纳"
    PARTLY = "partly", "部分采纳"
    NO = "no", "没有采纳"
    FORWARDED = "forwarded", "报上级决定"


@record
class Suggestion(Awaiting):
    """One suggestion; never who made it."""

    FOLDER: ClassVar[str] = "suggestions"
    TITLE: ClassVar[str] = "意见建议"
    COLUMN: ClassVar[str] = "意见和答复"
    TAB: ClassVar[str] = "效能监督"
    DISCLOSES: ClassVar[tuple[str, str]] = ("监督救济", "收到的意见建议、承办机构、期限、答复、采纳情况")
    ON_ONE_PAGE: ClassVar[bool] = True
    COMES_DOWN: ClassVar[ComesDown] = ComesDown.NONE

    channel: Annotated[SuggestionChannel, Zh("从哪里来")]
    theme: Annotated[Name, Zh("关于什么", "同一类用同样的字，如 排队和预约")]
    text: Annotated[Text, Zh("意见", "原意，去掉能认出人的内容")]
    adopted: Annotated[Adopted | None, Zh("采纳没有", "答复了就要写")] = None
    reason: Annotated[Text | None, Zh("为什么", "没有采纳、部分采纳、报上级的写")] = None
    rectification: Annotated[Slug | None, Ref("rectifications"), Zh("列入的整改")] = None
