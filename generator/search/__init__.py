"""Search without a server: an index of what the registry says, made for how taxpayers ask. See `index` and `rank`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.model.procedures import Audience, Theme
from generator.render.pages import File
from generator.search.documents import documents
from generator.search.index import Synonym, assemble, extract
from generator.views import Source

LABELS = {item.value: item.label for vocabulary in (Audience, Theme) for item in vocabulary}
"""What the values that results can be filtered by are called."""


def files(source: Source, synonyms: Iterable[Synonym] = ()) -> Iterator[File]:
    """Yield the files of a site's search index."""
    return assemble(map(extract, documents(source)), LABELS, synonyms)
