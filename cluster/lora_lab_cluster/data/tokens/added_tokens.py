"""Added tokens of a model's several files, with the ids and order that Transformers gives (`combineAddedTokens.ts`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .tokenizer_json import Json, is_token_id

ROLES = ("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token")


@dataclass(frozen=True)
class SideFiles:
    """The contents of the files beside tokenizer.json or the vocabulary; an absent file is an empty object."""

    settings: Json
    """tokenizer_config.json"""
    model: Json
    """config.json of the model"""
    added_tokens: Json
    """added_tokens.json: ids by text"""
    special_tokens: Json
    """special_tokens_map.json"""

    @property
    def is_new(self) -> bool:
        """Whether the version of Transformers that wrote the settings reads none of the older files."""
        return isinstance(self.settings.get("added_tokens_decoder"), Mapping)


Listed = tuple[int, Json]


def combine_added_tokens(
    own: Sequence[Any], kept: Sequence[Any], vocab: Json, files: SideFiles, usual: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The `added_tokens` that tokenizer.json would have.

    `own` are those of tokenizer.json, `kept` those that the tokenizer has before anything is added: all if tokenizer.json
    is used unchanged, none if it is built from its vocabulary. `usual` are the class's special tokens by role.
    """
    fields = dict(files.settings) if files.is_new else {**files.settings, **files.special_tokens}
    extra = _extra_tokens(fields)
    named = [usual.get(role) if fields.get(role) is None else fields[role] for role in ROLES]
    tokens: dict[str, dict[str, Any]] = {}
    next_id = len(vocab)

    def put(content: str, token: dict[str, Any]) -> None:
        nonlocal next_id
        tokens[content] = token
        if is_token_id(token.get("id")) and token["id"] >= next_id:
            next_id = token["id"] + 1

    def add(token: Json) -> None:
        content = _content_of(token)
        if content == "":
            return
        known = vocab[content] if content in vocab else tokens.get(content, {}).get("id")
        put(content, {**token, "content": content, "id": next_id if known is None else known})

    for token in kept:
        if isinstance(token, Mapping):
            put(_content_of(token), dict(token))
    for _, token in _listed(own, files, [*named, *extra]):
        add(token)
    for token in (*named, *extra):
        if token is None:
            continue
        if isinstance(token, Mapping):
            whole = {"normalized": False, **token, "special": True}
        else:
            whole = {"content": token if isinstance(token, str) else "", "special": True, "normalized": False}
        if _content_of(whole) not in tokens:
            add(whole)
    return list(tokens.values())


def _listed(own: Sequence[Any], files: SideFiles, specials: Sequence[Any]) -> list[Listed]:
    """The tokens that a file lists, by id."""
    if files.is_new:
        decoder = files.settings["added_tokens_decoder"]
        # A decoder's ids are keys of an object, and are therefore texts.
        return _by_id((int(key) if key.isdecimal() else None, token) for key, token in decoder.items())
    older = _by_id((token.get("id"), token) for token in own if isinstance(token, Mapping))
    names = [_content_of(token) if isinstance(token, Mapping) else token for token in specials]
    listed = _by_id(
        (each, {"content": content, "special": content in names, "normalized": content not in names})
        for content, each in files.added_tokens.items()
    )
    return sorted([*older, *listed], key=lambda entry: entry[0])


def _by_id(entries: Iterable[tuple[Any, Any]]) -> list[Listed]:
    fitting = [(each, token) for each, token in entries if is_token_id(each) and isinstance(token, Mapping)]
    return sorted(fitting, key=lambda entry: entry[0])


def _extra_tokens(fields: Json) -> list[Any]:
    """ "extra" and "additional" are the newer and the older name of one list."""
    for name in ("extra_special_tokens", "additional_special_tokens"):
        value = fields.get(name)
        tokens = list(value.values()) if isinstance(value, Mapping) else value
        if isinstance(tokens, list) and tokens:
            return [token for token in tokens if isinstance(token, (str, Mapping))]
    return []


def _content_of(token: Json) -> str:
    content = token.get("content")
    return content if isinstance(content, str) else ""
