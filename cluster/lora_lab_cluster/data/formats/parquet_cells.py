"""Values of a Parquet column as the page writes them: times in ISO 8601, decimals and times of day as plain numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from ..cells import Cell, json_of, to_cell
from ..units import number_text, to_units
from .json_values import NOT_JSON, JsonValues

LAST_TIME = 8_640_000_000_000_000
"""Milliseconds from 1970 to the last time that a JavaScript date can hold."""

DAY = 86_400_000
PER_MILLISECOND = {"s": 0, "ms": 1, "us": 1000, "ns": 1_000_000}


def cells_of(column: pa.ChunkedArray, leaf: Any) -> Sequence[Cell]:
    """The cells of a column. `leaf` is its entry in the Parquet schema, which says what is stored."""
    array = column.combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], column.type)
    if isinstance(array, pa.ExtensionArray):
        array = array.storage
    if isinstance(array, pa.DictionaryArray):
        array = array.dictionary_decode()
    kind = array.type
    if pa.types.is_timestamp(kind):
        return [_time(value, kind.unit) for value in array.cast(pa.int64()).to_pylist()]
    if pa.types.is_date(kind):
        days = array.cast(pa.date32()).cast(pa.int32()).to_pylist()
        return [None if day is None else iso_time(day * DAY) for day in days]
    if pa.types.is_time32(kind):
        return _plain(array.cast(pa.int32()))
    if pa.types.is_time64(kind) or pa.types.is_duration(kind):
        return _plain(array.cast(pa.int64()))
    if pa.types.is_decimal(kind):
        factor = 10.0**-kind.scale
        return [
            None if value is None else number_text(float(int(value.scaleb(kind.scale))) * factor)
            for value in array.to_pylist()
        ]
    if leaf.physical_type == "FIXED_LEN_BYTE_ARRAY" and not pa.types.is_floating(kind):
        is_uuid = str(leaf.logical_type) == "UUID"
        return [None if value is None else _fixed(value, is_uuid) for value in array.to_pylist()]
    if leaf.physical_type == "BYTE_ARRAY":
        texts = _texts(array)
        return [_json(text) for text in texts] if leaf.converted_type == "JSON" else texts
    return _plain(array)


def _plain(array: pa.Array) -> list[Cell]:
    """Numbers and truth values."""
    return [to_cell(value) for value in array.to_pylist()]


def _texts(array: pa.Array) -> list[Cell]:
    """Texts, in which what is no UTF-8 becomes U+FFFD and a byte order mark at the beginning is dropped."""
    try:
        values = array.to_pylist()
    except UnicodeDecodeError:
        values = array.cast(pa.large_binary()).to_pylist()
    return [None if value is None else to_units(_decoded(value).removeprefix("\ufeff")) for value in values]


def _decoded(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("utf-8", "replace")


def _json(text: Cell) -> Cell:
    if text is None:
        return None
    value = JsonValues().parse(text)
    if value is NOT_JSON:
        raise ValueError("a value is not the JSON that its column holds")
    return to_cell(value)


def _fixed(value: bytes, is_uuid: bool) -> str:
    if not is_uuid:
        return json_of({str(index): float(byte) for index, byte in enumerate(value)})
    digits = value.hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _time(value: int | None, unit: str) -> Cell:
    if value is None:
        return None
    divisor = PER_MILLISECOND[unit]
    if divisor == 0:
        return iso_time(value * 1000)
    whole = abs(value) // divisor
    return iso_time(whole if value >= 0 else -whole)


def iso_time(milliseconds: int) -> Cell:
    """JavaScript's `toISOString` of milliseconds since 1970; None beyond what a date can hold."""
    if abs(milliseconds) > LAST_TIME:
        return None
    days, rest = divmod(milliseconds, DAY)
    year, month, day = _civil(days)
    seconds, thousandth = divmod(rest, 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    sign = "-" if year < 0 else "+"
    years = f"{year:04d}" if 0 <= year <= 9999 else f"{sign}{abs(year):06d}"
    return f"{years}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}.{thousandth:03d}Z"


def _civil(days: int) -> tuple[int, int, int]:
    """Year, month and day of the Gregorian calendar, by days since 1970 (Howard Hinnant's `civil_from_days`)."""
    era, day_of_era = divmod(days + 719_468, 146_097)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    month = (5 * day_of_year + 2) // 153
    year = year_of_era + era * 400 + (month >= 10)
    return year, month + 3 if month < 10 else month - 9, day_of_year - (153 * month + 2) // 5 + 1
