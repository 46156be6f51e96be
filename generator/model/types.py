"""The types of records' fields.

Every scalar of a registry is read as text. The types below define which text is accepted and what value it becomes.
They carry Chinese titles and descriptions (`Zh`), from which the handbook's tables, JSON Schema and messages derive.
pydantic reads the annotations (see `schema`) and is imported only for validation.
"""

import datetime
import re
import typing
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from enum import Enum
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self, TypeVar, dataclass_transform

from annotated_types import Ge, Le, MaxLen, MinLen

from generator.source.readers import YAML, Reader

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema


@dataclass(frozen=True, slots=True)
class Zh:
    """A field's Chinese title and description, as editors see them."""

    title: str
    description: str = ""

    def __get_pydantic_json_schema__(self, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> dict[str, Any]:
        """Return the field's JSON Schema with title and description."""
        shape = handler(schema)
        shape["title"] = self.title
        if self.description:
            shape["description"] = self.description
        return shape


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a string as the id of an entry of the registry `target`, or of one of several."""

    target: str

    def __get_pydantic_core_schema__(self, source: Any, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        """Accept any text of 1 to 120 characters: rules report wrong ids, with the nearest names."""
        from pydantic_core import core_schema

        return core_schema.str_schema(min_length=1, max_length=120)

    def __get_pydantic_json_schema__(self, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> dict[str, Any]:
        """Return the field's JSON Schema with the target registry as x-ref."""
        return {**handler(schema), "pattern": f"^(?:{SLUG})$", "x-ref": self.target}


@dataclass(frozen=True, slots=True)
class IdOf:
    """Marks a string as the id of an entry of the registry `target` without a link to it; "" is its own registry.

    Editors complete it like a reference; no page of that entry shows where it stands.
    """

    target: str

    def __get_pydantic_json_schema__(self, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> dict[str, Any]:
        """Return the field's JSON Schema with the target registry as x-ref."""
        return {**handler(schema), "x-ref": self.target}


@dataclass(frozen=True, slots=True)
class Pattern:
    """Accepts text that fully matches `regex`. `expected` describes it in Chinese.

    `rule` is the code of the finding for other text.
    """

    regex: str
    expected: str
    rule: str = "M205"

    def __get_pydantic_core_schema__(self, source: Any, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        """Return the inner schema, preceded by the match."""
        from pydantic_core import PydanticCustomError, core_schema

        match = re.compile(self.regex).fullmatch

        def check(value: Any) -> Any:
            if isinstance(value, str) and not match(value):
                raise PydanticCustomError("zwgk_format", "{expected}", {"expected": self.expected, "rule": self.rule})
            return value

        return core_schema.no_info_before_validator_function(check, handler(source))

    def __get_pydantic_json_schema__(self, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> dict[str, Any]:
        """Return the inner JSON Schema, with the pattern if it is a string's."""
        shape = handler(schema)
        if shape.get("type") == "string":
            shape["pattern"] = f"^(?:{self.regex})$"
        return shape


class Halves:
    """Marks a number that may end in .5; whole numbers become integers."""

    def __get_pydantic_core_schema__(self, source: Any, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        """Return the number's schema, followed by the conversion of whole numbers to integers."""
        from pydantic_core import core_schema

        def whole(value: float) -> float:
            return int(value) if value == int(value) else value

        return core_schema.no_info_after_validator_function(whole, handler(source))

    def __get_pydantic_json_schema__(self, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> dict[str, Any]:
        """Return the number's JSON Schema: a multiple of 0.5, within the bounds given before this mark."""
        bounds = handler(schema)
        return {"type": "number", "minimum": bounds["ge"], "maximum": bounds["le"], "multipleOf": 0.5}


class Dialled:
    """Marks a telephone number: 转 before an extension becomes a hyphen."""

    def __get_pydantic_core_schema__(self, source: Any, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        """Return the text's schema, preceded by the conversion."""
        from pydantic_core import core_schema

        def plain(value: Any) -> Any:
            return _EXTENSION.sub("-", value) if isinstance(value, str) else value

        return core_schema.no_info_before_validator_function(plain, handler(source))


class Past:
    """Marks a day on which something was done or published: it is not after the day of the build (V904)."""

    def __get_pydantic_json_schema__(self, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> dict[str, Any]:
        """Return the field's JSON Schema unchanged: today is no matter of one file."""
        return handler(schema)


class OneOrMany:
    """Accepts a single text in place of a list: `cause: cash` for `cause: [cash]`."""

    def __get_pydantic_core_schema__(self, source: Any, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        """Return the list's schema, preceded by the wrapping of a single text."""
        from pydantic_core import core_schema

        def wrap(value: Any) -> Any:
            return [value] if isinstance(value, str) else value

        return core_schema.no_info_before_validator_function(wrap, handler(source))

    def __get_pydantic_json_schema__(self, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> dict[str, Any]:
        """Return the JSON Schema of either the list or one of its items."""
        shape = handler(schema)
        return {"anyOf": [shape["items"], shape]}


class ByLabel:
    """Marks a vocabulary whose Chinese label is accepted in place of its key: tables are filled in with Excel."""

    def __get_pydantic_core_schema__(self, source: Any, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        """Return the vocabulary's schema, preceded by the look-up of the label."""
        from pydantic_core import core_schema

        keys = {member.label: member.value for member in source}
        return core_schema.no_info_before_validator_function(
            lambda value: keys.get(value, value) if isinstance(value, str) else value, handler(source)
        )


class Vocabulary(Enum):
    """A closed list of values, each with its Chinese label: `NAME = "stable_value", "标签"`."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Return the member whose value is the stable English key."""
        member = object.__new__(cls)
        member._value_ = value
        member.label = label
        return member


class Inherit(Enum):
    """How a bureau's value of a field relates to its superior's. Stands in the field's annotation; see `inherit`."""

    FIXED = "fixed"  # the superior's value holds; a bureau may only state what its superior left open
    TIGHTEN = "tighten"  # a bureau's value may be better for the citizen, never worse (`check.orders`)
    APPEND = "append"  # a bureau may add items and change them by key, never drop one
    REPLACE = "replace"  # a bureau's value takes the place of its superior's
    LOCAL = "local"  # never inherited: a bureau states its own value or has none

    def __get_pydantic_json_schema__(self, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> dict[str, Any]:
        """Return the field's JSON Schema unchanged: inheritance is no matter of one file."""
        return handler(schema)


class ComesDown(Enum):
    """Which of a superior's entries of a registry a bureau has."""

    ALL = "all"
    REFERRED = "referred"  # those that the bureau's other entries refer to, such as a department of the superior
    NONE = "none"


class Record:
    """Base of every dataclass that is read from a file. Unknown keys are rejected.

    Its methods serve every class that `record` makes.

    `KEY` names the fields by which an item of a list is told apart when a bureau changes it; a list of records without
    `KEY` is replaced as a whole.
    """

    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}
    KEY: ClassVar[tuple[str, ...]] = ()
    MAY_EMPTY: ClassVar[bool] = False  # its lists lose all organs and posts that a bureau has not; others keep the last
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    def __init__(self, **values: Any) -> None:
        """Set the fields. Raises TypeError for a missing or unknown one."""
        for item in _fields(self.__class__):  # type: ignore[arg-type]  # classes are hashable
            if item.name in values:
                value = values.pop(item.name)
            elif item.default is not MISSING:
                value = item.default
            elif item.default_factory is not MISSING:
                value = item.default_factory()
            else:
                raise TypeError(f"{self.__class__.__name__} lacks {item.name}")
            object.__setattr__(self, item.name, value)
        if values:
            raise TypeError(f"{self.__class__.__name__} has no {', '.join(values)}")

    def __eq__(self, other: object) -> bool:
        """Return True if the other object is of the same class and has equal fields."""
        if other.__class__ is not self.__class__:
            return NotImplemented
        return _values(self) == _values(other)

    def __hash__(self) -> int:
        """Return the hash of the fields."""
        return hash(_values(self))

    def __repr__(self) -> str:
        """Return the class and the fields, as the record is made."""
        named = zip(_fields(self.__class__), _values(self), strict=True)  # type: ignore[arg-type]  # classes are hashable
        shown = ", ".join(f"{item.name}={value!r}" for item, value in named)
        return f"{self.__class__.__qualname__}({shown})"

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: a record is never changed."""
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        """Refuse: a record is never changed."""
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the class and the fields."""
        return _restored, (self.__class__, _values(self))


@cache
def _fields(record: type[Record]) -> tuple[Field[Any], ...]:
    """Return the fields of a record, in order."""
    return fields(record)


def _values(record: Record) -> tuple[Any, ...]:
    """Return the values of a record's fields, in order."""
    return tuple([getattr(record, item.name) for item in _fields(record.__class__)])  # type: ignore[arg-type]


def _restored(record: type[Record], values: tuple[Any, ...]) -> Record:
    """Return the record that was pickled."""
    made = record.__new__(record)
    for item, value in zip(_fields(record), values, strict=True):  # type: ignore[arg-type]  # classes are hashable
        object.__setattr__(made, item.name, value)
    return made


R = TypeVar("R", bound=Record)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def record(cls: type[R]) -> type[R]:
    """Make a frozen dataclass with slots of a class; its fields are given by name.

    `dataclass(frozen=True)` would compile six methods from text for each class: 40 ms at each start for all records.
    They are inherited from `Record` instead.
    """
    above = [vars(base)["__dataclass_params__"] for base in cls.__mro__[1:] if "__dataclass_params__" in vars(base)]
    for parameters in above:
        parameters.frozen = False  # a class that is not frozen may not be derived from a frozen one
    made = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=True)(cls)
    for parameters in (*above, getattr(made, "__dataclass_params__")):  # noqa: B009 - mypy does not know it
        parameters.frozen = True
    for name in ("__init__", "__eq__", "__hash__", "__repr__"):  # not those of an ordinary dataclass above
        setattr(made, name, getattr(Record, name))
    return made


SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_PHONE = r"(?:0[0-9]{2,3}-[0-9]{5,8}(?:(?:-|转)[0-9]{1,5})?|[48]00-[0-9]{3,4}-[0-9]{3,4}|1(?:2[0-9]{3}|[0-9]{2}))"
_EXTENSION = re.compile(r" ?转 ?")
# Editors read these patterns as JavaScript's with the flag u: no inline flags, no needless backslashes.
_IN_URL = r"[^\s<>\x22\x27\\]"
_IN_NAME = r"[^\s/?#@:<>\x22\x27\\%.]"
_URL = (
    rf"[Hh][Tt][Tt][Pp][Ss]?://(?![^/?#]*@){_IN_URL}+|[Mm][Aa][Ii][Ll][Tt][Oo]:[^\s<>\x22\x27]+|[Tt][Ee][Ll]:[0-9+-]+"
)
_BASE_URL = rf"https?://{_IN_NAME}+(?:\.{_IN_NAME}+)*(?::[0-9]{{1,5}})?(?:/{_IN_NAME}+)*/?"
_EMAIL = r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_SPAN = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]-(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)"

Slug = Annotated[str, MinLen(1), MaxLen(120), Pattern(SLUG, "小写字母、数字和连字符，如 fapiao-lingyong")]
_ONE_LINE = Pattern(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]*", "一行文字，中间没有换行和制表符", "M209")
Name = Annotated[str, MinLen(1), MaxLen(120), _ONE_LINE]
Line = Annotated[str, MinLen(1), MaxLen(300), _ONE_LINE]
Text = Annotated[
    str, MinLen(1), MaxLen(2000), Pattern(r"[^\t]*", "没有制表符的文字（像是从表格里复制了一整行）", "M209")
]
Saying = Annotated[str, MinLen(1), MaxLen(40), _ONE_LINE]
Count = Annotated[int, Ge(0), Le(100_000), Pattern(r"[0-9]{1,6}", "不带符号的整数，如 3")]
Amount = Annotated[
    int | float, Ge(0), Le(100_000), Halves(), Pattern(r"[0-9]{1,6}(?:\.[05])?", "整数或者半数，如 3、7.5")
]
Flag = Annotated[bool, Pattern(r"true|false", "true(是)或 false(否)")]
Day = Annotated[datetime.date, Pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "年-月-日，如 2026-07-01")]
PastDay = Annotated[Day, Past()]
_MONTH_DAY = r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9])|(?:0[13-9]|1[0-2])-30|(?:0[13578]|1[02])-31"
MonthDay = Annotated[str, Pattern(_MONTH_DAY, "日历上有的月-日，如 05-01")]
Phone = Annotated[
    str,
    Pattern(
        _PHONE,
        "带区号的电话(0600-5551234)、400-123-4567 或全国短号(12366)",
        "F221",
    ),
    Dialled(),
]
Url = Annotated[
    str,
    MaxLen(500),
    Pattern(
        _URL,
        "以 https://、http://、mailto: 或 tel: 开头的地址，主机前面没有 @，如 https://www.example.gov.cn/",
        "F222",
    ),
]
BaseUrl = Annotated[
    str, MaxLen(200), Pattern(_BASE_URL, "网站所在的文件夹，如 https://www.example.gov.cn/zwgk/", "F224")
]
Address = Annotated[
    str, MaxLen(300), Pattern(r"/(?:[a-z0-9_.\-]+/)*(?:#[^\s#]+)?", "本站的地址，从“/”写起，如 /results/")
]
Email = Annotated[str, MaxLen(254), Pattern(_EMAIL, "邮箱地址，如 zwgk@example.gov.cn")]
TimeSpan = Annotated[str, Pattern(_SPAN, "起止时间，24 小时制两位数，如 08:30-12:00", "F223")]
Conditions = Annotated[dict[Slug, Annotated[tuple[Slug, ...], OneOrMany()]], MinLen(1)]
"""Situation id -> option ids. True for a case if each named situation has one of its listed options."""
Sayings = Annotated[tuple[Saying, ...], Zh("原话", "老百姓会怎么说这件事，一句一行；搜索用，网页上不显示")]
"""What people say about their case, in their own words; only for the search."""


class Unit(Vocabulary):
    """Unit of a duration."""

    ON_THE_SPOT = "on_the_spot", "当场办结"
    HOUR = "hour", "小时"
    WORKING_DAY = "working_day", "个工作日"
    CALENDAR_DAY = "calendar_day", "日"
    MONTH = "month", "个月"
    YEAR = "year", "年"


@record
class Duration(Record):
    """A length of time with its unit. `on_the_spot` has no count; 0 days means the same day (当日).

    Days, working days and hours may end in a half (7.5).
    """

    count: Annotated[Amount | None, Zh("数量", "天数、月数等；天和小时可以有半个，如 7.5；当日写 0，当场办结不写")] = (
        None
    )
    unit: Annotated[Unit, Zh("单位", "working_day 工作日，calendar_day 自然日")]

    def __str__(self) -> str:
        """Return the duration as Chinese text, e.g. 10个工作日."""
        if self.unit is Unit.ON_THE_SPOT:
            return self.unit.label
        return f"{self.count}{self.unit.label}" if self.count else "当日"

    @property
    def amount(self) -> float:
        """The count, 0 if it is None."""
        return self.count or 0


@record
class Basis(Record):
    """A legal basis (依据): a law and its articles."""

    KEY: ClassVar[tuple[str, ...]] = ("law",)

    law: Annotated[Slug, Ref("laws"), Zh("法律法规", "laws/ 里的文件名")]
    articles: Annotated[tuple[Name, ...], Zh("条款", "如 第三十一条第二款")] = ()
    note: Annotated[Text | None, Zh("说明")] = None


class ChannelKind(Vocabulary):
    """A way of reaching the bureau (办理渠道)."""

    WINDOW = "window", "窗口办理"
    ONLINE = "online", "网上办理"
    MOBILE = "mobile", "手机办理"
    SELF_SERVICE = "self_service", "自助终端"
    MAIL = "mail", "邮寄办理"
    PHONE = "phone", "电话"

    @property
    def is_online(self) -> bool:
        """True for what is done in a browser or an app."""
        return self in (ChannelKind.ONLINE, ChannelKind.MOBILE)


@record
class Channel(Record):
    """One channel and how to use it."""

    KEY: ClassVar[tuple[str, ...]] = ("kind", "name")

    kind: Annotated[ChannelKind, Zh("渠道")]
    name: Annotated[Name | None, Zh("名称", "如 电子税务局")] = None
    url: Annotated[Url | None, Zh("网址")] = None
    phone: Annotated[Phone | None, Zh("电话")] = None
    note: Annotated[Text | None, Zh("怎么办", "从哪里进、注意什么")] = None


@record
class Withdrawn(Record):
    """Withdrawal of an entry: its page stays and shows the date, the reason and the replacement."""

    on: Annotated[Day, Zh("取消日期")]
    replaced_by: Annotated[Slug | None, IdOf(""), Zh("由哪一项替代", "同一名录里的文件名")] = None
    reason: Annotated[Line, Zh("原因")]


@record
class ReviewStep(Record):
    """One step of a review: the post that did it, and the day."""

    # no Ref: the post's page shows what refers to the post, and a post withdrawn later did review
    post: Annotated[Slug, IdOf("posts"), Zh("岗位", "posts/ 里的编号，不写姓名")]
    on: Annotated[Day, Zh("日期")]


@record
class Review(Record):
    """The three steps of reviewing a text before it is published (三审三校), each by another post."""

    first: Annotated[ReviewStep | None, Zh("初审初校")] = None
    second: Annotated[ReviewStep | None, Zh("复审复校")] = None
    final: Annotated[ReviewStep | None, Zh("终审终校")] = None


@record
class Entry(Record):
    """Base of every entry: the fields that all registries have."""

    FOLDER: ClassVar[str] = ""  # folder in data/
    TITLE: ClassVar[str] = ""  # Chinese name of one entry
    COLUMN: ClassVar[str] = ""  # title of the index page
    TAB: ClassVar[str] = ""  # tab of the navigation that the index belongs to; "" if it is not in the menu
    DISCLOSES: ClassVar[tuple[str, str]] = ("", "")  # category and contents in the directory of disclosure
    ON_ONE_PAGE: ClassVar[bool] = False  # True: entries have no pages, only anchors on the index page
    READER: ClassVar[Reader] = YAML  # reader of its files
    INHERIT: ClassVar[Inherit | None] = None  # policy of the fields that state none
    COMES_DOWN: ClassVar[ComesDown] = ComesDown.ALL  # which entries the bureaus below have too
    FIXED_ROWS: ClassVar[tuple[tuple[str, ...], ...]] = ()  # rows of a new table; "" waits to be filled in
    OWNER: ClassVar[str] = ""  # field with the entry that it belongs to: a bureau has the posts of its own organs

    id: Annotated[Slug, Zh("编号", "即文件名，不写在文件里")]
    name: Annotated[Name, Zh("名称", "页面标题"), Inherit.FIXED]
    source: Annotated[Line | None, Zh("信息来源", "从哪份文件或哪个页面核对")] = None
    verified_on: Annotated[Day | None, Zh("核验日期", "没有核验过就不写")] = None
    reviewed: Annotated[Review | None, Zh("三审三校", "写了就要三步都审完才发布"), Inherit.LOCAL] = None
    effective_from: Annotated[Day | None, Zh("生效日期")] = None
    effective_to: Annotated[Day | None, Zh("失效日期", "这一天及以前有效")] = None
    former_ids: Annotated[tuple[Slug, ...], Zh("曾用编号", "改名前的文件名，旧网址会转到新页面")] = ()
    withdrawn: Annotated[Withdrawn | None, Zh("已取消")] = None

    def in_force(self, day: datetime.date) -> bool:
        """Return True if `day` is within the effective dates (both included) and the entry is not withdrawn by then."""
        if self.withdrawn and self.withdrawn.on <= day:
            return False
        return (self.effective_from or day) <= day <= (self.effective_to or day)


def _hints(record: type) -> dict[str, Any]:
    """Return the resolved annotations of a record's fields."""
    return typing.get_type_hints(record, include_extras=True)


hints_of: Callable[[type], dict[str, Any]] = cache(_hints)
"""Returns the resolved annotations of a record's fields; resolving those of all records takes a tenth of a second."""


def is_required(item: Field[Any]) -> bool:
    """Return True if a field has no default."""
    return item.default is MISSING and item.default_factory is MISSING


def is_union(annotation: Any) -> bool:
    """Return True for `A | B` and `Optional[A]`."""
    return isinstance(annotation, UnionType) or typing.get_origin(annotation) is typing.Union


def unwrap(annotation: Any) -> Any:
    """Return an annotation without its metadata and without `| None`."""
    while True:
        if hasattr(annotation, "__metadata__"):
            annotation = annotation.__origin__
        elif is_union(annotation):
            annotation = next(part for part in typing.get_args(annotation) if part is not type(None))
        else:
            return annotation


def ref_target(annotation: Any) -> str | None:
    """Return the target registry of a reference's annotation, None for other annotations."""
    while annotation is not None:
        for item in getattr(annotation, "__metadata__", ()):
            if isinstance(item, Ref):
                return item.target
        if hasattr(annotation, "__metadata__"):
            annotation = annotation.__origin__
        elif is_union(annotation):
            annotation = typing.get_args(annotation)[0]
        else:
            annotation = None
    return None
