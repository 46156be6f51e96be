"""清单: lists that follow from what entries state, each with the field that is its ground. Nobody writes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypedDict

from generator.model.materials import Material, MaterialKind, MaterialSource
from generator.model.procedures import MaterialUse, Necessity, OnlineDepth, Procedure, ResultKind, Scope
from generator.model.routes import DERIVED_LISTS, title_of
from generator.model.vocabularies import THEMES
from generator.session import Session
from generator.views.cases import when_text
from generator.views.common import Page, listing
from generator.views.paging import paged
from generator.views.pieces import bases, link
from generator.views.procedure_lists import cards_of
from generator.views.shapes import BasisView, LinkView

_MOST = 200
"""Most rows on one page."""

_FEW = 12
"""With more groups than this, groups of one row stand together as _ALONE."""

_ALONE = "其他"


class Row(LinkView):
    """A matter or a material with what its file says, and the legal bases of that."""

    group: str
    says: list[str]
    materials: list[LinkView]
    basis: list[BasisView]


class GroupView(TypedDict):
    """The rows of one group."""

    id: str
    name: str
    count: int
    rows: list[Row]


class ListView(TypedDict):
    """What list.html shows. `ground` says which field decides; `unstated` counts matters whose files do not say."""

    ground: str
    total: int
    groups: list[GroupView]
    unstated: int
    others: list[LinkView]


class ListCard(LinkView):
    """A list on the index page."""

    what: str
    count: int


class ListsView(TypedDict):
    """What lists.html shows."""

    lists: list[ListCard]


class DerivedList(NamedTuple):
    """One list. `unstated` is True for a matter whose file does not say whether it belongs here."""

    what: str
    ground: str
    rows: Callable[[Session], Iterator[Row]]
    unstated: Callable[[Procedure], bool] = lambda _: False


def _row(
    session: Session, procedure: Procedure, says: Iterable[str] = (), group: str = "", uses: Iterable[MaterialUse] = ()
) -> Row:
    """Return a matter's row; without a `group` it stands under its main theme."""
    known = session.registry.all(Material)
    return {
        **link(procedure),
        "group": group or (session.label(THEMES, procedure.themes[0]) if procedure.themes else ""),
        "says": list(says),
        "materials": [link(known[use.material]) for use in uses if use.material in known],
        "basis": [],
    }


def _online(session: Session) -> Iterator[Row]:
    """Yield the matters that are done wholly online, with where."""
    for item in session.procedures:
        if item.online_depth is OnlineDepth.FULL:
            ways = (way for way in item.channels if way.kind.is_online)
            yield _row(session, item, dict.fromkeys(way.name or way.kind.label for way in ways))


def _one_visit(session: Session) -> Iterator[Row]:
    """Yield the matters with one visit at most, those with a visit first and with its reason."""
    found = [item for item in session.procedures if item.visits and item.visits.count <= 1]
    for item in sorted(found, key=lambda item: -item.visits.count if item.visits else 0):
        assert item.visits is not None
        says = [item.visits.reason] if item.visits.reason and item.visits.count else []
        yield _row(session, item, says, "跑一次" if item.visits.count else "一次都不用跑")


def _on_the_spot(session: Session) -> Iterator[Row]:
    """Yield the matters that are settled on the spot in every case."""
    cards = cards_of(session)
    yield from (_row(session, item) for item in session.procedures if cards[item.id]["immediate"])


def _follow(session: Session) -> Iterator[Row]:
    """Yield the matters that are accepted before some material is there, with that material."""
    for item in session.procedures:
        if uses := [use for use in item.materials if use.necessity is Necessity.MAY_FOLLOW]:
            cases = (when_text(item, use.when) for use in uses)
            yield _row(session, item, dict.fromkeys(filter(None, cases)), uses=uses)


def _promised(session: Session) -> Iterator[Row]:
    """Yield the matters in which a signed promise may stand for a material, with that material."""
    known = session.registry.all(Material)
    for item in session.procedures:
        uses = [use for use in item.materials if use.material in known and known[use.material].promise_instead]
        if uses:
            yield _row(session, item, uses=uses)


def _anywhere(session: Session) -> Iterator[Row]:
    """Yield the matters that more offices than the bureau in charge accept, the widest scope first."""
    for scope in (Scope.NATION, Scope.PROVINCE, Scope.CITY):
        for item in session.procedures:
            if item.scope is scope:
                yield _row(session, item, group=scope.label)


def _charges(session: Session) -> Iterator[Row]:
    """Yield the matters with a charge, with item, rate and ground."""
    for item in session.procedures:
        for charge in item.fee.charges if item.fee else ():
            yield {**_row(session, item, [f"{charge.item}：{charge.rate}"]), "basis": bases(session, charge.basis)}


def _proofs_asked(session: Session) -> Iterator[Row]:
    """Yield the proofs of other bodies that matters ask for, by who issues them, with those matters."""
    issued = (MaterialSource.GOVERNMENT, MaterialSource.OTHER)
    for item in session.current(Material):
        if item.kind is MaterialKind.CERTIFICATE and item.origin in issued and not item.held_by_bureau:
            asking = [
                procedure
                for procedure in session.referrers(item, Procedure)
                if any(use.material == item.id for use in procedure.materials)
            ]
            if asking:
                says = [f"{len(asking)} 个事项要用", *(["可以承诺代替"] if item.promise_instead else [])]
                issuer = item.issuer or item.origin.label
                yield {**link(item), "group": issuer, "says": says, "materials": [], "basis": []}


def _proofs_issued(session: Session) -> Iterator[Row]:
    """Yield the matters whose result is a proof that this bureau issues, with its name."""
    for item in session.procedures:
        if item.result and item.result.kind is ResultKind.PROOF:
            yield _row(session, item, [item.result.name] if item.result.name else [])


LISTS: dict[str, DerivedList] = {
    "lists/online/": DerivedList(
        "从申请到拿结果都在网上，不用到现场。",
        "“网上办理深度”是 Ⅳ级 全程网办",
        _online,
        lambda item: item.online_depth is None,
    ),
    "lists/one-visit/": DerivedList(
        "最多到现场一次就办完，跑的一次写明为什么。",
        "“到现场次数”是 0 或 1",
        _one_visit,
        lambda item: item.visits is None,
    ),
    "lists/on-the-spot/": DerivedList("材料齐全，当场办好。", "承诺的时限都是当场办结", _on_the_spot),
    "lists/documents-later/": DerivedList("缺这几样也先受理，以后补交。", "材料的“必要性”是容缺后补", _follow),
    "lists/written-promise/": DerivedList("签了告知承诺书，这几样证明就不用交。", "材料写了“可以承诺代替”", _promised),
    "lists/anywhere/": DerivedList(
        "不用回主管税务机关，别处的办税厅也能办。",
        "“通办范围”是跨省、全省或全市",
        _anywhere,
        lambda item: item.scope is None,
    ),
    "lists/charges/": DerivedList(
        "收费的事项、标准和依据；指南里写明不收费的不在这里。",
        "“收费”写了收费明细",
        _charges,
        lambda item: item.fee is None,
    ),
    "lists/proofs-asked/": DerivedList(
        "办事要您从别的单位开来的证明，按开具单位排列。",
        "材料是证件证书证明，不由本人或税务机关出具，有事项要用",
        _proofs_asked,
    ),
    "lists/proofs-issued/": DerivedList("本局给您开的证明。", "“办理结果”的类型是证明文件", _proofs_issued),
}
"""The lists by address, in the order of the index page."""

if tuple(LISTS) != tuple(DERIVED_LISTS):
    raise TypeError("DERIVED_LISTS in generator/model/routes.py must name the same lists in the same order")


def pages(session: Session) -> Iterator[Page]:
    """Yield the index and every list. A list without rows keeps its page, which says so."""
    found = {url: list(item.rows(session)) for url, item in LISTS.items()}
    cards: list[ListCard] = [
        {"url": url, "name": title_of(url), "what": LISTS[url].what, "count": len(rows)} for url, rows in found.items()
    ]
    index: ListsView = {"lists": cards}
    yield listing("lists/", "lists.html", "按办事方式、收费和证明排出来的清单，都从办事指南里自动得出。", index)
    for url, rows in found.items():
        page = listing(url, "list.html", LISTS[url].what, _view(session, url, rows))
        yield from paged(page, _MOST, "groups", "rows")


def _view(session: Session, url: str, rows: list[Row]) -> ListView:
    """Return what a list's page shows: the rows by group, the largest first; of many groups, single rows together."""
    item, groups = LISTS[url], dict[str, list[Row]]()
    size = Counter(row["group"] for row in rows)
    for row in sorted(rows, key=lambda row: -size[row["group"]]):
        alone = size[row["group"]] == 1 and len(size) > _FEW
        name, says = (_ALONE, [row["group"], *row["says"]]) if alone else (row["group"], row["says"])
        groups.setdefault(name, []).append({**row, "says": says})
    return {
        "ground": item.ground,
        "total": len(rows),
        "groups": [
            {"id": f"group-{number}", "name": name, "count": len(found), "rows": found}
            for number, (name, found) in enumerate(groups.items(), 1)
        ],
        "unstated": sum(map(item.unstated, session.procedures)),
        "others": [{"name": title_of(other), "url": other} for other in LISTS if other != url],
    }
