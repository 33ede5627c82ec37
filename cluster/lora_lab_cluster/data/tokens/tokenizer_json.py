"""The parts of a tokenizer.json that the lab reads, checked, and Hugging Face's tokenizer made of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tokenizers import Tokenizer

from ...errors import LabError
from ..cells import json_of

Json = Mapping[str, Any]

LONGEST_WORD = 100
MOST_CHARACTERS = 1000
"""Words of more characters are unknown to WordPiece: the usual limit, and the highest that a file may give."""

LONGEST_SHOWN = 60
NORMALIZERS = ("NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "BertNormalizer", "Sequence")


def unusable(what: str) -> LabError:
    """The error for a tokenizer.json that cannot be used; `what` names the part and what is wrong with it."""
    return LabError(
        f"tokenizer.json could not be used: {what}.",
        "Use the tokenizer.json of a RoBERTa or BERT model: byte-level BPE or WordPiece.",
    )


def shown(value: Any) -> str:
    """A stranger's value inside a message."""
    if isinstance(value, list):
        return "a list"
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, str):
        quoted = json.dumps(value[: 2 * LONGEST_SHOWN], ensure_ascii=False)
        return f"{quoted[:LONGEST_SHOWN]}..." if len(quoted) > LONGEST_SHOWN else quoted
    return "undefined" if value is None else json_of(float(value) if type(value) is int else value)


def is_token_id(value: Any) -> bool:
    """Whether a value is an id of a token, or of a token type: a row of a table."""
    return type(value) is int and 0 <= value < 2**31


def part_of(content: Json, name: str) -> Json | None:
    """A part of tokenizer.json. Raises LabError if it is there and no object."""
    value = content.get(name)
    if value is not None and not isinstance(value, Mapping):
        raise unusable(f"its {name} is not an object")
    return value


def make_tokenizer(content: Any) -> Tokenizer:
    """Hugging Face's tokenizer for a complete tokenizer.json, without truncation and special tokens around texts.

    Raises LabError naming the part that is missing, wrong or of an unknown kind.
    """
    if not isinstance(content, Mapping):
        raise unusable("it is not an object")
    pre_tokenizer = part_of(content, "pre_tokenizer")
    if pre_tokenizer is None:
        raise unusable("it has no pre_tokenizer")
    added = content.get("added_tokens") or []
    if not isinstance(added, list):
        raise unusable("its added_tokens are not a list")
    tokens = [_added_token(token) for token in added]
    whole = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": tokens,
        "normalizer": _normalizer(part_of(content, "normalizer")),
        "pre_tokenizer": _pre_tokenizer(pre_tokenizer),
        "post_processor": None,
        "decoder": None,
        "model": _model(part_of(content, "model")),
    }
    try:
        made = Tokenizer.from_str(json.dumps(whole))
    except Exception as error:  # noqa: BLE001 -- the library raises no class of its own
        raise unusable(str(error)[:200]) from None
    for token in tokens:
        given = made.token_to_id(token["content"])
        if token["content"] and given != token["id"]:
            raise unusable(
                f"its added token {shown(token['content'])} has the id {token['id']}, and belongs at {given}"
            )
    return made


def _added_token(token: Any) -> dict[str, Any]:
    is_token = isinstance(token, Mapping) and isinstance(token.get("content"), str)
    if not is_token or not is_token_id(token.get("id")):
        raise unusable("one of its added_tokens has no content or no id")
    flags = {name: token.get(name) is True for name in ("single_word", "lstrip", "rstrip", "normalized", "special")}
    return {"id": token["id"], "content": token["content"], **flags}


def _normalizer(part: Json | None) -> dict[str, Any] | None:
    if part is None:
        return None
    kind = part.get("type")
    if kind not in NORMALIZERS:
        raise unusable(f"its normalizer is of type {shown(kind)}, which the lab does not know")
    if kind == "Sequence":
        steps = part.get("normalizers")
        return {"type": kind, "normalizers": [_normalizer(step) for step in steps] if isinstance(steps, list) else []}
    if kind != "BertNormalizer":
        return {"type": kind}
    flags = {name: part.get(name) is True for name in ("clean_text", "handle_chinese_chars", "lowercase")}
    accents = part.get("strip_accents")
    return {"type": kind, "strip_accents": None if accents is None else bool(accents), **flags}


def _pre_tokenizer(part: Json) -> dict[str, Any]:
    kind = part.get("type")
    if kind == "BertPreTokenizer":
        return {"type": kind}
    if kind != "ByteLevel":
        raise unusable(f"its pre_tokenizer is of type {shown(kind)}, which the lab does not know")
    return {
        "type": kind,
        "add_prefix_space": part.get("add_prefix_space") is True,
        "trim_offsets": True,
        "use_regex": part.get("use_regex") is not False,
    }


def _model(model: Json | None) -> dict[str, Any]:
    if model is None:
        raise unusable("it has no model")
    vocab = model.get("vocab")
    # Old files do not name the model's type.
    usual = "BPE" if "merges" in model else "WordPiece" if isinstance(vocab, Mapping) else "Unigram"
    kind = model.get("type") or usual
    if kind not in ("BPE", "WordPiece"):
        raise unusable(f"its model is of type {shown(kind)}, not BPE or WordPiece")
    if not isinstance(vocab, Mapping) or not all(map(is_token_id, vocab.values())):
        raise unusable("its vocabulary is not an object of ids by token")
    unknown = model.get("unk_token")
    if unknown is not None and (not isinstance(unknown, str) or unknown not in vocab):
        raise unusable(f"its unk_token {shown(unknown)} is not in its vocabulary")
    return _word_piece(model, vocab, unknown) if kind == "WordPiece" else _bpe(model, vocab, unknown)


def _word_piece(model: Json, vocab: Json, unknown: str | None) -> dict[str, Any]:
    if unknown is None:
        raise unusable("its WordPiece model has no unk_token")
    prefix = model.get("continuing_subword_prefix", "##")
    longest = model.get("max_input_chars_per_word", LONGEST_WORD)
    prefix = "##" if prefix is None else prefix
    longest = LONGEST_WORD if longest is None else longest
    if not isinstance(prefix, str):
        raise unusable("its continuing_subword_prefix is not a text")
    if not is_token_id(longest) or longest > MOST_CHARACTERS:
        raise unusable(f"its max_input_chars_per_word {shown(longest)} is no number up to {MOST_CHARACTERS}")
    sizes = {"continuing_subword_prefix": prefix, "max_input_chars_per_word": longest}
    return {"type": "WordPiece", "unk_token": unknown, "vocab": dict(vocab), **sizes}


def _bpe(model: Json, vocab: Json, unknown: str | None) -> dict[str, Any]:
    if model.get("continuing_subword_prefix"):
        raise unusable("its BPE model has a continuing_subword_prefix, which the lab does not know")
    for name in ("end_of_word_suffix", "continuing_subword_suffix"):
        if not isinstance(model.get(name) or "", str):
            raise unusable(f"its {name} is not a text")
    return {
        "type": "BPE",
        # Dropout would give other ids each time.
        "dropout": None,
        "unk_token": unknown,
        "continuing_subword_prefix": None,
        "end_of_word_suffix": model.get("end_of_word_suffix") or None,
        "fuse_unk": model.get("fuse_unk") is True,
        "byte_fallback": False,
        "vocab": dict(vocab),
        "merges": _merges(model.get("merges"), vocab),
    }


def _merges(merges: Any, vocab: Json) -> list[Sequence[str]]:
    """Merges as pairs, whether the file writes them like "a b" or, as newer ones do, as ["a", "b"]."""
    if not isinstance(merges, list):
        raise unusable("its BPE model has no merges")
    pairs: list[Sequence[str]] = []
    for merge in merges:
        pair = merge.split(" ") if isinstance(merge, str) else merge
        if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(side, str) for side in pair):
            raise unusable(f"its merge {shown(merge)} is not a pair of tokens")
        left, right = pair
        for token in (left, right, left + right):
            if token not in vocab:
                raise unusable(f"its merges make the token {shown(token)}, which is not in its vocabulary")
        pairs.append(pair)
    return pairs
