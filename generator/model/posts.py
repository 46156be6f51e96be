"""posts/: posts (岗位). Never private persons."""

from typing import Annotated, ClassVar

from generator.model.types import Address, ComesDown, Entry, Inherit, Line, Phone, Record, Ref, Slug, Text, Zh, record


@record
class HandOver(Record):
    """One link of the hand-over chain (首问责任制): the post that a taxpayer is handed over to, and when."""

    KEY: ClassVar[tuple[str, ...]] = ("post",)

    post: Annotated[Slug, Ref("posts"), Zh("移交给")]
    when: Annotated[Line, Zh("什么情况移交")]


@record
class Post(Entry):
    """One post (岗位)."""

    FOLDER: ClassVar[str] = "posts"
    TITLE: ClassVar[str] = "岗位"
    COLUMN: ClassVar[str] = "岗位与首问"
    TAB: ClassVar[str] = "职责与制度"
    DISCLOSES: ClassVar[tuple[str, str]] = ("机构职能", "岗位职责、首问范围、顶岗和移交")
    COMES_DOWN: ClassVar[ComesDown] = ComesDown.REFERRED
    OWNER: ClassVar[str] = "organ"

    organ: Annotated[Slug, Ref("organs"), Zh("所在机构")]
    summary: Annotated[Text, Zh("岗位职责概述")]
    first_contact_scope: Annotated[Line | None, Zh("首问范围", "哪些事先问这个岗位")] = None
    cover: Annotated[Slug | None, Ref("posts"), Zh("AB岗", "不在岗时由哪个岗位顶替")] = None
    hands_over_to: Annotated[tuple[HandOver, ...], Zh("移交链")] = ()
    phone: Annotated[Phone | None, Zh("岗位电话"), Inherit.LOCAL] = None
    standards: Annotated[tuple[Line, ...], Zh("岗位标准", "可以检查的要求")] = ()
    published_at: Annotated[
        Address | None, Zh("公布在哪里", "岗位标准里说了公布的才写：本站的地址，如 /results/"), Inherit.LOCAL
    ] = None
