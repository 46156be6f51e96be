"""Families: entries with the same text, as branches publish them, are indexed once with a list of copies.

A family has a head and, if at least two more entries have the same text, copies whose names and ids differ from each
other only by a mark, e.g. 发票领用（青山县）, fapiao-ling-yong-x0001. Marks are shared by all families.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

HOLE = "\0"
"""Placeholder of a mark in the template of a name, an answer or an id."""

PLACES = "县市区旗州"
"""Suffixes of place names that a query may omit."""


class Member(NamedTuple):
    """One entry of a family: the fields that distinguish it from the others."""

    id: str
    name: str
    organs: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]
    short_name: str = ""


class Mark(NamedTuple):
    """The mark of a copy: a piece of its name and of its id."""

    name: str
    id: str


@dataclass(frozen=True, slots=True)
class Copies:
    """Copies that differ only by their marks: templates of name, id, organs and answers, and the marks' numbers."""

    name: str
    id: str
    organs: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]
    marks: list[int] = field(default_factory=list)


def families(kind: str, members: Sequence[Member], marks: dict[Mark, int]) -> list[tuple[Member, list[Copies]]]:
    """Group entries with the same text; return the heads, each with its copies. New marks are added to `marks`."""
    head, *rest = sorted(members, key=lambda item: (len(item.name), item.id))
    if kind not in ("procedures", "organs") or len(rest) < 2:
        return [(member, []) for member in members]
    copies = _copies(kind, rest, marks)
    return [(head, copies)] if copies else [(member, []) for member in members]


def _copies(kind: str, rest: Sequence[Member], marks: dict[Mark, int]) -> list[Copies]:
    """Return these entries as copies; [] if one of them does not fit a template."""
    name = _names_template([item.name for item in rest])
    id = _ids_template([item.id for item in rest])
    groups: dict[tuple[object, ...], Copies] = {}
    numbered: list[tuple[Mark, Copies]] = []
    for item in rest:
        mark = Mark(_inside(item.name, name), _inside(item.id, id))
        organs = tuple(organ.replace(mark.id, HOLE) for organ in item.organs) if mark.id else item.organs
        if not (mark.name and mark.id) or (kind == "procedures" and not all(HOLE in organ for organ in organs)):
            return []
        answers = tuple((intent, text.replace(mark.name, HOLE)) for intent, text in item.answers)
        copies = groups.setdefault((organs, answers), Copies(HOLE.join(name), HOLE.join(id), organs, answers))
        numbered.append((mark, copies))
    for mark, copies in numbered:
        copies.marks.append(marks.setdefault(mark, len(marks)))
    return list(groups.values())


def _names_template(names: Sequence[str]) -> tuple[str, str]:
    """Return the text before and after the marks of names, as in 领用（…） or …税务局; a mark includes its 县 or 市."""
    start = _common(min(names), max(names))
    start = start[: start.rfind("（") + 1] if "（" in start else start
    end = _common_end([name[len(start) :] for name in names])
    if start.endswith("（") and end.endswith("）"):
        return start, "）"
    return start, end[1:] if end[:1] in tuple(PLACES) else end


def _ids_template(ids: Sequence[str]) -> tuple[str, str]:
    """Return the text before and after the marks of ids, in whole words."""
    start = _common(min(ids), max(ids))
    start = start[: start.rfind("-") + 1]
    end = _common_end([id[len(start) :] for id in ids])
    return start, end[end.find("-") :] if "-" in end else ""


def _common_end(texts: Sequence[str]) -> str:
    """Return the common suffix of all texts."""
    turned = [text[::-1] for text in texts]
    return _common(min(turned), max(turned))[::-1]


def _common(one: str, other: str) -> str:
    """Return the common prefix of both texts."""
    at = next((at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), None)
    return one[:at] if at is not None else min(one, other, key=len)


def _inside(text: str, template: tuple[str, str]) -> str:
    """Return the text between the template's two ends."""
    return text[len(template[0]) : len(text) - len(template[1])]


def ranges(numbers: Iterable[int]) -> str:
    """Return ascending numbers as ranges: "0-5,8"."""
    parts: list[list[int]] = []
    for number in sorted(numbers):
        if parts and parts[-1][1] == number - 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ",".join(f"{first}-{last}" if last > first else str(first) for first, last in parts)
