"""The same model, optimizer, schedule and counts written out by hand, in float64.

It shares no code with Transformers, PEFT or torch.optim, so it checks that the fixtures
mean what the README says; and the distance between the two, one in float32 and one in
float64, says how much of a difference rounding alone can make.
"""

import math

import torch
import torch.nn.functional as F

from cases import (BETAS, CLIP_NORM, EPSILON, MODULE_NAMES, POSITIONS, STEPS, WARMUP_STEPS, Case, batch_of_step,
                   is_decayed, module_widths, rate_factor)

Tensors = dict[str, torch.Tensor]


def forward(case: Case, p: Tensors, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
    """Logits [batch, labels] from weights and adapters by fixture name."""
    batch, sequence = ids.shape

    def norm(name: str, x: torch.Tensor) -> torch.Tensor:
        centred = x - x.mean(-1, keepdim=True)
        deviation = (centred.square().mean(-1, keepdim=True) + case.epsilon).sqrt()
        return centred / deviation * p[f"{name}.weight"] + p[f"{name}.bias"]

    def linear(layer: int, component: str, x: torch.Tensor) -> torch.Tensor:
        module = f"encoder.layer.{layer}.{MODULE_NAMES[component]}"
        weight, adapter = p[f"{module}.weight"], f"layer.{layer}.{component}"
        y = x @ weight.T
        if f"{adapter}.A" in p:
            a, b = p[f"{adapter}.A"], p[f"{adapter}.B"]
            y = y + case.scaling * (x @ a.T @ b.T)
            if case.dora:
                norms = (weight + case.scaling * b @ a).detach().square().sum(1).sqrt()
                y = y * p[f"{adapter}.magnitude"] / norms
        return y + p[f"{module}.bias"]

    def split(x: torch.Tensor) -> torch.Tensor:
        return x.view(batch, sequence, case.heads, -1).transpose(1, 2)

    real = ids != case.pad
    if case.architecture == "bert":
        positions = torch.arange(sequence).expand(batch, -1)
    else:
        positions = torch.where(real, real.cumsum(1) + case.pad, case.pad)
    x = (p["embeddings.word_embeddings.weight"][ids] + p["embeddings.position_embeddings.weight"][positions]
         + p["embeddings.token_type_embeddings.weight"][types])
    x = norm("embeddings.LayerNorm", x)
    hidden_keys = (mask == 0)[:, None, None, :]
    for layer in range(case.layers):
        name = f"encoder.layer.{layer}"
        q, k, v = (split(linear(layer, component, x)) for component in ("query", "key", "value"))
        scores = (q @ k.transpose(2, 3) / math.sqrt(case.hidden // case.heads)).masked_fill(hidden_keys, -math.inf)
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, sequence, case.hidden)
        x = norm(f"{name}.attention.output.LayerNorm", x + linear(layer, "attentionOutput", mixed))
        up = linear(layer, "up", x)
        gelu = up * 0.5 * (1 + torch.erf(up / math.sqrt(2)))
        x = norm(f"{name}.output.LayerNorm", x + linear(layer, "down", gelu))
    first = torch.tanh(x[:, 0] @ p["classifier.dense.weight"].T + p["classifier.dense.bias"])
    return first @ p["classifier.out_proj.weight"].T + p["classifier.out_proj.bias"]


def run(case: Case, initial: Tensors, names: list[str]) -> tuple[Tensors, dict]:
    """The counterpart of oracle.run: trains the parameters `names` from the fixture's initial tensors."""
    p = {name.split("/", 1)[1]: value.double() for name, value in initial.items()
         if name.startswith(("weights/", "adapters/"))}
    p |= {name.split("/", 1)[1]: value.double() for name, value in initial.items() if name.startswith("quantised/")}
    if case.pissa:
        for layer, components in enumerate(case.modules):
            for component in components:
                a, b = (p[f"layer.{layer}.{component}.{matrix}"] for matrix in "AB")
                name = f"encoder.layer.{layer}.{MODULE_NAMES[component]}.weight"
                values = torch.linalg.svdvals(p[name])[: case.rank]
                assert torch.allclose(torch.linalg.svdvals(case.scaling * b @ a)[: case.rank], values, rtol=1e-5)
                p[name] = p[name] - case.scaling * b @ a
    moments = {name: (torch.zeros_like(p[name]), torch.zeros_like(p[name])) for name in names}

    def gradients(index: int) -> tuple[torch.Tensor, float, Tensors]:
        part = {name: initial[f"batches/{index}/{name}"].long() for name in ("input_ids", "attention_mask", "labels")}
        types = initial.get(f"batches/{index}/token_type_ids", torch.zeros_like(part["input_ids"])).long()
        for name in names:
            p[name].requires_grad_(True)
        logits = forward(case, p, part["input_ids"], part["attention_mask"], types)
        loss = F.cross_entropy(logits, part["labels"])
        found = dict(zip(names, torch.autograd.grad(loss, [p[name] for name in names])))
        padded = ["word"] if case.architecture == "bert" else ["word", "position"]
        for name in (f"embeddings.{table}_embeddings.weight" for table in padded):
            if name in found:  # nn.Embedding's padding_idx
                found[name][case.pad] = 0
        return logits.detach(), loss.item(), {name: value.detach() for name, value in found.items()}

    logits, loss, grads = gradients(0)
    tensors = {"expected/logits": logits} | {f"expected/gradients/{n}": g.clone() for n, g in grads.items()}
    expected = {"trainableParameters": count(case), "loss": loss, "losses": [], "gradientNorms": []}
    for step in range(STEPS):
        _, loss, grads = gradients(batch_of_step(case, step))
        length = math.sqrt(sum(g.square().sum().item() for g in grads.values()))
        clip = min(1.0, CLIP_NORM / (length + 1e-6))
        rate = learning_rate(case, step)
        for name, g in grads.items():
            m, v = moments[name]
            m.mul_(BETAS[0]).add_((1 - BETAS[0]) * clip * g)
            v.mul_(BETAS[1]).add_((1 - BETAS[1]) * (clip * g).square())
            own_rate = rate * rate_factor(case, name)
            decay = case.weight_decay if is_decayed(name) else 0.0
            m_hat, v_hat = m / (1 - BETAS[0] ** (step + 1)), v / (1 - BETAS[1] ** (step + 1))
            p[name] = p[name].detach() * (1 - own_rate * decay) - own_rate * m_hat / (v_hat.sqrt() + EPSILON)
        expected["losses"].append(loss)
        expected["gradientNorms"].append(length)
    tensors["expected/finalLogits"], expected["finalLoss"], _ = gradients(0)
    tensors |= {f"expected/final/{name}": p[name].detach() for name in names}
    return tensors, expected


def learning_rate(case: Case, step: int) -> float:
    """The learning rate of a 0-based step: linear warmup from 0, then the case's schedule."""
    if step < WARMUP_STEPS:
        return case.learning_rate * step / WARMUP_STEPS
    done = (step - WARMUP_STEPS) / (STEPS - WARMUP_STEPS)
    factors = {"linear": 1 - done, "cosine": 0.5 * (1 + math.cos(math.pi * done)), "constant": 1.0}
    return case.learning_rate * factors[case.schedule]


def count(case: Case) -> int:
    """Number of trainable parameters."""
    if case.method == "full":
        return full_count(case.layers, case.hidden, case.intermediate, case.vocabulary, POSITIONS, case.labels,
                          case.token_types)
    adapters = sum(case.rank_of(layer, component) * sum(module_widths(case, component))
                   + case.dora * module_widths(case, component)[1]
                   for layer, components in enumerate(case.modules) for component in components)
    return adapters + head_count(case.hidden, case.labels)


def head_count(hidden: int, labels: int) -> int:
    """Parameters of the classification head: dense and out_proj with their biases."""
    return hidden * hidden + hidden + hidden * labels + labels


def full_count(layers: int, hidden: int, intermediate: int, vocabulary: int, positions: int, labels: int,
               token_types: int = 1) -> int:
    """Parameters of the whole model, without a pooler."""
    layer = 4 * (hidden * hidden + hidden) + 2 * hidden * intermediate + intermediate + hidden + 4 * hidden
    embeddings = (vocabulary + positions + token_types) * hidden + 2 * hidden
    return embeddings + layers * layer + head_count(hidden, labels)


# RoBERTa base with two labels, as published.
assert head_count(768, 2) == 592_130
assert full_count(12, 768, 3072, 50_265, 514, 2) == 124_647_170
