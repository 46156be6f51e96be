"""vocabularies/: lists of words that a site sorts its matters by (词表): themes and audiences.

A project that has no list of its own uses the default one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from annotated_types import MaxLen, MinLen

from generator.model.types import Entry, Name, Pattern, Zh, record

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

THEMES, AUDIENCES = "themes", "audiences"

DEFAULTS: Mapping[str, Mapping[str, str]] = {
    THEMES: {
        "registration": "登记与信息报告",
        "invoice": "发票办理",
        "filing": "申报纳税",
        "relief": "税收优惠",
        "refund": "退税退费",
        "export": "出口退税",
        "certificate": "证明开具",
        "deregistration": "税务注销",
        "social_insurance": "社保费和非税收入",
        "international": "国际税收",
        "credit": "纳税信用",
        "tax_agency": "涉税专业服务",
        "consultation": "咨询投诉举报",
        "remedy": "权利救济",
        "enforcement": "检查与执行",
        "licence": "税务行政许可",
        "house": "买房卖房租房",
        "vehicle": "买车用车",
        "personal_income": "个人所得税",
        "startup": "开办经营",
    },
    AUDIENCES: {
        "enterprise": "企业单位",
        "individual_business": "个体工商户",
        "natural_person": "自然人",
        "non_resident": "非居民与跨境",
        "tax_agent": "涉税专业服务机构",
    },
}
"""The terms of each list, by id, in the order in which they are shown: the bureaus' own, then the occasions of life."""

TermId = Annotated[str, MinLen(1), MaxLen(60), Pattern(r"[a-z0-9]+(?:[_-][a-z0-9]+)*", "小写字母、数字和下划线")]


@dataclass(frozen=True, slots=True)
class Term:
    """Marks a string as the id of a term of the list `vocabulary`."""

    vocabulary: str

    def __get_pydantic_core_schema__(self, source: Any, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        """Accept any short text: a rule that knows the project's list finds what is no term."""
        from pydantic_core import core_schema

        return core_schema.str_schema(min_length=1, max_length=60)

    def __get_pydantic_json_schema__(self, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> dict[str, Any]:
        """Return the field's JSON Schema, naming the list."""
        return {**handler(schema), "x-terms": self.vocabulary}


@record
class TermList(Entry):
    """One list of terms; its file's name says which: themes or audiences."""

    FOLDER: ClassVar[str] = "vocabularies"
    TITLE: ClassVar[str] = "词表"
    COLUMN: ClassVar[str] = "词表"
    DISCLOSES: ClassVar[tuple[str, str]] = ("办事服务", "办事主题和服务对象的固定用词")
    ON_ONE_PAGE: ClassVar[bool] = True

    terms: Annotated[dict[TermId, Name], Zh("词", "编号: 名称，一行一个，按显示的顺序"), MinLen(1), MaxLen(60)]
