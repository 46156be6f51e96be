"""What a web server has to say with each file: headers, types, how long it may be kept.

The server configurations of `zwgk new` are written from this, and `zwgk verify URL` asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'self'"
)
"""Content-Security-Policy of all pages: nothing inline, nothing from elsewhere. Icons in styles are `data:` images."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
"""Headers of every answer."""

HSTS = "Strict-Transport-Security", "max-age=31536000"
"""Header of every answer over TLS."""

TYPES: Mapping[str, tuple[str, ...]] = {
    "html": ("text/html",),
    "css": ("text/css",),
    "js": ("text/javascript", "application/javascript"),
    "json": ("application/json",),
    "xml": ("application/xml", "text/xml"),
    "txt": ("text/plain",),
    "ics": ("text/calendar",),
    "csv": ("text/csv",),
    "png": ("image/png",),
    "svg": ("image/svg+xml",),
    "pdf": ("application/pdf",),
}
"""Types of files by suffix; the first one is what our configurations send."""

HASHED = re.compile(r"assets/(.*/)?[^/]+\.[0-9a-f]{8}\.(min\.)?(js|css)")
"""Paths of files whose name has the digest of their content: they never change, and may be kept for a year."""

LONG, SHORT = "public, max-age=31536000, immutable", "public, max-age=300"
"""Cache-Control of files whose name has a digest, and of all others."""


def suffix(path: str) -> str:
    """Return the suffix of a path without its dot, in small letters."""
    return path.rpartition("/")[2].rpartition(".")[2].lower()


def lost_headers(found: Mapping[str, str], secure: bool) -> list[str]:
    """Return what is missing or too weak among the headers of a page, one Chinese text each; names are lower-case."""
    lost = [f"没有 {name}" for name in HEADERS if name.lower() not in found]
    if secure and HSTS[0].lower() not in found:
        lost.append(f"没有 {HSTS[0]}")
    policy = found.get("content-security-policy", POLICY)
    directives = {name: values for name, *values in (part.split() for part in policy.split(";") if part.split())}
    if "default-src" not in directives:
        lost.append("Content-Security-Policy 没有 default-src，等于不限制")
    lost += [
        f"Content-Security-Policy 的 {name} 放得太宽（{value}）"
        for name in ("default-src", "script-src", "style-src")
        for value in directives.get(name, ())
        if value in _WIDE
    ]
    return lost


_WIDE = {"*", "'unsafe-inline'", "'unsafe-eval'", "data:", "http:", "https:"}
