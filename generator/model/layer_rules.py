"""B101-B108: rules for an entry that states what differs from its superior's, applied while the two are merged."""

from __future__ import annotations

from generator.findings import Example, Rule, Severity, reading_rule
from generator.source.bureaus import inside, levels_up

_LIMIT = "bureaus/shili-xian/data/time_limits/fapiao-lingyong.yml"
_MATTER = "bureaus/shili-xian/data/procedures/fapiao-lingyong.yml"
_DIFFERENT = "note: 周末也一样。\n"

FIXED = reading_rule(
    "B101",
    "改了上级定的内容",
    "“{title}”由上级定，写的是“{value}”（{above}），这里不能改",
    "删掉这一项；上级写错了，请上级改",
    "名称、编码、依据、法定时限、申请条件全省一个样，纳税人到哪里都能认出是同一件事。",
    Example(_LIMIT, "starts: receipt\n", _DIFFERENT),
)
EQUAL = Rule(
    "B102",
    "和上级写的一样",
    Severity.WARNING,
    "“{title}”和上级写的一样（{above}）",
    "删掉这一项：不写就是照上级的，上级改了也会跟着改",
    "重复一遍的内容，上级改了它不会改，几个月后就成了错的。",
    Example(_LIMIT, f"promised: {{unit: on_the_spot}}\n{_DIFFERENT}", _DIFFERENT),
)
NO_TARGET = reading_rule(
    "B103",
    "要去掉的内容上级没有",
    "要去掉“{title}”，上级没有写它",
    "核对写法；上级已经去掉的，删掉这一条",
    "没有对上的改动不会起作用，写的人却以为已经改了。",
    Example(
        _MATTER,
        "materials: [{material: yingyezhizhao, drop: true}]\n",
        "channels: [{kind: mail, note: 网上申请后邮寄。}]\n",
    ),
)
AMBIGUOUS = reading_rule(
    "B104",
    "上级有几条都对得上",
    "“{title}”在上级有几条（第一条在{above}），不知道改哪一条",
    "把区分它们的字段写全：{fields}",
    "改错一条，另一种情形的人就会多跑一趟。",
    None,
)
NOT_DROPPED = reading_rule(
    "B105",
    "这里只能增加，不能去掉",
    "“{title}”是上级写的（{above}），这里不能去掉",
    "删掉这一条；不适用的，请上级改",
    "注意事项、监督渠道、常见问题少一条，纳税人就少知道一件事。",
    None,
)
UNKNOWN_ENTRY = reading_rule(
    "B106",
    "要改的那一项上级没有",
    "上级的 {folder}/ 里没有“{id}”，这个文件又没有写全",
    "{nearest}",
    "文件名写错一个字母，改动就对不上，网站上仍是上级的内容。",
    Example("bureaus/shili-xian/data/time_limits/fapiao-lingyon.yml", _DIFFERENT, ""),
)
HELD_ABOVE = Rule(
    "B107",
    "要改的那一项上级先不发布",
    Severity.WARNING,
    "上级的“{name}”先不发布：{why}。这个文件现在不起作用",
    "不用改：上级公布以后，这里的改动自动生效",
    "上级没有审完的，下级的网站上也没有；改动要等它公布了才对得上。",
    None,
)
NOTHING = reading_rule(
    "B108",
    "空的清单什么也不改",
    "“{title}”是空的，上级写的（{above}）照样有",
    "不改的，删掉这一项；能去掉的，写哪一条去掉，如 {{material: yingyezhizhao, drop: true}}",
    "清单是在上级的后面增加：写个空的，看着像去掉了，网站上一条没有少。",
    Example(_MATTER, "channels: []\n", "channels: [{kind: mail, note: 网上申请后邮寄。}]\n"),
)
RULES = (FIXED, EQUAL, NO_TARGET, AMBIGUOUS, NOT_DROPPED, UNKNOWN_ENTRY, HELD_ABOVE, NOTHING)


def above_text(file: str, line: int) -> str:
    """Return a place in a superior's file for messages: 上级 data/laws/a.yml 第 3 行.

    `file` is relative to the bureau, with ../../ or superior/ for each level up.
    """
    return f"{'上' * max(levels_up(file), 1)}级 {inside(file)} 第 {line} 行"
