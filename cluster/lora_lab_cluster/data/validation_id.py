"""The identity of validation rows: tells whether two trials were measured on the same ones (`validationId.ts`)."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from .examples import Examples
from .units import json_text, well_formed

VERSION = 1
HEX_DIGITS = 32


def validation_id(validation: Examples, labels: Sequence[str]) -> str:
    """Equal for the same texts, second texts and classes in the same order, with the same names of classes.

    Returns 32 hexadecimal digits.
    """
    names = ",".join(map(json_text, labels))
    digest = sha256(_utf8(f"[{VERSION},[{names}]]"))
    pairs: Sequence[str | None] = validation.pairs or [None] * len(validation)
    for text, pair, label in zip(validation.texts, pairs, validation.classes.tolist(), strict=True):
        second = "null" if pair is None else json_text(pair)
        digest.update(_utf8(f"\n[{json_text(text)},{second},{label}]"))
    return digest.hexdigest()[:HEX_DIGITS]


def _utf8(units: str) -> bytes:
    return well_formed(units).encode()
