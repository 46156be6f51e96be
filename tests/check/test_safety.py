"""What must never be published is found, and ordinary numbers are not taken for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.check.numbers import valid_card, valid_id_card
from generator.check.safety import PLACEHOLDER
from generator.check.texts import texts
from generator.findings import Finding
from generator.model.types import Duration, Unit
from tests.conftest import check_project, own_findings

Write = Callable[[str, str], Path]
ID = "110101199003070011"
ID_X = "11010119900301057X"
CARD = "6222021234567894"
PAGE = "---\ntitle: 页\ndescription: 页\ncolumn: about\ndate: 2026-07-01\n---\n\n"


@pytest.mark.parametrize("number", [ID, ID_X.lower(), ID_X, "11010519491231002X"])
def test_valid_identity_numbers(number: str) -> None:
    assert valid_id_card(number)


@pytest.mark.parametrize("place", range(18))
def test_identity_number_with_one_digit_off(place: int) -> None:
    others = [digit for digit in "0123456789" if digit != ID[place]]
    assert not [digit for digit in others if valid_id_card(ID[:place] + digit + ID[place + 1 :])]


@pytest.mark.parametrize("number", [CARD, "4111111111111111", "378282246310005", "6228480402564890018"])
def test_valid_card_numbers(number: str) -> None:
    assert valid_card(number)


@pytest.mark.parametrize("place", range(16))
def test_card_number_with_one_digit_off(place: int) -> None:
    others = [digit for digit in "0123456789" if digit != CARD[place]]
    assert not [digit for digit in others if valid_card(CARD[:place] + digit + CARD[place + 1 :])]


@pytest.mark.parametrize("number", ["79927398713", "00000000000000", "42" * 10])
def test_card_numbers_have_15_to_19_digits(number: str) -> None:
    assert not valid_card(number)


@pytest.fixture
def found(write: Write, project: Path) -> Callable[[str], list[Finding]]:
    """Check a content page that holds a text; return the S8 findings."""

    def check_text(text: str) -> list[Finding]:
        write("content/about/site.md", PAGE + text + "\n")
        return [item for item in check_project(project).findings if item.code.startswith("S8")]

    return check_text


@pytest.mark.parametrize(
    ("text", "code", "column", "shown"),
    [
        (f"如 {ID} 这样", "S801", 3, "…0011"),
        (f"号码{ID}，", "S801", 3, "…0011"),
        (f"({ID_X.lower()})", "S801", 2, "…057x"),
        ("打 13800138000 咨询", "S802", 3, "…8000"),
        ("打138-0013-8000咨询", "S802", 2, "…8000"),
        ("打 199 0013 8001", "S802", 3, "…8001"),
        (f"卡号{CARD}。", "S803", 3, "…7894"),
        ("卡号 6222 0212 3456 7894 。", "S803", 4, "…7894"),
        ("卡号 6222-0212-3456-7894", "S803", 4, "…7894"),
        ("有<b>粗</b>", "S804", 2, "<b>粗</b>"),
        ("有 {{ x }}", "S804", 3, "{{ x }}"),
        ("有&nbsp;空格", "S804", 2, "&nbsp;"),
        (f"电话：{PLACEHOLDER}", "S805", 1, PLACEHOLDER),
    ],
)  # fmt: skip
def test_what_is_found(found: Callable[[str], list[Finding]], text: str, code: str, column: int, shown: str) -> None:
    (finding,) = found(text)
    assert (finding.code, finding.location.line, finding.location.column) == (code, 8, column)
    assert shown in finding.message
    assert ID not in finding.message
    assert CARD not in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "电话 0600-5551001、010-12345678、12366、12345",
        "国家税务总局公告2019年第48号、税总发〔2026〕12号、国务院令第764号",
        "2026-07-01 至 2026年12月31日，20260701 到 20261231",
        "统一社会信用代码 91350100M000100Y44、911101010000000012",
        "发票代码 011001900104，发票号码 12345678，24502000000012345678",
        "银行账号 1234567890123456，事项编码 00012345678901234567",
        "金额 13800138000123 元，编号 x13800138000",
        f"身份证号 {ID[:-1]}2，卡号 {CARD[:-1]}5",
        "小于 5 < 6，A&B，a & b;，{x}，《办法》，100%",
    ],
)
def test_no_false_alarm(found: Callable[[str], list[Finding]], text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "110101 19900307 0011",
        "1101 0119 9003 0700 11",
        "110101·19900307·0011",
        "１１０１０１１９９００３０７００１１",
        "旧号 110101900307001 作废",
        "+8613800138000",
        "008613800138000",
        "138.0013.8000",
        "1380 0138 000",
        "138**0013**8000",
        "1380013\n8000",
        "１３８００１３８０００",
        "[打](tel:%313800138000)",
        "６２２２０２１２３４５６７８９４",
        "护照 E12345678",
        "京A12345 号车",
        "统一社会信用代码 91350100M000100Y43",
        "江州宏达商贸有限公司",
        "zhangsan1990@qq.com",
        f"No{ID}",
    ],
)
def test_other_ways_of_writing_are_found(found: Callable[[str], list[Finding]], text: str) -> None:
    assert found(text)


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        ("data/posts/a.yml", f"name: a\norgan: banshui-fuwuting\nsummary: b\nstandards:\n  - c\n  - {ID}\n", 6),
        ("content/about/site.md", PAGE.replace("title: 页", f"title: {ID}"), 2),
        ("content/about/site.md", PAGE + f"一\n\n二\n\n三 {ID}\n", 12),
    ],
)
def test_every_text_is_looked_at(write: Write, project: Path, file: str, text: str, line: int) -> None:
    write(file, text)
    found = [item for item in check_project(project).findings if item.code == "S801"]
    assert [(item.location.file, item.location.line) for item in found] == [(file, line)]


def test_site_settings_are_looked_at(project: Path) -> None:
    site = project / "site.yml"
    site.write_text(site.read_text(encoding="utf-8") + "maintainer: 13800138000\n", encoding="utf-8")
    assert [item.code for item in own_findings(check_project(project))] == ["S802"]


def test_texts_yields_leaves_with_paths() -> None:
    value = {"a": ("x", ["y"]), "b": {"c": "z"}, "d": 1, "e": None, "f": Unit.HOUR}
    assert list(texts(value)) == [(("a", 0), "x"), (("a", 1, 0), "y"), (("b", "c"), "z")]
    assert list(texts(Duration(count=1, unit=Unit.HOUR))) == []
