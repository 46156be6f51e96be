"""explanations/: what a new measure means, explained before it takes effect (事前解释说明)."""

from typing import Annotated, ClassVar

from annotated_types import MaxLen, MinLen

from generator.model.types import Address, ComesDown, Day, Entry, Line, Ref, Sayings, Slug, Text, Zh, record


@record
class Explanation(Entry):
    """The explanation of one measure: whom it concerns, from when, what it means, whom to ask."""

    FOLDER: ClassVar[str] = "explanations"
    TITLE: ClassVar[str] = "事前解释"
    COLUMN: ClassVar[str] = "事前解释说明"
    TAB: ClassVar[str] = "承诺与监督"
    DISCLOSES: ClassVar[tuple[str, str]] = ("监督救济", "新措施实行以前的解释：影响谁、从哪天起、怎么办、问谁")
    ON_ONE_PAGE: ClassVar[bool] = True
    COMES_DOWN: ClassVar[ComesDown] = ComesDown.NONE

    concerns: Annotated[Line, Zh("影响谁")]
    published_on: Annotated[Day, Zh("解释公布日期")]
    starts_on: Annotated[Day, Zh("实行日期", "措施从哪天起实行")]
    short_notice: Annotated[Line | None, Zh("不满10天的原因", "公布到实行不满 10 天的写为什么")] = None
    why: Annotated[Text, Zh("为什么这样做")]
    changes: Annotated[tuple[Line, ...], MinLen(1), MaxLen(20), Zh("有什么变化、怎么办", "一条一行")]
    ask: Annotated[Slug, Ref("posts"), Zh("问谁")]
    page: Annotated[Address | None, Zh("全文", "本站的地址，如 /news/vat-law-first-year/")] = None
    regime: Annotated[Slug | None, Ref("regimes"), Zh("制度")] = None
    sayings: Sayings = ()
