"""Hostile strings in every input of the site: fields, address, what the device keeps, messages to the service worker.

Nothing of it runs, opens a dialog, leaves the site, breaches the policy, raises an error or becomes an element.
One round takes seconds; `ZWGK_HOSTILE=200` makes so many. The seed of a round is in the test's name.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page

from tests.browser.conftest import phone
from tests.figures import note

ROUNDS = int(os.environ.get("ZWGK_HOSTILE", "1"))
PIECES = (
    "<img src=zwgk-evil onerror=ran=1>",
    "<script>ran=1</script>",
    "\"'><svg/onload=ran=1>",
    "javascript:ran=1",
    "</script></style></textarea></title><b data-evil>",
    "<a data-evil href=javascript:ran=1>x</a>",
    "<iframe data-evil srcdoc='<script>parent.ran=1</script>'></iframe>",
    "' autofocus onfocus='ran=1",
    "https://evil.example/zwgk-evil",
    "//evil.example/",
    "{{constructor.constructor('ran=1')()}}",
    "__proto__",
    "constructor",
    "toString",
    "[object Object]",
    "%E0%A4%A",
    "%3Cscript%3Eran=1%3C/script%3E",
    "\u202e\u2066\u200b",
    "\ud800",
    "\0\x1b\x7f",
    "\n\r\t",
    "$&$1$`$'",
    "(((((((((((a+)+)+)+)+$",
    "[",
    "*",
    "\\",
    "&lt;&#60;&quot;",
    "NaN",
    "-1",
    "1e999",
    "9" * 400,
    "甲" * 3000,
    "发票",
    "",
)
STORED = (
    *("null", "[]", "{}", "true", "0", '"x"', "{", "[[[[", '{"color":{"a b<":"c"}}', '{"color":5}', '{"color":"ab"}'),
    *('{"__proto__":{"q":1}}', '["<img src=zwgk-evil onerror=ran=1>",5,null,{}]', '{"name":"<b data-evil>","url":"x"}'),
)
"""What the device may keep: no JSON, or other values than the scripts write."""

FILL = """(texts) => {
    let number = 0;
    const next = () => texts[number++ % texts.length];
    const told = (field) => {
        for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, {bubbles: true}));
    };
    for (const field of document.querySelectorAll("input, textarea, select")) {
        if (field.tagName === "SELECT") {
            field.add(new Option(next(), next()));
            field.selectedIndex = number % field.options.length;
        } else if (field.type === "checkbox" || field.type === "radio") {
            field.checked = true;
        } else {
            field.focus();
            try { field.value = next(); } catch {}
        }
        told(field);
    }
    for (const form of document.forms) form.dispatchEvent(new Event("submit", {bubbles: true, cancelable: true}));
    dispatchEvent(new PageTransitionEvent("pageshow"));
    dispatchEvent(new Event("beforeprint"));
    location.hash = next();
    dispatchEvent(new PopStateEvent("popstate", {state: {y: next(), shown: next()}}));
    return number;
}"""
FOUND = """() => [
    ...(window.ran === undefined ? [] : ["a script ran"]),
    ...[...document.querySelectorAll("[data-evil], iframe, object, embed, [onerror], [onload], [onfocus], [src*=evil]")]
        .map((node) => node.outerHTML.slice(0, 200)),
    ...[...document.querySelectorAll("a[href], form[action], link[href], script[src]")]
        .map((node) => new URL(node.getAttribute("href") || node.getAttribute("action") || node.src, location))
        .filter(({ protocol, host }) => protocol === "javascript:" || host.includes("evil")).map(String),
]"""
_FIELD = re.compile(r"<(?:input|textarea|select)\b")
_TEMPLATE = re.compile(r'<div id="main" class="zwgk zwgk--([\w-]+)')


def pages_with_fields(site: Path) -> dict[str, str]:
    """Return one page of every template that has fields of its own: template -> address."""
    found = {"time_limits": "time-limits/"}  # its fields are made by a script
    for file in sorted(site.rglob("index.html")):
        html = file.read_text("utf-8")
        if (template := _TEMPLATE.search(html)) and template[1] not in found and _FIELD.search(html, template.end()):
            found[template[1]] = file.parent.relative_to(site).as_posix() + "/"
    return found


@pytest.fixture(scope="module")
def addresses(site: Path) -> dict[str, str]:
    return pages_with_fields(site)


def test_the_pages_that_are_tried(addresses: dict[str, str]) -> None:
    """Else a round would try nothing."""
    wanted = {"search", "procedures", "notice", "standards", "reliefs", "coverage", "home", "quiz", "form"}
    assert wanted <= addresses.keys()


@pytest.fixture
def watched(browser: Browser, served: str) -> Iterator[tuple[Page, list[str]]]:
    """A phone whose dialogs, requests for what a hostile string names, errors and breaches of the policy are noted."""
    with phone(browser, served) as (page, wrong):

        def dismiss(dialog: Dialog) -> None:
            wrong.append(f"dialog: {dialog.message}")
            dialog.dismiss()

        page.on("dialog", dismiss)
        page.on("request", lambda asked: wrong.append(asked.url) if urlsplit(asked.url).path.endswith("evil") else None)
        yield page, wrong


def keep(page: Page, chance: random.Random) -> None:
    """Keep hostile values on the device, under the keys that the scripts use and others."""
    path = page.evaluate("new URL('.', document.querySelector('script[src]').src + '/../..').pathname")
    keys = [
        f"{base}.{key}" for base in (path, "/") for key in ("__palette", "__large", "__zwgk_recent", "__zwgk_bureau")
    ]
    values = {key: chance.choice(STORED) for key in (*keys, *PIECES[:3])}
    page.evaluate(
        "(values) => Object.entries(values).forEach(([key, value]) =>"
        " { localStorage.setItem(key, value); sessionStorage.setItem(key, value); })",
        values,
    )


def spoilt(address: str, chance: random.Random) -> str:
    """Return an address with hostile answers and a hostile place in the page."""
    names = ("q", "theme", "audience", "organ", "kind", "agent", "offline", chance.choice(PIECES))
    given = "&".join(f"{_quoted(name)}={_quoted(chance.choice(PIECES))}" for name in names)
    return f"{address}?{given[:6000]}#{_quoted(chance.choice(PIECES))[:1000]}"


def _quoted(text: str) -> str:
    """Return text for an address; now and then as it is, where an address may hold it."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="=&%")


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_hostile_input(watched: tuple[Page, list[str]], addresses: dict[str, str], seed: int) -> None:
    page, wrong = watched
    chance = random.Random(seed)
    page.goto("about/site/")
    for template, address in addresses.items():
        keep(page, chance)
        page.goto(spoilt(address, chance), wait_until="domcontentloaded")
        texts = [chance.choice(PIECES) + chance.choice(PIECES) for _ in range(17)]
        filled = page.evaluate(FILL, texts)
        assert filled > 1, template
        note("hostile values in browsers", filled)
        page.wait_for_timeout(30)
        assert page.evaluate(FOUND) == [], (template, texts)
        assert wrong == [], (template, texts)
    page.goto("about:blank")  # so that nothing of the last page is still on its way


MESSAGES = """async (texts) => {
    const { active } = await navigator.serviceWorker.ready;
    const evil = texts.flatMap((text) => [text, [text], {url: text}, [[text]], new URL("./", location).href + text]);
    const odd = [null, undefined, 5, [], {}, new Map([[1, 2]]), new Blob(["x"])];
    for (const message of [...odd, ...evil]) active.postMessage(message);
    for (let left = 100; left && !(await caches.match(location.href)); left--) {
        active.postMessage([location.href]);
        await new Promise((later) => setTimeout(later, 20));
    }
    const kept = [];
    for (const name of await caches.keys()) {
        for (const { url } of await (await caches.open(name)).keys()) kept.push(url);
    }
    return kept;
}"""


def test_hostile_messages_to_the_service_worker(browser: Browser, served: str) -> None:
    """It keeps pages of the site alone, and lives on."""
    context: BrowserContext = browser.new_context(base_url=served)
    page, asked, wrong = context.new_page(), [], []
    context.on("request", lambda request: asked.append(request.url))
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    page.goto("about/site/")
    kept = page.evaluate(MESSAGES, [*PIECES[:12], "../", "..%2f..%2f", "https://evil.example/"])
    assert any(url.endswith("/about/site/") for url in kept)
    assert {url for url in (*kept, *asked) if not url.startswith(served)} == set()
    assert wrong == []
    context.close()
