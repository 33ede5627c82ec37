"""Texts as the lab measures and shows them: lengths count UTF-16 units, as everywhere in a browser."""

from __future__ import annotations

import json
import math
import re
from decimal import Decimal
from typing import Any

WHITESPACE = "\t\n\v\f\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
"""What JavaScript's `\\s` and `trim` take for blanks, for use within the brackets of a pattern."""

_BLANK_ENDS = re.compile(rf"^[{WHITESPACE}]+|[{WHITESPACE}]+\Z")
_HALVES = re.compile("[\ud800-\udfff]")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_CHANGING_DIRECTION = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_LONGEST_VALUE = 60


def trim(text: str) -> str:
    """The text without blanks around it."""
    return _BLANK_ENDS.sub("", text)


def units(text: str) -> int:
    """The text's length in UTF-16 units."""
    return len(text) + sum(1 for letter in text if letter > "\uffff")


def first_units(text: str, most: int) -> str:
    """The first UTF-16 units of a text; of a character that is cut in the middle its first half stays."""
    if units(text) <= most:
        return text
    encoded = text.encode("utf-16-le", "surrogatepass")
    return encoded[: 2 * most].decode("utf-16-le", "surrogatepass")


def has_unprintable(text: str) -> bool:
    """Whether the text holds a control character or half a character."""
    return _UNPRINTABLE.search(text) is not None


def replace_halves(text: str) -> str:
    """The text with the replacement character for halves of characters, which no encoding writes."""
    return _HALVES.sub("\ufffd", text)


def without_halves(text: str) -> str:
    """The text without halves of characters."""
    return _HALVES.sub("", text)


def quote(text: str) -> str:
    """A person's own text inside a message: quoted, on one line, and short."""
    cut = first_units(text, 40) + ("..." if units(text) > 40 else "")
    return f'"{_UNPRINTABLE.sub("?", cut)}"'


def clip(text: str) -> str:
    """The same without quotation marks."""
    return quote(text)[1:-1]


def shown_name(name: str, longest: int = 120) -> str:
    """A name, cut short, without line breaks or marks that change the direction of writing."""
    return _cut_short(_CHANGING_DIRECTION.sub("?", first_units(name, 2 * longest)), longest)


def shown_value(value: Any) -> str:
    """A JSON value as a message shows it: "a list", "an object", or the value itself, cut short."""
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, str):
        text = json.dumps(first_units(value, 2 * _LONGEST_VALUE), ensure_ascii=False)
        return _cut_short(_HALVES.sub(lambda half: f"\\u{ord(half[0]):04x}", text), _LONGEST_VALUE)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else number_text(value)


def _cut_short(text: str, longest: int) -> str:
    if units(text) <= longest:
        return text
    return f"{without_halves(first_units(text, longest))}..."


def number_text(value: float) -> str:
    """A number as JavaScript writes it: 8, 0.003, 1e-7, 1e+21."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "0"
    sign, digits, exponent = _shortest(float(value))
    point = len(digits) + exponent
    if 0 < point <= 21:
        padded = digits.ljust(point, "0")
        return sign + padded[:point] + (f".{padded[point:]}" if len(padded) > point else "")
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    return sign + _exponential(digits, point - 1)


def plain_number(value: float) -> str:
    """The one spelling of a setting, as the page has it: 0.004, and 5e-5 only where the zeros pile up."""
    if value != 0 and abs(value) < 1e-4:
        sign, digits, exponent = _shortest(float(value))
        return sign + _exponential(digits, len(digits) + exponent - 1)
    return number_text(value).replace("e+", "e")


def _shortest(value: float) -> tuple[str, str, int]:
    """Sign, the fewest digits that mean exactly this number, and the power of ten of the last."""
    negative, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    return ("-" if negative else "", "".join(map(str, digits)), int(exponent))


def _exponential(digits: str, power: int) -> str:
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{fraction}e{'+' if power >= 0 else '-'}{abs(power)}"
