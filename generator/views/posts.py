"""岗位与首问: which post to ask first, and to whom it hands over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.model.duties import Duty
from generator.model.goals import Goal
from generator.model.organs import Organ
from generator.model.posts import Post
from generator.model.procedures import Procedure
from generator.model.rectifications import Rectification
from generator.model.routes import rooted
from generator.model.tasks import Task
from generator.model.work_items import WorkItem, WorkState
from generator.session import Session
from generator.views.common import EntryPart, Page, detail, listing
from generator.views.paging import LISTED, ListsPart, paged, shortened
from generator.views.pieces import entry_links, hand_over_chain, link, link_to, post_phone
from generator.views.shapes import HandOverView, LinkView
from generator.views.work_items import urgent_first

_LISTS = {"duties": "负责的权责事项", "procedures": "首问的办事事项", "work": "没有销号的任务、整改和目标"}
"""Lists that grow with other registries: key in the view -> heading."""


class PostRow(LinkView):
    """A post as the index shows it."""

    scope: str
    summary: str
    phone: str


class OrganPosts(TypedDict):
    """The posts of one organ."""

    organ: LinkView | None
    posts: list[PostRow]


class PostsView(TypedDict):
    """What posts.html shows."""

    organs: list[OrganPosts]


class PostView(TypedDict):
    """All that is shown of a post."""

    name: str
    summary: str
    organ: LinkView | None
    scope: str
    phone: str
    cover: LinkView | None
    hands_over_to: list[HandOverView]
    standards: list[str]
    published_at: str
    duties: list[LinkView]
    procedures: list[LinkView]
    work: list[LinkView]


class PostPage(PostView, EntryPart, ListsPart):
    """What post.html shows."""


def pages(session: Session) -> Iterator[Page]:
    """Yield the index."""
    by_organ: dict[str, list[PostRow]] = {}
    for post in session.current(Post):
        by_organ.setdefault(post.organ, []).append(
            {
                **link(post),
                "scope": post.first_contact_scope or "",
                "summary": post.summary,
                "phone": post_phone(session, post),
            }
        )
    organs = session.registry.all(Organ)
    order = sorted(by_organ, key=lambda key: (key not in organs or organs[key].kind.value != "hall", key))
    view: PostsView = {
        "organs": [{"organ": link_to(session, "organs", id), "posts": by_organ[id]} for id in order],
    }
    index = listing(
        Post,
        "posts.html",
        "不知道该问谁？先问谁，谁就负责到底。这里写着每个岗位管什么、找不到人时由谁顶替。",
        view,
    )
    yield from paged(index, LISTED // 2, "organs", "posts")


def pages_of(session: Session, post: Post) -> Iterator[Page]:
    """Yield a post's page, and the pages of its long lists."""
    organ = session.registry.get(Organ, post.organ)
    description = f"{organ.name}：{post.summary}" if organ else post.summary
    page = detail(session, post, "post.html", description, post_view(session, post))
    yield from shortened(page, _LISTS)


def post_view(session: Session, post: Post) -> PostView:
    """Return everything that a post's page shows."""
    return {
        "name": post.name,
        "summary": post.summary,
        "organ": link_to(session, "organs", post.organ),
        "scope": post.first_contact_scope or "",
        "phone": post_phone(session, post),
        "cover": link_to(session, "posts", post.cover),
        "hands_over_to": hand_over_chain(session, post.hands_over_to),
        "standards": list(post.standards),
        "published_at": rooted(post.published_at),
        "duties": entry_links(session.referrers(post, Duty)),
        "procedures": entry_links(item for item in session.referrers(post, Procedure) if item.first_contact == post.id),
        "work": entry_links(_open_work(session, post)),
    }


def _open_work(session: Session, post: Post) -> list[WorkItem]:
    """Return the work that a post does or leads and that is not closed, the most urgent first."""
    kinds: tuple[type[WorkItem], ...] = (Task, Rectification, Goal)
    items = [item for kind in kinds for item in session.referrers(post, kind)]
    ours = [item for item in items if post.id in (item.post, item.lead_post)]
    return urgent_first((item for item in ours if item.state(session.as_of) is not WorkState.CLOSED), session.as_of)
