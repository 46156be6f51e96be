"""site.yml: what this bureau's site is called, where it stands and which thresholds hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from annotated_types import MaxLen

from generator.model.types import BaseUrl, Count, Day, Email, Line, Name, Phone, Record, Ref, Slug, Text, Url, Zh


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds(Record):
    """Numbers that checks compare with."""

    verify_after_days: Annotated[Count, Zh("核验有效天数", "核验超过这么多天就提醒")] = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Site(Record):
    """One site's settings."""

    name: Annotated[Name, Zh("网站名称")]
    bureau: Annotated[Slug, Ref("organs"), Zh("本局", "organs/ 里本局的编号")]
    description: Annotated[Line, Zh("网站说明")]
    notice: Annotated[Text | None, Zh("每页顶部的提示", "如虚构示例的声明")] = None
    base_url: Annotated[BaseUrl, Zh("网址", "对外发布的地址：网站所在的文件夹，不写到某个文件")]
    site_code: Annotated[Name | None, Zh("网站标识码")] = None
    icp: Annotated[Name | None, Zh("ICP备案号")] = None
    police_record: Annotated[Name | None, Zh("公安备案号")] = None
    launched_on: Annotated[Day, Zh("上线日期", "没有更晚日期的内容以此为发布日期")]
    organiser: Annotated[Name, Zh("主办单位")]
    maintainer: Annotated[Name | None, Zh("承办单位")] = None
    contact: Annotated[Line, Zh("联系方式", "地址、邮编")]
    hotline: Annotated[Phone, Zh("咨询热线")]
    feedback_email: Annotated[
        Email | None, Zh("意见邮箱", "搜不到时，读者可以自己决定把搜的词发到这里；不写就只给一段能复制的话")
    ] = None
    online_bureau: Annotated[Url | None, Zh("电子税务局地址")] = None
    popular: Annotated[
        tuple[Annotated[Slug, Ref("procedures")], ...], MaxLen(24), Zh("高频事项", "首页展示，按顺序")
    ] = ()
    thresholds: Annotated[Thresholds, Zh("阈值")] = field(default_factory=Thresholds)
