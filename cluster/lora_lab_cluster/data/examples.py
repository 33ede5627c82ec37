"""The rows that are trained or measured on, with their texts (`examples.ts`, `exampleReader.ts`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import LabError
from .held_out import TextKey, text_key
from .labelled import LabelledSplit, Problem, problems_of
from .source import LeftOutCounter, RowSource
from .units import trim

MAX_ROWS_READ = 1_000_000
"""The most rows that the page reads over a network: a browser's memory holds no more."""


@dataclass(frozen=True)
class Examples:
    """Some rows of a split, in a given order."""

    rows: NDArray[np.int32]
    """Rows of the split, counted from 0: [examples]."""
    classes: NDArray[np.int8]
    """0-based classes: [examples]."""
    texts: tuple[str, ...]
    """UTF-16 units, without blanks at the ends."""
    pairs: tuple[str, ...] | None
    """The second texts, where rows are pairs."""

    def __len__(self) -> int:
        """The number of examples."""
        return len(self.rows)

    def keys(self) -> list[TextKey]:
        """By example, what is equal for texts that must not stand on both sides."""
        pairs: Sequence[str | None] = self.pairs or [None] * len(self.texts)
        return [text_key(text, pair) for text, pair in zip(self.texts, pairs, strict=True)]

    def choose(self, indices: NDArray[np.int32]) -> Examples:
        """The examples at these indices, in their order."""
        chosen = indices.tolist()
        return Examples(
            self.rows[indices],
            self.classes[indices],
            tuple(self.texts[index] for index in chosen),
            None if self.pairs is None else tuple(self.pairs[index] for index in chosen),
        )

    def sorted(self) -> Examples:
        """The same rows in the order of the split."""
        return self.choose(np.argsort(self.rows, kind="stable").astype(np.int32))


class ExampleReader:
    """Takes rows of splits as examples, and counts those that have no text."""

    def __init__(self) -> None:
        """Begins without counts."""
        self._counters: dict[int, tuple[RowSource, LeftOutCounter]] = {}

    def problems(self) -> tuple[Problem, ...]:
        """The rows without a text, by split and reason."""
        return tuple(
            problem for source, counter in self._counters.values() for problem in problems_of(source, counter.list())
        )

    def take(
        self,
        split: LabelledSplit,
        rows: NDArray[np.int32],
        count: int | None,
        is_taken: Callable[[str, str | None], bool] = lambda _text, _pair: False,
    ) -> Examples:
        """Takes the first `count` rows of an order that have a text; for each row without one, a later row is read.

        `is_taken` says of a text and its pair whether they are used elsewhere, so that their row is left out.
        """
        wanted = len(rows) if count is None else min(count, len(rows))
        if wanted > MAX_ROWS_READ and not split.source.in_memory:
            raise LabError(
                f"{split.source.name} has {len(rows)} rows, more than the {MAX_ROWS_READ} that the lab reads.",
                "Set the number of training and validation sentences.",
            )
        taken: list[int] = []
        texts: list[str] = []
        pairs: list[str] = []
        start = 0
        while len(taken) < wanted and start < len(rows):
            some = rows[start : start + wanted - len(taken)]
            start += len(some)
            found = self._read(split, some, is_taken)
            for row in some.tolist():
                if row in found:
                    taken.append(row)
                    texts.append(found[row][0])
                    pairs.append(found[row][1])
        own = np.array(taken, dtype=np.int32)
        is_pair = split.columns.pair is not None
        return Examples(own, split.classes[own], tuple(texts), tuple(pairs) if is_pair else None)

    def _read(
        self, split: LabelledSplit, rows: NDArray[np.int32], is_taken: Callable[[str, str | None], bool]
    ) -> dict[int, tuple[str, str]]:
        """Text and second text by row, for rows that have both."""
        source, columns = split.source, split.columns
        _, counter = self._counters.setdefault(id(source), (source, LeftOutCounter()))
        wanted = [columns.text] if columns.pair is None else [columns.text, columns.pair]
        ascending = np.sort(rows).tolist()
        found: dict[int, tuple[str, str]] = {}
        for row, cells in zip(ascending, source.visit(wanted, ascending), strict=True):
            text = trim(cells[0] or "")
            pair = "" if columns.pair is None else trim(cells[1] or "")
            if text == "" or (columns.pair is not None and pair == ""):
                counter.add("no text" if text == "" else "no second text", source.place(row))
            elif not is_taken(text, None if columns.pair is None else pair):
                found[row] = (text, pair)
        return found
