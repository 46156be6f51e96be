"""F225, F227: the settings in site.yml."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Example, Hit, Session, rule
from generator.check.silence import repeated
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


@rule(
    "F227",
    "设置的列表里写了两遍",
    message="“{value}”在这个列表里已经写过",
    hint="删掉重复的一处；本来想写另一项的，改成那一项",
    why="首页上会出现两个一样的入口，本来该有的那一个就没有了。",
    example=Example("site.yml", "popular: [fapiao-lingyong, fapiao-lingyong]\n", "popular: [fapiao-lingyong]\n"),
)
def settings_once(session: Session) -> Iterator[Hit]:
    """No list of the settings contains the same value twice."""
    for path, index, value in repeated(session.site):
        yield Hit("site.yml", (*path, index), {"value": value})


RULES = (readable_colour, settings_once)
