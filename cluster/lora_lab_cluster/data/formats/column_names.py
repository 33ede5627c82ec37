"""Names for a file's columns that can be shown and chosen, whatever the header says (`columnNames.ts`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ...errors import LabError
from ..names import CONTROL
from ..units import trim, without_halves

MAX_COLUMNS = 1000
MAX_NAME_LENGTH = 100
_HALF_AT_END = re.compile("[\ud800-\udbff]\\Z")


def column_names(header: Sequence[str], file_name: str) -> list[str]:
    """Gives each column a unique name: an empty one becomes "column 3", a second "text" becomes "text (2)"."""
    check_column_count(len(header), file_name)
    taken: set[str] = set()
    return [_unique(_clean(raw) or f"column {index + 1}", taken) for index, raw in enumerate(header)]


def check_column_count(count: int, file_name: str) -> None:
    """Raises LabError if there are more columns than the lab reads."""
    if count > MAX_COLUMNS:
        raise LabError(
            f"{file_name} has {count} columns, more than {MAX_COLUMNS}.",
            "Keep the columns of text and label only, and check that lines end where they should.",
        )


def _unique(name: str, taken: set[str]) -> str:
    for suffix in _suffixes():
        candidate = _cut(name, MAX_NAME_LENGTH - len(suffix)) + suffix
        if candidate not in taken:
            break
    taken.add(candidate)
    return candidate


def _suffixes() -> Iterable[str]:
    yield ""
    count = 2
    while True:
        yield f" ({count})"
        count += 1


def _clean(raw: str) -> str:
    most = 4 * MAX_NAME_LENGTH
    return trim(CONTROL.sub(" ", without_halves(_cut(raw[:most], most), " ")))


def _cut(text: str, length: int) -> str:
    return _HALF_AT_END.sub("", text[:length])
