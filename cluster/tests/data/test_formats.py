"""What the vectors cannot hold: files of other programs, encodings as browsers have them, and texts in UTF-16 units."""

from __future__ import annotations

import json
from math import inf
from pathlib import Path

import pytest

from lora_lab_cluster.data.formats.choice import ReadingChoice
from lora_lab_cluster.data.formats.encodings import decode
from lora_lab_cluster.data.formats.parquet_cells import iso_time
from lora_lab_cluster.data.formats.read_file import read_file
from lora_lab_cluster.data.source import RowSource
from lora_lab_cluster.data.units import (
    json_text,
    lower,
    number,
    number_text,
    to_text,
    to_units,
    trim,
    well_formed,
    without_halves,
)
from lora_lab_cluster.errors import LabError

WRITERS = Path(__file__).parents[3] / "src/data/formats/fixtures/writers"
COLUMNS = json.loads((WRITERS / "rows.json").read_text(encoding="utf-8"))
SOME = [0, 7, 14, 15, 31, 39]


def _cells(source: RowSource, rows: list[int] | None) -> list[list[str | None]]:
    return [list(column) for column in zip(*source.visit(range(len(source.columns)), rows), strict=True)]


@pytest.mark.parametrize("path", sorted(WRITERS.glob("*.parquet")), ids=lambda path: path.stem)
def test_parquet_of_every_writer_is_read_wholly_and_in_part(path: Path) -> None:
    source = read_file(path, ReadingChoice())
    names = [column.name for column in source.columns]
    assert names == (list(COLUMNS) if path.name.startswith("pyarrow-types") else ["text", "label"])
    assert _cells(source, None) == [COLUMNS[name] for name in names]
    assert _cells(source, SOME) == [[COLUMNS[name][row] for row in SOME] for name in names]


def test_a_damaged_parquet_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1 and nothing else that is Parquet PAR1")
    with pytest.raises(LabError, match="a.parquet cannot be read as Parquet: .* Download or write the file anew"):
        read_file(path, ReadingChoice())


@pytest.mark.parametrize(
    ("encoding", "data", "text"),
    [
        ("windows-1252", b"\x80\x81\x93\xe9", "\u20ac\x81\u201c\xe9"),
        ("windows-1253", b"\xaa\xe1", "\ufffd\u03b1"),
        ("windows-874", b"\x80\xa1\xdb", "\u20ac\u0e01\ufffd"),
        ("koi8-u", b"\xae\xbe\xc1", "\u045e\u040e\u0430"),
        ("macintosh", b"\xdb\x8a", "\u20ac\xe4"),
        ("x-user-defined", b"a\x80", "a\uf780"),
        ("utf-8", b"\xef\xbb\xbfa\xf0\x9f\x98b", "a\ufffdb"),
        ("utf-16le", b"\xff\xfea\0\x3d\xd8b\0", "a\ufffdb"),
        ("utf-16be", b"\0a\xd8\x3d\xde\0", "a\U0001f600"),
        ("shift_jis", b"\x93\xfa\x81\x60", "\u65e5\uff5e"),
        ("euc-kr", b"\xb0\xa1", "\uac00"),
        ("big5", b"\xa7\xda", "\u6211"),
    ],
)
def test_bytes_are_decoded_by_the_encoding_standard(encoding: str, data: bytes, text: str) -> None:
    assert decode(data, encoding) == text


def test_texts_are_utf16_units() -> None:
    units = to_units("a😀b")
    assert (len(units), to_text(units)) == (4, "a😀b")
    assert well_formed(units[:2]) == "a\ufffd"
    assert without_halves(units[:2] + units, "?") == "a?" + units
    assert json_text(units[1:2] + '"\n') == '"\\ud83d\\"\\n"'
    assert trim("\ufeff\u00a0 a\u0085\x1c ") == "a\u0085\x1c"
    assert lower("ΑΣ İ") == "ας i̇"


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.0, "1"), (-0.0, "0"), (0.1, "0.1"), (1e21, "1e+21"), (123456789012345680000.0, "123456789012345680000")]
    + [(1.5e-6, "0.0000015"), (1e-7, "1e-7"), (-1.25e-9, "-1.25e-9"), (5e-324, "5e-324"), (inf, "Infinity")],
)
def test_numbers_are_written_as_by_javascript(value: float, text: str) -> None:
    assert number_text(value) == text
    assert number(text) == value


def test_texts_become_numbers_as_in_javascript() -> None:
    assert [number(text) for text in ("", " 12 ", "0x1F", ".5", "1.", "1e3")] == [0, 12, 31, 0.5, 1, 1000]
    assert all(number(text) != number(text) for text in ("1_000", "nan", "inf", "1,5", "-0x1", "１"))


def test_times_are_written_as_by_javascript() -> None:
    assert iso_time(0) == "1970-01-01T00:00:00.000Z"
    assert iso_time(-1) == "1969-12-31T23:59:59.999Z"
    assert iso_time(951_782_400_000) == "2000-02-29T00:00:00.000Z"
    assert iso_time(253_402_300_800_000) == "+010000-01-01T00:00:00.000Z"
    assert iso_time(-62_198_755_200_000) == "-000001-01-01T00:00:00.000Z"
    assert iso_time(8_640_000_000_000_001) is None
