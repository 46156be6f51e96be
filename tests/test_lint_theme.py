"""The theme keeps to its own rules, and each rule finds what it is for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.lint_theme import Theme, findings, scripts

USES = '{% from "box/box.html" import box %}{{ box(1) }}'
WRONG = {
    f'{USES}\n<p style="color: red">': "2: style attribute",
    f"{USES}<style>p {{}}</style>": "1: style element",
    f'{USES}\n\n<a onclick="go()">': "3: event attribute",
    f'{USES}<a{{% if 1 %}} onclick="go()"{{% endif %}}>': "1: event attribute",
    f"{USES}<script>go()</script>": "1: script inside the page",
    f'{USES}<a href="javascript:go()">': "1: javascript: address",
    f"{USES}{{{{ 1 | safe }}}}": "1: safe",
    f"{USES}{{% autoescape false %}}{{% endautoescape %}}": "1: autoescape",
    f'{USES}{{% include "none.html" %}}': "1: a template that does not exist",
    USES.replace("{{ box(1) }}", ""): "1: box is imported and not used",
    f"{USES}{{% set x = 1 %}}": "1: x is set and not used",
    f"{USES}{{% macro one() %}}{{% endmacro %}}": "1: macro one is not used",
    f"{USES}{{% macro one(x) %}}{{% endmacro %}}{{{{ one(1) }}}}": "1: macro one does not use x",
    f"{USES}{{% if %}}": "1: ",
}
SCRIPTS = {
    "const x = ;": "1: SyntaxError: Unexpected token ';'",
    "\nx.match(/(?<=a)b/)": "2: lookbehind",
    "list.at(-1)": "1: at()",
    "eval('1')": "1: code from text",
}


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    """Return a small theme without findings."""
    for name, text in {
        "pages/page.html": f'{USES}<script src="a.js"></script><script type="application/json">1</script>',
        "pages/linked.html": '<script type="application/ld+json">1</script>',
        "components/box/box.html": "{% macro box(item) %}{{ item }}{% endmacro %}",
        "components/box/box.yml": "",
        "assets/a.js": "go();",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_our_theme_has_no_findings() -> None:
    assert list(findings(ROOT / "theme")) == []
    assert len(Theme.read(ROOT / "theme").templates) > 60
    assert len(scripts(ROOT / "theme")) > 10


@pytest.mark.parametrize(("text", "message"), WRONG.items())
def test_a_wrong_template_is_found(theme: Path, text: str, message: str) -> None:
    assert list(findings(theme)) == []
    (theme / "pages/page.html").write_text(text)
    assert any(line.startswith(f"{theme}/pages/page.html:{message}") for line in findings(theme))


@pytest.mark.parametrize(("text", "message"), SCRIPTS.items())
def test_a_wrong_script_is_found(theme: Path, text: str, message: str) -> None:
    if "SyntaxError" in message and not shutil.which("node"):
        pytest.skip("no Node")
    (theme / "assets/a.js").write_text(text)
    assert any(line.startswith(f"{theme}/assets/a.js:{message}") for line in findings(theme))


def test_a_component_without_description_and_a_part_without_use_are_found(theme: Path) -> None:
    (theme / "components/box/box.yml").unlink()
    (theme / "pages/_part.html").write_text("")
    assert list(findings(theme)) == [
        f"{theme}/pages/_part.html:1: no template uses this part",
        f"{theme}/components/box: has no box.yml",
    ]
