"""The error of PDF files, apart from them: a build without PDF does not import what makes them."""

from __future__ import annotations


class PdfError(Exception):
    """PDF files cannot be made; the message is Chinese and says what to do."""
