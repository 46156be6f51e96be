"""The rules for computing periods (期间计算): title, legal basis, and the sentence for one application.

`limits.py` applies them, and so does theme/assets/due.js in the browser, which reads these texts from
calendar/days.json. Both are tested with the same vectors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_CIVIL_CODE = "《民法典》"
_LICENSING_LAW = "《行政许可法》"
_TAX_RULES = "《税收征收管理法实施细则》第一百零九条"
_LAST_DAY = "最后一天是休息日的，顺延到休息日后的第一天"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule for computing periods: title, legal basis, and the sentence for one application, with {placeholders}."""

    title: str
    basis: str
    sentence: str


RULES: Mapping[str, Rule] = {
    "on_the_spot": Rule("当场办结", f"{_LICENSING_LAW}第三十四条第二款", "材料齐全的，{start}当场办结。"),
    "first_day": Rule(
        "开始的当日不算", f"{_CIVIL_CODE}第二百零一条第一款", "{start}是{event}，当日不算，从{next}起算。"
    ),
    "hours": Rule(
        "按小时计算", f"{_CIVIL_CODE}第二百零一条第二款", "从{start}开始的时刻起满{length}，到{end}{clock}。"
    ),
    "same_day": Rule("当日办结", f"{_LICENSING_LAW}第三十四条第二款", "{start}是{event}，当日办结，到{end}。"),
    "working_days": Rule("按工作日计算，周末和法定节假日不算", f"{_LICENSING_LAW}第八十二条", "数{length}，到{end}。"),
    "calendar_days": Rule("按自然日计算，每一天都算", f"{_CIVIL_CODE}第二百条", "数{length}，到{end}。"),
    "months": Rule("按月、年计算，到对应日；没有对应日的到月末", f"{_CIVIL_CODE}第二百零二条", "满{length}，到{end}。"),
    "stop": Rule("不计入的时间", f"{_LICENSING_LAW}第四十五条", "{first}至{last}不计入期限。"),
    "extension": Rule("经批准延长", f"{_LICENSING_LAW}第四十二条第一款", "延长{length}，到{end}。"),
    "long_rests": Rule(
        "期限内有连续3天以上的假日，按假日天数顺延",
        _TAX_RULES,
        "期限内连续的假日有{days}天，从{start}顺延{days}个工作日，到{end}。",
    ),
    "moves_on": Rule(
        _LAST_DAY,
        f"{_CIVIL_CODE}第二百零三条第一款",
        "{start}是休息日，顺延到{end}。",
    ),
    "tax_moves_on": Rule(_LAST_DAY, _TAX_RULES, "{start}是休息日，顺延到{end}。"),
    "before": Rule(
        "从那一天往前数，当日不算",
        f"{_CIVIL_CODE}第二百零一条第一款",
        "{start}是{event}，当日不算，往前数{length}，到{end}。",
    ),
    "day_before": Rule("在那一天之前", f"{_CIVIL_CODE}第二百零一条第一款", "{start}是{event}，要在这之前，最迟{end}。"),
    "moves_back": Rule(
        "往前数到休息日的，提前到休息日前的工作日",
        "法律没有写明，从严推算",
        "{start}是休息日，提前到{end}。",
    ),
    "provisional": Rule(
        "放假安排没有公布的年份，日期是暂定的",
        "《全国年节及纪念日放假办法》",
        "{year}年的放假调休安排还没有公布，先按周末和法定节日推算，公布后可能变动。",
    ),
}
