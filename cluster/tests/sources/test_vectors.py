"""Ids, paths, config.json, layers and parameter counts are held to the lab's code, and to the published counts."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from lora_lab_cluster.address.scenario_code import decode_scenario
from lora_lab_cluster.errors import LabError
from lora_lab_cluster.experiment.fit_layers import fit_modules
from lora_lab_cluster.experiment.parameters import head_parameters, total_parameters, trainable_parameters
from lora_lab_cluster.experiment.source_ref import local_id, parse_source_ref
from lora_lab_cluster.experiment.types import COMPONENTS, Scenario
from lora_lab_cluster.sources.config import read_config
from lora_lab_cluster.sources.hub.parquet_files import split_of_path
from lora_lab_cluster.sources.types import EncoderShape

Json = dict[str, Any]

VECTORS: dict[str, list[Json]] = json.loads(
    (Path(__file__).parent.parent / "vectors" / "sources.json").read_text(encoding="utf-8")
)
ROBERTA_BASE = EncoderShape("roberta", 12, 768, 12, 3072, 50265, 514, 2, 1, 1, 1e-5)
PUBLISHED = VECTORS["published"][0]


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _modules(written: Json) -> list[list[str]]:
    scenario = decode_scenario(f"x:{written['modules']}", 0, written["layers"], pytest.fail)
    assert scenario is not None
    return scenario["modules"]


@pytest.mark.parametrize("vector", VECTORS["configs"], ids=range(len(VECTORS["configs"])))
def test_config_json_is_read_or_refused_as_in_the_lab(vector: Json) -> None:
    if "error" in vector:
        with pytest.raises(LabError) as caught:
            read_config(vector["json"])
        assert str(caught.value).startswith(vector["error"])
    else:
        shape = {_camel(name): value for name, value in asdict(read_config(vector["json"])).items()}
        assert {**shape, "labels": 2} == vector["config"]


def test_ids_mean_what_they_mean_in_the_lab() -> None:
    for vector in VECTORS["ids"]:
        ref, wanted = parse_source_ref(vector["kind"], vector["id"]), vector["ref"]
        if wanted is None:
            assert ref is None, vector
            continue
        assert ref is not None, vector
        assert (ref.kind, ref.name) == (wanted["kind"], wanted.get("name", wanted.get("repository")))
        assert ref.revision == wanted.get("revision")


def test_files_get_the_ids_that_the_page_gives_them() -> None:
    assert [local_id(vector["name"]) for vector in VECTORS["names"]] == [vector["id"] for vector in VECTORS["names"]]


def test_paths_of_a_hub_mean_subsets_and_splits() -> None:
    for vector in VECTORS["paths"]:
        assert split_of_path(vector["path"]) == (vector["subset"], vector["split"]), vector["path"]


def test_modules_are_carried_over_to_other_models() -> None:
    for vector in VECTORS["fits"]:
        assert fit_modules(_modules(vector["from"]), vector["to"]["layers"]) == _modules(vector["to"]), vector


def test_parameters_are_counted_as_in_the_lab() -> None:
    assert len(VECTORS["counts"]) > 50
    for vector in VECTORS["counts"]:
        config = vector["config"]
        own = {name: config[_camel(name)] for name in EncoderShape.__dataclass_fields__}
        shape, scenario = EncoderShape(**own), Scenario.from_json(vector["scenario"])
        trainable = trainable_parameters(shape, config["labels"], scenario)
        assert trainable == vector["trainable"]
        assert trainable / total_parameters(shape, config["labels"]) == vector["relative"]


def _lora(keep: Any, rank: int = 8) -> Scenario:
    modules = tuple(tuple(name for name in COMPONENTS if keep(layer, name)) for layer in range(1, 13))
    return Scenario("x", "#000000", "lora", modules, rank, float(rank))


def _count(keep: Any, rank: int = 8) -> int:
    return trainable_parameters(ROBERTA_BASE, 2, _lora(keep, rank))


def test_the_published_model_has_the_published_counts() -> None:
    model = PUBLISHED["model"]
    assert total_parameters(ROBERTA_BASE, 2) == model["totalParameters"] == 124_647_170
    assert head_parameters(768, 2) == model["headParameters"] == 592_130
    for component, count in model["perLayerRankParameters"].items():
        alone = _lora(lambda layer, name, own=component: layer == 1 and name == own, 1)
        assert trainable_parameters(ROBERTA_BASE, 2, alone) - model["headParameters"] == count


def test_the_published_scenarios_have_the_published_counts() -> None:
    experiments = PUBLISHED["experiments"]
    rank = experiments["r"]
    for row in experiments["layerWise"]:
        # The notebook's patterns have four layers each, whichever they are.
        layers = 4 if "(4 layers in the notebook)" in row["scenario"] else 12
        assert _count(lambda layer, name, most=layers: layer <= most, rank) == row["trainable"], row
    for row in experiments["componentWise"]:
        own = [name.replace("attention output", "attentionOutput") for name in row["scenario"].split("+")]
        assert set(own) <= set(COMPONENTS), row
        assert _count(lambda layer, name, own=own: name in own, rank) == row["trainable"], row
    for row in experiments["rank"]:
        assert _count(lambda layer, name: True, row["r"]) == row["trainable"], row


def test_the_articles_patterns_of_six_layers_have_its_count() -> None:
    assert "make 1,255,682 trainable parameters" in PUBLISHED["experiments"]["layerWiseNote"]
    patterns = (lambda layer: layer <= 6, lambda layer: layer > 6, lambda layer: layer % 2 == 0)
    for keep in patterns:
        assert _count(lambda layer, name, keep=keep: keep(layer)) == 1_255_682


def test_training_counts_full_fine_tuning_alike() -> None:
    names = pytest.importorskip("lora_lab_cluster.training.names")
    assert names.full_parameters(ROBERTA_BASE, 2) == total_parameters(ROBERTA_BASE, 2)
