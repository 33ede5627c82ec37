"""The cases of the parity fixtures: tiny models, what trains in them, and how.

Everything a case needs is a plain number here; weights, adapters and batches are
drawn from NumPy's PCG64 with the case's seed, so they are the same on every machine.
"""

from dataclasses import dataclass

import numpy as np

COMPONENTS = ("query", "key", "value", "attentionOutput", "up", "down")
MODULE_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attentionOutput": "attention.output.dense",
    "up": "intermediate.dense",
    "down": "output.dense",
}
BEGIN, END, FIRST_WORD = 0, 2, 4
PADS = {"roberta": 1, "bert": 3}  # not 0 for BERT, to show that row 0 of its position table is no padding row
EPSILONS = {"roberta": 1e-5, "bert": 1e-12}
TOKEN_TYPES = {"roberta": 1, "bert": 2}
POSITIONS = 26
STEPS = 20
WARMUP_STEPS = 2
BETAS = (0.9, 0.98)
EPSILON = 1e-6
CLIP_NORM = 1.0
# Transformers' name of each of the lab's schedules.
SCHEDULERS = {"linear": "linear", "cosine": "cosine", "constant": "constant_with_warmup"}


@dataclass(frozen=True)
class Case:
    """One fixture. `modules` lists the adapted components, lowest layer first."""

    name: str
    seed: int
    about: str
    method: str  # 'lora', 'classifier' or 'full'
    layers: int
    hidden: int
    heads: int
    intermediate: int
    vocabulary: int
    std: float
    learning_rate: float
    schedule: str  # 'linear', 'cosine' or 'constant'
    shapes: tuple[tuple[int, int], ...]  # [batch, sequence] of each distinct batch
    labels: int = 2
    modules: tuple[tuple[str, ...], ...] = ()
    rank: int = 0
    alpha: float = 0
    rs_lora: bool = False
    shortest: float = 0.35  # shortest text, as a share of the sequence length
    weight_decay: float = 0.01
    attended_pads: int = 0  # padding tokens after each text that the mask lets through
    pairs: bool = False  # the end of each text is of type 1, as the second of a pair
    architecture: str = "roberta"  # or 'bert'
    ranks: tuple[tuple[int, tuple[tuple[str, ...], ...]], ...] = ()  # modules with another rank, which keep the scaling
    b_rate: float = 1  # LoRA+: the learning rate of B and the head's biases, in multiples of the others'
    dora: bool = False  # adapters have magnitudes, PEFT's use_dora
    pissa: bool = False  # adapters begin as PEFT's init_lora_weights="pissa" has it
    base: str = "f32"  # or 'nf4': the frozen matrices are those that bitsandbytes makes of the weights

    @property
    def pad(self) -> int:
        """The padding token's id."""
        return PADS[self.architecture]

    @property
    def epsilon(self) -> float:
        """LayerNorm's epsilon."""
        return EPSILONS[self.architecture]

    @property
    def token_types(self) -> int:
        """Rows of the token type table."""
        return max(TOKEN_TYPES[self.architecture], 2 if self.pairs else 1)

    @property
    def scaling(self) -> float:
        """The factor of the LoRA term (0 without LoRA)."""
        if self.method != "lora":
            return 0.0
        return self.alpha / self.rank**0.5 if self.rs_lora else self.alpha / self.rank


    def rank_of(self, layer: int, component: str) -> int:
        """The rank of the adapter on a module."""
        return next((rank for rank, modules in self.ranks if component in modules[layer]), self.rank)

    def alpha_at(self, rank: int) -> float:
        """The alpha that gives an adapter of this rank the case's scaling."""
        return self.scaling * (rank**0.5 if self.rs_lora else rank)


SHAPES = ((6, 16), (6, 11), (5, 20), (6, 8))

CASES = (
    Case("lora-all-r8", 101, "all six components in all layers, alpha = r", "lora", 2, 32, 4, 64, 60, 0.13,
         6e-3, "linear", SHAPES, modules=(COMPONENTS,) * 2, rank=8, alpha=8),
    Case("lora-partial-r5", 102, "irregular pattern, alpha != r, three labels, heavily padded", "lora",
         3, 48, 3, 96, 60, 0.12, 6e-3, "cosine", ((7, 23), (7, 19), (6, 24), (7, 14)), labels=3,
         modules=(("value", "up"), (), ("query", "attentionOutput", "down")), rank=5, alpha=12, shortest=0.15),
    Case("lora-r1-upper", 103, "only the upper two of four layers, r = 1, head width 8", "lora", 4, 40, 5, 68,
         60, 0.12, 8e-3, "constant", SHAPES, modules=((), (), COMPONENTS, COMPONENTS), rank=1, alpha=2),
    Case("lora-rslora-r4", 104, "rsLoRA: the LoRA term is scaled by alpha / sqrt(r)", "lora", 2, 24, 2, 36, 60,
         0.15, 6e-3, "linear", SHAPES,
         modules=(("query", "key", "value", "up"), COMPONENTS), rank=4, alpha=6, rs_lora=True),
    Case("classifier-only", 105, "the encoder is frozen, no adapters", "classifier", 2, 32, 4, 64, 60, 0.13,
         2e-2, "cosine", SHAPES),
    Case("full-fine-tuning", 106, "every weight trains, embeddings included", "full", 2, 32, 4, 64, 60, 0.13,
         3e-3, "linear", SHAPES),
    Case("lora-value-up-deep", 107, "twelve layers, value and up in all of them", "lora", 12, 64, 4, 96, 120,
         0.1, 3e-3, "cosine", SHAPES, modules=(("value", "up"),) * 12, rank=2, alpha=4),
    Case("lora-odd-r3", 108, "no width is a multiple of 4, alpha != r", "lora", 2, 30, 3, 50, 61, 0.14, 6e-3,
         "constant", ((5, 13), (3, 17), (7, 9), (5, 11)),
         modules=(("query", "key", "down"), ("value", "attentionOutput", "up")), rank=3, alpha=7),
    Case("full-attended-pad", 109, "the mask lets one padding token a text through: the padding rows of the "
         "word and position tables are read, yet get no gradient; much weight decay", "full", 2, 24, 2, 36, 40, 0.14,
         3e-3, "constant", SHAPES, weight_decay=0.2, attended_pads=1),
    Case("full-pairs", 110, "two token types, as of pairs of texts: every text's end is of type 1", "full", 2, 32, 4, 64,
         60, 0.14, 3e-3, "linear", SHAPES, pairs=True),
    Case("bert-lora-r4", 110, "BERT: positions from 0, two token types, LayerNorm epsilon 1e-12", "lora", 2, 32, 4, 64,
         60, 0.13, 6e-3, "linear", SHAPES, modules=(("query", "value", "up"), COMPONENTS), rank=4, alpha=8,
         architecture="bert"),
    Case("bert-full", 111, "BERT: every weight trains; row 0 of the position table gets a gradient, and the padding "
         "row of the word table, read through the mask, none", "full", 2, 24, 2, 36, 40, 0.14, 3e-3, "cosine", SHAPES,
         attended_pads=1, architecture="bert"),
    Case("lora-nf4", 112, "frozen matrices in NF4 with double quantisation, none of them whole blocks", "lora", 2, 20, 2, 36,
         60, 0.2, 6e-3, "linear", SHAPES, modules=(("query", "value", "up"), COMPONENTS), rank=4, alpha=8, base="nf4"),
    Case("lora-plus-r4", 113, "LoRA+: B and the head's biases at 8 times the learning rate; much weight decay", "lora", 2, 32,
         4, 64, 60, 0.13, 2e-3, "cosine", SHAPES, modules=(("query", "value", "up"), COMPONENTS), rank=4, alpha=8,
         weight_decay=0.2, b_rate=8),
    Case("lora-ranks", 114, "ranks by module, differing among query, key and value too", "lora", 2, 32, 4, 64, 60, 0.13,
         6e-3, "linear", SHAPES, modules=(("query", "key", "up", "down"), COMPONENTS), rank=4, alpha=6,
         ranks=((1, ((), ("query", "down"))), (3, (("key", "up"), ("value",))), (8, (("query",), ("up",))))),
    Case("lora-pissa-r3", 115, "PiSSA: adapters begin with the largest singular triplets, the rest is frozen", "lora", 2, 32, 4, 52,
         60, 0.13, 1e-2, "cosine", SHAPES, modules=(("query", "value", "up"), COMPONENTS), rank=3, alpha=6, pissa=True),
    Case("lora-dora-r4", 116, "DoRA: a magnitude for each output of an adapted module, drawn apart from the norms it begins with; "
         "much weight decay", "lora", 2, 32, 4, 64, 60, 0.13, 6e-3, "cosine", SHAPES,
         modules=(("query", "value", "up"), COMPONENTS), rank=4, alpha=8, weight_decay=0.2, dora=True),
    Case("lora-dora-plus-odd", 117, "DoRA with rsLoRA, LoRA+ and ranks by module; no width is a multiple of 4", "lora", 2, 30, 3,
         50, 61, 0.14, 2e-3, "linear", ((5, 13), (3, 17), (7, 9), (5, 11)),
         modules=(("query", "key", "down"), ("value", "attentionOutput", "up")), rank=3, alpha=5, rs_lora=True, b_rate=4,
         ranks=((2, (("key",), ("up",))),), dora=True),
)


def is_decayed(name: str) -> bool:
    """Whether weight decay applies: to matrices and DoRA's magnitudes, but not to biases and LayerNorm."""
    return not name.endswith(".bias") and "LayerNorm" not in name


def rate_factor(case: Case, name: str) -> float:
    """A parameter's learning rate, in multiples of the case's: PEFT's LoRA+ counts vectors with B."""
    return case.b_rate if name.endswith((".B", ".bias", ".magnitude")) else 1


def batch_of_step(case: Case, step: int) -> int:
    """Index of the batch that a 0-based step trains on."""
    return step % len(case.shapes)


def module_widths(case: Case, component: str) -> tuple[int, int]:
    """(in, out) of an encoder module."""
    h, f = case.hidden, case.intermediate
    return {"up": (h, f), "down": (f, h)}.get(component, (h, h))


def draw_weights(case: Case, shapes: dict[str, tuple[int, ...]]) -> dict[str, np.ndarray]:
    """Random float32 weights for the named shapes; biases and LayerNorm are not left at 0 and 1."""
    random = np.random.default_rng(case.seed)
    weights = {}
    for name, shape in shapes.items():
        noise = random.standard_normal(shape)
        if name.endswith("LayerNorm.weight"):
            noise = 1 + 0.2 * noise
        elif name.endswith(".bias"):
            noise = 0.1 * noise
        else:
            noise = case.std * noise
        weights[name] = noise.astype(np.float32)
    return weights


def is_quantised(case: Case, name: str, shape: tuple[int, ...]) -> bool:
    """Whether a weight is a frozen matrix that the case's base keeps in fewer bits."""
    return case.base != "f32" and name.startswith("encoder.") and len(shape) == 2


def draw_adapters(case: Case) -> dict[str, np.ndarray]:
    """A [r, in] and B [out, r] of every adapted module, both non-zero so that no gradient is.

    With DoRA also magnitudes [out], in multiples of those with which PEFT begins.
    """
    random = np.random.default_rng([case.seed, 1])
    adapters = {}
    for layer, components in enumerate(case.modules):
        for component in components:
            inputs, outputs = module_widths(case, component)
            rank = case.rank_of(layer, component)
            a = random.standard_normal((rank, inputs)) / inputs**0.5
            b = 0.15 * random.standard_normal((outputs, rank))
            adapters[f"layer.{layer}.{component}.A"] = a.astype(np.float32)
            adapters[f"layer.{layer}.{component}.B"] = b.astype(np.float32)
            if case.dora:
                noise = 0.2 * random.standard_normal(outputs)
                adapters[f"layer.{layer}.{component}.magnitude"] = (1 + noise).astype(np.float32)
    return adapters


def draw_batches(case: Case) -> list[dict[str, np.ndarray]]:
    """Right-padded batches as `{input_ids, attention_mask, labels}`, int32, and `token_type_ids` if they differ.

    The first text of a batch fills the whole sequence, unless padding is attended.
    """
    random = np.random.default_rng([case.seed, 2])
    splits = np.random.default_rng([case.seed, 3])
    batches = []
    for size, sequence in case.shapes:
        longest = sequence - case.attended_pads
        shortest = max(3, round(case.shortest * sequence))
        lengths = random.integers(shortest, longest + 1, size)
        lengths[0] = longest
        ids = np.full((size, sequence), case.pad)
        mask = np.zeros((size, sequence))
        for row, length in enumerate(lengths):
            ids[row, :length] = random.integers(FIRST_WORD, case.vocabulary, length)
            ids[row, 0], ids[row, length - 1] = BEGIN, END
            mask[row, : length + case.attended_pads] = 1
        labels = random.permutation(np.arange(size) % case.labels)
        batch = {"input_ids": ids, "attention_mask": mask, "labels": labels}
        if case.pairs:
            types = np.zeros((size, sequence))
            for row, length in enumerate(lengths):
                types[row, splits.integers(1, length) : length] = 1
            batch["token_type_ids"] = types
        batches.append({name: value.astype(np.int32) for name, value in batch.items()})
    return batches
