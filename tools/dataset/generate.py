"""Write the review-sentences data set, or check that the committed files are its output.

    python generate.py [--check] [--out FOLDER]

Python's standard library only; the same seed gives the same bytes.
"""

import argparse
import json
import random
import re
import sys
from collections import Counter
from pathlib import Path

from templates import KINDS
from words import Words, forms, groups, hold_out, stem

SEED = 20041
ROWS = {"train": 3200, "validation": 1000}
HELD_OUT_ROWS = 0.6  # of the validation rows, those with held-out sentiment words only
MAX_WORDS = 13
OPENINGS = ["", "", "", "overall, ", "honestly, ", "this time, "]
OUT = Path(__file__).resolve().parents[2] / "public" / "datasets" / "review-sentences"


def sentence(rng, held, use_held, template, label):
    """One sentence of a template, with a capital and a full stop."""
    text = template(Words(rng, held, use_held), label)
    if not text.startswith("The "):
        text = rng.choice(OPENINGS) + text
    return text[0].upper() + text[1:] + rng.choice([".", ".", ".", ".", "!"])


def rows(rng, held, split, taken):
    """The rows of a split, shuffled: (sentence, label, kind), labels balanced in every template."""
    found = []
    for kind, (templates, percent) in KINDS.items():
        wanted = ROWS[split] * percent // 100 // 2
        for pair in range(wanted):
            template = templates[pair % len(templates)]
            use_held = split == "validation" and rng.random() < HELD_OUT_ROWS
            for label in (0, 1):
                while True:
                    text = sentence(rng, held, use_held, template, label)
                    if text.lower() not in taken and len(text.split()) <= MAX_WORDS:
                        break
                taken.add(text.lower())
                found.append((text, label, kind))
    rng.shuffle(found)
    return found


def held_out_words(held):
    """The held-out words and phrases by group, for the README and the check."""
    return {
        f"{group}, {('negative', 'positive')[label]}": sorted(forms(e)[0] for e in entries if stem(e) in held)
        for (group, label), entries in groups().items()
    }


def carries(text, pattern):
    return bool(pattern.search(text.lower()))


def held_out_pattern(held):
    words = {f for entries in groups().values() for e in entries if stem(e) in held for f in forms(e)}
    return re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + r")\b")


def check(splits, held):
    """Raise if an invariant of the data set fails."""
    pattern = held_out_pattern(held)
    sentences = [text.lower() for found in splits.values() for text, _, _ in found]
    assert len(sentences) == len(set(sentences)), "a sentence occurs twice"
    for split, found in splits.items():
        assert len(found) == ROWS[split], (split, len(found))
        assert sum(label for _, label, _ in found) * 2 == len(found), f"{split}: labels are not balanced"
        for kind in KINDS:
            labels = [label for _, label, k in found if k == kind]
            assert sum(labels) * 2 == len(labels) > 0, f"{split}: {kind} is not balanced"
    assert not any(carries(text, pattern) for text, _, _ in splits["train"]), "a held-out word in train"
    carrying = [label for text, label, _ in splits["validation"] if carries(text, pattern)]
    assert len(carrying) * 2 >= ROWS["validation"], "too few validation rows with held-out words"
    assert abs(sum(carrying) / len(carrying) - 0.5) < 0.02, "held-out words tell the label"


def description(splits, held):
    """The content of dataset.json."""
    return {
        "id": "review-sentences",
        "name": "Review sentences",
        "description": "Short English sentences about hotels, restaurants, films, books, devices and trips, "
        "each negative or positive. Many need composition: negation, contrast, idioms, verbs that turn a verdict.",
        "language": "en",
        "labels": ["negative", "positive"],
        "columns": {"sentence": "sentence", "label": "label", "kind": "kind"},
        "files": {"train": "train.tsv", "validation": "validation.tsv"},
        "counts": ROWS,
        "kinds": {
            kind: {split: sum(k == kind for _, _, k in found) for split, found in splits.items()} for kind in KINDS
        },
        "heldOut": held_out_words(held),
        "license": "CC0-1.0",
        "origin": "own work, generated",
        "generator": "tools/dataset/generate.py",
        "seed": SEED,
    }


def build():
    """All files of the data set as {name: text}."""
    rng = random.Random(SEED)
    held = hold_out(rng)
    taken = set()
    splits = {split: rows(rng, held, split, taken) for split in ROWS}
    check(splits, held)
    files = {
        f"{split}.tsv": "sentence\tlabel\tkind\n" + "".join(f"{t}\t{label}\t{k}\n" for t, label, k in found)
        for split, found in splits.items()
    }
    files["dataset.json"] = json.dumps(description(splits, held), indent=2) + "\n"
    return files


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare the files instead of writing them")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    for name, text in build().items():
        path = options.out / name
        if not options.check:
            path.write_text(text, "utf-8", newline="\n")
        elif path.read_bytes() != text.encode():
            sys.exit(f"{name} is not what generate.py writes")
        print(f"{name}: {'same' if options.check else 'written'}, {len(text.encode())} bytes")


if __name__ == "__main__":
    main()
