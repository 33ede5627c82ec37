"""How far two runs of PyTorch drift apart that begin almost alike: what a comparison of losses step by step can show.

    python3 bench/pytorch_drift.py --out drift.json

Each case of bench/pytorch.py trains some steps on one batch: in float32, and again with the pretrained weights moved by
a relative noise, with the matrices rounded to half floats once and float32 from there on, and under autocast. Printed is
the largest difference of a loss from the first run's. `--device cpu --tiny` tries the script without a GPU.
"""

import argparse
import copy
import json
import math
import pathlib
import sys
from collections.abc import Callable
from dataclasses import replace

import pytorch
import torch
from pytorch import TINY, SHAPES, Case, Device, Mode, Shape, build, cases_of, make_batch, make_optimizer, to_device

NOISE_SEED = 77
Change = Callable[[torch.nn.Module], None]


def is_pretrained(name: str) -> bool:
    """Whether a parameter is the encoder's, and not an adapter's or the head's."""
    return "lora_" not in name and "classifier" not in name


def noise(share: float) -> Change:
    """Moves every pretrained weight by `share` of itself, up or down at random."""

    def change(model: torch.nn.Module) -> None:
        torch.manual_seed(NOISE_SEED)
        for name, value in model.named_parameters():
            if is_pretrained(name):
                value.data.mul_(1 + share * torch.randn_like(value))

    return change


def round_matrices(model: torch.nn.Module) -> None:
    """Rounds every pretrained matrix to half floats, and keeps it in float32."""
    for name, value in model.named_parameters():
        if is_pretrained(name) and value.dim() == 2:
            value.data.copy_(value.data.half().float())


def unchanged(_: torch.nn.Module) -> None:
    pass


# The name of each run, how its weights begin, and the type of autocast.
RUNS: tuple[tuple[str, Change, torch.dtype | None], ...] = (
    ("noise 1e-6", noise(1e-6), None),
    ("noise 1e-4", noise(1e-4), None),
    ("rounded once", round_matrices, None),
    ("float16 autocast", unchanged, torch.float16),
    ("bfloat16 autocast", unchanged, torch.bfloat16),
)


def losses_of(
    untrained: torch.nn.Module,
    shape: Shape,
    case: Case,
    device: Device,
    steps: int,
    change: Change,
    cast: torch.dtype | None,
) -> list[float]:
    model = copy.deepcopy(untrained)
    change(model)
    model.train()
    optimizer = make_optimizer(model, fused=False)
    trainable = [value for value in model.parameters() if value.requires_grad]
    sentences, tokens = case.batch
    batch = to_device(make_batch([tokens] * sentences, shape, tokens), device, mask=True)
    losses = []
    for _ in range(steps):
        with torch.autocast("cuda" if device.cuda else "cpu", dtype=cast, enabled=cast is not None):
            loss = model(**batch).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trainable, pytorch.CLIP_NORM)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.detach())
    return torch.stack(losses).tolist()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--shape", choices=tuple(SHAPES), default="base")
    parser.add_argument("--cases", default="lora,classifier,full", help="some of bench/pytorch.py's, separated by commas")
    parser.add_argument("--ranks", default="8,32", help="LoRA's ranks, separated by commas")
    parser.add_argument("--rates", default="1e-3,1e-4", help="learning rates, separated by commas")
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda")
    parser.add_argument("--tiny", action="store_true", help="a tiny model: does the script work?")
    parser.add_argument("--out", help="where to write all losses, as JSON")
    options = parser.parse_args()
    if options.device == "cuda" and not torch.cuda.is_available():
        print("PyTorch finds no CUDA device. `--device cpu --tiny` tries the script without one.", file=sys.stderr)
        return 1
    Mode.of("eager").prepare()
    device = Device(options.device)
    shape = TINY if options.tiny else SHAPES[options.shape]
    names = options.cases.split(",")
    rows = []
    for rate in (float(text) for text in options.rates.split(",")):
        pytorch.LEARNING_RATE = rate
        for case in (case for case in cases_of(shape) if case.id in names):
            ranks = [int(text) for text in options.ranks.split(",")] if case.method == "lora" else [case.rank]
            for rank in ranks:
                ranked = replace(case, rank=rank)
                untrained = build(shape, ranked, device, "sdpa")
                base = losses_of(untrained, shape, ranked, device, options.steps, unchanged, None)
                apart = {}
                for name, change, cast in RUNS:
                    losses = losses_of(untrained, shape, ranked, device, options.steps, change, cast)
                    apart[name] = max(abs(a - b) if math.isfinite(b) else math.inf for a, b in zip(base, losses))
                row = {"id": case.id, "rank": rank, "rate": rate, "apart": apart, "losses": base}
                rows.append(row)
                print(json.dumps(row), flush=True)
    if options.out:
        pathlib.Path(options.out).write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
