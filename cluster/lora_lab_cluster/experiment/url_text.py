"""A person's own text inside the fragment of an address."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from .text import replace_halves

_BROKEN_ESCAPE = re.compile(r"%(?![0-9a-fA-F]{2})", re.ASCII)
_READABLE = "+,/;=?@$"
"""Signs that are safe in a fragment and mean nothing in the grammar before the colon."""


def encode_text(text: str) -> str:
    """Percent-encodes what would end a value, or what a browser would rewrite; the rest stays readable."""
    return quote(replace_halves(text), safe=f"-_.!~*'(){_READABLE}")


def decode_text(text: str) -> str | None:
    """The text that was percent-encoded, or None if it is not a valid encoding."""
    if _BROKEN_ESCAPE.search(text):
        return None
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return None
