"""synonyms/: words that people use, and their official terms (常用说法)."""

from dataclasses import field
from typing import Annotated, ClassVar

from annotated_types import MinLen

from generator.model.types import Entry, Line, Name, Record, Ref, Slug, Vocabulary, Zh, record


class WordKind(Vocabulary):
    """Kind of the words; `model.expansions` gives each kind its weight in a search."""

    COLLOQUIAL = "colloquial", "口头说法"
    DIALECT = "dialect", "方言"
    ABBREVIATION = "abbreviation", "简称"
    OLD_NAME = "old_name", "旧名"
    REGIONAL = "regional", "港澳台说法"
    WRONG_WORD = "wrong_word", "误写误称"
    PROFESSIONAL = "professional", "行话"
    ENGLISH = "english", "英语"


@record
class Targets(Record):
    """The entries that these words should lead to, the closest first."""

    MAY_EMPTY: ClassVar[bool] = True

    procedures: Annotated[tuple[Annotated[Slug, Ref("procedures")], ...], Zh("办事事项")] = ()
    reliefs: Annotated[tuple[Annotated[Slug, Ref("reliefs")], ...], Zh("税费优惠")] = ()
    materials: Annotated[tuple[Annotated[Slug, Ref("materials")], ...], Zh("办理材料")] = ()
    regimes: Annotated[tuple[Annotated[Slug, Ref("regimes")], ...], Zh("制度")] = ()
    laws: Annotated[tuple[Annotated[Slug, Ref("laws")], ...], Zh("法律法规")] = ()
    oversight: Annotated[tuple[Annotated[Slug, Ref("oversight")], ...], Zh("监督渠道")] = ()
    organs: Annotated[tuple[Annotated[Slug, Ref("organs")], ...], Zh("机构")] = ()
    life_events: Annotated[tuple[Annotated[Slug, Ref("life_events")], ...], Zh("一件事")] = ()

    def ids(self) -> tuple[tuple[str, str], ...]:
        """Return every target as (folder, id), in the order of the fields."""
        folders = ("procedures", "reliefs", "materials", "regimes", "laws", "oversight", "organs", "life_events")
        return tuple((folder, id) for folder in folders for id in getattr(self, folder))


@record
class Synonym(Entry):
    """One notion: its name, the words people use for it, and the official terms to search for."""

    FOLDER: ClassVar[str] = "synonyms"
    TITLE: ClassVar[str] = "常用说法"
    COLUMN: ClassVar[str] = "常用说法对照"
    DISCLOSES: ClassVar[tuple[str, str]] = ("办事服务", "口头说法、旧名、简称与规范名称对照")
    ON_ONE_PAGE: ClassVar[bool] = True

    kind: Annotated[
        WordKind, Zh("哪一类说法", "几类都有的，写最多的一类；方言先换成“名称”里的普通话再找；英语的词中间可以有空格")
    ] = WordKind.COLLOQUIAL
    words: Annotated[tuple[Name, ...], MinLen(1), Zh("大家怎么说", "简体字；已写在事项、材料别名里的不用再写")]
    means: Annotated[tuple[Name, ...], MinLen(1), Zh("规范用语", "名录里原样出现的词，最贴切的在前")]
    targets: Annotated[Targets, Zh("找到哪里", "说这些话的人要办的事；说法太宽泛就不写")] = field(
        default_factory=Targets
    )
    note: Annotated[Line | None, Zh("一句话说明", "如 已经取消，不用再办")] = None
