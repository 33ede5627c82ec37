"""What a person should know about the values that were read (`readingNotes.ts`, `twinLabels.ts`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from .labelled import LabelledSplit
from .labels import Labels
from .names import list_names, quote
from .source import RowSource
from .units import BLANK, to_text, to_units, trim

NAMED = 6
"""The most words that a note names."""

ENOUGH = 5
"""A label of one row is worth a note if the labels have at least this many rows on average."""

_SPACES = re.compile(f"[{BLANK}]+")


def missing_notes(source: RowSource, used: Sequence[int]) -> list[str]:
    """One sentence for each column in which words count as missing values."""
    notes: list[str] = []
    for column in used:
        found = [each for each in source.reading.missing if each.column == column]
        if not found:
            continue
        count = sum(each.count for each in found)
        words = ", ".join(f"“{each.word}”" for each in found[:NAMED]) + (", ..." if len(found) > NAMED else "")
        what = "1 value" if count == 1 else f"{count} values"
        name = quote(source.column(column).name)
        notes.append(
            f"{source.name}: {what} of column {name} {'counts' if count == 1 else 'count'} as missing: {words}."
        )
    return notes


def alike_notes(labels: Labels) -> list[str]:
    """Names the classes that differ only in how a number or a truth value is written."""
    alike = labels.alike()
    if not alike:
        return []
    named = ", ".join(map(quote, alike))
    return [f"The labels {named} are different classes, because labels are compared as they are written."]


def guess_notes(source: RowSource, label: int, others: Sequence[str]) -> list[str]:
    """Names the columns that could be the label too."""
    if not others:
        return []
    name = quote(source.column(label).name)
    return [
        f"{source.name}: no column is called as labels are. {name} was taken; it could also be {list_names(others)}."
    ]


def rare_notes(names: Sequence[str], split: LabelledSplit) -> list[str]:
    """Notes labels with one row beside labels with many: perhaps a typing error, or a line that is not a row."""
    counts = split.rows_by_class(len(names))
    rare = [name for name, count in zip(names, counts, strict=True) if count == 1]
    if not rare or len(split.rows) < ENOUGH * len(names):
        return []
    named = list_names(rare)
    if len(rare) == 1:
        return [f"{split.source.name}: the label {named} has one row only. Check that it is a label."]
    return [f"{split.source.name}: the labels {named} have one row each. Check that they are labels."]


def twin_notes(names: Sequence[str]) -> list[str]:
    """Warns about labels that a person would take for the same, and labels of damaged text."""
    notes = [
        f"The labels {', '.join(map(quote, group))} look the same and are different classes: "
        f"{'; '.join(map(_codes, group))}."
        for group in _groups_of(names, _seen)
    ]
    notes += [
        f"The labels {', '.join(map(quote, group))} are different classes: labels are told apart by capitals, too."
        for group in _groups_of(names, lambda name: _seen(name).lower())
        if len(set(map(_seen, group))) > 1
    ]
    damaged = [name for name in names if "\ufffd" in name]
    if damaged:
        one = len(damaged) == 1
        notes.append(
            f"{'The label' if one else 'The labels'} {list_names(damaged)} {'has a letter' if one else 'have letters'} of "
            f"another encoding than the rest of the file and "
            f"{'is a class of its own' if one else 'are classes of their own'}: save the whole file in one encoding."
        )
    return notes


def _seen(name: str) -> str:
    """The label as it looks: compatible characters made alike, blanks merged, invisible characters removed."""
    spaced = _SPACES.sub(" ", unicodedata.normalize("NFKC", to_text(name)))
    return trim("".join(character for character in spaced if not _is_unseen(character)))


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf") or "\ufe00" <= character <= "\ufe0f"


def _groups_of(names: Sequence[str], key_of: Callable[[str], str]) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(key_of(name), []).append(name)
    return [group for group in groups.values() if len(group) > 1]


def _codes(name: str) -> str:
    """The characters of a label by their code points; a few are enough."""
    points = (c if "!" <= c <= "~" else f"U+{ord(c):04X}" for c in to_text(name))
    return to_units(" ".join(list(points)[:40]))
