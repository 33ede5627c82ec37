"""Models and data sets of a hub, against a server on this machine that speaks a hub's addresses."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from safetensors.numpy import save

from lora_lab_cluster.errors import LabError
from lora_lab_cluster.experiment.lab import opening_experiment
from lora_lab_cluster.experiment.types import Experiment
from lora_lab_cluster.sources import Sources, open_dataset, open_model
from lora_lab_cluster.sources.hub import http


def _beside(name: str) -> ModuleType:
    """A module of this folder, which pytest does not put on the path."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


server = _beside("hub_server")

CONFIG = json.dumps(
    {
        "model_type": "bert",
        "num_hidden_layers": 1,
        "hidden_size": 4,
        "num_attention_heads": 2,
        "intermediate_size": 8,
        "vocab_size": 30,
        "max_position_embeddings": 16,
        "type_vocab_size": 2,
    }
).encode()
WORDS = save({"bert.embeddings.word_embeddings.weight": np.zeros((30, 4), np.float32)})
LAYER = save({"bert.encoder.layer.0.output.dense.bias": np.ones(4, np.float32)})
HEAD = save({"classifier.weight": np.ones((2, 4), np.float32)})
MODEL = {"config.json": CONFIG, "tokenizer.json": b"{}", "README.md": b"x", "model.safetensors": WORDS}
INDEX = {
    "weight_map": {
        "bert.embeddings.word_embeddings.weight": "model-00001-of-00003.safetensors",
        "bert.encoder.layer.0.output.dense.bias": "model-00002-of-00003.safetensors",
        "classifier.weight": "model-00003-of-00003.safetensors",
    }
}


def _parquet(texts: list[str]) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"text": texts, "label": [0] * len(texts)}), sink)
    return sink.getvalue().to_pybytes()


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[object]:
    monkeypatch.setattr(http, "PAUSES", (0.01, 0.01, 0.01, 0.01))
    monkeypatch.setattr("lora_lab_cluster.sources.hub.download.PAUSES", (0.01, 0.01, 0.01, 0.01))
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.delenv("HF_HUB_CACHE", raising=False)
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    with server.serving(server.FakeHub(models={"owner/tiny": dict(MODEL)})) as found:
        yield found


def _sources(hub: object, tmp_path: Path, token: str | None = None) -> Sources:
    return Sources(hub_url=hub.url, hub_token=token, cache=tmp_path / "cache")


def _of(model: str = "owner/tiny", dataset: str = "owner/data", **data: str) -> Experiment:
    raw = opening_experiment()
    return Experiment.from_json({**raw, "model": model, "dataset": dataset, "data": {**raw["data"], **data}})


def _error(action: object) -> str:
    with pytest.raises(LabError) as caught:
        action()
    return str(caught.value)


def test_a_model_comes_once_and_then_from_the_cache(hub: object, tmp_path: Path) -> None:
    model = open_model(_of("owner/tiny@v1"), _sources(hub, tmp_path))
    assert model.commit == server.COMMIT
    assert model.shape.architecture == "bert" and model.shape.first_position == 0
    assert [path.name for path in model.weights] == ["model.safetensors"]
    assert model.weights[0].read_bytes() == WORDS
    assert list(model.tokenizer) == ["tokenizer.json"]
    files = [path for _, path, _ in hub.asked if "/resolve/" in path]
    assert all(f"/resolve/{server.COMMIT}/" in path for path in files)
    assert not any("README" in path for path in files)
    open_model(_of("owner/tiny@v1"), _sources(hub, tmp_path))
    assert [path for _, path, _ in hub.asked if "/resolve/" in path] == files


def test_without_a_connection_the_cache_serves(hub: object, tmp_path: Path) -> None:
    sources = _sources(hub, tmp_path)
    open_model(_of(), sources)
    hub.statuses = [503] * 10
    notes: list[str] = []
    assert open_model(_of(), sources, notes).commit == server.COMMIT
    assert notes == [
        "The hub could not be reached: owner/tiny is taken from this machine's cache, at the commit 0123456."
    ]
    assert "the hub answers 503" in _error(lambda: open_model(_of("owner/other"), sources))


def test_a_broken_download_goes_on_where_it_broke(hub: object, tmp_path: Path) -> None:
    hub.breaks_after = 300
    model = open_model(_of(), _sources(hub, tmp_path))
    assert model.weights[0].read_bytes() == WORDS
    ranges = [asked for _, path, asked in hub.asked if path.endswith("model.safetensors")]
    assert ranges[:2] == [None, "bytes=300-"]
    assert len(ranges) == -(-len(WORDS) // 300)


def test_what_an_earlier_run_left_is_continued(hub: object, tmp_path: Path) -> None:
    folder = tmp_path / "cache" / hub.url.removeprefix("http://").replace(":", "-") / "models" / "owner--tiny"
    (folder / server.COMMIT).mkdir(parents=True)
    (folder / server.COMMIT / "model.safetensors.part").write_bytes(WORDS[:100])
    assert open_model(_of(), _sources(hub, tmp_path)).weights[0].read_bytes() == WORDS
    assert ("GET", f"/owner/tiny/resolve/{server.COMMIT}/model.safetensors", "bytes=100-") in hub.asked


def test_a_damaged_file_is_thrown_away(hub: object, tmp_path: Path) -> None:
    hub.damages = True
    message = _error(lambda: open_model(_of(), _sources(hub, tmp_path)))
    assert message.startswith("model.safetensors of owner/tiny arrived damaged: its sha256 is ")
    hub.damages = False
    assert open_model(_of(), _sources(hub, tmp_path)).weights[0].read_bytes() == WORDS


def test_the_token_goes_to_the_hub_alone(hub: object, tmp_path: Path) -> None:
    hub.token = "secret"
    with server.serving(server.FakeHub(models=hub.models)) as other:
        hub.elsewhere = other.url
        assert open_model(_of(), _sources(hub, tmp_path, "secret")).weights
        assert set(hub.authorized) == {"Bearer secret"}
        assert other.authorized and set(other.authorized) == {None}
    assert "set HF_TOKEN" in _error(lambda: open_model(_of(), _sources(hub, tmp_path / "b")))
    assert "secret" not in repr(_sources(hub, tmp_path, "secret"))


def test_what_the_hub_lacks_is_named(hub: object, tmp_path: Path) -> None:
    sources = _sources(hub, tmp_path)
    assert _error(lambda: open_model(_of("owner/none"), sources)) == (
        "owner/none: the hub has nothing of this name and revision (404). "
        "Check the name, and the revision if there is one."
    )
    hub.models["owner/bin"] = {"config.json": CONFIG, "pytorch_model.bin": b"x"}
    assert "The model has no model.safetensors, only pytorch_model.bin, which the lab does not read." in _error(
        lambda: open_model(_of("owner/bin"), sources)
    )
    hub.models["owner/gpt"] = {**MODEL, "config.json": b'{"model_type": "gpt2"}'}
    assert _error(lambda: open_model(_of("owner/gpt"), sources)) == (
        'config.json: model_type is "gpt2", not "roberta" or "bert": the lab computes no other architecture. '
        "Choose a RoBERTa or BERT model."
    )
    hub.answers_page = True
    assert "answers with a web page" in _error(lambda: open_model(_of("owner/x"), sources))
    nowhere = Sources(hub_url="http://127.0.0.1:9", cache=tmp_path / "c")
    assert "owner/x could not be loaded from 127.0.0.1:9" in _error(lambda: open_model(_of("owner/x"), nowhere))


def test_shards_are_found_by_their_index_and_a_head_is_left_out(hub: object, tmp_path: Path) -> None:
    names = (
        "model-00001-of-00003.safetensors",
        "model-00002-of-00003.safetensors",
        "model-00003-of-00003.safetensors",
    )
    shards = dict(zip(names, (WORDS, LAYER, HEAD), strict=True))
    small = {"config.json": CONFIG, "vocab.txt": b"a"}
    hub.models["owner/shards"] = {**small, **shards, "model.safetensors.index.json": json.dumps(INDEX).encode()}
    model = open_model(_of("owner/shards"), _sources(hub, tmp_path))
    assert [path.name for path in model.weights] == list(names[:2])
    assert model.tensors["bert.encoder.layer.0.output.dense.bias"].name == names[1]
    hub.models["owner/bare"] = {**small, **shards}
    assert len(open_model(_of("owner/bare"), _sources(hub, tmp_path)).weights) == 3
    del hub.models["owner/bare"][names[1]]
    assert f"The model has 2 of 3 weights files: {names[1]} is missing." in _error(
        lambda: open_model(_of("owner/bare"), _sources(hub, tmp_path / "b"))
    )
    index = json.dumps({"weight_map": {"a": "../x.safetensors"}}).encode()
    hub.models["owner/leads-out"] = {**small, "model.safetensors.index.json": index}
    assert "which is no weights file" in _error(lambda: open_model(_of("owner/leads-out"), _sources(hub, tmp_path)))


def test_the_cache_of_the_hubs_own_libraries_serves(hub: object, tmp_path: Path) -> None:
    folder = tmp_path / "hf" / "hub" / "models--owner--tiny" / "snapshots" / server.COMMIT
    folder.mkdir(parents=True)
    for name, content in MODEL.items():
        (folder / name).write_bytes(content)
    assert open_model(_of(), _sources(hub, tmp_path)).weights == (folder / "model.safetensors",)
    assert not any("/resolve/" in path for _, path, _ in hub.asked)


def test_a_data_set_is_read_by_the_hubs_own_list(hub: object, tmp_path: Path) -> None:
    first, second, held = _parquet(["a"]), _parquet(["b", "c"]), _parquet(["d"])
    hub.datasets["owner/data"] = {"0.parquet": first, "1.parquet": second, "v.parquet": held}
    at = "https://huggingface.co/datasets/owner/data/resolve/main"
    hub.parquet["owner/data"] = {
        "other": {"test": [f"{at}/v.parquet"]},
        "plain": {
            "train": [f"{at}/0.parquet", f"{at}/1.parquet"],
            "dev": ["/datasets/owner/data/resolve/main/v.parquet"],
        },
    }
    data = open_dataset(_of(), _sources(hub, tmp_path))
    assert (data.subsets, data.subset, data.splits) == (("other", "plain"), "plain", ("train", "dev"))
    assert (data.train_split, data.validation_split, data.validation_is_guess) == ("train", "dev", False)
    assert [path.read_bytes() for path in data.files("train")] == [first, second]
    before = len([1 for method, _, _ in hub.asked if method == "GET"])
    assert [path.read_bytes() for path in data.files("train")] == [first, second]
    assert len([1 for method, _, _ in hub.asked if method == "GET"]) == before
    hub.datasets["owner/data"]["0.parquet"] = held
    assert data.files("train")[0].read_bytes() == held


def test_a_file_of_a_data_set_is_asked_for_again(hub: object, tmp_path: Path) -> None:
    hub.datasets["owner/data"] = {"train.parquet": _parquet(["a"])}
    data = open_dataset(_of(), _sources(hub, tmp_path))
    hub.statuses = [503, 429]
    assert data.files("train")[0].read_bytes() == hub.datasets["owner/data"]["train.parquet"]
    hub.statuses = [403, 403]
    with pytest.raises(LabError, match="train.parquet: the hub refuses access"):
        data.files("train")


def test_a_data_set_is_read_by_its_files(hub: object, tmp_path: Path) -> None:
    names = (
        "data/train-00000-of-00002.parquet",
        "data/train-00001-of-00002.parquet",
        "data/test-00000-of-00001.parquet",
    )
    hub.datasets["owner/data"] = {name: _parquet([name]) for name in names} | {"README.md": b"x"}
    data = open_dataset(_of(), _sources(hub, tmp_path))
    assert data.splits == ("train", "test") and data.subset is None
    assert (data.validation_split, data.validation_is_guess, data.test) == ("test", True, None)
    assert len(data.files("train")) == 2
    held = open_dataset(_of(validationSplit="held-out"), _sources(hub, tmp_path))
    assert held.validation_split is None and held.test is not None and held.test.split == "test"
    assert 'owner/data has no split "dev". Choose one of "train", "test".' in _error(
        lambda: open_dataset(_of(validationSplit="dev"), _sources(hub, tmp_path))
    )
    assert 'owner/data has no subset "x". Choose one of "default".' in _error(
        lambda: open_dataset(_of(subset="x"), _sources(hub, tmp_path))
    )
    hub.datasets["owner/csv"] = {"a.csv": b"x"}
    assert "owner/csv has no Parquet files." in _error(
        lambda: open_dataset(_of(dataset="owner/csv"), _sources(hub, tmp_path))
    )
