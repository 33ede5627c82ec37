"""The tokenizer that Transformers makes from a model's several files (`src/tokenizer/combineFiles.ts`).

Its classes for BERT and RoBERTa take the vocabulary alone from tokenizer.json and build the rest from
tokenizer_config.json and their own defaults.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from ...errors import LabError
from .added_tokens import SideFiles, combine_added_tokens
from .tokenizer_json import Json, shown

Family = Literal["bert", "roberta"]

FAMILIES: dict[str, Family] = {
    **{
        f"{name}Tokenizer": "bert"
        for name in ("Bert", "DistilBert", "Electra", "MobileBert", "ConvBert", "LayoutLM", "SqueezeBert")
    },
    **{f"{name}Tokenizer": "roberta" for name in ("Roberta", "Bart", "Longformer")},
}
"""Classes, without "Fast" at the end, that Transformers builds as it builds BERT's or RoBERTa's."""

DEFAULTS: dict[Family, dict[str, str]] = {
    "bert": {
        "unk_token": "[UNK]",
        "sep_token": "[SEP]",
        "pad_token": "[PAD]",
        "cls_token": "[CLS]",
        "mask_token": "[MASK]",
    },
    "roberta": {
        "bos_token": "<s>",
        "eos_token": "</s>",
        "unk_token": "<unk>",
        "sep_token": "</s>",
        "pad_token": "<pad>",
        "cls_token": "<s>",
        "mask_token": "<mask>",
    },
}

Mark = Callable[[str], list[Any]]


def combine_files(content: Any, files: SideFiles) -> Any:
    """The content of a complete tokenizer.json, as unchecked as the given one."""
    model = content.get("model") if isinstance(content, Mapping) else None
    if not isinstance(model, Mapping) or not isinstance(model.get("vocab"), Mapping):
        return content
    own = content.get("added_tokens")
    own = [] if own is None else own
    if not isinstance(own, list) or not all(isinstance(token, Mapping) for token in own):
        return content
    vocab = model["vocab"]
    kind = model.get("type")
    is_byte_level = (("BPE" if "merges" in model else None) if kind is None else kind) == "BPE"
    family = family_of(files)
    # A class that does not fit the file's kind of vocabulary is a mistake: the file says what it is.
    if family is None or is_byte_level != (family == "roberta"):
        return {**content, "added_tokens": combine_added_tokens(own, own, vocab, files, {})}
    added = combine_added_tokens(own, [], vocab, files, DEFAULTS[family])

    def mark(role: str) -> list[Any]:
        text = _content_of(_setting_of(files, role))
        text = DEFAULTS[family].get(role, "") if text is None else text
        return [text, next((token["id"] for token in added if token["content"] == text), None)]

    parts = _bert_parts(content, vocab, files.settings, mark)
    if family == "roberta":
        parts = _roberta_parts(model, files.settings, mark)
    return {**content, "added_tokens": added, **parts}


def family_of(files: SideFiles) -> Family | None:
    """None if tokenizer.json is used unchanged, as for PreTrainedTokenizerFast."""
    named = tokenizer_class(files)
    if named is not None:
        return FAMILIES.get(named.removesuffix("Fast"))
    kind = files.model.get("model_type")
    return kind if kind in ("bert", "roberta") else None


def tokenizer_class(files: SideFiles) -> str | None:
    """The class that a file names."""
    named = files.settings.get("tokenizer_class")
    named = files.model.get("tokenizer_class") if named is None else named
    return named if isinstance(named, str) else None


def check_builds(family: Family, file: str, side: SideFiles) -> None:
    """Raises LabError if the model's class, or its type, does not build from a vocabulary alone as this family does."""
    named, kind = tokenizer_class(side), side.model.get("model_type")
    unknown = named is None and kind not in ("bert", "roberta")
    if unknown or family_of(side) == family:
        return
    what = f"a model of type {shown(kind)}" if named is None else f"the tokenizer {named[:120]}"
    raise LabError(
        f"The model has no tokenizer.json, and the lab cannot build {what} from {file}.",
        "Add the tokenizer.json: AutoTokenizer.from_pretrained(folder).save_pretrained(folder) writes it, where the "
        "tokenizer has one. Else choose another model.",
    )


def _bert_parts(content: Json, vocab: Json, settings: Json, mark: Mark) -> dict[str, Any]:
    processor = content.get("post_processor")
    usual = {"type": "BertProcessing", "cls": mark("cls_token"), "sep": mark("sep_token")}
    return {
        "normalizer": bert_normalizer(settings),
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": usual if processor is None else processor,
        "model": {"type": "WordPiece", "vocab": vocab, "unk_token": mark("unk_token")[0]},
    }


def bert_normalizer(settings: Json) -> dict[str, Any]:
    """The normalizer that BERT's class makes from tokenizer_config.json."""
    return {
        "type": "BertNormalizer",
        "clean_text": True,
        "handle_chinese_chars": settings.get("tokenize_chinese_chars") is not False,
        "strip_accents": settings.get("strip_accents"),
        "lowercase": settings.get("do_lower_case") is not False,
    }


def _roberta_parts(model: Json, settings: Json, mark: Mark) -> dict[str, Any]:
    return {
        "normalizer": None,
        "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": settings.get("add_prefix_space") is True},
        "post_processor": {"type": "RobertaProcessing", "cls": mark("cls_token"), "sep": mark("sep_token")},
        "model": {"type": "BPE", "unk_token": None, "vocab": model["vocab"], "merges": model.get("merges")},
    }


def _setting_of(files: SideFiles, role: str) -> Any:
    """special_tokens_map.json wins, unless the settings are from a version of Transformers that no longer reads it."""
    older = None if files.is_new else files.special_tokens.get(role)
    return files.settings.get(role) if older is None else older


def _content_of(token: Any) -> str | None:
    """A token as text, or as an object that holds it."""
    if isinstance(token, str):
        return token
    content = token.get("content") if isinstance(token, Mapping) else None
    return content if isinstance(content, str) else None
