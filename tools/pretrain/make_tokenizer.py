"""Train the byte-level BPE tokenizer of roberta-mini on the pre-training corpus.

    python make_tokenizer.py --text TEXT_FOLDER --wordnet WORDNET_FOLDER --out MODEL_FOLDER

Lower-cased, because most of the corpus is; a word at the start of a text gets
the same token as one in the middle (add_prefix_space). Merges are written as
"a b" strings, the form that every version of Transformers and Transformers.js
reads.
"""

import argparse
import json
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from sources import read_all

SPECIAL = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
MAX_TOKENS = 128  # longest sequence the model takes; positions 2 to 129


def train(sentences, vocabulary):
    """A RoBERTa-style tokenizer with `vocabulary` entries, special tokens 0 to 4."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    special = [AddedToken(t, special=True, normalized=False, lstrip=t == "<mask>") for t in SPECIAL]
    tokenizer.train_from_iterator(
        sentences,
        trainers.BpeTrainer(
            vocab_size=vocabulary,
            special_tokens=special,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    tokenizer.post_processor = processors.RobertaProcessing(
        ("</s>", 2), ("<s>", 0), trim_offsets=True, add_prefix_space=True
    )
    return tokenizer


def save(tokenizer, folder):
    """Write tokenizer.json, tokenizer_config.json and special_tokens_map.json."""
    data = json.loads(tokenizer.to_str())
    data["model"]["merges"] = [m if isinstance(m, str) else " ".join(m) for m in data["model"]["merges"]]
    names = {
        "bos_token": "<s>",
        "eos_token": "</s>",
        "sep_token": "</s>",
        "cls_token": "<s>",
        "unk_token": "<unk>",
        "pad_token": "<pad>",
        "mask_token": "<mask>",
    }
    config = {
        # The fast base class: RobertaTokenizer of Transformers 5 rebuilds the
        # tokenizer from its vocabulary and would drop the lower-casing.
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": MAX_TOKENS,
        "add_prefix_space": True,
        "trim_offsets": True,
        "clean_up_tokenization_spaces": False,
        "model_input_names": ["input_ids", "attention_mask"],
        **names,
    }
    folder.mkdir(parents=True, exist_ok=True)
    write = lambda name, value: (folder / name).write_text(
        json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8"
    )
    write("tokenizer.json", data)
    write("tokenizer_config.json", config)
    write("special_tokens_map.json", names)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--text", required=True)
    parser.add_argument("--wordnet", required=True)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--vocabulary", type=int, default=8000)
    options = parser.parse_args()
    corpus = read_all(options.text, options.wordnet)
    for name, documents in corpus.items():
        print(name, len(documents), "documents", sum(len(s.split()) for d in documents for s in d), "words")
    sentences = (s for documents in corpus.values() for d in documents for s in d)
    save(train(sentences, options.vocabulary), options.out)


if __name__ == "__main__":
    main()
