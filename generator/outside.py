"""Asks the links that lead out of a site whether they are still there. Only `zwgk inspect --outside` does so."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from threading import Thread
from typing import NamedTuple

from generator.publish.client import reason


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
    """Ask for one address. A server that goes on answering without an end is left alone."""
    found: list[Asked] = []
    asking = Thread(target=lambda: found.append(_answered(address, seconds)), daemon=True)
    asking.start()
    asking.join(_LONGEST * seconds)
    return found[0] if found else Asked(address, Reach.UNKNOWN, "没有连上：太久没有答完")


_LONGEST = 3
"""How many times as long an answer may take in all: those that lead elsewhere take several steps."""


def _answered(address: str, seconds: float) -> Asked:
    """Ask for one address with GET: many servers answer HEAD wrongly. The body is not read."""
    try:
        request = urllib.request.Request(address, headers={"User-Agent": "Mozilla/5.0 (zwgk inspect)"})
        with urllib.request.urlopen(request, timeout=seconds) as answer:
            return Asked(address, Reach.THERE, str(answer.status))
    except urllib.error.HTTPError as error:
        error.close()
        gone = error.code in _GONE
        return Asked(address, Reach.DEAD if gone else Reach.BLOCKED, f"服务器答 {error.code}")
    except (OSError, ValueError, http.client.HTTPException) as error:
        inner = getattr(error, "reason", error)  # what urllib wraps; a text for what is no error of the network
        return Asked(address, Reach.UNKNOWN, f"没有连上：{reason(inner if isinstance(inner, Exception) else error)}")
