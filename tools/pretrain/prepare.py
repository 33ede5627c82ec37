"""Turn the corpus into token arrays for the student and for the teacher.

    python prepare.py --text TEXT --wordnet WORDNET --tokenizer MODEL_FOLDER --teacher TEACHER --out corpus.npz

Documents are cut into segments of whole sentences. Each token of either
tokenizer is given the number of the word it belongs to, so that a word's
states can be compared between the two models. A list of pros or of cons comes
twice: with the word in front, and without it but with its polarity.
"""

import argparse
import random
import re
from itertools import chain
from multiprocessing import Pool

import numpy as np
from tokenizers import Tokenizer

from sources import read_all

WORD = re.compile(r"\w+(?:'\w+)?|[^\w\s]+")
MAX_TOKENS = 64  # of the student, with <s> and </s>
MAX_TEACHER_TOKENS = 96  # with [CLS] and [SEP]
MAX_WORDS = 48
NO_WORD = 255  # the word number of <s>, </s>, [CLS] and [SEP]
POLARITY = {"cons: ": 1, "pros: ": 2}  # 0: not known


def segments(document, rng):
    """Cut a document into texts of whole sentences, each 6 to 44 words where sentences allow."""
    text, length, wanted = [], 0, rng.randint(6, 44)
    for sentence in document:
        words = sentence.split()
        for start in range(0, len(words), 44):
            piece = words[start : start + 44]
            if text and length + len(piece) > wanted:
                yield " ".join(text)
                text, length, wanted = [], 0, rng.randint(6, 44)
            text += piece
            length += len(piece)
    if text:
        yield " ".join(text)


def with_polarity(texts):
    """(text, polarity) of every text, and again without its first word where that tells the polarity."""
    for text in texts:
        yield text, 0
        known = POLARITY.get(text[:6], 0)
        if known:
            yield text[6:], known


def word_numbers(encoding, starts, limit):
    """Token ids and word numbers of an encoding, whole words only, within `limit` tokens."""
    numbers = [
        NO_WORD if special else int(np.searchsorted(starts, begin, side="right")) - 1
        for (begin, _), special in zip(encoding.offsets, encoding.special_tokens_mask)
    ]
    inner = len(numbers) - 2
    words = min(len(starts), MAX_WORDS)
    while words and inner > 0 and sum(n < words for n in numbers[1:-1]) > limit - 2:
        words -= 1
    return encoding.ids, numbers, words


def cut(ids, numbers, words):
    keep = [i for i, n in enumerate(numbers) if n == NO_WORD or n < words]
    return [ids[i] for i in keep], [numbers[i] for i in keep]


def load(student, teacher):
    """Load the tokenizers in a worker process."""
    global TOKENIZERS
    TOKENIZERS = [Tokenizer.from_file(f"{folder}/tokenizer.json") for folder in (student, teacher)]
    TOKENIZERS[1].no_truncation()
    TOKENIZERS[1].no_padding()


def encode(texts):
    """Token ids, word numbers and lengths of some texts, laid end to end."""
    out = {f"{who}{what}": [] for who in ("", "teacher_") for what in ("ids", "words", "length")}
    out |= {"word_count": [], "polarity": []}
    for text, polarity in texts:
        starts = [m.start() for m in WORD.finditer(text)]
        if len(starts) < 3:
            continue
        ids, numbers, fit = word_numbers(TOKENIZERS[0].encode(text), starts, MAX_TOKENS)
        teacher_ids, teacher_numbers, teacher_fit = word_numbers(TOKENIZERS[1].encode(text), starts, MAX_TEACHER_TOKENS)
        words = min(fit, teacher_fit)
        for who, (i, n) in {
            "": cut(ids, numbers, words),
            "teacher_": cut(teacher_ids, teacher_numbers, words),
        }.items():
            out[f"{who}ids"] += i
            out[f"{who}words"] += n
            out[f"{who}length"].append(len(i))
        out["word_count"].append(words)
        out["polarity"].append(polarity)
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--text", required=True)
    parser.add_argument("--wordnet", required=True)
    parser.add_argument("--tokenizer", required=True, help="folder of the student's tokenizer.json")
    parser.add_argument("--teacher", required=True, help="folder of the teacher's tokenizer.json")
    parser.add_argument("--out", required=True)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--every", type=int, default=1, help="keep one text in so many (for a dry run)")
    parser.add_argument("--processes", type=int, default=4)
    options = parser.parse_args()

    rng = random.Random(options.seed)
    corpus = read_all(options.text, options.wordnet)
    texts = [t for documents in corpus.values() for d in documents for t in segments(d, rng)][:: options.every]
    texts = list(with_polarity(texts))
    rng.shuffle(texts)
    blocks = [texts[start : start + 4096] for start in range(0, len(texts), 4096)]
    with Pool(options.processes, load, (options.tokenizer, options.teacher)) as pool:
        results = pool.map(encode, blocks, chunksize=1)
    arrays = {name: list(chain.from_iterable(result[name] for result in results)) for name in results[0]}
    out = {name: np.array(v, np.uint16 if name.endswith("ids") else np.uint8) for name, v in arrays.items()}
    np.savez_compressed(options.out, **out)
    print(len(out["length"]), "texts,", len(out["ids"]), "student tokens,", out["word_count"].sum(), "words")


if __name__ == "__main__":
    main()
