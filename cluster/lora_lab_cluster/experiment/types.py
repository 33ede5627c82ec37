"""An experiment as frozen dataclasses, made from the `experiment` of a results file (docs/results.schema.json).

The fields are those of the lab's `src/experiment/experiment.ts`, in Python's spelling. Every experiment and scenario keeps
the JSON that it was made from as `raw`, complete and as the lab writes it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Json = dict[str, Any]
Component = Literal["query", "key", "value", "attentionOutput", "up", "down"]
Method = Literal["lora", "classifier", "full"]

COMPONENTS: tuple[Component, ...] = ("query", "key", "value", "attentionOutput", "up", "down")
"""The six linear layers of an encoder layer that can carry an adapter, in the lab's order."""

NO_PAIR = "none"
"""Stands for a column's name: the texts are single, whatever columns there are."""

HELD_OUT = "held-out"
"""Stands for a split's name: a part of the training rows is held out, whatever splits there are."""


@dataclass(frozen=True)
class Duration:
    """How long a trial trains: passes over the training rows, or optimizer steps; 0 steps only evaluate."""

    unit: Literal["epochs", "steps"]
    count: int


@dataclass(frozen=True)
class DropoutRates:
    """Probabilities of dropping, each in [0, 1)."""

    hidden: float
    attention: float
    lora: float
    classifier: float


@dataclass(frozen=True)
class Training:
    """What every trial trains with, unless its scenario says otherwise: see `training_of`."""

    learning_rate: float
    duration: Duration
    training_rows: int | None
    """Training rows used, chosen as `row_choice` says; None for all."""
    validation_rows: int | None
    """Validation rows used, the same for every trial; None for all."""
    evaluate_every: int | None
    """Optimizer steps from one measurement to the next; None measures after each pass. The end is always measured."""
    row_choice: Literal["sample", "first", "per-seed"]
    shuffle: bool
    """Whether the training rows have another order in every epoch."""
    batch_size: int
    """Sentences per optimizer step."""
    max_length: int
    """Tokens per sentence at most, special tokens included."""
    schedule: Literal["linear", "cosine", "constant"]
    warmup: float
    """Fraction of all steps over which the learning rate rises from 0."""
    weight_decay: float
    """Decoupled (AdamW), not applied to biases and LayerNorm."""
    gradient_clip: float
    """Gradients are scaled down to this global L2 norm; 0 for no clipping."""
    dropout: DropoutRates
    checkpointing: bool
    """Gradient checkpointing."""
    base_precision: Literal["f32", "f16", "int8", "nf4"]
    precision: Literal["f32", "mixed"] = "f32"
    """What the lab computes with; PyTorch trains in float32 alone."""


@dataclass(frozen=True)
class RankedModules:
    """Modules with a rank of their own. Their alpha is the one that gives them the scenario's scaling."""

    rank: int
    modules: tuple[tuple[Component, ...], ...]
    """One tuple a layer, lowest layer first."""


@dataclass(frozen=True)
class Scenario:
    """Which modules train, with which rank and alpha; or the classifier alone; or everything."""

    name: str
    color: str
    method: Method
    modules: tuple[tuple[Component, ...], ...] = ()
    """One tuple a layer, lowest layer first; empty unless the method is `lora`."""
    rank: int = 0
    alpha: float = 0.0
    rs_lora: bool = False
    """Scales by alpha / sqrt(rank) instead of alpha / rank."""
    b_rate: float = 1.0
    """LoRA+: the learning rate of B and the head's biases, in multiples of the others'."""
    pissa: bool = False
    """Adapters begin with the largest singular triplets of their modules' matrices, of which the rest stays frozen."""
    dora: bool = False
    """DoRA: each output of an adapted module has a magnitude that trains."""
    ranks: tuple[RankedModules, ...] = ()
    """Modules with another rank than `rank`; of one that several name, the first counts. See `rank_of`."""
    learning_rate: float | None = None
    duration: Duration | None = None
    init: str | None = None
    """Id of an adapter (`local:name`) whose values a trial begins with."""
    checkpointing: bool | None = None
    base_precision: Literal["f32", "f16", "int8", "nf4"] | None = None
    raw: Json = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Scenario:
        """Makes a scenario of JSON that has been checked, such as the `scenario` of a trial's record."""
        return cls(
            name=raw["name"],
            color=raw["color"],
            method=raw["method"],
            modules=tuple(tuple(layer) for layer in raw.get("modules", ())),
            rank=raw.get("rank", 0),
            alpha=raw.get("alpha", 0.0),
            rs_lora=raw.get("rsLora", False),
            b_rate=raw.get("bRate", 1.0),
            pissa=raw.get("pissa", False),
            dora=raw.get("dora", False),
            ranks=tuple(
                RankedModules(each["rank"], tuple(tuple(layer) for layer in each["modules"]))
                for each in raw.get("ranks", ())
            ),
            learning_rate=raw.get("learningRate"),
            duration=Duration(**raw["duration"]) if "duration" in raw else None,
            init=raw.get("init"),
            checkpointing=raw.get("checkpointing"),
            base_precision=raw.get("basePrecision"),
            raw=dict(raw),
        )


def rank_of(scenario: Scenario, layer: int, component: Component) -> int:
    """The rank of the adapter on a module; layers count from 0."""
    own = (each.rank for each in scenario.ranks if layer < len(each.modules) and component in each.modules[layer])
    return next(own, scenario.rank)


def alpha_at(scenario: Scenario, rank: int) -> float:
    """The alpha that gives an adapter of this rank the scenario's scaling."""
    share = rank / scenario.rank
    return scenario.alpha * (math.sqrt(share) if scenario.rs_lora else share)


@dataclass(frozen=True)
class DataChoice:
    """Which part of a data set is read, and how; None chooses automatically."""

    text_column: str | None = None
    pair_column: str | None = None
    """Column of the second text of a pair, or `NO_PAIR`."""
    label_column: str | None = None
    subset: str | None = None
    train_split: str | None = None
    validation_split: str | None = None
    """A split's name, or `HELD_OUT`."""
    test_split: str | None = None
    """A split that is measured on once, at the end, or a share of the validation rows, such as `0.3`."""
    header: str | None = None
    """`yes` or `no`: whether a file's first line names its columns."""
    delimiter: str | None = None
    """`comma`, `semicolon`, `tab` or `bar`."""
    encoding: str | None = None
    """As the WHATWG encoding standard names it."""
    missing: str | None = None
    """Words that mean that a value is missing, joined by commas, or `none`."""


@dataclass(frozen=True)
class Judging:
    """How trials are compared. No trial depends on it."""

    delta: float
    """Smallest difference that matters to the person, in percentage points."""
    up_to: int | None
    """Number of seeds at which the plan ends; None for as many as there are trials."""
    looks: Literal["growing", "end"]
    measure: Literal["accuracy", "macroF1", "balancedAccuracy", "mcc"]


@dataclass(frozen=True)
class TrialSpec:
    """One training run: a scenario and a seed, which fixes initialisation, data order and dropout."""

    scenario: Scenario
    seed: int


@dataclass(frozen=True)
class Experiment:
    """Scenarios x seeds on one model and one data set."""

    model: str
    """Id of the model: `roberta-mini`, `owner/name@revision` or `local:name`."""
    dataset: str
    """Id of the data set, in the same form."""
    data: DataChoice
    scenarios: tuple[Scenario, ...]
    trials: int
    """Trials per scenario, with seeds `first_seed`, `first_seed + 1`, ..."""
    first_seed: int
    training: Training
    judging: Judging
    raw: Json = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Experiment:
        """Makes an experiment of complete JSON; what a stranger wrote goes through `read_experiment` first."""
        return cls(
            model=raw["model"],
            dataset=raw["dataset"],
            data=DataChoice(**{_snake(key): value for key, value in raw.get("data", {}).items()}),
            scenarios=tuple(Scenario.from_json(scenario) for scenario in raw["scenarios"]),
            trials=raw["trials"],
            first_seed=raw["firstSeed"],
            training=training_from_json(raw["training"]),
            judging=Judging(**{_snake(key): value for key, value in raw["judging"].items()}),
            raw=dict(raw),
        )

    def list_trials(self) -> list[TrialSpec]:
        """The experiment's trials, seeds outermost, so that partial results already compare scenarios."""
        seeds = range(self.first_seed, self.first_seed + self.trials)
        return [TrialSpec(scenario, seed) for seed in seeds for scenario in self.scenarios]


def training_from_json(raw: Mapping[str, Any]) -> Training:
    """Makes the `training` of an experiment's JSON, which must be complete."""
    plain = {_snake(key): value for key, value in raw.items()}
    plain["duration"] = Duration(**raw["duration"])
    plain["dropout"] = DropoutRates(**raw["dropout"])
    return Training(**plain)


def training_of(training: Training, scenario: Scenario) -> Training:
    """What a scenario trains with: its own settings, or else the experiment's."""
    own = {name: getattr(scenario, name) for name in ("learning_rate", "duration", "checkpointing", "base_precision")}
    return replace(training, **{name: value for name, value in own.items() if value is not None})


def draws_by_seed(training: Training) -> bool:
    """Whether each seed trains on a sample of its own. With all rows in use there is nothing to draw."""
    return training.row_choice == "per-seed" and training.training_rows is not None


def _snake(key: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in key)
