"""areas/: areas of responsibility (责任区): which post of which branch looks after which places and taxpayers."""

from typing import Annotated, ClassVar

from annotated_types import MaxLen, MinLen

from generator.model.types import ComesDown, Entry, Line, Name, Ref, Sayings, Slug, Zh, record


@record
class Area(Entry):
    """One area: its places, the kind of taxpayers, and the post that looks after them."""

    FOLDER: ClassVar[str] = "areas"
    TITLE: ClassVar[str] = "责任区"
    COLUMN: ClassVar[str] = "责任区"
    TAB: ClassVar[str] = "机构与大厅"
    DISCLOSES: ClassVar[tuple[str, str]] = ("机构职能", "每个责任区包括哪些地方和纳税人，由哪个岗位管")
    ON_ONE_PAGE: ClassVar[bool] = True
    COMES_DOWN: ClassVar[ComesDown] = ComesDown.NONE

    organ: Annotated[Slug, Ref("organs"), Zh("分局")]
    post: Annotated[Slug, Ref("posts"), Zh("管理岗位")]
    lead_post: Annotated[Slug, Ref("posts"), Zh("抓责任区的岗位", "副分局长岗")]
    places: Annotated[tuple[Name, ...], MinLen(1), MaxLen(100), Zh("包括哪些地方", "街道、村、园区，一个一项")]
    kind: Annotated[Line, Zh("管哪类纳税人", "分类管理的写类别，如 个体工商户；不分类的写 全部")]
    sayings: Sayings = ()
