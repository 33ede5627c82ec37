"""PEFT's adapters: read, refused and begun with as the lab does, and computed with as PEFT does."""

from __future__ import annotations

import argparse
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from lora_lab_cluster.adapters.adapter import Adapter, import_adapter, start_values
from lora_lab_cluster.adapters.reading import read_adapters, tensors_of
from lora_lab_cluster.address.argument import read_argument
from lora_lab_cluster.errors import LabError
from lora_lab_cluster.experiment.types import Experiment, Scenario
from lora_lab_cluster.sources import fit, open_model, read_sources
from lora_lab_cluster.sources.adapter_files import adapter_at, fingerprint
from lora_lab_cluster.sources.config import read_config
from lora_lab_cluster.sources.types import EncoderShape, ModelFiles
from lora_lab_cluster.training.batch import DeviceBatch
from lora_lab_cluster.training.model import build_model
from lora_lab_cluster.training.parameters import TrainedParameters, write_initial_values
from lora_lab_cluster.training.weights import BaseWeights

Json = dict[str, Any]
LAB = Path(__file__).parents[3]
FIXTURES = LAB / "tools" / "parity" / "fixtures" / "adapters"
SMALL = Path(__file__).parents[1] / "vectors" / "small-adapter"
VECTORS: dict[str, list[Json]] = json.loads((SMALL.parent / "adapters.json").read_text(encoding="utf-8"))
LABELS = 3


def base_of(name: str) -> tuple[Path, EncoderShape]:
    folder = FIXTURES / f"base-{'bert' if name.startswith('bert') else 'roberta'}"
    return folder, read_config(json.loads((folder / "config.json").read_text()))


def adapter_of(name: str, change: Json | None = None) -> Adapter:
    config = json.loads((FIXTURES / name / "adapter_config.json").read_text())
    tensors = tensors_of((FIXTURES / name / "adapter_model.safetensors").read_bytes())
    return import_adapter({**config, **(change or {})}, tensors, base_of(name)[1], LABELS)


def scales_of(adapter: Adapter) -> Json:
    return {
        f"layer.{each.layer}.{each.component}": {"rank": each.rank, "alpha": each.alpha} for each in adapter.scales
    }


def check(vector: Json, name: str, change: Json | None = None) -> None:
    if "error" in vector:
        with pytest.raises(LabError) as caught:
            adapter_of(name, change)
        assert str(caught.value).startswith(vector["error"])
    else:
        adapter = adapter_of(name, change)
        assert scales_of(adapter) == vector["scales"]
        assert (adapter.rs_lora, adapter.has_head) == (vector["rsLora"], vector["hasHead"])


@pytest.mark.parametrize("vector", VECTORS["adapters"], ids=lambda vector: vector["name"])
def test_an_adapter_of_peft_is_read_as_by_the_lab(vector: Json) -> None:
    check(vector, vector["name"])


@pytest.mark.parametrize("vector", VECTORS["changes"], ids=lambda vector: json.dumps(vector["change"])[:50])
def test_a_config_is_read_or_refused_as_by_the_lab(vector: Json) -> None:
    check(vector, "partial", vector["change"])


def test_the_vectors_hold_both() -> None:
    refused = sum("error" in vector for vector in VECTORS["changes"])
    assert refused > 30 and len(VECTORS["changes"]) - refused > 10


@pytest.mark.parametrize("vector", VECTORS["starts"], ids=range(len(VECTORS["starts"])))
def test_values_are_fitted_to_a_scenario_as_by_the_lab(vector: Json) -> None:
    adapter, scenario = adapter_of("ranks"), Scenario.from_json(vector["scenario"])
    if "error" in vector:
        with pytest.raises(LabError) as caught:
            start_values(adapter, scenario)
        assert str(caught.value).startswith(vector["error"])
        return
    found = start_values(adapter, scenario)
    assert sorted(found) == sorted(tensor["name"] for tensor in vector["tensors"])
    for tensor in vector["tensors"]:
        values = found[tensor["name"]]
        assert list(values.shape) == tensor["shape"] and values.dtype == np.float32
        assert values.ravel()[:24] == pytest.approx(tensor["values"], rel=1e-6, abs=1e-12)


def logits_of(name: str, scenario: Scenario, values: dict[str, Any], texts: list[list[int]]) -> list[list[float]]:
    """Logits of the base with these values; what they lack is drawn."""
    folder, shape = base_of(name)
    stored = load_file(folder / "model.safetensors")
    prefix = f"{shape.architecture}."
    encoder = {key.removeprefix(prefix): value for key, value in stored.items() if key.startswith(prefix)}
    encoder = {key: value for key, value in encoder.items() if not key.startswith("pooler.") and "_ids" not in key}
    experiment = read_argument("dropout=0,0,0,0").experiment
    files = ModelFiles("base", {}, shape, (), {}, {})
    model = build_model(files, LABELS, scenario, experiment.training, BaseWeights(("b", (), "f32", "cpu"), encoder))
    parameters = TrainedParameters(model, torch.device("cpu"))
    write_initial_values(parameters, 1, encoder, values)
    model.eval()
    rows = []
    for ids in texts:
        tokens = torch.tensor([ids])
        positions = torch.arange(len(ids))[None] + shape.first_position
        mask = torch.ones_like(tokens).bool()[:, None, None]
        with torch.no_grad():
            batch = DeviceBatch(tokens, positions, torch.zeros_like(tokens), mask, torch.zeros(1, dtype=torch.long))
            rows.append(model(batch)[0].tolist())
    return rows


@pytest.mark.parametrize("name", [vector["name"] for vector in VECTORS["adapters"] if "error" not in vector])
def test_an_adapter_gives_the_logits_that_peft_gave(name: str) -> None:
    case = json.loads((FIXTURES / name / "case.json").read_text())
    adapter = adapter_of(name)
    shape = base_of(name)[1]
    if adapter.scales:
        modules = [[each.component for each in adapter.scales if each.layer == at] for at in range(shape.layers)]
        largest = max(each.rank for each in adapter.scales)
        # Wider than any of its modules, and with another scaling.
        raw = {"method": "lora", "modules": modules, "rank": largest + 2, "alpha": 5, "rsLora": not adapter.rs_lora}
        raw |= {"dora": True} if adapter.dora else {}
    else:
        raw = {"method": "classifier"}
    scenario = Scenario.from_json({"name": "it", "color": "#000000", **raw})
    found = logits_of(name, scenario, start_values(adapter, scenario), case["texts"])
    assert np.abs(np.subtract(found, case["logits"])).max() < 1e-4


def test_tensors_that_do_not_belong_are_refused() -> None:
    config = json.loads((FIXTURES / "partial" / "adapter_config.json").read_text())
    file = tensors_of((FIXTURES / "partial" / "adapter_model.safetensors").read_bytes())
    shape = base_of("partial")[1]
    query = "base_model.model.roberta.encoder.layer.1.attention.self.query"
    bad = file[f"{query}.lora_A.weight"].copy()
    bad[0, 0] = np.inf
    for change, words in [
        ({f"{query}.lora_magnitude_vector": np.zeros(1, np.float32)}, "lora_magnitude_vector, for which the lab has no"),
        ({f"{query}.lora_A.weight": bad}, "holds values that are no numbers"),
        ({f"{query}.lora_A.weight": np.zeros((3, 16), np.int32)}, r"has the shape \[3, 16\]"),
    ]:
        with pytest.raises(LabError, match=words):
            import_adapter(config, {**file, **change}, shape, LABELS)
    with pytest.raises(LabError, match=r"out_proj.*the model asks for \[2, 16\]"):
        import_adapter(config, file, shape, 2)
    with pytest.raises(LabError, match="has no tensor .*query.lora_A.weight"):
        import_adapter(config, {key: value for key, value in file.items() if "query.lora_A" not in key}, shape, LABELS)
    with pytest.raises(LabError, match="cannot be read as safetensors"):
        tensors_of(b"no weights at all")


def asked(text: str, *adapters: Path | str) -> tuple[Experiment, Any]:
    return read_sources(read_argument(text), argparse.Namespace(adapter=[str(each) for each in adapters], lab=str(LAB)))


def test_flags_find_the_adapter_that_a_scenario_begins_with(tmp_path: Path) -> None:
    assert fingerprint(adapter_at(str(SMALL))) == "e286be03"  # As the page has it.
    address = "scenario=a:2,11.qv.r4.init=local:small-adapter-e286be03&validation=20"
    copied = Path(shutil.copytree(SMALL, tmp_path / "deep" / "renamed")).parent
    (copied / "renamed" / "adapter_config.json").rename(copied / "renamed" / "adapter_config (1).json")
    (copied / "renamed" / "adapter_model.safetensors").rename(copied / "renamed" / "adapter_model (1).safetensors")
    packed = tmp_path / "Mine.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in SMALL.iterdir():
            archive.write(path, f"value/{path.name}")
            archive.writestr(f"value/checkpoint-3/{path.name}", b"older")
    for given in (SMALL, copied, packed):
        experiment, sources = asked(address, given)
        assert list(sources.local_adapters) == ["local:small-adapter-e286be03"], given
    adapters = read_adapters(experiment, sources.local_adapters, open_model(experiment, sources).shape, 2)
    assert scales_of(adapters["local:small-adapter-e286be03"]) == {
        "layer.1.query": {"rank": 3, "alpha": 12},
        "layer.10.query": {"rank": 3, "alpha": 6},
        "layer.10.value": {"rank": 2, "alpha": 6},
    }


@pytest.mark.parametrize(
    ("scenario", "sentence"),
    [
        ("a:2.qv.r4", 'Scenario "a" does not adapt query of layer 11, which the adapter it starts from does.'),
        ("a:2,11.qv.r2", 'Scenario "a" has rank 2, the adapter it starts from 3.'),
        ("a:2,11.qv.r4.steps0", 'Scenario "a" only evaluates, but the adapter'),
        ("a:classifier", 'Scenario "a" has no LoRA modules, but the adapter it starts from.'),
    ],
)
def test_a_scenario_that_does_not_fit_its_adapter_is_refused(scenario: str, sentence: str) -> None:
    experiment, sources = asked(f"scenario={scenario}.init=local:x-e286be03", SMALL)
    model = open_model(experiment, sources)
    with pytest.raises(LabError) as caught:
        read_adapters(fit(experiment, model.shape), sources.local_adapters, model.shape, 2)
    assert str(caught.value).startswith(sentence)


def test_a_wrong_flag_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "no.zip").write_bytes(b"no zip")
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "adapter_config.json").write_text("{}")
    for given, words in [
        (tmp_path / "nowhere", "--adapter: there is no folder .*nowhere; correct the path."),
        (tmp_path / "no.zip", "no.zip is no zip file, or damaged. Unpack it"),
        (SMALL / "adapter_config.json", "neither a folder nor a zip"),
        (tmp_path / "half", "lacks adapter_model.safetensors"),
        (SMALL, "no scenario begins with the adapter of .*, which the lab calls local:small-adapter-e286be03"),
    ]:
        with pytest.raises(LabError, match=words):
            asked("scenario=a:7.q", given)
    with pytest.raises(LabError, match='Scenario "a": it begins with the adapter local:x, whose files are not here'):
        asked("scenario=a:7.q.init=local:x")
