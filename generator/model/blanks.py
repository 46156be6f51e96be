"""Blank forms (表样): what a form asks for, as rows to fill in, each with a sample answer."""

from typing import Annotated

from annotated_types import Ge, Le, MaxLen, MinLen

from generator.model.types import Line, Name, Pattern, Record, Text, Vocabulary, Zh, record


class FormHead(Vocabulary):
    """Who fills in a form; decides the rows at its top and the signature at its foot."""

    UNIT = "unit", "单位、个体工商户"
    PERSON = "person", "个人"
    AGENT = "agent", "扣缴义务人、代征人"
    NONE = "none", "不分"


Lines = Annotated[int, Ge(1), Le(12), Pattern(r"[0-9]{1,2}", "1 到 12 的整数")]


@record
class FormRow(Record):
    """One row of a form: a line to write on, boxes to tick (`options`), or a table (`columns`)."""

    name: Annotated[Name, Zh("栏目")]
    lines: Annotated[Lines | None, Zh("留几行", "要写长的才写，如 3")] = None
    options: Annotated[tuple[Name, ...], MaxLen(12), Zh("选项", "打勾的栏目写")] = ()
    columns: Annotated[tuple[Name, ...], MaxLen(10), Zh("表头", "一栏里有好几行的写")] = ()
    sample: Annotated[Text | None, Zh("示例", "填好是什么样；有选项的写其中一个")] = None
    rows: Annotated[tuple[tuple[Line, ...], ...], MaxLen(6), Zh("示例行", "有表头的写，一行几格和表头一样多")] = ()
    note: Annotated[Line | None, Zh("怎么填")] = None


@record
class Blank(Record):
    """A form that the site itself sets, for those who want to see before they come what it asks for."""

    head: Annotated[FormHead, Zh("谁填", "决定表头和签章")]
    fields: Annotated[tuple[FormRow, ...], MinLen(1), MaxLen(40), Zh("栏目", "表头和签章以外的，按表上的顺序")]
    attach: Annotated[Line | None, Zh("附送", "随表一起交的")] = None
