"""What each setting of an experiment may be: bounds of numbers, choices, names."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, Literal

from .lab import LAB
from .text import has_unprintable, trim, units

MAX_DATA_NAME_LENGTH = 100
"""Characters (UTF-16 units) of a column's, subset's or split's name."""

DATA_NAME: str = LAB["dataName"]
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?", re.IGNORECASE | re.ASCII)
_HEX_COLOR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE | re.ASCII)
_MAX_WORDS = 30
_MAX_WORDS_LENGTH = 200
_MAX_LABEL_LENGTH = 40


@dataclass(frozen=True)
class NumberRule:
    """What a number may be. Units are those of the settings."""

    label: str
    min: float
    max: float
    whole: bool
    text: str
    """In words that complete "not ...": "a whole number from 1 to 1000"."""
    excluded: Literal["min", "max"] | None = None
    """A bound that is itself not allowed."""

    def fits(self, value: Any) -> bool:
        """Whether a value keeps to the rule."""
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            return False
        if value < self.min or value > self.max or (self.whole and value != int(value)):
            return False
        return not (self.excluded and value == getattr(self, self.excluded))

    def parse(self, text: str) -> float | None:
        """The number that a text writes, or None if it writes none that fits. Whole numbers are of type int."""
        if len(text) > 40 or not _NUMBER.fullmatch(text):
            return None
        value = float(text)
        return plain(value) if self.fits(value) else None


RULES: dict[str, NumberRule] = {name: NumberRule(**rule) for name, rule in LAB["rules"].items()}


def plain(value: float) -> float:
    """A whole number as an int, as JSON writes it; never a negative zero."""
    return int(value) if float(value).is_integer() else float(value)


def is_data_name(name: str) -> bool:
    """Whether a text can be a column's, subset's or split's name."""
    return name != "" and units(name) <= MAX_DATA_NAME_LENGTH and not has_unprintable(name)


def is_hex_color(text: str) -> bool:
    """Whether a text is a colour like #1f77b4."""
    return _HEX_COLOR.fullmatch(text) is not None


def encoding_name(label: str) -> str | None:
    """The encoding's one name for any of its labels (`latin1` is `windows-1252`); None if browsers know none."""
    if units(label) > _MAX_LABEL_LENGTH:
        return None
    return LAB["encodings"].get(label.strip("\t\n\f\r ").lower()) if label.isascii() else None


def missing_words(text: str) -> str | None:
    """The words without blanks and duplicates, joined by commas; None if the text is no such list."""
    words = [word for word in dict.fromkeys(trim(word) for word in text.split(",")) if word != ""]
    joined = ",".join(words)
    fits = 0 < len(words) <= _MAX_WORDS and units(joined) <= _MAX_WORDS_LENGTH
    return joined if fits and not has_unprintable(joined) else None


def parse_reading(key: str, text: str) -> str | None:
    """What a text means as the reading setting `key` (header, delimiter, encoding, missing), or None."""
    if key == "encoding":
        return encoding_name(text)
    if key == "missing":
        return missing_words(text)
    choices = LAB["delimiters"] if key == "delimiter" else ("yes", "no")
    return text if text in choices else None


def split_word_list(text: str) -> tuple[str, ...]:
    """The words of a list that `missing_words` has made; none for the word `none`."""
    return () if text == "none" else tuple(text.split(","))


def share_of_test(choice: str | None) -> float | None:
    """The share of the validation rows that a choice of the test split means; None if it means a split, or nothing."""
    return None if choice is None else RULES["testShare"].parse(choice)
