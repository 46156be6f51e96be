"""Content pages: whatever their Markdown holds, nothing in the HTML can act."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.routes import SCHEMES, allowed
from generator.render.prose import to_html

INERT = {"role", "scope", "data-label", "href", "src", "alt", "title", "id", "class", "start"}


class Tags(HTMLParser):
    """Gathers the elements and attributes of an HTML text, entities resolved as a browser does."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def html(text: str, base: str = "../") -> str:
    return to_html(text, base)[0]


def acts(text: str) -> list[str]:
    """Return what could act in the HTML of a Markdown text."""
    bad = []
    for tag, attributes in Tags(html(text)).found:
        if tag in {"script", "style", "iframe", "object", "embed", "form", "svg", "base", "meta", "link", "b", "div"}:
            bad.append(tag)
        bad += [name for name in attributes if name not in INERT]
        for name in ("href", "src"):
            plain = "".join(letter for letter in attributes.get(name) or "" if letter > " ").replace("\\", "/").lower()
            scheme = plain.partition(":")[0] if ":" in plain.split("/")[0] else ""
            if plain.startswith("//") or (scheme and f"{scheme}:" not in SCHEMES):
                bad.append(plain)
    return bad


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <b onclick=x>b</b>",
        "<div>\n\n# x\n\n</div>",
        "* <div onclick=x>\n\n    <script>",
        "> <iframe src=x>",
        "    <script>",
        "`<script>`",
        "<!-- <script> -->",
        "<svg/onload=x>",
        "| <script> |\n|---|\n| <b> |",
        "# <script>x</script>",
        "[<script>](/a/)",
        "![<script>](/a.png)",
        '[x](/a/ "<script>")',
        "[x](/a/ \"t' onclick='y\")",
        '[x](/a/"onclick="y)',
        "&lt;script&gt;",
        "<\nscript>",
        "\x02wzxhzdk:0\x03",
    ],
)
def test_no_raw_html(text: str) -> None:
    assert acts(text) == []
    assert "<script" not in html(text)


FORMS = [
    "[x]({})",
    "[x](<{}>)",
    "[x][1]\n\n[1]: {}",
    "[x]: {}\n\n[x]",
    "- > [x]({})",
    "![x]({})",
    "<{}>",
    "[![a]({})](/b/)",
]
BAD = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example",
    "blob:x",
    "/\\evil.example",
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("address", BAD, ids=ascii)
def test_addresses_that_act_are_dropped(form: str, address: str) -> None:
    assert acts(form.format(address)) == []


HIDDEN = [
    "javascript&#58;alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "&Tab;javascript:alert(1)",
    "&#47;&#47;evil.example",
    "&#47;/evil.example",
    "\\\\\\\\evil.example",
    "\\/evil.example",
]


@pytest.mark.parametrize("form", FORMS[:5])
@pytest.mark.parametrize("address", HIDDEN, ids=ascii)
def test_hidden_addresses_that_act_are_dropped(form: str, address: str) -> None:
    assert acts(form.format(address)) == []


def test_both_of_a_nested_link_are_dropped() -> None:
    assert html("[![a](javascript:b)](javascript:c)") == '<p><a><img alt="a"></a></p>'


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.cn/?b=1&c=2", True),
        ("HTTP://a.cn", True),
        ("mailto:a@b.cn", True),
        ("tel:12366", True),
        ("/procedures/", True),
        ("#a", True),
        ("a/b:c", True),
        ("a:b", False),
        (" javascript:x", False),
        ("java\nscript:x", False),
        ("//a.cn", False),
        ("/\t/a.cn", False),
        ("https://a.gov.cn@evil.example", False),
        ("HTTPS:a.gov.cn@evil.example", False),
        ("http://a.gov.cn:80&#64;evil.example/", False),
        ("https:\\\\a.gov.cn@evil.example", False),
        ("https://a.cn/@b?c@d#e@f", True),
    ],
)
def test_allowed(address: str, expected: bool) -> None:
    assert allowed(address) is expected


@pytest.mark.parametrize(
    ("address", "base", "expected"),
    [
        ("/procedures/", "../", "../procedures/"),
        ("/procedures/", "../../", "../../procedures/"),
        ("/a/#b", "./", "./a/#b"),
        ("/", "../", "../"),
        ("/", "", "./"),
        ("#b", "../", "#b"),
        ("https://a.cn/", "../", "https://a.cn/"),
        ("tel:12366", "../", "tel:12366"),
    ],
)
def test_site_links_become_relative(address: str, base: str, expected: str) -> None:
    assert html(f"[x]({address})", base) == f'<p><a href="{expected}">x</a></p>'


def test_base_of_one_page_does_not_stay_for_the_next() -> None:
    assert 'href="../a/"' in html("[x](/a/)", "../")
    assert 'href="../../a/"' in html("[x](/a/)", "../../")


def test_headings_get_anchors() -> None:
    text, headings = to_html("## 公开 什么？\n\n### 小节\n\n## 公开 什么？\n\n# 题\n\n## A & B <i>", "")
    assert headings[:2] == (("公开-什么", "公开 什么？"), ("公开-什么_1", "公开 什么？"))
    assert len(headings) == 3
    assert '<h3 id="小节">' in text
    for anchor, title in headings:
        assert f'id="{anchor}"' in text
        assert "<i>" not in title


def test_headings_do_not_stay_for_the_next_page() -> None:
    assert to_html("## A", "")[1] == to_html("## A", "")[1] == (("a", "A"),)


def test_tables_and_lists() -> None:
    assert 'scope="row">b</th>' in html("| a |\n|---|\n| b |")
    assert "<dd>b</dd>" in html("a\n:   b")
    assert "<li>a</li>" in html("- a")


def test_columns_are_aligned_without_styles() -> None:
    """A strict policy forbids styles inside the page."""
    text = html("| a | b | c |\n|---|--:|:-:|\n| 1 | 2 | 3 |")
    assert "style" not in text
    assert 'scope="col">a</th>\n<th class="zwgk-right"' in text and '<th class="zwgk-center"' in text
    assert '<td class="zwgk-right" data-label=' in text and "><span>2</span></td>" in text


@settings(max_examples=100, deadline=None)
@given(st.text("<>/\"'=;:#()[]!` \n\tjavscript:x1-|*", max_size=40))
def test_nothing_acts_whatever_is_written(text: str) -> None:
    assert acts(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("打0600-5551001问", '<p>打<a href="tel:0600-5551001">0600-5551001</a>问</p>'),
        ("[打0600-5551001](/posts/)", '<p><a href="../posts/">打0600-5551001</a></p>'),
        ("`0600-5551001`", "<p><code>0600-5551001</code></p>"),
        ("编号10600-5551001、2026-10-01", "<p>编号10600-5551001、2026-10-01</p>"),
    ],
)
def test_telephones_can_be_tapped(text: str, expected: str) -> None:
    assert to_html(text, "../")[0] == expected


def test_tables_are_cards_on_phones() -> None:
    """A cell's text and links stay one text; a cell without text is left out of the card."""
    text = html("| 事 | 怎么办 |\n|---|---|\n| 补税 | 打0600-5551234 问[他](/posts/) |\n| 退税 | |")
    assert text.startswith('<table class="zwgk-table zwgk-table--cards" role="table">')
    assert '<th role="rowheader" scope="row">补税</th>' in text
    link = '<a href="tel:0600-5551234">0600-5551234</a>'
    assert f'<td data-label="怎么办" role="cell"><span>打{link} 问<a href="' in text
    assert '<td class="zwgk-none" data-label="怎么办" role="cell"></td>' in text
