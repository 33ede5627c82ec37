"""Values of JSON as rows of a table, with columns added as they are found (`jsonColumns.ts`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from ...errors import LabError
from ..cells import Cell, entries_of, to_cell
from ..names import list_names
from ..source import LeftOutCounter, MemoryRows, Reading, RowSource, SourceColumn
from ..units import to_units
from .choice import ReadingChoice, ignored_notes
from .column_names import check_column_count, column_names
from .header import HEADER_SAMPLE, guess_header
from .json_values import NOT_JSON
from .missing import MissingCells

REMEDY = 'Each line, or each element of one list, must be an object like {"text": "...", "label": 0}.'


class JsonRows:
    """Takes rows that are objects, or lists of which the first may name the columns."""

    def __init__(self, file_name: str, choice: ReadingChoice) -> None:
        """Begins without rows."""
        self.file_name = file_name
        self.choice = choice
        self._columns: dict[str, int] = {}
        self._list_names: list[str] = []
        self._first: list[tuple[list[Any], int]] | None = []
        self._header: bool | None = None
        self._table = MemoryRows()
        self._left_out = LeftOutCounter()
        self._missing = MissingCells(choice.missing, ())
        self._notes: list[str] = []
        self._nested: set[int] = set()
        self._unwrapped: set[int] = set()

    @property
    def count(self) -> int:
        """How many rows there are so far."""
        return len(self._table.rows) + len(self._first or [])

    def add(self, value: Any, place: int) -> None:
        """Takes a parsed value, which may be NOT_JSON."""
        if isinstance(value, dict):
            self._begin()
            self._add_cells(((to_units(key), each) for key, each in entries_of(value)), place)
        elif not isinstance(value, list):
            self.leave_out("not JSON" if value is NOT_JSON else "neither an object nor a list", place)
        elif self._first is None:
            self._add_list(value, place)
        else:
            self._first.append((value, place))
            if len(self._first) == HEADER_SAMPLE:
                self._begin()

    def leave_out(self, reason: str, place: int) -> None:
        """Counts a row that cannot be used."""
        self._left_out.add(reason, place)

    def _begin(self) -> None:
        """Finds out whether the first list names the columns, and adds the lists that were held back so far."""
        sample, self._first = self._first, None
        if not sample:
            return
        lists = [values for values, _ in sample]
        self._header = self._has_header(lists)
        if self._header:
            self._list_names = column_names([to_cell(value) or "" for value in lists[0]], self.file_name)
        for values, place in sample[1 if self._header else 0 :]:
            self._add_list(values, place)

    def _has_header(self, lists: Sequence[list[Any]]) -> bool:
        """Names are texts. Apart from that, names are told from values as in a table of texts."""
        if self.choice.header is not None:
            return self.choice.header == "yes"
        if not lists[0] or not all(isinstance(value, str) for value in lists[0]):
            return False
        guess = guess_header([[to_cell(value) or "" for value in each] for each in lists[:HEADER_SAMPLE]])
        if guess.header and guess.differs:
            self._notes.append("The first list was read as the names of the columns.")
        return guess.header and guess.differs

    def _add_list(self, values: list[Any], place: int) -> None:
        check_column_count(len(values), self.file_name)
        lacking = len(values) - len(self._list_names)
        if lacking > 0:
            self._list_names = column_names([*self._list_names, *[""] * lacking], self.file_name)
        self._add_cells(zip(self._list_names, values, strict=False), place)

    def _add_cells(self, entries: Iterable[tuple[str, Any]], place: int) -> None:
        row: list[Cell] = []
        for name, each in entries:
            column = self._column(name)
            while len(row) <= column:
                row.append(None)
            row[column] = self._missing.cell(to_cell(self._flat(each, column)), column)
        self._table.add(row, place)

    def _flat(self, value: Any, column: int) -> Any:
        """The only value of a list, as annotation tools write labels; otherwise the value itself."""
        if not isinstance(value, (dict, list)):
            return value
        if value == []:
            return None
        only = value[0] if isinstance(value, list) and len(value) == 1 else value
        if isinstance(only, (dict, list)):
            self._nested.add(column)
        else:
            self._unwrapped.add(column)
        return value if column in self._nested else only

    def _column(self, name: str) -> int:
        index = self._columns.get(name)
        if index is None:
            index = len(self._columns)
            check_column_count(index + 1, self.file_name)
            self._columns[name] = index
        return index

    def source(self, unit: Literal["line", "row"], notes: Sequence[str]) -> RowSource:
        """The table. Raises LabError if there is no row."""
        self._begin()
        if not self._table.rows:
            raise LabError(f"{self.file_name} holds no rows of JSON.", REMEDY)
        reasons = {"delimiter": "JSON has no delimiter"}
        if self._header is None:
            reasons["header"] = "the columns are called as the keys of the JSON objects"
        names = column_names(list(self._columns), self.file_name)
        unwrapped = [names[column] for column in sorted(self._unwrapped - self._nested)]
        if unwrapped:
            self._notes.append(f"Lists of one value were read as this value: {list_names(unwrapped)}.")
        return self._table.source(
            name=self.file_name,
            columns=tuple(SourceColumn(name) for name in names),
            unit=unit,
            left_out=self._left_out.list(),
            notes=(*notes, *self._notes, *ignored_notes(self.choice, reasons)),
            reading=Reading(header=self._header, missing=self._missing.list()),
            nested=tuple(names[column] for column in sorted(self._nested)),
        )
