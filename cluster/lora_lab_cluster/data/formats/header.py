"""Whether a file's first row names its columns or is data (`src/data/formats/header.ts`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

from ..units import BLANK, trim

Record = Sequence[str]
Look = Literal["name", "repeated", "number", "sentence", "nothing"]
"""How the first value of a column compares with those below it."""

LONGEST_NAME = 60
MOST_WORDS = 5
HEADER_SAMPLE = 500
MAX_LABELS = 20
ENOUGH = 5

_MISSING = re.compile(r"(?:na|nan|null|none|n/a|<na>)\Z", re.ASCII | re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?\Z", re.ASCII | re.IGNORECASE)
_DIGIT = re.compile("[0-9]")
_SPACES = re.compile(f"[{BLANK}]+")


class HeaderGuess(NamedTuple):
    """What the first row seems to be."""

    header: bool
    doubtful: bool
    """Whether a person could judge it differently."""
    differs: bool
    """Whether a field differs in kind from all below it."""


def guess_header(records: Sequence[Record]) -> HeaderGuess:
    """Judges the first of some rows: see docs/data.md, "Header"."""
    first: Record = records[0] if records else []
    # Files that were joined hold their header several times.
    rest = [record for record in records[1:HEADER_SAMPLE] if list(record) != list(first)]
    looks = [look_of(field, rest, column) for column, field in enumerate(first)]
    if _is_numbered(first) and "name" in looks:
        return HeaderGuess(True, True, True)
    if "repeated" in looks:
        return HeaderGuess(False, "name" in looks, "name" in looks)
    like_data = "number" in looks or "sentence" in looks
    if "name" in looks:
        return HeaderGuess(True, like_data, True)
    return HeaderGuess(not like_data, like_data, False)


def look_of(field: str, rest: Sequence[Record], column: int) -> Look:
    """Compares a field with those below it."""
    text = trim(field)
    if text == "" or _MISSING.match(text):
        return "nothing"
    below = [value for record in rest if (value := trim(record[column]) if column < len(record) else "") != ""]
    if is_number(text):
        return "name" if len(below) >= ENOUGH and not any(map(is_number, below)) else "number"
    counts = Counter(below)
    if text in counts and len(counts) <= MAX_LABELS:
        return "repeated"
    if len(below) >= 2 and all(map(is_number, below)):
        return "name"
    if len(below) >= ENOUGH and not _DIGIT.search(text) and all(_DIGIT.search(value) for value in below):
        return "name"
    are_labels = len(below) >= ENOUGH and len(counts) <= MAX_LABELS and all(count >= 2 for count in counts.values())
    if are_labels and 3 * len(counts) <= len(below):
        return "name"
    return "sentence" if len(text) > LONGEST_NAME or len(_SPACES.split(text)) > MOST_WORDS else "nothing"


def is_number(text: str) -> bool:
    """Whether a field is a decimal number."""
    return _NUMBER.match(text) is not None


def _is_numbered(fields: Record) -> bool:
    """Whether the names are 0, 1, 2, ... as pandas names nameless columns, perhaps after its index's empty name."""
    numbers = fields[1:] if fields and fields[0] == "" else fields
    return len(numbers) >= 2 and all(trim(field) == str(index) for index, field in enumerate(numbers))
