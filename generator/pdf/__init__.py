"""Page views -> PDF files: notices, the handbook of all procedures, posters of halls. No browser is needed."""

from __future__ import annotations

from generator.pdf.documents import Document, count, documents
from generator.pdf.typeset import PdfError, Typesetter

__all__ = ["Document", "PdfError", "Typesetter", "count", "documents"]
