"""Texts as JavaScript has them: strings of UTF-16 units, with its blanks, numbers, lower case and JSON.

A character beyond U+FFFF is two surrogates here, so that `len`, slices and comparisons are those of the page.
"""

from __future__ import annotations

import json
import re
from math import isinf, isnan

BLANK = "\\t\\n\\v\\f\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff"
"""What JavaScript's `\\s` matches, for the brackets of a regular expression."""

BLANKS = "".join(chr(code) for code in range(0x10000) if re.match(f"[{BLANK}]", chr(code)))
NOT_FINITE = {"Infinity": "inf", "+Infinity": "inf", "-Infinity": "-inf"}

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_HALF = re.compile("[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\Z")
_OTHER_BASE = re.compile(r"0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)\Z")


def to_units(text: str) -> str:
    """A Python text as UTF-16 units."""
    if not _ASTRAL.search(text):
        return text
    return _ASTRAL.sub(lambda found: _halves(ord(found[0])), text)


def _halves(code: int) -> str:
    return chr(0xD800 + ((code - 0x10000) >> 10)) + chr(0xDC00 + ((code - 0x10000) & 0x3FF))


def to_text(units: str) -> str:
    """UTF-16 units as a Python text; half a surrogate pair stays what it is."""
    if not _SURROGATE.search(units):
        return units
    return _PAIR.sub(lambda pair: chr(0x10000 + ((ord(pair[0][0]) & 0x3FF) << 10) + (ord(pair[0][1]) & 0x3FF)), units)


def well_formed(units: str) -> str:
    """A Python text in which half a surrogate pair has become U+FFFD, as when a text is encoded in UTF-8."""
    return _SURROGATE.sub("\ufffd", to_text(units))


def without_halves(units: str, instead: str) -> str:
    """Puts `instead` in place of half a surrogate pair: what `\\p{Surrogate}` matches with JavaScript's flag u."""
    return _HALF.sub(instead, units) if _SURROGATE.search(units) else units


def trim(units: str) -> str:
    """Without blanks at both ends: JavaScript's `trim`."""
    return units.strip(BLANKS)


def lower(units: str) -> str:
    """JavaScript's `toLowerCase`."""
    return units.lower() if units.isascii() else to_units(to_text(units).lower())


def number(units: str) -> float:
    """JavaScript's `Number(text)`: NaN for a text that is no number, 0 for a blank one."""
    text = trim(units)
    if text == "":
        return 0.0
    if _DECIMAL.match(text):
        return float(text)
    if _OTHER_BASE.match(text):
        return float(int(text, 0))
    return float(NOT_FINITE.get(text, "nan"))


def number_text(value: float) -> str:
    """JavaScript's `String(number)`: the shortest digits that read back, with an exponent only from 1e21 and below 1e-6."""
    if isnan(value):
        return "NaN"
    if isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, power = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    # The decimal point stands before this many digits, counted from the first that is not 0.
    point = len(whole) + int(power or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    return sign + _placed(digits, point)


def _placed(digits: str, point: int) -> str:
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"0.{'0' * -point}{digits}"
    power = point - 1
    fraction = f".{digits[1:]}" if count > 1 else ""
    return f"{digits[0]}{fraction}e{'+' if power > 0 else '-'}{abs(power)}"


def json_text(units: str) -> str:
    """A text as `JSON.stringify` writes it, in UTF-16 units: half a surrogate pair becomes an escape."""
    quoted = json.dumps(units, ensure_ascii=False)
    return _HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", quoted) if _SURROGATE.search(quoted) else quoted
