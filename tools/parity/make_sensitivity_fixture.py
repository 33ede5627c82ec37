"""Writes what PEFT's own code says of AdaLoRA's importance scores, or checks that the committed file is still that.

    python tools/parity/make_sensitivity_fixture.py [--check]

`elements` has PEFT's `RankAllocator.update_ipt` on drawn weights and gradients of two modules, of which every element is
compared. `training` trains LoRA on all 72 modules of the embedded model for some steps and calls the allocator as PEFT's
documented loop does, after `optimizer.step()` and before `zero_grad()`; src/parity/scores.parity.test.ts compares the
modules' scores. The loop clips for the step alone: the allocator reads the gradients as backward left them.
"""

import argparse
import json
from pathlib import Path

import torch
from peft import AdaLoraConfig
from peft.tuners.adalora.layer import RankAllocator

from make_scores_fixture import (BATCH, RANK, SEEDS, TOLERANCE, begin, build, differs, first_groups, loss_of,
                                 module_names, read_sentences)
from oracle import adam_w, fixture_name

FIXTURE = Path(__file__).parent / "fixtures" / "scores" / "sensitivity.json"
ELEMENT_STEPS = 5
SHAPES = {"layer.0.value": (2, 6, 5), "layer.1.down": (2, 7, 3)}
"""Rank, input and output width of the modules whose elements are compared."""
LEARNING_RATE = 2e-3
WEIGHT_DECAY = 0.01
CLIP = 0.01
"""Small enough to be in force at every step."""


def allocator_of(model: torch.nn.Module) -> RankAllocator:
    return RankAllocator(model, AdaLoraConfig(total_step=100, beta1=0.85, beta2=0.85), "default")


def combined(allocator: RankAllocator, name_of_a: str) -> float:
    """The mean over a module's ranks of PEFT's score of a triplet, with nothing for E, which plain LoRA does not have."""
    of_a = allocator._element_score(name_of_a).mean(dim=1, keepdim=True)
    of_b = allocator._element_score(name_of_a.replace("lora_A", "lora_B")).mean(dim=0).view(-1, 1)
    return float(allocator._combine_ipt(torch.zeros(len(of_a), 1), torch.cat([of_a, of_b], dim=1)).double().mean())


class Adapter(torch.nn.Module):
    """The matrices of one module's adapter, named as PEFT names them."""

    def __init__(self, rank: int, width: int, height: int) -> None:
        super().__init__()
        self.lora_A = torch.nn.ParameterDict({"default": torch.nn.Parameter(torch.zeros(rank, width))})
        self.lora_B = torch.nn.ParameterDict({"default": torch.nn.Parameter(torch.zeros(height, rank))})


def elements() -> dict:
    """Weights and gradients of each step, what PEFT makes of them after the last, and the modules' scores."""
    model = torch.nn.ModuleDict({name.replace(".", "_"): Adapter(*shape) for name, shape in SHAPES.items()})
    by_lab_name = {f"{name}.{matrix}": f"{name.replace('.', '_')}.lora_{matrix}.default"
                   for name in SHAPES for matrix in "AB"}
    allocator = allocator_of(model)
    parameters = dict(model.named_parameters())
    steps = []
    for _ in range(ELEMENT_STEPS):
        for value in parameters.values():
            value.data = torch.randn_like(value)
            value.grad = torch.randn_like(value)
        allocator.update_ipt(model)
        steps.append({name: {"weight": parameters[own].flatten().tolist(),
                             "gradient": parameters[own].grad.flatten().tolist()} for name, own in by_lab_name.items()})
    return {"shapes": {name: list(parameters[own].shape) for name, own in by_lab_name.items()}, "steps": steps,
            "sensitivity": {name: allocator.exp_avg_ipt[own].flatten().tolist() for name, own in by_lab_name.items()},
            "uncertainty": {name: allocator.exp_avg_unc[own].flatten().tolist() for name, own in by_lab_name.items()},
            "scores": [combined(allocator, by_lab_name[f"{name}.A"]) for name in SHAPES]}


def training() -> dict:
    """The loss of each step, and the modules' scores after the last, by seed."""
    ids, labels = read_sentences()
    model = build()
    names = {fixture_name(name).removesuffix(".A"): name for name, _ in model.named_parameters() if "lora_A" in name}
    losses, scores, norms = [], [], []
    for seed in SEEDS:
        parameters = begin(model, seed)
        optimizer = adam_w(parameters, LEARNING_RATE, WEIGHT_DECAY)
        allocator = allocator_of(model)
        losses.append([])
        for group in first_groups(ids, seed):
            optimizer.zero_grad()
            loss = loss_of(model, ids, labels, group)[0]
            loss.backward()
            unclipped = {name: value.grad.clone() for name, value in parameters.items()}
            norms.append(float(torch.nn.utils.clip_grad_norm_(parameters.values(), CLIP)))
            optimizer.step()
            for name, value in parameters.items():
                value.grad = unclipped[name]
            allocator.update_ipt(model)
            losses[-1].append(loss.item())
        scores.append([combined(allocator, names[name]) for name in module_names()])
    if min(norms) <= CLIP:
        raise SystemExit(f"A step was not clipped: the smallest norm is {min(norms)}.")
    return {"rank": RANK, "batch": BATCH, "seeds": list(SEEDS), "learningRate": LEARNING_RATE,
            "weightDecay": WEIGHT_DECAY, "gradientClip": CLIP, "losses": losses, "scores": scores}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    torch.manual_seed(0)
    torch.set_num_threads(1)
    made = {"elements": elements(), "training": training()}
    if not check:
        FIXTURE.write_text(json.dumps(made) + "\n")
    elif differs(made, json.loads(FIXTURE.read_text())):
        raise SystemExit(f"{FIXTURE} is not, within {TOLERANCE}, what PyTorch and PEFT say now.")
    else:
        print("The committed fixture can be made again.")


if __name__ == "__main__":
    main()
