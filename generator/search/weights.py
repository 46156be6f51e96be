"""Weights of the ranking, tuned on the dev half of tests/search/queries.yml. The index ships them."""

from __future__ import annotations

from collections.abc import Mapping

from generator.model.expansions import NEXT

WEIGHTS: Mapping[str, float] = {
    # Components of a document's score.
    "name": 0.55,
    "text": 0.4,
    "cover": 0.07,
    # Weight of a gram in the name, an alias, a saying, near, inner and far text.
    "in_name": 1.0,
    "in_alias": 0.95,
    "in_said": 0.95,
    "in_near": 0.6,
    "in_inner": 0.45,
    "in_far": 0.2,
    # Similarity of names: bonus for being covered by the query, and weight of single characters instead of pairs.
    "fit": 0.3,
    "chars": 0.6,
    "exact": 0.15,
    "starts": 0.1,
    "holds": 0.08,
    # Weights of other signals than the words themselves.
    "sound": 0.75,
    "initials": 0.7,
    "unclean": 0.8,
    "dialect": 0.95,
    "target": 0.2,
    "answers": 1.15,
    "next": NEXT,
    "elsewhere": 0.5,
    # Results below this fraction of the best score are dropped.
    "floor": 0.4,
}

LEVELS = ("in_said", "in_near", "in_inner", "in_far")
"""Levels of text outside names and aliases, the most prominent first."""
