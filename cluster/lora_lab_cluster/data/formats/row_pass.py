"""One reading of a CSV or TSV file, with quotes as syntax or as text, and what it shows (`rowPass.ts`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

from ..units import trim
from .csv_parser import parse, parse_unquoted

Quoting = Literal["doubled", "backslash", "single", "none"]
"""How a quote within a quoted field is written. `none`: quotes are text. `single`: fields are in single quotes."""

LONGEST_RECORD = 16 * 2**20
_CUT = re.compile(r"(?<!\\)(?:\\\\)*\\\Z")
_BARE_QUOTE = re.compile(r'(?<!\\)"')


class Located(NamedTuple):
    """A row, and the line on which it begins, counted from 1."""

    record: Sequence[str]
    line: int


class RowPass:
    """All rows of a text, and evidence of whether its quotes were read as meant."""

    def __init__(self, text: str, delimiter: str, quoting: Quoting, skipped: int = 0) -> None:
        """Reads the text. `skipped` rows at the beginning do not belong to the table."""
        self.quotes = quoting != "none"
        quote = "'" if quoting == "single" else '"'
        self.saw_quote = quote in text
        self.saw_backslash_quote = self.saw_quote and '\\"' in text
        self.joined = 0
        """How many lines end with a backslash and continue on the next, as databases write line breaks."""
        self.rows: list[Located] = []
        self.properly_quoted = True
        """Whether every field with a quote is one quoted field of RFC 4180; said only where quotes are text."""
        self.needs_quotes = False
        self.only_backslashes = True
        self._quoted_rows = 0
        self._skipped = skipped
        self._width: int | None = None
        self._line = 1
        self._cut: Located | None = None
        escape = "\\" if quoting == "backslash" else None
        parsed = parse(text, delimiter, quote, escape) if self.quotes else parse_unquoted(text, delimiter)
        records = parsed.rows if text else []
        whole = _rows_within_bounds(parsed.ends) if len(text) > LONGEST_RECORD else len(records)
        self.endless = whole < len(records)
        rest = text[parsed.ends[whole - 1] if whole else 0 :] if self.endless else ""
        self.misquoted = any(row < whole for row in parsed.misquoted) or (self.quotes and quote in rest)
        for record in records[:whole]:
            self._take(record)
        if self._cut:
            self._give(self._cut.record, self._cut.line)
        widths = Counter(len(record) for record, _ in self.rows)
        self.ragged = len(self.rows) - max(widths.values(), default=0)
        """The number of rows that are longer or shorter than most."""
        self.always_quoted = len(self.rows) > 1 and self._quoted_rows == len(self.rows)

    def _take(self, record: Sequence[str]) -> None:
        line = self._line
        self._line += 1 + (sum(field.count("\n") for field in record) if self.saw_quote and self.quotes else 0)
        if len(record) <= 1 and trim(record[0] if record else "") == "":
            return
        if self._skipped > 0:
            self._skipped -= 1
            return
        self._width = len(record) if self._width is None else self._width
        if self.quotes:
            self._give(record, line)
            return
        if self.saw_quote:
            self._look_at_quotes(record)
        cut, self._cut = self._cut, None
        if cut is None:
            self._give_or_hold(record, line)
            return
        whole = _continued(cut.record, record)
        if len(whole) <= self._width:
            self.joined += 1
            self._give_or_hold(whole, cut.line)
            return
        self._give(cut.record, cut.line)
        self._give_or_hold(record, line)

    def _give_or_hold(self, record: Sequence[str], line: int) -> None:
        if len(record) < (self._width or 0) and _CUT.search(record[-1]):
            self._cut = Located(record, line)
        else:
            self._give(record, line)

    def _give(self, record: Sequence[str], line: int) -> None:
        self.rows.append(Located(record, line))

    def _look_at_quotes(self, record: Sequence[str]) -> None:
        quoted = [field for field in record if '"' in field]
        self._quoted_rows += bool(quoted)
        for field in quoted:
            inner = field[1:-1]
            proper = len(field) >= 2 and field.startswith('"') and field.endswith('"')
            if not proper or '"' in inner.replace('""', ""):
                self.properly_quoted = False
            self.needs_quotes = self.needs_quotes or '""' in inner
            if not proper or _BARE_QUOTE.search(inner):
                self.only_backslashes = False


def _rows_within_bounds(ends: Sequence[int]) -> int:
    """How many rows come before the first that is too long."""
    start = 0
    for row, end in enumerate(ends):
        if end - start > LONGEST_RECORD:
            return row
        start = end
    return len(ends)


def _continued(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """Joins a row that a line break after a backslash cut in two."""
    return [*one[:-1], f"{one[-1][:-1]}\n{other[0]}", *other[1:]]
