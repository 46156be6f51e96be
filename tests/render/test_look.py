"""A site's own logo, favicon and colour; files of a project's theme are copied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.colours import contrast_with_white, styles
from generator.render.theme import ThemeError
from tests.conftest import check_project, own_findings

Write = Callable[[str, str], Path]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'


def site_with(project: Path, more: str) -> None:
    """Add lines to site.yml."""
    site = project / "site.yml"
    site.write_text(f"{site.read_text('utf-8')}{more}\n", encoding="utf-8")


def test_logo_favicon_and_colour(project: Path, write: Write, tmp_path: Path) -> None:
    write("theme/assets/logo.svg", SVG)
    write("theme/assets/icon.png", "png")
    write("theme/assets/banner.webp", "webp")
    site_with(project, 'logo: logo.svg\nfavicon: icon.png\ncolour: "#7a1f1f"')
    assert own_findings(check_project(project)) == ()
    check_project(project).build(tmp_path / "public")
    page = (tmp_path / "public/posts/index.html").read_text("utf-8")
    assert '<img class="zwgk-brand__mark" src="../assets/logo.svg"' in page
    assert '<link rel="icon" href="../assets/icon.png">' in page
    assert (tmp_path / "public/assets/banner.webp").read_text("utf-8") == "webp"
    (style,) = (tmp_path / "public/assets").glob("zwgk.*.css")
    assert style.name in page
    assert "--zwgk-main:#7a1f1f" in style.read_text("utf-8")


def test_without_them_nothing_changes(project: Path, tmp_path: Path) -> None:
    check_project(project).build(tmp_path / "public")
    (style,) = (tmp_path / "public/assets").glob("zwgk.*.css")
    assert "--zwgk-main:#" not in style.read_text("utf-8").replace("--zwgk-main: #", "")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("theme/assets/notes.docx", "x", "只放"),
        ("theme/assets/logo.svg", SVG.replace("<path", "<script>alert(1)</script><path"), "脚本"),
        ("theme/assets/logo.svg", SVG.replace("<path", '<path onload="x"'), "脚本"),
    ],
)
def test_other_files_are_refused(project: Path, write: Write, tmp_path: Path, name: str, text: str, words: str) -> None:
    write(name, text)
    with pytest.raises(ThemeError, match=words):
        check_project(project).build(tmp_path / "public")
    assert not (tmp_path / "public").exists()


def test_a_picture_that_is_missing_is_named(project: Path, tmp_path: Path) -> None:
    site_with(project, "logo: logo.svg")
    with pytest.raises(ThemeError, match="文件不在") as raised:
        check_project(project).build(tmp_path / "public")
    assert raised.value.filename == "theme/assets/logo.svg"


@pytest.mark.parametrize(("colour", "contrast"), [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54)])
def test_contrast_is_that_of_the_standard(colour: str, contrast: float) -> None:
    assert contrast_with_white(colour) == pytest.approx(contrast, abs=0.01)


def test_styles_follow_from_the_colour() -> None:
    assert "--zwgk-main:#123456" in styles("#123456")
    assert "#0d253e" in styles("#123456"), "the dark form"
