"""L701-L709, L716: laws, and whether the legal bases cited are in force on the day of the build."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from urllib.parse import urlsplit

from generator.check.rule import Example, Hit, Path, Session, Severity, rule
from generator.model.laws import Article, Law
from generator.model.types import Basis, Entry

_LAW = "laws/fapiao-guanli-banfa.yml"


@cache
def _may_cite(record: type[Entry]) -> bool:
    """Return True if a record has a field with bases. Most registries have none."""
    return not {"basis", "statutory", "statutory_none", "extension"}.isdisjoint(item.name for item in fields(record))


def _bases(entry: Entry) -> Iterator[tuple[tuple[str | int, ...], Basis]]:
    """Yield (path, basis) for the bases of an entry, its statutory limit, the lack of one, and its extension."""
    if not _may_cite(entry.__class__):  # type: ignore[arg-type]  # classes are hashable
        return
    for index, basis in enumerate(getattr(entry, "basis", ())):
        yield ("basis", index), basis
    statutory = getattr(entry, "statutory", None)
    if statutory and statutory.basis:
        yield ("statutory", "basis"), statutory.basis
    none = getattr(entry, "statutory_none", None)
    if none:
        yield ("statutory_none", "basis"), none.basis
    extension = getattr(entry, "extension", None)
    if extension and extension.basis:
        yield ("extension", "basis"), extension.basis


def _citing(session: Session, entry: Entry) -> Iterator[tuple[tuple[str | int, ...], Basis, Law]]:
    """Yield (path, basis, law) for an entry's citations of laws that exist; none if the entry is not in force."""
    for path, basis in _bases(entry):
        law = session.registry.get(Law, basis.law)
        if law and entry.in_force(session.as_of):
            yield path, basis, law


@rule(
    "L701",
    "依据没有效力",
    of=Entry,
    message="《{law}》在 {day} 没有效力：{reason}",
    hint="{todo}",
    why="审查规则第22条：依据必须现行有效；依据失效，事项本身可能也不该办了。",
    example=Example(
        "procedures/fapiao-lingyong.yml",
        "basis: [{law: jiu-fapiao-banfa, articles: [第三条]}]\n",
        "basis: [{law: fapiao-guanli-banfa, articles: [第十五条]}]\n",
    ),
)
def basis_in_force(session: Session, entry: Entry) -> Iterator[Hit]:
    """Every law cited is in force on the day of the build (audit rule 22); recently ended ones are L709."""
    for path, _, law in _citing(session, entry):
        if law.promulgated_on and law.promulgated_on > session.as_of:
            continue  # V904 tells it where it is wrong
        if law.effective_from and law.effective_from > session.as_of:
            reason, todo = f"{law.effective_from} 才生效", "在它生效之前依据原来的法规"
        elif law.effective_to and law.effective_to < session.as_of:
            if law.effective_to >= looked_at(session, entry):
                continue
            reason, todo = f"{law.effective_to} 失效", _replacement(session, law)
        elif law.withdrawn or (law.repealed_by and not law.effective_to):
            reason, todo = "已被废止", _replacement(session, law)
        else:
            continue
        yield session.hit(entry, *path, "law", law=law.name, day=session.as_of, reason=reason, todo=todo)


def looked_at(session: Session, entry: Entry) -> datetime.date:
    """Return the day on which an entry was last verified, else the day on which the site was launched.

    A basis that had ended by that day is an error. One that ended later is a warning: it ended without any edit, and a
    date that passes must not stop publication.
    """
    return entry.verified_on or session.registry.site.launched_on


def _replacement(session: Session, law: Law) -> str:
    """Return the hint for a law that is not in force; it names the replacement if one is known."""
    new = session.registry.get(Law, law.repealed_by)
    return f"改依据 {new.id}(《{new.name}》)" if new else "改依据现行有效的法规"


@rule(
    "L702",
    "引用的条款已失效",
    of=Entry,
    message="《{law}》{article}已于 {day} 失效",
    hint="{todo}",
    why="一部法规可以整体有效而个别条款失效。",
    example=Example(
        "procedures/fapiao-lingyong.yml",
        "basis: [{law: fapiao-guanli-banfa, articles: [第九条]}]\n",
        "basis: [{law: fapiao-guanli-banfa, articles: [第十五条]}]\n",
    ),
)
def article_in_force(session: Session, entry: Entry) -> Iterator[Hit]:
    """Every article cited is in force on the day of the build; those that ended since `looked_at` are L709."""
    for path, number, law, article in _ended_articles(session, entry):
        if article.effective_to and article.effective_to < looked_at(session, entry):
            words = {"article": number, "day": article.effective_to, "todo": _instead(article)}
            yield session.hit(entry, *path, law=law.name, **words)


def _ended_articles(session: Session, entry: Entry) -> Iterator[tuple[Path, str, Law, Article]]:
    """Yield (path, number as cited, law, article) for every article cited that has ended."""
    for path, basis, law in _citing(session, entry):
        ended = {item.number: item for item in law.articles if item.effective_to and item.effective_to < session.as_of}
        for index, number in enumerate(basis.articles):
            if article := ended.get(number) or ended.get(number.partition("条")[0] + "条"):
                yield (*path, "articles", index), number, law, article


def _instead(article: Article) -> str:
    """Return the hint for an article that has ended; it names the replacement if one is known."""
    return f"改引 {article.replaced_by}" if article.replaced_by else "改引现行有效的条款"


@rule(
    "L709",
    "依据到期了",
    of=Entry,
    severity=Severity.WARNING,
    message="{what}已于 {day} 失效，页面上标着“已失效”",
    hint="{todo}；已经延续的，改它的 effective_to",
    why="审查规则第22条：依据必须现行有效。到期是预先写好的日子，不拦发布，但要尽快改。",
    example=Example(
        "procedures/fapiao-lingyong.yml",
        "basis: [{law: jiu-fapiao-banfa, articles: [第三条]}]\nverified_on: 1990-01-01\n",
        "basis: [{law: fapiao-guanli-banfa, articles: [第十五条]}]\n",
    ),
)
def basis_ended(session: Session, entry: Entry) -> Iterator[Hit]:
    """No law or article cited has ended since the entry was last verified (see `looked_at`)."""
    seen = looked_at(session, entry)
    for path, _, law in _citing(session, entry):
        if law.effective_to and seen <= law.effective_to < session.as_of:
            words = {"what": f"《{law.name}》", "day": law.effective_to, "todo": _replacement(session, law)}
            yield session.hit(entry, *path, "law", **words)
    for path, number, law, article in _ended_articles(session, entry):
        if article.effective_to and article.effective_to >= seen:
            words = {"what": f"《{law.name}》{number}", "day": article.effective_to, "todo": _instead(article)}
            yield session.hit(entry, *path, **words)


@rule(
    "L703",
    "失效的法规没有写由什么替代",
    of=Law,
    severity=Severity.WARNING,
    message="写了 {day} 失效，没有写被什么替代(repealed_by)",
    hint="写上 repealed_by；确实没有替代的，在 summary 里说明",
    why="审查规则第22条：失效的法规要指明替代它的法规。",
    example=Example(
        "laws/linshi-banfa.yml",
        "name: 临时办法\nkind: normative_document\nissuer: 示例市税务局\neffective_to: 2020-12-31\n",
        "name: 临时办法\nkind: normative_document\nissuer: 示例市税务局\neffective_to: 2020-12-31\n"
        "repealed_by: fapiao-guanli-banfa\nverified_on: 2026-01-01\n",
    ),
)
def repealed_by_what(session: Session, law: Law) -> Iterator[Hit]:
    """A law that ended names its replacement or has a summary."""
    if law.effective_to and law.effective_to < session.as_of and not law.repealed_by and not law.summary:
        yield session.hit(law, "effective_to", day=law.effective_to)


@rule(
    "L704",
    "生效日期和失效日期颠倒",
    of=Entry,
    alone=True,
    message="失效日期 {end} 早于生效日期 {start}",
    hint="核对两个日期",
    why="颠倒的日期会让现行有效的内容不显示。",
    example=Example(
        _LAW,
        "effective_from: 2011-02-01\neffective_to: 2010-12-31\n",
        "effective_from: 2011-02-01\neffective_to: 2099-12-31\n",
    ),
)
def dates_in_order(session: Session, entry: Entry) -> Iterator[Hit]:
    """No entry ends before it begins."""
    if entry.effective_from and entry.effective_to and entry.effective_to < entry.effective_from:
        yield session.hit(entry, "effective_to", start=entry.effective_from, end=entry.effective_to)


@rule(
    "L705",
    "条款写法不对",
    of=Entry,
    message="条款写成了“{article}”",
    hint="写成“第三十一条第二款”这样，数字用汉字，一格一条：[第十五条, 第十六条]",
    why="写法统一才能对上法规里的条款。",
    example=Example(
        "procedures/fapiao-lingyong.yml",
        "basis: [{law: fapiao-guanli-banfa, articles: [15条]}]\n",
        "basis: [{law: fapiao-guanli-banfa, articles: [第十五条]}]\n",
    ),
)
def article_form(session: Session, entry: Entry) -> Iterator[Hit]:
    """Articles are cited in the form 第三十一条第二款, with Chinese numerals."""
    for path, basis, _ in _citing(session, entry):
        for index, number in enumerate(basis.articles):
            if not _ARTICLE.match(number) or _DIGITS.search(number) or _SEVERAL.search(number):
                yield session.hit(entry, *path, "articles", index, article=number)


_DIGITS = re.compile(r"[0-9０-９]+[条款项目章节]|^[0-9０-９]|第[0-9０-９]")
_SEVERAL = re.compile(r"[条款项]\s*[、，,；;和及]\s*第")
_ARTICLE = re.compile(r"第|附件|附则|附表|前言|[一二三四五六七八九十]+、")


@rule(
    "L706",
    "法规文件里没有这一条",
    of=Entry,
    severity=Severity.WARNING,
    message="《{law}》的文件里没有写{article}",
    hint="核对条号；条号没错就在 data/laws/{id}.yml 的 articles 里补上这一条",
    why="写错一个字就成了别的条款；读者点开依据也看不到内容。",
    example=Example(
        "procedures/fapiao-lingyong.yml",
        "basis: [{law: fapiao-guanli-banfa, articles: [第九十九条]}]\n",
        "basis: [{law: fapiao-guanli-banfa, articles: [第十五条]}]\n",
    ),
)
def article_known(session: Session, entry: Entry) -> Iterator[Hit]:
    """If a law lists its articles, every article cited is one of them."""
    for path, basis, law in _citing(session, entry):
        known = {item.number for item in law.articles}
        twice = len(known) < len(law.articles)  # L710: one of them is perhaps the one that is cited
        for index, number in enumerate(basis.articles) if known and not twice else ():
            if not (number in known or number.partition("条")[0] + "条" in known or _DIGITS.search(number)):
                if _ARTICLE.match(number):
                    yield session.hit(entry, *path, "articles", index, law=law.name, id=law.id, article=number)


@rule(
    "L707",
    "原文不在官方网站",
    of=Law,
    alone=True,
    message="原文地址 {url} 不是官方网站",
    hint="换成制定机关或国家法律法规数据库（flk.npc.gov.cn）上的全文；查不到就不写 url",
    why="页面上叫“原文”，读者当成官方文本；转载的会错、会旧、会消失。",
    example=Example(
        _LAW,
        "url: https://www.falv-daquan.com/fapiao.html\n",
        "url: https://flk.npc.gov.cn/detail2.html?fapiao\n",
    ),
)
def original_is_official(session: Session, law: Law) -> Iterator[Hit]:
    """The address of a law's original text is on a government site (.gov.cn)."""
    host = urlsplit(law.url or "").hostname or ""
    if law.url and not host.endswith(_OFFICIAL):
        yield session.hit(law, "url", url=law.url)


_OFFICIAL = ".gov.cn"
_REVISED = re.compile("修订|修正")


@rule(
    "L708",
    "修订过的法规没有写引用的是哪个版本",
    of=Law,
    severity=Severity.WARNING,
    message="修订过，没有写引用的版本从哪天起施行(version_in_force_from)",
    hint="写 version 和 version_in_force_from：最近一次修订的说法和施行日期",
    why="页面上只有最初的生效日期，读者会以为引用的是最早的文本。",
    example=Example(
        _LAW,
        "number: 国务院令第764号第三次修订\n",
        "number: 国务院令第764号第三次修订\nversion: 2023年第三次修订\nversion_in_force_from: 2023-07-20\n",
    ),
)
def version_is_dated(session: Session, law: Law) -> Iterator[Hit]:
    """A revised law states from which day the version cited is in force."""
    revised = law.amended_by or _REVISED.search(f"{law.number or ''}{law.version or ''}")
    if revised and not law.version_in_force_from and law.in_force(session.as_of):
        yield session.hit(law, "number" if law.number else "amended_by")


@rule(
    "L716",
    "施行了一年多才公布",
    of=Law,
    severity=Severity.WARNING,
    message="公布日期 {day}，生效日期 {start}",
    hint="核对两个日期，多半有一个年份写错了；确实溯及以前的，在 site.yml 的 accepted 里写明",
    why="年份写错，页面上就成了另一份文件。",
    example=Example(
        _LAW,
        "promulgated_on: 2013-12-23\neffective_from: 1993-12-23\n",
        "promulgated_on: 1993-12-23\neffective_from: 1993-12-23\n",
    ),
)
def made_before_it_holds(session: Session, law: Law) -> Iterator[Hit]:
    """A law holds from at most _BACK days before it was promulgated."""
    if law.promulgated_on and law.effective_from and (law.promulgated_on - law.effective_from).days > _BACK:
        yield session.hit(law, "promulgated_on", day=law.promulgated_on, start=law.effective_from)


_BACK = 730

RULES = (
    basis_in_force,
    article_in_force,
    repealed_by_what,
    dates_in_order,
    article_form,
    article_known,
    basis_ended,
    original_is_official,
    version_is_dated,
    made_before_it_holds,
)
