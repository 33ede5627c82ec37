"""The generators draw what the lab's draw: the vectors are made by tools/cluster/trainingVectors.ts."""

from __future__ import annotations

import json
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from lora_lab_cluster.generators import sites
from lora_lab_cluster.generators.batches import (
    BatchRules,
    epoch_groups,
    evaluation_groups,
    lengths_of,
    pad_batch,
)
from lora_lab_cluster.generators.initial import initial_values
from lora_lab_cluster.generators.masks import drop_threshold, hash_on_device, keep_mask, pcg, site_key, step_key
from lora_lab_cluster.generators.random import LabRandom

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "training.json").read_text())
ROUNDED = 1e-6


@pytest.mark.parametrize("wanted", VECTORS["random"], ids=lambda one: f"{one['purpose'][:8]}-{one['seed']}")
def test_random_numbers(wanted):
    random = LabRandom(wanted["seed"], wanted["purpose"])
    assert random.bits(4).tolist() == wanted["bits"]
    assert random.normals(4) == pytest.approx(wanted["normals"], rel=ROUNDED)
    shuffled = list(range(20))
    random.shuffle(shuffled)
    assert shuffled == wanted["shuffled"]


def test_an_array_is_shuffled_as_a_list_is():
    values = np.arange(20)
    LabRandom(3, "data order").shuffle(values)
    same = list(range(20))
    LabRandom(3, "data order").shuffle(same)
    assert values.tolist() == same != list(range(20))


def test_keys():
    assert [pcg(one["value"]) for one in VECTORS["hashes"]] == [one["pcg"] for one in VECTORS["hashes"]]
    for one in VECTORS["stepKeys"]:
        assert step_key(one["seed"], one["step"]) == one["key"]


def test_sites():
    found = {"embeddings": sites.EMBEDDINGS, "headInput": sites.HEAD_INPUT, "headOutput": sites.HEAD_OUTPUT}
    for name in VECTORS["sites"]:
        layer, _, site = name.partition(".")
        if site:
            found[name] = sites.layer_site(int(layer), site)
    assert found == VECTORS["sites"]


@pytest.mark.parametrize("wanted", VECTORS["masks"])
def test_masks(wanted):
    key = site_key(wanted["key"], wanted["site"])
    assert (key, drop_threshold(wanted["rate"])) == (wanted["siteKey"], wanted["threshold"])
    for make in (keep_mask, hash_on_device):
        keep = make(len(wanted["keep"]), key, wanted["threshold"], torch.device("cpu"))
        assert "".join("1" if one else "0" for one in keep.tolist()) == wanted["keep"]


def test_masks_are_quick():
    """A step of the opening experiment draws a few hundred thousand elements and takes tens of milliseconds."""
    best = min(_seconds(lambda: keep_mask(262_144, 12345, 2**31, torch.device("cpu"))) for _ in range(5))
    assert best < 0.01


def _seconds(work) -> float:
    """Time on the processor, so that other programs do not count."""
    started = time.thread_time()
    work()
    return time.thread_time() - started


@pytest.mark.parametrize("wanted", VECTORS["initial"], ids=lambda one: one["name"])
def test_initial_values(wanted):
    values = initial_values(wanted["name"], wanted["shape"], wanted["seed"])
    assert values.shape == tuple(wanted["shape"]) and values.dtype == np.float32
    assert values.ravel()[:40].tolist() == pytest.approx(wanted["values"], rel=ROUNDED, abs=1e-12)


def test_nothing_is_drawn_for_pretrained_weights():
    with pytest.raises(ValueError, match="LayerNorm"):
        initial_values("embeddings.LayerNorm.weight", (4,), 1)


def sentences_of(count: int) -> SimpleNamespace:
    """The sentences of trainingVectors.ts: lengths repeat, and the first id tells which it is."""
    lengths = [1 + (number * 7) % 23 for number in range(count)]
    return SimpleNamespace(
        ids=[np.array([100 + n, *range(3, 2 + size)], np.int32) for n, size in enumerate(lengths)],
        types=[(np.arange(size) > 4).astype(np.int32) for size in lengths],
        labels=np.arange(count, dtype=np.int32) % 3,
    )


@pytest.mark.parametrize("wanted", VECTORS["batches"], ids=lambda one: f"{one['count']}-{one['seed']}")
def test_order_and_batches(wanted):
    sentences = sentences_of(wanted["count"])
    lengths, batch, seed = lengths_of(sentences), wanted["batch"], wanted["seed"]
    random = None if seed is None else LabRandom(seed, "data order")
    for epoch in wanted["epochs"]:
        assert [group.tolist() for group in epoch_groups(lengths, random, batch)] == epoch
    for padded in wanted["padded"]:
        rules = BatchRules(padded["padToken"], padded["firstPosition"])
        for group, expected in zip(evaluation_groups(lengths, batch), padded["batches"], strict=False):
            made = pad_batch(sentences, group, rules)
            assert made.tokens.shape[1] == expected["sequence"]
            for part in ("tokens", "positions", "types", "lengths", "labels"):
                assert getattr(made, part).ravel().tolist() == expected[part]


def test_a_sentence_without_tokens_is_one_of_padding():
    empty = SimpleNamespace(ids=[np.zeros(0, np.int32)], types=None, labels=np.zeros(1, np.int32))
    made = pad_batch(empty, np.array([0], np.int32), BatchRules(1, 2))
    assert made.lengths.tolist() == [1] and made.tokens.tolist() == [[1] * 8]
