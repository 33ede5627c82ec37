"""Attention with the lab's dropout, as an attention function of Transformers."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn
from transformers import AttentionInterface

from .dropout import LabDropout

ATTENTION = "lora_lab"
"""The name of the attention function, for `attn_implementation`."""


def lab_attention(
    module: nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    scaling: float,
    dropout: float = 0.0,
    **_: Any,
) -> tuple[torch.Tensor, None]:
    """softmax(Q K^T * scaling) V of each head (Vaswani et al. 2017), with dropout on the probabilities.

    Args:
        module: Transformers' self-attention, whose `dropout` is the site's `LabDropout`.
        query, key, value: [batch, heads, sequence, width].
        attention_mask: bool [batch, 1, 1, sequence], true for keys that are no padding; None if none is padding.
        dropout: unused; the module's own rate counts.

    Returns:
        [batch, sequence, heads, width].
    """
    site = module.dropout
    if not isinstance(site, LabDropout) or not site.is_on:
        attended = nn.functional.scaled_dot_product_attention(
            query, key, value, attn_mask=attention_mask, scale=scaling
        )
        return attended.transpose(1, 2), None
    scores = query @ key.transpose(2, 3) * scaling
    if attention_mask is not None:
        scores = scores.masked_fill(~attention_mask, float("-inf"))
    return (site(scores.softmax(-1)) @ value).transpose(1, 2), None


AttentionInterface.register(ATTENTION, lab_attention)
