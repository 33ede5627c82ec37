"""Writes the parity fixtures, or checks that the committed ones can be made again.

    python tools/parity/make_fixtures.py [--check] [case ...]

For each case of cases.py it runs Transformers and PEFT (oracle.py), compares them with the
same mathematics written by hand (by_hand.py), refuses degenerate numbers, and writes
fixtures/<case>.safetensors and fixtures/<case>.json. See README.md for the content.
"""

import argparse
import json
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

import by_hand
import oracle
from cases import BETAS, CASES, CLIP_NORM, EPSILON, STEPS, WARMUP_STEPS, Case, batch_of_step

FIXTURES = Path(__file__).parent / "fixtures"
TOLERANCE = 1e-5  # of --check, absolute
NEAR_ZERO = 1e-4  # a gradient whose norm is below this counts as zero

# How far Transformers in float32 may be from the hand-written float64. The engine is allowed
# 1e-4, 1e-3 and 1e-3 for the first three, and rounding must not use those up.
ROUNDING_LIMITS = {"logits": 1e-5, "gradients": 1e-5, "losses": 5e-5, "finalLogits": 1e-3, "final": 1e-3}


def make(case: Case) -> tuple[dict[str, torch.Tensor], dict]:
    """The content of the case's two files, after all sanity checks."""
    tensors, expected, rates = oracle.run(case)
    tensors = {name: value.contiguous() for name, value in tensors.items()}
    gradients = {name.removeprefix("expected/gradients/"): value for name, value in tensors.items()
                 if name.startswith("expected/gradients/")}
    near_zero = [name for name, value in gradients.items() if value.norm() < NEAR_ZERO]
    rounding = compare_with_hand(case, tensors, expected, near_zero)
    for step, rate in enumerate(rates):
        assert abs(rate - by_hand.learning_rate(case, step)) < 1e-15, f"{case.name}: step {step} has the rate {rate}"
    refuse_degenerate(case, tensors, expected, near_zero)
    description = {
        "name": case.name,
        "about": case.about,
        "config": oracle.make_config(case),
        "method": case.method,
        "modules": case.modules or [[] for _ in range(case.layers)],
        "rank": case.rank,
        "alpha": case.alpha,
        "rsLora": case.rs_lora,
        "scaling": case.scaling,
        **({"ranks": [{"rank": rank, "modules": modules} for rank, modules in case.ranks]} if case.ranks else {}),
        **({"pissa": True} if case.pissa else {}),
        **({"dora": True} if case.dora else {}),
        **({} if case.b_rate == 1 else {"bRate": case.b_rate}),
        **({} if case.base == "f32" else {"base": case.base}),
        "training": {
            "steps": STEPS,
            "learningRate": case.learning_rate,
            "schedule": case.schedule,
            "warmupSteps": WARMUP_STEPS,
            "beta1": BETAS[0],
            "beta2": BETAS[1],
            "epsilon": EPSILON,
            "weightDecay": case.weight_decay,
            "clipNorm": CLIP_NORM,
            "batchOfStep": [batch_of_step(case, step) for step in range(STEPS)],
            "learningRates": rates,
        },
        "batches": len(case.shapes),
        "expected": expected,
        "nearZeroGradients": near_zero,
        "rounding": rounding,
    }
    return tensors, description


def compare_with_hand(case: Case, tensors: dict, expected: dict, near_zero: list[str]) -> dict[str, float]:
    """Largest distances to the hand-written float64 run. Fails if they are more than rounding."""
    names = [name.removeprefix("expected/final/") for name in tensors if name.startswith("expected/final/")]
    hand_tensors, hand = by_hand.run(case, tensors, names)
    assert hand["trainableParameters"] == expected["trainableParameters"], (hand, expected)

    def gap(name: str) -> float:
        return (tensors[name] - hand_tensors[name]).abs().max().item()

    solid = [name for name in names if name not in near_zero]
    gradients = [f"expected/gradients/{name}" for name in solid]
    rounding = {
        "logits": gap("expected/logits"),
        "gradients": max(((tensors[n] - hand_tensors[n]).norm() / hand_tensors[n].norm()).item() for n in gradients),
        "losses": max(abs(a - b) for a, b in zip(expected["losses"], hand["losses"], strict=True)),
        "finalLogits": gap("expected/finalLogits"),
        "final": max(gap(f"expected/final/{name}") for name in solid),
    }
    for name in near_zero:
        assert hand_tensors[f"expected/gradients/{name}"].norm() < 1e-12, f"{name} is small, but not zero"
    for what, limit in ROUNDING_LIMITS.items():
        assert rounding[what] < limit, f"{case.name}: {what} are {rounding[what]} from the hand-written run"
    return {what: float(f"{value:.2e}") for what, value in rounding.items()}


def refuse_degenerate(case: Case, tensors: dict, expected: dict, near_zero: list[str]) -> None:
    """Fails if the numbers could not tell a right engine from a wrong one."""
    keys = [f"encoder.layer.{layer}.attention.self.key.bias" for layer in range(case.layers)]
    assert near_zero == (keys if case.method == "full" else []), near_zero
    assert tensors["expected/logits"].std(0).min() > 0.02, "the logits hardly depend on the text"
    lap = len(case.shapes)
    first, last = sum(expected["losses"][:lap]) / lap, sum(expected["losses"][-lap:]) / lap
    assert abs(first - last) > 0.1 * first, f"the loss only went from {first} to {last}"
    assert max(expected["gradientNorms"]) > CLIP_NORM, "clipping is never tried"
    print(f"{case.name}: {expected['trainableParameters']} trainable, loss {first:.4f} -> {last:.4f}")


def differences(stored: object, made: object, path: str = "") -> list[str]:
    """Where two JSON values differ by more than the tolerance."""
    if isinstance(stored, float) or isinstance(made, float):
        return [] if abs(stored - made) <= TOLERANCE else [f"{path}: {stored} is now {made}"]
    if isinstance(stored, dict) and isinstance(made, dict) and stored.keys() == made.keys():
        return [line for key in stored for line in differences(stored[key], made[key], f"{path}/{key}")]
    if isinstance(stored, list) and isinstance(made, list) and len(stored) == len(made):
        return [line for i, (a, b) in enumerate(zip(stored, made)) for line in differences(a, b, f"{path}/{i}")]
    return [] if stored == made else [f"{path}: {stored} is now {made}"]


def check(case: Case, tensors: dict[str, torch.Tensor], description: dict) -> list[str]:
    """Where the committed files differ from what was just made."""
    stored = load_file(FIXTURES / f"{case.name}.safetensors")
    # Where the true gradient is zero, AdamW follows rounding noise, which differs between machines.
    noise = {f"expected/final/{name}" for name in description["nearZeroGradients"]}
    found = [f"/{name}: only on one side" for name in stored.keys() ^ tensors.keys()]
    for name in sorted((stored.keys() & tensors.keys()) - noise):
        if stored[name].shape != tensors[name].shape or stored[name].dtype != tensors[name].dtype:
            found.append(f"/{name}: another shape or type")
        elif (gap := (stored[name] - tensors[name]).abs().max().item()) > TOLERANCE:
            found.append(f"/{name}: differs by {gap}")
    old, new = json.loads((FIXTURES / f"{case.name}.json").read_text()), json.loads(json.dumps(description))
    for side in (old, new):
        del side["rounding"]  # differs between machines; its limits were checked before
    return found + differences(old, new)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the committed files, write nothing")
    parser.add_argument("case", nargs="*", help="names of cases; all without")
    options = parser.parse_args()
    unknown = set(options.case) - {case.name for case in CASES}
    if unknown:
        parser.error(f"no such case: {', '.join(sorted(unknown))}")
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    failed = False
    for case in CASES:
        if options.case and case.name not in options.case:
            continue
        tensors, description = make(case)
        if options.check:
            found = check(case, tensors, description)
            failed = failed or bool(found)
            print("\n".join([f"  {line}" for line in found] or ["  as committed"]))
        else:
            FIXTURES.mkdir(exist_ok=True)
            save_file(tensors, FIXTURES / f"{case.name}.safetensors")
            (FIXTURES / f"{case.name}.safetensors").chmod(0o644)
            (FIXTURES / f"{case.name}.json").write_text(json.dumps(description, indent=1) + "\n")
            print(f"  rounding {description['rounding']}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
