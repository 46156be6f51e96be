"""requests/: what branches asked the bureau's departments, and when they were answered (请示)."""

from typing import Annotated, ClassVar

from generator.model.replies import Awaiting
from generator.model.types import ComesDown, Line, Ref, Slug, Vocabulary, Zh, record


class Route(Vocabulary):
    """Route of a request: weighty ones in writing through the branch head, ordinary ones by telephone."""

    WEIGHTY = "weighty", "重大请示（分局长扎口，书面）"
    ORDINARY = "ordinary", "一般请示（副分局长扎口，电话）"


@record
class BranchRequest(Awaiting):
    """One request of a branch: its route, its subject, the department that answers."""

    FOLDER: ClassVar[str] = "requests"
    TITLE: ClassVar[str] = "请示"
    COLUMN: ClassVar[str] = "请示和答复"
    TAB: ClassVar[str] = "效能监督"
    DISCLOSES: ClassVar[tuple[str, str]] = ("监督救济", "分局请示的登记、被请示的股室、7日内答复情况")
    ON_ONE_PAGE: ClassVar[bool] = True
    COMES_DOWN: ClassVar[ComesDown] = ComesDown.NONE

    route: Annotated[Route, Zh("怎么报的")]
    branch: Annotated[Slug, Ref("organs"), Zh("请示的分局")]
    through: Annotated[Slug, Ref("posts"), Zh("扎口岗位", "重大的分局长岗，一般的副分局长岗")]
    subject: Annotated[Line, Zh("请示什么", "只写问题，不写纳税人")]
    common: Annotated[Line | None, Zh("统一口径", "答复后成了统一口径的，写发到哪里")] = None
