"""Runs scripts one after another, as `python NAME.py` in the folder would, but importing torch once for all of them.

`python run_scripts.py FOLDER`: prints `== NAME` before what each script of expected.json prints.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
from pathlib import Path

import torch
from transformers import BertConfig, BertModel, BertTokenizerFast

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,\""


def make_small_bert(folder: Path) -> None:
    """The weights and the tokenizer that the folder's config.json asks for, the same each time."""
    torch.manual_seed(0)
    BertModel(BertConfig.from_pretrained(folder)).save_pretrained(folder)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS, *(f"##{letter}" for letter in LETTERS)]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)


def main(folder: Path) -> None:
    """Runs the scripts of a folder in which `tools/cluster/writeScripts.mjs` wrote them."""
    os.chdir(folder)
    torch.set_num_threads(1)
    make_small_bert(Path("small-bert"))
    for name in json.loads(Path("expected.json").read_text(encoding="utf-8")):
        print(f"== {name}", flush=True)
        runpy.run_path(f"{name}.py", run_name="__main__")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
