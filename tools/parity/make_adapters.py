"""Writes adapters with PEFT on tiny RoBERTa and BERT classifiers, with the logits that they give.

    python tools/parity/make_adapters.py            # writes fixtures/adapters/
    python tools/parity/make_adapters.py --check    # makes them again, compares, writes nothing

The lab reads these adapters, must compute the same logits, and must write the same tensors again
(src/interop/peft/peft.test.ts).
"""

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import load_file
from transformers import (BertConfig, BertForSequenceClassification, RobertaConfig,
                          RobertaForSequenceClassification)

FOLDER = Path(__file__).parent / "fixtures" / "adapters"
TOLERANCE = 1e-5
LABELS = 3
SHAPE = dict(vocab_size=40, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=24,
             max_position_embeddings=26, num_labels=LABELS)
BASES = {
    "roberta": (RobertaForSequenceClassification, RobertaConfig(
        **SHAPE, type_vocab_size=1, pad_token_id=1, bos_token_id=0, eos_token_id=2, layer_norm_eps=1e-5)),
    "bert": (BertForSequenceClassification, BertConfig(**SHAPE, type_vocab_size=2, pad_token_id=0)),
}
SAVED = {"roberta": ["classifier"], "bert": ["bert.pooler", "classifier"]}
DUMMY = "dummy-target-modules"  # PEFT's name for an adapter on no module

# For each name, the base model and the arguments of LoraConfig.
CASES = {
    "partial": ("roberta", dict(r=3, lora_alpha=6, target_modules=[
        "roberta.encoder.layer.0.attention.self.value", "roberta.encoder.layer.0.attention.output.dense",
        "roberta.encoder.layer.1.attention.self.query", "roberta.encoder.layer.1.intermediate.dense",
        "roberta.encoder.layer.1.output.dense"])),
    "rslora-suffixes": ("roberta", dict(r=4, lora_alpha=6, use_rslora=True, layers_to_transform=[1],
                                        layers_pattern="layer", target_modules=["query", "output.dense"])),
    "ranks": ("roberta", dict(r=2, lora_alpha=4, target_modules=r".*\.(query|key|value|intermediate\.dense)",
                              exclude_modules=["roberta.encoder.layer.0.attention.self.key"],
                              rank_pattern={"query": 4, r"layer\.1\.intermediate.dense": 1},
                              alpha_pattern={"layer.0.attention.self.value": 8, "query": 1})),
    "all-linear": ("roberta", dict(r=1, lora_alpha=2, target_modules="all-linear")),
    "classifier-only": ("roberta", dict(target_modules=DUMMY)),
    "bert-partial": ("bert", dict(r=2, lora_alpha=3, target_modules=[
        "bert.encoder.layer.0.attention.self.key", "bert.encoder.layer.1.output.dense"])),
    "bert-classifier-only": ("bert", dict(target_modules=DUMMY)),
    "dora": ("roberta", dict(r=2, lora_alpha=3, use_dora=True, target_modules=[
        "roberta.encoder.layer.0.attention.self.value", "roberta.encoder.layer.1.intermediate.dense",
        "roberta.encoder.layer.1.output.dense"])),
}


def fill(model: torch.nn.Module, seed: int) -> None:
    """Random values for every parameter from NumPy's PCG64, large enough for each parameter to matter."""
    random = np.random.default_rng(seed)
    with torch.no_grad():
        for name, value in sorted(model.named_parameters()):
            noise = 0.25 * random.standard_normal(tuple(value.shape))
            if name.endswith("LayerNorm.weight"):
                noise += 1
            value.copy_(torch.from_numpy(noise.astype(np.float32)))


def make_base(kind: str) -> torch.nn.Module:
    cls, config = BASES[kind]
    model = cls._from_config(config, attn_implementation="eager")
    fill(model, 7)
    return model.eval()


def texts(kind: str) -> list[list[int]]:
    """Token ids of different lengths, without padding tokens."""
    random = np.random.default_rng(11)
    return [random.integers(4, SHAPE["vocab_size"], length).tolist() for length in (3, 8, 13, 20)]


def logits(model: torch.nn.Module, rows: list[list[int]]) -> list[list[float]]:
    with torch.no_grad():
        return [model(input_ids=torch.tensor([row]), attention_mask=torch.ones(1, len(row), dtype=torch.long)
                      ).logits[0].tolist() for row in rows]


def make(folder: Path) -> None:
    for kind in BASES:
        make_base(kind).save_pretrained(folder / f"base-{kind}")
        (folder / f"base-{kind}" / "case.json").write_text(
            json.dumps({"texts": texts(kind), "logits": logits(make_base(kind), texts(kind))}) + "\n")
    for index, (name, (kind, options)) in enumerate(CASES.items()):
        base = make_base(kind)
        plain = logits(base, texts(kind))
        model = get_peft_model(base, LoraConfig(task_type="SEQ_CLS", modules_to_save=SAVED[kind], **options))
        trainable = torch.nn.ParameterList(v for v in model.parameters() if v.requires_grad)
        fill(trainable, 100 + index)
        model.eval()
        model.peft_config["default"].base_model_name_or_path = f"base-{kind}"
        target = folder / name
        model.save_pretrained(target)
        (target / "README.md").unlink(missing_ok=True)
        found = logits(model, texts(kind))
        assert np.abs(np.array(found) - np.array(plain)).max() > 0.05, f"{name}: the adapter hardly matters"
        (target / "case.json").write_text(json.dumps(
            {"base": kind, "modules": adapted(model), "texts": texts(kind), "logits": found}) + "\n")
        print(f"{name}: {len(adapted(model))} modules")


def adapted(model: torch.nn.Module) -> dict[str, dict]:
    """Rank and scaling of every module that PEFT put an adapter on."""
    return {name.removeprefix("base_model.model."): {"rank": module.r["default"], "scaling": module.scaling["default"]}
            for name, module in model.named_modules() if hasattr(module, "lora_A") and "default" in module.lora_A}


def check(made: Path) -> list[str]:
    """Where the committed files differ from what was just made."""
    found = []
    for path in sorted(made.rglob("*")):
        stored = FOLDER / path.relative_to(made)
        if path.is_dir():
            continue
        if not stored.exists():
            found.append(f"{stored.name} is missing in {stored.parent.name}")
        elif path.suffix == ".safetensors":
            old, new = load_file(stored), load_file(path)
            if old.keys() != new.keys() or any(not torch.equal(old[name], new[name]) for name in new):
                found.append(f"{stored.parent.name}: {stored.name} differs")
        elif path.name == "case.json":
            old, new = json.loads(stored.read_text()), json.loads(path.read_text())
            if np.abs(np.array(old["logits"]) - np.array(new["logits"])).max() > TOLERANCE:
                found.append(f"{stored.parent.name}: logits differ")
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    torch.manual_seed(0)
    if arguments.check:
        with tempfile.TemporaryDirectory() as temporary:
            make(Path(temporary))
            problems = check(Path(temporary))
        print("\n".join(problems) or "all as committed")
        sys.exit(1 if problems else 0)
    shutil.rmtree(FOLDER, ignore_errors=True)
    make(FOLDER)
