"""Values of JSON, including Python's variant: NaN and Infinity are missing, large integers keep their digits."""

from __future__ import annotations

import json
import re
from typing import Any

DEEPEST = 500
"""The most levels of lists and objects that are parsed."""

LARGEST_SAFE = 2**53 - 1
NOT_JSON = object()
"""Stands for a text that is no JSON, or is nested too deep."""

TOKEN = re.compile(r'"[^"\\]*(?:\\(?:.|\Z)[^"\\]*)*(?:"|\Z)|[\[\]{},]', re.DOTALL)
"""A string, which may lack its end, or a mark of structure."""

_NUMBER_OR_STRING = re.compile(
    r'"[^"\\]*(?:\\(?:.|\Z)[^"\\]*)*(?:"|\Z)|-?\b(?:NaN|Infinity)\b|-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?',
    re.ASCII | re.DOTALL,
)


class JsonValues:
    """Parses values, and counts what was not JSON in them."""

    def __init__(self) -> None:
        """Begins with a count of 0."""
        self.not_finite = 0

    def parse(self, text: str) -> Any:
        """The value, or NOT_JSON. Numbers are float; integers beyond 2^53 are texts of their digits."""
        value = _try_parse(text)
        if value is not NOT_JSON or not ("NaN" in text or "Infinity" in text):
            return value
        count = 0

        def mend(token: re.Match[str]) -> str:
            nonlocal count
            if token[0].startswith('"') or not ("N" in token[0] or "I" in token[0]):
                return token[0]
            count += 1
            return "null"

        value = _try_parse(_NUMBER_OR_STRING.sub(mend, text))
        if value is not NOT_JSON:
            self.not_finite += count
        return value

    def notes(self) -> list[str]:
        """The notes for the person."""
        if self.not_finite == 0:
            return []
        what = "value is" if self.not_finite == 1 else "values are"
        return [f"{self.not_finite} {what} NaN or Infinity, which is no JSON: read as missing."]


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _integer(digits: str) -> float | str:
    value = float(digits)
    is_long = len(digits.lstrip("-")) >= 16 and abs(value) > LARGEST_SAFE
    return digits if is_long else value


def _try_parse(text: str) -> Any:
    if text.count("[") + text.count("{") > DEEPEST and _depth(text) > DEEPEST:
        return NOT_JSON
    try:
        return json.loads(text, parse_int=_integer, parse_float=float, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return NOT_JSON


def _depth(text: str) -> int:
    depth = deepest = 0
    for token in TOKEN.finditer(text):
        if token[0] in ("[", "{"):
            depth += 1
            deepest = max(deepest, depth)
        elif token[0] in ("]", "}"):
            depth -= 1
    return deepest
