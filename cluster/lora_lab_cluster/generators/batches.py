"""Padded batches of sentences of like length, in the order in which `src/data/batches.ts` makes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from .random import LabRandom

Ints = npt.NDArray[np.int32]

LENGTH_STEP = 8
"""Lengths of batches are multiples of this, so that there are few shapes."""

BATCHES_PER_WINDOW = 8
"""Batches drawn together before sorting by length: enough for little padding, few enough for a random order."""


class Sentences(Protocol):
    """Sentences as token ids, with their classes: what batches are made of."""

    @property
    def ids(self) -> Sequence[Ints]:
        """Token ids of each sentence."""
        ...

    @property
    def types(self) -> Sequence[Ints] | None:
        """For each id, its row of the token type table; None if all are 0."""
        ...

    @property
    def labels(self) -> Ints:
        """Classes counted from 0, [sentences]."""
        ...


@dataclass(frozen=True)
class BatchRules:
    """What batches depend on of a model."""

    pad_token: int
    first_position: int
    """Position of a sentence's first token: RoBERTa's is `pad_token` + 1, BERT's is 0."""


@dataclass(frozen=True)
class HostBatch:
    """A batch in the host's memory: [rows, sequence] each, but for `lengths` and `labels`, which are [rows].

    The lab fills a batch up to its size with rows that count for nothing; they are left out here. They would come
    last, so that the others' places, by which dropout hashes, are the same.
    """

    tokens: Ints
    positions: Ints
    types: Ints
    lengths: Ints
    labels: Ints


def pad_batch(sentences: Sentences, chosen: Ints, rules: BatchRules) -> HostBatch:
    """Pads to the right, up to a multiple of `LENGTH_STEP`.

    Positions count from the model's first one. Padding, which no real token attends to, gets the position before
    that, or where there is none, in BERT, the first.

    Args:
        chosen: numbers of the sentences, in the order of the batch's rows.
    """
    rows = [sentences.ids[number] for number in chosen]
    sequence = padded_length(max(len(row) for row in rows))
    shape = (len(rows), sequence)
    tokens = np.full(shape, rules.pad_token, np.int32)
    positions = np.full(shape, max(0, rules.first_position - 1), np.int32)
    types = np.zeros(shape, np.int32)
    lengths = np.ones(len(rows), np.int32)
    counting = np.arange(rules.first_position, rules.first_position + sequence, dtype=np.int32)
    for row, ids in enumerate(rows):
        count = len(ids)
        tokens[row, :count] = ids
        positions[row, :count] = counting[:count]
        lengths[row] = max(1, count)
    if sentences.types is not None:
        for row, number in enumerate(chosen):
            own = sentences.types[number]
            types[row, : len(own)] = own
    return HostBatch(tokens, positions, types, lengths, np.asarray(sentences.labels, np.int32)[chosen])


def padded_length(tokens: int) -> int:
    """The length of a batch whose longest sentence has so many tokens."""
    return -(-max(1, tokens) // LENGTH_STEP) * LENGTH_STEP


def epoch_groups(lengths: Ints, random: LabRandom | None, batch: int) -> list[Ints]:
    """Numbers of the sentences of each batch of one epoch, in which sentences of similar length share a batch.

    Args:
        lengths: tokens of each sentence.
        random: None for the set's own order, one sentence after another.
        batch: sentences a batch; the last of a window may have fewer.
    """
    everyone = np.arange(len(lengths), dtype=np.int32)
    if random is None:
        return _cut(everyone, batch)
    random.shuffle(everyone)
    windows = _cut(everyone, batch * BATCHES_PER_WINDOW)
    groups = [group for window in windows for group in _cut(_by_length(window, lengths), batch)]
    random.shuffle(groups)
    return groups


def evaluation_groups(lengths: Ints, batch: int) -> list[Ints]:
    """Numbers of all sentences, shortest first, `batch` of them a group."""
    return _cut(_by_length(np.arange(len(lengths), dtype=np.int32), lengths), batch)


def epoch_batches(
    sentences: Sentences, random: LabRandom | None, batch: int, rules: BatchRules
) -> Iterator[HostBatch]:
    """One epoch's batches, each padded when its turn comes; arguments as those of `epoch_groups` and `pad_batch`."""
    for group in epoch_groups(lengths_of(sentences), random, batch):
        yield pad_batch(sentences, group, rules)


def lengths_of(sentences: Sentences) -> Ints:
    """Tokens of each sentence, [sentences]."""
    return np.fromiter((len(ids) for ids in sentences.ids), np.int32, len(sentences.ids))


def _by_length(numbers: Ints, lengths: Ints) -> Ints:
    """Sorts the shortest first; sentences of one length keep their order."""
    return numbers[np.argsort(lengths[numbers], kind="stable")]


def _cut(numbers: Ints, size: int) -> list[Ints]:
    return [numbers[start : start + size] for start in range(0, len(numbers), size)]
