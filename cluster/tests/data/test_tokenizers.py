"""Token ids, held to those of Transformers in the fixtures of tools/parity."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lora_lab_cluster.data.tokens.template import longest_first, make_template
from lora_lab_cluster.data.tokens.tokenizer_files import combined_content
from lora_lab_cluster.data.tokens.tokenizer_json import make_tokenizer
from lora_lab_cluster.errors import LabError

ROOT = Path(__file__).parents[3]
FIXTURES = ROOT / "tools/parity/fixtures/tokenizing"
WORDPIECE: dict[str, Any] = json.loads((FIXTURES / "wordpiece-tokenizer.json").read_text(encoding="utf-8"))


class Encoding:
    """A tokenizer and its template."""

    def __init__(self, content: Any) -> None:
        self.tokenizer, self.template = make_tokenizer(content), make_template(content)

    def of(self, text: str, most: int = 512, pair: str | None = None) -> tuple[list[int], list[int], int]:
        """Ids, types and full length of a text or a pair."""
        ids = [
            None if each is None else self.tokenizer.encode(each, add_special_tokens=False).ids
            for each in (text, pair)
        ]
        return self.template.fill(ids[0] or [], ids[1], most)


@pytest.mark.parametrize("folder", sorted((FIXTURES / "cases").iterdir()), ids=lambda folder: folder.name)
def test_a_folder_of_several_files_gives_the_ids_of_transformers(folder: Path) -> None:
    def read(name: str) -> str | None:
        path = folder / name
        return path.read_text(encoding="utf-8") if path.exists() else None

    content = combined_content(read, json.loads(read("config.json") or "{}"))
    wanted = json.loads(read("expected.json") or "")
    encoding = Encoding(content)
    assert [encoding.of(text, 40)[0] for text in wanted["texts"]] == wanted["ids"]


@pytest.mark.parametrize("name", ["roberta-mini", "wordpiece"])
def test_pairs_are_cut_and_typed_as_by_transformers(name: str) -> None:
    fixture = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    content = WORDPIECE
    if name == "roberta-mini":
        content = json.loads((ROOT / "public/models/roberta-mini/tokenizer.json").read_text(encoding="utf-8"))
    encoding = Encoding(content)
    assert len(fixture["pairs"]) > 5
    for pair in fixture["pairs"]:
        ids, types, _ = encoding.of(pair["texts"][0], pair["maxLength"] or 10**6, pair["texts"][1])
        assert (ids, types) == (pair["ids"], pair["types"]), pair["texts"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"model": {"type": "Unigram", "vocab": []}}, "its model is of type"),
        ({"normalizer": {"type": "Precompiled"}}, 'its normalizer is of type "Precompiled"'),
        ({"pre_tokenizer": {"type": "Whitespace"}}, 'its pre_tokenizer is of type "Whitespace"'),
        ({"pre_tokenizer": None}, "it has no pre_tokenizer"),
        ({"added_tokens": [{"content": "x"}]}, "one of its added_tokens has no content or no id"),
        ({"post_processor": {"type": "Other"}}, 'its post_processor is of type "Other"'),
    ],
)
def test_what_the_lab_does_not_know_is_refused_by_name(change: dict[str, Any], message: str) -> None:
    with pytest.raises(LabError, match="tokenizer.json could not be used") as refused:
        Encoding({**WORDPIECE, **change})
    assert message in str(refused.value)


def test_a_model_without_a_tokenizer_is_refused() -> None:
    with pytest.raises(LabError, match="The model has no tokenizer"):
        combined_content(lambda _: None, {})
    with pytest.raises(LabError, match="cannot build the tokenizer BertJapaneseTokenizer from vocab.txt"):
        combined_content({"vocab.txt": "[PAD]\n"}.get, {"tokenizer_class": "BertJapaneseTokenizer"})


@pytest.mark.parametrize(
    ("lengths", "room", "kept"),
    [
        ([9], 4, [4]),
        ([3, 4], 7, [3, 4]),
        ([9, 2], 6, [4, 2]),
        ([9, 9], 7, [3, 4]),
        ([9, 8], 7, [4, 3]),
        ([5], -1, [0]),
    ],
)
def test_the_longer_text_is_cut_first(lengths: list[int], room: int, kept: list[int]) -> None:
    assert longest_first(lengths, room) == kept
