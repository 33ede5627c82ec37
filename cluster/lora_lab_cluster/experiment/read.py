"""Reads an experiment from its JSON, of a results file of any version or by itself, as `src/experiment/experimentJson.ts`."""

from __future__ import annotations

import copy
from typing import Any

from ..errors import LabError
from .lab import LAB
from .rules import DATA_NAME, RULES, is_data_name, is_hex_color, parse_reading
from .schema import (
    TEXT,
    TRUTH,
    Entry,
    Reader,
    kinds,
    list_of,
    nullable,
    number,
    object_of,
    one_of,
    text_that,
    wrong,
)
from .source_ref import SourceKind, is_adapter_id, parse_source_ref
from .types import COMPONENTS, Experiment

Json = dict[str, Any]

_ID = 'an id like "name", "owner/name", "owner/name@revision" or "local:name"'
_OPENING: Json = LAB["opening"]
_CHOICES: dict[str, list[str]] = LAB["choices"]


def _id_of(kind: SourceKind) -> Reader:
    return text_that(_ID, lambda id: parse_source_ref(kind, id) is not None)


def _reading(key: str) -> Reader:
    expected = LAB["reading"][key]

    def read(value: Any, path: str) -> Any:
        parsed = parse_reading(key, value) if isinstance(value, str) else None
        if parsed is None:
            raise wrong(value, path, expected)
        return parsed

    return Reader(expected, read)


def _since(reader: Reader, before: Any) -> Entry:
    """A setting that older files lack; their trials were trained with what is now its default."""
    return Entry(reader, default=before)


def _read_true(value: Any, path: str) -> Any:
    if value is not True:
        raise wrong(value, path, "`true`")
    return value


_DURATION = kinds(
    "unit",
    {unit: object_of({"unit": one_of([unit]), "count": number(RULES[unit])}) for unit in ("epochs", "steps")},
)

_NAMES = ("textColumn", "pairColumn", "labelColumn", "subset", "trainSplit", "validationSplit", "testSplit")
_DATA = object_of(
    {
        **{name: _since(nullable(text_that(DATA_NAME, is_data_name)), None) for name in _NAMES},
        **{key: _since(nullable(_reading(key)), None) for key in LAB["reading"]},
    }
)

_PRECISION = one_of(_CHOICES["basePrecision"])
_OWN = {
    "name": TEXT,
    "color": text_that('a colour like "#1f77b4"', is_hex_color),
    "learningRate": Entry(number(RULES["learningRate"]), optional=True),
    "duration": Entry(_DURATION, optional=True),
    "init": Entry(text_that('an id of an adapter like "local:name"', is_adapter_id), optional=True),
    "checkpointing": Entry(TRUTH, optional=True),
    "basePrecision": Entry(_PRECISION, optional=True),
}
_MODULES = list_of(list_of(one_of(COMPONENTS)))
_LORA = {
    "modules": _MODULES,
    "rank": number(RULES["rank"]),
    "alpha": number(RULES["alpha"]),
    "rsLora": TRUTH,
    "pissa": Entry(Reader("`true`", _read_true), optional=True),
    "dora": Entry(Reader("`true`", _read_true), optional=True),
    "ranks": Entry(list_of(object_of({"rank": number(RULES["rank"]), "modules": _MODULES})), optional=True),
    "bRate": Entry(number(RULES["bRate"]), optional=True),
}
SCENARIO = kinds(
    "method",
    {
        "lora": object_of({**_OWN, "method": TEXT, **_LORA}),
        "classifier": object_of({**_OWN, "method": TEXT}),
        "full": object_of({**_OWN, "method": TEXT}),
    },
)

_TRAINING = object_of(
    {
        "learningRate": number(RULES["learningRate"]),
        "duration": _DURATION,
        "trainingRows": nullable(number(RULES["trainingRows"])),
        "validationRows": nullable(number(RULES["validationRows"])),
        "evaluateEvery": _since(nullable(number(RULES["evaluateEvery"])), None),
        "rowChoice": _since(one_of(_CHOICES["rowChoice"]), "sample"),
        "shuffle": _since(TRUTH, True),
        "batchSize": number(RULES["batchSize"]),
        "maxLength": number(RULES["maxLength"]),
        "schedule": one_of(_CHOICES["schedule"]),
        "warmup": number(RULES["warmup"]),
        "weightDecay": number(RULES["weightDecay"]),
        "gradientClip": number(RULES["gradientClip"]),
        "dropout": object_of(
            {site: number(RULES["dropout"]) for site in ("hidden", "attention", "lora", "classifier")}
        ),
        "checkpointing": _since(TRUTH, False),
        "basePrecision": _since(_PRECISION, "f32"),
        "precision": _since(one_of(_CHOICES["trainingPrecision"]), "f32"),
    }
)

_JUDGING_BEFORE: Json = _OPENING["judging"]
_JUDGING = object_of(
    {
        "delta": _since(number(RULES["delta"]), _JUDGING_BEFORE["delta"]),
        "upTo": _since(nullable(number(RULES["upTo"])), _JUDGING_BEFORE["upTo"]),
        "looks": _since(one_of(_CHOICES["looks"]), _JUDGING_BEFORE["looks"]),
        "measure": _since(one_of(_CHOICES["measure"]), _JUDGING_BEFORE["measure"]),
    }
)

EXPERIMENT = object_of(
    {
        "model": _id_of("model"),
        "dataset": _id_of("dataset"),
        "data": _since(_DATA, _OPENING["data"]),
        "scenarios": list_of(SCENARIO),
        "trials": number(RULES["trials"]),
        "firstSeed": number(RULES["firstSeed"]),
        "training": _TRAINING,
        "judging": _since(_JUDGING, _JUDGING_BEFORE),
    }
)

_VERSION = object_of(
    {
        "version": Reader(
            "a version number", lambda value, path: value if _is_version(value) else _no_version(value, path)
        )
    }
)


def _is_version(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _no_version(value: Any, path: str) -> Any:
    raise wrong(value, path, "a version number")


def read_experiment(value: Any, path: str = "") -> Experiment:
    """Reads an experiment from parsed JSON; what older files lack has the meaning that it had for them.

    Args:
        value: the JSON, of which keys that the schema does not know are left out
        path: where the experiment is in its document, for messages

    Raises:
        LabError: naming the path of the first thing that is wrong
    """
    return Experiment.from_json(copy.deepcopy(EXPERIMENT.read(value, path)))


def read_results_experiment(results: Any) -> Experiment:
    """Reads the experiment of a results file, of any version that the lab reads.

    Raises:
        LabError: naming what is wrong, or the version if it is newer
    """
    version = _VERSION.read(results, "")["version"]
    if version > LAB["resultsVersion"]:
        raise LabError(
            f"The results file is of version {version}; this lab reads version {LAB['resultsVersion']}.",
            "Use the lora-lab-cluster of the newer LoRA Lab that wrote it.",
        )
    return read_experiment(object_of({"experiment": EXPERIMENT}).read(results, "")["experiment"])
