"""C302-C305: content pages: links, addresses and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.rule import Example, Hit, Session, rule
from generator.model.routes import SCHEME, allowed, folder_of, indexes, page_address, segment

_PAGE = "content/about/site.md"
_MATTER = "---\ntitle: 关于本站\ndescription: 本站是什么\ncolumn: about\ndate: 2026-11-01\n---\n"
_PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?([^)\s>]*)")
_LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^)\s>]*)|^\s*\[[^\]]+\]:\s*<?(\S+?)>?\s*$|<([A-Za-z][A-Za-z0-9+.\-]*:[^>]*)>")

_LONGEST_LINE = 3_000  # C310 reports longer lines; matching takes time quadratic in the line's length


def links(session: Session) -> Iterator[tuple[Hit, str]]:
    """Yield every link of content pages: a hit at its place, and its target."""
    for page in session.pages:
        for number, line in enumerate(page.body.split("\n")):
            for match in _LINK.finditer(line[:_LONGEST_LINE]):
                group = match.lastindex or 1
                words = {"picture": line[: match.start()].endswith("!")}  # C305 tells of pictures
                place = Hit(page.file, (), words, line=page.body_line + number, column=match.start(group) + 1)
                yield place, match.group(group)


@rule(
    "C302",
    "站内链接指向不存在的页面",
    message="链接 {target} 指向的页面不存在",
    hint="站内链接从“/”写起，如 /procedures/fapiao-ling-yong/;编号见 data/ 里的文件名",
    why="断链会扣分，更会让人以为内容被删了。",
    example=Example(
        _PAGE,
        f"{_MATTER}\n[看](/procedures/meiyou/)\n",
        f"{_MATTER}\n[看](/procedures/)\n",
    ),
)
def dead_link(session: Session) -> Iterator[Hit]:
    """Every internal link starts with "/" and leads to a page that exists."""
    pages = pages_known(session)
    for hit, target in links(session):
        address = target.partition("#")[0].partition("?")[0]
        if SCHEME.match(target) or target.startswith("#") or not target:
            continue
        if not (address.startswith("/") and exists(session, address, pages)) and not hit.words["picture"]:
            yield Hit(hit.file, words={"target": target}, line=hit.line, column=hit.column)


def pages_known(session: Session) -> set[str]:
    """Return the addresses of content pages and indexes."""
    return {page_address(page.file) for page in session.pages} | indexes(session.registry.kinds).keys()


def exists(session: Session, address: str, pages: set[str]) -> bool:
    """Return True if an address of the site, as editors write it, is an index, a content page or an entry's page."""
    address = address.partition("#")[0].removeprefix("/")
    if address in pages or address.removeprefix("files/") in session.registry.attachments:
        return True
    if address.startswith("themes/"):
        return any(address == f"themes/{theme}/" for item in session.procedures for theme in item.themes)
    first, _, rest = address.partition("/")
    folder = folder_of(session.registry.kinds, first)
    if folder is None or session.registry.kinds[folder].ON_ONE_PAGE or segment(folder) != first:
        return False
    id = rest.removesuffix("/")
    return rest.endswith("/") and (id in session.registry.entries[folder] or (folder, id) in session.broken)


@rule(
    "C303",
    "链接的开头不允许",
    message="链接 {target} 不能用",
    hint="外部链接以 https:// 开头，主机前面不能有 @；电话用 tel:,邮箱用 mailto:",
    why="别的开头点不开，或者会在读者的设备上执行程序；@ 前面写的不是真正打开的网站。",
    example=Example(
        _PAGE,
        f"{_MATTER}\n[看](javascript:alert)\n",
        f"{_MATTER}\n[打电话](tel:12366)\n",
    ),
)
def link_scheme(session: Session) -> Iterator[Hit]:
    """Every link has an allowed scheme."""
    for hit, target in links(session):
        if not allowed(target):
            yield Hit(hit.file, words={"target": target}, line=hit.line, column=hit.column)


@rule(
    "C304",
    "页面地址和别的页面冲突",
    message="地址 /{address} 已经有别的页面",
    hint="换一个文件名或文件夹",
    why="两个页面不能在同一个地址。",
    example=Example(
        "content/procedures/index.md",
        "---\ntitle: 办事\ndescription: 办事\ncolumn: guide\ndate: 2026-11-01\n---\n\n正文\n",
        "",
    ),
)
def address_taken(session: Session) -> Iterator[Hit]:
    """No content page has the address of a generated page or of another content page."""
    seen: set[str] = set()
    taken = indexes(session.registry.kinds)
    for page in session.pages:
        address = page_address(page.file)
        if address in seen or (
            address in taken
            or folder_of(session.registry.kinds, address.partition("/")[0])
            or address.startswith(("themes/", "audiences/", "assets/"))
        ):
            yield Hit(page.file, words={"address": address}, line=1)
        seen.add(address)


@rule(
    "C305",
    "正文里有图片",
    message="正文里有图片 {target}",
    hint="去掉图片，把图里的内容写成文字或表格",
    why="图片里的字搜不到、读屏软件念不出；别处的图片会把读者的访问告诉别人。",
    example=Example(_PAGE, f"{_MATTER}\n![样表](https://www.example.gov.cn/a.png)\n", f"{_MATTER}\n样表见窗口。\n"),
)
def picture(session: Session) -> Iterator[Hit]:
    """No content page contains a picture."""
    for page in session.pages:
        for number, line in enumerate(page.body.split("\n")):
            for match in _PICTURE.finditer(line[:_LONGEST_LINE]):
                yield Hit(
                    page.file, words={"target": match.group(1)}, line=page.body_line + number, column=match.start() + 1
                )


RULES = (dead_link, link_scheme, address_taken, picture)
