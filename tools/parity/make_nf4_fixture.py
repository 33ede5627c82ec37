"""Writes what bitsandbytes quantises some weights to, or checks that the committed file is still that.

    pip install bitsandbytes==0.50.2
    python tools/parity/make_nf4_fixture.py [--check]

src/weights/nf4.test.ts and cluster/tests/training/test_nf4.py compare their NF4 with src/weights/fixtures/nf4.json.
"""

import argparse
import base64
import json
from pathlib import Path

import numpy as np
import torch

from portable_bitsandbytes import VERSIONS, functional, quantised

FIXTURE = Path(__file__).parents[2] / "src" / "weights" / "fixtures" / "nf4.json"


def draw(name: str, rows: int, columns: int, seed: int) -> np.ndarray:
    """float32 [rows, columns] as of a layer: normal, with standard deviation 0.04."""
    values = 0.04 * np.random.default_rng(seed).standard_normal((rows, columns))
    flat = values.reshape(-1)
    if name == "zeros":
        flat[64:128] = 0
    if name == "zeros at the end":
        flat[-flat.size % 64 - 64 :] = 0
    if name == "outlier":
        flat[1000] = 31.5
        flat[77] = -8
    if name == "tiny":
        flat *= 1e-37
    if name == "ties":
        flat[:] = np.resize(ties(), flat.size)
    return values.astype(np.float32)


def ties() -> np.ndarray:
    """Midpoints between neighbouring values and their neighbours in float32, in blocks whose largest magnitude is 1."""
    table = functional.get_4bit_type("nf4", "cpu").numpy()
    middle = (table[:-1] + table[1:]) / np.float32(2)
    near = [middle, np.nextafter(middle, np.float32(2)), np.nextafter(middle, np.float32(-2)), [1, -1, 0]]
    return np.concatenate(near)


CASES = [
    ("row of 48", 16, 48), ("row of 64", 12, 64), ("row of 768", 22, 768), ("no whole block", 3, 20),
    ("last block not whole", 13, 36), ("one block", 1, 64), ("zeros", 8, 64), ("zeros at the end", 5, 36),
    ("outlier", 40, 48), ("tiny", 4, 100), ("ties", 8, 96),
]  # fmt: skip


def text(array: np.ndarray) -> str:
    """The bytes, little endian, in base64."""
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def case(name: str, rows: int, columns: int, seed: int) -> dict:
    values = draw(name, rows, columns, seed)
    codes, state = quantised(torch.from_numpy(values))
    _, plain = quantised(torch.from_numpy(values), double=False)
    return {
        "name": name, "shape": [rows, columns], "values": text(values), "codes": text(codes.numpy()),
        "magnitudes": text(plain.absmax.numpy()), "bytes": text(state.absmax.numpy()),
        "nested": text(state.state2.absmax.numpy()), "mean": text(state.offset.numpy()),
        "dequantised": text(functional.dequantize_4bit(codes, state).numpy()),
    }  # fmt: skip


def make() -> str:
    table = functional.get_4bit_type("nf4", "cpu").numpy()
    head = VERSIONS | {"normalFloats": text(table), "dynamicMap": text(functional.create_dynamic_map().numpy())}
    cases = ",\n".join(json.dumps(case(*each, seed)) for seed, each in enumerate(CASES))
    return f'{json.dumps(head)[:-1]}, "cases": [\n{cases}\n]}}\n'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true")
    made = make()
    if not parser.parse_args().check:
        FIXTURE.parent.mkdir(exist_ok=True)
        FIXTURE.write_text(made)
    elif made != FIXTURE.read_text():
        raise SystemExit(f"{FIXTURE} is not what bitsandbytes says now.")
    else:
        print("The committed fixture can be made again.")


if __name__ == "__main__":
    main()
