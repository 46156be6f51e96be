"""The privacy gate for attachments: what is seen, what is hidden, who made the file, and the command."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.check.gate import leaks
from generator.source.attachments import read_attachment
from generator.source.passages import Attachment
from tests.attachments import docx, picture, xlsx
from tests.helpers.commands import run

ID = "110101199003070011"


def row(text: str, more: str = "") -> str:
    return f'<row r="1"{more}><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (docx("申请表"), []),
        (docx(f"号码 {ID} 的"), ["有身份证号码(…0011)"]),
        (docx("联系 １３８００１３８０００"), ["有手机号(…8000)"]),
        (docx("卡号 6222 0212 3456 7894"), ["有银行卡号(…7894)"]),
        (docx("申请表", author="打字的人"), ["打字的人", "打字的人"]),
        (xlsx(row(ID)), ["有身份证号码(…0011)"]),
        (xlsx(row("甲", ' hidden="1"')), ["打开文件看不见"]),
        (xlsx("", second=row(ID), state="hidden"), ["打开文件看不见", "有身份证号码(…0011)"]),
        (picture("JPEG", author="Zhao", place=True), ["Zhao", "有经纬度"]),
        (picture("PNG"), []),
        (b"<html>", ["不是 PDF"]),
    ],
)
def test_what_must_not_be_published_is_found(data: bytes, said: list[str]) -> None:
    found = sorted(leak.what for leak in leaks(read_attachment(data)))
    assert len(found) >= len(said) and bool(found) == bool(said)
    for words in said:
        assert any(words in what for what in found), found
    assert not any(ID in what for what in found), "a number is not repeated"


def test_a_file_whose_text_cannot_be_read_is_looked_at_by_somebody() -> None:
    assert [leak.what for leak in leaks(Attachment("pdf", unread=True))] == ["它的文字读不出来，要人看"]


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "a.docx", tmp_path / "b.docx"
    good.write_bytes(docx("申请表"))
    bad.write_bytes(docx(f"号码 {ID}"))
    assert run("check", "--file", good) == 0
    assert run("check", "--file", good, "--file", bad) == 1
    out, err = capsys.readouterr()
    assert out == f"{bad}：正文第 1 段：有身份证号码(…0011)\n"
    assert "2 个附件，1 处问题" in err
    assert run("check", "--file", tmp_path / "none.docx") == 2
