"""annual_report/: the yearly report on open government information (政府信息公开工作年度报告), on the fixed form.

The form (国办公开办函〔2021〕30号) has six sections, three of which are tables with fixed rows and columns. Every cell
has a number: a row without cases holds zeros, because empty is not zero. The file's name is the year.
"""

import datetime
from dataclasses import fields
from typing import Annotated, Any, ClassVar

from annotated_types import MaxLen, MinLen

from generator.model.enforcement import Enforcement
from generator.model.types import ComesDown, Count, Entry, PastDay, Pattern, Record, Text, Zh, record

APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
"""Columns of the table of requests: a person, five kinds of legal persons and organisations, and all of them."""

OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
"""Columns of the table of reviews and suits."""

Money = Annotated[str, Pattern(r"(?:0|[1-9][0-9]{0,7})(?:\.[0-9]{1,6})?", "万元，如 0 或 12.5")]
Applicants = Annotated[tuple[Count, ...], MinLen(7), MaxLen(7)]
Outcomes = Annotated[tuple[Count, ...], MinLen(5), MaxLen(5)]


@record
class Overview(Record):
    """Section 1 (总体情况): five parts."""

    proactive: Annotated[Text, Zh("主动公开")]
    on_request: Annotated[Text, Zh("依申请公开")]
    management: Annotated[Text, Zh("政府信息管理")]
    platform: Annotated[Text, Zh("平台建设")]
    supervision: Annotated[Text, Zh("监督保障")]


@record
class Documents(Record):
    """A row of the documents of the year."""

    made: Annotated[Count, Zh("本年制发件数")]
    repealed: Annotated[Count, Zh("本年废止件数")]
    in_force: Annotated[Count, Zh("现行有效件数")]


@record
class Disclosed(Record):
    """Section 2 (主动公开政府信息情况). What the year's enforcement figures know is not written here."""

    rules: Annotated[Documents, Zh("规章", "县级局没有规章制定权，照填 0")]
    normative: Annotated[Documents, Zh("行政规范性文件")]
    licences: Annotated[Count | None, Zh("行政许可", "本年处理决定数量；有同一年执法数据的不写，由它算出")] = None
    penalties: Annotated[Count | None, Zh("行政处罚", "本年处理决定数量；同上")] = None
    coercion: Annotated[Count | None, Zh("行政强制", "本年处理决定数量；同上")] = None
    fees: Annotated[Money | None, Zh("行政事业性收费", "本年收费金额，万元；同上")] = None


@record
class Requests(Record):
    """Section 3 (收到和处理政府信息公开申请情况): each row has a number for each of APPLICANTS."""

    received: Annotated[Applicants, Zh("一、本年新收政府信息公开申请数量")]
    carried_in: Annotated[Applicants, Zh("二、上年结转政府信息公开申请数量")]
    granted: Annotated[Applicants, Zh("（一）予以公开")]
    partly: Annotated[Applicants, Zh("（二）部分公开（区分处理的，只计这一情形，不计其他情形）")]
    refused_secret: Annotated[Applicants, Zh("1. 属于国家秘密")]
    refused_forbidden: Annotated[Applicants, Zh("2. 其他法律行政法规禁止公开")]
    refused_safety: Annotated[Applicants, Zh("3. 危及“三安全一稳定”")]
    refused_third_party: Annotated[Applicants, Zh("4. 保护第三方合法权益")]
    refused_internal: Annotated[Applicants, Zh("5. 属于三类内部事务信息")]
    refused_process: Annotated[Applicants, Zh("6. 属于四类过程性信息")]
    refused_case_file: Annotated[Applicants, Zh("7. 属于行政执法案卷")]
    refused_inquiry: Annotated[Applicants, Zh("8. 属于行政查询事项")]
    unable_not_held: Annotated[Applicants, Zh("1. 本机关不掌握相关政府信息")]
    unable_to_be_made: Annotated[Applicants, Zh("2. 没有现成信息需要另行制作")]
    unable_unclear: Annotated[Applicants, Zh("3. 补正后申请内容仍不明确")]
    declined_complaint: Annotated[Applicants, Zh("1. 信访举报投诉类申请")]
    declined_repeated: Annotated[Applicants, Zh("2. 重复申请")]
    declined_published: Annotated[Applicants, Zh("3. 要求提供公开出版物")]
    declined_excessive: Annotated[Applicants, Zh("4. 无正当理由大量反复申请")]
    declined_confirmation: Annotated[Applicants, Zh("5. 要求行政机关确认或重新出具已获取信息")]
    closed_not_completed: Annotated[Applicants, Zh("1. 申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请")]
    closed_not_paid: Annotated[
        Applicants, Zh("2. 申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请")
    ]
    closed_other: Annotated[Applicants, Zh("3. 其他")]
    settled: Annotated[Applicants, Zh("（七）总计")]
    carried_out: Annotated[Applicants, Zh("四、结转下年度继续办理")]

    def outcomes(self) -> tuple[tuple[int, ...], ...]:
        """Return the rows that add up to `settled`."""
        return tuple(getattr(self, name) for name in OUTCOME_ROWS)


OUTCOME_ROWS = tuple(
    item.name for item in fields(Requests) if item.name not in ("received", "carried_in", "settled", "carried_out")
)
"""Rows of the table of requests that add up to its 总计."""


@record
class Reviews(Record):
    """Section 4 (因政府信息公开工作被申请行政复议、提起行政诉讼情况): each row has a number for each of OUTCOMES."""

    reconsideration: Annotated[Outcomes, Zh("行政复议")]
    direct_suit: Annotated[Outcomes, Zh("未经复议直接起诉")]
    suit_after_review: Annotated[Outcomes, Zh("复议后起诉")]


@record
class AnnualReport(Entry):
    """The report of one year."""

    FOLDER: ClassVar[str] = "annual_report"
    TITLE: ClassVar[str] = "信息公开年报"
    COLUMN: ClassVar[str] = "政府信息公开年报"
    DISCLOSES: ClassVar[tuple[str, str]] = ("监督救济", "政府信息公开工作年度报告，六个部分，按规定的格式")
    COMES_DOWN: ClassVar[ComesDown] = ComesDown.NONE

    published_on: Annotated[PastDay | None, Zh("发布日期", "每年1月31日前发布上一年的")] = None
    overview: Annotated[Overview, Zh("一、总体情况")]
    disclosed: Annotated[Disclosed, Zh("二、主动公开政府信息情况")]
    requests: Annotated[
        Requests,
        Zh(
            "三、收到和处理政府信息公开申请情况",
            "每行七个数：自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他、总计",
        ),
    ]
    reviews: Annotated[
        Reviews, Zh("四、行政复议、行政诉讼情况", "每行五个数：结果维持、结果纠正、其他结果、尚未审结、总计")
    ]
    problems: Annotated[tuple[Text, ...], MinLen(1), Zh("五、存在的主要问题及改进情况", "一条一行")]
    other: Annotated[tuple[Text, ...], MinLen(1), Zh("六、其他需要报告的事项", "必须写收取信息处理费的情况")]

    @property
    def year(self) -> int | None:
        """The year that is reported, None if the file's name is no year."""
        return int(self.id) if self.id.isdecimal() and len(self.id) == 4 else None

    def due(self) -> datetime.date | None:
        """Return the last day to publish it."""
        return due_of(self.year) if self.year else None


COMPUTED = ("licences", "penalties", "coercion", "fees")
"""Fields of Disclosed that follow from the year's enforcement figures."""


def totals(disclosed: Disclosed, enforcement: Enforcement | None) -> dict[str, int | str | None]:
    """Return the values of COMPUTED: those of the enforcement figures, else those written; None if neither is there."""
    known = {name: getattr(enforcement, name)() if enforcement else None for name in COMPUTED}
    return {name: getattr(disclosed, name) if value is None else value for name, value in known.items()}


def due_of(year: int) -> datetime.date:
    """Return the last day to publish the report of a year: 31 January of the next (条例 第四十九条)."""
    return datetime.date(year + 1, 1, 31)


def total(rows: Any, column: int) -> int:
    """Return the sum of a column of rows."""
    return sum(row[column] for row in rows)
