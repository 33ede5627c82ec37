"""What a person asks of the scores: `gradient:8`, `knockout`, or several of them with commas between."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..errors import LabError
from ..experiment.lab import LAB

SCORE_TEXT: str = LAB["scores"]["text"]
"""What a request must be, in words that complete "not ..."."""
SCORE_SEEDS: int = LAB["scores"]["seeds"]
"""How many seeds are measured: the experiment's first ones."""
LABELS: dict[str, str] = LAB["scores"]["labels"]
"""The scores' names as the page has them, by kind."""

_MOST: dict[str, int] = LAB["scores"]["most"]
_COUNTED = re.compile(r"([a-z]+):([1-9][0-9]{0,2})")


@dataclass(frozen=True)
class ScoreRequest:
    """One score that is asked for."""

    kind: str
    """`gradient`, `plop`, `adalora`, `loradrop` or `knockout`."""
    count: int = 0
    """Training batches of each seed, of AdaLoRA training steps; 0 for knock-out, which takes all validation sentences."""

    @property
    def text(self) -> str:
        """As address and command line have it."""
        return self.kind if self.kind == "knockout" else f"{self.kind}:{self.count}"

    @property
    def is_of_trained(self) -> bool:
        """Whether a trained scenario is scored, and not the pretrained model."""
        return self.kind in ("loradrop", "knockout")


def parse_score(text: str) -> ScoreRequest | None:
    """The request that a text writes, or None if it writes none."""
    if text == "knockout":
        return ScoreRequest("knockout")
    found = _COUNTED.fullmatch(text)
    if found is None or found[1] not in LABELS or found[1] == "knockout":
        return None
    most = _MOST["steps" if found[1] == "adalora" else "batches"]
    return ScoreRequest(found[1], int(found[2])) if int(found[2]) <= most else None


def read_requests(text: str) -> tuple[ScoreRequest, ...]:
    """The requests of `--scores`. Raises LabError for what is no score, and for a score that is named twice."""
    named = [one.strip() for one in text.split(",")]
    kinds = [one.partition(":")[0] for one in named]
    twice = next((kind for place, kind in enumerate(kinds) if kind in kinds[:place]), None)
    if twice is not None:
        raise LabError(f"--scores names {twice} twice: ask for each score once.")
    requests = []
    for one in named:
        request = parse_score(one)
        if request is None:
            verb = "is" if len(named) == 1 else "has"
            raise LabError(f'--scores {verb} "{one}", not {SCORE_TEXT}.')
        requests.append(request)
    return tuple(requests)
