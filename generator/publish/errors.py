"""The errors of publishing. Their messages are Chinese and say what to do."""

from __future__ import annotations


class PublishError(Exception):
    """A folder or a target cannot be published; the message is Chinese and says what to do."""
