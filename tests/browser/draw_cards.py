"""Draws the pictures that pages are shared with, and the icon of phones: python -m tests.browser.draw_cards

They name no bureau, so that every site can use them. The result is kept in theme/assets/, because drawing needs a
browser and a Chinese font, which a machine that builds sites need not have.
"""

from __future__ import annotations

import io

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS
from tests.browser.setup_browser import find
from tests.conftest import ROOT

CARDS = {
    "share": ("税务政务公开", "职责、办事、依据、时限、监督，都在这里"),
    "share-guide": ("办税指南", "要带什么 · 多久办好 · 去哪里 · 找谁"),
    "share-hall": ("办税服务厅", "地址 · 办公时间 · 电话 · 今天谁值班"),
    "share-promise": ("承诺与兑现", "承诺了什么 · 做到没有 · 没做到怎么办"),
}
"""Title and line of each kind of page."""

_COLOURS = 24
_CARD = """<body style="margin:0;width:1200px;height:630px;background:#faf8f4;font-family:'Noto Sans CJK SC',sans-serif;
color:#1d2733;display:flex;flex-direction:column;justify-content:center;box-sizing:border-box;padding:0 96px;
border-left:40px solid #0b4f8f">%s<h1 style="font-size:112px;margin:36px 0 12px">%s</h1>
<p style="font-size:44px;margin:0;color:#5a5347">%s</p></body>"""


def draw() -> None:
    """Draw every card and the icon."""
    assets = ROOT / "theme/assets"
    seal = (assets / "favicon.svg").read_text("utf-8")
    big = seal.replace("<svg ", '<svg width="120" height="120" ')
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1200, "height": 630})
        for name, (title, line) in CARDS.items():
            page.set_content(_CARD % (big, title, line))
            (assets / f"{name}.png").write_bytes(_small(page.screenshot()))
        page.set_viewport_size({"width": 180, "height": 180})
        square = seal.replace("<svg ", '<svg width="180" height="180" ').replace(" rx=", " data-rx=")
        page.set_content(f'<body style="margin:0">{square}')
        (assets / "touch.png").write_bytes(_small(page.screenshot()))
        browser.close()


def _small(picture: bytes) -> bytes:
    """Return a PNG with few colours."""
    out = io.BytesIO()
    flat = Image.open(io.BytesIO(picture)).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    flat.save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    draw()
