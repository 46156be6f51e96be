"""zwgk inspect: formats, exit codes, what is wrong in a built site, and links that lead out."""

from __future__ import annotations

import csv
import io
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from generator.cli import main
from generator.commits import Doubt
from generator.outside import Reach, ask
from generator.pagecheck import Pages, look
from generator.project import Project
from generator.publish import publish
from generator.render.pages import File
from tests.conftest import STARTER

DAY = ("--as-of", "2026-11-30")


def test_json_and_csv_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    main(["inspect", "--project", str(STARTER), *DAY, "--format", "json"])
    data = json.loads(capsys.readouterr().out)
    assert main(["inspect", "--project", str(STARTER), *DAY, "--format", "csv"]) == 1
    text = capsys.readouterr().out
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text[1:])))
    assert [row["编号"] for row in rows if row["类别"] == "单项否决"] == [item["key"] for item in data["vetoes"]]
    assert data["tripped"] == ["4.3"], "a new site has empty columns"


def test_a_workbook_says_what_the_csv_says(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    command = ["inspect", "--project", str(STARTER), *DAY, "--format"]
    main([*command, "csv"])
    expected = list(csv.reader(io.StringIO(capfdbinary.readouterr().out.decode("utf-8-sig"))))
    books = []
    for _ in range(2):
        assert main([*command, "xlsx"]) == 1
        books.append(capfdbinary.readouterr().out)
    assert books[0] == books[1]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(books[0])).get_sheet_by_name("自查")
    assert [[f"{cell:g}" if isinstance(cell, float) else cell for cell in row] for row in sheet.to_python()] == expected


def test_a_workbook_goes_into_a_file(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("generator.cli.inspect.find_spec", lambda _: None)
    assert main(["inspect", "--project", str(STARTER), *DAY, "--format", "xlsx"]) == 2
    assert "zwgk[excel]" in capsys.readouterr().err


def test_the_threshold_decides_the_exit_code(example: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.cli.inspect.read_project", lambda *_: example)
    monkeypatch.setattr("generator.commits.doubts", lambda *_: [])  # the example's days are those of a story
    assert main(["inspect", *DAY, "--fail-under", "100"]) == 0
    monkeypatch.setattr("generator.inspection.Report.score", 79)
    assert main(["inspect", *DAY, "--fail-under", "80"]) == 1
    assert main(["inspect", *DAY, "--fail-under", "79"]) == 0


def test_the_example_site_has_no_dead_link_and_all_marks(below: Project, site: Path) -> None:
    found = look(site, below.session.site)
    assert found.pages > 1000 and found.links > 100_000
    assert [fault for fault in found.faults if fault.kind in {"link", "mark", "access"}] == []
    assert any("chinatax.gov.cn" in address for address in found.outside)


GOOD = """<html lang="zh"><head><title>x</title><meta name="SiteName" content="x"><meta name="SiteIDCode" content="x">
</head><body><h1 id="a">x</h1><h2>y</h2>{more}<footer>{foot}网站地图</footer></body></html>"""


@pytest.fixture
def seen(example: Project, tmp_path: Path) -> Iterator[object]:
    """Return a function that publishes one page with more in its body, and looks at it."""
    site = example.session.site
    foot = " ".join(str(text) for text in (site.organiser, site.contact, site.site_code, site.icp, site.police_record))

    def seen_with(more: str, page: str = GOOD) -> Pages:
        text = page.replace("{foot}", foot).replace("{more}", more)
        publish([File("index.html", text.encode()), File("a/b.txt", b"")], tmp_path / "site")
        return look(tmp_path / "site", site)

    yield seen_with


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ('<a href="a/c.txt">x</a>', "link"),
        ('<a href="/a/c/">x</a>', "link"),
        ('<a href="#b">x</a>', "link"),
        ('<script src="../../a/b.js"></script>', "link"),
        ('<img src="a/b.txt">', "access"),
        ('<input id="q">', "access"),
        ("<h4>x</h4>", "access"),
        ("<h1>x</h1>", "access"),
    ],
)
def test_what_is_wrong_on_a_page_is_found(seen, more: str, kind: str) -> None:  # type: ignore[no-untyped-def]
    assert [fault.kind for fault in seen(more).faults] == [kind]


def test_a_good_page_has_no_fault(seen) -> None:  # type: ignore[no-untyped-def]
    more = '<a href="a/b.txt">x</a><a href="/a/b.txt">x</a><a href="#a">x</a><a href="tel:12366">x</a>'
    found = seen(more + '<a href="https://zwgk.example.gov.cn/a/b.txt">x</a><a href="https://elsewhere.cn/">x</a>')
    assert found.faults == [] and list(found.outside) == ["https://elsewhere.cn/"]


def test_lost_marks_and_heavy_pages_are_found(seen) -> None:  # type: ignore[no-untyped-def]
    import random

    noise = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=120_000))
    found = seen(noise, GOOD.replace('name="SiteIDCode"', "").replace("{foot}", ""))
    assert found.counts == {"mark": 6, "weight": 1}


class _Answers(BaseHTTPRequestHandler):
    """Answers with the status that the path names."""

    def do_GET(self) -> None:
        self.send_response(int(self.path[1:]))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


def test_dead_blocked_and_unknown_are_told_apart() -> None:
    server = HTTPServer(("127.0.0.1", 0), _Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    here = f"http://127.0.0.1:{server.server_port}"
    try:
        found = ask([f"{here}/200", f"{here}/404", f"{here}/410", f"{here}/403", f"{here}/503", "http://127.0.0.1:1/"])
    finally:
        server.shutdown()
        server.server_close()
    assert [item.reach for item in found] == [
        Reach.THERE,
        Reach.DEAD,
        Reach.DEAD,
        Reach.BLOCKED,
        Reach.BLOCKED,
        Reach.UNKNOWN,
    ]


def test_each_deduction_and_the_exit_code_are_explained(
    example: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The example leaves one figure out on purpose, and says so in site.yml."""
    monkeypatch.setattr("generator.cli.inspect.read_project", lambda *_: example)
    doubts = [Doubt(f"data/{number}.yml", "2026-11-01 核验，又改过", False) for number in range(5)]
    monkeypatch.setattr("generator.commits.doubts", lambda *_: [Doubt("content/a.md", "对不上", True), *doubts])
    assert main(["inspect", *DAY, "--fail-under", "100"]) == 1
    out, err = capsys.readouterr()
    assert (
        "4.1  栏目不更新（动态栏目两周、通知政策栏目半年没有更新，合计5个）：过期：承诺兑现（有到期没有公布的数字）"
        in out
    )
    assert "不算分（分值没有查到）  数字和年报：查到期没有公布的数字和年报；" in out
    assert "写了说明、接受的有 1 处\n" in out
    assert "还有 2 处；加 --format csv 列全" in out
    assert err.endswith("没有通过：发布日期和提交对不上（1 处）\n")
    monkeypatch.setattr("generator.inspection.Report.score", 79)
    assert main(["inspect", *DAY, "--fail-under", "80"]) == 1
    assert "得 79 分，低于 80 分" in capsys.readouterr().err
