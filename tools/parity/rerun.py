"""Runs the experiment of a results file again with Hugging Face Transformers and PEFT, and puts both side by side.

    python tools/parity/rerun.py results.json --model DIR --train FILE.tsv --validation FILE.tsv [--device cuda]

The same scenarios, hyperparameters, numbers of trials and head; PyTorch's own random numbers. So single trials differ,
and means should agree within a standard deviation. Reads what the lab's command line was given as local files:
tab-separated, with all rows used; methods lora, classifier and full on a RoBERTa or BERT checkpoint.
"""

import argparse
import csv
import json
import math
import statistics
import sys
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoConfig, PreTrainedTokenizerFast, RobertaForSequenceClassification

from cases import MODULE_NAMES
from oracle import BertWithHead, adam_w, scheduler_of

FAMILIES = {"bert": BertWithHead, "roberta": RobertaForSequenceClassification}
PADDING = {"bert": "[PAD]", "roberta": "<pad>"}
HEAD_DEVIATION = 0.02
BATCHES_PER_WINDOW = 8  # sorted by length together: src/data/batches.ts


def read_rows(path: Path, text: str, label: str) -> list[tuple[str, str]]:
    """(text, label) of every row."""
    with path.open(encoding="utf-8", newline="") as file:
        return [(row[text], row[label]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def make_model(folder: Path, scenario: dict, training: dict, labels: int, seed: int) -> torch.nn.Module:
    """The pretrained model with a new head, and the scenario's adapters or whatever else it trains."""
    torch.manual_seed(seed)
    config = AutoConfig.from_pretrained(folder, num_labels=labels)
    dropout = training["dropout"]
    config.hidden_dropout_prob = dropout["hidden"]
    config.attention_probs_dropout_prob = dropout["attention"]
    config.classifier_dropout = dropout["classifier"]
    model = FAMILIES[config.model_type].from_pretrained(folder, config=config, dtype=torch.float32)
    for name, value in model.classifier.named_parameters():
        torch.nn.init.zeros_(value) if name.endswith("bias") else torch.nn.init.normal_(value, std=HEAD_DEVIATION)
    if scenario["method"] == "full":
        return model
    if scenario["method"] == "classifier":
        for name, value in model.named_parameters():
            value.requires_grad_(name.startswith("classifier."))
        return model
    targets = [f"{config.model_type}.encoder.layer.{layer}.{MODULE_NAMES[component]}"
               for layer, components in enumerate(scenario["modules"]) for component in components]
    model = get_peft_model(model, LoraConfig(
        task_type="SEQ_CLS", r=scenario["rank"], lora_alpha=scenario["alpha"], use_rslora=scenario["rsLora"],
        lora_dropout=dropout["lora"], target_modules=targets, modules_to_save=["classifier"]))
    for name, value in model.named_parameters():
        if "lora_A" in name:
            torch.nn.init.normal_(value, std=value.shape[1] ** -0.5)
    return model


def epoch(rows: list, size: int, random: torch.Generator | None, mixed: bool) -> list[list[int]]:
    """Row numbers, batch by batch. In random order a batch has texts of similar length, as in the lab, unless `mixed`."""
    if random is None:
        return [list(range(len(rows)))[at : at + size] for at in range(0, len(rows), size)]
    shuffled = torch.randperm(len(rows), generator=random).tolist()
    batches = []
    for at in range(0, len(rows), BATCHES_PER_WINDOW * size):
        window = shuffled[at : at + BATCHES_PER_WINDOW * size]
        if not mixed:
            window.sort(key=lambda row: len(rows[row][0]))
        batches += [window[start : start + size] for start in range(0, len(window), size)]
    return [batches[index] for index in torch.randperm(len(batches), generator=random).tolist()]


def train(model: torch.nn.Module, scenario: dict, training: dict, rows: list, collate, seed: int, mixed: bool) -> None:
    """AdamW over the steps or epochs that the scenario or the experiment names."""
    trained = {name: value for name, value in model.named_parameters() if value.requires_grad}
    duration, size = scenario.get("duration", training["duration"]), training["batchSize"]
    per_epoch = math.ceil(len(rows) / size)
    steps = duration["count"] * (1 if duration["unit"] == "steps" else per_epoch)
    optimizer = adam_w(trained, scenario.get("learningRate", training["learningRate"]), training["weightDecay"])
    scheduler = scheduler_of(training["schedule"], optimizer, math.ceil(steps * training["warmup"]), steps)
    order, random = [], torch.Generator().manual_seed(seed)
    model.train()
    for _ in range(steps):
        if not order:
            order = epoch(rows, size, random if training["shuffle"] else None, mixed)
        inputs, labels = collate([rows[index] for index in order.pop(0)])
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(**inputs).logits, labels).backward()
        torch.nn.utils.clip_grad_norm_(trained.values(), training["gradientClip"])
        optimizer.step()
        scheduler.step()


def accuracy(model: torch.nn.Module, rows: list, collate) -> float:
    """Share of the rows that the model classifies right; batches are by length."""
    model.eval()
    hits, ordered = 0, sorted(rows, key=lambda row: len(row[0]))
    with torch.no_grad():
        for at in range(0, len(ordered), 64):
            inputs, labels = collate(ordered[at : at + 64])
            hits += int((model(**inputs).logits.argmax(-1) == labels).sum())
    return hits / len(rows)


def spread(values: list[float]) -> str:
    deviation = statistics.stdev(values) if len(values) > 1 else float("nan")
    return f"{statistics.mean(values):.3f} (sd {deviation:.3f}, {' '.join(f'{v:.3f}' for v in values)})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results", type=Path)
    for name in ("model", "train", "validation"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--trials", type=int, help="instead of the experiment's")
    parser.add_argument("--only", help="the scenario of this name")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--mixed-lengths", action="store_true", help="draw batches without regard to length")
    arguments = parser.parse_args()
    results = json.loads(arguments.results.read_text(encoding="utf-8"))
    experiment = results["experiment"]
    training, columns = experiment["training"], experiment["data"]
    files = [read_rows(path, columns["textColumn"], columns["labelColumn"])
             for path in (arguments.train, arguments.validation)]
    names = sorted({label for _, label in files[0]})
    family = AutoConfig.from_pretrained(arguments.model).model_type
    vocabulary = str(arguments.model / "tokenizer.json")
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=vocabulary, pad_token=PADDING[family])

    def collate(rows: list[tuple[str, str]]) -> tuple[dict, torch.Tensor]:
        inputs = tokenizer([text for text, _ in rows], padding=True, truncation=True, max_length=training["maxLength"],
                           return_tensors="pt", return_token_type_ids=False).to(arguments.device)
        return dict(inputs), torch.tensor([names.index(label) for _, label in rows], device=arguments.device)

    for scenario in experiment["scenarios"]:
        if arguments.only not in (None, scenario["name"]):
            continue
        ours = [trial["accuracy"] for trial in results["trials"]
                if trial["scenario"]["name"] == scenario["name"] and trial["status"] == "done"]
        theirs = []
        for seed in range(1, (arguments.trials or experiment["trials"]) + 1):
            model = make_model(arguments.model, scenario, training, len(names), seed).to(arguments.device)
            train(model, scenario, training, files[0], collate, seed, arguments.mixed_lengths)
            theirs.append(accuracy(model, files[1], collate))
            print(f"{scenario['name']}, seed {seed}: {theirs[-1]:.4f}", file=sys.stderr, flush=True)
        print(f"{scenario['name']}: lab {spread(ours) if ours else 'none'}; PyTorch {spread(theirs)}", flush=True)


if __name__ == "__main__":
    main()
