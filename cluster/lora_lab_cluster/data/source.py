"""The rows of a data set as cells by column, before it is known what the columns mean (`src/data/table.ts`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from .cells import Cell

MOST_PLACES = 5
"""The most positions of left-out rows that a report names."""


@dataclass(frozen=True)
class SourceColumn:
    """A column, whose name is unique within the source."""

    name: str
    class_names: tuple[str, ...] | None = None
    """Names of the classes 0, 1, ...; None if the file does not give them."""


@dataclass(frozen=True)
class LeftOut:
    """Rows that cannot be used, for one reason."""

    reason: str
    """Completes "3 rows left out: "."""
    count: int
    first: tuple[int, ...]
    """Positions of the first few rows, counted from 1."""


@dataclass(frozen=True)
class MissingWord:
    """A word that makes cells of a column count as missing."""

    column: int
    word: str
    count: int


@dataclass(frozen=True)
class Reading:
    """How a file was read, as chosen or found. What does not apply is None."""

    encoding: str | None = None
    delimiter: str | None = None
    header: bool | None = None
    missing: tuple[MissingWord, ...] = ()


Visit = Callable[[Sequence[int], Sequence[int] | None], Iterable[Sequence[Cell]]]


@dataclass(frozen=True)
class RowSource:
    """One split of a data set: columns of cells."""

    name: str
    """The file's or split's name, for messages."""
    columns: tuple[SourceColumn, ...]
    rows: int
    in_memory: bool
    """Whether the page has all rows in memory, as of text files: it then samples and holds out among all of them."""
    unit: Literal["line", "row"]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]
    reading: Reading
    nested: tuple[str, ...]
    """Names of columns of lists or objects, which are neither texts nor labels."""
    place: Callable[[int], int]
    """The line or row in the file, counted from 1, of a row counted from 0."""
    visit: Visit
    """Gives the cells of some columns, row by row: `visit(columns, rows)`, rows ascending or None for all."""

    def column(self, index: int) -> SourceColumn:
        """The column at an index that was chosen among the source's own."""
        return self.columns[index]


class LeftOutCounter:
    """Counts rows that are left out, by reason."""

    def __init__(self) -> None:
        """Begins with no reason."""
        self._reasons: dict[str, list[int]] = {}
        self._counts: dict[str, int] = {}

    def add(self, reason: str, place: int) -> None:
        """Counts one row at a place of the file."""
        places = self._reasons.setdefault(reason, [])
        self._counts[reason] = self._counts.get(reason, 0) + 1
        if len(places) < MOST_PLACES:
            places.append(place)

    def list(self) -> tuple[LeftOut, ...]:
        """The reasons in the order of their appearance."""
        return tuple(
            LeftOut(reason, self._counts[reason], tuple(sorted(places))) for reason, places in self._reasons.items()
        )


@dataclass
class MemoryRows:
    """A table in memory, which a reader fills row by row."""

    rows: list[Sequence[Cell]] = field(default_factory=list)
    """Cells by column; a short row has empty cells at its end."""
    places: list[int] = field(default_factory=list)

    def add(self, cells: Sequence[Cell], place: int) -> None:
        """Appends a row."""
        self.rows.append(cells)
        self.places.append(place)

    def visit(self, columns: Sequence[int], rows: Sequence[int] | None) -> Iterable[Sequence[Cell]]:
        """Gives the cells of some columns, row by row."""
        table = self.rows
        for row in range(len(table)) if rows is None else rows:
            cells = table[row]
            yield [cells[column] if column < len(cells) else None for column in columns]

    def source(self, **known: Any) -> RowSource:
        """The source of the whole table."""
        return RowSource(
            rows=len(self.rows), in_memory=True, place=lambda row: self.places[row], visit=self.visit, **known
        )
