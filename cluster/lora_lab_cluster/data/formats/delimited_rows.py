"""Rows of CSV and TSV as rows of a table, once the first of them have shown the columns' names (`delimitedRows.ts`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ...errors import LabError
from ..cells import Cell
from ..source import LeftOutCounter, MemoryRows, Reading, RowSource, SourceColumn
from ..units import BLANK, trim
from .choice import ReadingChoice
from .column_names import check_column_count, column_names
from .header import HEADER_SAMPLE, Record, guess_header
from .header_lines import find_header_lines
from .missing import MissingCells
from .row_pass import LONGEST_RECORD, Located, RowPass

MOST_OF_THEM = 0.8
"""The least share of rows with the same number of fields, in a file whose first lines have fewer."""

_RULE = re.compile(f"[{BLANK}:=+-]*\\Z")
_RULE_MARK = re.compile("--|==")
_ROW_NAME = re.compile(f"[{BLANK}]*[^{BLANK}]+[{BLANK}]*\\Z")


class DelimitedRows:
    """Takes the rows of one reading of a file in order."""

    def __init__(self, file_name: str, choice: ReadingChoice) -> None:
        """Begins without rows."""
        self.file_name = file_name
        self.choice = choice
        self.names: list[str] = []
        self.header: Record | None = None
        self._first: list[Located] | None = []
        self._header_lines: list[Record] = []
        self._order: list[int] | None = None
        self._table = MemoryRows()
        self._left_out = LeftOutCounter()
        self._missing = MissingCells(choice.missing)
        self._notes: list[str] = []

    def source(self, read: RowPass, delimiter: str, notes: Sequence[str]) -> RowSource:
        """Makes the table of a reading's rows. Raises LabError if there are none."""
        for record, line in read.rows:
            self._take(record, line)
        self._begin()
        if read.endless:
            raise LabError(
                f"{self.file_name} has a line of more than {LONGEST_RECORD // 2**20} million characters.",
                "Check that lines end where they should.",
            )
        if not self._table.rows:
            raise self._no_rows()
        return self._table.source(
            name=self.file_name,
            columns=tuple(SourceColumn(name) for name in self.names),
            unit="line",
            left_out=self._left_out.list(),
            notes=(*notes, *self._notes),
            reading=Reading(delimiter=delimiter, header=self.header is not None, missing=self._missing.list()),
            nested=(),
        )

    def _take(self, record: Record, line: int) -> None:
        if _is_rule(record):
            self._left_out.add("a rule between lines", line)
        elif self._first is None:
            self._add(record, line)
        else:
            self._first.append(Located(record, line))
            if len(self._first) == HEADER_SAMPLE:
                self._begin()

    def _no_rows(self) -> LabError:
        reasons = [f"{each.count} left out: {each.reason}" for each in self._left_out.list()]
        why = f" ({'; '.join(reasons)})" if reasons else ""
        return LabError(
            f"{self.file_name} has no rows{' below its header' if self.header is not None else ''}{why}.",
            "Choose a file with rows of text and label, or choose its header and delimiter beside the columns.",
        )

    def _begin(self) -> None:
        if self._first is None:
            return
        sample = self._with_one_header(self._without_titles(self._first))
        self._first = None
        if not sample:
            raise LabError(f"{self.file_name} is empty.", "Choose a file with rows of text and label.")
        first = sample[0].record
        check_column_count(len(first), self.file_name)
        if self._header_lines or self._has_header(sample):
            self.header = first
        names = [""] * len(first) if self.header is None else self._with_row_names(sample)
        self.names = column_names(names, self.file_name)
        for record, line in sample[0 if self.header is None else 1 :]:
            self._add(record, line)

    def _has_header(self, sample: Sequence[Located]) -> bool:
        if self.choice.header is not None:
            return self.choice.header == "yes"
        guess = guess_header([record for record, _ in sample])
        if not guess.header:
            self._notes.append("The first line looks like data, so the columns have no names.")
        elif guess.doubtful:
            self._notes.append("The first line was read as the names of the columns, though it could be a row.")
        return guess.header

    def _without_titles(self, sample: list[Located]) -> list[Located]:
        """Drops lines above the table that have fewer fields than it: titles and comments."""
        width = _usual_width(sample)
        if width < 2 or not sample or len(sample[0].record) >= width:
            return sample
        if len(sample[0].record) > 1 and len(sample[0].record) == width - 1:
            return sample  # perhaps R's header
        begin = next(index for index, (record, _) in enumerate(sample) if len(record) == width)
        lines = [str(line) for _, line in sample[:begin]]
        one = len(lines) == 1
        self._notes.append(
            f"{'Line' if one else 'Lines'} {', '.join(lines[:5])}{', ...' if len(lines) > 5 else ''} above the table "
            f"{'was' if one else 'were'} passed over."
        )
        return sample[begin:]

    def _with_one_header(self, sample: list[Located]) -> list[Located]:
        """Keeps only the line that names the columns, if the header has several lines."""
        found = find_header_lines([record for record, _ in sample]) if self.choice.header is None else None
        if found is None:
            return sample
        lines = sample[: found.count]
        names = lines[found.names]
        others = [str(each.line) for each in lines if each is not names]
        one = len(others) == 1
        self._header_lines = [record for record, _ in lines]
        self._notes.append(
            f"Line {names.line} names the columns. {'Line' if one else 'Lines'} {', '.join(others)} beside it "
            f"{'differs' if one else 'differ'} from all rows and {'was' if one else 'were'} passed over; with header=yes, "
            "only the first line is the header."
        )
        return [names, *sample[len(lines) :]]

    def _with_row_names(self, sample: Sequence[Located]) -> Record:
        """The header's names, plus one for R's row names, a nameless column in which all values differ."""
        header, *rest = [record for record, _ in sample]
        length = len(header)
        if not rest or any(len(record) != length + 1 for record in rest):
            return header
        firsts = [record[0] for record in rest]
        are_names = len(set(firsts)) == len(rest) and all(_ROW_NAME.match(name) for name in firsts)
        # If the last fields are all empty, each row ends with a delimiter.
        if not are_names or all(trim(record[length]) == "" for record in rest):
            return header
        self._notes.append(
            "The first field of each row has no name: it was read as the name of the row, as R writes it."
        )
        return ["", *header]

    def _add(self, record: Record, line: int) -> None:
        length = len(self.names)
        if any(field != "" for field in record[length:]):
            self._left_out.add("more fields than the first line has", line)
        elif all(trim(field) == "" for field in record):
            self._left_out.add("every field is empty", line)
        elif self._is_header_again(record, line):
            self._left_out.add("the header once more", line)
        else:
            cells: list[Cell] = list(record[:length])
            if self._order is not None:
                cells = [record[position] if position < len(record) else "" for position in self._order]
            self._table.add([self._missing.cell(cell, column) for column, cell in enumerate(cells)], line)

    def _is_header_again(self, record: Record, line: int) -> bool:
        """Files that were joined hold their header several times, perhaps with the columns in another order."""
        header = self.header
        if header is None:
            return False
        if not self._header_lines and record[0] not in header:
            return False  # as nearly every row, so that the rest costs little
        if any(list(record) == list(each) for each in self._header_lines):
            return True
        if list(record) == list(header):
            self._order = None
            return True
        if len(record) != len(header) or len(header) < 2 or any(name not in record for name in header):
            return False
        order = [list(record).index(name) for name in header]
        if len(set(order)) != len(order):
            return False
        self._order = order
        self._notes.append(
            f"Line {line} names the columns in another order, so that the rows below it were read by it."
        )
        return True


def _is_rule(record: Record) -> bool:
    """`----+-----` below a header, or `|:---|---:|`, as databases and Markdown write them."""
    return all(_RULE.match(field) for field in record) and any(_RULE_MARK.search(field) for field in record)


def _usual_width(sample: Sequence[Located]) -> int:
    """The number of fields that nearly all rows have; 0 if there is no such number."""
    counts = Counter(len(record) for record, _ in sample)
    width, count = max(counts.items(), key=lambda each: each[1], default=(0, 0))
    # Two lines are not counted, because a title or two are a large part of a short table.
    return width if count >= MOST_OF_THEM * (len(sample) - 2) and count >= 2 else 0
