"""Writes the learning rates of Transformers' own schedulers, or checks that the committed file is still that.

    python tools/parity/make_schedule_fixture.py [--check]

src/train/schedule.test.ts compares the lab's schedule with src/train/fixtures/schedules.json.
"""

import argparse
import json
from pathlib import Path
from types import SimpleNamespace

import torch
from transformers import TrainingArguments

from cases import SCHEDULERS
from oracle import scheduler_of

FIXTURE = Path(__file__).parents[2] / "src" / "train" / "fixtures" / "schedules.json"
# Steps of a trial and the part of them that warms up. Products that rounding puts above a whole number are among them:
# 0.07 * 100 and 0.55 * 100 count one step more.
TRIALS = [(1, 0.0), (1, 0.1), (2, 0.1), (5, 0.0), (5, 0.25), (10, 0.2), (12, 0.1), (25, 0.06), (33, 0.5), (40, 0.99),
          (100, 0.07), (100, 0.55)]


def factors(schedule: str, warmup_steps: int, steps: int) -> list[float]:
    """The factor of the learning rate at each step, first step first."""
    optimizer = torch.optim.AdamW([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    scheduler = scheduler_of(schedule, optimizer, warmup_steps, steps)
    rates = []
    for _ in range(steps):
        rates += scheduler.get_last_lr()
        optimizer.step()
        scheduler.step()
    return rates


def make() -> list[dict]:
    result = []
    for steps, warmup in TRIALS:
        warmup_steps = TrainingArguments.get_warmup_steps(SimpleNamespace(warmup_steps=warmup), steps)
        result.append({"steps": steps, "warmup": warmup, "warmupSteps": warmup_steps,
                       "factors": {name: factors(name, warmup_steps, steps) for name in SCHEDULERS}})
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true")
    made = json.dumps(make()) + "\n"
    if not parser.parse_args().check:
        FIXTURE.write_text(made)
    elif made != FIXTURE.read_text():
        raise SystemExit(f"{FIXTURE} is not what Transformers says now.")
    else:
        print("The committed fixture can be made again.")


if __name__ == "__main__":
    main()
