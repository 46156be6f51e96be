"""Asks the links that lead out of a site whether they are still there. Only `zwgk inspect --outside` does so."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from typing import NamedTuple


class Reach(Enum):
    """What became of asking for an address."""

    THERE = "there"
    DEAD = "dead"  # the server says that there is no such page
    BLOCKED = "blocked"  # the server refuses a program, or everybody for now
    UNKNOWN = "unknown"  # no server answered: its name, the network or the time


class Asked(NamedTuple):
    """An address, what became of asking for it, and the reason in Chinese."""

    address: str
    reach: Reach
    why: str


_GONE = frozenset({404, 410})
_AT_ONCE = 8


def ask(addresses: Iterable[str], seconds: float = 10) -> list[Asked]:
    """Ask for every address, several at a time, waiting at most so many seconds for each; return them in order."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(lambda address: _ask(address, seconds), addresses))


def _ask(address: str, seconds: float) -> Asked:
    """Ask for one address with GET: many servers answer HEAD wrongly. The body is not read."""
    request = urllib.request.Request(address, headers={"User-Agent": "Mozilla/5.0 (zwgk inspect)"})
    try:
        with urllib.request.urlopen(request, timeout=seconds) as answer:
            return Asked(address, Reach.THERE, str(answer.status))
    except urllib.error.HTTPError as error:
        error.close()
        gone = error.code in _GONE
        return Asked(address, Reach.DEAD if gone else Reach.BLOCKED, f"服务器答 {error.code}")
    except (OSError, ValueError) as error:
        return Asked(address, Reach.UNKNOWN, f"没有连上：{getattr(error, 'reason', error)}")
