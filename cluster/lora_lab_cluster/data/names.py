"""Names and texts from files inside messages: quoted, short, on one line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .units import without_halves

MOST_NAMED = 12
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


def quote(text: str) -> str:
    """A person's own text inside a message."""
    clipped = f"{text[:40]}..." if len(text) > 40 else text
    return f'"{CONTROL.sub("?", without_halves(clipped, "?"))}"'


def list_names(names: Sequence[str]) -> str:
    """The first dozen of some names, quoted."""
    shown = [quote(name) for name in names[:MOST_NAMED]]
    return ", ".join(shown) + (", ..." if len(names) > len(shown) else "")
