"""What axe finds on a page, in light and dark, on phone and desktop."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE

COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""Only the rules that depend on colours."""

_RUN = """async (options) => {
    const found = await axe.run(document, {resultTypes: ["violations"], ...options});
    return found.violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 160)}`));
}"""
_SCHEME = "scheme => document.body.setAttribute('data-md-color-scheme', scheme)"


def complaints(page: Page) -> list[str]:
    """Return what axe finds, a line for each element. In the dark it looks at colours: the rest is the same page.

    Nothing may be moving. When a page scrolls, Material fades its tabs and its title out and in again, and a colour
    halfway is none that stays; with reduced motion, which Material heeds, nothing fades.
    """
    page.emulate_media(reduced_motion="reduce")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = []
    schemes: tuple[tuple[str, dict[str, Any]], ...] = (("default", {}), ("slate", COLOURS))
    for scheme, options in schemes:
        page.evaluate(_SCHEME, scheme)
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(size)
            page.wait_for_function("!document.getAnimations().length")
            found += [f"{scheme}, {size['width']} px: {complaint}" for complaint in page.evaluate(_RUN, options)]
    return found
