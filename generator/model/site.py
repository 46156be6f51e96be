"""site.yml: the settings of a bureau's site: name, address, contacts and thresholds."""

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, ClassVar

from annotated_types import Ge, MaxLen

from generator.model.english import English
from generator.model.types import (
    BaseUrl,
    Count,
    Day,
    Email,
    Inherit,
    Line,
    Name,
    Pattern,
    Phone,
    Record,
    Ref,
    Slug,
    Text,
    Url,
    Vocabulary,
    Zh,
    record,
)

FORMAT = 2
"""The current format of project files. Older formats are read too; zwgk 0.1 wrote format 1."""
FORMAT_KEY = "format"
NOT_NEWER = f"1 至 {FORMAT}"
_NOT_NEWER = rf"(?![1-9][0-9]*$).*|{'|'.join(map(str, range(1, FORMAT + 1)))}"


AssetName = Annotated[str, Pattern(r"[a-z0-9][a-z0-9._-]*\.(?:png|jpg|svg|webp|ico)", "图片的文件名，如 logo.svg")]
Colour = Annotated[str, Pattern(r"#[0-9a-f]{6}", "# 加六位小写十六进制数，如 #0b4f8f")]


class Optional(Vocabulary):
    """A registry that a site can switch off, because only tax bureaus need it."""

    TAXES = "taxes", "税费种"
    FILING_CALENDAR = "filing_calendar", "征期日历"


@record
class Superior(Record):
    """The superior outside this repository whose archive is in superior/. `zwgk superior update` writes it."""

    archive: Annotated[Line, Zh("存档文件", "zwgk superior update 时用的文件名")]
    version: Annotated[Day, Zh("版本", "上级做这份存档的日期")]
    sha256: Annotated[
        str, Pattern("[0-9a-f]{64}", "64 位十六进制数，如 " + "0123456789abcdef" * 4), Zh("摘要", "存档文件的 SHA-256")
    ]


@record
class Succession(Record):
    """The bureau that a bureau was merged into: from that day on, its pages lead there."""

    bureau: Annotated[Slug, Zh("并入哪个局", "同一个 bureaus/ 里的文件夹名")]
    name: Annotated[Name, Zh("那个局的名称")]
    on: Annotated[Day, Zh("哪天起")]


@record
class Thresholds(Record):
    """Thresholds of rules."""

    superior_after_days: Annotated[Count, Zh("上级版本有效天数", "上级的存档超过这么多天没有更新就提醒")] = 90
    verify_after_days: Annotated[Count, Zh("核验有效天数", "核验超过这么多天就提醒")] = 365


@record
class Accepted(Record):
    """A warning that is accepted for some time: it does not count for --strict."""

    code: Annotated[str, Pattern("[A-Z][0-9]{3}", "规则编号，如 V902"), Zh("规则编号")]
    file: Annotated[Line, Zh("文件", "检查结果里的文件，如 data/procedures/fapiao-lingyong.yml；以“/”结尾是整个文件夹")]
    until: Annotated[Day, Zh("到哪一天", "含这一天，最多一年")]
    who: Annotated[Name, Zh("谁同意的", "写岗位，不写姓名，如 政策法规岗")]
    why: Annotated[Line, Zh("原因", "如 等上级发新文件")]
    text: Annotated[
        Name | None,
        Zh("哪一处", "号码、附件里的和不能用的词(S801 至 S803、S808、C326、S812)必须写：提醒里显示的后几位，或那个词"),
    ] = None


@record
class RefusedWord(Record):
    """Words that must not be published here: wrong names, wrong political expressions, what is secret."""

    word: Annotated[Name, Zh("不能用的词", "照原样找，全角半角都算")]
    instead: Annotated[Name | None, Zh("该用什么", "不写就是删掉")] = None
    why: Annotated[Line | None, Zh("为什么")] = None


@record
class Verification(Record):
    """Who compares what has no verification date with the rules, and by when."""

    by: Annotated[Name, Zh("谁来核", "写岗位或机构，不写姓名，如 政策法规科")]
    until: Annotated[Day, Zh("哪天前核完", "含这一天")]


@record
class Site(Record):
    """One site's settings."""

    STAND_IN: ClassVar[Mapping[str, str]] = {
        "name": "（未填写）",
        "bureau": "weitianxie",
        "description": "（未填写）",
        "base_url": "https://www.example.gov.cn/",
        "launched_on": "2000-01-01",
        "organiser": "（未填写）",
        "contact": "（未填写）",
        "hotline": "12366",
    }
    """Stand-ins for required fields that are missing or wrong, so that the rest of the project can be checked."""

    format: Annotated[
        Count, Ge(1), Pattern(_NOT_NEWER, NOT_NEWER, "M210"), Zh("格式版本", "zwgk migrate 会写；不写就是 0.1 版的格式")
    ] = 1
    name: Annotated[Name, Zh("网站名称"), Inherit.LOCAL]
    bureau: Annotated[Slug, Ref("organs"), Zh("本局", "organs/ 里本局的编号"), Inherit.LOCAL]
    description: Annotated[Line, Zh("网站说明"), Inherit.LOCAL]
    notice: Annotated[Text | None, Zh("每页顶部的提示", "如虚构示例的声明")] = None
    base_url: Annotated[BaseUrl, Zh("网址", "对外发布的地址：网站所在的文件夹，不写到某个文件")]
    site_code: Annotated[Name | None, Zh("网站标识码"), Inherit.LOCAL] = None
    icp: Annotated[Name | None, Zh("ICP备案号")] = None
    police_record: Annotated[Name | None, Zh("公安备案号")] = None
    launched_on: Annotated[Day, Zh("上线日期", "没有更晚日期的内容以此为发布日期")]
    organiser: Annotated[Name, Zh("主办单位"), Inherit.LOCAL]
    maintainer: Annotated[Name | None, Zh("承办单位"), Inherit.LOCAL] = None
    contact: Annotated[Line, Zh("联系方式", "地址、邮编"), Inherit.LOCAL]
    hotline: Annotated[Phone, Zh("咨询热线")]
    feedback_email: Annotated[
        Email | None,
        Zh("意见邮箱", "搜不到时，读者可以自己决定把搜的词发到这里；不写就只给一段能复制的话"),
        Inherit.LOCAL,
    ] = None
    online_bureau: Annotated[Url | None, Zh("电子税务局地址")] = None
    popular: Annotated[
        tuple[Annotated[Slug, Ref("procedures")], ...], MaxLen(24), Zh("高频事项", "首页展示，按顺序"), Inherit.REPLACE
    ] = ()
    english: Annotated[English | None, Zh("英文页", "办税厅和外国人常办的事；写了才有 /english/"), Inherit.LOCAL] = None
    logo: Annotated[AssetName | None, Zh("标志", "theme/assets/ 里的图片，如 logo.svg；不写用自带的图形")] = None
    favicon: Annotated[AssetName | None, Zh("网页图标", "theme/assets/ 里的图片，如 favicon.png")] = None
    colour: Annotated[Colour | None, Zh("主色", "如 #0b4f8f；要让白字看得清")] = None
    verification: Annotated[
        Verification | None,
        Zh("核验安排", "没有核验日期的内容由谁、哪天前核完；写了，页面上就这样告诉读者"),
        Inherit.LOCAL,
    ] = None
    review: Annotated[
        tuple[Name, ...],
        MaxLen(60),
        Zh("审完才发布的名录", "名录的文件夹名，如 consultations；文章写 content。没有 reviewed 的不发布"),
    ] = ()
    accepted: Annotated[
        tuple[Accepted, ...], Zh("接受的提醒", "暂时改不了的提醒；加 --strict 时不算"), Inherit.LOCAL
    ] = ()
    refused: Annotated[
        tuple[RefusedWord, ...], MaxLen(2000), Zh("不能用的词", "错误表述、涉密的词；出现在哪里都是错误")
    ] = ()
    succeeded_by: Annotated[Succession | None, Zh("并入", "本局并入别的局以后，网页都转到那个局"), Inherit.LOCAL] = None
    superior: Annotated[
        Superior | None, Zh("上级的存档", "上级不在这个仓库里时，由 zwgk superior update 写"), Inherit.LOCAL
    ] = None
    without: Annotated[
        tuple[Optional, ...],
        MaxLen(len(Optional)),
        Zh("不用的名录", "不是税务局的网站可以去掉征期和税费种"),
        Inherit.FIXED,
    ] = ()
    thresholds: Annotated[Thresholds, Zh("阈值")] = field(default_factory=Thresholds)
