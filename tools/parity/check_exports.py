"""Loads what the lab exports with PEFT and Transformers, and compares logits with the lab's.

    WRITE_EXPORTS=1 npx vitest run --project unit src/interop/exports.test.ts   # after a change of the exports
    python tools/parity/check_exports.py                                        # what is committed
    python tools/parity/check_exports.py --adapter DIR --base DIR               # loads an adapter of your own

Ends with status 1 where logits differ by 1e-4 or more, or a tensor is missing or left over.
"""

import argparse
import json
import sys
import warnings
from pathlib import Path

import numpy as np
import torch
from peft import PeftModel
from safetensors.torch import load_file
from transformers import AutoModelForSequenceClassification
from transformers.utils import logging

FIXTURES = Path(__file__).parent / "fixtures"
TOLERANCE = 1e-4


def logits(model: torch.nn.Module, texts: list[list[int]]) -> np.ndarray:
    model.eval()
    with torch.no_grad():
        return np.array([model(input_ids=torch.tensor([ids]),
                               attention_mask=torch.ones(1, len(ids), dtype=torch.long)).logits[0].tolist()
                         for ids in texts])


def load_adapter(base: Path, folder: Path, labels: int) -> torch.nn.Module:
    """Loads an export as the lab's documentation says, and fails if PEFT warns, for example of missing keys."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        warnings.simplefilter("ignore", FutureWarning)
        model = AutoModelForSequenceClassification.from_pretrained(base, num_labels=labels)
        model = PeftModel.from_pretrained(model, folder)
    stored = {name: value for name, value in load_file(folder / "adapter_model.safetensors").items()}
    loaded = {name.replace(".default", "").replace(".modules_to_save", ""): value
              for name, value in model.named_parameters() if ".default" in name}
    assert stored.keys() == loaded.keys(), stored.keys() ^ loaded.keys()
    assert all(torch.equal(stored[name], loaded[name]) for name in stored)
    return model


def load_whole(folder: Path, labels: int) -> torch.nn.Module:
    model, report = AutoModelForSequenceClassification.from_pretrained(folder, output_loading_info=True)
    assert not any(report[kind] for kind in ("missing_keys", "unexpected_keys", "mismatched_keys")), report
    assert model.config.num_labels == labels and model.config.id2label[1] == "so-so", model.config
    return model


def check(folder: Path) -> float:
    case = json.loads((folder / "case.json").read_text())
    wanted = np.array(case["logits"])
    base = FIXTURES / "adapters" / f"base-{case['base']}"
    model = load_whole(folder, wanted.shape[1]) if case["whole"] else load_adapter(base, folder, wanted.shape[1])
    plain = logits(AutoModelForSequenceClassification.from_pretrained(base), case["texts"])
    assert np.abs(wanted - plain).max() > 0.05, f"{folder.name} hardly differs from the base model"
    found = np.abs(logits(model, case["texts"]) - wanted).max()
    if not case["whole"]:
        merged = model.merge_and_unload()
        found = max(found, np.abs(logits(merged, case["texts"]) - wanted).max())
    return float(found)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--adapter", type=Path)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--labels", type=int, default=2)
    arguments = parser.parse_args()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    if arguments.adapter:
        load_adapter(arguments.base, arguments.adapter, arguments.labels)
        print("loaded")
        sys.exit(0)
    worst = {folder.name: check(folder) for folder in sorted((FIXTURES / "exports").iterdir())}
    for name, error in worst.items():
        print(f"{name:24} {error:.1e}")
    sys.exit(1 if max(worst.values()) >= TOLERANCE else 0)
