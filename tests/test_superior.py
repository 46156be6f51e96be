"""A superior outside the repository: packed, taken over, pinned; and what its new versions mean for a bureau."""

from __future__ import annotations

import datetime
import hashlib
import io
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.check.upstream import State, changes
from generator.project import Project
from generator.source.archive import ArchiveError, packed, read_archive
from tests.conftest import AS_OF, own_findings
from tests.helpers.commands import run
from tests.helpers.files import edit, written
from tests.helpers.provinces import add_bureau

DAY, NEXT, FIRST = ((AS_OF - datetime.timedelta(days)).isoformat() for days in range(3))
LIMIT = "data/time_limits/fapiao-lingyong.yml"
MATTER = "data/procedures/fapiao-lingyong.yml"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def county(project: Path, tmp_path: Path) -> Path:
    """A county in a repository of its own, below the starter's first version, with a promise of its own."""
    home = Path(shutil.move(add_bureau(project), tmp_path / "county"))
    shutil.rmtree(project / "bureaus")
    site = home / "site.yml"
    site.write_text(site.read_text("utf-8") + "base_url: https://xian.example.gov.cn/\n", "utf-8")
    none = "statutory_none: {basis: {law: fapiao-guanli-banfa}}\n"
    edit(project / LIMIT, "promised: {unit: on_the_spot}", f"{none}promised: {{count: 3, unit: working_day}}")
    written(home / LIMIT, "promised: {count: 2, unit: working_day}\n")
    assert pack(project, tmp_path / "one.tar", FIRST) == 0
    assert update(home, tmp_path / "one.tar") == 0
    return home


def pack(project: Path, target: Path, day: str, *more: object) -> int:
    return run("superior", "pack", target, "--project", project, "--as-of", day, *more)


def update(county: Path, archive: Path, *more: object) -> int:
    return run("superior", "update", archive, "--project", county, *(more or ("--write",)))


def codes(county: Path) -> list[str]:
    return [f"{item.code} {item.location.file}" for item in own_findings(Project.open(county, AS_OF))]


def test_the_same_files_make_the_same_archive(project: Path, county: Path, tmp_path: Path, capsys: Capture) -> None:
    capsys.readouterr()
    assert pack(project, tmp_path / "again.tar", FIRST) == 0
    data = (tmp_path / "again.tar").read_bytes()
    assert data == (tmp_path / "one.tar").read_bytes()
    assert hashlib.sha256(data).hexdigest() in capsys.readouterr().out
    assert hashlib.sha256(data).hexdigest() in (county / "site.yml").read_text("utf-8")
    with tarfile.open(tmp_path / "again.tar") as archive:
        assert {(item.mtime, item.uid, item.uname) for item in archive} == {(0, 0, "")}


def test_a_county_inherits_from_a_superior_elsewhere(project: Path, county: Path, capsys: Capture) -> None:
    assert codes(county) == []
    checked = Project.open(county, AS_OF)
    assert checked.registry.files["procedures", "fapiao-lingyong"] == f"superior/{MATTER}"
    capsys.readouterr()
    assert run("explain", "time_limits/fapiao-lingyong", "--project", county) == 0
    told = capsys.readouterr().out
    assert f"promised.count = 2  ← 示例县税务局 {LIMIT}:1" not in told  # a length of time is replaced whole
    assert f"promised = {{count: 2, unit: working_day}}  ← 示例县税务局 {LIMIT}:1" in told
    assert f"starts = acceptance  ← 某某县税务局 superior/{LIMIT}:3" in told


def test_worse_than_a_superior_elsewhere(county: Path) -> None:
    edit(county / LIMIT, "count: 2", "count: 5")
    (finding,) = own_findings(Project.open(county, AS_OF))
    assert (finding.code, finding.location.file, finding.location.line) == ("B201", LIMIT, 1)
    assert f"上级 {LIMIT} 第 5 行" in finding.message


def test_its_site_says_whose_it_is_and_which_version(county: Path, tmp_path: Path) -> None:
    assert run("build", "--project", county, "--as-of", DAY, "--output", tmp_path / "site") == 0
    guide = (tmp_path / "site/procedures/fapiao-lingyong/index.html").read_text("utf-8")
    assert "这是<strong>示例县税务局</strong>的网站" in guide and 'href="https://www.example.gov.cn/">' in guide
    queue = (tmp_path / "site/upstream/index.html").read_text("utf-8")
    assert f"本局的内容以某某县税务局 {FIRST} 的版本为准，到今天 2 天" in queue


@pytest.fixture
def second(project: Path, county: Path, tmp_path: Path) -> Path:
    """The superior's second version: its promise is a day, a note and a material are new, another is withdrawn."""
    edit(project / LIMIT, "count: 3", "count: 1")
    text = (project / MATTER).read_text("utf-8")
    written(project / MATTER, text + "notes: [周末也办。]\n")
    written(
        project / "data/materials/xin-cailiao.yml",
        "name: 房产证\nkind: certificate\norigin: government\nissuer: 不动产登记机构\n",
    )
    material = "data/materials/yingyezhizhao.yml"
    written(
        project / material,
        (project / material).read_text("utf-8") + f"withdrawn: {{on: {NEXT}, reason: 不再要}}\n",
    )
    assert pack(project, tmp_path / "two.tar", NEXT, "--previous", tmp_path / "one.tar") == 0
    return tmp_path / "two.tar"


def test_an_update_shows_what_it_would_change(county: Path, second: Path, capsys: Capture) -> None:
    before = {path: path.read_bytes() for path in county.rglob("*") if path.is_file()}
    capsys.readouterr()
    assert run("superior", "update", second, "--project", county) == 0
    told = capsys.readouterr().out
    blocks = dict(block.split("：", 1) for block in told.split("\n\n")[1:-1])
    assert (
        "time_limits/fapiao-lingyong  发票领用办理时限：承诺时限"
        in blocks["改了，本局写的是自己的（看看是不是仍然更好）"]
    )
    assert "materials/xin-cailiao  房产证" in blocks["新增，本局自动有"]
    assert "procedures/fapiao-lingyong  发票领用：注意事项" in blocks["改了，本局照上级的（自动）"]
    assert "materials/yingyezhizhao" in blocks["上级取消"]
    assert "什么都没有动" in told
    assert {path: path.read_bytes() for path in county.rglob("*") if path.is_file()} == before


def test_the_queue(county: Path, second: Path) -> None:
    assert update(county, second) == 0
    checked = Project.open(county, AS_OF)
    queue = {(item.entry.id, item.state, item.fields) for item in changes(checked.session)}
    assert queue == {
        ("fapiao-lingyong", State.OVERRIDDEN, ("promised",)),
        ("fapiao-lingyong", State.INHERITED, ("notes",)),
        ("xin-cailiao", State.NEW, ()),
        ("yingyezhizhao", State.WITHDRAWN, ()),
    }
    (asked,) = [item for item in checked.findings if item.code == "B207"]
    assert (asked.location.file, asked.location.line) == (LIMIT, 1)
    assert f"上级 {NEXT} 改了“承诺时限”" in asked.message and "已经 1 天" in asked.message
    assert "B201" in {item.code for item in checked.findings}  # two days are worse than one
    edit(county / LIMIT, "{count: 2, unit: working_day}", "{unit: on_the_spot}")
    written(county / LIMIT, (county / LIMIT).read_text("utf-8") + f"verified_on: {NEXT}\nsource: 本局规定\n")
    assert not {"B201", "B207"} & {item.code for item in Project.open(county, AS_OF).findings}


def test_a_change_is_dated_by_the_version_that_made_it(project: Path, county: Path, second: Path) -> None:
    assert pack(project, second.with_name("three.tar"), DAY, "--previous", second) == 0
    three = read_archive(second.with_name("three.tar")).version
    assert three.version == AS_OF
    assert {str(day) for day in three.files[LIMIT].changed.values()} == {NEXT}
    assert three.files["site.yml"].added is None and not three.files["site.yml"].changed


def test_an_old_version_is_told(county: Path) -> None:
    edit(county / "site.yml", "organiser:", "thresholds: {superior_after_days: 1}\norganiser:")
    assert codes(county) == ["B206 site.yml"]


def _altered(county: Path) -> None:
    edit(county / f"superior/{LIMIT}", "count: 3", "count: 4")


def _more(county: Path) -> None:
    written(county / "superior/data/laws/bendi.yml", "name: 自己加的\n")


def _manifest(county: Path) -> None:
    edit(county / "superior/manifest.json", FIRST, NEXT)


def _other_digest(county: Path) -> None:
    text = (county / "site.yml").read_text("utf-8")
    at = text.index('sha256: "') + 9
    written(county / "site.yml", text[:at] + "0" * 64 + text[at + 64 :])


def _gone(county: Path) -> None:
    shutil.rmtree(county / "superior")


def _not_pinned(county: Path) -> None:
    text = (county / "site.yml").read_text("utf-8")
    head, _, rest = text.partition("superior:\n")
    written(county / "site.yml", head + "".join(line for line in rest.splitlines(True) if not line.startswith(" ")))


def _no_manifest(county: Path) -> None:
    (county / "superior/manifest.json").unlink()


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (_altered, f"B305 superior/{LIMIT}"),
        (_more, "B305 superior/data/laws/bendi.yml"),
        (_manifest, "B305 site.yml"),
        (_other_digest, "B305 site.yml"),
        (_no_manifest, "B305 superior"),
        (_gone, "B306 site.yml"),
        (_not_pinned, "B306 site.yml"),
    ],
)
def test_what_is_not_as_pinned_is_told_alone(
    county: Path, tmp_path: Path, harm: Callable[[Path], None], expected: str
) -> None:
    build = ("build", "--project", county, "--as-of", DAY, "--output", tmp_path / "site")
    assert run(*build) == 0
    before = (tmp_path / "site/manifest.json").read_bytes()
    harm(county)
    assert codes(county) == [expected]
    assert run(*build) == 1
    assert (tmp_path / "site/manifest.json").read_bytes() == before


def test_two_superiors(project: Path, county: Path) -> None:
    (project / "bureaus").mkdir()
    inside = Path(shutil.move(county, project / "bureaus/xian"))
    checked = Project.open(inside, AS_OF, above=Project.open(project, AS_OF))
    assert [item.code for item in checked.findings] == ["B306"]


def test_a_bureau_is_not_below_itself(project: Path, county: Path, tmp_path: Path, capsys: Capture) -> None:
    assert pack(county, tmp_path / "county.tar", DAY) == 0
    assert update(project, tmp_path / "county.tar") == 1
    assert "shili-shuiwuju → shili-xian-shuiwuju → shili-shuiwuju" in capsys.readouterr().err
    assert not (project / "superior").exists()


def test_a_line_of_superiors(project: Path, county: Path, tmp_path: Path) -> None:
    """A branch elsewhere inherits from the county, and through it from the county's superior."""
    assert pack(county, tmp_path / "county.tar", DAY) == 0
    branch = Path(shutil.move(add_bureau(project, "fenju", "示例分局", "shili-xian-shuiwuju"), tmp_path / "branch"))
    site = branch / "site.yml"
    site.write_text(site.read_text("utf-8") + "base_url: https://fenju.example.gov.cn/\n", "utf-8")
    assert update(branch, tmp_path / "county.tar") == 0
    assert codes(branch) == []
    files = Project.open(branch, AS_OF).registry.files
    assert files["time_limits", "fapiao-lingyong"] == f"superior/{LIMIT}"
    assert files["procedures", "fapiao-lingyong"] == f"superior/superior/{MATTER}"


def _tar(*members: tuple[str, bytes], kind: bytes = tarfile.REGTYPE) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size, info.type = len(data), kind
            archive.addfile(info, io.BytesIO(data))
    return held.getvalue()


_MANIFEST = b'{"format":%d,"name":"a","version":"2026-01-01","files":{%s}}'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "不是 zwgk superior pack 做的存档"),
        (b"not a tar" * 100, "不是 zwgk superior pack 做的存档"),
        (_tar(("../site.yml", b"")), "不该有的"),
        (_tar(("/etc/x", b"")), "不该有的"),
        (_tar(("data/../../x", b"")), "不该有的"),
        (_tar(("data/./posts/x.yml", b"")), "不该有的"),
        (_tar(("theme/pages/home.html", b"")), "不该有的"),
        (_tar(("data/a\\b", b"")), "不该有的"),
        (_tar(("data/a\u202eb", b"")), "不该有的"),
        (_tar(("data/x", b""), kind=tarfile.SYMTYPE), "不该有的"),
        (_tar(("data/x", b""), kind=tarfile.FIFOTYPE), "不该有的"),
        (_tar(*[("x", b"x")] * 3000, kind=tarfile.GNUTYPE_LONGNAME), "不是 zwgk superior pack 做的存档"),
        (_tar(("manifest.json", b'{"more":' + b"[" * 100_000)), "没有读得懂的 manifest.json"),
        (_tar(("site.yml", b"")), "没有读得懂的 manifest.json"),
        (_tar(("manifest.json", b"{}")), "没有读得懂的 manifest.json"),
        (_tar(("manifest.json", _MANIFEST % (1, b'"site.yml":{"sha256":""}'))), "不一样"),
        (_tar(("manifest.json", _MANIFEST % (9, b""))), "格式是 9"),
    ],
)  # fmt: skip
def test_what_is_no_archive(tmp_path: Path, data: bytes, says: str) -> None:
    (tmp_path / "a.tar").write_bytes(data)
    with pytest.raises(ArchiveError, match=says):
        read_archive(tmp_path / "a.tar")


def test_a_damaged_archive_changes_nothing(county: Path, second: Path, capsys: Capture) -> None:
    data = bytearray(second.read_bytes())
    data[data.index(b"count: 1, unit: working") + 7] ^= 1
    second.write_bytes(data)
    before = {path: path.read_bytes() for path in county.rglob("*") if path.is_file()}
    assert update(county, second) == 1
    assert f"{LIMIT} 和清单不一样" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in county.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    "more",
    [
        {f"data/posts/{'x' * 300}.yml": b""},
        {"data/posts/x.yml/y.yml": b"", "data/posts/x.yml": b""},
    ],
)
def test_an_archive_that_cannot_be_written_changes_nothing(
    county: Path, tmp_path: Path, more: dict[str, bytes], capsys: Capture
) -> None:
    files = {**read_archive(tmp_path / "one.tar").files, **more}
    (tmp_path / "two.tar").write_bytes(packed(dict(sorted(files.items())), "shili-shuiwuju", AS_OF, None))
    before = {path: path.read_bytes() for path in county.rglob("*") if path.is_file()}
    assert update(county, tmp_path / "two.tar") == 2
    assert {path: path.read_bytes() for path in county.rglob("*") if path.is_file()} == before
    assert "内部出错" not in capsys.readouterr().err


def test_an_older_version_is_refused(county: Path, second: Path, tmp_path: Path, capsys: Capture) -> None:
    assert update(county, second) == 0
    assert update(county, tmp_path / "one.tar") == 1
    assert "还旧" in capsys.readouterr().err


def test_a_project_with_errors_is_not_packed(project: Path, tmp_path: Path) -> None:
    edit(project / LIMIT, "starts: acceptance", "starts: nowhere")
    assert pack(project, tmp_path / "a.tar", DAY) == 1
    assert not (tmp_path / "a.tar").exists()


def test_bureaus_below_a_bureau_whose_superior_is_elsewhere(county: Path, tmp_path: Path) -> None:
    add_bureau(county, "fenju", "示例分局", "shili-xian-shuiwuju")
    assert run("build", "--project", county, "--as-of", DAY, "--output", tmp_path / "site") == 0
    branch = (tmp_path / "site/fenju/procedures/fapiao-lingyong/index.html").read_text("utf-8")
    assert '上级是<a href="../../../">示例县税务局</a>' in branch
