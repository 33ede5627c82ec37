"""The model of one trial: Transformers' encoder with PEFT's adapters, the lab's head, and its dropout everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import torch
from peft import LoraConfig, inject_adapter_in_model
from torch import nn
from torch.utils.checkpoint import checkpoint
from transformers import BertConfig, BertModel, PreTrainedModel, RobertaConfig, RobertaModel

from ..experiment.types import DropoutRates, Scenario, Training, alpha_at, rank_of
from ..generators.sites import EMBEDDINGS, PROJECTION_OF, layer_site
from ..sources.types import EncoderShape, ModelFiles
from .attention import ATTENTION
from .batch import DeviceBatch
from .dropout import LabDropout, StepKey
from .head import Head
from .names import MODULE_PATHS, lab_name, module_name
from .packing import PackedLinear
from .weights import BaseWeights

_ADAPTER = "default"


class LabClassifier(nn.Module):
    """A RoBERTa or BERT encoder without its pooler, under RoBERTa's head, with the adapters of a scenario.

    Parameters that train are on the meta device until `TrainedParameters` gives them memory and values.
    """

    def __init__(self, base: PreTrainedModel, head: Head, key: StepKey) -> None:
        super().__init__()
        self.base = base
        self.classifier = head
        self.key = key

    def forward(self, batch: DeviceBatch) -> torch.Tensor:
        """Logits [rows, labels]. Dropout is on in training mode, with the masks of `self.key`."""
        hidden = self.base(
            input_ids=batch.tokens,
            attention_mask=batch.mask,
            position_ids=batch.positions,
            token_type_ids=batch.types,
        ).last_hidden_state
        logits: torch.Tensor = self.classifier(hidden[:, 0])
        return logits

    def trained(self) -> dict[str, nn.Parameter]:
        """The parameters that train, by the lab's names."""
        return {lab_name(name): value for name, value in self.named_parameters() if value.requires_grad}


def build_model(
    files: ModelFiles, labels: int, scenario: Scenario, training: Training, weights: BaseWeights
) -> LabClassifier:
    """Makes the model of a trial around the shared weights, of which it copies none.

    Args:
        labels: classes of the data set.
        training: what the scenario trains with.
        weights: of the base precision that `training` asks for.
    """
    key = StepKey()
    base = _skeleton(files)
    shape = files.shape
    _fill(base, weights.tensors, trains=scenario.method == "full")
    if scenario.method == "lora":
        _add_adapters(base, scenario)
    _place_dropout(base, shape, training.dropout, key)
    if scenario.method == "lora":
        _place_adapter_dropout(base, scenario, training.dropout.lora, key)
    last = base.encoder.layer[shape.layers - 1]
    last.attention.output.register_forward_pre_hook(_first_tokens_only)
    if training.checkpointing:
        _recompute_layers(base)
    return LabClassifier(base, Head(shape.hidden, labels, training.dropout.classifier, key), key)


def _skeleton(files: ModelFiles) -> PreTrainedModel:
    """The encoder without memory for its tensors. Fields that the lab does not read keep their usual values."""
    shape = files.shape
    fields: dict[str, Any] = {
        "vocab_size": shape.vocabulary,
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.intermediate,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.token_types,
        "layer_norm_eps": shape.layer_norm_epsilon,
        "pad_token_id": shape.pad_token,
        "hidden_act": "gelu",
        "attn_implementation": ATTENTION,
    }
    with torch.device("meta"):
        if shape.architecture == "bert":
            return BertModel(BertConfig(**fields), add_pooling_layer=False)
        return RobertaModel(RobertaConfig(**fields), add_pooling_layer=False)


def _fill(base: PreTrainedModel, tensors: Mapping[str, Any], trains: bool) -> None:
    """Gives every parameter the shared tensor of its name; full fine-tuning's stay without memory for now."""
    for name, value in tensors.items():
        path, _, kind = name.rpartition(".")
        module = base.get_submodule(path)
        if isinstance(value, tuple):
            bias = tensors[f"{path}.bias"]
            _replace(base, path, PackedLinear(value[0], value[1], bias))
        elif not (trains or isinstance(module, PackedLinear)):
            setattr(module, kind, nn.Parameter(value, requires_grad=False))


def _replace(root: nn.Module, path: str, module: nn.Module) -> None:
    parent, _, name = path.rpartition(".")
    setattr(root.get_submodule(parent), name, module)


def _add_adapters(base: PreTrainedModel, scenario: Scenario) -> None:
    places = [(layer, component) for layer, components in enumerate(scenario.modules) for component in components]
    targets = [module_name(layer, component) for layer, component in places]
    ranks = {module_name(layer, component): rank_of(scenario, layer, component) for layer, component in places}
    own = {name: rank for name, rank in ranks.items() if rank != scenario.rank}
    config = LoraConfig(
        target_modules=targets,
        r=scenario.rank,
        lora_alpha=scenario.alpha,
        rank_pattern=own,
        alpha_pattern={name: alpha_at(scenario, rank) for name, rank in own.items()},
        use_rslora=scenario.rs_lora,
        use_dora=scenario.dora,
        lora_dropout=0.0,
        bias="none",
        init_lora_weights=False,
    )
    inject_adapter_in_model(config, base, _ADAPTER)
    for path in targets:
        module = base.get_submodule(path)
        for matrix in (module.lora_A, module.lora_B):
            weight = matrix[_ADAPTER].weight
            matrix[_ADAPTER].weight = nn.Parameter(torch.empty(weight.shape, device="meta"))
        if scenario.dora:
            magnitudes = module.lora_magnitude_vector[_ADAPTER]
            magnitudes.weight = nn.Parameter(torch.empty(magnitudes.weight.shape, device="meta"))


def start_magnitudes(model: LabClassifier) -> Iterator[tuple[str, torch.Tensor]]:
    """The norms of the rows of W + scaling * B A, with which DoRA's magnitudes begin, by the lab's names."""
    for name, module in model.named_modules():
        vectors = getattr(module, "lora_magnitude_vector", {})
        if _ADAPTER in vectors:
            change = (module.lora_B[_ADAPTER].weight @ module.lora_A[_ADAPTER].weight).detach()
            weight, scaling = module.get_base_layer().weight, module.scaling[_ADAPTER]
            norms = vectors[_ADAPTER].get_weight_norm(weight, change, scaling)
            yield lab_name(f"{name}.lora_magnitude_vector.{_ADAPTER}.weight"), norms.detach()


def _place_dropout(base: PreTrainedModel, shape: EncoderShape, rates: DropoutRates, key: StepKey) -> None:
    base.embeddings.dropout = LabDropout(rates.hidden, EMBEDDINGS, key)
    for layer in range(shape.layers):
        module = base.encoder.layer[layer]
        module.attention.self.dropout = _dropout(rates.attention, layer, "probabilities", key)
        module.attention.output.dropout = _dropout(rates.hidden, layer, "attentionHidden", key)
        module.output.dropout = _dropout(rates.hidden, layer, "feedForwardHidden", key)


def _dropout(rate: float, layer: int, site: str, key: StepKey) -> LabDropout:
    dropout = LabDropout(rate, layer_site(layer, site), key)
    dropout.p = rate  # Transformers' attention reads it.
    return dropout


def _place_adapter_dropout(base: PreTrainedModel, scenario: Scenario, rate: float, key: StepKey) -> None:
    """Gives the adapters of one matrix product one dropout, whereas PEFT draws a mask for each."""
    for layer, components in enumerate(scenario.modules):
        shared = {site: _dropout(rate, layer, site, key) for site in {PROJECTION_OF[one] for one in components}}
        for component in components:
            adapted = base.get_submodule(f"encoder.layer.{layer}.{MODULE_PATHS[component]}")
            adapted.lora_dropout[_ADAPTER] = shared[PROJECTION_OF[component]]


def _first_tokens_only(_: nn.Module, inputs: tuple[torch.Tensor, torch.Tensor]) -> tuple[torch.Tensor, ...]:
    """Goes on with each sentence's first token: nothing else is classified, and the lab's masks count only those."""
    return tuple(each[:, :1] for each in inputs)


def _recompute_layers(base: PreTrainedModel) -> None:
    """Gradient checkpointing (Chen et al. 2016) of all layers but the last, whose backward pass comes right after.

    Masks follow from the step's key, so no state of a generator has to be kept.
    """
    for layer in list(base.encoder.layer)[:-1]:
        layer.forward = _recomputed(layer.forward)


def _recomputed(forward: Callable[..., torch.Tensor]) -> Callable[..., torch.Tensor]:
    def run(*inputs: Any, **options: Any) -> torch.Tensor:
        if not torch.is_grad_enabled():
            return forward(*inputs, **options)
        again: torch.Tensor = checkpoint(
            partial(forward, **options), *inputs, use_reentrant=False, preserve_rng_state=False
        )
        return again

    return run
