"""File names: which ones operating systems create, and which cannot be addresses."""

from __future__ import annotations

import re

_OF_SYSTEMS = frozenset({"desktop.ini", "thumbs.db", "ehthumbs.db", "$recycle.bin", "__macosx"})
_OF_OFFICE = ("~$", ".~", "~wrl")


def of_the_system(name: str) -> bool:
    """Return True for files that an operating system or an office program creates; these are ignored."""
    plain = name.casefold()
    return plain.startswith((".", *_OF_OFFICE)) or plain in _OF_SYSTEMS


_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
_UNSAFE = re.compile(r"[%#?\\:*\"'<>|&;=@+,`^{}\[\]()（）\s]")
_RESERVED = frozenset(
    {
        "assets",
        "search",
        "themes",
        "audiences",
        "a-z",
        "manifest",
        "sitemap",
        "robots",
        "feed",
        "404",
        "data",
        "public",
        "upstream",
    }
)
"""First segments of addresses that are reserved for the generator."""


def why_no_address(path: str) -> str:
    """Return in Chinese why a content page's path (below content/, without .md) is no valid address; "" if it is."""
    parts = path.split("/")
    for part in parts:
        if found := _UNSAFE.search(part):
            return "里面有空格" if found.group().isspace() else f"里面有“{found.group()}”"
        if "." in part or not part:
            return "里面有句点，会和程序生成的文件混淆" if part else "是空的"
        if _WINDOWS.fullmatch(part):
            return f"“{part}”是 Windows 留作他用的名字"
        if part.startswith("-") or part.endswith("-"):
            return "不能以连字符开头或结尾"
    if parts[0].casefold() in _RESERVED or (parts[-1].casefold() == "index" and parts[-1] != "index"):
        return f"“{parts[0] if parts[0].casefold() in _RESERVED else parts[-1]}”留给程序生成的页面用"
    return ""
