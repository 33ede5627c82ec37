"""Kinds of files that hold no rows of text, known by their first bytes, and refused with advice (`fileKinds.ts`)."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..units import BLANK
from .decode import READABLE_FILE

KIND_BYTES = 2048
"""How many first bytes are looked at."""

UNPACK = f"Unpack it, and choose the {READABLE_FILE} in it."
PANDAS = 'In Python, read it with pandas and save it by df.to_parquet("data.parquet").'
DATASETS = (
    "In Python, open it with datasets (load_from_disk, or Dataset.from_file) and save it by "
    'to_parquet("data.parquet").'
)
SPREADSHEET = "Save the sheet as CSV UTF-8 in the spreadsheet program."
DATABASE = "Export the table as CSV or Parquet."
DOCUMENT = "Save the rows as CSV, with a column of text and one of labels."
OTHER = f"Choose a {READABLE_FILE}."


class FileKind(NamedTuple):
    """Completes "a.csv is ", and says what to do."""

    kind: str
    remedy: str


class Signature(NamedTuple):
    """First bytes of a kind. If a column's name could begin so (`word`), the file must also contain zero bytes."""

    start: bytes
    kind: str
    remedy: str
    word: bool = False
    at: int = 0


SIGNATURES = (
    Signature(b"\xff\xff\xff\xff", "an Arrow stream, as save_to_disk of datasets writes", DATASETS),
    Signature(b"ARROW1", "an Arrow or Feather file", PANDAS, word=True),
    Signature(b"FEA1", "a Feather file", PANDAS, word=True),
    Signature(b"PARE", "an encrypted Parquet file", "Save it without encryption.", word=True),
    Signature(b"ORC", "an ORC file", PANDAS, word=True),
    Signature(b"Obj\x01", "an Avro file", "Save it as Parquet or JSON lines."),
    Signature(b"\x89HDF", "an HDF5 file", PANDAS),
    Signature(b"\x93NUMPY", "a NumPy array", "Save text and labels as CSV."),
    Signature(b"SQLite format 3\0", "an SQLite database", DATABASE),
    Signature(b"DUCK", "a DuckDB database", DATABASE, word=True, at=8),
    Signature(b"\x1f\x8b", "packed with gzip", UNPACK),
    Signature(b"\x28\xb5\x2f\xfd", "packed with Zstandard", UNPACK),
    Signature(b"BZh", "packed with bzip2", UNPACK, word=True),
    Signature(b"\xfd7zXZ", "packed with xz", UNPACK),
    Signature(b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", UNPACK),
    Signature(b"Rar!", "a RAR archive", UNPACK, word=True),
    Signature(b"ustar", "a tar archive", UNPACK, word=True, at=257),
    Signature(b"\xd0\xcf\x11\xe0", "an old Excel or Word file", SPREADSHEET),
    Signature(b"%PDF", "a PDF", DOCUMENT),
    Signature(b"{\\rtf", "an RTF document", DOCUMENT),
    Signature(b"RDX", "an R data file", "In R, save the data frame by write.csv.", word=True),
    Signature(b"<stata_dta>", "a Stata file", PANDAS),
    Signature(b"\xc2\xea\x81\x60", "a SAS file", PANDAS, word=True, at=12),
    Signature(b"$FL2", "an SPSS file", PANDAS, word=True),
    Signature(b"GGUF", "a model file (GGUF)", OTHER, word=True),
    Signature(b'{"', "a model file (safetensors)", OTHER, word=True, at=8),
    Signature(b"\x89PNG", "a picture", OTHER),
    Signature(b"\xff\xd8\xff", "a picture", OTHER),
    Signature(b"GIF8", "a picture", OTHER, word=True),
    Signature(
        b"version https://git-lfs",
        "the pointer that Git LFS keeps in place of a file",
        "Get the file itself by git lfs pull, or download it.",
    ),
)

ZIPS = (
    (b"xl/", FileKind("an Excel file", SPREADSHEET)),
    (b"word/", FileKind("a Word document", DOCUMENT)),
    (b"opendocument.spreadsheet", FileKind("an OpenDocument spreadsheet", SPREADSHEET)),
    (b".npy", FileKind("a NumPy archive", "Save text and labels as CSV.")),
)

NAMES = {"xlsx": ZIPS[0][1], "docx": ZIPS[1][1]}
"""Kinds by the end of the name, for files whose first bytes tell too little."""

_EXTENSION = re.compile(r"\.(\w+)\Z", re.ASCII)
_PAGE = re.compile(f"[{BLANK}]*(?:<!doctype html|<html|<table)", re.ASCII | re.IGNORECASE)
_TABLE = re.compile("<table|urn:schemas-microsoft-com:office", re.ASCII | re.IGNORECASE)
_XML = re.compile(f"[{BLANK}]*<\\?xml")


def extension_of(file_name: str) -> str:
    """A file's extension in lower case, without the dot; empty if the name has none."""
    found = _EXTENSION.search(file_name)
    return found[1].lower() if found else ""


def binary_kind(start: bytes, file_name: str) -> FileKind | None:
    """The kind by a file's first bytes and its name; None if it may be text."""
    start = start[:KIND_BYTES]
    extension = extension_of(file_name)
    if start.startswith(b"PK\x03\x04"):
        zipped = next((kind for holds, kind in ZIPS if holds in start), None)
        return zipped or NAMES.get(extension) or FileKind("a ZIP archive or an Office file", UNPACK)
    is_pickle = len(start) >= 2 and start[0] == 0x80 and 2 <= start[1] <= 5
    if is_pickle or extension in ("pickle", "pkl"):
        return FileKind("a Python pickle", PANDAS)
    if _is_old_stata(start):
        return FileKind("a Stata file", PANDAS)
    markup = _markup_kind(start.removeprefix(b"\xef\xbb\xbf").decode("latin-1"))
    if markup:
        return markup
    zeros = b"\0" in start
    found = (each for each in SIGNATURES if start.startswith(each.start, each.at) and (zeros or not each.word))
    return next((FileKind(each.kind, each.remedy) for each in found), None)


def _is_old_stata(start: bytes) -> bool:
    """Stata files before version 117 begin with the version, the byte order, the type of file, and a zero."""
    return len(start) >= 4 and 102 <= start[0] <= 115 and start[1] in (1, 2) and start[2] == 1 and start[3] == 0


def _markup_kind(text: str) -> FileKind | None:
    if _PAGE.match(text):
        if _TABLE.search(text):
            return FileKind(
                "a web page with a table, as programs save it under a name of Excel",
                "Open it in a spreadsheet program and save it as CSV UTF-8; or download it anew.",
            )
        return FileKind(
            "a web page",
            "What was downloaded is a page about the file, or one that asks to log in. Download it anew.",
        )
    if _XML.match(text):
        return FileKind("an XML file", "Save the rows as CSV, JSON lines or Parquet.")
    return None
