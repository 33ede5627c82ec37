"""The shape of an encoder, read from a Hugging Face config.json; what the lab does not compute is refused by field.

The rules, their order and their sentences are those of `src/architecture/config.ts`.
"""

from __future__ import annotations

from typing import Any

from ..errors import LabError
from ..experiment.text import number_text, shown_value
from .types import Architecture, EncoderShape

_REMEDY = "Use the config.json that belongs to a RoBERTa or BERT encoder."

# Bounds far above every published encoder.
_LARGEST = {
    "num_hidden_layers": 256,
    "hidden_size": 65_536,
    "num_attention_heads": 4096,
    "intermediate_size": 1_048_576,
    "vocab_size": 10_000_000,
    "max_position_embeddings": 10_000_000,
    "type_vocab_size": 10_000,
}

# The values that transformers takes for fields that a config.json leaves out.
_PAD_TOKENS: dict[Architecture, int] = {"roberta": 1, "bert": 0}
_LAYER_NORM_EPSILON = 1e-12

# Fields that, if given, must have this value: the encoder computes nothing else.
_REQUIRED = (("hidden_act", "gelu"), ("position_embedding_type", "absolute"), ("is_decoder", False))


class _Fields:
    """config.json with readers that name the field."""

    def __init__(self, fields: dict[str, Any]) -> None:
        self.fields = fields

    def wrong(self, field: str, wanted: str, remedy: str = _REMEDY) -> LabError:
        shown = shown_value(self.fields[field]) if field in self.fields else "undefined"
        return LabError(f"config.json: {field} is {shown}, not {wanted}.", remedy)

    def size(self, field: str) -> int:
        value = self.fields.get(field)
        if not _is_whole(value) or value < 1:
            raise self.wrong(field, "a positive integer")
        if value > _LARGEST[field]:
            raise self.wrong(field, f"{_LARGEST[field]} or less")
        return int(value)


def read_config(json: Any) -> EncoderShape:
    """Reads config.json of a RoBERTa or BERT encoder.

    Raises:
        LabError: naming the field that is missing, wrong or not supported
    """
    if not isinstance(json, dict):
        raise LabError("config.json is not an object.", _REMEDY)
    fields = _Fields(json)
    architecture = _architecture(fields)
    for field, value in _REQUIRED:
        if json.get(field) is not None and (json[field] != value or type(json[field]) is not type(value)):
            raise fields.wrong(field, shown_value(value))
    vocabulary = fields.size("vocab_size")
    pad_token = _pad_token(fields, architecture, vocabulary)
    epsilon = _epsilon(fields)
    shape = EncoderShape(
        architecture=architecture,
        layers=fields.size("num_hidden_layers"),
        hidden=fields.size("hidden_size"),
        heads=fields.size("num_attention_heads"),
        intermediate=fields.size("intermediate_size"),
        vocabulary=vocabulary,
        positions=fields.size("max_position_embeddings"),
        first_position=pad_token + 1 if architecture == "roberta" else 0,
        token_types=fields.size("type_vocab_size"),
        pad_token=pad_token,
        layer_norm_epsilon=epsilon,
    )
    if shape.hidden % shape.heads != 0:
        raise fields.wrong("hidden_size", f"a multiple of num_attention_heads, {shape.heads}")
    if shape.longest_sentence < 1:
        raise fields.wrong("max_position_embeddings", f"more than {number_text(shape.first_position)}")
    return shape


def _architecture(fields: _Fields) -> Architecture:
    architecture = fields.fields.get("model_type")
    if architecture == "roberta":
        return "roberta"
    if architecture == "bert":
        return "bert"
    raise fields.wrong(
        "model_type",
        '"roberta" or "bert": the lab computes no other architecture',
        "Choose a RoBERTa or BERT model.",
    )


def _pad_token(fields: _Fields, architecture: Architecture, vocabulary: int) -> int:
    given = fields.fields.get("pad_token_id")
    pad_token = _PAD_TOKENS[architecture] if given is None else given
    if not _is_whole(pad_token) or pad_token < 0 or pad_token >= vocabulary:
        raise fields.wrong("pad_token_id", f"a token id below {vocabulary}")
    return int(pad_token)


def _epsilon(fields: _Fields) -> float:
    given = fields.fields.get("layer_norm_eps")
    epsilon = _LAYER_NORM_EPSILON if given is None else given
    if isinstance(epsilon, bool) or not isinstance(epsilon, (int, float)) or not 0 < epsilon < 1:
        raise fields.wrong("layer_norm_eps", "a number between 0 and 1")
    return float(epsilon)


def _is_whole(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return float(value).is_integer() and abs(value) <= 2**53
