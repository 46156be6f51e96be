"""A bureau below a superior: which entries come down, whose organs they mean, where findings point."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.model.layers import Origins
from generator.model.organs import Organ
from generator.model.posts import Post
from generator.model.procedures import Procedure
from generator.model.results import Result
from generator.model.time_limits import TimeLimit
from generator.project import Project
from tests.conftest import own_findings
from tests.helpers.files import edit, written
from tests.helpers.projects import check_bureau
from tests.helpers.provinces import add_bureau

MATTER = "fapiao-lingyong"
DEPARTMENT = "name: 纳税服务股\nkind: department\nparent: {}\nsummary: 管服务。\n"
LIMIT = """\
name: 时限
of: {procedure: fapiao-lingyong}
starts: acceptance
statutory_none: {basis: {law: fapiao-guanli-banfa}}
promised: {count: 10, unit: working_day}
"""


@pytest.fixture
def bureau(project: Path) -> Path:
    """The folder of a bureau below the starter that changes nothing."""
    return add_bureau(project)


def write(folder: Path, name: str, text: str) -> None:
    written(folder / "data" / name, text)


def add_department(project: Path, id: str = "nashui-fuwu-gu") -> None:
    """Give the superior a department with a post that has a telephone, and let the duty name both."""
    write(
        project, f"organs/{id}.yml", "name: 纳税服务股\nkind: department\nparent: shili-shuiwuju\nsummary: 管服务。\n"
    )
    post = f"name: 服务岗\norgan: {id}\nsummary: 管服务。\nphone: 0600-5551111\n"
    write(project, "posts/fuwu-gang.yml", post)
    duty = project / "data/duties/fapiao-guanli.yml"
    text = duty.read_text("utf-8").replace("organ: shili-shuiwuju", f"organ: {id}")
    duty.write_text(text.replace("[zonghe-chuangkou,", "[fuwu-gang, zonghe-chuangkou,"), "utf-8")


def test_a_bureau_that_changes_nothing_has_no_findings(project: Path, bureau: Path) -> None:
    checked = check_bureau(project, "shili-xian")
    assert checked.findings == ()
    above = Project.open(project, checked.session.as_of)
    assert checked.registry.entries["procedures"] == above.registry.entries["procedures"]
    assert checked.registry.files["procedures", MATTER] == f"../../data/procedures/{MATTER}.yml"


def test_a_file_states_only_what_differs(project: Path, bureau: Path) -> None:
    write(project, f"time_limits/{MATTER}.yml", LIMIT)
    write(bureau, f"time_limits/{MATTER}.yml", "promised: {count: 7, unit: working_day}\n")
    checked = check_bureau(project, "shili-xian")
    limit = checked.registry.all(TimeLimit)[MATTER]
    assert (limit.name, str(limit.promised)) == ("时限", "7个工作日")
    assert own_findings(checked) == ()
    origin = Origins(bureau, checked.registry)
    own = f"data/time_limits/{MATTER}.yml"
    assert origin(own, ("promised", "count")) == (own, ("promised", "count"))
    assert origin(own, ("name",)) == (f"../../{own}", ("name",))


def test_the_superior_itself_becomes_the_bureau(project: Path, bureau: Path) -> None:
    registry = check_bureau(project, "shili-xian").registry
    assert registry.entries["duties"]["fapiao-guanli"].organ == "shili-xian-shuiwuju"  # type: ignore[attr-defined]
    assert registry.all(Organ)["banshui-fuwuting"].address == "示例县税务局大楼一楼"
    assert registry.entries["procedures"][MATTER].where[0].organ == "banshui-fuwuting"  # type: ignore[attr-defined]
    assert registry.borrowed == {("organs", "shili-shuiwuju")}  # as the parent of the bureau


def test_an_organ_that_is_lacking_is_borrowed_and_reported(project: Path, bureau: Path) -> None:
    add_department(project)
    checked = check_bureau(project, "shili-xian")
    duty = checked.registry.entries["duties"]["fapiao-guanli"]
    assert duty.organ == "nashui-fuwu-gu"  # type: ignore[attr-defined]
    assert duty.posts == ("zonghe-chuangkou", "daoshui-zixun")  # type: ignore[attr-defined]  # without the superior's post
    assert ("organs", "nashui-fuwu-gu") in checked.registry.borrowed
    assert [(item.code, item.location[:3]) for item in checked.findings] == [("B204", ("site.yml", 2, 9))]
    assert Origins(bureau, checked.registry)("../../data/duties/fapiao-guanli.yml", ("posts", 0))[1] == ("posts", 1)


def test_an_organ_of_the_same_id_takes_its_place_with_its_posts(project: Path, bureau: Path) -> None:
    add_department(project)
    write(bureau, "organs/nashui-fuwu-gu.yml", DEPARTMENT.format("shili-xian-shuiwuju"))
    checked = check_bureau(project, "shili-xian")
    assert own_findings(checked) == ()
    assert checked.registry.all(Organ)["nashui-fuwu-gu"].parent == "shili-xian-shuiwuju"
    assert checked.registry.all(Post)["fuwu-gang"].phone is None  # the superior's telephone is not the bureau's


def test_results_and_pages_do_not_come_down(project: Path, bureau: Path) -> None:
    table = "# 名称: 当场办结\n# 承诺: dangchang-banjie\n# 统计口径: 台账\n月份,做到,总数\n2026-10,9,10\n"
    write(project, "results/dangchang-banjie.csv", table)
    checked = check_bureau(project, "shili-xian")
    assert not checked.registry.all(Result)
    assert not checked.registry.pages


def test_what_a_mid_level_bureau_changes_comes_down(project: Path, bureau: Path) -> None:
    write(bureau, f"procedures/{MATTER}.yml", "notes: [县里周六也办。]\nvisits: {count: 0}\n")
    branch = add_bureau(bureau, "fenju", "示例分局", "shili-xian-shuiwuju")
    write(branch, f"procedures/{MATTER}.yml", "notes: [分局周日也办。]\nvisits: {count: 1, reason: 领票}\n")
    checked = check_bureau(project, "shili-xian", "fenju")
    assert checked.registry.all(Procedure)[MATTER].notes == ("县里周六也办。", "分局周日也办。")
    worse = [item for item in checked.findings if item.code == "B201"]
    assert [(item.location.line, "上级 data/procedures/" in item.message) for item in worse] == [(2, True)]
    own = f"data/procedures/{MATTER}.yml"
    origin = Origins(branch, checked.registry)
    assert origin(own, ("notes", 0)) == (f"../../{own}", ("notes", 0))
    assert origin(own, ("name",)) == (f"../../../../{own}", ("name",))


def test_an_unreadable_file_leaves_the_superiors_entry(project: Path, bureau: Path) -> None:
    write(bureau, f"procedures/{MATTER}.yml", "notes: [\n")
    checked = check_bureau(project, "shili-xian")
    assert checked.registry.all(Procedure)[MATTER].name == "发票领用"
    assert [item.code for item in checked.findings if item.location.file.startswith("data/")] == ["Y101"]


def test_a_finding_of_the_superior_is_not_repeated(project: Path, bureau: Path) -> None:
    file = project / f"data/procedures/{MATTER}.yml"
    edit(file, "duties: [fapiao-guanli]", "duties: [meiyou]")
    above = Project.open(project, check_bureau(project, "shili-xian").session.as_of)
    assert "R301" in {item.code for item in above.findings}
    assert check_bureau(project, "shili-xian").findings == ()


OFFICE = 'hours: [{days: [workday], times: ["09:00-12:00", "13:30-16:00"]}]\n'


@pytest.mark.parametrize(
    ("hours", "codes"),
    [
        ('[{days: [workday], times: ["09:00-16:00"]}]', {"D613"}),  # a better promise, which the hall does not keep
        ('[{days: [workday], times: ["09:00-12:00", "13:30-17:00"]}]', set()),
        ('[{days: [workday], times: ["09:00-12:00", "13:30-15:30"]}]', {"B201"}),
        ('[{days: [mon, tue, wed, thu], times: ["09:00-12:00", "13:30-16:00"]}]', {"B201"}),
        ('[{start: 05-01, end: 09-30, days: [workday], times: ["09:00-12:00", "13:30-16:00"]}]', {"B201"}),
        ('[{kind: appointment, days: [workday], times: ["09:00-12:00", "13:30-16:00"]}]', {"B201"}),
        ('[{days: [workday], times: ["09:00-11:30", "13:30-16:30"]}]', {"B202"}),  # moved: a person decides
    ],
)
def test_promised_hours_may_be_longer_never_shorter(project: Path, bureau: Path, hours: str, codes: set[str]) -> None:
    promise = project / "data/commitments/dangchang-banjie.yml"
    promise.write_text(promise.read_text("utf-8") + OFFICE, "utf-8")
    write(bureau, "commitments/dangchang-banjie.yml", f"hours: {hours}\n")
    found = check_bureau(project, "shili-xian").findings
    assert {item.code for item in found} == codes
    for item in found:
        if item.code == "B201":
            assert item.location[:3] == ("data/commitments/dangchang-banjie.yml", 1, 8)
            assert "上级 data/commitments/dangchang-banjie.yml 第 9 行" in item.message and "就少开" in item.message
