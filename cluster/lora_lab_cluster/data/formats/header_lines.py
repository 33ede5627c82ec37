"""The lines of a file's header if it has several: group names, questions, units (`headerLines.ts`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..units import trim
from .header import Look, Record, is_number, look_of

MOST_LINES = 4


class HeaderLines(NamedTuple):
    """How many lines are not data, and which of them names the columns (from 0)."""

    count: int
    names: int


def find_header_lines(records: Sequence[Record]) -> HeaderLines | None:
    """Finds lines that differ from all data below them; None if only the first line can be the header."""
    first: Record = records[0] if records else []
    for last in range(min(MOST_LINES, len(records) - MOST_LINES) - 1, 0, -1):
        data = records[last + 1 :]
        below = records[1 : last + 1]
        if not all(_is_above(line, data) for line in below) or _is_like_data(_looks_of(first, data)):
            continue
        names = [_different_names(line) for line in records[: last + 1]]
        return HeaderLines(last + 1, names.index(max(names)))
    return None


def _is_above(line: Record, data: Sequence[Record]) -> bool:
    """One differing column is not enough, as a value can be the only one of its kind; a missing row number counts too."""
    looks = _looks_of(line, data)
    if _is_like_data(looks):
        return False
    differ = looks.count("name")
    gaps = sum(trim(field) == "" and _is_counted(data, column) for column, field in enumerate(line))
    all_names = all(trim(field) == "" or looks[column] == "name" for column, field in enumerate(line))
    return differ >= 1 and (differ + gaps >= 2 or all_names)


def _looks_of(line: Record, data: Sequence[Record]) -> list[Look]:
    return [look_of(field, data, column) for column, field in enumerate(line)]


def _is_like_data(looks: Sequence[Look]) -> bool:
    return "repeated" in looks or "number" in looks


def _is_counted(data: Sequence[Record], column: int) -> bool:
    values = [trim(record[column]) if column < len(record) else "" for record in data]
    return all(map(is_number, values)) and len(set(values)) == len(values)


def _different_names(line: Record) -> int:
    return len({trim(field) for field in line} - {""})
