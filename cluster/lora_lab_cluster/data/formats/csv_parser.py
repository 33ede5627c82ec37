"""Cuts a text into rows as Papa Parse 5 does, on whose treatment of misplaced quotes the page's outcome depends.

Python's `csv` gives other rows where a quote follows a closing quote, or a blank stands between it and the delimiter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..units import BLANK, trim

_BAD_DELIMITERS = ("\r", "\n", '"', "\ufeff")
_BLANKS = re.compile(f"[{BLANK}]*")


@dataclass
class Parsed:
    """Rows, and in which of them quotes stand where they must not; that may be one row past the last."""

    rows: list[list[str]] = field(default_factory=list)
    misquoted: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    """Where each row ends in the text."""
    truncated: bool = False


def parse(text: str, delimiter: str, quote: str = '"', escape: str | None = None, preview: int = 0) -> Parsed:
    """Parses rows that end in `\\n`. With `preview` it stops after so many rows."""
    delimiter = "," if delimiter in _BAD_DELIMITERS else delimiter
    if text == "":
        return Parsed()
    if quote not in text:
        return parse_unquoted(text, delimiter, preview)
    return _Parser(text, delimiter, quote, escape or quote, preview).run()


def parse_unquoted(text: str, delimiter: str, preview: int = 0) -> Parsed:
    """Parses rows in which quotes are text."""
    parsed = Parsed()
    end = -1
    for index, line in enumerate(text.split("\n")):
        parsed.rows.append(line.split(delimiter))
        end += len(line) + 1
        parsed.ends.append(end)
        if preview and index >= preview:
            del parsed.rows[preview:]
            parsed.truncated = True
            break
    return parsed


class _Parser:
    def __init__(self, text: str, delimiter: str, quote: str, escape: str, preview: int) -> None:
        self.text = text
        self.delimiter = delimiter
        self.quote = quote
        self.escape = escape
        self.preview = preview
        self.parsed = Parsed()
        self.row: list[str] = []
        self.cursor = 0
        self.next_delimiter = text.find(delimiter)
        self.next_line = text.find("\n")

    def run(self) -> Parsed:
        text, size = self.text, len(self.delimiter)
        while not self.parsed.truncated:
            if text.startswith(self.quote, self.cursor):
                if not self._quoted():
                    return self.parsed
            elif self.next_delimiter != -1 and (self.next_delimiter < self.next_line or self.next_line == -1):
                self.row.append(text[self.cursor : self.next_delimiter])
                self.cursor = self.next_delimiter + size
                self.next_delimiter = text.find(self.delimiter, self.cursor)
            elif self.next_line != -1:
                self.row.append(text[self.cursor : self.next_line])
                self._save_row(self.next_line + 1)
            else:
                self._finish(text[self.cursor :])
                return self.parsed
        return self.parsed

    def _quoted(self) -> bool:
        """Reads a field that begins with a quote; False if it was the last one."""
        text, quote, delimiter = self.text, self.quote, self.delimiter
        at = self.cursor
        self.cursor += 1
        while True:
            at = text.find(quote, at + 1)
            if at == -1:
                self.parsed.misquoted.append(len(self.parsed.rows))
                self._finish(text[self.cursor :])
                return False
            if at == len(text) - 1:
                self._finish(self._unquoted(at))
                return False
            if quote == self.escape and text.startswith(quote, at + 1):
                at += 1
                continue
            if quote != self.escape and text.startswith(self.escape, at - 1):
                continue
            if self.next_delimiter != -1 and self.next_delimiter < at + 1:
                self.next_delimiter = text.find(delimiter, at + 1)
            if self.next_line != -1 and self.next_line < at + 1:
                self.next_line = text.find("\n", at + 1)
            nearest = self.next_delimiter if self.next_line == -1 else min(self.next_delimiter, self.next_line)
            end = at + 1 + self._blanks(at, nearest)
            if text.startswith(delimiter, end):
                self.row.append(self._unquoted(at))
                self._go_to(end + len(delimiter))
                return True
            end = at + 1 + self._blanks(at, self.next_line)
            if text.startswith("\n", end):
                self.row.append(self._unquoted(at))
                self._save_row(end + 1)
                if self.next_delimiter != -1 and self.next_delimiter < self.cursor:
                    self.next_delimiter = text.find(delimiter, self.cursor)
                return True
            self.parsed.misquoted.append(len(self.parsed.rows))
            at += 1

    def _unquoted(self, end: int) -> str:
        return self.text[self.cursor : end].replace(self.escape + self.quote, self.quote)

    def _go_to(self, cursor: int) -> None:
        self.cursor = cursor
        if self.next_delimiter != -1 and self.next_delimiter < cursor:
            self.next_delimiter = self.text.find(self.delimiter, cursor)
        if self.next_line != -1 and self.next_line < cursor:
            self.next_line = self.text.find("\n", cursor)

    def _blanks(self, quote_at: int, index: int) -> int:
        """How many blanks follow a quote, if nothing else stands before `index`."""
        if index == -1:
            return 0
        found = _BLANKS.match(self.text, quote_at + 1, max(index, quote_at + 1))
        count = found.end() - quote_at - 1 if found else 0
        return count if quote_at + 1 + count == index else 0

    def _save_row(self, cursor: int) -> None:
        self.parsed.rows.append(self.row)
        self.parsed.ends.append(cursor)
        self.row = []
        self.cursor = cursor
        self.next_line = self.text.find("\n", cursor)
        if self.preview and len(self.parsed.rows) >= self.preview:
            self.parsed.truncated = True

    def _finish(self, value: str) -> None:
        self.row.append(value)
        self.parsed.rows.append(self.row)
        self.parsed.ends.append(len(self.text))


def without_blank_rows(rows: list[list[str]]) -> list[list[str]]:
    """The rows in which something is written."""
    return [row for row in rows if trim("".join(row)) != ""]
