"""Writes fixtures/tokenizing/files.json: ids that AutoTokenizer gives where a model's tokenizer is in several files.

    python tools/parity/make_tokenizer_files_fixtures.py [--check]

Each case is a folder of files, given to Transformers as a person would have it, and the ids of our own sentences.
"""

import json
import sys
import tempfile
from pathlib import Path

from transformers import AutoTokenizer

TARGET = Path(__file__).parent / "fixtures" / "tokenizing" / "files.json"
TEXTS = [
    "Good film",
    "the Good film <url> now",
    "[URL] Film",
    "a caf\u00e9 GOOD<url>film",
    "\u4e2d\u6587 film [MASK]  <mask> film",
    " film <tag>Good</tag>",
]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS = ["Good", "good", "film", "Film", "the", "now", "cafe", "caf\u00e9", "\u4e2d", "\u6587"]


def pieces() -> list[str]:
    letters = [*LETTERS, *LETTERS.upper(), "\u00e9"]
    return [*SPECIAL, *letters, *(f"##{c}" for c in letters), *"<>[]/", *WORDS]


def added(content: str, token_id: int, **flags: bool) -> dict:
    plain = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    return {"id": token_id, "content": content, **plain, **flags}


def word_piece(**normalizer) -> dict:
    marks = {name: {"id": name, "ids": [SPECIAL.index(name)], "tokens": [name]} for name in ("[CLS]", "[SEP]")}
    mark = lambda name, kind=0: {"SpecialToken": {"id": name, "type_id": kind}}
    text = lambda name, kind=0: {"Sequence": {"id": name, "type_id": kind}}
    single = [mark("[CLS]"), text("A"), mark("[SEP]")]
    bert = {"clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [added(token, index) for index, token in enumerate(SPECIAL)],
        "normalizer": {"type": "BertNormalizer", **bert, **normalizer},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": single,
            "pair": [*single, text("B", 1), mark("[SEP]", 1)],
            "special_tokens": marks,
        },
        "decoder": None,
        "model": {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
            "vocab": {token: index for index, token in enumerate(pieces())},
        },
    }


def byte_level(prefix: bool = False, **parts) -> dict:
    marks = ["<s>", "<pad>", "</s>", "<unk>"]
    # Bytes in the byte-level alphabet: visible characters stay, and the rest are those from U+0100 on.
    visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in visible]
    alphabet = [*map(chr, visible), *(chr(256 + index) for index in range(len(hidden)))]
    merges = ["o o", "oo d", "f i", "l m", "fi lm", "\u0120 film", "G ood", "\u0120 Good"]
    vocab = [*marks, *alphabet, *(merge.replace(" ", "") for merge in merges), "<mask>"]
    ids = {token: index for index, token in enumerate(vocab)}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [*(added(name, ids[name]) for name in marks), added("<mask>", ids["<mask>"], lstrip=True)],
        "normalizer": None,
        "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": prefix, "trim_offsets": True, "use_regex": True},
        "post_processor": {
            "type": "RobertaProcessing",
            "sep": ["</s>", 2],
            "cls": ["<s>", 0],
            "trim_offsets": True,
            "add_prefix_space": prefix,
        },
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": "",
            "end_of_word_suffix": "",
            "fuse_unk": False,
            "byte_fallback": False,
            "ignore_merges": False,
            "vocab": ids,
            "merges": merges,
        },
        **parts,
    }


def cases() -> dict[str, dict]:
    bert = {"config.json": {"model_type": "bert"}}
    roberta = {"config.json": {"model_type": "roberta"}}
    lower, cased = word_piece(), word_piece(lowercase=False)
    vocab = "".join(f"{token}\n" for token in pieces())
    size, bpe_size = len(pieces()), len(byte_level()["model"]["vocab"])
    url = {str(size): {k: v for k, v in added("<url>", 0).items() if k != "id"}}
    tag = {str(size): {k: v for k, v in added("<tag>", 0, normalized=True, rstrip=True, special=False).items() if k != "id"}}
    bpe = byte_level()
    bpe_files = {
        "vocab.json": bpe["model"]["vocab"],
        "merges.txt": "#version: 0.2\n" + "".join(f"{merge}\n" for merge in bpe["model"]["merges"]),
    }
    settings = lambda **fields: {"tokenizer_config.json": fields}
    with_url = {**lower, "added_tokens": [*lower["added_tokens"], added("<url>", size)]}
    mask = {"__type": "AddedToken", "content": "<mask>", "lstrip": True, "normalized": False, "rstrip": False, "single_word": False}
    return {
        "tokenizer.json lowers, no config": {**bert, "tokenizer.json": lower},
        "tokenizer.json keeps case, no config": {**bert, "tokenizer.json": cased},
        "tokenizer.json lowers, config keeps case": {**bert, "tokenizer.json": lower, **settings(do_lower_case=False)},
        "config keeps accents": {**bert, "tokenizer.json": lower, **settings(strip_accents=False)},
        "config strips accents and keeps case": {
            **bert, "tokenizer.json": cased, **settings(strip_accents=True, do_lower_case=False)
        },
        "config leaves Chinese alone": {**bert, "tokenizer.json": lower, **settings(tokenize_chinese_chars=False)},
        "the class is named, with Fast": {
            **bert, "tokenizer.json": cased, **settings(tokenizer_class="BertTokenizerFast", do_lower_case=False)
        },
        "the class is PreTrainedTokenizerFast": {
            **bert, "tokenizer.json": cased, **settings(tokenizer_class="PreTrainedTokenizerFast", do_lower_case=True)
        },
        "DistilBert's class": {**bert, "tokenizer.json": cased, **settings(tokenizer_class="DistilBertTokenizer")},
        "Electra's class": {**bert, "tokenizer.json": cased, **settings(tokenizer_class="ElectraTokenizer")},
        "the class is in config.json": {
            "config.json": {"model_type": "bert", "tokenizer_class": "PreTrainedTokenizerFast"}, "tokenizer.json": cased
        },
        "RoBERTa with BERT's tokenizer": {
            **roberta, "tokenizer.json": cased, **settings(tokenizer_class="BertTokenizer")
        },
        "added_tokens_decoder": {**bert, "tokenizer.json": lower, **settings(added_tokens_decoder=url)},
        "added_tokens_decoder, normalized": {**bert, "tokenizer.json": lower, **settings(added_tokens_decoder=tag)},
        "added_tokens_decoder beside the file's own": {
            **bert,
            "tokenizer.json": with_url,
            **settings(tokenizer_class="PreTrainedTokenizerFast", added_tokens_decoder=tag),
        },
        "added_tokens_decoder wins over the file's own": {
            **bert, "tokenizer.json": with_url, **settings(added_tokens_decoder=tag)
        },
        "tokens of tokenizer.json": {**bert, "tokenizer.json": with_url},
        "added_tokens.json": {**bert, "tokenizer.json": lower, "added_tokens.json": {"<url>": size, "[URL]": size + 1}},
        "additional special tokens": {
            **bert, "tokenizer.json": lower, **settings(additional_special_tokens=["<url>", "[URL]"])
        },
        "extra special tokens": {**bert, "tokenizer.json": lower, **settings(extra_special_tokens=["<url>", "good"])},
        "special_tokens_map.json": {
            **bert, "tokenizer.json": lower, "special_tokens_map.json": {"additional_special_tokens": ["<url>"]}
        },
        "vocab.txt": {**bert, "vocab.txt": vocab},
        "vocab.txt, cased": {**bert, "vocab.txt": vocab, **settings(do_lower_case=False)},
        "vocab.txt, added_tokens.json": {
            **bert, "vocab.txt": vocab, "added_tokens.json": {"<url>": size, "[URL]": size + 1, "GOOD": size + 2}
        },
        "vocab.txt, added_tokens.json and special_tokens_map.json": {
            **bert,
            "vocab.txt": vocab,
            "added_tokens.json": {"<url>": size, "[URL]": size + 1},
            "special_tokens_map.json": {"additional_special_tokens": ["<url>", "[URL]"]},
        },
        "vocab.txt, added_tokens_decoder": {**bert, "vocab.txt": vocab, **settings(added_tokens_decoder=tag)},
        "byte level": {**roberta, "tokenizer.json": bpe},
        "byte level, config adds a space": {**roberta, "tokenizer.json": bpe, **settings(add_prefix_space=True)},
        "byte level, tokenizer.json adds a space": {**roberta, "tokenizer.json": byte_level(True)},
        "byte level, PreTrainedTokenizerFast": {
            **roberta, "tokenizer.json": byte_level(True), **settings(tokenizer_class="PreTrainedTokenizerFast")
        },
        "byte level, tokenizer.json lowers": {**roberta, "tokenizer.json": byte_level(normalizer={"type": "Lowercase"})},
        "byte level, Bart's class": {
            **roberta, "tokenizer.json": byte_level(True), **settings(tokenizer_class="BartTokenizer")
        },
        "byte level, added_tokens.json": {
            **roberta, "tokenizer.json": bpe, "added_tokens.json": {"<url>": bpe_size, "<tag>": bpe_size + 1}
        },
        "byte level, additional special tokens": {
            **roberta, "tokenizer.json": bpe, **settings(additional_special_tokens=["<url>"])
        },
        "vocab.json, the mask takes the space before it": {**roberta, **bpe_files, **settings(mask_token=mask)},
        "vocab.json, added_tokens.json": {
            **roberta, **bpe_files, **settings(mask_token=mask), "added_tokens.json": {"<url>": bpe_size}
        },
    }


def ids_of(files: dict) -> list[list[int]]:
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            text = content if isinstance(content, str) else json.dumps(content)
            (Path(folder) / name).write_text(text, encoding="utf-8")
        return [AutoTokenizer.from_pretrained(folder)(text)["input_ids"] for text in TEXTS]


def main() -> int:
    rows, shared = [], {}
    for name, files in cases().items():
        row = {"name": name, "files": {}, "ids": ids_of(files)}
        for file, content in files.items():
            # A long file that is the same in many cases is written once.
            text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
            key = next((key for key, known in shared.items() if known == text), f"{file} {len(shared)}")
            shared[key] = text
            row["files"][file] = key
        rows.append(row)
    made = json.dumps({"texts": TEXTS, "contents": shared, "cases": rows}, ensure_ascii=False) + "\n"
    if "--check" in sys.argv:
        same = TARGET.read_text(encoding="utf-8") == made
        print("the same" if same else f"{TARGET.name} differs")
        return 0 if same else 1
    TARGET.write_text(made, encoding="utf-8")
    print(f"{TARGET.name}: {len(rows)} cases")
    return 0


if __name__ == "__main__":
    sys.exit(main())
