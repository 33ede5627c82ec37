"""RoBERTa's classification head, which the lab gives every encoder."""

from __future__ import annotations

import torch
from torch import nn

from ..generators.sites import HEAD_INPUT, HEAD_OUTPUT
from .dropout import LabDropout, StepKey


class Head(nn.Module):
    """Dropout, dense, tanh, dropout, output: Transformers' RobertaClassificationHead with a site for each dropout."""

    def __init__(self, hidden: int, labels: int, rate: float, key: StepKey) -> None:
        super().__init__()
        self.input_dropout = LabDropout(rate, HEAD_INPUT, key)
        self.dense = nn.Linear(hidden, hidden, device="meta")
        self.output_dropout = LabDropout(rate, HEAD_OUTPUT, key)
        self.out_proj = nn.Linear(hidden, labels, device="meta")

    def forward(self, first: torch.Tensor) -> torch.Tensor:
        """Logits [batch, labels] of the first tokens' last hidden states [batch, hidden]."""
        dense = torch.tanh(self.dense(self.input_dropout(first)))
        logits: torch.Tensor = self.out_proj(self.output_dropout(dense))
        return logits
