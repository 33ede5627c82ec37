"""A file's bytes as text: as the person says, by the byte order mark, or by what the bytes look like (`decodeText.ts`)."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from ...errors import LabError
from ..units import to_units
from .encodings import decode

MARKS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16le"),
    (b"\xfe\xff", "utf-16be"),
)
FIRST_PART = 1 << 16
"""The bytes that are looked at for UTF-16 and UTF-32 without a byte order mark."""
LEAST_ASCII = 0.02
MOST_CONTROLS = 0.02
MOST_WESTERN = 0.4
MOST_UNDEFINED = 0.05
FEW = 20
READABLE_FILE = "CSV, TSV, JSON or Parquet file"
CHOOSE = "Choose its encoding beside the columns, or save it as UTF-8."

_LINE_MARKS = re.compile("(^|\n)\ufeff+")


class Decoded(NamedTuple):
    """A text in UTF-16 units with `\\n` at the end of lines, its encoding, and what a person should know of it."""

    text: str
    encoding: str
    note: str | None


class _Counts(NamedTuple):
    """Characters of the decoded text, by kind."""

    units: int
    replaced: int
    beyond: int
    zeros: int
    controls: int


def decode_file(data: bytes, file_name: str, chosen: str | None) -> Decoded:
    """Decodes a file. Raises LabError if it is no text, or its encoding cannot be told."""
    part = data[:FIRST_PART]
    mark = next((encoding for signature, encoding in MARKS if part.startswith(signature)), None)
    if mark == "utf-32" or _is_wide_unmarked(part):
        raise LabError(f"{file_name} is UTF-32, which browsers do not read.", "Save it as UTF-8.")
    encoding = chosen or mark or _wide_encoding(part) or "utf-8"
    text = to_units(decode(data, encoding))
    counts = _count(text)
    if counts.controls > MOST_CONTROLS * counts.units:
        raise _not_text(file_name, chosen)
    if counts.zeros > MOST_CONTROLS * counts.units:
        raise _full_of_zeros(file_name, chosen)
    replaced = counts.replaced - (data.count(b"\xef\xbf\xbd") if encoding == "utf-8" else 0)
    if chosen is None and mark is None and encoding == "utf-8" and replaced > counts.beyond:
        return _western(data, file_name)
    notes: list[str] = []
    if chosen is None and mark is None and encoding != "utf-8":
        notes.append(f"The file has no byte order mark and looks like {encoding.upper()}, so it was read so.")
    if counts.zeros > 0:
        times = "once" if counts.zeros == 1 else f"{counts.zeros} times"
        notes.append(f"Zero bytes (NUL) stand in it {times}: they stay in its texts.")
    if replaced > 0:
        notes.append(f"Parts are no valid {encoding}; they read “\ufffd”.")
    return Decoded(with_line_breaks(text), encoding, " ".join(notes) or None)


def with_line_breaks(text: str) -> str:
    """Every line break as `\\n`, and no byte order mark at the beginning of a line, as joined files have."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _LINE_MARKS.sub(r"\1", text) if "\ufeff" in text else text


def _count(text: str) -> _Counts:
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
    low = units[units < 0x20]
    allowed = ((low >= 9) & (low <= 13)) | (low == 0x01) | (low == 0x1F)
    zeros = int(np.count_nonzero(low == 0))
    replaced = int(np.count_nonzero(units == 0xFFFD))
    return _Counts(
        units=len(units),
        replaced=replaced,
        beyond=int(np.count_nonzero(units >= 0x80)) - replaced,
        zeros=zeros,
        controls=len(low) - int(np.count_nonzero(allowed)) - zeros,
    )


def _wide_encoding(part: bytes) -> str | None:
    """Recognizes UTF-16 by the zeros of its ASCII characters, which are all in the same half of the byte pairs."""
    even, odd = part[0::2].count(0), part[1::2].count(0)
    least = LEAST_ASCII * len(part) / 2
    if odd > least and odd > 1 and even <= odd / 50:
        return "utf-16le"
    if even > least and even > 1 and odd <= even / 50:
        return "utf-16be"
    return None


def _is_wide_unmarked(part: bytes) -> bool:
    """Recognizes UTF-32 by the zeros in two or three of every four bytes."""
    length = min(len(part) - len(part) % 4, 4000)
    if length < 16:
        return False
    zeros = [part[lane:length:4].count(0) for lane in range(4)]
    every = length // 4
    return (zeros[0] == 0 and zeros[2] == every and zeros[3] == every) or (
        zeros[3] == 0 and zeros[0] == every and zeros[1] == every
    )


def _western(data: bytes, file_name: str) -> Decoded:
    """The decoding of a file that is not UTF-8. Raises LabError if it is not Western European either."""
    counts = np.bincount(np.frombuffer(data, dtype=np.uint8), minlength=256)
    high = int(counts[0x80:].sum())
    letters = int(counts[0x41:0x5B].sum() + counts[0x61:0x7B].sum())
    undefined = int(counts[[0x81, 0x8D, 0x8F, 0x90, 0x9D]].sum())
    if high > FEW and (high > MOST_WESTERN * (letters + high) or undefined > MOST_UNDEFINED * high):
        raise LabError(f"{file_name} is neither UTF-8 nor Western European (windows-1252).", CHOOSE)
    return Decoded(
        with_line_breaks(to_units(decode(data, "windows-1252"))),
        "windows-1252",
        "The file is no valid UTF-8, so it was read as windows-1252 (Western European).",
    )


def _not_text(file_name: str, chosen: str | None) -> LabError:
    where = "" if chosen is None else f" in {chosen}"
    return LabError(
        f"{file_name} is no text{where}: it is full of control characters.",
        f"Choose a {READABLE_FILE}. {'If it is text,' if chosen is None else 'Or'} choose another encoding beside the "
        "columns.",
    )


def _full_of_zeros(file_name: str, chosen: str | None) -> LabError:
    """The error for a file whose fields are padded with zeros, or that is not text."""
    return LabError(
        f"{file_name} is full of zero bytes (NUL){'' if chosen is None else f' when read as {chosen}'}.",
        'If a program padded its fields with them, remove them: tr -d "\\000" < old.csv > new.csv. Else choose another '
        f"encoding beside the columns, or a {READABLE_FILE}.",
    )
