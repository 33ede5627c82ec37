"""Prints the half of the embedded model's layers that linear CKA picks: the mask of the lesson `cka`.

    python tools/claims/cka_layers.py

A layer's score is the similarity of what it gets and what it gives at the first token, over all training sentences of the
embedded data (at most 32 tokens each), by the pretrained model. The half with the least similarity is picked; the first
layer is no candidate, since the first token is the same in all sentences before it (Ogawa and others 2026, arXiv
2602.05988, and their scripts).
"""

from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import RobertaForSequenceClassification

PUBLIC = Path(__file__).parents[2] / "public"
LENGTH = 32
BATCH = 64


def read_sentences() -> list[list[int]]:
    """Token ids of all training sentences."""
    tokenizer = Tokenizer.from_file(str(PUBLIC / "models/roberta-mini/tokenizer.json"))
    lines = (PUBLIC / "datasets/review-sentences/train.tsv").read_text().splitlines()[1:]
    return [tokenizer.encode(line.split("\t")[0]).ids[:LENGTH] for line in lines]


def first_tokens(sentences: list[list[int]]) -> list[torch.Tensor]:
    """The hidden state of each sentence's first token, before the first layer and after each: sentences x width."""
    model = RobertaForSequenceClassification.from_pretrained(
        PUBLIC / "models/roberta-mini", num_labels=2, attn_implementation="eager", dtype=torch.float32).eval()
    kept: list[list[torch.Tensor]] = [[] for _ in range(model.config.num_hidden_layers + 1)]
    for start in range(0, len(sentences), BATCH):
        batch = sentences[start : start + BATCH]
        ids = torch.full((len(batch), max(map(len, batch))), model.config.pad_token_id)
        for row, sentence in enumerate(batch):
            ids[row, : len(sentence)] = torch.tensor(sentence)
        mask = (ids != model.config.pad_token_id).long()
        with torch.no_grad():
            states = model(input_ids=ids, attention_mask=mask, output_hidden_states=True).hidden_states
        for layer, state in enumerate(states):
            kept[layer].append(state[:, 0].double())
    return [torch.cat(parts) for parts in kept]


def linear_cka(x: torch.Tensor, y: torch.Tensor) -> float:
    """Linear centred kernel alignment of two descriptions of the same rows (Kornblith and others 2019)."""
    x, y = x - x.mean(0), y - y.mean(0)
    sizes = torch.linalg.matrix_norm(x.T @ x) * torch.linalg.matrix_norm(y.T @ y)
    return float(torch.linalg.matrix_norm(x.T @ y) ** 2 / sizes.clamp(min=1e-12))


def main() -> None:
    """Prints a layer a line, then the mask, lowest layer first."""
    torch.set_num_threads(1)
    states = first_tokens(read_sentences())
    similarity = [linear_cka(before, after) for before, after in zip(states, states[1:], strict=False)]
    for layer, value in enumerate(similarity, start=1):
        print(f"layer {layer}: {value:.4f}")
    picked = sorted(range(1, len(similarity)), key=lambda layer: similarity[layer])[: len(similarity) // 2]
    print("".join("1" if layer in picked else "0" for layer in range(len(similarity))))


if __name__ == "__main__":
    main()
