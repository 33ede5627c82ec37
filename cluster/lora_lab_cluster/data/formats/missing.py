"""Cells that say in words that they are empty (`src/data/formats/missingCells.ts`)."""

from __future__ import annotations

from collections.abc import Sequence

from ..cells import Cell
from ..source import MissingWord
from ..units import to_units, trim

NO_WORDS = "none"
"""Stands for the words: every word is a value."""

USUAL_WORDS = (
    *("NA", "<NA>", "N/A", "n/a", "#N/A", "#N/A N/A", "#NA", "NaN", "nan", "-NaN", "-nan", "NaT"),
    *("NULL", "null", "None", "\\N"),
)
LONGEST_WORD = 200


class MissingCells:
    """Turns cells that are one of the words into None, and counts them."""

    def __init__(self, choice: str | None, usual: Sequence[str] = USUAL_WORDS) -> None:
        """Takes the person's words, or the usual ones if `choice` is None."""
        chosen = [] if choice == NO_WORDS else [to_units(word) for word in (choice or "").split(",")]
        self.words = frozenset(usual if choice is None else chosen)
        self._counts: dict[int, dict[str, int]] = {}

    def cell(self, cell: Cell, column: int) -> Cell:
        """The cell, or None if it says that it is empty."""
        if cell is None or len(cell) > LONGEST_WORD or not self.words:
            return cell
        word = trim(cell)
        if word not in self.words:
            return cell
        counts = self._counts.setdefault(column, {})
        counts[word] = counts.get(word, 0) + 1
        return None

    def list(self) -> tuple[MissingWord, ...]:
        """The words that were met, by column."""
        return tuple(
            MissingWord(column, word, count)
            for column, counts in sorted(self._counts.items())
            for word, count in counts.items()
        )
