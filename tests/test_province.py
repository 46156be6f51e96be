"""A superior with the bureaus below it: one site, all or nothing, and the same bytes from one process or several."""

from __future__ import annotations

import datetime
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from generator.build import Settings, make
from generator.executor import HERE, Processes
from generator.findings import Severity
from generator.project import Project
from generator.province import Outcome, Province, open_bureau
from generator.serve import Preview
from tests.conftest import AS_OF, ROOT
from tests.helpers.commands import run
from tests.helpers.files import tree
from tests.helpers.projects import check_project
from tests.helpers.provinces import add_bureau

DAY = AS_OF.isoformat()
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def province(project: Path) -> Path:
    """The starter with two bureaus below it, one with a branch."""
    county = add_bureau(project)
    add_bureau(project, "shili-qu", "示例区税务局")
    add_bureau(county, "fenju", "示例分局", "shili-xian-shuiwuju")
    return project


def build(project: Path, target: Path, *options: object) -> int:
    return run("build", "--project", project, "--as-of", DAY, "--output", target, *options)


def page(target: Path, address: str) -> str:
    return (target / address / "index.html").read_text("utf-8")


def test_one_site(province: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert build(province, site) == 0
    matter = "procedures/fapiao-lingyong"
    assert "这是<strong>某某县税务局</strong>的网站" in page(site, matter)
    county = page(site, f"shili-xian/{matter}")
    assert "这是<strong>示例县税务局</strong>的网站" in county
    assert 'href="../../../">某某县税务局</a>' in county
    assert '<a href="../../bureaus/">选择您的税务局</a>' in county  # it has a branch below it
    assert '<a href="../../../bureaus/">选择您的税务局</a>' in page(site, f"shili-qu/{matter}")
    assert 'href="../../../">示例县税务局</a>' in page(site, f"shili-xian/fenju/{matter}")
    assert '<link rel="canonical" href="https://www.example.gov.cn/shili-xian/procedures/' in county
    choice = page(site, "bureaus")
    assert [choice.index(name) for name in ("shili-qu/", "shili-xian/", "shili-xian/fenju/")]
    assert "示例县税务局大楼一楼" in choice
    listed = set(json.loads((site / "manifest.json").read_bytes())["files"])
    assert listed == tree(site).keys() - {"manifest.json"}


def test_the_superiors_own_pages_are_those_of_a_site_alone(province: Path, tmp_path: Path) -> None:
    """Without bureaus nothing says whose site it is, and no page to choose a bureau is made."""
    Project.open(province, AS_OF).build(tmp_path / "alone")
    assert not (tmp_path / "alone/bureaus").exists()
    assert "zwgk-whose" not in page(tmp_path / "alone", "procedures/fapiao-lingyong")


def test_processes_make_the_same_bytes(province: Path, tmp_path: Path) -> None:
    several = Province.of(check_project(province))
    for name, settings in (("one", Settings()), ("two", Settings(Processes(2)))):
        _, published = several.build(tmp_path / name, settings)
        assert published and published.files == len(tree(tmp_path / name))
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_a_changed_line_costs_its_bureau(province: Path, tmp_path: Path, capsys: Capture) -> None:
    site = tmp_path / "site"
    build(province, site)
    note = province / "bureaus/shili-qu/data/procedures/fapiao-lingyong.yml"
    note.parent.mkdir()
    note.write_text("notes: [区里周六也办。]\n", "utf-8")
    before = tree(site)
    assert build(province, site) == 0
    after = tree(site)
    changed = {name for name in after if after[name] != before[name]} - {"manifest.json"}
    assert changed and all(name.startswith("shili-qu/") for name in changed)
    assert build(province, tmp_path / "cold", "--no-cache") == 0
    assert tree(tmp_path / "cold") == after


def test_a_telephone_is_told_where_the_text_is(province: Path) -> None:
    """A wrong telephone in an inherited text is the superior's finding alone, one in a bureau's own text its own."""
    note, name = "notes: [打0600-5559998问。]\n", "data/procedures/fapiao-lingyong.yml"
    own = province / "bureaus/shili-qu" / name
    own.parent.mkdir()
    own.write_text(note.replace("8问", "9问"), "utf-8")
    with (province / name).open("a", encoding="utf-8") as opened:
        opened.write(note)
    found = Province.of(check_project(province)).check(HERE)
    assert [item.location.file for item in found if item.code == "W931"] == [f"bureaus/shili-qu/{name}", name]


def test_a_bureau_has_a_registry_that_its_superior_lacks(province: Path) -> None:
    """Entries of it are nobody else's, also where rules ask whether an entry is the superior's."""
    county = province / "bureaus/shili-xian"
    for file, text in (
        ("registries/points.yml", "title: 便民点\ncolumn: 便民点\ntab: 机构与大厅\ncategory: 机构职能\n"
         "contents: 地址\nfields:\n  address: {kind: line, title: 地址}\n"),
        ("data/points/dongcun.yml", "name: 东村便民点\naddress: 东村1号\nsource: 本局规定第一条\n"),
    ):  # fmt: skip
        (county / file).parent.mkdir(exist_ok=True)
        (county / file).write_text(text, "utf-8")
    found = Province.of(check_project(province)).check(HERE)
    assert not [item for item in found if item.severity is Severity.ERROR and "shili-xian" in item.location.file]


@pytest.fixture
def broken(province: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A published site whose county has an error now, and whose district has a new note."""
    assert build(province, tmp_path / "site") == 0
    for id, text in (("shili-xian", "visits: {count: 3, reason: 多跑}\n"), ("shili-qu", "notes: [区里周六也办。]\n")):
        file = province / f"bureaus/{id}/data/procedures/fapiao-lingyong.yml"
        file.parent.mkdir()
        file.write_text(text, "utf-8")
    return province, tmp_path / "site"


def test_one_broken_bureau_and_nothing_is_published(broken: tuple[Path, Path], capsys: Capture) -> None:
    project, site = broken
    before = tree(site)
    assert build(project, site) == 1
    printed = capsys.readouterr()
    assert "bureaus/shili-xian/data/procedures/fapiao-lingyong.yml:1:9: 错误 B201" in printed.out
    assert "没有生成" in printed.err
    assert tree(site) == before


def test_with_keep_going_only_the_broken_bureau_stays_as_it_was(broken: tuple[Path, Path]) -> None:
    project, site = broken
    before = tree(site)
    assert build(project, site, "--keep-going") == 0
    after = tree(site)
    of_county = {name for name in before if name.startswith("shili-xian/")}
    assert {name: after.get(name) for name in of_county} == {name: before[name] for name in of_county}
    assert "区里周六也办" in page(site, "shili-qu/procedures/fapiao-lingyong")
    assert "shili-xian/" in page(site, "bureaus")


def test_one_bureau_is_chosen(province: Path, tmp_path: Path, capsys: Capture) -> None:
    site = tmp_path / "site"
    assert build(province, site, "--bureau", "shili-qu") == 2  # nothing to keep the other pages from
    assert build(province, site) == 0
    assert build(province, site, "--bureau", "shili-qu") == 0
    assert (site / "shili-xian/index.html").is_file() and (site / "bureaus/index.html").is_file()
    assert run("check", "--project", province, "--as-of", DAY, "--bureau", "meiyou") == 2
    assert "没有下级局 meiyou；有：shili-qu、shili-xian、shili-xian/fenju" in capsys.readouterr().err


def test_a_bureau_is_opened_in_its_own_folder(province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its site on a host of its own leads to the superior's in full."""
    monkeypatch.chdir(province / "bureaus/shili-xian/bureaus/fenju")
    assert run("check", "--as-of", DAY) == 0
    assert run("build", "--as-of", DAY, "--output", tmp_path / "alone") == 0
    guide = page(tmp_path / "alone", "procedures/fapiao-lingyong")
    assert '<a href="https://www.example.gov.cn/shili-xian/">示例县税务局</a>' in guide


def test_a_bureau_that_is_gone_is_missed(province: Path, tmp_path: Path, capsys: Capture) -> None:
    site = tmp_path / "site"
    build(province, site)
    (province / "bureaus/shili-qu").rename(tmp_path / "gone")
    assert build(province, site) == 1
    assert "shili-qu/" in capsys.readouterr().err
    assert (site / "shili-qu/index.html").is_file()


def test_an_address_of_its_own(province: Path, tmp_path: Path) -> None:
    file = province / "bureaus/shili-qu/site.yml"
    file.write_text(file.read_text("utf-8") + "base_url: https://qu.example.gov.cn/\n", "utf-8")
    assert build(province, tmp_path / "site") == 0
    assert 'href="https://qu.example.gov.cn/"' in page(tmp_path / "site", "bureaus")
    assert '<a href="https://www.example.gov.cn/">某某县税务局</a>' in page(tmp_path / "site", "shili-qu")


def test_bureaus_are_compared_where_one_does_better(province: Path, tmp_path: Path) -> None:
    limit = province / "data/time_limits/fapiao-lingyong.yml"
    text = limit.read_text("utf-8").replace("{unit: on_the_spot}", "{count: 10, unit: working_day}")
    limit.write_text(f"{text}statutory_none: {{basis: {{law: fapiao-guanli-banfa}}}}\n", "utf-8")
    better = province / "bureaus/shili-xian/data/time_limits/fapiao-lingyong.yml"
    better.parent.mkdir()
    better.write_text("promised: {count: 7, unit: working_day}\n", "utf-8")
    assert build(province, tmp_path / "site") == 0
    guide = page(tmp_path / "site", "shili-xian/procedures/fapiao-lingyong")
    assert "比某某县税务局规定快3个工作日" in guide
    assert "比某某县税务局" not in page(tmp_path / "site", "shili-qu/procedures/fapiao-lingyong")
    table = page(tmp_path / "site", "bureaus/fapiao-lingyong")
    assert table.index("示例县税务局</a>") < table.index("快3个工作日") < table.index("示例区税务局</a>")
    assert "1 个局办得比规定更好" in page(tmp_path / "site", "bureaus")
    assert 'href="../../bureaus/fapiao-lingyong/"' in page(tmp_path / "site", "procedures/fapiao-lingyong")
    better.unlink()  # without a difference the page may go
    assert build(province, tmp_path / "site") == 0
    assert not (tmp_path / "site/bureaus/fapiao-lingyong").exists()


def test_a_new_bureau_has_what_is_to_be_filled_in_marked(project: Path, capsys: Capture) -> None:
    assert run("new", "bureau", "东山县税务局", "--project", project, "--id", "dongshan") == 0
    assert run("check", "--project", project, "--as-of", DAY) == 1
    marked = [line for line in capsys.readouterr().out.splitlines() if line.startswith("bureaus/dongshan/")]
    assert {line.split()[2] for line in marked} <= {"S805", "F221", "F223", "D604", "D605"}
    for file in (project / "bureaus/dongshan").rglob("*.yml"):
        text = file.read_text("utf-8").replace("inquiry_phone: (请填写)", "inquiry_phone: 0600-5551001")
        text = text.replace("complaint_phone: (请填写)", "complaint_phone: 0600-5551002")
        text = text.replace("address: (请填写)", "address: 东山县人民路1号一楼大厅")
        text = text.replace("times:\n  - (请填写)", "times:\n  - 09:00-12:00\n  - 13:30-17:00")
        file.write_text(text.replace("(请填写)", "东山县政务大厅，邮编 000000"), "utf-8")
    assert run("check", "--project", project, "--as-of", DAY) == 0
    assert run("new", "bureau", "东山县税务局", "--project", project, "--id", "dongshan") == 2
    assert run("new", "bureau", "东山县税务局", "--project", project, "--id", "东山") == 2


def test_a_province_is_made_to_measure(project: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert run("synth", tmp_path / name, "--bureaus", "3", "--project", project) == 0
    assert tree(tmp_path / "a") == tree(tmp_path / "b")
    assert run("check", "--project", tmp_path / "a", "--as-of", DAY) == 0
    assert len(list((tmp_path / "a/bureaus").iterdir())) == 3
    assert run("synth", tmp_path / "a", "--bureaus", "3", "--project", project) == 2


def test_a_province_written_out_says_the_same(project: Path, tmp_path: Path) -> None:
    assert run("synth", tmp_path / "province", "--bureaus", 3, "--project", project) == 0
    assert run("synth", tmp_path / "flat", "--bureaus", 3, "--flat", "--project", project) == 0
    assert sorted(item.name for item in (tmp_path / "flat").iterdir()) == ["x0001", "x0002", "x0003"]
    above = check_project(tmp_path / "province")
    for id in ("x0001", "x0003"):
        below, flat = open_bureau(above, id, AS_OF), check_project(tmp_path / "flat" / id)
        assert flat.count(Severity.ERROR) == 0
        assert flat.registry.site == below.registry.site
        assert flat.registry.entries == below.registry.entries


def test_the_examples_bureaus_pass() -> None:
    """The example's county and district have no errors, and each promises more than the city somewhere."""
    several = Province.of(check_project(ROOT))
    assert {bureau.path for bureau in several.bureaus} == {("shili-xian",), ("shili-qu",)}
    seen: list[Outcome] = []
    several.check(HERE, seen.append)
    assert [item for outcome in seen for item in outcome.findings if item.severity is Severity.ERROR] == []
    assert all(any(offer.better for offer in outcome.facts.offers.values()) for outcome in seen)


def test_an_unchanged_bureau_is_not_made_again(province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def counted(above: Project, id: str, as_of: datetime.date, **more: Any) -> Project:
        opened.append(id)
        return open_bureau(above, id, as_of, **more)

    monkeypatch.setattr("generator.province.open_bureau", counted)
    site = tmp_path / "site"
    assert build(province, site, "--workers", "1") == 0
    assert sorted(set(opened)) == ["fenju", "shili-qu", "shili-xian"]
    opened.clear()
    before = tree(site)
    assert build(province, site, "--workers", "1") == 0
    assert opened == ["shili-xian"]  # as the superior of the branch
    assert tree(site) == before
    (site / "shili-qu/index.html").write_text("x", "utf-8")  # a page that was changed is made again
    assert build(province, site, "--workers", "1") == 0
    assert tree(site) == before
    opened.clear()
    assert run("check", "--project", province, "--as-of", DAY, "--workers", "1") == 0
    assert opened == ["shili-xian"]
    assert run("check", "--project", province, "--as-of", "2026-12-02", "--workers", "1") == 0
    assert "shili-qu" in opened  # another day


def test_the_topmost_site_is_made_again_only_for_what_it_shows(
    province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A note of a bureau is not in its superior's pages; its hall's address is, and so is its own entry."""
    made: list[Path] = []

    def counted(root: Path, *given: Any) -> None:
        made.append(root)
        make(root, *given)

    monkeypatch.setattr("generator.province.make", counted)
    bureau, own = (province / f"{part}data/procedures/fapiao-lingyong.yml" for part in ("bureaus/shili-qu/", ""))
    bureau.parent.mkdir()
    hall = province / "bureaus/shili-qu/data/organs/banshui-fuwuting.yml"
    for file, text, times in (
        (bureau, "", 1),
        (bureau, "notes: [区里周六也办。]\n", 0),
        (hall, hall.read_text("utf-8").replace("一楼", "二楼", 1), 1),
        (own, own.read_text("utf-8").replace("name: ", "notes: [周六也办。]\nname: ", 1), 1),
    ):
        if text:
            file.write_text(text, "utf-8")
        made.clear()
        assert build(province, tmp_path / "site") == 0
        assert len(made) == times, text
    assert build(province, tmp_path / "cold", "--no-cache") == 0
    assert tree(tmp_path / "site") == tree(tmp_path / "cold")
    (tmp_path / "site/index.html").write_text("x", "utf-8")  # a page that was changed is made again
    assert build(province, tmp_path / "site") == 0
    assert tree(tmp_path / "site") == tree(tmp_path / "cold")


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("data/procedures/fapiao-lingyong.yml", "notes: [周日也办。]\n"),
        ("content/about/us.md", "---\ntitle: 我们\ndescription: 我们\ncolumn: about\ndate: 2026-11-01\n---\n我们。\n"),
        ("site.yml", None),
        ("../../data/laws/fapiao-guanli-banfa.yml", None),
        ("../../site.yml", None),
    ],
)
def test_whatever_decides_a_bureaus_pages_makes_them_again(
    province: Path, tmp_path: Path, file: str, text: str | None
) -> None:
    assert build(province, tmp_path / "site") == 0
    path = province / "bureaus/shili-qu" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    old = path.read_text("utf-8") if text is None else ""
    path.write_text(
        text or old.replace("name: ", "name: 新", 1).replace("description: ", "description: 新", 1), "utf-8"
    )
    run("build", "--project", province, "--as-of", DAY, "--output", tmp_path / "site")
    build(province, tmp_path / "cold", "--no-cache")
    assert tree(tmp_path / "site") == tree(tmp_path / "cold")


def merge(province: Path, id: str, into: str, name: str) -> None:
    site = province / f"bureaus/{id}/site.yml"
    gone = f"succeeded_by: {{bureau: {into}, name: {name}, on: {DAY}}}\n"
    site.write_text(site.read_text("utf-8") + gone, "utf-8")


def test_the_pages_of_a_merged_bureau_lead_to_its_successor(province: Path, tmp_path: Path) -> None:
    """None of the addresses of the last release is gone."""
    site = tmp_path / "site"
    assert build(province, site) == 0
    before = {name for name in tree(site) if name.startswith("shili-qu/") and name.endswith("index.html")}
    merge(province, "shili-qu", "shili-xian", "示例县税务局")
    assert build(province, site) == 0
    assert before <= tree(site).keys()
    matter = page(site, "shili-qu/procedures/fapiao-lingyong")
    target = "../../../shili-xian/procedures/fapiao-lingyong/"
    assert f'http-equiv="refresh" content="0; url={target}"' in matter
    assert (site / "shili-qu/procedures/fapiao-lingyong" / target / "index.html").is_file()
    own = page(site, "shili-qu/organs/shili-qu-shuiwuju")
    assert 'content="0; url=../../../shili-xian/"' in own
    assert not (site / "shili-qu/search/names.json").exists()
    assert "示例区税务局" not in page(site, "bureaus")
    assert "/shili-qu/" not in (site / "sitemap.xml").read_text("utf-8")


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        ([("shili-qu", "meiyou", "没有的局")], "示例区税务局并入 meiyou：没有这个局"),
        ([("shili-qu", "shili-xian", "别的局")], "示例区税务局并入 shili-xian：叫示例县税务局，不叫别的局"),
        (
            [("shili-qu", "shili-xian", "示例县税务局"), ("shili-xian", "shili-qu", "示例区税务局")],
            "绕成了圈：shili-qu → shili-xian → shili-qu",
        ),
    ],
)
def test_a_merger_into_nothing(province: Path, pairs: list[tuple[str, str, str]], told: str) -> None:
    for id, into, name in pairs:
        merge(province, id, into, name)
    found = [item for item in Province.of(check_project(province)).check(HERE) if item.code == "B307"]
    assert len(found) == len(pairs) and found[0].message == told
    assert found[0].location.file == "bureaus/shili-qu/site.yml"


def test_the_sitemap_is_one(province: Path, tmp_path: Path) -> None:
    """An index may not list another: of a bureau with a branch, the map of its own pages is in it."""
    site = tmp_path / "site"
    assert build(province, site) == 0
    listed = re.findall("<loc>https://www.example.gov.cn/(.*?)</loc>", (site / "sitemap.xml").read_text("utf-8"))
    assert listed == [
        "sitemap-1.xml",
        "shili-qu/sitemap.xml",
        "shili-xian/sitemap-1.xml",
        "shili-xian/fenju/sitemap.xml",
    ]
    assert all("<urlset" in (site / name).read_text("utf-8") for name in listed)


def test_commands_in_a_bureaus_folder(province: Path, tmp_path: Path, capsys: Capture) -> None:
    """Days and deadlines are reckoned on the superior's calendar; the preview is the bureau's site."""
    notice = province / "data/calendar/2027.yml"
    notice.parent.mkdir()
    notice.write_text(
        "name: 2027年\nnumber: 通知\nholidays: [{name: 元旦, first: 2027-03-02, last: 2027-03-04}]\n", "utf-8"
    )
    county = province / "bureaus/shili-xian"
    due = ("due", "--start", "2027-03-01", "--count", "3")
    told = []
    for folder in (province, county, county / "bureaus/fenju", tmp_path):
        assert run(*due, "--project", folder) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1] == told[2] != told[3]
    deadlines = []
    for folder in (province, county / "bureaus/fenju"):
        assert run("filing-deadline", "2027-03", "--project", folder) == 0
        deadlines.append(capsys.readouterr().out)
    assert deadlines[0] == deadlines[1]
    preview = Preview(county, AS_OF, tmp_path)
    assert preview.findings == () or {item.code for item in preview.findings} == {"T526"}
    guide = (preview.folder / "procedures/fapiao-lingyong/index.html").read_text("utf-8")
    assert "这是<strong>示例县税务局</strong>的网站" in guide


def test_sites_that_stay_are_left_in_place(province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a large release. Not even linked: their folders are the same ones.

    A county with a branch below is linked, the branch stays.
    """
    monkeypatch.setattr("generator.publish.release.WHOLE_UP_TO", 0)
    site = tmp_path / "site"
    assert build(province, site) == 0
    inodes = {
        name: (site / name).stat().st_ino for name in ("shili-qu", "shili-xian", "shili-xian/fenju", "procedures")
    }
    note = province / "bureaus/shili-qu/data/procedures/fapiao-lingyong.yml"
    note.parent.mkdir()
    note.write_text("notes: [区里周六也办。]\n", "utf-8")
    assert build(province, site) == 0
    same = {name for name, inode in inodes.items() if (site / name).stat().st_ino == inode}
    assert same == {"shili-xian", "shili-xian/fenju", "procedures"}  # the last one is the topmost site's
    assert "区里周六也办" in page(site, "shili-qu/procedures/fapiao-lingyong")
    assert build(province, tmp_path / "cold", "--no-cache") == 0
    assert tree(site) == tree(tmp_path / "cold")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".site")] == [".site.lock"]
    before = os.umask(0o027)
    try:
        assert build(province, site) == 0
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in site.rglob("*") if path.is_file()} == {0o640}
    assert build(province, site) == 0
    assert {path.stat().st_mode & 0o777 for path in site.rglob("*") if path.is_file()} == {0o644}
    (site / "shili-qu/index.html").write_text("x", "utf-8")
    assert build(province, site) == 0
    assert run("verify", site) == 1  # a site that stays is not read again: verify and publish do that
    assert build(province, site, "--no-cache") == 0
    assert tree(site) == tree(tmp_path / "cold")
