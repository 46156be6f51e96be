"""Split long lists: an index continues on further pages, and an entry's list gets pages of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypedDict

from generator.views.common import Page, PagerView, View
from generator.views.shapes import LinkView

SHOWN = 200
"""Most items of a list on an entry's own page; the whole list has pages of its own."""

LISTED = 600
"""Most links on a page that holds nothing else."""


class MoreView(TypedDict):
    """The address of a whole list, and its number of items."""

    url: str
    count: int


class ListsPart(TypedDict):
    """What `shortened` adds to the view of an entry's page: the lists that are cut, by key."""

    more: dict[str, MoreView]


class WholeListView(TypedDict):
    """What more.html shows: a list in full."""

    items: list[LinkView]


def paged(page: Page, most: int, *path: str) -> Iterator[Page]:
    """Yield a page, and further ones if the list in its view has more than `most` items.

    `path` leads to the list: its key, or the key of a list of groups and the key of the list in each.
    """
    views = list(_split(page.view, most, path))
    urls = [page.url if number == 1 else f"{page.url}page/{number}/" for number in range(1, len(views) + 1)]
    for number, (view, url) in enumerate(zip(views, urls, strict=True), 1):
        if len(views) == 1:
            yield page
        else:
            here = "" if number == 1 else f"（第 {number} 页）"
            crumbs = page.crumbs if number == 1 else (*page.crumbs, (page.url, page.title))
            pager: PagerView = {"number": number, "urls": _pager_links(urls, number), "count": len(urls)}
            toc = _toc_on(page, view, path)
            title, description = page.title + here, page.description + here
            yield replace(
                page, url=url, title=title, description=description, view=view, crumbs=crumbs, pager=pager, toc=toc
            )


def shortened(page: Page, lists: Mapping[str, str]) -> Iterator[Page]:
    """Yield an entry's page with its long lists cut to SHOWN items, and the pages with each of these lists whole.

    `lists` gives, by key in the view, the heading of each list that can grow; its items have name and url. `more` in
    the view gives, by key, the address of the whole list and its number of items.
    """
    long: dict[str, list[LinkView]] = {key: page.view[key] for key in lists if len(page.view[key]) > SHOWN}
    cut = {key: items[:SHOWN] for key, items in long.items()}
    more: dict[str, MoreView] = {key: {"url": f"{page.url}{key}/", "count": len(items)} for key, items in long.items()}
    yield replace(page, view={**page.view, **cut, "more": more})
    for key, items in long.items():
        view: WholeListView = {"items": [{"name": item["name"], "url": item["url"]} for item in items]}
        whole = Page(
            f"{page.url}{key}/",
            "more.html",
            f"{page.title}：{lists[key]}",
            f"{page.title}：{lists[key]}，共 {len(items)} 项。",
            page.section,
            view,
            kind="list",
            column=page.column,
            crumbs=(*page.crumbs, (page.url, page.title)),
        )
        yield from paged(whole, LISTED, "items")


def _split(view: View, most: int, path: Sequence[str]) -> Iterator[View]:
    """Yield copies of a view with at most `most` items each at `path`; one copy if there are no items."""
    if len(path) == 1:
        items = view[path[0]]
        for start in range(0, max(1, len(items)), most):
            yield {**view, path[0]: items[start : start + most]}
        return
    groups, key = path
    here: list[View] = []
    room = most
    for group in view[groups]:
        rest = group[key]
        while len(rest) > room:
            if room:
                here.append({**group, key: rest[:room]})
            yield {**view, groups: here}
            rest, here, room = rest[room:], [], most
        here.append({**group, key: rest})
        room -= len(rest)
    yield {**view, groups: here}


def _toc_on(page: Page, view: View, path: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the page's `toc` without groups that are on other pages."""
    if len(path) == 1:
        return page.toc
    groups, key = path
    here = {group.get("id") for group in view[groups] if group[key]}
    elsewhere = {group.get("id") for group in page.view[groups]} - here
    return tuple(item for item in page.toc if item[0] not in elsewhere)


def _pager_links(urls: list[str], number: int) -> list[tuple[int, str]]:
    """Return (number, address) of the pages that a pager links to: the first, the last, and two on each side."""
    wanted = {1, len(urls), *range(number - 2, number + 3)}
    return [(each, urls[each - 1]) for each in sorted(wanted) if 1 <= each <= len(urls)]
