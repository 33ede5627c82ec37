"""What `--scores` may be, and the sentences for what it may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from lora_lab_cluster.cli import main
from lora_lab_cluster.errors import LabError
from lora_lab_cluster.scores.request import SCORE_TEXT, parse_score, read_requests

ADDRESS = "#scenario=head:classifier&steps=2&rows=8&batch=4&validation=8&length=16"


@pytest.mark.parametrize("text", ["gradient:8", "plop:256", "adalora:512", "loradrop:1", "knockout"])
def test_a_score(text):
    request = parse_score(text)
    assert request is not None and request.text == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "gradient", "gradient:0", "gradient:08", "gradient:8 ", "Gradient:8"),
        *("plop:257", "adalora:513", "knockout:8", "eva:8"),
    ],
)
def test_no_score(text):
    assert parse_score(text) is None


def test_several_scores():
    found = read_requests("gradient:8, plop:2,knockout")
    assert [(one.kind, one.count) for one in found] == [("gradient", 8), ("plop", 2), ("knockout", 0)]
    assert [one.is_of_trained for one in found] == [False, False, True]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("gradient", f'--scores is "gradient", not {SCORE_TEXT}.'),
        ("plop:8,eva:8", f'--scores has "eva:8", not {SCORE_TEXT}.'),
        ("plop:8,plop:9", "--scores names plop twice: ask for each score once."),
        ("knockout,", f'--scores has "", not {SCORE_TEXT}.'),
    ],
)
def test_a_wrong_list_is_one_sentence(text, sentence):
    with pytest.raises(LabError) as raised:
        read_requests(text)
    assert str(raised.value) == sentence


@pytest.mark.parametrize(
    ("address", "flags", "words"),
    [
        (ADDRESS, ["--scores", "eva:8"], '--scores is "eva:8", not gradient:N, plop:N'),
        (ADDRESS, ["--scores", "gradient:8", "--fresh"], "--scores leaves none: leave one of them out."),
        (ADDRESS, ["--scores", "gradient:1,knockout"], "No scenario of the experiment has adapters that could be"),
        (f"{ADDRESS}&scenario=d:12.v.r2.dora", ["--scores", "loradrop:1"], "Score it by knock-out."),
        (f"{ADDRESS}&precision=mixed", ["--scores", "gradient:1"], "asks for mixed precision"),
    ],
)
def test_what_cannot_be_scored_ends_with_status_2(capsys, tmp_path: Path, address, flags, words):
    assert main(["run", address, "--out", str(tmp_path / "scores.json"), *flags]) == 2
    said = capsys.readouterr()
    assert words in said.err and "Traceback" not in said.err and said.out == ""
    assert list(tmp_path.iterdir()) == []
