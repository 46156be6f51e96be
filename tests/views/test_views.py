"""Page views of the starter: plain data, addresses that exist, and only what is in force shown as current."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.model.laws import Law
from generator.model.materials import Material
from generator.model.organs import Organ, OrganKind
from generator.model.posts import HandOver, Post
from generator.model.procedures import MaterialUse, Necessity, OnlineDepth, PaperForm, Procedure, Situation, Visits
from generator.model.routes import address
from generator.model.synonyms import Synonym, Targets
from generator.model.time_limits import LimitOf, TimeLimit
from generator.model.types import Channel, ChannelKind, Duration, Unit, Withdrawn
from generator.registries import site_pages
from generator.session import Session
from generator.views.cases import when_text
from generator.views.common import Page, View
from generator.views.opening import hours
from generator.views.procedure_shapes import FactView
from generator.views.procedures import SEVEN, material_view
from tests.conftest import AS_OF, STARTER, check_project, with_more
from tests.helpers.projects import changed

YESTERDAY = AS_OF - datetime.timedelta(1)
TOMORROW = AS_OF + datetime.timedelta(1)
GONE: dict[str, dict[str, Any]] = {
    "withdrawn": {"withdrawn": Withdrawn(on=AS_OF, reason="不再办理")},
    "ended": {"effective_to": YESTERDAY},
    "not yet": {"effective_from": TOMORROW},
}
ID = "fapiao-lingyong"


@pytest.fixture(scope="module")
def session() -> Session:
    checked = check_project(STARTER)
    return checked.session


def pages(session: Session) -> dict[str, Page]:
    return {page.url: page for page in site_pages(session)}


@pytest.fixture(scope="module")
def site(session: Session) -> dict[str, Page]:
    return pages(session)


def values(view: Any, key: str) -> Iterator[Any]:
    """Yield every value that stands under a key, at any depth."""
    if isinstance(view, dict):
        for name, value in view.items():
            if name == key:
                yield value
            yield from values(value, key)
    elif isinstance(view, list | tuple):
        for item in view:
            yield from values(item, key)


def test_addresses_are_unique(session: Session) -> None:
    urls = [page.url for page in site_pages(session)]
    assert len(urls) == len(set(urls)) > 30


def test_every_entry_has_its_page(session: Session, site: dict[str, Page]) -> None:
    for folder, entries in session.registry.entries.items():
        for entry in entries.values():
            page = site.get(address(entry))
            assert entry.ON_ONE_PAGE or (page and page.title == entry.name), f"{folder}/{entry.id}"


def test_words_stand_with_what_they_lead_to(session: Session) -> None:
    """Targets that are not in force are not linked; a synonym that is not in force is not shown."""
    page = pages(session)["synonyms/"]
    (group,) = page.view["groups"]
    (row,) = group["items"]
    assert (row["id"], row["words"]) == (ID, ["拿票本", "买票"])
    assert row["targets"] == [{"name": "发票领用", "url": f"procedures/{ID}/"}]
    for values in GONE.values():
        view = pages(changed(session, Procedure, ID, **values))["synonyms/"].view
        assert view["groups"][0]["items"][0]["targets"] == []
        assert pages(changed(session, Synonym, ID, **values))["synonyms/"].view["groups"] == []


def test_words_that_lead_nowhere_leave_a_full_page_first(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.views.synonyms.MOST", 2)
    one = changed(session, Synonym, "a", targets=Targets())
    two = changed(one, Synonym, "b", targets=session.registry.all(Synonym)[ID].targets)
    view = pages(two)["synonyms/"].view
    assert [row["id"] for group in view["groups"] for row in group["items"]] == ["b", ID]
    assert view["left_out"] == 1


def test_views_are_plain_data(site: dict[str, Page]) -> None:
    for page in site.values():
        assert json.loads(json.dumps(page.view)) == page.view, page.url


def test_views_are_the_same_each_time(session: Session, site: dict[str, Page]) -> None:
    again = check_project(STARTER)
    other = list(site_pages(again.session))
    assert other == list(site.values())
    assert [json.dumps(page.view) for page in other] == [json.dumps(page.view) for page in site.values()]


def dead_links(site: dict[str, Page]) -> list[tuple[str, str]]:
    """Return (page, address) of every address in a view that leads nowhere on the site."""
    dead = []
    for page in site.values():
        for url in (*values(page.view, "url"), *(url for url, _ in page.crumbs), page.section):
            if url.startswith(("https:", "http:", "mailto:", "tel:")):
                continue
            address, _, anchor = url.partition("#")
            target = site.get(address.partition("?")[0])
            anchors = {*values(target.view, "id"), *(name for name, _ in target.toc)} if target else set()
            if not target or (anchor and anchor not in anchors):
                dead.append((page.url, url))
    return dead


def test_links_lead_to_pages(site: dict[str, Page]) -> None:
    assert dead_links(site) == []


def test_a_dead_link_would_be_noticed(site: dict[str, Page]) -> None:
    without = {url: page for url, page in site.items() if url != "posts/zonghe-chuangkou/"}
    assert dead_links(without)


def test_coverage_rows_link_to_contents_of_the_page(site: dict[str, Page]) -> None:
    anchors = {name for name, _ in site[f"procedures/{ID}/"].toc}
    assert {anchor for anchor, _ in SEVEN} <= anchors


LISTS = ["", "procedures/", "coverage/", "themes/invoice/", "audiences/enterprise/"]


@pytest.mark.parametrize("gone", GONE.values(), ids=GONE)
def test_procedures_not_in_force_are_not_listed(session: Session, gone: dict[str, Any]) -> None:
    other = changed(session, Procedure, "zz-other", name="另一事项")
    site = pages(changed(other, Procedure, ID, **gone))
    for url in LISTS:
        assert "另一事项" in json.dumps(site[url].view, ensure_ascii=False) or url == "", url
        assert f"procedures/{ID}/" not in set(values(site[url].view, "url")), url
    assert f"procedures/{ID}/" in site
    assert site[""].view["figures"][0]["number"] == 1


RELATED = [
    "materials/shenfenzhengjian/",
    "duties/fapiao-guanli/",
    "posts/zonghe-chuangkou/",
    "organs/banshui-fuwuting/",
    "laws/fapiao-guanli-banfa/",
]


@pytest.mark.parametrize("url", RELATED)
def test_what_a_procedure_rests_on_lists_it(site: dict[str, Page], url: str) -> None:
    assert f"procedures/{ID}/" in set(values(site[url].view, "url"))


@pytest.mark.parametrize("url", RELATED)
def test_withdrawn_procedures_are_not_asked_for_elsewhere(session: Session, url: str) -> None:
    site = pages(changed(session, Procedure, ID, **GONE["withdrawn"]))
    assert f"procedures/{ID}/" not in set(values(site[url].view, "url"))


@pytest.mark.parametrize(
    "folder", ["posts", "duties", "materials", "regimes", "oversight", "organs", "time_limits", "commitments"]
)
def test_withdrawn_entries_are_not_in_their_index(session: Session, folder: str) -> None:
    known = session.registry.entries[folder]
    id, entry = next(iter(known.items()))
    index = folder.replace("_", "-") + "/"
    assert entry.name in json.dumps(pages(session)[index].view, ensure_ascii=False)
    other = changed(session, type(entry), id, name="取消了的", **GONE["withdrawn"])
    assert "取消了的" not in json.dumps(pages(other)[index].view, ensure_ascii=False)


@pytest.mark.parametrize("gone", GONE.values(), ids=GONE)
def test_limit_not_in_force_is_no_promise(session: Session, gone: dict[str, Any]) -> None:
    site = pages(changed(session, TimeLimit, ID, **gone))
    view = site[f"procedures/{ID}/"].view
    assert "time" not in answers(view) and view["limits"] == []
    assert site["coverage/"].view["complete"] == 0


@pytest.mark.parametrize("day", [YESTERDAY, AS_OF, TOMORROW])
def test_law_is_shown_as_of_the_day(session: Session, day: datetime.date) -> None:
    site = pages(replace(changed(session, Law, "fapiao-guanli-banfa", effective_to=AS_OF), as_of=day))
    (basis,) = site[f"procedures/{ID}/"].view["basis"]
    assert basis["in_force"] is (day <= AS_OF)
    assert site["laws/fapiao-guanli-banfa/"].view["in_force"] is (day <= AS_OF)


def answers(view: View) -> dict[str, FactView]:
    """Return the answers at the top of a procedure's page by their icons."""
    return {item["icon"]: item for item in view["facts"]}


@pytest.fixture
def procedure(session: Session) -> Procedure:
    return session.registry.all(Procedure)[ID]


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (None, ""),
        ({}, ""),
        ({"agent": ("agent",)}, "委托代理人"),
        ({"agent": ("self", "agent")}, "本单位人员或委托代理人"),
        ({"agent": ("self",), "size": ("big",)}, "本单位人员，且big"),
    ],
)
def test_condition_in_words(procedure: Procedure, when: dict[str, tuple[str, ...]] | None, words: str) -> None:
    assert when_text(procedure, when) == words


def test_a_condition_of_nearly_all_answers_says_which_are_left_out(procedure: Procedure) -> None:
    options = {"self": "本人", "kin": "亲属", "agent": "代理人", "heir": "继承人", "none": "没有人来"}
    asked = replace(procedure, situations={"who": Situation(ask="谁来办？", options=options)})
    assert when_text(asked, {"who": ("self", "kin", "agent", "heir")}) == "没有人来以外的"
    assert when_text(asked, {"who": ("self", "kin", "agent")}) == "本人或亲属或代理人"


def test_answers_with_an_or_of_their_own_are_kept_apart(procedure: Procedure) -> None:
    options = {"base": "缴费基数或者金额", "months": "少缴的月份", "fine": "滞纳金"}
    asked = replace(procedure, situations={"what": Situation(ask="争议的是什么？", options=options)})
    assert when_text(asked, {"what": ("base", "months")}) == "缴费基数或者金额 / 少缴的月份"
    assert when_text(asked, {"what": ("months", "fine")}) == "少缴的月份或滞纳金"


def test_procedure_shows_its_conditions_in_words(site: dict[str, Page]) -> None:
    view = site[f"procedures/{ID}/"].view
    assert [item["when"] for item in view["materials"]] == ["", "委托代理人"]
    shown = answers(view)
    assert shown["bring"]["value"] == "1 到 2 种，看情况"
    assert shown["time"]["value"] == "当场办结"
    assert view["ask_phone"] == shown["ask"]["phone"] == "0600-5551001"


def test_promise_of_several_cases(session: Session) -> None:
    other = changed(session, TimeLimit, "zz", promised=Duration(count=5, unit=Unit.WORKING_DAY))
    other = changed(other, TimeLimit, "aa", promised=Duration(count=2, unit=Unit.CALENDAR_DAY))
    assert answers(pages(other)[f"procedures/{ID}/"].view)["time"]["value"] == "最快当场，最长5个工作日，看情况"


def test_coverage_counts(session: Session, site: dict[str, Page]) -> None:
    view = site["coverage/"].view
    assert [column["total"] for column in view["columns"]] == [1] * 7
    assert (view["complete"], view["unverified"]) == (1, 0)
    assert view["rows"][0]["public"] == [anchor for anchor, _ in SEVEN]
    view = pages(changed(session, Procedure, "zz", conditions=(), standards=(), verified_on=None))["coverage/"].view
    # zz has no time limit of its own either
    assert [column["total"] for column in view["columns"]] == [2, 2, 2, 1, 1, 1, 2]
    assert (view["complete"], view["unverified"]) == (1, 1)


@pytest.mark.parametrize(
    ("missing", "anchor"),
    [
        ({"duties": ()}, "duty"),
        ({"steps": ()}, "process"),
        ({"materials": (), "no_materials": None}, "process"),
        ({"where": (), "channels": ()}, "process"),
        ({"basis": ()}, "basis"),
        ({"conditions": ()}, "conditions"),
        ({"standards": ()}, "standards"),
        ({"oversight": ()}, "oversight"),
    ],
)
def test_coverage_says_what_is_missing(session: Session, missing: dict[str, Any], anchor: str) -> None:
    (row,) = pages(changed(session, Procedure, ID, **missing))["coverage/"].view["rows"]
    assert row["public"] == [name for name, _ in SEVEN if name != anchor]


def test_former_ids_make_moved_pages(session: Session) -> None:
    site = pages(changed(session, Procedure, ID, former_ids=("a", "b")))
    for old in ("a", "b"):
        page = site[f"procedures/{old}/"]
        assert (page.kind, page.template) == ("moved", "moved.html")
        assert page.view["url"] == f"procedures/{ID}/"
    assert not {f"procedures/{old}/" for old in "ab"} & set(values(site["site-map/"].view, "url"))


def test_former_ids_of_anchors_make_none(session: Session) -> None:
    assert pages(changed(session, TimeLimit, ID, former_ids=("a",))).keys() == pages(session).keys()


def test_site_map_lists_every_page(site: dict[str, Page]) -> None:
    listed = set(values(site["site-map/"].view, "url"))
    assert {url for url, page in site.items() if page.kind == "detail"} <= listed


@pytest.mark.parametrize("url", ["", "organs/"])
def test_lists_tell_of_halls_that_have_hours_whether_they_are_open(session: Session, url: str) -> None:
    hall = session.registry.all(Organ)["banshui-fuwuting"]
    others = replace(hall, id="meixie-shijian", hours=()), replace(hall, id="fenju", kind=OrganKind.BRANCH)
    view = pages(with_more(session, *others))[url].view
    lists = [view["halls"]] if url == "" else [group["organs"] for group in view["groups"]]
    told = {item["url"]: item["opening"] for items in lists for item in items if item.get("opening")}
    assert told.keys() == {address(hall)}
    assert told[address(hall)][0]["times"] == ["09:00-12:00", "13:30-17:00"]
    assert "2026-10-10" in view["opening_calendar"]["on"]


def test_opening_hours_in_words(write: Callable[[str, str], Path], project: Path) -> None:
    write(
        "data/organs/a.yml",
        "name: a\nkind: branch\nsummary: b\nparent: shili-shuiwuju\nhours:\n"
        "  - {season: 夏季, start: 05-01, end: 09-30, days: [mon, sat], times: ['08:30-12:00', '14:00-17:30']}\n",
    )
    registry = check_project(project).registry
    assert registry
    assert hours(registry.all(Organ)["a"]) == [
        {
            "kind": "正常办公",
            "regular": True,
            "season": "夏季",
            "span": "5月1日至9月30日",
            "range": "05-01 09-30",
            "days": "星期一、星期六",
            "times": "08:30—12:00、14:00—17:30",
            "note": "",
        }
    ]


def test_materials_that_are_only_shown_say_so_once(procedure: Procedure, session: Session) -> None:
    use = MaterialUse(material="shenfenzhengjian", form=PaperForm.SHOWN)
    view = material_view(session, procedure, use)
    assert view and (view["copies"], view["form"]) == ("", "原件，查验后退还")


def test_materials_are_counted_case_by_case(session: Session) -> None:
    """The fewest and the most that any combination of answers asks for; what is optional is not asked for."""
    one: dict[str, tuple[str, ...]] = {"agent": ("self",)}
    two: dict[str, tuple[str, ...]] = {"agent": ("agent",)}
    uses = [
        MaterialUse(material="a"),
        MaterialUse(material="b", when=one),
        MaterialUse(material="c", when=two),
        MaterialUse(material="d", when=two),
        MaterialUse(material="e", necessity=Necessity.OPTIONAL),
    ]
    view = pages(changed(session, Procedure, ID, materials=tuple(uses)))[f"procedures/{ID}/"].view
    assert answers(view)["bring"]["value"] == "2 到 3 种，看情况"


@pytest.mark.parametrize(
    ("days", "shown", "immediate"), [((), "当场办结", True), ((3,), "最快当场，最长3个工作日", False)]
)
def test_cards_show_the_range_of_cases(session: Session, days: tuple[int, ...], shown: str, immediate: bool) -> None:
    (own,) = [limit for limit in session.registry.all(TimeLimit).values() if limit.of.procedure == ID]
    more = [replace(own, id=f"x{number}", promised=Duration(count=number, unit=Unit.WORKING_DAY)) for number in days]
    shelf = pages(with_more(session, *more))["procedures/"].view
    (card,) = shelf["groups"][0]["procedures"]
    assert (card["promised"], card["immediate"]) == (shown, immediate)


@pytest.mark.parametrize(
    ("depth", "visits", "online"), [(OnlineDepth.FULL, 0, True), (OnlineDepth.INFORMATION, 0, False), (None, 1, False)]
)
def test_only_what_can_be_finished_online_is_said_to_be(
    session: Session, depth: OnlineDepth | None, visits: int, online: bool
) -> None:
    more = {
        "online_depth": depth,
        "visits": Visits(count=visits),
        "channels": (Channel(kind=ChannelKind.ONLINE, name="电子税务局"),),
    }
    where = answers(pages(changed(session, Procedure, ID, **more))[f"procedures/{ID}/"].view)["place"]
    assert (where["value"] == "网上就能办") is online


@pytest.mark.parametrize(
    ("depth", "visits", "value", "note"),
    [
        (OnlineDepth.APPLICATION, 0, "可以不到现场", "网上办理、电话，也可到办税服务厅"),
        (OnlineDepth.INFORMATION, 0, "可以不到现场", "电话，也可到办税服务厅"),
        (OnlineDepth.APPLICATION, 1, "办税服务厅", "最多跑 1 次"),
    ],
)
def test_a_matter_that_needs_no_visit_names_the_ways(
    session: Session, depth: OnlineDepth, visits: int, value: str, note: str
) -> None:
    kinds = (ChannelKind.WINDOW, ChannelKind.ONLINE, ChannelKind.PHONE, ChannelKind.SELF_SERVICE, ChannelKind.ONLINE)
    more = {
        "online_depth": depth,
        "visits": Visits(count=visits),
        "channels": tuple(Channel(kind=kind, name="电子税务局") for kind in kinds),
    }
    where = answers(pages(changed(session, Procedure, ID, **more))[f"procedures/{ID}/"].view)["place"]
    assert (where["value"], where["note"]) == (value, note)


def test_a_guide_tells_only_of_hand_overs_to_posts_of_its_steps_and_duties(session: Session) -> None:
    chain = (HandOver(post="daoshui-zixun", when="要带路的"), HandOver(post="zonghe-chuangkou", when="要受理的"))
    other = changed(session, Post, "zonghe-chuangkou", hands_over_to=chain)
    for duties, told in (((), ["要受理的"]), (("fapiao-guanli",), ["要带路的", "要受理的"])):
        view = pages(changed(other, Procedure, ID, duties=duties))[f"procedures/{ID}/"].view
        assert [item["when"] for item in view["hands_over_to"]] == told


def test_a_material_asked_for_twice_is_named_once_at_the_top(session: Session) -> None:
    uses = tuple(MaterialUse(material="shenfenzhengjian", when={"agent": (who,)}) for who in ("self", "agent"))
    view = pages(changed(session, Procedure, ID, materials=uses))[f"procedures/{ID}/"].view
    assert answers(view)["bring"]["note"] == session.registry.all(Material)["shenfenzhengjian"].name


def test_only_what_rules_say_is_marked_as_not_verified(session: Session) -> None:
    made = pages(changed(session, Procedure, ID, verified_on=None))
    assert made[f"procedures/{ID}/"].view["record"]["unverified"] is True
    post = session.registry.all(Procedure)[ID].first_contact
    assert made[f"posts/{post}/"].view["record"]["unverified"] is False


def test_a_way_to_complain_says_how_long_it_takes_at_most(session: Session) -> None:
    day = Duration(count=1, unit=Unit.WORKING_DAY)
    ten = replace(day, count=10)
    of = LimitOf(oversight="fuwu-tousu")
    with_step = changed(session, TimeLimit, "tousu-shouli", of=of, promised=day)
    both = changed(with_step, TimeLimit, "tousu-banjie", of=of, promised=ten)
    url = "oversight/fuwu-tousu/"
    assert pages(with_step)[url].view["reply"] == "1个工作日"
    assert pages(both)[url].view["reply"] == "最长10个工作日"
