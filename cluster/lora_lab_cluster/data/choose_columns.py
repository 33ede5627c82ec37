"""The columns of text, second text and label: as the person says, or by name, or by content (`chooseColumns.ts`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from ..errors import LabError
from ..experiment.types import NO_PAIR, DataChoice
from .cells import Cell
from .names import list_names, quote
from .nested import nested_column, no_column
from .source import RowSource, SourceColumn
from .units import BLANK, lower, number, to_units, trim

MIN_LABELS = 2
MAX_LABELS = 20
"""The fewest and the most labels that the lab trains on."""

LONGEST_TIME = 40
"""Longer than `2024/05/01 9:00:00 AM GMT+2` and other ways to write a time."""

TEXT_NAMES = (
    *("sentence", "text", "review", "content", "sentence1", "premise", "question1", "question", "text1", "text_a"),
    *("comment", "tweet", "utterance", "message", "body", "document", "title", "headline", "phrase", "query"),
)
LABEL_NAMES = (
    *("label", "labels", "sentiment", "class", "target", "category", "gold_label", "intent", "polarity", "emotion"),
    *("stars", "rating", "score", "topic", "coarse_label", "label_text", "y"),
)
"""Names that data sets give to their columns, the clearest first."""

PAIRS = (
    ("sentence1", "sentence2"),
    ("premise", "hypothesis"),
    ("question1", "question2"),
    ("question", "sentence"),
    ("text1", "text2"),
    ("text_a", "text_b"),
    ("query", "passage"),
)

_TIME = re.compile(f"[{BLANK}]*[0-9]{{1,4}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,4}}")
_CODE = re.compile(f"[{BLANK}]*[!-~]*[0-9@/_][!-~]*[{BLANK}]*\\Z")
_SEPARATORS = re.compile(f"[{BLANK}-]+")


@dataclass(frozen=True)
class ChosenColumns:
    """Indices of columns; `pair` is None for single texts."""

    text: int
    pair: int | None
    label: int

    @property
    def used(self) -> list[int]:
        """Text, label and pair, where there is one."""
        return [self.text, self.label, *([] if self.pair is None else [self.pair])]


@dataclass(frozen=True)
class Profile:
    """What some values of a column are like."""

    filled: int
    different: int
    mean_length: float
    numeric: bool


@dataclass(frozen=True)
class Candidate:
    """A column that could be chosen."""

    index: int
    column: SourceColumn
    profile: Profile

    @property
    def plain_name(self) -> str:
        """The name in lower case, with one underscore for blanks and hyphens."""
        return _SEPARATORS.sub("_", lower(trim(self.column.name)))


def choose_columns(source: RowSource, sample: Sequence[Sequence[Cell]], choice: DataChoice) -> ChosenColumns:
    """Chooses by the cells of some rows, given by column.

    Raises LabError if a column that was asked for is not there, or none can be chosen.
    """
    names = [column.name for column in source.columns]
    everything = candidates_of(source, sample)

    def find(name: str | None) -> int | None:
        if name is None:
            return None
        name = to_units(name)
        if name in source.nested:
            raise nested_column(source.name, name)
        if name not in names:
            raise LabError(
                f"{source.name} has no column {quote(name)}.", f"Choose one of its columns: {list_names(names)}."
            )
        return names.index(name)

    def free(*taken: int | None) -> list[Candidate]:
        return [one for one in everything if one.index not in taken and one.column.name not in source.nested]

    asked_text, asked_label = find(choice.text_column), find(choice.label_column)
    asked_pair = None if choice.pair_column == NO_PAIR else find(choice.pair_column)
    label = _guess_label(free(asked_text, asked_pair)) if asked_label is None else asked_label
    if label is None:
        raise _no_label(source, names)
    text = asked_text
    if text is None:
        guess = _guess_text(free(label, asked_pair))
        # Nested columns may hold the text: then times and ids do not become the text for lack of a better column.
        poor = source.nested and (guess is None or not _has_words(everything[guess].profile))
        text = None if poor else guess
    if text is None:
        raise no_column(source.name, "text", source.nested, f"Choose the text's column: {list_names(names)}.")
    pair = _guess_pair(everything, text, free(label)) if choice.pair_column is None else asked_pair
    if text == label or text == pair or label == pair:
        raise LabError(
            f"{source.name}: one column is chosen twice, as text, second text or label.",
            "Choose a column of its own for each.",
        )
    return ChosenColumns(text, pair, label)


def candidates_of(source: RowSource, sample: Sequence[Sequence[Cell]]) -> list[Candidate]:
    """Every column with what its values are like."""
    return [Candidate(index, column, _profile_of(sample[index])) for index, column in enumerate(source.columns)]


def _no_label(source: RowSource, names: Sequence[str]) -> LabError:
    if not source.nested and len(names) == 1:
        return LabError(
            f"{source.name} has one column, {list_names(names)}, and no label beside it.",
            "Choose a file with a column of text and one of labels. Where the labels are the names of folders, as in a "
            "partitioned data set, write the data into one file.",
        )
    return no_column(
        source.name,
        f"a label: none has {MIN_LABELS} to {MAX_LABELS} different values that come again",
        source.nested,
        f"Choose the label's column: {list_names(names)}.",
    )


def _profile_of(cells: Sequence[Cell]) -> Profile:
    filled = [cell for cell in cells if cell is not None and trim(cell) != ""]
    length = sum(_length_of_text(cell[:10_000]) for cell in filled)
    return Profile(
        filled=len(filled),
        different=len({trim(cell)[:200] for cell in filled}),
        mean_length=length / len(filled) if filled else 0,
        numeric=bool(filled) and all(isfinite(number(cell)) for cell in filled),
    )


def _has_words(profile: Profile) -> bool:
    return profile.different > 1 and profile.mean_length > 1


def _length_of_text(cell: str) -> int:
    """The length of a value that may be text. Times, addresses and ids can be long too, but are not text."""
    is_time = _TIME.match(cell) is not None and len(cell) <= LONGEST_TIME
    return 1 if is_time or _CODE.match(cell) else len(cell)


def _guess_label(free: Sequence[Candidate]) -> int | None:
    """Chooses by name, if the column has no more values than there can be labels, or else that with the fewest."""
    few = [one for one in free if one.column.class_names is not None or 1 <= one.profile.different <= MAX_LABELS]
    named = _by_name(few, LABEL_NAMES)
    if named is not None:
        return named
    likely = sorted((one for one in few if looks_like_label(one)), key=_rank)
    return likely[0].index if likely else None


def _rank(one: Candidate) -> tuple[int, int]:
    return (0 if one.column.class_names is not None else one.profile.different, -one.index)


def looks_like_label(one: Candidate) -> bool:
    """Whether it is neither named like a text nor has a different value in each row, as ids have."""
    if one.column.class_names is not None:
        return True
    profile = one.profile
    is_id = profile.different == profile.filled and profile.filled > MIN_LABELS
    return profile.different >= MIN_LABELS and not is_id and one.plain_name not in TEXT_NAMES


def other_labels(source: RowSource, sample: Sequence[Sequence[Cell]], chosen: ChosenColumns) -> list[str]:
    """The columns that could be the label just as well as the chosen one, if no name decides."""
    everything = candidates_of(source, sample)
    label = everything[chosen.label]
    if label.plain_name in LABEL_NAMES or label.column.class_names is not None:
        return []
    return [
        one.column.name
        for one in everything
        if one.index not in chosen.used
        and one.column.name not in source.nested
        and one.profile.different <= MAX_LABELS
        and looks_like_label(one)
    ]


def _guess_text(free: Sequence[Candidate]) -> int | None:
    """Chooses by name, or else the column with the longest values."""
    filled = [one for one in free if one.profile.filled > 0]
    words = [one for one in filled if not one.profile.numeric]
    named = _by_name(words, TEXT_NAMES)
    if named is not None:
        return named
    longest = max(words, key=lambda one: one.profile.mean_length, default=None)
    best = longest or (filled[0] if filled else None)
    return None if best is None else best.index


def _guess_pair(everything: Sequence[Candidate], text: int, free: Sequence[Candidate]) -> int | None:
    first = everything[text].plain_name
    for one, other in PAIRS:
        if first != one:
            continue
        found = next((each for each in everything if each.plain_name == other), None)
        if found is not None and found in free:
            return found.index
    return None


def _by_name(among: Sequence[Candidate], names: Sequence[str]) -> int | None:
    for name in names:
        found = next((one for one in among if one.plain_name == name), None)
        if found is not None:
            return found.index
    return None
