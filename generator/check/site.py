"""F225: the settings in site.yml."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Example, Hit, Session, rule
from generator.colours import LEAST_CONTRAST, contrast_with_white


@rule(
    "F225",
    "主色太浅",
    message="主色 {colour} 和白字的对比只有 {contrast}，要不低于 4.5",
    hint="换深一些的颜色，如 #0b4f8f",
    why="顶栏和按钮上是白字，底色太浅，老年人和强光下看不清。",
    example=Example("site.yml", 'colour: "#7fb4e6"\n', 'colour: "#0b4f8f"\n'),
)
def readable_colour(session: Session) -> Iterator[Hit]:
    """White text on the main colour has a contrast of at least LEAST_CONTRAST."""
    colour = session.site.colour
    if colour and (contrast := contrast_with_white(colour)) < LEAST_CONTRAST:
        yield Hit("site.yml", ("colour",), {"colour": colour, "contrast": f"{contrast:.1f}"})


RULES = (readable_colour,)
