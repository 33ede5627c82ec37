"""Writes what PyTorch and PEFT say of the scores of modules, or checks that the committed file is still that.

    python tools/parity/make_scores_fixture.py [--check]

src/parity/scores.parity.test.ts compares src/scores/ with fixtures/scores/roberta-mini.json: the embedded model, the first
sentences of the embedded data set, adapters on all 72 modules. What the lab draws by its seeds (A, the head, the order of
the sentences) comes from cluster/, whose generators are held to the lab's by vectors of their own.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch
from peft import LoraConfig, get_peft_model
from tokenizers import Tokenizer
from transformers import RobertaForSequenceClassification

from cases import MODULE_NAMES
from oracle import fixture_name, trainable

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "cluster"))

from lora_lab_cluster.generators.batches import epoch_groups  # noqa: E402
from lora_lab_cluster.generators.initial import initial_values  # noqa: E402
from lora_lab_cluster.generators.random import LabRandom  # noqa: E402

FIXTURE = Path(__file__).parent / "fixtures" / "scores" / "roberta-mini.json"
SENTENCES = 40
BATCH = 8
BATCHES = 3
SEEDS = (1, 2)
RANK = 8
LAYERS = 12
TRAINED = {".B": 0.1, ".weight": 0.3}
"""Deviation of what the knock-out draws instead of training it, B and the head: enough for each module to show."""
TOLERANCE = 1e-5
"""Relative: another processor sums in another order."""


def read_sentences() -> tuple[list[list[int]], list[int]]:
    """Token ids and labels of the first training sentences."""
    tokenizer = Tokenizer.from_file(str(ROOT / "public/models/roberta-mini/tokenizer.json"))
    lines = (ROOT / "public/datasets/review-sentences/train.tsv").read_text().splitlines()[1 : SENTENCES + 1]
    rows = [line.split("\t") for line in lines]
    return [tokenizer.encode(row[0]).ids for row in rows], [int(row[1]) for row in rows]


def build() -> torch.nn.Module:
    """The embedded model in evaluation mode, so without dropout, with adapters on all modules."""
    model = RobertaForSequenceClassification.from_pretrained(
        ROOT / "public/models/roberta-mini", num_labels=2, attn_implementation="eager", dtype=torch.float32)
    targets = [f"roberta.encoder.layer.{layer}.{name}" for layer in range(LAYERS) for name in MODULE_NAMES.values()]
    model = get_peft_model(model, LoraConfig(task_type="SEQ_CLS", target_modules=targets, r=RANK, lora_alpha=RANK,
                                             lora_dropout=0.0, bias="none"))
    return model.eval()


def begin(model: torch.nn.Module, seed: int) -> dict[str, torch.nn.Parameter]:
    """Gives everything that trains the values with which a trial of the seed begins, and returns it by name."""
    parameters = trainable(model)
    with torch.no_grad():
        for name, value in parameters.items():
            value.copy_(torch.from_numpy(initial_values(name, tuple(value.shape), seed)))
    return parameters


def loss_of(model: torch.nn.Module, ids: list[list[int]], labels: list[int], chosen: list[int]) -> torch.Tensor:
    """Mean cross-entropy of the chosen sentences, and their logits."""
    longest = max(len(ids[i]) for i in chosen)
    tokens = torch.tensor([ids[i] + [1] * (longest - len(ids[i])) for i in chosen])
    output = model(input_ids=tokens, attention_mask=(tokens != 1).long(),
                   labels=torch.tensor([labels[i] for i in chosen]))
    return output.loss, output.logits


def module_names() -> list[str]:
    """The modules in the order of the lab's scores: `layer.0.query`, lowest layer first."""
    return [f"layer.{layer}.{component}" for layer in range(LAYERS) for component in MODULE_NAMES]


def gradient_scores(model: torch.nn.Module, ids: list[list[int]], labels: list[int]) -> list[list[list[float]]]:
    """The mean squared gradient of each module's B, by seed, batch and module."""
    result = []
    for seed in SEEDS:
        parameters = begin(model, seed)
        result.append([])
        for group in first_groups(ids, seed):
            model.zero_grad()
            loss_of(model, ids, labels, group)[0].backward()
            result[-1].append([float((parameters[f"{name}.B"].grad.double() ** 2).mean()) for name in module_names()])
    return result


def train(model: torch.nn.Module) -> None:
    """Draws what a trained scenario would have learned."""
    parameters = begin(model, SEEDS[0])
    with torch.no_grad():
        for name, value in parameters.items():
            deviation = next((TRAINED[end] for end in TRAINED if name.endswith(end)), None)
            if deviation is not None:
                drawn = deviation * LabRandom(SEEDS[0], f"fixture {name}").normals(value.numel())
                value.copy_(torch.from_numpy(drawn.astype(np.float32)).reshape(value.shape))


def adapted_modules(model: torch.nn.Module) -> dict[str, torch.nn.Module]:
    """PEFT's layers by the lab's names: `layer.0.query`."""
    return {fixture_name(f"{name}.lora_B.default.weight").removesuffix(".B"): module
            for name, module in model.named_modules() if hasattr(module, "lora_A")}


def first_groups(ids: list[list[int]], seed: int) -> list[list[int]]:
    """The sentences of the first batches of a seed."""
    lengths = np.array([len(row) for row in ids], np.int32)
    return [group.tolist() for group in epoch_groups(lengths, LabRandom(seed, "data order"), BATCH)[:BATCHES]]


def inputs_of(model: torch.nn.Module, ids: list[list[int]], labels: list[int], group: list[int]) -> dict:
    """What every module gets, [tokens, in]: of real tokens, and of the last layer behind attention of first tokens."""
    longest = max(len(ids[i]) for i in group)
    real = torch.tensor([[at < len(ids[i]) for at in range(longest)] for i in group])
    first = torch.zeros_like(real)
    first[:, 0] = True
    seen = {}

    def keep(name: str):
        rows = first if name.split(".")[1] == str(LAYERS - 1) and name.endswith(("attentionOutput", "up", "down")) else real
        return lambda module, given: seen.update({name: given[0].detach()[rows].double()})

    hooks = [module.register_forward_pre_hook(keep(name)) for name, module in adapted_modules(model).items()]
    with torch.no_grad():
        loss_of(model, ids, labels, group)
    for hook in hooks:
        hook.remove()
    return seen


def lora_drop(model: torch.nn.Module, ids: list[list[int]], labels: list[int]) -> list[list[float]]:
    """Each adapter's share of the squared length of what all put out, by batch of the first seed and module."""
    train(model)
    adapters = adapted_modules(model)
    result = []
    for group in first_groups(ids, SEEDS[0]):
        seen = inputs_of(model, ids, labels, group)
        norms = []
        for name in module_names():
            adapter = adapters[name]
            a, b = (matrix["default"].weight.detach().double() for matrix in (adapter.lora_A, adapter.lora_B))
            put_out = seen[name] @ a.T @ b.T * adapter.scaling["default"]
            norms.append(float((put_out ** 2).sum(1).mean()))
        result.append([norm / sum(norms) for norm in norms])
    return result


def feature_norms(model: torch.nn.Module, ids: list[list[int]], labels: list[int]) -> list[list[list[float]]]:
    """PLoP's normalized feature norms of the pretrained model, by seed, batch and module."""
    result = []
    for seed in SEEDS:
        begin(model, seed)  # B = 0: the adapters change nothing
        result.append([])
        for group in first_groups(ids, seed):
            seen = inputs_of(model, ids, labels, group)
            result[-1].append([])
            for name in module_names():
                weight = adapted_modules(model)[name].base_layer.weight.detach().double()
                z = seen[name]
                length = (z @ weight.T).norm(dim=1) / (weight.norm() * z.norm(dim=1))
                result[-1][-1].append(float(weight.shape[1] ** 0.5 * length.mean()))
    return result


def knock_out(model: torch.nn.Module, ids: list[list[int]], labels: list[int]) -> dict:
    """Loss and hits on all sentences: with every adapter, and without each of them."""
    train(model)
    adapters = adapted_modules(model)
    everyone = list(range(len(ids)))

    def measure() -> dict:
        with torch.no_grad():
            loss, logits = loss_of(model, ids, labels, everyone)
        return {"loss": float(loss), "hits": int((logits.argmax(1) == torch.tensor(labels)).sum())}

    result = {"all": measure(), "without": []}
    for name in module_names():
        scaling = adapters[name].scaling["default"]
        adapters[name].scaling["default"] = 0.0
        result["without"].append(measure())
        adapters[name].scaling["default"] = scaling
    return result


def make() -> dict:
    torch.manual_seed(0)
    torch.set_num_threads(1)
    ids, labels = read_sentences()
    model = build()
    return {"rank": RANK, "batch": BATCH, "seeds": list(SEEDS), "trained": TRAINED,
            "sentences": [{"ids": row, "label": label} for row, label in zip(ids, labels, strict=True)],
            "gradient": gradient_scores(model, ids, labels), "knockOut": knock_out(model, ids, labels),
            "loraDrop": lora_drop(model, ids, labels), "plop": feature_norms(model, ids, labels)}


def differs(made: object, committed: object) -> bool:
    if isinstance(made, float):
        return abs(made - committed) > TOLERANCE * abs(committed)
    if isinstance(made, dict):
        return made.keys() != committed.keys() or any(differs(made[key], committed[key]) for key in made)
    if isinstance(made, list):
        return len(made) != len(committed) or any(map(differs, made, committed))
    return made != committed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    made = make()
    if not check:
        FIXTURE.parent.mkdir(exist_ok=True)
        FIXTURE.write_text(json.dumps(made) + "\n")
    elif differs(made, json.loads(FIXTURE.read_text())):
        raise SystemExit(f"{FIXTURE} is not what PyTorch and PEFT say now.")
    else:
        print("The committed fixture can be made again.")


if __name__ == "__main__":
    main()
