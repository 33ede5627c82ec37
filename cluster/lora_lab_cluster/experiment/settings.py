"""The table of an experiment's settings, by their keys in the address: how each is read, written and checked.

It works on the experiment's JSON. Which settings there are, their labels and what they may be comes from the lab
(`src/experiment/address/fields.ts`) by lab.json; this file has the way from the text to the value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .lab import LAB
from .rules import RULES, is_data_name, parse_reading
from .text import plain_number
from .url_text import encode_text

Json = dict[str, Any]
Path = tuple[str, ...]

DROPOUT_SITES = ("hidden", "attention", "lora", "classifier")
MEASURE_WORDS = {
    "accuracy": "accuracy",
    "macroF1": "macro-f1",
    "balancedAccuracy": "balanced-accuracy",
    "mcc": "mcc",
}


class Unset:
    """The value of a setting that another one of its slot holds: epochs, where steps are given."""


UNSET = Unset()


@dataclass(frozen=True)
class Way:
    """The way between a setting's text and its value; values are those of the JSON."""

    path: Path
    """Where the value is in the experiment's JSON."""
    parse: Callable[[str], Any]
    """Gives the value that a text writes, or `UNSET` if it writes none."""
    write: Callable[[Any], str]
    valid: Callable[[Any], bool]


@dataclass(frozen=True)
class Setting:
    """A setting of the experiment as one key of the address."""

    key: str
    label: str
    slot: str
    """Settings of one slot exclude each other: `epochs` and `steps`."""
    expected: str
    """What a value must be, in words that complete "not ..."."""
    way: Way

    def read(self, text: str, experiment: Json) -> Json | None:
        """The experiment with the value that a text writes, or None if it writes none."""
        value = self.way.parse(text)
        return None if value is UNSET else _with_value(experiment, self.way.path, value)

    def write(self, experiment: Json) -> str | None:
        """The experiment's value as text; None if another setting of the slot holds it."""
        value = self._value(experiment)
        return None if value is UNSET else self.way.write(value)

    def is_valid(self, experiment: Json) -> bool:
        """Whether the experiment's value is one that the lab can run."""
        value = self._value(experiment)
        return value is UNSET or self.way.valid(value)

    def _value(self, experiment: Json) -> Any:
        value: Any = experiment
        for name in self.way.path:
            value = value[name]
        if self.slot == "duration":
            return value["count"] if value["unit"] == self.key else UNSET
        return value


def _with_value(tree: Json, path: Path, value: Any) -> Json:
    first, *rest = path
    return {**tree, first: _with_value(tree[first], tuple(rest), value) if rest else value}


def _number(path: Path, word: str | None = None) -> Way:
    """A number, or a word that stands for null."""
    rule = RULES[path[-1]]

    def parse(text: str) -> Any:
        if word is not None and text == word:
            return None
        value = rule.parse(text)
        return UNSET if value is None else value

    def write(value: Any) -> str:
        return word if value is None and word is not None else plain_number(value)

    return Way(path, parse, write, lambda value: (value is None and word is not None) or rule.fits(value))


def _duration(unit: str) -> Way:
    rule = RULES[unit]

    def parse(text: str) -> Any:
        count = rule.parse(text)
        return UNSET if count is None else {"unit": unit, "count": count}

    return Way(("training", "duration"), parse, plain_number, rule.fits)


def _choice(path: Path, words: Mapping[Any, str]) -> Way:
    by_word = {word: value for value, word in words.items()}
    return Way(
        path, lambda text: by_word.get(text, UNSET), lambda value: words.get(value, ""), lambda value: value in words
    )


def _name(name: str) -> Way:
    """A name of a part of the data set; an empty text is the automatic choice."""

    def parse(text: str) -> Any:
        return (text or None) if text == "" or is_data_name(text) else UNSET

    return Way(
        ("data", name),
        parse,
        lambda value: "" if value is None else encode_text(value),
        lambda value: value is None or is_data_name(value),
    )


def _reading(key: str) -> Way:
    """A setting of how files are read; an empty text is the automatic choice."""

    def parse(text: str) -> Any:
        if text == "":
            return None
        value = parse_reading(key, text)
        return UNSET if value is None else value

    return Way(
        ("data", key),
        parse,
        lambda value: "" if value is None else encode_text(value),
        lambda value: value is None or parse_reading(key, value) == value,
    )


def _dropout() -> Way:
    rule = RULES["dropout"]

    def parse(text: str) -> Any:
        rates = [rule.parse(rate) for rate in text.split(",")]
        if len(rates) != len(DROPOUT_SITES) or None in rates:
            return UNSET
        return dict(zip(DROPOUT_SITES, rates, strict=True))

    return Way(
        ("training", "dropout"),
        parse,
        lambda rates: ",".join(plain_number(rates[site]) for site in DROPOUT_SITES),
        lambda rates: all(rule.fits(rates[site]) for site in DROPOUT_SITES),
    )


def _words(name: str) -> dict[Any, str]:
    return {choice: choice for choice in LAB["choices"][name]}


_ON_OFF = {True: "on", False: "off"}

_WAYS: dict[str, Way] = {
    "text": _name("textColumn"),
    "pair": _name("pairColumn"),
    "label": _name("labelColumn"),
    "subset": _name("subset"),
    "split": _name("trainSplit"),
    "valsplit": _name("validationSplit"),
    "test": _name("testSplit"),
    **{key: _reading(key) for key in LAB["reading"]},
    "trials": _number(("trials",)),
    "seed": _number(("firstSeed",)),
    "lr": _number(("training", "learningRate")),
    "epochs": _duration("epochs"),
    "steps": _duration("steps"),
    "rows": _number(("training", "trainingRows"), "all"),
    "validation": _number(("training", "validationRows"), "all"),
    "evaluate": _number(("training", "evaluateEvery"), "pass"),
    "pick": _choice(("training", "rowChoice"), _words("rowChoice")),
    "shuffle": _choice(("training", "shuffle"), _ON_OFF),
    "batch": _number(("training", "batchSize")),
    "length": _number(("training", "maxLength")),
    "schedule": _choice(("training", "schedule"), _words("schedule")),
    "warmup": _number(("training", "warmup")),
    "decay": _number(("training", "weightDecay")),
    "clip": _number(("training", "gradientClip")),
    "dropout": _dropout(),
    "checkpointing": _choice(("training", "checkpointing"), _ON_OFF),
    "base": _choice(("training", "basePrecision"), _words("basePrecision")),
    "precision": _choice(("training", "precision"), _words("trainingPrecision")),
    "delta": _number(("judging", "delta")),
    "upto": _number(("judging", "upTo"), "trials"),
    "looks": _choice(("judging", "looks"), _words("looks")),
    "measure": _choice(("judging", "measure"), MEASURE_WORDS),
}

SETTINGS: tuple[Setting, ...] = tuple(Setting(**setting, way=_WAYS[setting["key"]]) for setting in LAB["settings"])
"""Every setting except model, data and scenarios, in the order of the address."""


def fallback_text(setting: Setting, base: Json) -> str:
    """What is used instead of a wrong value: "2000", or "epochs=2" if another setting of the slot holds it."""
    own = setting.write(base)
    if own is not None:
        return own or "(automatic)"
    holder = next(other for other in SETTINGS if other.slot == setting.slot and other.write(base) is not None)
    return f"{holder.key}={holder.write(base)}"
