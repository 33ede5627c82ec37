"""Read the licensed texts of the pre-training corpus and clean them.

Every reader yields documents; a document is a list of sentences in running
text (`don't`, `good, but`), lower-cased. No sentiment label of a source is
kept: the folders of `movie_reviews` and the scores of `product_reviews` are
dropped. `pros_cons` keeps the words "pros:" and "cons:" in front of a line,
as a review page prints them, and `prepare.py` takes their polarity from it.

Sources (authors and licences: the model card, public/models/roberta-mini).
"""

import html
import re
import zipfile
from pathlib import Path

SPACE_BEFORE = re.compile(r" +([.,!?;:%)\]]|'(?:s|re|ve|ll|d|m)\b|n't\b|' )")
SPACE_AFTER = re.compile(r"([(\[$]) +")
QUOTED = re.compile(r'" ([^"]*?) "')
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
ANNOTATION = re.compile(r"^[^#]*##")
TITLE = re.compile(r"^\s*\[t\]")


def running_text(line):
    """Undo the tokenisation of a corpus line: `was n't good , but` -> `wasn't good, but`."""
    line = QUOTED.sub(r'"\1"', line.strip().lower())
    line = SPACE_AFTER.sub(r"\1", SPACE_BEFORE.sub(r"\1", line))
    return re.sub(r"\s+", " ", line)


def read_members(path, suffix=".txt"):
    """Yield (name, text) of the text files in a zip archive, in sorted order."""
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(suffix) and "README" not in name:
                yield name, archive.read(name).decode("latin-1")


def movie_reviews(folder):
    """2,000 film reviews (Pang and Lee 2004), one document each."""
    for _, text in read_members(folder / "movie_reviews.zip"):
        yield [running_text(line) for line in text.splitlines() if line.strip()]


def pros_cons(folder):
    """45,867 short lists of pros and of cons (Liu 2008), one document each."""
    for name, text in read_members(folder / "pros_cons.zip"):
        word = "pros" if "Pros" in name else "cons"
        for line in text.splitlines():
            line = html.unescape(html.unescape(re.sub(r"</?(?:Pros|Cons)>", "", line)))
            line = running_text(line)
            if line:
                yield [f"{word}: {line}"]


def product_reviews(folder):
    """Reviews of 14 products (Liu 2004, 2007), one document per review."""
    for archive in ("product_reviews_1.zip", "product_reviews_2.zip"):
        for _, text in read_members(folder / archive):
            document = []
            for line in text.splitlines():
                if line.startswith("*"):
                    continue
                if TITLE.match(line):
                    if document:
                        yield document
                    document = []
                line = running_text(TITLE.sub("", ANNOTATION.sub("", line)))
                document.extend(s for s in SENTENCE_END.split(line) if s)
            if document:
                yield document


def wordnet(folder, known_nouns):
    """WordNet 3.1 entries as `awful, dreadful, terrible: exceptionally bad; "a dreadful book"`.

    All adjectives, adverbs and verbs; of the nouns those whose first lemma is
    in `known_nouns`, for most others are names of species and places.
    """
    for part in ("adj", "adv", "verb", "noun"):
        for line in (folder / f"data.{part}").read_text("utf-8").splitlines():
            if line.startswith(" "):
                continue
            fields, gloss = line.split(" | ", 1)
            fields = fields.split()
            count = int(fields[3], 16)
            lemmas = [re.sub(r"\(\w+\)$", "", w).replace("_", " ") for w in fields[4 : 4 + 2 * count : 2]]
            if part == "noun" and lemmas[0] not in known_nouns:
                continue
            yield [f"{', '.join(lemmas)}: {gloss.strip()}".lower()]


def read_all(text_folder, wordnet_folder):
    """All documents as {source name: [document, ...]}."""
    text_folder, wordnet_folder = Path(text_folder), Path(wordnet_folder)
    corpus = {
        "movie_reviews": list(movie_reviews(text_folder)),
        "pros_cons": list(pros_cons(text_folder)),
        "product_reviews": list(product_reviews(text_folder)),
    }
    counts = {}
    for documents in corpus.values():
        for document in documents:
            for sentence in document:
                for word in re.findall(r"[a-z]+", sentence):
                    counts[word] = counts.get(word, 0) + 1
    frequent = {word for word, n in counts.items() if n >= 3}
    corpus["wordnet"] = list(wordnet(wordnet_folder, frequent))
    return corpus
