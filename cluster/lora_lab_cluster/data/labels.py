"""Labels as classes 0, 1, ..., in the same way for training and validation rows (`src/data/labels.ts`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from ..errors import LabError
from .cells import Cell
from .choose_columns import MAX_LABELS, MIN_LABELS
from .formats.header import is_number
from .names import quote
from .units import number, number_text, trim

NO_LABEL = "no label"
"""The reason why a row has no class; it completes "3 rows left out: "."""

UNKNOWN_LABEL = "a label that no training row has"
HIDDEN_LABEL = "label -1, which hides the label, as in the test splits of GLUE"
MOST_COUNTED = 10_000
"""The most different values that are told apart."""

LARGEST_SAFE = 2**53 - 1
LONGEST_NAME = 200

_TRUTH = re.compile(r"(?:true|false)\Z", re.ASCII | re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?\Z", re.ASCII | re.IGNORECASE)
_INDEX = re.compile(r"[0-9]+\Z")

ClassOf = Callable[[Cell], int | str]
"""The class of a value, or the reason why it has none."""


class Labels:
    """The classes of a data set, with their names in order."""

    def __init__(self, names: Sequence[str], keys: Sequence[str], *, is_named: bool) -> None:
        """`keys` are the classes' values; `is_named` says whether the file gives the names, so that an index means each."""
        self.names = tuple(names)
        self._is_named = is_named
        self._classes: dict[str, int] = {}
        for index, key in enumerate(keys):
            self._classes.setdefault(key, index)
        self._meanings: dict[str, int] = {}
        """Classes by what their values mean; -1 where two classes mean the same."""
        for key, index in self._classes.items():
            meaning = meaning_of(key)
            if meaning is not None:
                self._meanings[meaning] = index if self._meanings.get(meaning, index) == index else -1
        # Whether a number without class names beside it can only be an index.
        self._has_indices = is_named and not any(is_number(trim(name)) for name in names)

    @classmethod
    def named(cls, class_names: Sequence[str], where: str) -> Labels:
        """Labels of the file's own class names. Raises LabError as `of` does."""
        _check_count(len(class_names), where)
        return cls(class_names, [trim(name) for name in class_names], is_named=True)

    @classmethod
    def of(cls, found: Iterable[str], where: str) -> Labels:
        """Labels of the different values as they are written, sorted; by value if all are numbers.

        `where` names column and source. Raises LabError if there are not 2 to 20.
        """
        values = set(found)
        if len(values) > MOST_COUNTED:
            _check_count(len(values), where)
        numeric = all(map(is_number, values))
        names = sorted(values, key=lambda name: (number(name) if numeric else 0.0, name))
        if names == ["-1"]:
            raise LabError(
                f"Every label of {where} is -1: data sets hide the labels of their test splits so.",
                "Choose another split.",
            )
        _check_count(len(names), where, names[0] if names else None)
        return cls([name[:LONGEST_NAME] for name in names], names, is_named=False)

    def reading(self, column: Sequence[str] | None) -> ClassOf:
        """How the values of a column are read. `column` are its own class names, into which a number is an index."""
        by_index = None if column is None else self._by_index(column)
        known: dict[str, int | str] = {}

        def class_of(value: Cell) -> int | str:
            text = "" if value is None else trim(value)
            found = known.get(text)
            if found is None:
                found = self._class_of(text, by_index)
                if len(known) < MOST_COUNTED:
                    known[text] = found
            return found

        return class_of

    def _class_of(self, text: str, by_index: Callable[[int], int | None] | None) -> int | str:
        if text == "":
            return NO_LABEL
        meaning = meaning_of(text)
        is_index = meaning is not None and _INDEX.match(meaning) is not None
        found: int | None
        if by_index and is_index:
            found = by_index(int(meaning or ""))
        elif by_index and meaning == "-1":
            found = None
        else:
            found = self._class_written(text)
            # Otherwise a number is an index only if no name is a number.
            if found is None and is_index and self._has_indices:
                found = self._at(int(meaning or ""))
        if found is not None:
            return found
        return HIDDEN_LABEL if meaning == "-1" else UNKNOWN_LABEL

    def _class_written(self, text: str) -> int | None:
        """The class written exactly so, or the only one that means the same in another kind of file's spelling."""
        found = self._classes.get(text)
        if found is None:
            found = self._meanings.get(meaning_of(text) or "", -1)
        return None if found < 0 else found

    def _at(self, index: int) -> int | None:
        return index if index < len(self.names) else None

    def _by_index(self, column: Sequence[str]) -> Callable[[int], int | None]:
        """Reads classes by an index into a column's names, which may differ from the labels' or be in another order."""
        if self._is_named and tuple(column) == self.names:
            return self._at
        classes = [self._class_written(trim(name)) for name in column]
        if any(found is not None for found in classes):
            return lambda index: classes[index] if index < len(classes) else None
        # Names that have nothing in common are other words for the same numbers.
        return self._at if self._is_named else lambda index: self._class_written(str(index))

    def alike(self) -> list[str]:
        """Names of classes that mean the same and are written differently, such as 1 and 1.0."""
        return [name for name in self.names if self._meanings.get(meaning_of(name) or "") == -1]


def meaning_of(text: str) -> str | None:
    """What a number or truth value means, whichever program writes it. None for codes such as 011, and for words."""
    if _TRUTH.match(text):
        return text.lower()
    if not _PLAIN_NUMBER.match(text):
        return None
    value = number(text)
    # A rounded number could stand for several.
    return number_text(value) if abs(value) <= LARGEST_SAFE else None


def _check_count(count: int, where: str, only: str | None = None) -> None:
    if MIN_LABELS <= count <= MAX_LABELS:
        return
    if count == 0:
        has = "no labels"
    elif count == 1:
        has = "one label" + ("" if only is None else f", {quote(only)}")
    else:
        has = f"{f'more than {MOST_COUNTED}' if count > MOST_COUNTED else count} different labels"
    raise LabError(
        f"{where} has {has}; the lab trains on {MIN_LABELS} to {MAX_LABELS}.", "Choose another column as label."
    )


def labels_of(column: str, source: str) -> str:
    """Names the label's column and its source for messages."""
    return f"column {quote(column)} of {source}"
