"""Renders page views to files: a view through its template, poured into the chrome."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypedDict
from urllib.parse import quote, urlsplit

import msgspec
from markupsafe import Markup, escape

from generator.cache import Cache
from generator.colours import styles
from generator.identity import program
from generator.model.site import Site
from generator.render.shell import Menu, Shells, site_root
from generator.render.templates import Templates
from generator.render.theme import Theme, ThemeError, fingerprinted
from generator.render.words import Words, words_of
from generator.views.common import Page, Stub

if TYPE_CHECKING:
    from generator.render.chrome import Chrome


_ADDRESSES = 50_000  # limit of one sitemap by the protocol


@dataclass(frozen=True, slots=True)
class File:
    """One file of the site: its path relative to the root, and its bytes."""

    path: str
    data: bytes


class Whose(NamedTuple):
    """Whose site a page is on, where several bureaus have one together.

    `above` is the superior's name, `above_url` the address of its site, relative to this site's root or absolute. Both
    are "" on the topmost site. `choose_url` is the address of the page to choose a bureau on.
    """

    name: str
    above: str
    above_url: str
    choose_url: str


class WhoseView(TypedDict):
    """A `Whose` with its addresses as seen from the page. `root` is that of this site."""

    name: str
    above: str
    above_url: str
    choose_url: str
    root: str


_CARDS = {
    **dict.fromkeys(("procedures", "materials", "themes", "audiences"), "share-guide.png"),
    **dict.fromkeys(("organs", "posts", "rosters", "areas"), "share-hall.png"),
    **dict.fromkeys(
        ("commitments", "results", "performance", "tasks", "rectifications", "rounds"), "share-promise.png"
    ),
}
"""The picture that pages of a section are shared with; the others have share.png."""


@dataclass(frozen=True)
class Renderer:
    """Renders the pages of one site with one theme. Each shell is rendered once; `cache` keeps shells between runs."""

    site: Site
    theme: Theme
    menu: Menu = ()
    cache: Cache = field(default_factory=Cache)
    whose: Whose | None = None

    def __reduce__(self) -> tuple[type[Renderer], tuple[Site, Theme, Menu, Cache, Whose | None]]:
        """Pickle only the inputs; everything else is computed again."""
        return Renderer, (self.site, self.theme, self.menu, Cache(), self.whose)

    @cached_property
    def templates(self) -> Templates:
        """The templates of pages and components, shared by all renderers with the same theme."""
        return _templates(self.theme, self._theme_digest)

    @cached_property
    def own_assets(self) -> Mapping[str, File]:
        """Our stylesheet and scripts by name, with digests in their addresses; the project's pictures unchanged."""
        files = dict(_own_assets(self.theme, self._theme_digest))
        if self.site.colour:
            data = files["zwgk.css"].data + styles(self.site.colour).encode()
            files["zwgk.css"] = File(fingerprinted("assets/zwgk.css", data), data)
        pictures = {name: File(f"assets/{name}", data) for name, data in self.theme.pictures().items()}
        for name in filter(None, (self.site.logo, self.site.favicon)):
            if name not in pictures:
                raise ThemeError(0, "site.yml 里写了这张图片，但文件不在", f"theme/assets/{name}")
        return {**files, **pictures}

    @cached_property
    def _theme_digest(self) -> str:
        """Digest of the theme's files."""
        return self.theme.digest()

    def prepare(self) -> None:
        """Compile all page templates, so that forked processes inherit them."""
        names = {path.name for folder in self.theme.paths("pages") for path in folder.glob("*.html")}
        self.templates.prepare(sorted(names))

    @cached_property
    def chrome(self) -> Chrome:
        """The chrome that shells are made of."""
        return self.chrome_of(self._words)

    def chrome_of(self, words: Words | None) -> Chrome:
        """Return Material's chrome around every page: with marks in place of the site's words, or with these."""
        from generator.render.chrome import Chrome

        site = words or self.site
        own = {name: file.path for name, file in self.own_assets.items()}
        extra = {"own": own, "site": words.site if words else self.site, "notice": (words or self).site.notice or ""}
        material = self.theme.paths("material")[0]
        return Chrome.of(site.name, site.base_url, self.menu, material, extra, self._shown)

    @cached_property
    def _shown(self) -> dict[str, str]:
        """The addresses of the site's own logo and favicon."""
        shown = {"favicon": self.own_assets["favicon.svg"].path}
        return shown | {name: f"assets/{file}" for name in ("logo", "favicon") if (file := getattr(self.site, name))}

    @cached_property
    def _words(self) -> Words | None:
        """The site's words in a chrome that bureaus share; None if the project lays templates over Material's."""
        if self.theme.paths("material")[0] != self.theme.builtin("material"):
            return None
        return words_of(self.site, self.menu)

    @cached_property
    def shells(self) -> Shells:
        """The chrome of each kind of page."""
        table, words = self.cache.table("shells"), self._words
        own = sorted((name, file.path) for name, file in self.own_assets.items())
        shared = f"{program()}{words and words.site!r}{self.menu!r}{self._theme_digest}{own}{self._shown}"
        identity = hashlib.sha256(shared.encode()).hexdigest() if words else self.identity
        return Shells(self.menu, lambda key: self.chrome.shell(*key), table, identity, words.html if words else None)

    @cached_property
    def identity(self) -> str:
        """Digest of everything that decides a page's bytes except its view: site settings, theme, this program."""
        return hashlib.sha256(
            f"{program()}{self.site!r}{self.menu!r}{self._theme_digest}{self.whose or ''!r}".encode()
        ).hexdigest()

    def page(self, page: Page) -> File:
        """Return a page's file."""
        shell = self.shells.get(self.shells.key(page.url, page.section))
        return File(path_of(page.url), shell.pour(self.holes(page)))

    def holes(self, page: Page) -> dict[str, str]:
        """Return the HTML that fills each hole of the chrome for one page."""
        base = self.base(page)
        body = ""
        if page.template == "content.html":
            from generator.render.prose import to_html  # imports Markdown, which most pages never pass through

            body, headings = to_html(page.markdown, base)
            page = replace(page, toc=headings)
        values = {"page": page, "view": page.view, "site": self.site, "base": base, "body": Markup(body)}
        values["whose"] = self._whose(base)
        values["domain"] = urlsplit(self.site.base_url).netloc
        root = self.site.base_url.rstrip("/") + "/"
        values |= {"root": root, "here": root + page.url, "linked": _linked(page, root)}
        values["wrong"] = self._wrong(root + page.url)
        values["card"] = _CARDS.get(page.section.split("/")[0], "share.png")
        return {
            "title": str(escape(_head_title(page) if page.url else self.site.name)),
            "description": str(escape(page.description)),
            "canonical": str(escape(root + page.url)),
            "head": self._template("_head.html", values),
            "toc": self._template("_toc.html", values),
            "content": self._template(page.template, values),
        }

    def _whose(self, base: str) -> WhoseView | None:
        """Return whose site a page is on, with addresses as seen from the page; None for the only site."""
        if self.whose is None:
            return None
        name, above, *links = self.whose
        above_url, choose_url = (url if "//" in url else f"{base}{url}" for url in links)
        return {"name": name, "above": above, "above_url": above_url, "choose_url": choose_url, "root": base}

    def _wrong(self, here: str) -> str:
        """Return the mailto: address that tells the bureau of a mistake on a page; empty if the site has no e-mail."""
        email = self.site.feedback_email
        return f"mailto:{email}?subject={quote('网页有错')}&body={quote(here, safe=':/')}%0A" if email else ""

    def base(self, page: Page) -> str:
        """Return the relative path from a page to the site's root ("", "../", …); absolute for *.html pages."""
        if page.url.endswith(".html"):
            return site_root(self.site.base_url)
        return "../" * page.url.count("/") or "./"

    def _template(self, name: str, values: dict[str, object]) -> str:
        """Return a template's output."""
        return self.templates.render(name, values).strip()

    def assets(self) -> Iterator[File]:
        """Yield the scripts, styles and images that pages refer to."""
        yield from self.own_assets.values()


@lru_cache(maxsize=4)
def _own_assets(theme: Theme, digest: str) -> Mapping[str, File]:
    """Return the stylesheet, icon and scripts of a theme. `digest`, of its files, is the key of the cache."""
    files = {"zwgk.css": theme.stylesheet(), "favicon.svg": theme.icon(), **theme.cards(), **theme.scripts()}
    return {name: File(fingerprinted(f"assets/{name}", data), data) for name, data in files.items()}


@lru_cache(maxsize=4)
def _templates(theme: Theme, digest: str) -> Templates:
    """Return the templates of a theme. `digest`, of its files, is the key of this function's cache."""
    parts = ("pages", "components")
    folders = [folder for part in parts for folder in theme.paths(part)]
    templates = Templates(folders, [theme.builtin(part) for part in parts])
    templates.environment.globals["asset"] = lambda name: _own_assets(theme, digest)[name].path
    return templates


def _head_title(page: Page) -> str:
    """Return a page's title for the browser: with its column, unless it is a guide, which people search for by name."""
    column = page.column if page.kind == "detail" and page.section != "procedures/" else ""
    return f"{page.title} - {column}" if column and column != page.title else page.title


def _linked(page: Page, root: str) -> Markup:
    """Return a page's linked data and its breadcrumbs as JSON that may stand in a script element."""
    trail = [{"name": name, "item": root + url} for url, name in page.crumbs] + [{"name": page.title}]
    crumbs = [{"@type": "ListItem", "position": at, **item} for at, item in enumerate(trail, 1)]
    graph = [*page.linked, {"@type": "BreadcrumbList", "itemListElement": crumbs}]
    text = msgspec.json.encode({"@context": "https://schema.org", "@graph": graph}).decode()
    return Markup(_ACTIVE.sub(lambda found: _IN_SCRIPT[found[0]], text))


_IN_SCRIPT = {char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
"""What could end a script element or be read as markup, written as JSON escapes."""
_ACTIVE = re.compile(f"[{''.join(_IN_SCRIPT)}]")


def path_of(url: str) -> str:
    """Return the path of the file of the page at an address."""
    return url if url.endswith(".html") else f"{url}index.html"


def data_file(path: str, data: object) -> File:
    """Return plain data as a JSON file."""
    return File(path, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


def indexes(site: Site, pages: Iterable[Stub], below: Sequence[str] = ()) -> Iterator[File]:
    """Yield sitemap.xml and robots.txt. Above 50,000 addresses, sitemap.xml is an index of several sitemaps.

    A list changed when the newest page of its section did. With the sitemaps of bureaus `below`, as seen from this
    site, sitemap.xml is an index of these and of its own.
    """
    root = site.base_url.rstrip("/") + "/"
    pages = list(pages)
    newest: dict[str, str] = {}
    for page in pages:
        newest[page.section] = max(page.published, newest.get(page.section, ""))
    entries = [
        f"<url><loc>{escape(root + page.url)}</loc>"
        + (f"<lastmod>{changed}</lastmod>" if (changed := page.published or newest[page.section]) else "")
        + "</url>\n"
        for page in pages
        if page.kind in ("list", "detail") and not page.noindex
    ]
    parts = [entries[start : start + _ADDRESSES] for start in range(0, len(entries), _ADDRESSES)]
    if len(parts) <= 1 and not below:
        yield _sitemap("sitemap.xml", "urlset", entries)
    else:
        names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
        listed = [f"<sitemap><loc>{escape(root + name)}</loc></sitemap>\n" for name in (*names, *below)]
        yield _sitemap("sitemap.xml", "sitemapindex", listed)
        for name, part in zip(names, parts, strict=True):
            yield _sitemap(name, "urlset", part)
    yield File("robots.txt", f"User-agent: *\nAllow: /\nSitemap: {root}sitemap.xml\n".encode())


def _sitemap(name: str, element: str, entries: Iterable[str]) -> File:
    """Return a sitemap or a sitemap index."""
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<{element} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{"".join(entries)}</{element}>\n'
    )
    return File(name, xml.encode())
