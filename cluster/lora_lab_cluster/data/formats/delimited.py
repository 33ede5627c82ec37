"""CSV and TSV as rows, with the delimiter, quoting and header that the file seems to use (`delimited.ts`)."""

from __future__ import annotations

import re

from ..source import RowSource
from ..units import BLANK
from .choice import ReadingChoice
from .delimited_rows import DelimitedRows
from .delimiters import DELIMITERS, are_single_quoted, guess_delimiter
from .row_pass import Quoting, RowPass

NOTES: dict[Quoting, str] = {
    "none": "Quotes do not close where they should, so they were read as text.",
    "doubled": "Fields in quotes were read without them.",
    "single": "Fields in single quotes were read without them.",
    "backslash": "Quotes within fields stand behind backslashes and were read without these.",
}
_TOLD = re.compile(f'[{BLANK}]*"?sep=([^a-zA-Z0-9_{BLANK}"]|\\t)"?\\n', re.ASCII | re.IGNORECASE)


def read_delimited(
    text: str, head: str, file_name: str, before: list[str], choice: ReadingChoice, *, is_tsv: bool
) -> RowSource:
    """Reads a table. In CSV quotes enclose fields, in TSV they are text, unless another reading fits better.

    `head` is the text's beginning, `before` what is to be said first. Raises LabError if the file has no rows.
    """
    found = _TOLD.match(head)
    told = found[1] if found else None
    delimiter = DELIMITERS.get(choice.delimiter or "") or told or guess_delimiter(head, is_tsv)
    skipped = 0 if told is None else 1
    notes = list(before)
    if told is not None:
        notes.append("The first line, “sep=”, names the delimiter.")
    custom: Quoting = "none" if delimiter == "\t" else "doubled"
    if are_single_quoted(head, delimiter):
        notes.append(NOTES["single"])
        custom = "single"
    usual = RowPass(text, delimiter, custom, skipped)
    for quoting in _alternatives(usual, custom):
        other = RowPass(text, delimiter, quoting, skipped)
        if _fits_better(other, quoting, usual, custom):
            return DelimitedRows(file_name, choice).source(other, delimiter, [*notes, NOTES[quoting]])
    if usual.joined > 0:
        one = usual.joined == 1
        notes.append(
            f"{'One line' if one else f'{usual.joined} lines'} with a backslash at the end {'was' if one else 'were'} "
            "joined with the next, as databases write line breaks."
        )
    return DelimitedRows(file_name, choice).source(usual, delimiter, notes)


def _alternatives(usual: RowPass, custom: Quoting) -> list[Quoting]:
    """Other readings of the quotes that are worth trying."""
    if not usual.saw_quote or custom == "single":
        return []
    wrong = custom == "none" or usual.misquoted
    found: list[Quoting] = []
    if usual.saw_backslash_quote and (wrong or usual.ragged > 0):
        found.append("backslash")
    if wrong:
        found.append("doubled" if custom == "none" else "none")
    return found


def _fits_better(other: RowPass, quoting: Quoting, usual: RowPass, custom: Quoting) -> bool:
    """Whether the file is read with a kind of quotes other than its format's usual one.

    - A CSV file with misplaced quotes, in which fewer rows are ragged if quotes are text;
    - a TSV file in which fewer rows are ragged if quotes are syntax, or in which every quote is properly part of a quoted
      field, and at least one field had to be quoted or no row is without a quote;
    - either, if quotes close as they should once those behind a backslash are text, and no more rows are ragged.
    """
    if other.endless:
        return False
    if quoting == "backslash":
        if other.misquoted:
            return False
        if other.ragged < usual.ragged:
            return True
        return other.ragged == usual.ragged and (usual.only_backslashes if custom == "none" else usual.misquoted)
    if custom == "doubled":
        return usual.misquoted and (usual.endless or usual.ragged > other.ragged)
    if other.misquoted:
        return False
    proper = usual.properly_quoted and (usual.needs_quotes or usual.always_quoted)
    return other.ragged < usual.ragged or (other.ragged <= usual.ragged and proper)
