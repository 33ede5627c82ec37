"""The part of a byte-level BPE tokenizer that some texts need, with the ids and the merge order of the whole one."""

import json

from tokenizers import Tokenizer


def reduced(whole: Tokenizer, texts: list[str]) -> Tokenizer:
    """Keeps the added tokens, the alphabet of bytes, and the merges that happen in these texts.

    The texts have the same ids as before: each step applies the merge that comes first in the order of all merges, and
    that one is kept. Other texts may be cut into smaller tokens than the whole tokenizer cuts them into.
    """
    content = json.loads(whole.to_str())
    model = content["model"]
    ranks = {tuple(pair): rank for rank, pair in enumerate(model["merges"])}
    used: set[int] = set()
    for word in {word for text in texts for word, _ in whole.pre_tokenizer.pre_tokenize_str(text)}:
        used |= merges_of(word, ranks)
    merges = [pair for rank, pair in enumerate(model["merges"]) if rank in used]
    tokens = {token for token in model["vocab"] if len(token) == 1}
    tokens |= {token["content"] for token in content["added_tokens"]}
    tokens |= {"".join(pair) for pair in merges}
    model["vocab"] = {token: number for token, number in model["vocab"].items() if token in tokens}
    model["merges"] = [" ".join(pair) for pair in merges]
    content["truncation"] = content["padding"] = None
    return Tokenizer.from_str(json.dumps(content))


def merges_of(word: str, ranks: dict[tuple[str, str], int]) -> set[int]:
    """Ranks of the merges that happen in a word."""
    parts, used = list(word), set()
    while True:
        known = [ranks[pair] for pair in zip(parts, parts[1:], strict=False) if pair in ranks]
        if not known:
            return used
        best = min(known)
        used.add(best)
        merged: list[str] = []
        i = 0
        while i < len(parts):
            joined = i + 1 < len(parts) and ranks.get((parts[i], parts[i + 1])) == best
            merged.append(parts[i] + parts[i + 1] if joined else parts[i])
            i += 2 if joined else 1
        parts = merged
