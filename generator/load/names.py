"""Names of files: which ones systems put there by themselves, and which cannot be addresses."""

from __future__ import annotations

_OF_SYSTEMS = frozenset({"desktop.ini", "thumbs.db", "ehthumbs.db", "$recycle.bin", "__macosx"})
_OF_OFFICE = ("~$", ".~", "~wrl")


def of_the_system(name: str) -> bool:
    """Return True for files that an operating system or an office program makes by itself: they are passed over."""
    plain = name.casefold()
    return plain.startswith((".", *_OF_OFFICE)) or plain in _OF_SYSTEMS
