"""Splits stored in Parquet files, of which only the columns and row groups that are asked for are read (`parquet.ts`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ...errors import LabError
from ..cells import Cell
from ..nested import no_column
from ..source import Reading, RowSource, SourceColumn
from ..units import to_units
from .choice import ReadingChoice, ignored_notes
from .column_names import MAX_COLUMNS, check_column_count, column_names
from .missing import NO_WORDS, MissingCells
from .parquet_cells import cells_of

MAX_ROWS = 50_000_000
REMEDY = "Download or write the file anew, or choose another data set."
UNREADABLE = ("BSON", "INTERVAL")
"""Types that the page does not decode; the columns beside them are read all the same."""

IGNORED = {
    "header": "Parquet files hold the names of their columns",
    "delimiter": "Parquet files have no delimiter",
    "encoding": "texts in Parquet files are always UTF-8",
}


@dataclass(frozen=True)
class _Part:
    """A file of the split."""

    path: Path
    first_row: int
    """How many rows of the split come before this file."""
    group_rows: tuple[int, ...]
    """Rows by row group."""
    flat: tuple[str, ...]
    """Names of the top-level columns that hold one value per row."""
    nested: tuple[str, ...]
    class_names: dict[str, tuple[str, ...]]

    @property
    def rows(self) -> int:
        return sum(self.group_rows)


def open_parquet(name: str, paths: Sequence[Path], choice: ReadingChoice) -> RowSource:
    """Opens files of a split in order; their columns are the first one's.

    Raises LabError naming the file that is not a Parquet file, or whose columns differ.
    """
    parts: list[_Part] = []
    rows = 0
    for path in paths:
        part = _open_part(path, rows)
        if rows + part.rows > MAX_ROWS:
            raise LabError(f"{path.name} claims to have {part.rows} rows.", REMEDY)
        parts.append(part)
        rows += part.rows
    keys = parts[0].flat if parts else ()
    nested = parts[0].nested if parts else ()
    _check_columns(name, parts, rows)
    classes = parts[0].class_names
    columns = tuple(
        SourceColumn(column, classes.get(key))
        for key, column in zip(keys, column_names([to_units(key) for key in keys], name), strict=True)
    )
    missing = MissingCells(choice.missing, ())
    words = [] if choice.missing in (None, NO_WORDS) else (choice.missing or "").split(",")
    notes = [f"Values that say {', '.join(f'“{word}”' for word in words)} count as missing."] if words else []

    def visit(wanted: Sequence[int], chosen: Sequence[int] | None) -> Iterable[Sequence[Cell]]:
        found = _visit(parts, [keys[index] for index in wanted], chosen)
        if not missing.words:
            return found
        return ([missing.cell(cell, column) for column, cell in enumerate(cells)] for cells in found)

    return RowSource(
        name=name,
        columns=columns,
        rows=rows,
        in_memory=False,
        unit="row",
        left_out=(),
        notes=(*notes, *ignored_notes(choice, IGNORED)),
        reading=Reading(),
        nested=tuple(to_units(each) for each in nested),
        place=lambda row: row + 1,
        visit=visit,
    )


def _open_part(path: Path, first_row: int) -> _Part:
    try:
        with pq.ParquetFile(path) as file:
            metadata, schema = file.metadata, file.schema
            leaves = {schema.column(index).path: schema.column(index) for index in range(len(schema))}
            top = list(file.schema_arrow)
            groups = tuple(metadata.row_group(index).num_rows for index in range(metadata.num_row_groups))
            flat = [field.name for field in top if not _is_nested(field.type)]
            readable = [key for key in flat if leaves[key].converted_type not in UNREADABLE]
    except (OSError, ValueError, pa.ArrowException) as error:
        raise _damaged(path, error) from None
    check_column_count(len(readable), "The Parquet file")
    nested = [field.name for field in top if _is_nested(field.type)]
    classes = _class_names((metadata.metadata or {}).get(b"huggingface"))
    return _Part(path, first_row, groups, tuple(readable), tuple(nested[:MAX_COLUMNS]), classes)


def _is_nested(kind: pa.DataType) -> bool:
    stored = kind.storage_type if isinstance(kind, pa.BaseExtensionType) else kind
    return pa.types.is_nested(stored)


def _check_columns(name: str, parts: Sequence[_Part], rows: int) -> None:
    """Raises LabError if there is nothing to read, or naming the file that lacks a column."""
    keys = parts[0].flat if parts else ()
    if rows > 0 and not keys and parts[0].nested:
        raise no_column(name, "text", [to_units(each) for each in parts[0].nested], REMEDY)
    if rows == 0 or not keys:
        raise LabError(f"{name} has no rows of text and label.", "Choose another split or data set.")
    for part in parts:
        lacking = next((key for key in keys if key not in part.flat), None)
        if lacking is not None:
            raise LabError(f'{part.path.name} has no column "{lacking[:40]}".', REMEDY)


def _visit(parts: Sequence[_Part], keys: list[str], rows: Sequence[int] | None) -> Iterator[Sequence[Cell]]:
    """The cells of some columns in some rows, which ascend; None for all."""
    next_row = 0
    for part in parts:
        start = part.first_row
        for group, count in enumerate(part.group_rows):
            end = start + count
            wanted: list[int] | None = None
            if rows is not None:
                first = next_row
                while next_row < len(rows) and rows[next_row] < end:
                    next_row += 1
                wanted = [row - start for row in rows[first:next_row]]
            if wanted is None or wanted:
                yield from _read_group(part, group, keys, wanted)
            start = end


def _read_group(part: _Part, group: int, keys: list[str], wanted: list[int] | None) -> Iterator[Sequence[Cell]]:
    try:
        with pq.ParquetFile(part.path) as file:
            table = file.read_row_group(group, columns=list(dict.fromkeys(keys)))
            schema = file.schema
            leaves = {schema.column(index).path: schema.column(index) for index in range(len(schema))}
            columns = [cells_of(_taken(table.column(key), wanted), leaves[key]) for key in keys]
    except (OSError, ValueError, pa.ArrowException) as error:
        raise _damaged(part.path, error) from None
    return zip(*columns, strict=True)


def _taken(column: pa.ChunkedArray, wanted: list[int] | None) -> pa.ChunkedArray:
    """The values of some rows; None for all."""
    if wanted is None:
        return column
    # Arrow cannot take rows of views.
    is_view = pa.types.is_string_view(column.type) or pa.types.is_binary_view(column.type)
    return (column.cast(pa.large_binary()) if is_view else column).take(pa.array(wanted, pa.int64()))


def _damaged(path: Path, error: Exception) -> LabError:
    return LabError(f"{path.name} cannot be read as Parquet: {str(error)[:200]}.", REMEDY)


def _class_names(features: bytes | None) -> dict[str, tuple[str, ...]]:
    """The class names that the datasets library keeps in a file's metadata, by column."""
    try:
        columns = json.loads(features or b"null")["info"]["features"].items()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for column, feature in columns:
        names = feature.get("names") if isinstance(feature, dict) and feature.get("_type") == "ClassLabel" else None
        if not isinstance(names, list) or len(names) > 1000 or not all(isinstance(name, str) for name in names):
            continue
        texts = tuple(to_units(name) for name in names)
        if all(len(text) <= 200 for text in texts):
            found[column] = texts
    return found
