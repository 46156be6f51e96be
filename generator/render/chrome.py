"""The chrome around every page (header, navigation, footer, scripts): Material's own templates, rendered with holes.

Only this module imports mkdocs. Material is rendered once per kind of page; each page is poured into the holes.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

from jinja2 import pass_context
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import escape
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page as MkDocsPage

from generator.render.shell import HOLES, Menu, Shell, site_root
from generator.render.templates import wrong

_BLANK = re.compile(r"(?<=>)\s*\n\s*(?=<)|\s*(\n)\s*")
"""Line ends: those between tags mean nothing, because what stands next to each other in the chrome are boxes."""
_UNUSED = re.compile(
    r'<input class="md-toggle"[^>]*>|<label class="md-overlay"[^>]*></label>'
    r'|<div class="md-dialog"[^>]*>\s*<div[^>]*></div>\s*</div>'
    r'|<meta name="generator"[^>]*>| data-md-component="[a-z]+"| data-md-color-(?:primary|accent)="custom"'
)
"""Material's hidden checkboxes, its dialog and marks, which its own style sheet and scripts need and ours do not."""
_PALETTE = {"scheme": "default", "primary": "custom", "accent": "custom"}
"""The colours of a page as it is served. theme/assets/first.js sets the scheme "slate" where dark is wished."""


@dataclass(frozen=True)
class Chrome:
    """Material, set up for one site."""

    config: MkDocsConfig
    nav: Navigation
    files: Files
    environment: Any

    @classmethod
    def of(
        cls,
        name: str,
        base_url: str,
        menu: Menu,
        overrides: Path,
        extra: Mapping[str, Any],
        pictures: Mapping[str, str] | None = None,
    ) -> Chrome:
        """Set Material up.

        `menu` lists tabs with their (title, address) links. `overrides` is the folder of templates laid over
        Material's. `extra` holds the variables of those templates: site facts, and our stylesheets and scripts by
        address. `pictures` gives the site's own logo and favicon by address.
        """
        config = _config(name, base_url, menu, overrides, extra, pictures or {})
        files = Files([_file(config, url) for _, links in menu for _, url in links])
        environment = _sandboxed(config)
        nav = get_navigation(files, config)
        return cls(config, nav, files, environment)

    def shell(self, url: str, section: str) -> Shell:
        """Return the chrome of pages at addresses like `url`, a section (an address in the menu, or "") active.

        Raises ThemeError if a template of the project's own is wrong.
        """
        mark = f"zwgk-{secrets.token_hex(16)}"  # new each time, so that no text of the project can hold it
        try:
            html = self.render(url, section, {name: f"{mark}-{name}-Z" for name in HOLES})
        except Exception as error:  # Material's own templates are known to be right
            raise wrong("main.html", error) from error
        parts = re.split(f"{mark}-({'|'.join(HOLES)})-Z", html)
        parts[::2] = (_BLANK.sub(lambda found: found[1] or "", part) for part in parts[::2])
        return Shell(tuple(parts))

    def render(self, url: str, section: str, values: Mapping[str, str]) -> str:
        """Return Material's rendering of one page with these values in its holes, to compare with a poured shell."""
        page = MkDocsPage(None, _file(self.config, url), self.config)
        page.title = values["title"]
        page.content = values["content"]
        page.canonical_url = values["canonical"]
        page.toc = [SimpleNamespace(url="#main", title="", level=2, children=[])]  # type: ignore[assignment]
        page.meta = {
            "description": values["description"],
            "zwgk_toc": values["toc"],
            "zwgk_head": values["head"],
            "title": values["title"],
            "hide": ["navigation"],
        }
        with _active(self.nav, section):
            context = get_context(self.nav, self.files, self.config, page)
            context["config"] = self.config
            template = self.environment.get_template("main.html")
            if not url.endswith(".html"):
                return _used(template.render(context))
            with _absolute_links(self.environment, site_root(self.config.site_url or "/")):
                return _used(template.render(context))


def _config(
    name: str, base_url: str, menu: Menu, overrides: Path, extra: Mapping[str, Any], pictures: Mapping[str, str]
) -> MkDocsConfig:
    """Return mkdocs' settings. Only Material's templates are read from disk; nothing is written."""
    config = MkDocsConfig()
    config.load_dict(
        {
            "site_name": escape(name),  # Material does not escape it in attributes and the title
            "site_url": base_url,
            "docs_dir": str(overrides),
            "site_dir": str(overrides.parent / "unused"),
            "plugins": [],
            "nav": [
                {title: [{text: _source(url)} for text, url in links]}
                if len(links) > 1
                else {title: _source(links[0][1])}
                for title, links in menu
            ],
            "theme": {
                "name": "material",
                "custom_dir": str(overrides),
                "language": "zh",
                "font": False,
                "features": ["navigation.top"],
                "palette": dict(_PALETTE),
                **pictures,
            },
            "extra": {"generator": False, **extra},
        }
    )
    errors, _ = config.validate()
    if errors:
        raise RuntimeError(f"mkdocs settings: {errors}")
    return config


class _Sandbox(SandboxedEnvironment):
    """A sandbox for Material's templates and those that a project lays over them.

    mkdocs' objects can write files and create an environment without a sandbox, so templates must not call their
    methods.
    """

    def is_safe_callable(self, obj: Any) -> bool:
        """Return True if a template may call this object."""
        owner = type(getattr(obj, "__self__", obj)).__module__
        return super().is_safe_callable(obj) and owner.partition(".")[0] != "mkdocs"


def _sandboxed(config: MkDocsConfig) -> SandboxedEnvironment:
    """Return a sandboxed copy of mkdocs' environment."""
    plain = config.theme.get_env()
    environment = _Sandbox(loader=plain.loader, auto_reload=False)
    environment.filters.update(plain.filters)
    return environment


def _used(html: str) -> str:
    """Return Material's page without the elements that only its own scripts use."""
    return _UNUSED.sub("", html)


def _file(config: MkDocsConfig, url: str) -> File:
    """Return mkdocs' file object for an address. The file need not exist because it is never read."""
    return File(_source(url), config.docs_dir, config.site_dir, use_directory_urls=True)


def _source(url: str) -> str:
    """Return the source file that mkdocs maps to an address."""
    return url.removesuffix(".html") + ".md" if url.endswith(".html") else f"{url}index.md"


class _active:  # noqa: N801 - used as a statement
    """Context manager that marks a section's page and tab as active."""

    def __init__(self, nav: Navigation, section: str) -> None:
        self._page = next((page for page in nav.pages if page.url in (section, section or "./")), None)

    def __enter__(self) -> None:
        if self._page is not None:
            self._page.active = True

    def __exit__(self, *exception: object) -> None:
        if self._page is not None:
            self._page.active = False


class _absolute_links:  # noqa: N801 - used as a statement
    """Context manager that makes Material's `url` filter return addresses from the host's root."""

    def __init__(self, environment: Any, root: str) -> None:
        self._environment = environment
        self._root = root
        self._filter: Callable[..., str] = environment.filters["url"]

    def __enter__(self) -> None:
        @pass_context
        def absolute(_: object, value: object) -> str:
            text = str(value)
            return text if text.startswith("#") else self._root + text.removeprefix("./")

        self._environment.filters["url"] = absolute

    def __exit__(self, *exception: object) -> None:
        self._environment.filters["url"] = self._filter
