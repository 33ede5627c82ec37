"""Models and data that come with the lab or are given by flags, and the flags themselves."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import pytest

from lora_lab_cluster.address.argument import Given, read_argument
from lora_lab_cluster.errors import LabError
from lora_lab_cluster.experiment.types import Experiment
from lora_lab_cluster.sources import Sources, fit, open_dataset, open_model, read_sources
from lora_lab_cluster.sources.lab_folder import find_lab

LAB = Path(__file__).parents[3]
MINI = LAB / "public" / "models" / "roberta-mini"


def _read(address: str, **flags: str) -> tuple[Experiment, Sources]:
    return read_sources(read_argument(address), argparse.Namespace(**flags))


def _error(address: str, **flags: str) -> str:
    with pytest.raises(LabError) as caught:
        _read(address, **flags)
    return str(caught.value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MINI, tmp_path / "My model (2)"))


def test_the_labs_own_model_and_data_are_found() -> None:
    experiment, sources = _read("lesson=layers", lab=str(LAB))
    assert sources.lab == LAB / "public"
    model = open_model(experiment, sources)
    assert model.shape.layers == 12 and model.shape.first_position == 2
    assert model.weights == (MINI / "model.safetensors",)
    assert "roberta.embeddings.word_embeddings.weight" in model.tensors
    assert set(model.tokenizer) == {"tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"}
    data = open_dataset(experiment, sources)
    assert (data.kind, data.train_split, data.validation_split, data.test) == (
        "embedded",
        "train",
        "validation",
        None,
    )
    assert data.files("train") == (LAB / "public" / "datasets" / "review-sentences" / "train.tsv",)
    assert data.class_names is not None and len(data.class_names) == 2


def test_the_lab_is_found_where_the_package_or_the_person_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("LORA_LAB", raising=False)
    assert find_lab(None) == LAB / "public"
    with pytest.raises(LabError, match="--lab: .* holds no models/roberta-mini/config.json"):
        find_lab(str(tmp_path))
    monkeypatch.setenv("LORA_LAB", str(LAB / "public"))
    assert find_lab(None) == LAB / "public"
    monkeypatch.setenv("LORA_LAB", str(tmp_path))
    with pytest.raises(LabError, match="^LORA_LAB: "):
        find_lab(None)


def test_without_the_lab_its_folder_is_asked_for() -> None:
    experiment = read_argument("lesson=layers").experiment
    for open_it in (open_model, open_dataset):
        with pytest.raises(LabError, match="installed without the lab beside it. Name a checkout .* by --lab or LORA_LAB"):
            open_it(experiment, Sources(lab=None))


def test_a_folder_becomes_the_model(folder: Path) -> None:
    experiment, sources = _read("lesson=layers", model=str(folder))
    assert experiment.model == "local:My-model-2-"
    assert open_model(experiment, sources).weights == (folder / "model.safetensors",)
    (folder / "model.safetensors").rename(folder / "weights.safetensors")
    experiment, sources = _read("lesson=layers", model=str(folder.parent))
    assert open_model(experiment, sources).weights == (folder / "weights.safetensors",)


def test_a_folder_that_is_no_model_is_refused(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    assert "lacks model.safetensors (pytorch_model.bin is a pickle, which can run" in _error(
        "trials=1", model=str(folder)
    )
    (folder / "pytorch_model.bin").unlink()
    (folder / "tokenizer.json").unlink()
    assert "lacks tokenizer.json and model.safetensors; name one" in _error("trials=1", model=str(folder))
    assert "there is no folder ./none" in _error("trials=1", model="./none")
    assert "neither a folder nor a name" in _error("trials=1", model="a b")
    assert "is no folder" in _error("trials=1", model=str(folder / "config.json"))
    (folder / "config.json").rename(folder / "adapter_config.json")
    assert "holds a PEFT adapter, not a model" in _error("trials=1", model=str(folder))


def test_several_models_in_a_folder_are_named(folder: Path) -> None:
    shutil.copytree(MINI, folder.parent / "other")
    assert "holds several: My model (2), other; name one of them." in _error("trials=1", model=str(folder.parent))


def test_a_damaged_model_is_named(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"x" * 100)
    with pytest.raises(LabError, match="model.safetensors cannot be read as safetensors"):
        open_model(*_read("trials=1", model=str(folder)))
    (folder / "config.json").write_text("{")
    with pytest.raises(LabError, match="config.json is not JSON: .* The file is damaged"):
        open_model(*_read("trials=1", model=str(folder)))


def test_files_become_the_data_set(tmp_path: Path) -> None:
    train, held = tmp_path / "my reviews.csv", tmp_path / "held.tsv"
    train.write_text("text,label\na,b\n")
    held.write_text("text\tlabel\na\tb\n")
    address = "text=x&label=y&test=0.3&header=no&trials=2"
    experiment, sources = _read(address, train=str(train), validation=str(held))
    assert experiment.dataset == "local:my-reviews.csv"
    assert experiment.data.text_column is None and experiment.data.header is None
    data = open_dataset(experiment, sources)
    assert (data.kind, data.splits, data.validation_split) == ("local", ("train", "validation"), "validation")
    assert data.files("validation") == (held,)
    assert data.test is not None and data.test.share == 0.3
    experiment, sources = _read("data=local:my-reviews.csv&text=x", train=str(train))
    assert experiment.data.text_column == "x"
    assert open_dataset(experiment, sources).validation_split is None


def test_wrong_files_are_refused(tmp_path: Path) -> None:
    assert "--train: there is no file" in _error("trials=1", train=str(tmp_path / "none.csv"))
    assert "is a folder; name the CSV" in _error("trials=1", train=str(tmp_path))
    assert "give --train too" in _error("trials=1", validation=str(tmp_path))
    with pytest.raises(
        LabError, match="a.csv \\(on this machine\\): its files are not known here. Name them by --train"
    ):
        open_dataset(*_read("data=local:a.csv"))
    with pytest.raises(
        LabError, match="m \\(on this machine\\): its files are not known here. Name its folder by --model"
    ):
        open_model(*_read("model=local:m"))
    with pytest.raises(LabError, match='review-sentences has no subsets, so none called "x"'):
        open_dataset(*_read("subset=x"))
    with pytest.raises(LabError, match='Training and validation would both use the split "train"'):
        open_dataset(*_read("valsplit=train"))


def test_the_hub_is_taken_from_flag_and_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "https://mirror.example/x/")
    monkeypatch.setenv("HF_TOKEN", "t")
    assert _read("trials=1")[1].hub_url == "https://mirror.example/x"
    assert _read("trials=1")[1].hub_token == "t"
    assert _read("trials=1", hub="hub.example")[1].hub_url == "https://hub.example"
    assert "begins with ftp:, not https" in _error("trials=1", hub="ftp://x")
    assert "is no address of a hub" in _error("trials=1", hub="https://")
    assert "Give an access token in HF_TOKEN" in _error("trials=1", hub="https://a:b@x")


def test_an_adapter_to_begin_with_must_be_given() -> None:
    message = _error("scenario=a:7.q.init=local:x")
    assert 'Scenario "a": it begins with the adapter local:x, whose files are not here' in message


def test_an_experiment_is_fitted_to_the_models_layers(folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "num_hidden_layers": 6, "max_position_embeddings": 66}))
    experiment, sources = _read("scenario=a:7-12.q&scenario=b:1.v+2-3.v", model=str(folder))
    fitted = fit(experiment, open_model(experiment, sources).shape)
    assert [len(scenario.modules) for scenario in fitted.scenarios] == [6, 6]
    assert fitted.scenarios[0].modules == ((), (), (), ("query",), ("query",), ("query",))
    assert fitted.scenarios[1].modules == (("value",), ("value",), (), (), (), ())
    long, sources = _read("length=80", model=str(folder))
    with pytest.raises(LabError, match="Sequence length: the model reads at most 64 tokens, not 80; set 64 or less."):
        fit(long, open_model(long, sources).shape)


def test_a_given_experiment_without_flags_stays_as_it_is() -> None:
    given: Given = read_argument("lesson=layers")
    assert read_sources(given, argparse.Namespace())[0] == given.experiment
