"""L713, L715, T517: late fees, fines, statutory limits and articles named in texts are those of the laws."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from generator.check.quantities import Quantity, lengths, rates, sums
from generator.check.registered import at, told
from generator.check.rule import Example, Hit, Path, Session, Severity, once, rule
from generator.model.laws import Article, Law
from generator.model.time_limits import TimeLimit
from generator.model.types import Basis, Duration, Unit

FEE, FINE = "滞纳金", "罚款"
_Known = dict[tuple[Fraction, str], str]
"""What is known: (value, kind) -> where it is written, e.g. 税收征管法第三十二条."""


def _of_word(text: str, word: str) -> Iterator[Quantity]:
    """Yield the rates, and of fines the sums, in the parts of a text that name a late fee or a fine."""
    for part in re.split("[，。；：\n]", text):
        if word in part:
            yield from rates(part)
            yield from sums(part) if word == FINE else ()


def _summaries(law: Law) -> Iterator[tuple[Path, str, str]]:
    """Yield (path, article or "", text) for the summaries of a law and of its articles."""
    yield ("summary",), "", law.summary or ""
    for index, article in enumerate(law.articles):
        yield ("articles", index, "summary"), article.number, article.summary or ""


@once
def laws_say(session: Session) -> dict[str, dict[str, _Known]]:
    """Return what the laws say of late fees and fines: word -> id of the law -> what is known."""
    found: dict[str, dict[str, _Known]] = {FEE: {}, FINE: {}}
    for law in session.registry.all(Law).values():
        for _, article, text in _summaries(law):
            for word, by_law in found.items():
                for item in _of_word(text, word):
                    where = f"{law.short_name or law.name}{article}“{item.shown}”"
                    by_law.setdefault(law.id, {}).setdefault((item.value, item.kind), where)
    return found


@rule(
    "L713",
    "滞纳金、罚款的数和法规里的不一样",
    severity=Severity.WARNING,
    message="{word}写的是“{shown}”，{known}",
    hint="核对条文，改错的那一处；没有错的，在 data/laws/ 那一条的 summary 里写上这个数",
    why="千分之五和万分之五差十倍：照着算的人会以为多缴，或者不当回事。",
    example=None,
)
def as_the_law_says(session: Session) -> Iterator[Hit]:
    """Late fees and fines in texts are in an article: of a law that the entry cites and that says any, else of any."""
    said = laws_say(session)
    wrong: dict[str, list[Hit]] = {}  # by the one law that is cited for the late fee, "" without one
    right: set[str] = {""}
    for place in told(session):
        for word, by_law in said.items():
            if word in place.text and by_law:
                cited = [basis.law for basis in getattr(place.entry, "basis", ())]
                own = {id: by_law[id] for id in cited if id in by_law} if word == FEE else {}
                known = _joined((own or by_law).values())
                source = next(iter(own)) if len(own) == 1 else ""
                for item in _of_word(place.text, word):
                    if (item.value, item.kind) in known:
                        right.add(source)
                        continue
                    kinds = [where for (_, kind), where in known.items() if kind == item.kind]
                    words = {
                        "word": word,
                        "shown": item.shown,
                        "known": f"法规里写的是{'、'.join(kinds[:3]) or '别的数'}",
                    }
                    wrong.setdefault(source, []).append(at(place, **words))
    for source, hits in wrong.items():
        if source not in right and len(hits) >= _MANY:  # the law's own entry is the odd one
            yield _in_the_law(session, source, hits)
        else:
            yield from hits


_MANY = 3


def _in_the_law(session: Session, id: str, hits: list[Hit]) -> Hit:
    """Return a hit at the late fee in a law's own entry, with which all texts that cite it disagree."""
    law = session.registry.all(Law)[id]
    path, item = next((path, item) for path, _, text in _summaries(law) for item in _of_word(text, FEE))
    known = f"引用这部法规的 {len(hits)} 处写的是“{hits[0].words['shown']}”"
    return session.hit(law, *path, word=FEE, shown=item.shown, known=known)


def _joined(parts: Iterable[_Known]) -> _Known:
    """Return several tables as one; the first place of a number stays."""
    joined: _Known = {}
    for part in parts:
        joined = {**part, **joined}
    return joined


@rule(
    "T517",
    "法定时限和条文里的数不一样",
    of=TimeLimit,
    severity=Severity.WARNING,
    message="法定时限写的是{length}，{article}{said}",
    hint="核对条文：改时限，或者改成真正规定它的那一条；没有错的，把条文的 summary 写全",
    why="法定时限抄错一个数，超期没有超期就全算错了。",
    example=None,
)
def as_the_article_says(session: Session, limit: TimeLimit) -> Iterator[Hit]:
    """The statutory length is in the articles cited for it, if their summaries state any length."""
    extension = limit.extension
    stated: list[tuple[Path, Duration | None, Basis | None]] = [
        (("statutory", "count"), limit.statutory, limit.statutory.basis if limit.statutory else None),
        (("extension", "by", "count"), extension.by if extension else None, extension.basis if extension else None),
    ]
    for path, length, basis in stated:
        law = session.registry.get(Law, basis.law) if basis else None
        if length is None or basis is None or law is None or length.unit is Unit.ON_THE_SPOT:
            continue
        wanted = set(basis.articles) | {number.partition("条")[0] + "条" for number in basis.articles}
        said = [item for article in law.articles if article.number in wanted for item in lengths(article.summary or "")]
        value = Fraction(length.amount), _KIND[length.unit]
        words = {"length": length, "article": f"{law.short_name or law.name}{'、'.join(basis.articles)}"}
        if said and value not in {(item.value, item.kind) for item in said}:
            yield session.hit(
                limit, *path, said=f"写的是{'、'.join(dict.fromkeys(item.shown for item in said))}", **words
            )
        elif not said and basis.articles and path[0] == "statutory":
            other = next((article for article in law.articles if _states(article, value)), None)
            if other:
                place = (*path[:-1], "basis", "articles")
                yield session.hit(limit, *place, said=f"没有写天数，写这个数的是{other.number}", **words)


def _states(article: Article, value: tuple[Fraction, str]) -> bool:
    """Return True if an article's summary states a length."""
    return value in {(item.value, item.kind) for item in lengths(article.summary or "")}


_KIND = {Unit.HOUR: "小时", Unit.WORKING_DAY: "日", Unit.CALENDAR_DAY: "日", Unit.MONTH: "月", Unit.YEAR: "年"}


@rule(
    "L715",
    "文字里引的条文，法规文件里没有",
    severity=Severity.WARNING,
    message="文字里引了{law}{article}，data/laws/{id}.yml 里没有这一条",
    hint="核对条号；没有错的，在那个文件的 articles 里补上这一条",
    why="写错一个字就成了别的条款，照着查的人查不到，会以为是编的。",
    example=Example(
        "procedures/fapiao-lingyong.yml",
        "notes: [见发票管理办法第九十九条。]\n",
        "notes: [见发票管理办法第十五条。]\n",
    ),
)
def articles_in_texts(session: Session) -> Iterator[Hit]:
    """An article that a text or a source names after its law's name is one of the law's, if the law lists any."""
    names = _names(session)
    for place in told(session):
        for law, article in _articles_in(place.text, names) if "条" in place.text else ():
            yield at(place, law=law.short_name or law.name, id=law.id, article=article)
    seen = {place.file for place in told(session)}
    for key, file in session.registry.files.items():
        entry = session.registry.entries[key[0]][key[1]]
        if file not in seen and entry.source and "条" in entry.source and not session.inherits(entry):
            for law, article in _articles_in(entry.source, names):
                yield session.hit(entry, "source", law=law.short_name or law.name, id=law.id, article=article)


@once
def _names(session: Session) -> dict[str, Law]:
    """Return the laws that list articles, by name, short name, and name without the country's."""
    found: dict[str, Law] = {}
    for law in session.current(Law):
        for name in (law.name, law.name.removeprefix("中华人民共和国"), law.short_name or ""):
            if len(name) >= _SHORTEST and law.articles:
                found[name] = law
    return found


def _articles_in(text: str, names: Mapping[str, Law]) -> Iterator[tuple[Law, str]]:
    """Yield (law, article) for the articles in a text that follow the name of a law that lists others."""
    for match in _CITED.finditer(text):
        before = text[: match.start()].removesuffix("》")
        law = next((names[name] for size in _SIZES if (name := before[-size:]) in names), None)
        if law:
            listed = {article.number for article in law.articles}
            yield from ((law, number) for number in _ARTICLE.findall(match[0]) if number not in listed)


_ARTICLE = re.compile("第[一二三四五六七八九十百零]+条(?:之[一二三])?")
_CITED = re.compile(rf"{_ARTICLE.pattern}(?:、{_ARTICLE.pattern})*")
_SHORTEST, _SIZES = 3, range(40, 2, -1)

RULES = (as_the_law_says, as_the_article_says, articles_in_texts)
