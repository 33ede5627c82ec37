"""Refuses fields of adapter_config.json by name if they change the base model or the computation, unless they are off.

The fields and sentences are those of the lab's `src/interop/peft/unsupportedFields.ts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..experiment.text import shown_name
from .refusal import refuse, show

_NOT_COMPUTED = {
    "use_qalora": "QALoRA",
    "use_bdlora": "BD-LoRA",
    "lora_bias": "adapters with a bias of their own",
    "fan_in_fan_out": "transposed weights",
    "layer_replication": "replicated layers",
    "trainable_token_indices": "trained tokens",
    "target_parameters": "adapters on bare parameters",
    "alora_invocation_tokens": "activated LoRA",
    "arrow_config": "Arrow routing",
    "monteclora_config": "MonteCLoRA",
    "kasa_config": "KaSA",
    "velora_config": "VeLoRA",
    "megatron_config": "Megatron’s parallel layers",
}

# Fields that config.py reads, or that are checked below.
_READ = (
    *("peft_type", "task_type", "bias", "init_lora_weights", "r", "lora_alpha", "use_rslora", "use_dora", "rank_pattern"),
    *("alpha_pattern", "target_modules", "exclude_modules", "layers_to_transform", "layers_pattern"),
    "modules_to_save",
)

# Fields that change nothing about an adapter once it is saved. The settings of an initialization count only together with
# init_lora_weights, which is checked; the others describe training, PEFT itself or the base model's location.
_HARMLESS = (
    *("auto_mapping", "peft_version", "base_model_name_or_path", "revision", "inference_mode", "lora_dropout"),
    *("megatron_core", "qalora_group_size", "runtime_config", "ensure_weight_tying", "loftq_config", "eva_config"),
    *("corda_config", "lora_ga_config"),
)

_KNOWN = frozenset((*_NOT_COMPUTED, *_READ, *_HARMLESS))

# Initializations that leave the base model as it is, so that the saved A and B say everything.
_BASE_UNCHANGED = ("gaussian", "eva", "orthogonal", "mica")


def refuse_unsupported(fields: Mapping[str, Any]) -> None:
    """Checks that nothing is turned on that the lab does not compute.

    Raises:
        LabError: naming the first field that the lab cannot honour, or does not know
    """
    bias = fields.get("bias")
    if bias is not None and bias != "none":
        raise refuse(
            f"says bias {show(bias)}",
            'The lab trains no biases beside LoRA: use an adapter that was trained with bias "none".',
        )
    init = fields.get("init_lora_weights")
    if not (init is None or isinstance(init, bool) or (isinstance(init, str) and init.lower() in _BASE_UNCHANGED)):
        raise refuse(
            f"says init_lora_weights {show(init)}, which changes the base model’s weights",
            "Save it as a plain LoRA adapter: keep the untrained adapter in a folder, and call save_pretrained with "
            "path_initial_model_for_weight_conversion set to that folder.",
        )
    for field, what in _NOT_COMPUTED.items():
        if not _is_off(fields.get(field)):
            raise refuse(
                f"has {field} {show(fields[field])}",
                f"The lab does not compute {what}: use an adapter that was trained without.",
            )
    for field, value in fields.items():
        if field not in _KNOWN and not _is_off(value):
            raise refuse(
                f"has the field {shown_name(field)} with the value {show(value)}, which the lab does not know",
                "Remove the field if it changes nothing about the adapter’s outputs; else train the adapter without it.",
            )


def _is_off(value: Any) -> bool:
    """Whether a field is absent, or has a value that turns nothing on. A zero is a value."""
    return value is None or value is False or (isinstance(value, (str, list, dict)) and len(value) == 0)
