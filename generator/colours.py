"""The site's own main colour: the styles that follow from it, and whether white text can be read on it."""

from __future__ import annotations

Rgb = tuple[int, int, int]
LEAST_CONTRAST = 4.5
"""What WCAG 2.2 (1.4.3, AA) demands between text and its background."""


def rgb(colour: str) -> Rgb:
    """Return the parts of a colour like #0b4f8f, 0 to 255 each."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def contrast_with_white(colour: str) -> float:
    """Return the contrast between a colour and white, 1 to 21 (WCAG 2.2, relative luminance)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _shares(rgb(colour))]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def _shares(parts: Rgb) -> list[float]:
    """Return parts of a colour as shares of 1."""
    return [part / 255 for part in parts]


def _mixed(colour: str, other: Rgb, share: float) -> str:
    """Return a colour with a share of another one in it."""
    mixed = (round(one * (1 - share) + two * share) for one, two in zip(rgb(colour), other, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def styles(colour: str) -> str:
    """Return the rules that put a site's main colour in the place of the theme's, light and dark."""
    light, dark = _mixed(colour, (255, 255, 255), 0.18), _mixed(colour, (0, 0, 0), 0.28)
    accent = f"--md-accent-fg-color:{colour};--md-accent-fg-color--transparent:{colour}1a"
    return (
        f':root,[data-md-color-primary="custom"]{{--zwgk-main:{colour};--md-primary-fg-color--light:{light};'
        f"--md-primary-fg-color--dark:{dark}}}\n"
        f':root,[data-md-color-accent="custom"]{{{accent}}}\n'
        f'[data-md-color-scheme="slate"]{{--md-primary-fg-color:{dark}}}\n'
    )
