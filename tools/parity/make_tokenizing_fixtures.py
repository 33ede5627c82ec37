"""Writes fixtures/tokenizing/: what Hugging Face's tokenizers make of odd texts, pairs, characters and SST-2.

    python tools/parity/make_tokenizing_fixtures.py --shared FOLDER [--check]

FOLDER holds `roberta-tokenizer/` (the tokenizer of roberta-base) and `sst2/`. Both stay where they are: of SST-2 only
hashes of token ids are written, of roberta-base's tokenizer only ids and the tokens and merges that the other texts
need. A small WordPiece tokenizer is trained on the
embedded data set and committed; it is trained anew where its file is missing, and no two trainings are the same.
"""

import argparse
import hashlib
import json
import struct
import sys
from pathlib import Path
from random import Random

from odd_texts import ADDED, ADDED_FRAGMENTS, BY_HAND, LONG, PAIR_LENGTHS, PAIRS
from reduced_bpe import reduced
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

PUBLIC = Path(__file__).parents[2] / "public"
TARGET = Path(__file__).parent / "fixtures" / "tokenizing"
SENTENCES, GROUP = 10_000, 100
BLOCK = 4096
# All assigned characters and some others: planes 0 to 3, and tags and variation selectors.
BLOCKS = [*range(0, 0x33_500, BLOCK), 0xE0000]
MAX_LENGTH = 48


def train_word_piece() -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    # Letters of many scripts, one by one: without them every foreign word would be [UNK].
    alphabet = sorted({c for text in BY_HAND for c in tokenizer.normalizer.normalize_str(text) if not c.isspace()})
    trainer = trainers.WordPieceTrainer(
        vocab_size=1500, special_tokens=marks, initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator(dataset_texts(), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return tokenizer


def opened(path: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def digest(rows: list[list[int]]) -> str:
    """SHA-256 of the rows' ids as little-endian 32-bit numbers, each row with its length before it."""
    numbers = [number for row in rows for number in (len(row), *row)]
    return hashlib.sha256(struct.pack(f"<{len(numbers)}i", *numbers)).hexdigest()[:32]


def blocks(tokenizer: Tokenizer) -> dict[str, str]:
    """By the first character of a block: a text of all its characters, each between two letters."""
    hashes = {}
    for first in BLOCKS:
        codes = [c for c in range(first, first + BLOCK) if not 0xD800 <= c < 0xE000]
        hashes[f"{first:x}"] = digest([tokenizer.encode(" ".join(f"a{chr(c)}b" for c in codes)).ids])
    return hashes


def pair_rows(tokenizer: Tokenizer) -> list[dict]:
    rows = []
    for texts in PAIRS:
        for length in [None, *PAIR_LENGTHS]:
            tokenizer.no_truncation() if length is None else tokenizer.enable_truncation(length)
            encoding = tokenizer.encode(*texts)
            rows.append({"texts": texts, "maxLength": length, "ids": encoding.ids, "types": encoding.type_ids})
    tokenizer.no_truncation()
    return rows


def odd_rows(tokenizer: Tokenizer) -> list[dict]:
    rows = []
    for text in BY_HAND:
        ids = tokenizer.encode(text).ids
        tokenizer.enable_truncation(MAX_LENGTH)
        truncated = tokenizer.encode(text).ids
        tokenizer.no_truncation()
        rows.append({"text": text, "ids": ids, **({} if ids == truncated else {"truncated": truncated})})
    return rows


def added_rows(base: Tokenizer) -> dict:
    """Ids of texts with added tokens, for several normalizers of the WordPiece tokenizer."""
    random = Random(1)
    texts = ["".join(random.choices(ADDED_FRAGMENTS, k=random.randint(1, 12))) for _ in range(120)]
    bert = {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None}
    steps = [{"type": "NFD"}, {"type": "Lowercase"}, {"type": "StripAccents"}]
    variants = []
    for normalizer in (
        {**bert, "lowercase": True},
        {**bert, "lowercase": False},
        {**bert, "lowercase": False, "strip_accents": True, "clean_text": False, "handle_chinese_chars": False},
        {"type": "Sequence", "normalizers": steps},
        None,
    ):
        content = json.loads(base.to_str())
        content["normalizer"] = normalizer
        plain = {"id": 0, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": False}
        content["added_tokens"] += [{**plain, **token} for token in ADDED]
        tokenizer = Tokenizer.from_str(json.dumps(content))
        added = json.loads(tokenizer.to_str())["added_tokens"]  # these have their ids
        ids = [tokenizer.encode(text).ids for text in texts]
        variants.append({"normalizer": normalizer, "addedTokens": added, "ids": ids})
    return {"texts": texts, "variants": variants}


def sentences(shared: Path) -> list[str]:
    lines = (shared / "sst2" / "train.tsv").read_text(encoding="utf-8").split("\n")[1:]
    texts = [line.split("\t")[0] for line in lines if line]
    return [texts[i * len(texts) // SENTENCES] for i in range(SENTENCES)]


def dataset_texts() -> list[str]:
    files = (PUBLIC / "datasets" / "review-sentences" / name for name in ("train.tsv", "validation.tsv"))
    return [line.split("\t")[0] for file in files for line in file.read_text(encoding="utf-8").splitlines()[1:]]


def reduced_text(whole: Tokenizer) -> str:
    """The part of roberta-base's tokenizer that the texts of its fixture need, without SST-2; it cuts them the same."""
    texts = [*BY_HAND, *(text for pair in PAIRS for text in pair), *(unit * count for unit, count in LONG)]
    texts += [*dataset_texts(), "\ufffd", "a\ufffdb", "x \ufffd"]
    small = reduced(whole, texts)
    for text in texts:
        assert small.encode(text).ids == whole.encode(text).ids, text
    return small.to_str(pretty=False) + "\n"


def fixture(name: str, tokenizer: Tokenizer, texts: list[str]) -> dict:
    ids = [tokenizer.encode(text).ids for text in texts]
    return {
        "tokenizer": name,
        "maxLength": MAX_LENGTH,
        "odd": odd_rows(tokenizer),
        "long": [
            {"unit": unit, "count": count, "hash": digest([tokenizer.encode(unit * count).ids])} for unit, count in LONG
        ],
        "pairs": pair_rows(tokenizer),
        # roberta-base cuts words in the same way as roberta-mini.
        "blocks": {"size": BLOCK, "hashes": {} if name == "roberta-base" else blocks(tokenizer)},
        "dataset": digest([tokenizer.encode(text).ids for text in dataset_texts()]),
        "sst2": {
            "sentences": len(texts),
            "group": GROUP,
            "tokens": sum(map(len, ids)),
            "hashes": [digest(ids[i : i + GROUP]) for i in range(0, len(ids), GROUP)],
        },
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="the folder with roberta-tokenizer/ and sst2/")
    parser.add_argument("--check", action="store_true", help="compare with the committed files, write nothing")
    options = parser.parse_args()
    TARGET.mkdir(exist_ok=True)
    word_piece = TARGET / "wordpiece-tokenizer.json"
    if not word_piece.exists():
        word_piece.write_text(train_word_piece().to_str(pretty=False) + "\n", encoding="utf-8")
    texts = sentences(options.shared)
    base = opened(options.shared / "roberta-tokenizer" / "tokenizer.json")
    wrong = not put_text("roberta-base-tokenizer", reduced_text(base), options.check)
    wrong |= not put("added-tokens", added_rows(opened(word_piece)), options.check)
    for name, path in {
        "wordpiece": word_piece,
        "roberta-mini": PUBLIC / "models" / "roberta-mini" / "tokenizer.json",
        "roberta-base": options.shared / "roberta-tokenizer" / "tokenizer.json",
    }.items():
        wrong |= not put(name, fixture(name, opened(path), texts), options.check)
    return 1 if wrong else 0


def put(name: str, content: dict, check: bool) -> bool:
    """Writes a fixture, or only compares it. Returns whether it is as it should be."""
    made = json.dumps(content, ensure_ascii=True, separators=(",", ":")).replace('{"text"', '\n{"text"') + "\n"
    return put_text(name, made, check)


def put_text(name: str, made: str, check: bool) -> bool:
    target = TARGET / f"{name}.json"
    if check:
        same = target.read_text(encoding="utf-8") == made
        print(f"{name}: {'the same' if same else 'DIFFERS'}")
        return same
    target.write_text(made, encoding="utf-8")
    print(f"{name}: {len(made) / 1024:.0f} KiB")
    return True


if __name__ == "__main__":
    sys.exit(main())
