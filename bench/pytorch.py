"""The peer of bench/step in PyTorch, Transformers and PEFT: the same cases, one line of JSON each.

    python3 bench/pytorch.py --steps 20 --out pytorch.json

Random weights in the shape of RoBERTa base, no dropout anywhere, and AdamW after clipping as in the lab; `--shape`
and `--batch` choose others. Eager float32 without TF32 is measured unless `--modes` names more, each of parts joined
by "+": eager, tf32, bf16 (autocast), compile, graphs (compiled, replayed as CUDA graphs), fused (AdamW in one kernel).

    python3 bench/pytorch.py --cases lora --modes eager,tf32+compile,bf16+graphs+fused
    python3 bench/pytorch.py --shape minilm --cases trial --modes eager,fused

`--device cpu --tiny` tries the script without a GPU.
"""

import argparse
import gc
import json
import math
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import torch
from peft import LoraConfig, get_peft_model
from transformers import RobertaConfig, RobertaForSequenceClassification

COMPONENTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attentionOutput": "attention.output.dense",
    "up": "intermediate.dense",
    "down": "output.dense",
}
RANK = 8
LEARNING_RATE, WEIGHT_DECAY, BETAS, EPSILON, CLIP_NORM = 1e-3, 0.01, (0.9, 0.98), 1e-6, 1.0
SEED, FIRST_WORD, PAD, LENGTH_STEP = 1, 4, 1, 8
# SST-2's validation sentences, as in bench/step/cases.ts: a logistic distribution's quantiles, cut off.
EVALUATED, MEAN_LENGTH, LENGTH_SCALE, SHORTEST, LONGEST = 872, 25, 6, 4, 66
EVALUATION_RUNS = 3
TRIAL_STEPS, TINY_TRIAL_STEPS = 250, 3
MIB = 2**20


@dataclass(frozen=True)
class Shape:
    """A model and its batches, as (sentences, tokens)."""

    layers: int
    hidden: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    usual: tuple[int, int]
    small: tuple[int, int]


BASE = Shape(12, 768, 12, 3072, 50265, 514, (32, 128), (16, 64))
SHAPES = {
    "base": BASE,
    "large": Shape(24, 1024, 16, 4096, 50265, 514, (16, 128), (8, 64)),
    "minilm": Shape(6, 384, 12, 1536, 30522, 512, (32, 32), (8, 32)),
}
TINY = Shape(2, 32, 4, 64, 100, 80, (32, 16), (16, 8))


@dataclass(frozen=True)
class Case:
    """What trains, and on which batches. `modules` are (layer, component) pairs; layers count from 0."""

    id: str
    method: str  # 'lora', 'classifier' or 'full'
    batch: tuple[int, int]
    modules: tuple[tuple[int, str], ...] = ()
    checkpointing: bool = False
    evaluates: bool = False
    is_trial: bool = False
    rank: int = RANK


PARTS = ("eager", "tf32", "bf16", "compile", "graphs", "fused")


@dataclass(frozen=True)
class Mode:
    """A way to run PyTorch, as the set of its parts."""

    parts: frozenset[str]

    @staticmethod
    def of(text: str) -> "Mode":
        parts = frozenset(text.split("+"))
        unknown = parts - set(PARTS)
        if unknown:
            raise ValueError(f"There is no mode {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}.")
        if "eager" in parts and parts & {"compile", "graphs"}:
            raise ValueError(f"{text} is both eager and compiled.")
        return Mode(parts)

    @property
    def name(self) -> str:
        """Empty for eager float32 with torch's default AdamW."""
        return "+".join(part for part in PARTS[1:] if part in self.parts)

    @property
    def fused(self) -> bool:
        return "fused" in self.parts

    def prepare(self) -> None:
        """Sets what is global: whether float32 products may be rounded to TF32."""
        torch.backends.cuda.matmul.allow_tf32 = "tf32" in self.parts
        torch.backends.cudnn.allow_tf32 = "tf32" in self.parts

    def wrap(self, model: torch.nn.Module) -> Callable[..., Any]:
        if "graphs" in self.parts:
            return torch.compile(model, mode="reduce-overhead")
        return torch.compile(model) if "compile" in self.parts else model

    def autocast(self, device: "Device") -> torch.autocast:
        kind = "cuda" if device.cuda else "cpu"
        return torch.autocast(kind, dtype=torch.bfloat16, enabled="bf16" in self.parts)


def cases_of(shape: Shape) -> list[Case]:
    every = tuple((layer, component) for layer in range(shape.layers) for component in COMPONENTS)
    value_up = tuple((layer, component) for layer, component in every if component in ("value", "up"))
    upper = tuple((layer, component) for layer, component in every if layer >= shape.layers / 2)
    return [
        Case("lora", "lora", shape.usual, every),
        Case("lora-small", "lora", shape.small, every),
        Case("value-up", "lora", shape.usual, value_up),
        Case("upper", "lora", shape.usual, upper),
        Case("classifier", "classifier", shape.usual),
        Case("full", "full", shape.usual),
        Case("checkpointing", "lora", shape.usual, every, checkpointing=True),
        Case("evaluate", "lora", shape.usual, every, evaluates=True),
        Case("trial", "lora", shape.usual, every, is_trial=True),
    ]


class Device:
    """The few things that differ between a GPU and the CPU."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.cuda = name.startswith("cuda")

    def synchronize(self) -> None:
        if self.cuda:
            torch.cuda.synchronize()

    def reset_peak(self) -> None:
        gc.collect()
        if self.cuda:
            torch.cuda.empty_cache()
            torch.cuda.reset_peak_memory_stats()

    def peak(self) -> dict[str, float | None]:
        """Most MiB since the reset: of live tensors, and including what the allocator keeps for the next ones."""
        return {
            "peakAllocatedMiB": torch.cuda.max_memory_allocated() / MIB if self.cuda else None,
            "peakReservedMiB": torch.cuda.max_memory_reserved() / MIB if self.cuda else None,
        }

    def milliseconds(self, work: Callable[[], object]) -> float:
        self.synchronize()
        start = time.perf_counter()
        work()
        self.synchronize()
        return 1000 * (time.perf_counter() - start)


def spread(values: list[float]) -> dict[str, float]:
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def build(shape: Shape, case: Case, device: Device, attention: str) -> torch.nn.Module:
    config = RobertaConfig(
        vocab_size=shape.vocabulary, hidden_size=shape.hidden, num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads, intermediate_size=shape.intermediate,
        max_position_embeddings=shape.positions, type_vocab_size=1, layer_norm_eps=1e-5, pad_token_id=PAD,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, classifier_dropout=0.0, num_labels=2,
    )
    torch.manual_seed(SEED)
    model = RobertaForSequenceClassification._from_config(config, attn_implementation=attention).float()
    if case.checkpointing:
        model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
    if case.method == "classifier":
        for name, value in model.named_parameters():
            value.requires_grad_(name.startswith("classifier."))
    if case.method == "lora":
        # Names are whole, because "output.dense" alone would match the attention's too.
        targets = [f"roberta.encoder.layer.{layer}.{COMPONENTS[component]}" for layer, component in case.modules]
        model = get_peft_model(model, LoraConfig(
            task_type="SEQ_CLS", target_modules=targets, modules_to_save=["classifier"], r=case.rank,
            lora_alpha=2 * case.rank, lora_dropout=0.0, bias="none",
        ))
        adapters = sum(".lora_A." in name for name, _ in model.named_parameters())
        assert adapters == len(case.modules), f"{adapters} modules have adapters, not {len(case.modules)}"
    return model.to(device.name)


def make_optimizer(model: torch.nn.Module, fused: bool) -> torch.optim.AdamW:
    """Groups parameters as the Trainer does: no weight decay on biases and LayerNorm."""
    groups: dict[bool, list[torch.nn.Parameter]] = {True: [], False: []}
    for name, value in model.named_parameters():
        if value.requires_grad:
            groups[not name.endswith(".bias") and "LayerNorm" not in name].append(value)
    return torch.optim.AdamW(
        [{"params": groups[True], "weight_decay": WEIGHT_DECAY}, {"params": groups[False], "weight_decay": 0.0}],
        lr=LEARNING_RATE, betas=BETAS, eps=EPSILON, fused=fused or None,
    )


def make_batch(lengths: list[int], shape: Shape, padded: int) -> dict[str, torch.Tensor]:
    """Random sentences on the host."""
    generator = torch.Generator().manual_seed(SEED)
    words = torch.randint(FIRST_WORD, shape.vocabulary, (len(lengths), padded), generator=generator)
    mask = (torch.arange(padded)[None, :] < torch.tensor(lengths)[:, None]).long()
    labels = torch.arange(len(lengths)) % 2
    return {"input_ids": torch.where(mask == 1, words, PAD), "attention_mask": mask, "labels": labels}


def evaluation_batches(shape: Shape, size: int, sentences: int = EVALUATED) -> list[dict[str, torch.Tensor]]:
    """Shortest first, each padded to the next multiple of 8."""
    shares = [(i + 0.5) / sentences for i in range(sentences)]
    lengths = [math.floor(MEAN_LENGTH + LENGTH_SCALE * math.log(share / (1 - share)) + 0.5) for share in shares]
    lengths = sorted(min(LONGEST, max(SHORTEST, length)) for length in lengths)
    groups = [lengths[start:start + size] for start in range(0, sentences, size)]
    return [make_batch(group, shape, -(-group[-1] // LENGTH_STEP) * LENGTH_STEP) for group in groups]


def to_device(batch: dict[str, torch.Tensor], device: Device, mask: bool) -> dict[str, torch.Tensor]:
    return {
        name: value.to(device.name, non_blocking=True)
        for name, value in batch.items()
        if mask or name != "attention_mask"
    }


class Trainee:
    """A model in training, step by step."""

    def __init__(self, shape: Shape, case: Case, device: Device, mode: Mode, options: argparse.Namespace) -> None:
        self.device, self.mode, self.options = device, mode, options
        mode.prepare()
        self.model = build(shape, case, device, options.attention)
        self.model.train()
        self.optimizer = make_optimizer(self.model, options.fused or mode.fused)
        self.trainable = [value for value in self.model.parameters() if value.requires_grad]
        self.forward = mode.wrap(self.model)

    def step(self, host: dict[str, torch.Tensor], mask: bool) -> torch.Tensor:
        """Trains on a batch and returns its loss, which stays on the device."""
        with self.mode.autocast(self.device):
            loss = self.forward(**to_device(host, self.device, mask)).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.trainable, CLIP_NORM)
        self.optimizer.step()
        self.optimizer.zero_grad()
        # A copy, because a replayed graph writes its results to the same memory again.
        return loss.detach().clone()

    @torch.no_grad()
    def evaluate(self, batches: list[dict[str, torch.Tensor]]) -> list[float]:
        """The number of right answers and the sum of losses, read at the end."""
        hits = torch.zeros((), device=self.device.name)
        loss = torch.zeros((), device=self.device.name)
        for host in batches:
            batch = to_device(host, self.device, mask=True)
            with self.mode.autocast(self.device):
                output = self.forward(**batch)
            hits += (output.logits.argmax(-1) == batch["labels"]).sum()
            loss += output.loss * len(batch["labels"])
        return torch.stack([hits, loss]).tolist()


def measure_training(
    shape: Shape, case: Case, device: Device, mode: Mode, options: argparse.Namespace
) -> dict[str, Any]:
    trainee = Trainee(shape, case, device, mode, options)
    sentences, tokens = case.batch
    host = make_batch([tokens] * sentences, shape, tokens)
    if device.cuda:
        host = {name: value.pin_memory() for name, value in host.items()}
    record: list[float] = []

    def step() -> torch.Tensor:
        start = time.perf_counter()
        loss = trainee.step(host, options.mask)
        record.append(1000 * (time.perf_counter() - start))
        return loss

    def block() -> None:
        losses = [step() for _ in range(options.steps)]
        torch.stack(losses).sum().item()

    first = device.milliseconds(lambda: step().item())
    for _ in range(options.warm_up - 1):
        step().item()
    record.clear()
    latency = [device.milliseconds(lambda: step().item()) for _ in range(options.steps)]
    record_spread = spread(record)
    throughput = spread([device.milliseconds(block) / options.steps for _ in range(options.blocks)])
    return {
        "trainableParameters": sum(value.numel() for value in trainee.trainable),
        "firstMilliseconds": first,
        "throughput": throughput,
        "latency": spread(latency),
        "record": record_spread,
        "samplesPerSecond": 1000 * sentences / throughput["median"],
    }


def measure_evaluation(
    shape: Shape, case: Case, device: Device, mode: Mode, options: argparse.Namespace
) -> dict[str, Any]:
    trainee = Trainee(shape, case, device, mode, options)
    trainee.model.eval()
    batches = evaluation_batches(shape, case.batch[0])

    def run() -> None:
        trainee.evaluate(batches)

    first = device.milliseconds(run)
    whole = spread([device.milliseconds(run) for _ in range(EVALUATION_RUNS)])
    return {
        "sentences": EVALUATED,
        "batches": len(batches),
        "firstMilliseconds": first,
        "whole": whole,
        "samplesPerSecond": 1000 * EVALUATED / whole["median"],
    }


def measure_trial(
    shape: Shape, case: Case, device: Device, mode: Mode, options: argparse.Namespace
) -> dict[str, Any]:
    """One pass over many sentences in batches of like length, and an evaluation, from the first step to the last answer."""
    size = case.batch[0]
    steps = TINY_TRIAL_STEPS if options.tiny else TRIAL_STEPS
    batches = evaluation_batches(shape, size, steps * size)
    # The order is one of many; what matters is that lengths come mixed.
    order = torch.randperm(len(batches), generator=torch.Generator().manual_seed(SEED)).tolist()
    evaluated = evaluation_batches(shape, size)
    trainee = Trainee(shape, case, device, mode, options)

    def run() -> None:
        trainee.model.train()
        losses = [trainee.step(batches[i], True) for i in order]
        torch.stack(losses).sum().item()
        trainee.model.eval()
        trainee.evaluate(evaluated)

    first = device.milliseconds(run)
    whole = spread([device.milliseconds(run) for _ in range(EVALUATION_RUNS)])
    return {
        "steps": steps,
        "sentences": EVALUATED,
        "firstMilliseconds": first,
        "whole": whole,
        "samplesPerSecond": 1000 * steps * size / whole["median"],
    }


def measure_device(device: Device, tiny: bool) -> dict[str, Any]:
    """What the device can do: products of float32 matrices, and copies."""
    width = 128 if tiny else 4096
    a, b = (torch.randn(width, width, device=device.name) for _ in range(2))
    source = torch.randn((2**20 if tiny else 2**30) // 4, device=device.name)
    target = torch.empty_like(source)
    repeats = 10

    def median(work: Callable[[], object]) -> float:
        """Milliseconds of one call, averaged over several in a row."""
        times = [device.milliseconds(lambda: [work() for _ in range(repeats)]) for _ in range(6)]
        return statistics.median(times[1:]) / repeats

    product = median(lambda: torch.matmul(a, b))
    copy = median(lambda: target.copy_(source))
    return {
        "id": "device",
        "matmulWidth": width,
        "matmulTeraflops": 2 * width**3 / product / 1e9,
        "copyGigabytesPerSecond": 2 * source.numel() * 4 / copy / 1e6,
    }


def environment(device: Device, options: argparse.Namespace) -> dict[str, Any]:
    import peft
    import transformers

    return {
        "device": torch.cuda.get_device_name() if device.cuda else platform.processor() or "CPU",
        "python": platform.python_version(),
        "torch": torch.__version__,
        "cuda": torch.version.cuda,
        "transformers": transformers.__version__,
        "peft": peft.__version__,
        "options": {name: value for name, value in vars(options).items() if name != "out"},
    }


def read_options() -> tuple[argparse.Namespace, list[Mode]]:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=20, help="steps that are timed")
    parser.add_argument("--warm-up", type=int, default=5, help="steps before them, the first one included")
    parser.add_argument("--blocks", type=int, default=3, help="how often so many steps are timed back to back")
    parser.add_argument("--shape", choices=tuple(SHAPES), default="base")
    parser.add_argument("--batch", help="sentences x tokens, such as 32x24, in place of the shape's usual batch")
    parser.add_argument("--rank", type=int, default=RANK, help="LoRA's rank; alpha is twice that")
    parser.add_argument("--modes", default="eager", help="some of the modes above, separated by commas")
    parser.add_argument("--cases", help="some of the cases, separated by commas")
    parser.add_argument("--attention", choices=("sdpa", "eager"), default="sdpa")
    parser.add_argument("--fused", action="store_true", help="AdamW in one kernel instead of torch's default")
    parser.add_argument("--no-mask", dest="mask", action="store_false",
                        help="train without an attention mask, which the full batches do not need")
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda")
    parser.add_argument("--tiny", action="store_true", help="a tiny model and two steps: does the script work?")
    parser.add_argument("--out", help="where to write everything as one JSON document")
    options = parser.parse_args()
    if options.tiny:
        options.steps, options.warm_up, options.blocks = 2, 1, 1
    if min(options.steps, options.warm_up, options.blocks, options.rank) < 1:
        parser.error("--steps, --warm-up, --blocks and --rank must be 1 or more")
    known = [case.id for case in cases_of(TINY)]
    options.cases = options.cases.split(",") if options.cases else [name for name in known if name != "trial"]
    try:
        modes = [Mode.of(text) for text in options.modes.split(",")]
    except ValueError as error:
        parser.error(str(error))
    unknown = [name for name in options.cases if name not in known]
    if unknown:
        parser.error(f"there is no case {', '.join(unknown)}; there are {', '.join(known)}")
    return options, modes


def shape_of(options: argparse.Namespace) -> Shape:
    shape = TINY if options.tiny else SHAPES[options.shape]
    if not options.batch:
        return shape
    sentences, tokens = (int(part) for part in options.batch.split("x"))
    return replace(shape, usual=(sentences, tokens))


def write(path: str, report: dict[str, Any]) -> None:
    with open(path, "w", encoding="utf-8") as file:
        json.dump(report, file, indent=2)
        file.write("\n")


def forget_compiled() -> None:
    gc.collect()
    torch.compiler.reset()


def main() -> int:
    options, modes = read_options()
    if options.device == "cuda" and not torch.cuda.is_available():
        print("PyTorch finds no CUDA device. `--device cpu --tiny` tries the script without one.", file=sys.stderr)
        return 1
    Mode.of("eager").prepare()
    device = Device(options.device)
    shape = shape_of(options)
    report: dict[str, Any] = {"environment": environment(device, options), "rows": []}
    print(json.dumps(report["environment"]), flush=True)

    def add(row: dict[str, Any]) -> None:
        report["rows"].append(row)
        print(json.dumps(row), flush=True)
        if options.out:  # after every row, so that what was measured survives whatever stops the script
            write(options.out, report)

    add(measure_device(device, options.tiny))
    for case in cases_of(shape):
        if case.id not in options.cases:
            continue
        measure = measure_trial if case.is_trial else measure_evaluation if case.evaluates else measure_training
        case = replace(case, rank=options.rank)
        batch = {"batch": case.batch[0], "sequence": case.batch[1]}
        for mode in modes:
            head = {"id": f"{case.id} {mode.name}".strip(), "batch": batch}
            device.reset_peak()
            try:
                row = head | measure(shape, case, device, mode, options)
            except Exception as error:  # one mode that fails, as a compiler may, leaves the others their turn
                if not mode.name:
                    raise
                print(f"{head['id']}: {error}", file=sys.stderr)
                row = head | {"error": str(error).splitlines()[0]}
            add(row | device.peak())
            forget_compiled()
    return 0


if __name__ == "__main__":
    sys.exit(main())
