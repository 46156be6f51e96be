"""Partial orders "better for the citizen": how a bureau's value of a TIGHTEN field compares with its superior's.

`ORDERS` has an order for every such field of the model; a test compares the two. Values that no order can compare are
UNCLEAR: people decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from fractions import Fraction
from typing import Any, NamedTuple

from generator.calendar.ends import Ends
from generator.calendar.hours import first_missed
from generator.findings import Path
from generator.model.commitments import Commitment
from generator.model.inherit import Inherit, key_of, policies
from generator.model.materials import Material
from generator.model.measures import Measure, MeasureKind
from generator.model.organs import Hours
from generator.model.oversight import Oversight
from generator.model.procedures import (
    Fee,
    MaterialUse,
    Medium,
    Necessity,
    OnlineDepth,
    PaperForm,
    Procedure,
    Scope,
    Step,
    Visits,
)
from generator.model.regimes import Regime, RegimeRule
from generator.model.time_limits import TimeLimit
from generator.model.types import Duration


class Verdict(Enum):
    """How a bureau's value compares with its superior's, for the citizen."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    UNCLEAR = "unclear"


class Judgement(NamedTuple):
    """A compared value: its paths in the bureau's and in the superior's record, the verdict, and both values.

    `field` is (record type, name of the field) of the innermost compared field. Either value is None if one side has
    none.
    """

    path: Path
    above: Path
    field: tuple[type, str]
    verdict: Verdict
    own_value: Any
    above_value: Any


class Around(NamedTuple):
    """What an order may need besides the values: ends of lengths of time, and the bureau's record."""

    ends: Ends
    record: Any


Order = Callable[[Any, Any, Around], Verdict]
"""Compares (own value, superior's value). Both are stated and differ."""


def _quicker(own: Duration, above: Duration, around: Around) -> Verdict:
    """Compare two lengths of time: on no day of this year and the next may the own one end later."""
    if around.ends.first_longer(own, above):
        return Verdict.WORSE
    return Verdict.BETTER if around.ends.first_longer(above, own) else Verdict.SAME


def _target(own: str, above: str, around: Around) -> Verdict:
    """Compare the targets of a measure: a share is better if it is higher, everything else if it is lower."""
    if Fraction(own) == Fraction(above):
        return Verdict.SAME
    higher = around.record.kind is MeasureKind.SHARE
    return Verdict.BETTER if (Fraction(own) > Fraction(above)) is higher else Verdict.WORSE


def _ranked(*best: Any) -> Order:
    """Return the order of values listed from the best to the worst."""
    rank = {value: number for number, value in enumerate(best)}
    return lambda own, above, _: Verdict.BETTER if rank[own] < rank[above] else Verdict.WORSE


def _paired(*pairs: tuple[Any, Any]) -> Order:
    """Return the order given by (better, worse) pairs; other values cannot be compared."""

    def compare(own: Any, above: Any, _: Around) -> Verdict:
        if (own, above) in pairs:
            return Verdict.BETTER
        return Verdict.WORSE if (above, own) in pairs else Verdict.UNCLEAR

    return compare


def _less(own: Any, above: Any, _: Around) -> Verdict:
    """Compare numbers: less is better."""
    return Verdict.BETTER if own < above else Verdict.WORSE


def _fewer(own: Sequence[Any], above: Sequence[Any], _: Around) -> Verdict:
    """Compare lists of what is asked for or not counted: a part of the superior's is better."""
    if set(own) == set(above):
        return Verdict.SAME
    return Verdict.BETTER if set(own) < set(above) else Verdict.WORSE


def _visits(own: Visits, above: Visits, _: Around) -> Verdict:
    """Compare the number of visits."""
    return Verdict.SAME if own.count == above.count else _less(own.count, above.count, _)


def _fee(own: Fee, above: Fee, _: Around) -> Verdict:
    """Compare fees: none is the best, and charges that differ cannot be compared."""
    if not own.charges and not above.charges:
        return Verdict.SAME
    if own.charges and above.charges:
        return Verdict.UNCLEAR
    return Verdict.WORSE if own.charges else Verdict.BETTER


def _in_words(own: str, above: str, _: Around) -> Verdict:
    """Compare sentences: people must."""
    return Verdict.UNCLEAR


def _open_longer(own: Sequence[Hours], above: Sequence[Hours], around: Around) -> Verdict:
    """Compare opening hours, on every day of this year and the next: longer is better, moved cannot be compared."""
    missed = first_missed(above, own, around.ends.calendar, around.ends.starts)
    added = first_missed(own, above, around.ends.calendar, around.ends.starts)
    if missed and added:
        return Verdict.UNCLEAR
    return Verdict.WORSE if missed else Verdict.BETTER if added else Verdict.SAME


class Items(NamedTuple):
    """The order of lists of records: the verdict on an item that only one side has. Others are compared by field."""

    added: Verdict
    dropped: Verdict


ORDERS: Mapping[tuple[type, str], Order | Items] = {
    (TimeLimit, "promised"): _quicker,
    (TimeLimit, "stops"): _fewer,
    (Procedure, "materials"): Items(added=Verdict.WORSE, dropped=Verdict.BETTER),
    (MaterialUse, "copies"): _less,
    (MaterialUse, "form"): _paired(
        (PaperForm.COPY, PaperForm.ORIGINAL),
        (PaperForm.COPY, PaperForm.ORIGINAL_AND_COPY),
        (PaperForm.COPY, PaperForm.KEPT),
        (PaperForm.SHOWN, PaperForm.ORIGINAL),
        (PaperForm.SHOWN, PaperForm.ORIGINAL_AND_COPY),
        (PaperForm.SHOWN, PaperForm.KEPT),
        (PaperForm.ORIGINAL, PaperForm.ORIGINAL_AND_COPY),
    ),
    (MaterialUse, "medium"): _paired((Medium.EITHER, Medium.PAPER), (Medium.EITHER, Medium.ELECTRONIC)),
    (MaterialUse, "necessity"): _ranked(Necessity.OPTIONAL, Necessity.MAY_FOLLOW, Necessity.REQUIRED),
    (Procedure, "steps"): Items(added=Verdict.UNCLEAR, dropped=Verdict.BETTER),
    (Step, "within"): _quicker,
    (Procedure, "channels"): Items(added=Verdict.BETTER, dropped=Verdict.WORSE),
    (Procedure, "scope"): _ranked(Scope.NATION, Scope.PROVINCE, Scope.CITY, Scope.OWN_BUREAU),
    (Procedure, "online_depth"): _ranked(
        OnlineDepth.FULL, OnlineDepth.APPLICATION, OnlineDepth.DOWNLOAD, OnlineDepth.INFORMATION
    ),
    (Procedure, "fee"): _fee,
    (Procedure, "visits"): _visits,
    (Material, "held_by_bureau"): _ranked(True, False),
    (Material, "promise_instead"): _ranked(True, False),
    (Oversight, "channels"): Items(added=Verdict.BETTER, dropped=Verdict.WORSE),
    (Oversight, "provide"): _fewer,
    (Regime, "rules"): Items(added=Verdict.BETTER, dropped=Verdict.WORSE),
    (RegimeRule, "within"): _quicker,
    (Commitment, "promise"): _in_words,
    (Commitment, "measures"): Items(added=Verdict.BETTER, dropped=Verdict.WORSE),
    (Measure, "target"): _target,
    (Measure, "published_by"): _less,
    (Commitment, "target"): _in_words,
    (Commitment, "hours"): _open_longer,
    (Commitment, "remedy"): _in_words,
}
"""The order of every TIGHTEN field."""


def judgements(own: Any, above: Any, ends: Ends, path: Path = (), theirs: Path = ()) -> Iterator[Judgement]:
    """Yield a judgement for every TIGHTEN field, and every item of such a list, in which two records differ.

    What the superior left open is not judged.
    """
    kind = type(own)
    for name, policy in policies(kind).items():  # type: ignore[arg-type]  # classes are hashable
        mine, other = getattr(own, name), getattr(above, name)
        if policy is not Inherit.TIGHTEN or mine == other or other is None:
            continue
        order, here = ORDERS[kind, name], ((*path, name), (*theirs, name))
        if isinstance(order, Items):
            yield from _item_judgements((kind, name), order, mine, other, ends, *here)
        elif mine is None:
            yield Judgement(*here, (kind, name), Verdict.WORSE, None, other)
        elif other != ():
            yield Judgement(*here, (kind, name), order(mine, other, Around(ends, own)), mine, other)


def _item_judgements(
    field: tuple[type, str],
    order: Items,
    own: Sequence[Any],
    above: Sequence[Any],
    ends: Ends,
    path: Path,
    theirs: Path,
) -> Iterator[Judgement]:
    """Yield the judgements of two lists of records, whose items are told apart by their keys."""
    mine, other = _by_key(own), _by_key(above)
    for key, (number, item) in mine.items():
        if key in other:
            yield from judgements(item, other[key][1], ends, (*path, number), (*theirs, other[key][0]))
        else:
            yield Judgement((*path, number), theirs, field, order.added, item, None)
    for key, (number, item) in other.items():
        if key not in mine:
            yield Judgement(path, (*theirs, number), field, order.dropped, None, item)


def _by_key(items: Sequence[Any]) -> dict[str, tuple[int, Any]]:
    """Return records with their numbers by key."""
    keyed = ((repr([getattr(item, name) for name in key_of(type(item))]), item) for item in items)
    return {key: (number, item) for number, (key, item) in enumerate(keyed)}
