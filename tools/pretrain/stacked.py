"""Many fine-tuning trials of one RoBERTa encoder at once, stacked along the first axis.

Each trial has its own seed, learning rate and adapters; the trials share the
frozen encoder, or have a copy each for full fine-tuning. The sums are those
of the lab: y = W x + b + (alpha / r) B A dropout(x) with alpha = r,
A ~ normal / sqrt(in), B = 0, and RoBERTa's classification head on <s>.
"""

import math

import torch
from torch.nn import functional as F

COMPONENTS = ("query", "key", "value", "attentionOutput", "up", "down")
PATHS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attentionOutput": "attention.output.dense",
    "up": "intermediate.dense",
    "down": "output.dense",
}


class Stack:
    """`masks` is [trials, layers, components]: 1 where a trial adapts a module. `ranks` is [trials]."""

    def __init__(self, tensors, config, masks, ranks, full, dropout, seed, device):
        self.config, self.full, self.dropout, self.device = config, full, dropout, device
        self.trials = len(ranks)
        self.base = {k.removeprefix("roberta."): v.float().to(device) for k, v in tensors.items()}
        self.masks = masks.to(device)
        self.random = torch.Generator(device).manual_seed(seed)
        hidden, s = config["hidden_size"], self.trials
        normal = lambda *shape: torch.randn(s, *shape, device=device, generator=self.random)
        self.parameters = {
            "head.dense": normal(hidden, hidden) * 0.02,
            "head.dense.bias": torch.zeros(s, 1, hidden, device=device),
            "head.out": normal(2, hidden) * 0.02,
            "head.out.bias": torch.zeros(s, 1, 2, device=device),
        }
        if full:
            self.parameters |= {k: v.expand(s, *v.shape).clone() for k, v in self.base.items()}
        else:
            r = int(max(ranks))
            rank_mask = (torch.arange(r) < torch.as_tensor(ranks)[:, None]).float().to(device)
            for layer in range(config["num_hidden_layers"]):
                for name in COMPONENTS:
                    out, inner = self.base[f"encoder.layer.{layer}.{PATHS[name]}.weight"].shape
                    a = normal(r, inner) / math.sqrt(inner) * rank_mask[:, :, None]
                    self.parameters[f"{layer}.{name}.a"] = a
                    self.parameters[f"{layer}.{name}.b"] = torch.zeros(s, out, r, device=device)
        for p in self.parameters.values():
            p.requires_grad_()

    def drop(self, x, rate):
        if not self.training or not rate:
            return x
        keep = torch.rand(x.shape, device=x.device, generator=self.random) >= rate
        return x * keep / (1 - rate)

    def weight(self, name):
        return self.parameters[name] if self.full else self.base[name]

    def linear(self, x, layer, name):
        """x [trials, n, in] -> [trials, n, out]."""
        path = f"encoder.layer.{layer}.{PATHS[name]}"
        bias = self.weight(f"{path}.bias")
        y = x @ self.weight(f"{path}.weight").mT + (bias[:, None] if self.full else bias)
        if self.full:
            return y
        a, b = self.parameters[f"{layer}.{name}.a"], self.parameters[f"{layer}.{name}.b"]
        low = self.drop(x, self.dropout["lora"]) @ a.mT
        return y + (low @ b.mT) * self.masks[:, layer, COMPONENTS.index(name), None, None]

    def norm(self, x, path):
        w, b = self.weight(f"{path}.weight"), self.weight(f"{path}.bias")
        y = F.layer_norm(x, x.shape[-1:], eps=self.config["layer_norm_eps"])
        return y * w[:, None] + b[:, None] if self.full else y * w + b

    def logits(self, ids, training):
        """Token ids [trials, batch, tokens] -> logits [trials, batch, 2]."""
        self.training = training
        s, b, t = ids.shape
        hidden, heads = self.config["hidden_size"], self.config["num_attention_heads"]
        table = self.weight("embeddings.word_embeddings.weight")
        place = self.weight("embeddings.position_embeddings.weight")
        kind = self.weight("embeddings.token_type_embeddings.weight")
        real = ids != 1
        where = (real.cumsum(-1) * real + 1).view(s, b * t)
        pick = lambda m, i: m.gather(1, i[..., None].expand(-1, -1, hidden)) if self.full else m[i]
        x = pick(table, ids.view(s, b * t)) + pick(place, where) + (kind if self.full else kind[0])
        x = self.drop(self.norm(x, "embeddings.LayerNorm"), self.dropout["hidden"])
        bias = torch.zeros_like(ids, dtype=x.dtype).masked_fill(~real, -1e4)[:, :, None, None]
        split = lambda y: y.view(s, b, t, heads, hidden // heads).transpose(2, 3)
        for layer in range(self.config["num_hidden_layers"]):
            q, k, v = (split(self.linear(x, layer, n)) for n in ("query", "key", "value"))
            scores = (q @ k.mT / math.sqrt(hidden // heads) + bias).softmax(-1)
            y = (self.drop(scores, self.dropout["attention"]) @ v).transpose(2, 3).reshape(s, b * t, hidden)
            y = self.drop(self.linear(y, layer, "attentionOutput"), self.dropout["hidden"])
            x = self.norm(x + y, f"encoder.layer.{layer}.attention.output.LayerNorm")
            y = self.linear(F.gelu(self.linear(x, layer, "up")), layer, "down")
            x = self.norm(x + self.drop(y, self.dropout["hidden"]), f"encoder.layer.{layer}.output.LayerNorm")
        p = self.parameters
        first = self.drop(x.view(s, b, t, hidden)[:, :, 0], self.dropout["classifier"])
        first = torch.tanh(first @ p["head.dense"].mT + p["head.dense.bias"])
        return self.drop(first, self.dropout["classifier"]) @ p["head.out"].mT + p["head.out.bias"]


class AdamW:
    """AdamW (0.9, 0.98, eps 1e-6) with a learning rate and a gradient clip for each trial."""

    def __init__(self, stack, decay=0.01, clip=1.0):
        self.parameters, self.clip = list(stack.parameters.values()), clip
        self.sizes = [p[0].numel() for p in self.parameters]
        plain = lambda name, p: "bias" in name or "LayerNorm" in name
        self.decay = torch.cat(
            [torch.full((p[0].numel(),), 0.0 if plain(n, p) else decay) for n, p in stack.parameters.items()]
        ).to(stack.device)
        flat = sum(self.sizes)
        self.m = torch.zeros(stack.trials, flat, device=stack.device)
        self.v = torch.zeros_like(self.m)
        self.steps = 0

    @torch.no_grad()
    def step(self, rates):
        """`rates` is [trials], the learning rate of each trial at this step."""
        self.steps += 1
        grad = torch.cat([p.grad.flatten(1) for p in self.parameters], 1)
        grad *= (self.clip / (grad.norm(dim=1, keepdim=True) + 1e-6)).clamp(max=1)
        self.m.lerp_(grad, 0.1)
        self.v.mul_(0.98).addcmul_(grad, grad, value=0.02)
        update = (self.m / (1 - 0.9**self.steps)) / ((self.v / (1 - 0.98**self.steps)).sqrt_() + 1e-6)
        value = torch.cat([p.flatten(1) for p in self.parameters], 1)
        value -= rates[:, None] * (update + self.decay * value)
        for p, part in zip(self.parameters, value.split(self.sizes, 1)):
            p.copy_(part.view_as(p))
            p.grad = None
