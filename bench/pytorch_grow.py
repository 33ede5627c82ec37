"""The peer of bench/grow in PyTorch, Transformers and PEFT: how a step grows, one line of JSON for each point.

    python3 bench/pytorch_grow.py --out pytorch-grow.json

The sweeps are those of bench/grow/sweeps.json. Trials of several seeds train one after another, as PyTorch does, so
that axis is a multiple and is not measured. `--device cpu --small` tries the script without a GPU.
"""

import argparse
import json
import pathlib
import sys

import torch
from pytorch import COMPONENTS, Case, Device, Mode, Shape, environment, measure_training

SWEEPS = json.loads((pathlib.Path(__file__).parent / "grow" / "sweeps.json").read_text(encoding="utf-8"))
HEAD_WIDTH, VOCABULARY = 64, 8000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mode", default="eager", help="a mode of bench/pytorch.py")
    parser.add_argument("--axes", help="some of the axes, separated by commas")
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda")
    parser.add_argument("--small", action="store_true", help="tiny models: does the script work?")
    parser.add_argument("--out", help="where to write everything as one JSON document")
    given = parser.parse_args()
    if given.device == "cuda" and not torch.cuda.is_available():
        print("PyTorch finds no CUDA device. `--device cpu --small` tries the script without one.", file=sys.stderr)
        return 1
    sweeps = SWEEPS["small" if given.small else "full"]
    mode, device = Mode.of(given.mode), Device(given.device)
    options = argparse.Namespace(
        attention="sdpa", fused=False, mask=True, steps=given.steps, warm_up=3, blocks=3, tiny=given.small
    )
    axes = [axis for axis in sweeps["axes"] if axis != "seeds"]
    if given.axes:
        axes = [axis for axis in axes if axis in given.axes.split(",")]
    report: dict[str, object] = {"environment": environment(device, options), "mode": mode.name, "axes": {}}
    known: dict[str, dict[str, float]] = {}
    for axis in axes:
        points = []
        for value in sweeps["axes"][axis]:
            point = sweeps["from"] | {axis: value}
            name = json.dumps(point)
            if name not in known:
                known[name] = measure_point(point, device, mode, options)
            points.append({"value": value, "throughput": known[name]})
            print(json.dumps({"axis": axis, **points[-1]}), flush=True)
        report["axes"][axis] = points  # type: ignore[index]
    if given.out:
        pathlib.Path(given.out).write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return 0


def measure_point(
    point: dict[str, int], device: Device, mode: Mode, options: argparse.Namespace
) -> dict[str, float]:
    layers, hidden, batch = point["layers"], point["hidden"], (point["sentences"], point["length"])
    shape = Shape(layers, hidden, hidden // HEAD_WIDTH, 4 * hidden, VOCABULARY, 514, batch, batch)
    every = tuple((layer, component) for layer in range(layers) for component in COMPONENTS)
    device.reset_peak()
    case = Case("lora", "lora", batch, every, rank=point["rank"])
    return measure_training(shape, case, device, mode, options)["throughput"]


if __name__ == "__main__":
    sys.exit(main())
