"""The two vocabularies of the founding address for what goes wrong: five failures and their six causes.

Findings of rounds, rectifications and outcomes name one of each, so that they can be counted.
"""

from __future__ import annotations

from generator.model.types import Vocabulary


class Failure(Vocabulary):
    """Failure of execution (五种执行问题)."""

    UNABLE = "unable", "无力执行"
    PERFUNCTORY = "perfunctory", "敷衍执行"
    SLOW = "slow", "拖拉执行"
    PASSIVE = "passive", "被动执行"
    REFUSING = "refusing", "拒绝执行"


class Cause(Vocabulary):
    """Cause of a failure (六大原因)."""

    LEARNING = "learning", "学习态度不正确"
    METHOD = "method", "管理方法不当"
    COMPLACENCY = "complacency", "缺乏危机意识"
    OWNERSHIP = "ownership", "缺乏当家作主精神"
    COMMUNICATION = "communication", "沟通交流不够"
    INSPECTION = "inspection", "督查考核流于形式"
