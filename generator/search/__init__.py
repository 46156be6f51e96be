"""Search without a server: an index of what the registry says, made for how taxpayers ask. See `index` and `rank`."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.expansions import WEIGHTS, Expansion, expansions
from generator.model.procedures import Audience, Theme
from generator.model.synonyms import WordKind
from generator.render.pages import File
from generator.search.documents import documents
from generator.search.index import Notion, assemble, extract
from generator.search.text import normal
from generator.views import Source

LABELS = {item.value: item.label for vocabulary in (Audience, Theme) for item in vocabulary}
"""What the values that results can be filtered by are called."""


def files(source: Source) -> Iterator[File]:
    """Yield the files of a site's search index."""
    return assemble(map(extract, documents(source)), LABELS, notions(source))


def notions(source: Source) -> Iterator[Notion]:
    """Yield the words that people use, with what they lead to, by the synonym's id."""
    words: dict[str, list[str]] = {}
    claims: dict[str, Expansion] = {}
    for word, found in expansions(source.registry, source.as_of).items():
        for claim in found:
            words.setdefault(claim.synonym, []).append(word)
            claims[claim.synonym] = claim
    for id, claim in sorted(claims.items()):
        targets = tuple(f"{folder}/{target}" for folder, target, _ in claim.targets)
        terms = tuple(term for term, _ in claim.terms)
        entry = source.registry.synonyms[id]
        plain = normal(entry.name) if entry.kind is WordKind.DIALECT else ""
        yield Notion(WEIGHTS[entry.kind], tuple(words[id]), terms, targets, plain)
