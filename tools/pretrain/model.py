"""Build, save and load the RoBERTa encoder of this repository (Hugging Face layout)."""

import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import RobertaConfig, RobertaForMaskedLM


def config(vocabulary=8000, hidden=64, heads=4, layers=12):
    """Shapes of roberta-mini: 12 layers as roberta-base, only narrower."""
    return RobertaConfig(
        vocab_size=vocabulary,
        hidden_size=hidden,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        intermediate_size=4 * hidden,
        max_position_embeddings=130,
        type_vocab_size=1,
        layer_norm_eps=1e-5,
        bos_token_id=0,
        pad_token_id=1,
        eos_token_id=2,
        hidden_dropout_prob=0.1,
        attention_probs_dropout_prob=0.1,
    )


def save(model: RobertaForMaskedLM, folder):
    """Write config.json and model.safetensors: embeddings and encoder, float16."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {
        f"roberta.{name}": value.detach().to("cpu", torch.float16).contiguous()
        for name, value in model.roberta.state_dict().items()
        if not name.endswith(("position_ids", "token_type_ids"))
    }
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    values = model.config.to_diff_dict()
    values |= {key: getattr(model.config, key) for key in config().to_dict() if key in KEPT}
    values.pop("transformers_version", None)
    values.pop("dtype", None)
    values |= {"model_type": "roberta", "architectures": ["RobertaForSequenceClassification"], "torch_dtype": "float16"}
    (folder / "config.json").write_text(json.dumps(values, indent=2, sort_keys=True) + "\n")


KEPT = {
    "vocab_size",
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size",
    "hidden_act",
    "max_position_embeddings",
    "type_vocab_size",
    "layer_norm_eps",
    "bos_token_id",
    "pad_token_id",
    "eos_token_id",
    "hidden_dropout_prob",
    "attention_probs_dropout_prob",
    "initializer_range",
}
