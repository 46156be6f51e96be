"""Pages of announcements, ratings, questions and rights: counts and links, rates with their n."""

from __future__ import annotations

from fractions import Fraction

from generator.model.ratings import Rating
from generator.project import Project
from generator.registries import site_pages
from generator.views import announcements, questions, ratings, rights


def test_announcements_lead_to_the_notice_while_it_stands(example: Project) -> None:
    items = {item["id"]: item for item in next(announcements.pages(example.session)).view["items"]}
    rows = items["qianshui-qiye"]["rows"]
    assert [row["period"] for row in rows[:2]] == ["2026年第3季度", "2026年第2季度"]
    assert rows[0]["url"].startswith("https://") and rows[0]["state"] == "公告到2027年1月14日"
    assert rows[1]["url"] == "" and rows[1]["state"] == "2026年10月14日撤下"
    nothing = items["feizhengchang-hu"]["rows"][1]
    assert (nothing["count"], nothing["state"], nothing["url"]) == ("0 户", "没有要公告的", "")
    assert len(items) == 11


def test_rates_are_computed_from_the_five_counts(example: Project) -> None:
    (item,) = example.registry.all(Rating).values()
    period = next(ratings.pages(example.session)).view["items"][0]["periods"][0]
    rows = [row for row in item.rows if row.period == "2026-Q3"]
    good = sum(row.very_good + row.good + row.fair for row in rows)
    rated = sum(row.very_good + row.good + row.fair + row.bad + row.very_bad for row in rows)
    assert period["whole"]["good"]["of"] == f"{good}/{rated}"
    percent = Fraction(period["whole"]["good"]["percent"].rstrip("%"))
    assert abs(percent - Fraction(100 * good, rated)) <= Fraction(1, 200)
    channels = {row["name"]: row for row in period["channels"]}
    assert channels["自助终端"]["closed"] == {"percent": "", "of": ""}
    assert channels["热线"]["longest"] == "5"


def test_the_most_asked_comes_first(example: Project) -> None:
    rows = next(questions.pages(example.session)).view["rows"]
    assert rows[0]["id"] == "wangji-shenbao" and rows[0]["asked"] == "2026年10月问了 312 次"
    assert "penalties/#yuqi-shenbao" in [link["url"] for link in rows[0]["more"]]
    assert all(row["basis"] for row in rows)


def test_each_right_leads_somewhere_that_exists(example: Project) -> None:
    groups = next(rights.pages(example.session)).view["groups"]
    assert [(group["name"], len(group["items"])) for group in groups] == [("权利", 14), ("义务", 10)]
    made = {page.url for page in site_pages(example.session)}
    for group in groups:
        for item in group["items"]:
            urls = [link["url"] for place in item["places"] for link in place["links"]]
            assert urls and {url.partition("#")[0] for url in urls} <= made, item["name"]
