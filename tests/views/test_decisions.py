"""Consultations, meetings and grades of credit: states follow from the day, sums and limits from their files."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from generator.check import consultations as rules
from generator.check import credit_grades as grade_rules
from generator.model.consultations import Consultation, ConsultationState, StageKind, Stopped
from generator.model.credit_grades import Band, CreditGrade
from generator.model.meetings import Meeting
from generator.model.organs import Organ
from generator.model.regimes import Regime
from generator.project import Project
from generator.session import Session
from generator.views import consultations, credit_grades, meetings, organs, performance, regimes

DAY = datetime.date


def entries(example: Project) -> dict[str, Consultation]:
    return dict(example.registry.all(Consultation))


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (DAY(2026, 3, 31), ConsultationState.PLANNED),
        (DAY(2026, 4, 1), ConsultationState.OPEN),
        (DAY(2026, 5, 5), ConsultationState.OPEN),
        (DAY(2026, 5, 6), ConsultationState.ANALYSING),
        (DAY(2026, 5, 19), ConsultationState.REPORTED),
    ],
)
def test_the_state_follows_from_the_day(example: Project, day: DAY, state: ConsultationState) -> None:
    item = entries(example)["zhongwu-buduan-gang"]
    assert item.state(day) is state
    assert replace(item, stopped=Stopped(on=day, why="x")).state(day) is ConsultationState.STOPPED
    closed = state in (ConsultationState.ANALYSING,)
    assert (replace(item, no_report="x").state(day) is ConsultationState.NO_REPORT) is closed


def test_the_example_has_every_state_and_open_ones_stand_first(example: Project) -> None:
    rows = next(consultations.pages(example.session)).view["rows"]
    assert {row["state"] for row in rows} == {state.value for state in ConsultationState}
    places = [state.value for state in consultations.TONES]
    order = [places.index(row["state"]) for row in rows]
    assert order == sorted(order)
    assert rows[0]["days"] == "还有 9 天"


def test_a_late_result_is_told_with_its_days_and_explained(example: Project) -> None:
    item = entries(example)["dinge-diaocha-fangfa"]
    view = consultations.consultation_view(example.session, item)
    assert view["last"] == "2026-09-24"  # Sunday the 20th is a working day, Friday the 25th is not
    assert (view["tone"], view["days"]) == ("overdue", "结果超期 68 天")
    assert view["delayed"]
    silent = replace(item, delayed=None)
    assert [hit.words["days"] for hit in rules.told_in_time.apply(example.session, silent)] == [68]  # type: ignore[misc]


def test_opinions_add_up_to_what_was_received(example: Project) -> None:
    for item in entries(example).values():
        view = consultations.consultation_view(example.session, item)
        told = sum(count["count"] for count in view["taken"])
        assert told == sum(opinion.count for opinion in item.opinions)
        assert not item.opinions or told == item.received


@pytest.mark.parametrize(("papers", "found"), [(DAY(2026, 5, 4), 1), (DAY(2026, 5, 3), 0), (None, 1)])
def test_papers_come_seven_days_before_a_hearing(example: Project, papers: DAY | None, found: int) -> None:
    item = entries(example)["zhongwu-buduan-gang"]
    hearing = replace(item.stages[0], kind=StageKind.HEARING, begins=DAY(2026, 5, 10), ends=None, papers=papers)
    hits = list(rules.stages_take_their_time.apply(example.session, replace(item, stages=(hearing,))))  # type: ignore[misc]
    assert len(hits) == found


def test_nothing_is_decided_before_people_have_spoken_and_the_law_was_looked_at(example: Project) -> None:
    item = entries(example)["zhongwu-buduan-gang"]
    assert list(rules.stages_in_order.apply(example.session, item)) == []  # type: ignore[misc]
    *before, decided = item.stages
    late = replace(item, closes=decided.begins)
    faults = [hit.words["fault"] for hit in rules.stages_in_order.apply(example.session, late)]  # type: ignore[misc]
    assert faults == ["2026-05-18 就集体讨论，2026-05-18 才截止"]
    unseen = replace(item, stages=(*before[:-1], decided))
    faults = [hit.words["fault"] for hit in rules.stages_in_order.apply(example.session, unseen)]  # type: ignore[misc]
    assert faults == ["2026-05-18 集体讨论以前没有合法性审查"]


def test_meetings_show_their_limits_and_what_became_of_the_conclusion(example: Project) -> None:
    rows = {row["id"]: row for row in next(meetings.pages(example.session)).view["rows"]}
    waiting = rows["2026-11-shebao-bujiao"]
    assert (waiting["label"], waiting["last"], waiting["call_by"]) == ("等结论", "2026-12-03", "2026-11-27")
    assert rows["2026-06-yuanqu-fangchanshui"]["days"] == "晚了 3 天"
    assert [task["label"] for task in rows["2026-10-ershoufang-lianban"]["tasks"]] == ["超期"]
    assert all(len(row["organs"]) >= 2 and row["called_by"] for row in rows.values())
    boards = {board["url"]: board["counts"] for board in next(performance.pages(example.session)).view["boards"]}
    assert sum(count["count"] for count in boards["meetings/"]) == len(example.registry.all(Meeting)) == len(rows)


def test_a_regime_leads_to_what_is_done_under_it(example: Project) -> None:
    made = {regime.id: regime for regime in example.registry.all(Regime).values()}
    for id, url in (
        ("zhongda-shixiang-huiban", "meetings/"),
        ("zhongda-juece-gongkai", "consultations/"),
        ("xinyong-chabie-guanli", "credit-grades/"),
    ):
        assert url in {item["url"] for item in regimes.regime_view(example.session, made[id])["practice"]}


def grades_with(session: Session, **bands: Band | None) -> Session:
    """Return the session with other bands of some grades."""
    registry = session.registry
    own = {id: replace(item, band=bands.get(id, item.band)) for id, item in registry.all(CreditGrade).items()}
    entries = {**registry.entries, "credit_grades": own}
    return replace(session, registry=replace(registry, entries=entries))


@pytest.mark.parametrize(
    ("bands", "fault"),
    [
        ({}, []),
        ({"b": Band(at_least="69.5", below="90")}, ["B级从 69.5 分起，和低一级的重叠"]),
        ({"b": Band(at_least="71", below="90")}, ["70 分到不满 71 分没有级别"]),
        ({"a": None}, ["90 分以上没有级别"]),
        ({"d": Band(at_least="1", below="40")}, ["0 分到不满 1 分没有级别"]),
        ({"b": Band(at_least="70")}, ["A级从 90 分起，和低一级的重叠"]),
    ],
)
def test_every_score_has_one_grade(example: Project, bands: dict[str, Band | None], fault: list[str]) -> None:
    hits = grade_rules.bands_meet.apply(grades_with(example.session, **bands))  # type: ignore[misc]
    assert [hit.words["fault"] for hit in hits] == fault


def test_every_grade_has_a_value_in_every_respect(example: Project) -> None:
    view = next(credit_grades.pages(example.session)).view
    assert [grade["name"] for grade in view["grades"]] == ["A级", "B级", "M级", "C级", "D级"]
    assert len(view["respects"]) >= 6
    assert all(cell["text"] for row in view["respects"] for cell in row["cells"])
    assert {item["within"] for item in view["remedies"]} == {"15个工作日"}
    a, *_ = example.registry.all(CreditGrade).values()
    poorer = replace(a, treatments=a.treatments[1:])
    registry = example.session.registry
    own = {**registry.all(CreditGrade), a.id: poorer}
    changed = replace(registry, entries={**registry.entries, "credit_grades": own})
    hits = list(grade_rules.every_treatment_for_all.apply(replace(example.session, registry=changed)))  # type: ignore[misc]
    assert [(hit.file, hit.words["topic"]) for hit in hits] == [("data/credit_grades/a.yml", "发票领用")]
    mute = {**registry.all(CreditGrade), "d": replace(registry.all(CreditGrade)["d"], procedures=())}
    changed = replace(registry, entries={**registry.entries, "credit_grades": mute})
    hits = list(grade_rules.objection_is_linked.apply(replace(example.session, registry=changed)))  # type: ignore[misc]
    assert [hit.file for hit in hits] == ["data/credit_grades/d.yml"]


def test_bands_in_words() -> None:
    words = [str(Band(at_least=low, below=high)) for low, high in (("90", None), ("40", "70"), ("0", "40"))]
    assert words == ["90分以上", "40分以上不满70分", "不满40分"]
    assert Band(at_least="7.5", below="40").ends() == (Decimal("7.5"), Decimal(40))


def test_a_leading_group_shows_its_posts_and_no_other_organ_has_members(example: Project) -> None:
    found = {organ.id: organs.organ_view(example.session, organ) for organ in example.registry.all(Organ).values()}
    group = found.pop("xiaoneng-geming-lingdao-xiaozu")
    assert [member["url"] for member in group["members"]][:2] == ["posts/juzhang/", "posts/daiban-julingdao/"]
    assert len(group["members"]) == 12
    assert group["posts"] == []
    assert not any(view["members"] for view in found.values())
