"""What all parts of an address have in common: how a fragment is cut into parts, and how a message names one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..experiment.text import trim

_BEFORE_HASH = re.compile(r"^[^#]*#")


@dataclass(frozen=True)
class Part:
    """One part of a fragment: `key=value`."""

    key: str
    value: str | None
    """Still percent-encoded; None if there is no "="."""
    text: str


def parts_of(fragment: str) -> list[Part]:
    """The parts of a fragment; empty ones are parts too."""
    parts = []
    for text in fragment.split("&"):
        key, equals, value = text.partition("=")
        parts.append(Part(key, value if equals else None, text))
    return parts


def behind_hash(address: str) -> str:
    """What follows the first "#" of an address; a text without one is itself a fragment."""
    return _BEFORE_HASH.sub("", trim(address), count=1)


def given_often(key: str, times: int) -> str:
    """The problem of a key that is given more than once."""
    return f"{key}: given {times} times; the first is used"


def no_value(key: str) -> str:
    """The problem of a key without a value."""
    return f"{key}: no value; write {key}=..."
