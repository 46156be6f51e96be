"""What axe finds on a page, in light and dark, on phone and desktop."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

from tests.browser.conftest import DESKTOP, PHONE

COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""Only the rules that depend on colours."""

SEEN: tuple[tuple[str, ViewportSize, dict[str, Any]], ...] = (
    ("default", PHONE, {}),
    ("default", DESKTOP, {}),
    ("slate", DESKTOP, COLOURS),
    ("slate", PHONE, COLOURS),
)
"""Schemes and sizes, and what is looked at: in the dark only colours, for the rest is the same page."""

_RUN = """async ([scheme, options]) => {
    document.body.setAttribute("data-md-color-scheme", scheme);
    while (document.getAnimations().length) await new Promise(requestAnimationFrame);
    const found = await axe.run(document, {resultTypes: ["violations"], ...options});
    return found.violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 160)}`));
}"""


def complaints(page: Page) -> list[str]:
    """Return what axe finds, a line for each element. Nothing may be moving: a colour halfway is none that stays."""
    page.emulate_media(reduced_motion="reduce")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = []
    for scheme, size, options in SEEN:
        page.set_viewport_size(size)
        found += [f"{scheme}, {size['width']} px: {line}" for line in page.evaluate(_RUN, [scheme, options])]
    return found
