"""Reads a file as rows, in the format that its name or its content shows (`readFile.ts`, `formats.ts`)."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from ...errors import LabError
from ..source import RowSource
from ..units import BLANK, to_units
from .choice import ReadingChoice
from .decode import decode_file, with_line_breaks
from .delimited import read_delimited
from .json_rows import read_json_rows
from .parquet import open_parquet
from .refused_files import KIND_BYTES, binary_kind, extension_of
from .refused_texts import refuse_other_text

MAX_TEXT_BYTES = 300_000_000
HEAD_CHARACTERS = 100_000
"""The part of a text that shows what the file is like."""

PARQUET = b"PAR1"
EXTENSIONS = {"csv": "csv", "tsv": "tsv", "tab": "tsv", "jsonl": "json", "ndjson": "json", "json": "json"}
"""Formats of text files by the end of their names, whatever their content looks like."""

_JSON = re.compile(f"[{BLANK}]*[{{\\[]")


def read_file(path: Path, choice: ReadingChoice) -> RowSource:
    """Reads a file of any format. Raises LabError naming the file and why it cannot be used."""
    name = to_units(path.name)
    try:
        with path.open("rb") as file:
            start = file.read(KIND_BYTES)
            size = path.stat().st_size
            if start.startswith(PARQUET):
                return open_parquet(name, [path], choice)
            refused = binary_kind(start, name)
            if refused:
                raise LabError(f"{name} is {refused.kind}.", refused.remedy)
            if size == 0:
                raise LabError(f"{name} is empty.", "Choose a file with rows of text and label.")
            if size > MAX_TEXT_BYTES:
                raise LabError(
                    f"{name} has {round(size / 1e6)} MB; text files are read up to {MAX_TEXT_BYTES // 10**6} MB.",
                    "Save it as Parquet, of which only the needed parts are read, or cut it.",
                )
            data = start + file.read()
    except OSError as error:
        raise LabError(
            f"{name} cannot be read: {error.strerror}.", "Check the file's path and permissions."
        ) from None
    decoded = decode_file(data, name, choice.encoding)
    source = _read_rows(decoded.text, name, [] if decoded.note is None else [decoded.note], choice)
    return replace(source, reading=replace(source.reading, encoding=decoded.encoding))


def read_text(text: str, file_name: str, choice: ReadingChoice) -> RowSource:
    """Reads a text that has been decoded, as the lab's own files are."""
    return _read_rows(with_line_breaks(to_units(text)), file_name, [], choice)


def _read_rows(text: str, name: str, notes: list[str], choice: ReadingChoice) -> RowSource:
    head = text[:HEAD_CHARACTERS]
    if choice.delimiter is None:
        refuse_other_text(head, name)
    form = EXTENSIONS.get(extension_of(name))
    if form is None:
        form = "json" if choice.delimiter is None and _JSON.match(head[:1000]) else "csv"
    if form == "json":
        return read_json_rows(text, name, notes, choice)
    return read_delimited(text, head, name, notes, choice, is_tsv=form == "tsv")
