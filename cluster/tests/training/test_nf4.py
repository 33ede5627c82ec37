"""NF4 is that of bitsandbytes, bit for bit, and that of the lab, whose test reads the same fixture."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import numpy as np
import pytest
import torch

from lora_lab_cluster.training.nf4 import DYNAMIC_MAP, NORMAL_FLOATS, Nf4Statistics, pack_nf4, unpack_nf4
from lora_lab_cluster.training.weights import weight_bytes

FIXTURE = json.loads((Path(__file__).parents[3] / "src" / "weights" / "fixtures" / "nf4.json").read_text())
"""Made by tools/parity/make_nf4_fixture.py."""


def array(text: str, dtype: type) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), dtype)


def bits(floats: torch.Tensor | np.ndarray) -> list[int]:
    return np.asarray(floats, np.float32).ravel().view(np.int32).tolist()


def test_the_tables():
    assert bits(NORMAL_FLOATS) == bits(array(FIXTURE["normalFloats"], np.float32))
    assert bits(DYNAMIC_MAP) == bits(array(FIXTURE["dynamicMap"], np.float32))


@pytest.mark.parametrize("wanted", FIXTURE["cases"], ids=lambda wanted: wanted["name"])
def test_codes_statistics_and_values(wanted):
    values = torch.from_numpy(array(wanted["values"], np.float32).reshape(wanted["shape"]).copy())
    codes, statistics = pack_nf4(values)
    assert codes.ravel().tolist() == array(wanted["codes"], np.uint8).tolist()
    mean = array(wanted["mean"], np.float32)[0]
    # PyTorch's float32 sum depends on the processor: its mean may differ in the last bit, and what follows from it.
    assert abs(bits(statistics.mean)[0] - bits(mean)[0]) <= 1
    theirs = Nf4Statistics(
        torch.from_numpy(array(wanted["bytes"], np.uint8).copy()),
        torch.from_numpy(array(wanted["nested"], np.float32).copy()),
        torch.tensor(mean),
    )
    if statistics.mean == theirs.mean:
        assert statistics.bytes.tolist() == theirs.bytes.tolist()
        assert bits(statistics.nested) == bits(theirs.nested)
    assert bits(unpack_nf4(codes, theirs)) == bits(array(wanted["dequantised"], np.float32))


def test_most_fixtures_have_the_very_mean():
    packed = [
        (pack_nf4(torch.from_numpy(array(case["values"], np.float32).reshape(case["shape"]).copy()))[1], case)
        for case in FIXTURE["cases"]
    ]
    same = [case["name"] for own, case in packed if own.mean.item() == array(case["mean"], np.float32)[0]]
    assert len(same) >= len(packed) / 2, same


def test_bytes_of_a_packed_matrix():
    packed = pack_nf4(torch.ones(3, 100))
    assert weight_bytes({"some": packed}) == 150 + 5 + 4 + 4
