"""A tokenizer from a model's files: tokenizer.json, or what older repositories have instead (`tokenizerFiles.ts`)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ...errors import LabError
from .added_tokens import SideFiles, combine_added_tokens
from .combine import bert_normalizer, check_builds, combine_files
from .tokenizer_json import Json

_LINES = re.compile("\r?\n")


def tokenizer_content(files: Mapping[str, Path], config: Json) -> Any:
    """The content of a complete tokenizer.json, from the files by name and the model's config.json.

    Takes the first of these that exists: tokenizer.json; vocab.json and merges.txt; vocab.txt. Raises LabError naming the
    file that is missing or cannot be used.
    """

    def read(name: str) -> str | None:
        return files[name].read_text(encoding="utf-8", errors="replace") if name in files else None

    return combined_content(read, config)


def combined_content(read: Callable[[str], str | None], config: Json) -> Any:
    """The same from the texts of files; None for a file that is not there."""

    def optional(name: str) -> Json:
        text = read(name)
        content = {} if text is None else _parse(text, name)
        return content if isinstance(content, Mapping) else {}

    side = SideFiles(
        settings=optional("tokenizer_config.json"),
        model=config,
        added_tokens=optional("added_tokens.json"),
        special_tokens=optional("special_tokens_map.json"),
    )
    whole = read("tokenizer.json")
    if whole is not None:
        return combine_files(_parse(whole, "tokenizer.json"), side)
    vocabulary, merges = read("vocab.json"), read("merges.txt")
    if vocabulary is not None and merges is not None:
        check_builds("roberta", "vocab.json and merges.txt", side)
        return _with_added(_byte_level(_parse(vocabulary, "vocab.json"), merges, side.settings), side)
    listed = read("vocab.txt")
    if listed is not None:
        check_builds("bert", "vocab.txt", side)
        return _with_added(_word_piece(listed, side.settings), side)
    raise LabError(
        "The model has no tokenizer: neither tokenizer.json, nor vocab.json with merges.txt, nor vocab.txt.",
        "Choose a model with one of them, or add the tokenizer of the model that it was made from.",
    )


def _parse(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise LabError(
            f"{name} is not JSON.", "The file is damaged: put the original back, or fetch it again."
        ) from None


def _with_added(content: dict[str, Any], side: SideFiles) -> dict[str, Any]:
    own = content["added_tokens"]
    return {**content, "added_tokens": combine_added_tokens(own, own, content["model"]["vocab"], side, {})}


def _byte_level(vocab: Any, merges: str, settings: Json) -> dict[str, Any]:
    """The tokenizer.json that Transformers makes from RoBERTa's two files."""
    if not isinstance(vocab, Mapping):
        raise LabError("vocab.json is not an object of ids by token.", "The file is damaged: fetch it again.")

    def special(field: str, usual: str) -> tuple[str, Any]:
        name = _token_name(settings.get(field), usual)
        return name, _id_of("vocab.json", name, vocab)

    start, end = special("cls_token", "<s>"), special("sep_token", "</s>")
    unknown, mask = special("unk_token", "<unk>"), special("mask_token", "<mask>")
    tokens = (start, special("pad_token", "<pad>"), end, unknown, mask)
    lines = [line for line in _LINES.split(merges) if line != "" and not line.startswith("#version")]
    return {
        # As in roberta-base's own tokenizer.json, the space before <mask> belongs to the token.
        "added_tokens": [_special_token(name, each, strips_left=name == mask[0]) for name, each in tokens],
        "normalizer": None,
        "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": settings.get("add_prefix_space") is True},
        "post_processor": {"type": "RobertaProcessing", "cls": list(start), "sep": list(end)},
        "model": {"type": "BPE", "unk_token": None, "vocab": vocab, "merges": lines},
    }


def _word_piece(listed: str, settings: Json) -> dict[str, Any]:
    """The tokenizer.json that Transformers makes from BERT's list of tokens."""
    tokens = _LINES.split(listed)
    if tokens[-1] == "":
        tokens.pop()
    vocab = {token: index for index, token in enumerate(tokens)}

    def special(field: str, usual: str) -> tuple[str, Any]:
        name = _token_name(settings.get(field), usual)
        return name, _id_of("vocab.txt", name, vocab)

    start, end = special("cls_token", "[CLS]"), special("sep_token", "[SEP]")
    unknown = special("unk_token", "[UNK]")
    named = (special("pad_token", "[PAD]"), unknown, start, end, special("mask_token", "[MASK]"))
    return {
        "added_tokens": [_special_token(name, each, strips_left=False) for name, each in named],
        "normalizer": bert_normalizer(settings),
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {"type": "BertProcessing", "cls": list(start), "sep": list(end)},
        "model": {"type": "WordPiece", "unk_token": unknown[0], "vocab": vocab},
    }


def _token_name(token: Any, usual: str) -> str:
    """tokenizer_config.json has a token as text, or as an object that holds it."""
    if isinstance(token, str):
        return token
    content = token.get("content") if isinstance(token, Mapping) else None
    return content if isinstance(content, str) else usual


def _id_of(file: str, token: str, vocab: Json) -> Any:
    if token in vocab:
        return vocab[token]
    raise LabError(f"{file} has no token {token[:120]}.", "Use the tokenizer files that belong to the model.")


def _special_token(content: str, token_id: Any, *, strips_left: bool) -> dict[str, Any]:
    return {"id": token_id, "content": content, "special": True, "lstrip": strips_left}
