"""Modules become one script that does the same; what cannot be joined is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.render.modules import ModulesError, joined
from generator.render.theme import Theme

ONE = '/* What\n   it is. */\nimport { two } from "./two.mjs";\n\nconst own = 1;\nexport const one = () => own + two;\n'
TWO = "/** @type {number} */\nconst own = 2;\n// why\nexport const two = own; // kept\n"


def test_each_module_is_a_function_after_what_it_imports() -> None:
    assert joined({"one.mjs": ONE, "two.mjs": TWO}) == (
        '(() => {\n"use strict";\n'
        "const { two } = (() => {\nconst own = 2;\nconst two = own; // kept\nreturn { two };\n})();\n"
        "const { one } = (() => {\nconst own = 1;\nconst one = () => own + two;\nreturn { one };\n})();\n"
        "})();\n"
    )


def test_imports_may_have_several_lines() -> None:
    assert "two" in joined({"one.mjs": 'import {\n  two,\n} from "./two.mjs";\ntwo();\n', "two.mjs": TWO})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('import two from "./two.mjs";', "import two"),
        ('import { two as other } from "./two.mjs";', "another name"),
        ('import { two } from "../two.mjs";', "import { two }"),
        ('import { three } from "./two.mjs";', "does not export"),
        ('import { two } from "./three.mjs";', "not there"),
        ('const two = await import("./two.mjs");', "import"),
        ("export default 1;", "export default"),
        ("export { one };", "export { one"),
        ("export const two = 1;", "and so does"),
        ('export const three = 1;\nimport { four } from "./four.mjs";', "in a circle"),
    ],
)
def test_what_cannot_be_joined_is_refused(text: str, said: str) -> None:
    four = 'import { three } from "./one.mjs";\nexport const four = three;\n'
    sources = {"one.mjs": text + "\n", "two.mjs": TWO} | ({"four.mjs": four} if "four" in text else {})
    with pytest.raises(ModulesError, match=re.escape(said)):
        joined(sources)


def test_a_project_may_replace_one_module_or_the_whole_script(tmp_path: Path) -> None:
    own = tmp_path / "theme/assets"
    (own / "search").mkdir(parents=True)
    (own / "search/excerpt.mjs").write_text(
        "export const marksOf = () => [];\nexport const excerptOf = () => ['mine'];\n"
    )
    script = Theme.of(tmp_path).scripts()["search.js"].decode()
    assert "['mine']" in script and "class Ranking" in script
    (own / "search.js").write_text("mine();\n")
    assert Theme.of(tmp_path).scripts()["search.js"] == b"mine();\n"


def test_comments_stay_in_the_project_and_leave_the_built_in_scripts(tmp_path: Path) -> None:
    own = tmp_path / "theme/assets"
    own.mkdir(parents=True)
    (own / "find.js").write_text("/* mine */\nfind(); // so\n")
    scripts = Theme.of(tmp_path).scripts()
    assert scripts["find.js"] == b"/* mine */\nfind(); // so\n"
    assert not re.search(rb"^\s*/[*/]", scripts["zwgk.js"], re.MULTILINE)
    assert b"zwgkHeard" in scripts["zwgk.js"]


def test_a_style_sheet_loses_comments_and_blank_space_but_not_its_strings(tmp_path: Path) -> None:
    own = tmp_path / "theme/assets"
    own.mkdir(parents=True)
    (own / "large.css").write_text(
        """/* don't */
.a :is(b) , .c /* "x" */ .d {
  content: "; } /* kept */  " ;
  background: url(data:image/svg+xml;a  b) ; margin: 0  1px
}
@media print { .e { color: red; } }
"""
    )
    style = Theme.of(tmp_path).stylesheet().decode()
    assert (
        '.a :is(b) , .c .d{content: "; } /* kept */  ";background: url(data:image/svg+xml;a  b);margin: 0 1px}'
        "@media print{.e{color: red;}}"
    ) in style
