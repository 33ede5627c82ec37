"""Data sets of many kinds, held to what the lab's own code finds (tools/cluster/dataVectors.ts)."""

from __future__ import annotations

import base64
import json
import pickle
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lora_lab_cluster.data.prepared import PreparedData, Split, prepare
from lora_lab_cluster.data.units import well_formed
from lora_lab_cluster.errors import LabError
from lora_lab_cluster.experiment.types import (
    HELD_OUT,
    DataChoice,
    DropoutRates,
    Duration,
    Experiment,
    Judging,
    Training,
)
from lora_lab_cluster.sources.types import DatasetFiles, EncoderShape, ModelFiles, TestSource

ROOT = Path(__file__).parents[3]
VECTORS = json.loads((ROOT / "cluster/tests/vectors/data.json").read_text(encoding="utf-8"))
TOKENIZERS = {
    "roberta-mini": ROOT / "public/models/roberta-mini/tokenizer.json",
    "wordpiece": ROOT / "tools/parity/fixtures/tokenizing/wordpiece-tokenizer.json",
}
REPOSITORY = "owner/name"
MAX_LENGTH = 24
Json = dict[str, Any]


@cache
def model_of(name: str) -> ModelFiles:
    """A model of which only the tokenizer is read."""
    shape = EncoderShape("roberta", 1, 8, 1, 16, 60_000, 130, 2, 2, 1, 1e-5)
    return ModelFiles(name, {}, shape, (), {}, {"tokenizer.json": TOKENIZERS[name]})


def _snake(key: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in key)


def experiment_of(case: Json) -> Experiment:
    """An experiment with a case's choice of data, rows and length."""
    rows = {
        "trainingRows": None,
        "validationRows": None,
        "rowChoice": "sample",
        "shuffle": True,
        **case.get("rows", {}),
    }
    training = Training(
        learning_rate=1e-3,
        duration=Duration("steps", 1),
        evaluate_every=None,
        batch_size=8,
        max_length=case.get("maxLength", MAX_LENGTH),
        schedule="constant",
        warmup=0,
        weight_decay=0,
        gradient_clip=0,
        dropout=DropoutRates(0, 0, 0, 0),
        checkpointing=False,
        base_precision="f32",
        **{_snake(key): value for key, value in rows.items()},
    )
    choice = DataChoice(**{_snake(key): value for key, value in case.get("choice", {}).items()})
    return Experiment(
        case["tokenizer"], "data", choice, (), 2, VECTORS["seed"] - 1, training, Judging(1, None, "end", "accuracy")
    )


def files_of(case: Json, folder: Path) -> DatasetFiles:
    """Writes a case's files, and says which split each is."""
    given, choice = case["files"], case.get("choice", {})
    share = choice.get("testSplit")
    test = None if share is None else TestSource(share=float(share))
    if given["kind"] == "embedded":
        own = ROOT / "public/datasets/review-sentences"
        labels = tuple(json.loads((own / "dataset.json").read_text())["labels"])
        paths = {split: (own / f"{split}.tsv",) for split in ("train", "validation")}
        return _dataset("review-sentences", "embedded", paths, "train", "validation", test, class_names=labels)
    if given["kind"] == "local":
        paths = {s: (_written(given[s], folder / s),) for s in ("train", "validation") if given.get(s)}
        held_out = choice.get("validationSplit") == HELD_OUT or "validation" not in paths
        return _dataset("local:data", "local", paths, "train", None if held_out else "validation", test)
    splits = given["splits"].items()
    paths = {split: tuple(_written(part, folder / split) for part in parts) for split, parts in splits}
    train, validation = given["train"], given["validation"]
    if test is None and "test" in paths and "test" not in (train, validation):
        test = TestSource(split="test")
    return _dataset(REPOSITORY, "hub", paths, train, validation, test, guess=given.get("guess", False))


def _dataset(
    name: str,
    kind: Any,
    paths: dict[str, tuple[Path, ...]],
    train: str,
    validation: str | None,
    test: TestSource | None,
    *,
    guess: bool = False,
    class_names: tuple[str, ...] | None = None,
) -> DatasetFiles:
    return DatasetFiles(
        name, kind, (), None, tuple(paths), train, validation, guess, test, lambda split: paths[split], class_names
    )


def _written(file: Json, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / file["name"]
    path.write_bytes(file["text"].encode() if "text" in file else base64.b64decode(file["base64"]))
    return path


def _rows(split: Split) -> Json:
    return {"rows": split.rows.tolist(), "classes": " ".join(map(str, split.labels.tolist()))}


def _test(prepared: PreparedData) -> Json | None:
    beginning = "There is no final test. "
    error = next((note for note in prepared.notes if note.startswith(beginning)), None)
    if error is not None:
        return {"error": error.removeprefix(beginning)}
    return None if prepared.test is None else _rows(prepared.test)


def _joined(arrays: list[np.ndarray]) -> list[int]:
    return [] if not arrays else np.concatenate(arrays).tolist()


def outcome(case: Json, folder: Path) -> Json:
    """What this package finds, in the form of the vectors."""
    try:
        prepared = prepare(experiment_of(case), files_of(case, folder), model_of(case["tokenizer"]))
    except LabError as error:
        return {"error": str(error)}
    splits = (prepared.train, prepared.validation)
    ids = [_joined(split.ids) for split in splits]
    hashed = sha256(json.dumps(ids, separators=(",", ":")).encode()).hexdigest()
    return {
        "facts": prepared.facts,
        "labels": list(prepared.labels),
        "train": _rows(prepared.train),
        "seeded": prepared.train_of(VECTORS["seed"]).rows.tolist(),
        "validation": _rows(prepared.validation),
        "test": _test(prepared),
        "validationId": prepared.validation_id,
        **({"idsHash": hashed} if case["files"]["kind"] == "embedded" else {"ids": ids}),
        "types": [None if split.types is None else "".join(map(str, _joined(split.types))) for split in splits],
        "tokens": {
            "rows": prepared.tokens.rows,
            "truncated": prepared.tokens.truncated,
            "longest": prepared.tokens.longest,
            "tokens": prepared.tokens.tokens,
            "maxLength": prepared.tokens.max_length,
        },
    }


def expected(result: Json) -> Json:
    """A vector's result, with message and remedy as one text."""
    if "error" in result:
        return {"error": well_formed(f"{result['error']['message']} {result['error']['remedy']}")}
    test = result["test"]
    return {**result, "test": expected(test) if test and "error" in test else test}


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["title"])
def test_what_is_found_is_what_the_lab_finds(case: Json, tmp_path: Path) -> None:
    found, wanted = outcome(case, tmp_path), expected(case["result"])
    assert found.keys() == wanted.keys(), found.get("error") or wanted.get("error")
    for part, value in wanted.items():
        assert found[part] == value, part


def test_there_are_cases_of_every_format_with_and_without_errors() -> None:
    names = {
        Path(file["name"]).suffix
        for case in VECTORS["cases"]
        if (file := case["files"].get("train", {})) and "name" in file
    }
    assert {".csv", ".tsv", ".json", ".jsonl", ".parquet", ".txt"} <= names
    refused = sum("error" in case["result"] for case in VECTORS["cases"])
    assert 20 <= refused <= len(VECTORS["cases"]) - 60


def test_prepared_data_go_to_another_process_and_share_sentences(tmp_path: Path) -> None:
    case = next(case for case in VECTORS["cases"] if case["title"] == "rows for each seed")
    prepared = prepare(experiment_of(case), files_of(case, tmp_path), model_of(case["tokenizer"]))
    again = pickle.loads(pickle.dumps(prepared))
    first, second = again.own.values()
    assert first.rows.tolist() != second.rows.tolist()
    common = next(row for row in first.rows.tolist() if row in second.rows)
    one, other = (split.ids[split.rows.tolist().index(common)] for split in (first, second))
    assert one is other
    assert again.train_of(VECTORS["seed"]).rows.tolist() == case["result"]["seeded"]
