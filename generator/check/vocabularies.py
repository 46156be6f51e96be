"""R316, R317: terms of lists: themes and audiences that a site knows, and the lists that there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from generator.check.rule import Example, Hit, Session, rule
from generator.model.procedures import Procedure
from generator.model.vocabularies import AUDIENCES, DEFAULTS, THEMES, TermList


@rule(
    "R316",
    "词表里没有这个词",
    of=Procedure,
    message="“{title}”不能写“{value}”",
    hint="{todo}",
    why="固定的词让筛选、统计和开放数据说同一种话。",
    example=Example("procedures/fapiao-lingyong.yml", "themes: [发票办理]\n", "themes: [invoice]\n"),
)
def known_terms(session: Session, procedure: Procedure) -> Iterator[Hit]:
    """Themes and audiences are terms of the site's lists."""
    for field, title, vocabulary, ids in (
        ("themes", "办事主题", THEMES, procedure.themes),
        ("audience", "服务对象", AUDIENCES, procedure.audience),
    ):
        terms = session.terms(vocabulary)
        for index, id in enumerate(ids):
            if id not in terms:
                yield session.hit(procedure, field, index, title=title, value=id, todo=_todo(terms, id))


def _todo(terms: Mapping[str, str], value: str) -> str:
    """Return what to write in the place of an unknown term."""
    by_name = {name: id for id, name in terms.items()}
    if value in by_name:
        return f"“{value}”要写成 {by_name[value]}"
    near = get_close_matches(value, terms, 1, 0.6)
    if near:
        return f"是不是 {near[0]}({terms[near[0]]})?"
    return "可以写：" + "、".join(f"{id}({name})" for id, name in terms.items())


@rule(
    "R317",
    "没有这种词表",
    of=TermList,
    message="没有“{name}”这种词表",
    hint="文件名写 themes.yml(办事主题) 或 audiences.yml(服务对象)",
    why="别的词表没有地方用，写了也不会有作用。",
    example=Example("vocabularies/zhuti.yml", "name: 办事主题\nterms: {invoice: 发票}\n", ""),
)
def known_list(session: Session, entry: TermList) -> Iterator[Hit]:
    """A list is one that the site uses."""
    if entry.id not in DEFAULTS:
        yield session.hit(entry, name=entry.id)


RULES = (known_terms, known_list)
