"""What separates the fields of a CSV or TSV file, and what quotes them, from its first lines (`delimiters.ts`)."""

from __future__ import annotations

import re
from itertools import pairwise

from ..units import BLANK
from .csv_parser import parse, without_blank_rows

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
"""By the names that addresses use."""

_UNUSUAL = ("\x01", "\x1f", "،", "¦", "~", "^", "::", " ")
_SAMPLE = 50
_GUESS_ROWS = 10
_LINE = re.compile("[^\\n\\r\\u2028\\u2029]+")
_SINGLE_QUOTE = re.compile(f"[{BLANK}]*'")


def guess_delimiter(head: str, is_tsv: bool) -> str:
    """Finds the delimiter from a file's beginning. `is_tsv` says whether its name says so."""
    line = _LINE.search(head)
    if is_tsv and line and "\t" in line[0]:
        return "\t"
    usual = _most_even(head.removeprefix("\ufeff"))
    padded = f"{usual} "
    # With the blank as part of the delimiter, a quote after it begins a quoted field.
    if f'{padded}"' in head and _is_even(head, padded):
        return padded
    if _is_even(head, usual) or _is_even(head, usual, "'"):
        return usual
    return next((delimiter for delimiter in _UNUSUAL if _is_even(head, delimiter)), usual)


def are_single_quoted(head: str, delimiter: str) -> bool:
    """Whether fields are enclosed in single quotes; a doubled one is then part of the text."""
    return _SINGLE_QUOTE.match(head) is not None and _is_even(head, delimiter, "'")


def _most_even(head: str) -> str:
    """The usual delimiter whose first rows differ least in their number of fields, as Papa Parse guesses it."""
    best, best_delta, best_mean = ",", None, 0.0
    for delimiter in DELIMITERS.values():
        counts = [len(row) for row in without_blank_rows(parse(head, delimiter, preview=_GUESS_ROWS).rows)]
        if not counts:
            continue
        delta = sum(abs(one - other) for one, other in pairwise(counts))
        mean = sum(counts) / len(counts)
        if mean <= 1.99:
            continue
        if best_delta is None or delta < best_delta or (delta == best_delta and mean > best_mean):
            best, best_delta, best_mean = delimiter, delta, mean
    return best


def _is_even(head: str, delimiter: str, quote: str = '"') -> bool:
    """Whether the first rows have the same number of fields, and quotes are where they should be."""
    parsed = parse(head.removeprefix("\ufeff"), delimiter, quote, preview=_SAMPLE)
    rows = without_blank_rows(parsed.rows)
    # The last line of the file's beginning may be cut.
    whole = rows if parsed.truncated or len(rows) < 3 else rows[:-1]
    if parsed.misquoted or len(whole) < 2:
        return False
    first, *rest = whole
    width = len(rest[0])
    # R writes no header for its row names.
    is_r = len(first) >= 2 and len(first) == width - 1
    if width < 2 or (len(first) != width and not is_r) or any(len(row) != width for row in rest):
        return False
    # Blanks separate fields only if some fields are quoted and contain blanks; otherwise they are just between words.
    return delimiter != " " or all(any(delimiter in field for field in row) for row in rest)
