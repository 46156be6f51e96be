"""V912-V916: reviews before publication (三审三校): what is held back, and what refers to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields

from generator.check.content import links
from generator.check.references import nearest_entry
from generator.check.rule import Example, Hit, Path, Session, Severity, once, rule
from generator.check.texts import texts
from generator.model import held as model
from generator.model.attachments import Attachment
from generator.model.content import PageMeta
from generator.model.posts import Post
from generator.model.registry import Key
from generator.model.routes import attachment_address
from generator.model.types import Entry, Review
from generator.source.project import CONTENT, SITE_FILE

_ENTRY = "materials/daili-weituoshu.yml"
_TWICE = "reviewed:\n  first: {post: daoshui-zixun, on: 2026-11-02}\n  second: {post: daoshui-zixun, on: 2026-11-03}\n"


@once
def held(session: Session) -> Mapping[Key, model.Held]:
    """Return what is held back, by (folder, id)."""
    return model.held_back(session.registry)


@rule(
    "V912",
    "没有审完，先不发布",
    severity=Severity.WARNING,
    message="“{name}”先不发布：{why}",
    hint="审完的在 reviewed 里写上哪个岗位、哪天；哪些名录要审，在 site.yml 的 review 里写",
    why="没有审过的内容登出去，错了要撤，也说不清是谁放行的。",
    example=Example("site.yml", "review: [rosters]\n", "review: []\n"),
)
def held_back(session: Session) -> Iterator[Hit]:
    """Everything whose review is demanded or begun has been reviewed three times."""
    for item in held(session).values():
        yield Hit(item.file, ("reviewed",), {"name": item.name, "why": item.why}, line=1)


def _reviews(session: Session) -> Iterator[tuple[Entry | PageMeta, str, Review]]:
    """Yield the entries and pages of the bureau's own files that state a review, each with its file."""
    for (folder, id), file in session.registry.files.items():
        entry = session.registry.entries[folder][id]
        if entry.reviewed and not file.startswith(session.registry.up):
            yield entry, file, entry.reviewed
    yield from ((meta, page.file, meta.reviewed) for page, meta in session.written if meta.reviewed)


@rule(
    "V913",
    "三审三校写得不对",
    message="{what}",
    hint="{todo}",
    why="三审是三个岗位先后各看一遍；一个人看三遍、还没有看就写上，等于没有审。",
    example=Example(_ENTRY, _TWICE, "reviewed: (不写)\n"),
)
def three_posts(session: Session) -> Iterator[Hit]:
    """The steps of a review are by posts that exist, each by another one, in order, and not in the future."""
    for _, file, review in _reviews(session):
        steps = [(item.name, step) for item in fields(review) if (step := getattr(review, item.name))]
        for number, (name, step) in enumerate(steps):
            before = steps[:number]
            if unknown := _unknown_post(session, step.post):
                yield Hit(file, ("reviewed", name, "post"), {"what": f"没有岗位“{step.post}”", "todo": unknown})
            elif any(step.post == other.post for _, other in before):
                words = {"what": f"“{step.post}”审了两次", "todo": "三步由三个岗位审"}
                yield Hit(file, ("reviewed", name, "post"), words)
            if step.on > session.as_of:
                words = {"what": f"审核日期 {step.on} 还没有到", "todo": "改成实际审的那一天"}
                yield Hit(file, ("reviewed", name, "on"), words)
            elif any(step.on < other.on for _, other in before):
                words = {"what": f"{step.on} 早于上一步", "todo": "按初审、复审、终审的先后核对日期"}
                yield Hit(file, ("reviewed", name, "on"), words)


@rule(
    "V916",
    "审完以前就公布了",
    message="终审是 {day}，{published} 就公布了",
    hint="核对两个日期；改公布日期，或改成实际审完的那一天",
    why="先登出去再审，等于没有审。",
    example=None,
)
def reviewed_before(session: Session) -> Iterator[Hit]:
    """The last step of a review is not after the day on which the text was published or opened for comment."""
    for item, file, review in _reviews(session):
        days = (getattr(item, name, None) for name in ("opens", "published_on", "date"))
        published = next(filter(None, days), None)
        if published and review.final and published < review.final.on <= session.as_of:
            yield Hit(file, ("reviewed", "final", "on"), {"day": review.final.on, "published": published})


def _unknown_post(session: Session, id: str) -> str:
    """Return what to write in place of a post that neither the bureau nor its superior has; "" if one has it."""
    posts = session.registry.all(Post)
    above = session.above.registry.all(Post) if session.above else {}
    known = id in posts or id in above or (Post.FOLDER, id) in session.broken
    return "" if known else nearest_entry(id, posts, Post)


@rule(
    "V914",
    "用到了先不发布的内容",
    message="这里用到“{name}”，它先不发布：{why}",
    hint="等它审完；或者先去掉这一处，或者这一项也先不发布（写上 reviewed，审完再补）",
    why="审过的页面上写着没有审的内容，等于没有审；链接过去也打不开。",
    example=Example("site.yml", "review: [regimes]\n", "review: []\n"),
)
def uses_held_back(session: Session) -> Iterator[Hit]:
    """Nothing that is published refers or links to what is held back."""
    gone = {key: item for key, item in held(session).items() if not item.replaced}
    if not gone:
        return
    files = {item.file for item in gone.values()}
    for file, _, reference in session.registry.references(lambda *target: target in gone):
        if file not in files:
            yield Hit(file, reference.path, _words(gone[reference.target, reference.id]))
    addresses = {f"/{item.address}": item for item in gone.values()}
    for item in session.registry.all(Attachment).values():
        if (Attachment.FOLDER, item.id) in gone:
            addresses[f"/{attachment_address(item.file)}"] = gone[Attachment.FOLDER, item.id]
    for hit, target in links(session):
        if hit.file not in files and (linked := _linked(addresses, target)):
            yield Hit(hit.file, words=_words(linked), line=hit.line, column=hit.column)
    for file, path, text in _addresses(session):
        if file not in files and (linked := _linked(addresses, text)):
            yield Hit(file, path, _words(linked))


def _addresses(session: Session) -> Iterator[tuple[str, Path, str]]:
    """Yield (file, path, text) for the texts of entries that are addresses on the site."""
    for (folder, id), file in session.registry.files.items():
        for path, text in texts(session.registry.entries[folder][id]):
            if text.startswith("/"):
                yield file, path, text


def _linked(addresses: Mapping[str, model.Held], target: str) -> model.Held | None:
    """Return what a link leads to, or to a part of it; else None. Addresses of pages end with "/"."""
    for address, item in addresses.items():
        if target == address or (address.endswith("/") and target.startswith(address)):
            return item
    return None


def _words(item: model.Held) -> dict[str, str]:
    """Return the words of a hit."""
    return {"name": item.name, "why": item.why}


@rule(
    "V915",
    "要审的名录不存在",
    message="没有“{folder}”这个名录",
    hint="写 data/ 里的文件夹名；文章写 content",
    why="写错了名录，没有审的照样发布。",
    example=Example("site.yml", "review: [roster]\n", "review: []\n"),
)
def reviewed_registries(session: Session) -> Iterator[Hit]:
    """Every registry whose review is demanded exists."""
    for index, folder in enumerate(session.site.review):
        if folder != CONTENT and folder not in session.registry.kinds:
            yield Hit(SITE_FILE, ("review", index), {"folder": folder})


RULES = (held_back, three_posts, uses_held_back, reviewed_registries, reviewed_before)
