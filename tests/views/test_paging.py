"""Long lists go on on further pages: nothing is lost, nothing stands twice, no page is too long."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from generator.views.common import Page
from generator.views.paging import LISTED, SHOWN, paged, shortened


def page(view: dict[str, Any]) -> Page:
    return Page("laws/", "laws.html", "法律", "", "laws/", view, kind="list", crumbs=(("", "首页"),))


groups = st.lists(st.integers(0, 9), max_size=6)


@given(groups, st.integers(1, 7))
def test_groups_are_split_and_nothing_is_lost(sizes: list[int], most: int) -> None:
    given_groups = [
        {"name": str(number), "laws": [(number, item) for item in range(size)]} for number, size in enumerate(sizes)
    ]
    pages = list(paged(page({"groups": given_groups, "other": 1}), most, "groups", "laws"))
    found = [item for each in pages for group in each.view["groups"] for item in group["laws"]]
    assert found == [item for group in given_groups for item in group["laws"]]
    assert all(sum(len(group["laws"]) for group in each.view["groups"]) <= most for each in pages)
    assert len(pages) == max(1, -(-sum(sizes) // most))
    for each in pages:
        for group in each.view["groups"]:
            assert all(str(number) == group["name"] for number, _ in group["laws"])


@given(st.integers(0, 40), st.integers(1, 9))
def test_a_plain_list(count: int, most: int) -> None:
    pages = list(paged(page({"rows": list(range(count))}), most, "rows"))
    assert [item for each in pages for item in each.view["rows"]] == list(range(count))
    assert len({each.url for each in pages}) == len(pages)


def test_one_page_stays_as_it_is() -> None:
    one = page({"rows": [1, 2]})
    assert list(paged(one, 2, "rows")) == [one]


def test_addresses_titles_and_pager() -> None:
    first, second, *_, last = paged(page({"rows": list(range(40))}), 4, "rows")
    assert (first.url, second.url, last.url) == ("laws/", "laws/page/2/", "laws/page/10/")
    assert (first.title, second.title) == ("法律", "法律（第 2 页）")
    assert second.crumbs == (("", "首页"), ("laws/", "法律"))
    assert second.pager == {
        "number": 2,
        "count": 10,
        "urls": [(1, "laws/"), (2, "laws/page/2/"), (3, "laws/page/3/"), (4, "laws/page/4/"), (10, "laws/page/10/")],
    }


def test_a_long_list_of_an_entry_has_pages_of_its_own() -> None:
    items = [{"name": f"第{number}项", "url": f"x/{number}/", "articles": []} for number in range(LISTED + 1)]
    short = [{"name": "一", "url": "a/"}]
    made, *rest = shortened(page({"cited": items, "duties": short}), {"cited": "依据它的事项", "duties": "权责"})
    assert made.view["cited"] == items[:SHOWN]
    assert made.view["duties"] == short
    assert made.view["more"] == {"cited": {"url": "laws/cited/", "count": LISTED + 1}}
    assert [each.url for each in rest] == ["laws/cited/", "laws/cited/page/2/"]
    assert rest[0].title == "法律：依据它的事项"
    assert [item["url"] for each in rest for item in each.view["items"]] == [item["url"] for item in items]


def test_a_short_list_stays() -> None:
    (made,) = shortened(page({"cited": [{"name": "一", "url": "a/"}]}), {"cited": "依据它的事项"})
    assert made.view["more"] == {}
