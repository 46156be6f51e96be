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
from generator.search.words import fillers, intents
from generator.views import Source

LABELS = {item.value: item.label for vocabulary in (Audience, Theme) for item in vocabulary}
"""What the values that results can be filtered by are called."""


def files(source: Source) -> Iterator[File]:
    """Yield the files of a site's search index."""
    return assemble(map(extract, documents(source)), LABELS, notions(source))


def notions(source: Source) -> Iterator[Notion]:
    """Yield the words that people use, with what they lead to, by the synonym's id.

    Dialect leads to the synonym's name, and only the name to what is meant, unless it is a word of asking.
    """
    asking = {*fillers(), *(phrase for phrases in intents().values() for phrase in phrases)}
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
        said = words[id]
        if entry.kind is WordKind.DIALECT:
            plain = normal(entry.name)
            yield Notion(WEIGHTS[entry.kind], tuple(word for word in said if word != plain), (), (), plain)
            said = [] if plain in asking else [plain]
        yield Notion(WEIGHTS[entry.kind], tuple(said), terms, targets)
