"""E711-E714: areas of responsibility, one for everybody, looked after by a post of the branch; duties of branches."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Example, Hit, Session, Severity, rule
from generator.model.areas import Area
from generator.model.duties import Duty
from generator.model.organs import Organ, OrganKind
from generator.model.posts import Post

_FILE = "areas/chengguan.yml"
_AREA = """name: 城关一区
post: zonghe-chuangkou
lead_post: daoshui-zixun
kind: 全部
"""


@rule(
    "E711",
    "岗位不是这个分局的",
    of=Area,
    message="“{post}”属于{home}",
    hint="写这个分局的岗位，或改分局",
    why="照着责任区找过去，岗位却不在那个分局，等于没有人管。",
    example=Example(
        _FILE,
        _AREA + "organ: shili-shuiwuju\nplaces: [东街]\n",
        _AREA + "organ: banshui-fuwuting\nplaces: [东街]\n",
    ),
)
def posts_of_the_branch(session: Session, area: Area) -> Iterator[Hit]:
    """The posts of an area belong to its branch."""
    for field, id in (("post", area.post), ("lead_post", area.lead_post)):
        post = session.registry.get(Post, id)
        if post and not session.lacks(post, "organ") and post.organ != area.organ:
            home = session.registry.get(Organ, post.organ)
            yield session.hit(area, field, post=post.name, home=home.name if home else post.organ)


@rule(
    "E712",
    "同一个地方归了两个责任区",
    message="“{place}”的{kind}已经在 {other}",
    hint="留在一个责任区；按类别分开管的，两边把 kind 写得不同",
    why="一户归两个岗位管，就是两个岗位都不管。",
    example=None,
)
def one_area_each(session: Session) -> Iterator[Hit]:
    """No place is in two areas for the same kind of taxpayers, nor in one for a kind and one for all."""
    seen: dict[str, list[Area]] = {}
    for area in session.current(Area):
        for index, place in enumerate(area.places):
            others = seen.setdefault(place, [])
            first = next((item for item in others if item.kind == area.kind or _ALL in (item.kind, area.kind)), None)
            if first:
                other = session.registry.file(first)
                yield session.hit(area, "places", index, place=place, kind=first.kind, other=other)
            others.append(area)


_ALL = "全部"
"""The kind of an area whose taxpayers are not divided by kind."""


@rule(
    "E713",
    "分局没有责任区",
    severity=Severity.WARNING,
    message="{branch}没有责任区，辖区里的人查不到归谁管",
    hint="在 data/areas/ 里给这个分局建责任区",
    why="别的分局都查得到归谁管，只有这个分局查不到。",
    example=None,
)
def every_branch_has_areas(session: Session) -> Iterator[Hit]:
    """Once there are areas, every branch has some."""
    covered = {area.organ for area in session.current(Area)}
    for organ in session.current(Organ) if covered else ():
        if organ.kind is OrganKind.BRANCH and organ.id not in covered:
            yield session.hit(organ, "name", branch=organ.name)


@rule(
    "E714",
    "几个分局都有的职权漏了分局",
    of=Duty,
    severity=Severity.WARNING,
    message="写了{count}个分局的岗位，没有写{missing}的",
    hint="在 posts 里补上这些分局的岗位；只归几个分局的，在权责内容里写明是哪几个分局",
    why="辖区里的人查不到本分局哪个岗位负责，出了事也没有人认。",
    example=None,
)
def duty_in_every_branch(session: Session, duty: Duty) -> Iterator[Hit]:
    """A duty with posts of several branches has one of each, unless its text names a branch that has it."""
    branches = {organ.id: organ for organ in session.current(Organ) if organ.kind is OrganKind.BRANCH}
    posts = (session.registry.get(Post, id) for id in duty.posts)
    having = {post.organ for post in posts if post} & branches.keys()
    missing = [organ.name for id, organ in branches.items() if id not in having]
    text = "".join((duty.summary, *duty.sub_items, *duty.performance))
    named = any(name and name in text for id in having for name in (branches[id].name, branches[id].short_name))
    if len(having) > 1 and missing and not named and not session.lacks(duty, "posts"):
        yield session.hit(duty, "posts", count=len(having), missing="、".join(missing))


RULES = (posts_of_the_branch, one_area_each, every_branch_has_areas, duty_in_every_branch)
