"""Writes fixtures/tokenizer.json: texts and their token ids by Transformers' AutoTokenizer.

    python tools/parity/make_tokenizer_fixture.py [--check]

Run it again whenever the embedded model's tokenizer changes. With --check it tokenizes the
stored texts again and compares. About 60 texts are written here, to try every odd corner;
the rest are spread evenly over the embedded data set's files, where there are any.
"""

import argparse
import csv
import json
import sys
from pathlib import Path

from tokenizers import Tokenizer
from transformers import AutoTokenizer, logging

PUBLIC = Path(__file__).parents[2] / "public"
MODEL = PUBLIC / "models" / "roberta-mini"
DATASET = PUBLIC / "datasets" / "review-sentences"
FIXTURE = Path(__file__).parent / "fixtures" / "tokenizer.json"
TOTAL = 200
MAX_LENGTH = 48

BY_HAND = [
    "", " ", "  ", "   \t \n ", "a", " a", "a ", "  leading and trailing   ", "two  spaces", "tab\there", "a\nb\r\nc\n",
    "Great food.", "I can't, won't and shouldn't've.", "It's he'll we'd I'm they're you've", "IT'S HE'LL WE'D",
    "don’t use curly ‘quotes’ “here”", "3 stars out of 5, $12.50 (+20%)!", "1,000,000.00 and 3½ and ²",
    "email@example.com https://example.com/a?b=c&d=e#f", "snake_case camelCase kebab-case", "wait... what?!?! no--yes—ok",
    "ALL CAPS SHOUTING", "<b>html</b> &amp; more", "{\"json\": [1, 2, null]}", "C:\\path\\file", "###", "!!!!!!!!!!!!!!!!",
    "café naïve jalapeño Zürich", "cafe\u0301 nai\u0308ve (combining)", "ÀÉÎÕÜ ÇÑ ß ẞ", "İstanbul ılık I i", "ΟΔΟΣ ΚΑΛΟΣ Σ",
    "Привет мир, ЁЛКА", "שלום עולם", "مرحبا بالعالم ١٢٣", "नमस्ते दुनिया", "สวัสดีชาวโลก", "日本語のテキスト", "这家餐厅很好吃。",
    "한국어 문장", "全角ＡＢＣ　１２３", "good😀food", "😀 😃 👍🏽 👩‍👩‍👧‍👦 🇩🇪 ❤️", "𝒽𝑒𝓁𝓁𝑜 𐐀𐐨",
    "nul\u0000byte", "bell\u0007 escape\u001b[0m del\u007f", "next\u0085line", "no\u00a0break\u202fspace", "\ufeffbom\ufeff inside",
    "zero\u200bwidth\u200djoiner\u00adsoft", "line\u2028separator\u2029paragraph", "ideographic\u3000space", "\u1680ogham\u180emongolian",
    "private \ue000 replacement \ufffd unassigned \u0378", "x" * 300, "antidisestablishmentarianism" * 8, "ab " * 100,
    "😀" * 40, "word " * 45 + "the end", "the " * 46, "the " * 47, " ?  !  . ", "\t\tindented", "trailing newline\n",
    "a <mask> word", "<s>inside</s>", "<pad><unk> at once", "not <masked> but < mask >", "<MASK> in capitals",
]


def dataset_texts(count: int) -> list[str]:
    """`count` different texts spread evenly over the data set's files (.jsonl, .json, .tsv, .csv)."""
    found = dict.fromkeys(text for path in sorted(DATASET.rglob("*")) for text in texts_of(path))
    texts = [text for text in found if text not in BY_HAND]
    return [texts[i * len(texts) // count] for i in range(count)] if len(texts) >= count else texts


def texts_of(path: Path) -> list[str]:
    """The `sentence` or `text` of each row of a file; none for other files."""
    if path.suffix not in (".jsonl", ".json", ".tsv", ".csv"):
        return []
    with path.open(encoding="utf-8", newline="") as file:
        if path.suffix == ".jsonl":
            rows = [json.loads(line) for line in file if line.strip()]
        elif path.suffix == ".json":
            rows = json.load(file)
        elif path.suffix == ".tsv":
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        else:
            rows = list(csv.DictReader(file))
    found = [row.get("sentence", row.get("text")) for row in rows if isinstance(row, dict)]
    return [text for text in found if isinstance(text, str)]


def tokenize(texts: list[str]) -> list[dict]:
    """Ids of each text, whole and truncated; checked against tokenizer.json alone."""
    tokenizer = AutoTokenizer.from_pretrained(MODEL, local_files_only=True)
    plain = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    plain.no_truncation()
    plain.no_padding()
    rows = []
    for text in texts:
        ids = tokenizer(text, truncation=False)["input_ids"]
        assert ids == plain.encode(text).ids, f"AutoTokenizer and tokenizer.json disagree on {text!r}"
        truncated = tokenizer(text, truncation=True, max_length=MAX_LENGTH)["input_ids"]
        assert len(truncated) == min(len(ids), MAX_LENGTH)
        rows.append({"text": text, "ids": ids, "truncated": truncated})
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the committed file, write nothing")
    options = parser.parse_args()
    logging.set_verbosity_error()
    if not (MODEL / "tokenizer.json").exists():
        parser.error("public/models/roberta-mini/tokenizer.json is missing")
    if options.check:
        stored = json.loads(FIXTURE.read_text(encoding="utf-8"))["texts"]
        made = tokenize([row["text"] for row in stored])
        wrong = [row["text"] for row, now in zip(stored, made, strict=True) if row != now]
        print(f"{len(stored)} texts, {len(wrong)} tokenized otherwise now", *map(repr, wrong[:10]), sep="\n  ")
        return 1 if wrong else 0
    texts = BY_HAND + dataset_texts(TOTAL - len(BY_HAND))
    rows = tokenize(texts)
    lines = ",\n".join(json.dumps(row, ensure_ascii=True) for row in rows)
    FIXTURE.write_text(f'{{"model": "{MODEL.name}", "maxLength": {MAX_LENGTH}, "texts": [\n{lines}\n]}}\n')
    print(f"{len(rows)} texts: {len(BY_HAND)} by hand, {len(rows) - len(BY_HAND)} of the data set; "
          f"{sum(row['ids'] != row['truncated'] for row in rows)} are truncated at {MAX_LENGTH}")
    if len(rows) < TOTAL:
        print(f"The data set gave too few texts for {TOTAL}: run this again when its files are there.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
