"""Texts as token ids of a model (`src/data/encodeTexts.ts`, `src/data/tokenNotes.ts`, `workers/tokenIds.ts`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...errors import LabError
from ...sources.types import ModelFiles
from ..examples import Examples
from ..units import well_formed
from .template import make_template
from .tokenizer_files import tokenizer_content
from .tokenizer_json import make_tokenizer

AT_ONCE = 4096
"""How many texts are tokenized at a time: enough for all processors, and few enough for little memory."""


@dataclass(frozen=True)
class EncodedTexts:
    """Token ids of some rows."""

    ids: list[NDArray[np.int32]]
    types: list[NDArray[np.int32]] | None
    """Token types beside the ids; None if all are 0."""
    full_lengths: NDArray[np.int32]
    """The number of ids that each row would have without a limit: [rows]."""


@dataclass(frozen=True)
class TokenNotes:
    """What tokenizing shows about a data set. Lengths are in tokens, special tokens included."""

    rows: int
    truncated: int
    """Rows that are longer than `max_length` and lose their ends."""
    longest: int
    """The longest row, before anything is cut."""
    tokens: int
    """The tokens of all rows together, after cutting."""
    max_length: int

    def describe(self) -> str:
        """One sentence for the person."""
        if self.truncated == 0:
            return f"No row is cut: the longest has {self.longest} tokens."
        share = _percent(self.truncated / self.rows)
        return f"{share} of the rows are cut to {self.max_length} tokens; the longest has {self.longest}."


def _percent(share: float) -> str:
    """A percentage that is never 0 % if there is one row, nor 100 % if one row is left."""
    if share < 0.001:
        return "Less than 0.1\u00a0%"
    return f"{'100' if share == 1 else f'{min(99.9, share * 100):.1f}'}\u00a0%"


class Encoder:
    """A model's tokenizer, with a limit of tokens for each row."""

    def __init__(self, model: ModelFiles, max_length: int) -> None:
        """Reads the tokenizer's files. Raises LabError naming the file or part that cannot be used."""
        content = tokenizer_content(model.tokenizer, model.config)
        self._tokenizer = make_tokenizer(content)
        self._template = make_template(content)
        self._model = model
        self._max_length = max_length

    def encode(self, rows: Examples) -> EncodedTexts:
        """The ids of texts, or of pairs. Raises LabError if the tokenizer is not the model's."""
        texts = self._ids(rows.texts)
        pairs = [None] * len(texts) if rows.pairs is None else self._ids(rows.pairs)
        filled = [self._template.fill(text, pair, self._max_length) for text, pair in zip(texts, pairs, strict=True)]
        ids = [np.array(own, dtype=np.int32) for own, _, _ in filled]
        typed = any(any(own) for _, own, _ in filled)
        types = [np.array(own, dtype=np.int32) for _, own, _ in filled] if typed else None
        self._check(ids, types)
        return EncodedTexts(ids, types, np.array([full for _, _, full in filled], dtype=np.int32))

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Ids without special tokens around them."""
        found: list[list[int]] = []
        for start in range(0, len(texts), AT_ONCE):
            some = texts[start : start + AT_ONCE]
            encoded = self._tokenizer.encode_batch_fast(
                [well_formed(text) for text in some], add_special_tokens=False
            )
            found.extend(each.ids for each in encoded)
        return found

    def _check(self, ids: list[NDArray[np.int32]], types: list[NDArray[np.int32]] | None) -> None:
        """A tokenizer with more tokens than the model has would read past the end of the model's tables."""
        shape = self._model.shape
        largest = max((int(own.max(initial=0)) for own in ids), default=0)
        if largest >= shape.vocabulary:
            raise LabError(
                f"The tokenizer gives the id {largest}, but {self._model.id} has {shape.vocabulary} tokens.",
                "Use the tokenizer that belongs to the model.",
            )
        largest_type = max((int(own.max(initial=0)) for own in types or []), default=0)
        if largest_type >= shape.token_types:
            raise LabError(
                f"The tokenizer marks second texts with token type {largest_type}, but {self._model.id} has "
                f"{shape.token_types} token types.",
                "Use the tokenizer that belongs to the model, or a data set of single texts.",
            )


def token_notes(sets: Sequence[EncodedTexts], max_length: int) -> TokenNotes:
    """What tokenizing showed of some splits together."""
    lengths = np.concatenate([each.full_lengths for each in sets])
    return TokenNotes(
        rows=len(lengths),
        truncated=int((lengths > max_length).sum()),
        longest=int(lengths.max(initial=0)),
        tokens=sum(len(own) for each in sets for own in each.ids),
        max_length=max_length,
    )
