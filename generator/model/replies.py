"""What waits for an answer within a time limit: suggestions and requests of branches derive from `Awaiting`."""

from typing import Annotated

from generator.model.types import Day, Entry, Name, Ref, Slug, Text, Vocabulary, Zh, record


class ReplyState(Vocabulary):
    """State of something that waits for an answer, on a day."""

    OVERDUE = "overdue", "超期没有答复"
    OPEN = "open", "等答复"
    LATE = "late", "超期才答复"
    IN_TIME = "in_time", "按期答复"


@record
class Awaiting(Entry):
    """Something received that must be answered; the last day for it follows from its time limit."""

    number: Annotated[Name, Zh("登记号", "如 建言〔2026〕12号")]
    received: Annotated[Day, Zh("收到日期")]
    organ: Annotated[Slug, Ref("organs"), Zh("承办机构", "谁答复")]
    limit: Annotated[Slug, Ref("time_limits"), Zh("答复时限", "time_limits/ 里的文件名；最迟哪天答复由它算出来")]
    replied: Annotated[Day | None, Zh("答复日期")] = None
    reply: Annotated[Text | None, Zh("答复", "不写具体的人和纳税人")] = None
