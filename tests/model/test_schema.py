"""Raw values -> records: what is converted, what is proposed, and that every error comes at once."""

from __future__ import annotations

import datetime
import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from py_mini_racer import MiniRacer

import generator.model
from generator.findings import Path
from generator.model.content import Column, PageMeta
from generator.model.examples import example_at
from generator.model.materials import Material, MaterialKind
from generator.model.organs import Organ, OrganKind, Weekday
from generator.model.posts import Post
from generator.model.procedures import Procedure
from generator.model.records import RECORDS
from generator.model.schema import field_title, json_schema, validate
from generator.model.site import Site, Thresholds
from generator.model.time_limits import TimeLimit
from generator.model.types import Duration, Record, Unit, Vocabulary
from generator.source.yaml_reader import MAX_SAME, read

POST = {"id": "a", "name": "岗", "organ": "b", "summary": "做事"}
ORGAN = {"id": "a", "name": "厅", "kind": "hall", "summary": "办事"}
MATERIAL = {"id": "a", "name": "证", "kind": "form", "origin": "other"}
PAGE = {"title": "t", "description": "d", "column": "news", "date": "2026-07-01"}
PROCEDURE = {
    "id": "a",
    "name": "事",
    "kind": "public_service",
    "audience": ["enterprise"],
    "themes": ["invoice"],
    "summary": "办事",
}


def problems(record: type, value: dict[str, Any]) -> list[tuple[str, Path, str]]:
    """Return code, path and hint of everything wrong with a value."""
    made, hits = validate(record, value, "x.yml")
    assert (made is None) == bool(hits)
    return [(rule.code, hit.path, rule.hint.format_map(hit.words)) for rule, hit in hits]


def codes(record: type, value: dict[str, Any]) -> list[tuple[str, Path]]:
    return [(code, path) for code, path, _ in problems(record, value)]


def message(record: type, value: dict[str, Any]) -> str:
    """Return the message of the only thing wrong with a value."""
    ((rule, hit),) = validate(record, value, "x.yml")[1]
    return rule.message.format_map(hit.words)


def made(record: type, value: dict[str, Any]) -> Any:
    entry, hits = validate(record, value, "x.yml")
    assert hits == []
    return entry


def test_text_becomes_what_the_field_is() -> None:
    material = made(Material, MATERIAL | {"held_by_bureau": "true", "verified_on": "2026-07-01", "aliases": ["一"]})
    assert material.kind is MaterialKind.FORM
    assert material.held_by_bureau is True
    assert material.verified_on == datetime.date(2026, 7, 1)
    assert material.aliases == ("一",)


def test_defaults() -> None:
    procedure = made(Procedure, PROCEDURE | {"materials": [{"material": "m"}]})
    assert (procedure.aliases, procedure.situations, procedure.scope, procedure.fee) == ((), {}, None, None)
    use = procedure.materials[0]
    assert (use.copies, use.form, use.medium, use.returned) == (None, None, None, None)
    assert procedure.withdrawn is None


def test_nested_records_and_maps() -> None:
    organ = made(
        Organ,
        ORGAN
        | {
            "hours": [{"days": ["mon", "workday"], "times": ["08:30-12:00"]}],
            "windows": {"w-1": {"name": "窗"}},
        },
    )
    assert organ.kind is OrganKind.HALL
    assert organ.hours[0].days == (Weekday.MON, Weekday.WORKDAY)
    assert organ.windows["w-1"].name == "窗"


@pytest.mark.parametrize("options", ["cash", ["cash"], ["cash", "card"]])
def test_one_option_may_stand_without_brackets(options: object) -> None:
    procedure = made(Procedure, PROCEDURE | {"steps": [{"name": "受理", "when": {"pay": options}}]})
    assert procedure.steps[0].when == {"pay": tuple([options] if isinstance(options, str) else options)}  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "value"), [("true", True), ("false", False)])
def test_flags(text: str, value: bool) -> None:
    assert made(Material, MATERIAL | {"held_by_bureau": text}).held_by_bureau is value


@pytest.mark.parametrize("text", ["yes", "no", "True", "1", "on", "是", ""])
def test_other_flags_are_refused(text: str) -> None:
    assert codes(Material, MATERIAL | {"held_by_bureau": text}) == [("M205", ("held_by_bureau",))]


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2024", "2026-7-1", "2026年7月1日", "20260701", "明天", "2026-07-01T00:00"]
)
def test_days_that_are_none(text: str) -> None:
    assert codes(Post, POST | {"verified_on": text}) == [("M205", ("verified_on",))]


@pytest.mark.parametrize("text", ["2024-02-29", "1949-10-01"])
def test_days(text: str) -> None:
    assert made(Post, POST | {"verified_on": text}).verified_on == datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0", 0), ("007", 7), ("100000", 100_000), ("100001", "M208"), ("999999", "M208"), ("-1", "M205"), ("1.5", "M205"),
     ("1e3", "M205"), ("三", "M205"), ("+3", "M205"), ("1_0", "M205"), ("1234567", "M205")],
)  # fmt: skip
def test_counts(text: str, expected: object) -> None:
    value = {"verify_after_days": text}
    if isinstance(expected, int):
        assert made(Thresholds, value).verify_after_days == expected
    else:
        assert codes(Thresholds, value) == [(expected, ("verify_after_days",))]


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("sumary", "summary(岗位职责概述)"),
        ("standard", "standards(岗位标准)"),
        ("hand_over_to", "hands_over_to(移交链)"),
        ("岗位电话", "要写成 phone"),
        ("AB岗", "要写成 cover"),
        ("zzz", "编辑手册"),
    ],
)
def test_unknown_field_proposes_the_nearest(key: str, hint: str) -> None:
    _, hits = validate(Post, POST | {key: "x"}, "x.yml")
    ((rule, hit),) = hits
    assert (rule.code, hit.path, hit.at_key) == ("M202", (key,), True)
    assert hint in rule.hint.format_map(hit.words)


def test_unknown_field_inside_a_list_proposes_of_its_own_record() -> None:
    value = PROCEDURE | {"steps": [{"name": "受理"}, {"name": "办结", "limit": "x", "时限": "y"}]}
    assert [(path, "within" in hint) for _, path, hint in problems(Procedure, value)] == [
        (("steps", 1, "limit"), False),
        (("steps", 1, "时限"), True),
    ]


@pytest.mark.parametrize(
    ("value", "path", "hint"),
    [
        ({"kind": "公共服务x"}, ("kind",), "public_service(公共服务)"),
        ({"kind": "公共服务"}, ("kind",), "“公共服务”要写成 public_service"),
        ({"steps": [{"name": "受理", "within": {"unit": "个工作日"}}]}, ("steps", 0, "within", "unit"), "working_day"),
        ({"channels": [{"kind": "窗口办理"}]}, ("channels", 0, "kind"), "要写成 window"),
    ],
)
def test_vocabulary_proposes_by_label(value: dict[str, Any], path: Path, hint: str) -> None:
    ((code, where, words),) = problems(Procedure, PROCEDURE | value)
    assert (code, where) == ("M204", path)
    assert hint in words


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        ({"name": "岗" * 121}, "M206", "“名称”有 121 个字，最多 120 个"),
        ({"name": ""}, "M207", "“名称”是空的"),
        ({"name": ["x"]}, "M203", "“名称”应当是一段文字"),
        ({"standards": "x"}, "M203", "“岗位标准”应当是列表"),
        ({"standards": {"x": "y"}}, "M203", "“岗位标准”应当是列表"),
        ({"withdrawn": "x"}, "M203", "“已取消”应当是若干行“字段: 内容”"),
        ({"phone": "5551001"}, "F221", "“岗位电话”写成了“5551001”"),
        ({"verified_on": "2026-02-30"}, "M205", "应当是日历上有的一天"),
        ({"withdrawn": "x"}, "M203", "可以写 on、replaced_by、reason"),
        ({"verified_on": "x" * 60}, "M205", "x" * 39 + "…”"),
    ],
)
def test_messages(value: dict[str, Any], code: str, words: str) -> None:
    assert words in message(Post, POST | value)
    assert codes(Post, POST | value)[0][0] == code


def test_keys_of_maps_are_checked() -> None:
    value = ORGAN | {"windows": {"综合": {"name": "窗"}}}
    ((rule, hit),) = validate(Organ, value, "x.yml")[1]
    assert (rule.code, hit.path, hit.at_key) == ("M205", ("windows", "综合"), True)


def test_every_error_at_once() -> None:
    value = {
        "id": "a",
        "name": "",
        "kind": "许可",
        "audience": "enterprise",
        "themes": [],
        "visits": {"reason": "x"},
        "where": [{"organ": "A"}, {"windows": ["b"]}],
        "verified_on": "2026-02-30",
        "titel": "x",
    }
    assert sorted(codes(Procedure, value), key=str) == sorted(
        [
            ("M207", ("name",)),
            ("M204", ("kind",)),
            ("M203", ("audience",)),
            ("M201", ()),  # summary
            ("M201", ("visits",)),  # count
            ("M201", ("where", 1)),
            ("M205", ("verified_on",)),
            ("M202", ("titel",)),
        ],
        key=str,
    )


def test_two_missing_fields_are_both_reported() -> None:
    value = {key: POST[key] for key in ("id", "name")}
    missing = [hit.words["key"] for _, hit in validate(Post, value, "x.yml")[1]]
    assert missing == ["organ", "summary"]


def test_hits_name_the_file() -> None:
    hit = validate(Post, {}, "data/posts/a.yml")[1][0][1]
    assert (hit.file, hit.path, hit.words["title"], hit.words["key"]) == ("data/posts/a.yml", (), "编号", "id")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("kind", ["form"], "“材料类型”应当是一个值，不写方括号：去掉 [ ] 或“- ” → 照这样写：kind: form"),
        ("aliases", "【一，二】", "；【】｛｝要改成英文的 [ ] { } → 照这样写：aliases: ["),
        ("aliases", "一", "，这里写的是一段文字 → "),
        ("name", {"a": "b"}, "“名称”应当是一段文字，这里写的是若干行“字段: 内容” → 照这样写：name: "),
        ("held_by_bureau", "是", "照这样写：held_by_bureau: true"),
        ("verified_on", "去年", "照这样写：verified_on: 2026-07-01"),
        ("blank_form", "form.pdf", "如 blank_form: https://www.example.gov.cn/"),
    ],
)
def test_messages_speak_of_what_was_written_and_show_the_field(field: str, value: object, words: str) -> None:
    ((rule, hit),) = validate(Material, MATERIAL | {field: value}, "x.yml")[1]
    assert words in rule.message.format_map(hit.words) + " → " + rule.hint.format_map(hit.words)


@pytest.mark.parametrize(
    ("field", "value", "where"),
    [
        ("kind", "closed", "写在 hours_changes"),
        ("start", "2026-12-31", "写在 hours_changes"),
        ("days", ["sat[1]"], "weeks"),
    ],
)
def test_what_is_written_in_another_field_is_told_so(field: str, value: object, where: str) -> None:
    hours = {"days": ["sat"], "times": ["09:00-12:00"], field: value}
    ((rule, hit),) = validate(Organ, ORGAN | {"hours": [hours]}, "x.yml")[1]
    assert rule.hint.format_map(hit.words).endswith(where)


def test_a_field_that_is_written_wrongly_is_not_missing_as_well() -> None:
    value = {key: item for key, item in POST.items() if key != "summary"}
    assert codes(Post, value | {"sumary": "做事"}) == [("M202", ("sumary",))]
    assert codes(Post, value | {"phon": "做事"}) == [("M201", ()), ("M202", ("phon",))]


def test_of_many_faults_of_one_kind_the_first_are_told() -> None:
    assert len(codes(Post, POST | {f"k{number}": "1" for number in range(4000)})) == MAX_SAME


@pytest.mark.parametrize("record", [*RECORDS, Site, PageMeta])
def test_every_field_has_an_example_that_it_accepts(record: type) -> None:
    for item in fields(record):
        if item.name == "format":  # a number that `zwgk migrate` writes
            continue
        text = example_at(record, (item.name,))
        assert text.startswith(f"{item.name}: "), text
        value = read(text + "\n").value
        _, hits = validate(record, value, "x.yml")
        assert [(rule.code, hit.path) for rule, hit in hits if hit.path] == [], text


def test_statutory_limit_is_a_duration() -> None:
    value = {"id": "a", "name": "时", "of": {"procedure": "b"}, "starts": "acceptance"}
    limit = made(TimeLimit, value | {"statutory": {"count": "20", "unit": "calendar_day", "basis": {"law": "l"}}})
    assert isinstance(limit.statutory, Duration)
    assert (limit.statutory.count, limit.statutory.unit) == (20, Unit.CALENDAR_DAY)


def test_page_meta() -> None:
    meta = made(PageMeta, PAGE)
    assert (meta.column, meta.order) == (Column.NEWS, 100)


def records() -> Iterator[type]:
    """Yield every record of the model, registries and what stands inside them."""
    seen = set()
    for info in pkgutil.iter_modules(generator.model.__path__):
        for item in vars(importlib.import_module(f"generator.model.{info.name}")).values():
            if isinstance(item, type) and is_dataclass(item) and issubclass(item, Record) and item not in seen:
                seen.add(item)
                yield item


EVERY = sorted(records(), key=lambda record: record.__name__)


def test_records_are_found() -> None:
    assert {*RECORDS, Site, PageMeta, Duration} <= set(EVERY)
    assert len(EVERY) > 30


@pytest.mark.parametrize("record", EVERY, ids=lambda record: record.__name__)
def test_every_field_has_a_chinese_title(record: type) -> None:
    for item in fields(record):
        zh = field_title(record, item.name)
        assert zh is not None, item.name
        assert not zh.title.isascii(), item.name


def titles_are_unique(record: type) -> bool:
    titles = [zh.title for item in fields(record) if (zh := field_title(record, item.name))]
    return len(titles) == len(set(titles))


@pytest.mark.parametrize("record", EVERY, ids=lambda record: record.__name__)
def test_titles_propose_one_field(record: type) -> None:
    assert titles_are_unique(record)


VOCABULARIES = sorted(
    {
        item
        for info in pkgutil.iter_modules(generator.model.__path__)
        for item in vars(importlib.import_module(f"generator.model.{info.name}")).values()
        if isinstance(item, type) and issubclass(item, Vocabulary) and item is not Vocabulary
    },
    key=lambda kind: kind.__name__,
)


@pytest.mark.parametrize("kind", VOCABULARIES, ids=lambda kind: kind.__name__)
def test_vocabularies_have_distinct_chinese_labels(kind: type[Vocabulary]) -> None:
    labels = [member.label for member in kind]
    assert len(labels) == len(set(labels)) > 1
    assert not any(label.isascii() for label in labels)


TYPES = {"string", "integer", "number", "boolean", "array", "object", "null"}


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every schema inside a schema."""
    yield node
    for key in ("properties", "$defs"):
        for inner in node.get(key, {}).values():
            yield from nodes(inner)
    for key in ("items", "additionalProperties", "propertyNames"):
        if isinstance(node.get(key), dict):
            yield from nodes(node[key])
    for key in ("anyOf", "allOf", "oneOf"):
        for inner in node.get(key, []):
            yield from nodes(inner)


@pytest.mark.parametrize("record", [*RECORDS, Site], ids=lambda record: record.__name__)
def test_json_schema(record: type) -> None:
    schema = json.loads(json.dumps(json_schema(record)))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    assert "id" not in schema["properties"]
    assert set(schema["required"]) <= schema["properties"].keys()
    every = list(nodes(schema))
    for node in every:
        assert isinstance(node, dict)
        assert node.get("type", "object") in TYPES
        assert set(node.get("required", [])) <= node.get("properties", {}).keys()
        if "$ref" in node:
            assert node["$ref"].removeprefix("#/$defs/") in schema["$defs"]
        for name, item in node.get("properties", {}).items():
            assert not item["title"].isascii(), name


def test_editors_understand_every_pattern() -> None:
    """JSON Schema's patterns are JavaScript's, with the flag u."""
    schemas = [json_schema(record) for record in (*RECORDS, Site)]
    patterns = {node["pattern"] for schema in schemas for node in nodes(schema) if "pattern" in node}
    assert len(patterns) > 20
    with ThreadPoolExecutor(1) as thread:
        compiled = "new RegExp({}, 'u') && 1"
        context = thread.submit(MiniRacer).result()
        for pattern in sorted(patterns):
            assert thread.submit(context.eval, compiled.format(json.dumps(pattern))).result() == 1


def test_editors_propose_the_ids_of_every_registry() -> None:
    """Also in records within records, and where the id is no reference: who reviewed, what replaces an entry."""
    ids = {record.FOLDER: [f"{record.FOLDER}-id"] for record in RECORDS}
    schema = json_schema(Procedure, ids)
    steps = schema["$defs"]["ReviewStep"]["properties"]
    assert steps["post"]["examples"] == ["posts-id"]
    assert schema["$defs"]["Withdrawn"]["properties"]["replaced_by"]["examples"] == ["procedures-id"]
    assert schema["$defs"]["MaterialUse"]["properties"]["material"]["examples"] == ["materials-id"]
    assert schema["properties"]["duties"]["items"]["examples"] == ["duties-id"]
    for record in (*RECORDS, Site):
        marked = [node for node in nodes(json_schema(record, ids)) if "x-ref" in node]
        assert all(node["examples"] == [f"{node['x-ref']}-id"] for node in marked), record
        for node in nodes(json_schema(record)):
            if re.search("(?:^|，)[a-z_]+/ 里的(?:文件名|编号)", node.get("description", "")):
                assert "x-ref" in json.dumps(node), node


def test_json_schema_carries_the_model() -> None:
    properties = json_schema(Post)["properties"]
    assert properties["name"]["maxLength"] == 120
    assert properties["organ"]["x-ref"] == "organs"
    assert properties["cover"]["description"] == "不在岗时由哪个岗位顶替"
    schema = json_schema(Procedure)
    assert schema["properties"]["audience"]["items"]["x-terms"] == "audiences"
    assert schema["required"] == ["name", "kind", "audience", "themes", "summary"]
