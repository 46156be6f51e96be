"""The types of fields: durations as text, the formats they accept, when an entry is in force."""

from __future__ import annotations

import datetime
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace
from typing import Annotated, Any, ClassVar

import pytest
from pydantic import TypeAdapter, ValidationError

from generator.model.laws import Law, LawKind
from generator.model.posts import Post
from generator.model.types import (
    Duration,
    MonthDay,
    Phone,
    Record,
    Ref,
    Slug,
    TimeSpan,
    Unit,
    Url,
    Withdrawn,
    record,
    ref_target,
    unwrap,
)

DAY = datetime.date(2026, 7, 1)
BEFORE, AFTER = DAY - datetime.timedelta(1), DAY + datetime.timedelta(1)


@pytest.mark.parametrize(
    ("count", "unit", "text"),
    [
        (None, Unit.ON_THE_SPOT, "当场办结"),
        (3, Unit.ON_THE_SPOT, "当场办结"),
        (0, Unit.WORKING_DAY, "当日"),
        (0, Unit.CALENDAR_DAY, "当日"),
        (1, Unit.WORKING_DAY, "1个工作日"),
        (20, Unit.CALENDAR_DAY, "20日"),
        (2, Unit.HOUR, "2小时"),
        (3, Unit.MONTH, "3个月"),
        (1, Unit.YEAR, "1年"),
    ],
)
def test_duration_as_text(count: int | None, unit: Unit, text: str) -> None:
    duration = Duration(count=count, unit=unit)
    assert str(duration) == text
    assert duration.amount == (count or 0)


def accepts(annotation: Any, text: str) -> bool:
    try:
        TypeAdapter(annotation).validate_python(text)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("annotation", "right", "wrong"),
    [
        (Slug, ["a", "a1", "fapiao-lingyong", "12366"], ["", "A", "a_b", "-a", "a-", "a--b", "发票", "a/b", "a\n"]),
        (
            Phone,
            ["0600-5551001", "010-12345678", "0600-5551001-12", "12366", "110", "12345"],
            ["5551001", "06005551001", "13800138000", "0600 5551001", "+86-10", "12366转1", "12"],
        ),
        (
            Url,
            ["https://a.cn/x?y=1#z", "https://a.cn/@b?c@d#e@f", "HTTP://A", "mailto:a@b.cn", "tel:0600-5551001"],
            [
                "javascript:alert(1)",
                "//a.cn",
                "a.cn",
                "data:,x",
                "https://",
                "https://a b",
                'https://a"b',
                " https://a",
                "https://a.gov.cn@evil.example/x.pdf",
                "https://a.gov.cn:80@evil.example",
                "https://evil.example\\.gov.cn",
            ],
        ),
        (
            TimeSpan,
            ["08:30-12:00", "00:00-24:00"],
            ["8:30-12:00", "08:30-12:60", "24:00-24:00", "08:30—12:00", "08:30-25:00"],
        ),
        (MonthDay, ["01-01", "12-31", "02-29", "04-30"], ["1-1", "13-01", "00-10", "04-31", "04-00", "02-30"]),
    ],
    ids=["slug", "phone", "url", "span", "month-day"],
)
def test_formats(annotation: Any, right: list[str], wrong: list[str]) -> None:
    assert [text for text in right if not accepts(annotation, text)] == []
    assert [text for text in wrong if accepts(annotation, text)] == []


@pytest.mark.parametrize(
    ("annotation", "text"), [(Phone, "0６00-5551001"), (Phone, "12３66"), (TimeSpan, "08:3０-12:00")]
)
def test_full_width_digits_are_refused(annotation: Any, text: str) -> None:
    assert not accepts(annotation, text)


def post(**more: Any) -> Post:
    return Post(id="a", name="a", organ="b", summary="c", **more)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, True),
        (DAY, None, True),
        (AFTER, None, False),
        (None, DAY, True),
        (None, BEFORE, False),
        (DAY, DAY, True),
        (BEFORE, AFTER, True),
        (AFTER, BEFORE, False),
    ],
)
def test_in_force_includes_both_bounds(start: datetime.date | None, end: datetime.date | None, expected: bool) -> None:
    assert post(effective_from=start, effective_to=end).in_force(DAY) is expected


@pytest.mark.parametrize(("on", "expected"), [(BEFORE, False), (DAY, False), (AFTER, True)])
def test_withdrawn_is_not_in_force_from_its_day(on: datetime.date, expected: bool) -> None:
    assert post(withdrawn=Withdrawn(on=on, reason="x")).in_force(DAY) is expected


@pytest.mark.parametrize(
    ("annotation", "plain", "target"),
    [
        (str, str, None),
        (str | None, str, None),
        (Annotated[str, Ref("laws")], str, "laws"),
        (Annotated[str | None, Ref("laws")], str, "laws"),
        pytest.param(Annotated[str, Ref("laws")] | None, str, "laws"),
        (Annotated[tuple[Annotated[str, Ref("laws")], ...], "x"], tuple[Annotated[str, Ref("laws")], ...], None),
    ],
)
def test_annotations_are_looked_through(annotation: Any, plain: Any, target: str | None) -> None:
    assert unwrap(annotation) == plain
    assert ref_target(annotation) == target


def test_vocabulary_members_have_value_and_label() -> None:
    assert Unit("working_day") is Unit.WORKING_DAY  # type: ignore[call-arg]  # one argument looks a member up
    assert [unit.label for unit in Unit] == ["当场办结", "小时", "个工作日", "日", "个月", "年"]


def test_entries_are_immutable() -> None:
    with pytest.raises(AttributeError):
        post().name = "b"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("repealed_by", "end", "expected"),
    [(None, None, True), ("b", None, False), ("b", "2027-01-01", True), ("b", "2026-01-01", False)],
)
def test_a_repealed_law_is_in_force_until_its_last_day(
    repealed_by: str | None, end: str | None, expected: bool
) -> None:
    last = datetime.date.fromisoformat(end) if end else None
    law = Law(id="a", name="a", kind=LawKind.LAW, issuer="c", repealed_by=repealed_by, effective_to=last)
    assert law.in_force(datetime.date(2026, 11, 22)) is expected


@record
class Sample(Record):
    """A record with a default of its own for each instance."""

    name: str
    tags: dict[str, str] = field(default_factory=dict)
    count: int = 1


@record
class Wider(Sample):
    """A record with one more field."""

    KIND: ClassVar[str] = "wide"

    width: int


def test_a_record_is_made_by_name_and_is_frozen() -> None:
    made = Wider(name="a", width=2)
    assert (made.name, made.tags, made.count, made.width) == ("a", {}, 1, 2)
    assert repr(made) == "Wider(name='a', tags={}, count=1, width=2)"
    assert made.tags is not Wider(name="a", width=2).tags
    with pytest.raises(FrozenInstanceError):
        made.name = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del made.name
    with pytest.raises(AttributeError):
        object.__setattr__(made, "other", 1)  # slots


def test_records_are_equal_by_class_and_fields() -> None:
    assert Sample(name="a") == Sample(name="a") != Sample(name="a", count=2)
    assert Wider(name="a", width=1) != Sample(name="a")
    assert hash(Duration(unit=Unit.MONTH, count=1)) == hash(Duration(count=1, unit=Unit.MONTH))
    assert {Duration(unit=Unit.MONTH), Duration(unit=Unit.MONTH)} == {Duration(unit=Unit.MONTH)}
    assert replace(Wider(name="a", width=1), width=3).width == 3
    assert pickle.loads(pickle.dumps(Wider(name="a", width=1))) == Wider(name="a", width=1)


def test_a_record_lacks_nothing_and_has_nothing_more() -> None:
    with pytest.raises(TypeError, match="lacks name"):
        Sample()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="has no odd"):
        Sample(name="a", odd=1)  # type: ignore[call-arg]


def test_an_ordinary_frozen_dataclass_may_be_derived_from_a_record() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Ordinary(Sample):
        more: int = 0

    @record
    class Last(Ordinary):
        end: int = 0

    assert Last(name="a", end=2) == Last(name="a", end=2, more=0)
    assert Ordinary(name="a").more == 0
