"""The site's own main colour: its styles, and its contrast with white text."""

from __future__ import annotations

Rgb = tuple[int, int, int]
LEAST_CONTRAST = 4.5
"""Minimum contrast between text and background (WCAG 2.2, 1.4.3, AA)."""


def rgb(colour: str) -> Rgb:
    """Return red, green and blue of a colour like #0b4f8f, 0 to 255 each."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def contrast_with_white(colour: str) -> float:
    """Return the contrast between a colour and white, 1 to 21 (WCAG 2.2, relative luminance)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _shares(rgb(colour))]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def _shares(parts: Rgb) -> list[float]:
    """Return red, green and blue on a scale from 0 to 1."""
    return [part / 255 for part in parts]


def _mixed(colour: str, other: Rgb, share: float) -> str:
    """Return a mixture of two colours; `share` (0 to 1) is that of `other`."""
    mixed = (round(one * (1 - share) + two * share) for one, two in zip(rgb(colour), other, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def styles(colour: str) -> str:
    """Return CSS that replaces the theme's main colour, for the light and the dark scheme."""
    light, dark = _mixed(colour, (255, 255, 255), 0.18), _mixed(colour, (0, 0, 0), 0.28)
    accent = f"--md-accent-fg-color:{colour};--md-accent-fg-color--transparent:{colour}1a"
    return (
        f":root{{--zwgk-main:{colour};--md-primary-fg-color--light:{light};--md-primary-fg-color--dark:{dark};{accent}}}\n"
        f'[data-md-color-scheme="slate"]{{--md-primary-fg-color:{dark}}}\n'
    )
