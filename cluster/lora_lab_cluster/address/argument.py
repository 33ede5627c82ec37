"""Reads what a person gives on the command line into an experiment: an address, a fragment, or a file with either or JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ..errors import LabError
from ..experiment.lab import ADDRESS_KEYS
from ..experiment.read import read_experiment, read_results_experiment
from ..experiment.schema import parse_json
from ..experiment.text import clip, shown_name, trim
from ..experiment.types import Experiment
from ..experiment.validate import validate_experiment
from .page_address import decode_address
from .repair import repair_address

_LONGEST_PATH = 4096
_MOST_BYTES = 2_000_000_000
_WITH_SIGN = re.compile(r"[a-z]+=")
# What the page does in place of a wrong part; here nothing is run.
_CONSEQUENCE = re.compile(
    '; (?:(?:[^;]* (?:is|are) used)|(?:[^;]*left out)|the rest is cut off|it is kept as typed|it is called "[^;]*"'
    "|none are shown|any number of trials may be run)\\Z"
)


class ExperimentErrors(LabError):
    """An experiment that cannot be run, with one sentence for each thing wrong."""

    def __init__(self, what: str, problems: list[str]) -> None:
        """Joins the problems, a line each, behind what they are problems of."""
        super().__init__("")
        self.problems = problems
        heading = f"{what}:" if len(problems) == 1 else f"{what}; {len(problems)} things are wrong:"
        self.args = ("\n".join([heading, *(f"  {problem}" for problem in problems)]),)


@dataclass(frozen=True)
class Given:
    """What a person has given."""

    experiment: Experiment
    notes: tuple[str, ...] = ()
    """Sentences that the person should read: what was repaired, what has no effect on a cluster."""
    page: str | None = None
    """The address of the page that a whole address is of, without the fragment."""


def read_argument(argument: str) -> Given:
    """Reads an address, a fragment, or a file: an experiment's or results' JSON, or the text of an address.

    Raises:
        LabError: if the argument is none of these, or the experiment in it cannot be run
    """
    path = _file_at(argument)
    text = trim(argument) if path is None else trim(_text_of(path))
    if path is not None and text.startswith("{"):
        return Given(_from_json(text, str(path)))
    repaired, note = repair_address(text)
    fragment = _fragment_of(repaired)
    if fragment is None or not _holds_key(fragment):
        raise LabError(
            f"{path} holds neither JSON nor an experiment's address."
            if path is not None
            else f'"{clip(argument)}" is neither a file nor an experiment\'s address (like model=...&scenario=...).',
            "Give an address that LoRA Lab shows, in quotation marks, or a file that it saved.",
        )
    address = decode_address(fragment)
    if address.problems:
        raise ExperimentErrors("The address cannot be run as it is", [_sentence(each) for each in address.problems])
    notes = [note] if note else []
    if address.own_seed:
        first = address.experiment["firstSeed"]
        notes.append(f"seeds=own has no effect here: the first seed is {first}; add seed=... for another.")
    if address.has_results:
        notes.append("results= has no effect here: the trials that it carries are shown by the page, and all are trained.")
    return Given(Experiment.from_json(address.experiment), tuple(notes), _page_of(text))


def _file_at(argument: str) -> Path | None:
    if len(argument) >= _LONGEST_PATH or "\0" in argument:
        return None
    try:
        return Path(argument) if Path(argument).is_file() else None
    except OSError:
        return None  # a text that can be no file's name


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise LabError(f"{path} is larger than a results file can be.", "Check the path.")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise LabError(f"{path} is not a text in UTF-8.", "Give a file that LoRA Lab saved as JSON.") from None
    except OSError as error:
        raise LabError(f"{path} cannot be read: {error.strerror}.", "Check the path and its permissions.") from None


def _from_json(text: str, path: str) -> Experiment:
    parsed = parse_json(text, shown_name(path))
    is_results = isinstance(parsed, dict) and "experiment" in parsed
    experiment = read_results_experiment(parsed) if is_results else read_experiment(parsed)
    problems = validate_experiment(experiment.raw)
    if problems:
        raise ExperimentErrors(f"The experiment in {shown_name(path)} cannot be run", problems)
    return experiment


def _fragment_of(text: str) -> str | None:
    """The part behind the first `#`, or the text itself if it is a bare fragment."""
    before, sign, behind = text.partition("#")
    if sign:
        return trim(behind)
    return before if _WITH_SIGN.match(before) else None


def _holds_key(fragment: str) -> bool:
    """Whether some part is understood. Otherwise the opening experiment would silently run in its place."""
    parts = (part.partition("=") for part in fragment.split("&"))
    return any(equals and key in ADDRESS_KEYS for key, equals, _ in parts)


def _page_of(address: str) -> str | None:
    page = address.partition("#")[0]
    return page if re.match(r"https?://", page) else None


def _sentence(problem: str) -> str:
    """A problem without what the page would do about it: here nothing is run."""
    told = _CONSEQUENCE.sub("", problem)
    return told if told.endswith(".") else f"{told}."
