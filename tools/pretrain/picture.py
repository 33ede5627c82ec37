"""Fine-tune a model on a data set, several seeds a scenario, and print the accuracies.

    python picture.py --model MODEL_FOLDER --data DATA_FOLDER [--lora-lr 5e-3 1e-2]

A table of validation accuracy, mean and standard deviation over the seeds, for
classifier only, full fine-tuning and LoRA on various sets of modules.
"""

import argparse
import json
import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from stacked import COMPONENTS, AdamW, Stack


def scenarios(layers):
    """LoRA scenarios as {name: (rank, adapted layers from 1, components)}."""
    every = range(1, layers + 1)
    half = layers // 2
    found = {
        "LoRA all r=8": (8, every, COMPONENTS),
        "LoRA all r=4": (4, every, COMPONENTS),
        "LoRA all r=1": (1, every, COMPONENTS),
        "LoRA upper r=8": (8, range(half + 1, layers + 1), COMPONENTS),
        "LoRA lower r=8": (8, range(1, half + 1), COMPONENTS),
        "LoRA even r=8": (8, range(2, layers + 1, 2), COMPONENTS),
    }
    return found | {f"LoRA {name} r=8": (8, every, (name,)) for name in COMPONENTS}


def read(path, tokenizer):
    """(token ids [rows, tokens], labels [rows], kinds) of a .tsv file."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()[1:]]
    ids = [tokenizer.encode(text).ids for text, _, _ in rows]
    out = torch.ones(len(ids), max(map(len, ids)), dtype=torch.long)
    for i, tokens in enumerate(ids):
        out[i, : len(tokens)] = torch.tensor(tokens)
    return out, torch.tensor([int(label) for _, label, _ in rows]), [kind for _, _, kind in rows]


def trim(ids):
    """Token ids without the columns that are padding in every row."""
    return ids[..., : int((ids != 1).sum(-1).max())].contiguous()


def fine_tune(stack, train, validation, rates, options, epochs):
    """Train every trial of the stack and return right or wrong as [trials, validation rows]."""
    ids, labels = train
    device = stack.device
    # Trials of one seed see the rows in one order, whatever their scenario.
    order = torch.stack(
        [
            torch.cat([torch.randperm(options.rows, generator=g) for _ in range(epochs)])
            for g in (torch.Generator().manual_seed(seed) for seed in range(options.seeds))
        ]
    ).repeat(stack.trials // options.seeds, 1)
    steps = options.rows * epochs // options.batch
    optimizer = AdamW(stack)
    peak = torch.tensor(rates, device=device)
    for step in range(steps):
        done = (step + 1) / steps
        decay = 0.5 + 0.5 * math.cos(math.pi * max(0.0, (done - 0.1) / 0.9))
        rows = order[:, step * options.batch : (step + 1) * options.batch]
        logits = stack.logits(trim(ids[rows]).to(device), True)
        loss = torch.nn.functional.cross_entropy(
            logits.flatten(0, 1), labels[rows].flatten().to(device), reduction="sum"
        )
        (loss / options.batch).backward()
        optimizer.step(peak * (done / 0.1 if done < 0.1 else decay))
    ids, labels = validation
    with torch.no_grad():
        guesses = [
            stack.logits(trim(part).to(device).expand(stack.trials, -1, -1), False).argmax(-1).cpu()
            for part in ids.split(50)
        ]
    return (torch.cat(guesses, 1) == labels).float()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, help="folder of tokenizer.json, if not the model's")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=3200)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--classifier-epochs", type=int, nargs="*", default=[1])
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--lora-lr", type=float, nargs="*", default=[3e-3])
    parser.add_argument("--classifier-lr", type=float, nargs="*", default=[3e-3])
    parser.add_argument("--full-lr", type=float, nargs="*", default=[3e-4])
    parser.add_argument("--hidden-dropout", type=float, default=0.0)
    parser.add_argument("--only", default="", help="LoRA scenarios whose name contains this")
    options = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    config = json.loads((options.model / "config.json").read_text())
    tensors = load_file(options.model / "model.safetensors")
    tokenizer = Tokenizer.from_file(str((options.tokenizer or options.model) / "tokenizer.json"))
    train = read(options.data / "train.tsv", tokenizer)[:2]
    *validation, kinds = read(options.data / "validation.tsv", tokenizer)
    dropout = {"hidden": options.hidden_dropout, "attention": options.hidden_dropout, "lora": 0.05, "classifier": 0.05}
    layers = config["num_hidden_layers"]

    def report(names, rates, right):
        for i, name in enumerate(names):
            some = right[i * options.seeds : (i + 1) * options.seeds]
            accuracy = some.mean(1)
            detail = ""
            if name in ("LoRA all r=8", "full", "classifier only"):
                of = lambda kind: some[:, [k == kind for k in kinds]].mean().item()
                detail = " ".join(f"{kind} {of(kind):.2f}" for kind in dict.fromkeys(kinds))
            print(f"{name:26s} lr {rates[i]:.0e}  {accuracy.mean():.4f} sd {accuracy.std():.4f}  {detail}", flush=True)

    def trial(names, rates, masks, ranks, full, epochs):
        repeat = lambda x: [v for v in x for _ in range(options.seeds)]
        masks = torch.tensor(repeat(masks), dtype=torch.float32)
        stack = Stack(tensors, config, masks, repeat(ranks), full, dropout, 0, device)
        report(names, rates, fine_tune(stack, train, validation, repeat(rates), options, epochs))

    nothing = [[0] * 6] * layers
    names, rates, masks, ranks = [], [], [], []
    for name, (rank, adapted, components) in scenarios(layers).items():
        if options.only in name:
            for rate in options.lora_lr:
                names.append(name)
                rates.append(rate)
                ranks.append(rank)
                masks.append([[int(l in adapted and c in components) for c in COMPONENTS] for l in range(1, layers + 1)])
    if names:
        trial(names, rates, masks, ranks, False, options.epochs)
    for epochs in options.classifier_epochs:
        n = len(options.classifier_lr)
        print(f"classifier only, {epochs} epochs")
        trial(["classifier only"] * n, options.classifier_lr, [nothing] * n, [1] * n, False, epochs)
    for rate in options.full_lr:
        trial(["full"], [rate], [nothing], [1], True, options.epochs)


if __name__ == "__main__":
    main()
