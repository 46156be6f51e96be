"""Numbers of the ranking, found by trial on the development half of tests/search/queries.yml. The index ships them."""

from __future__ import annotations

from collections.abc import Mapping

from generator.model.expansions import NEXT

WEIGHTS: Mapping[str, float] = {
    # What a document's score is made of.
    "name": 0.55,
    "text": 0.35,
    "cover": 0.1,
    # How far a gram counts where it stands in the name, an alias, a saying, near, inner and far text.
    "in_name": 1.0,
    "in_alias": 0.95,
    "in_said": 0.8,
    "in_near": 0.6,
    "in_inner": 0.45,
    "in_far": 0.2,
    # Of a name's likeness: what being covered by the query adds, and single characters in place of pairs.
    "fit": 0.3,
    "chars": 0.6,
    "exact": 0.15,
    "starts": 0.1,
    "holds": 0.08,
    # What else than the words themselves is worth.
    "sound": 0.75,
    "initials": 0.7,
    "unclean": 0.8,
    "dialect": 0.95,
    "target": 0.2,
    "answers": 1.15,
    "next": NEXT,
    "elsewhere": 0.5,
    # Results below this share of the first one's score are left out.
    "floor": 0.1,
}

LEVELS = ("in_said", "in_near", "in_inner", "in_far")
"""Where a gram may stand outside names and aliases, the nearest first."""
