"""What a person takes away from a race: a table and a sentence to read, and a file with all evidence (`raceOutcome.ts`)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ..address.encode import encode_experiment
from ..results.text import VERSION
from .figures import SPACE, fixed
from .lora_config import lora_config_text
from .means import mean_of
from .report import Race, candidate_entries, recommend
from .sentence import difference_text, race_sentence

Json = dict[str, Any]


@dataclass(frozen=True)
class Surroundings:
    """What an outcome says beside the race itself."""

    whole: Json
    """The experiment of all candidates."""
    identity: Json
    """What the race's folder is of."""
    page: str
    """The address of the page, without the fragment; empty if none was given."""
    architecture: str
    environment: Json
    data: Json | None


def common(identity: Json) -> Json:
    """What a race must have in common with an earlier one whose trials it takes: all but candidates and seeds."""
    experiment = {
        key: value for key, value in identity["experiment"].items() if key not in ("scenarios", "trials", "firstSeed")
    }
    shared: Json = json.loads(json.dumps({**identity, "experiment": experiment}))
    return shared


def outcome_of(race: Race, records: list[Json], around: Surroundings) -> Json:
    """The file of a race: the keys of the lab's own, without the script, and `of`, by which --resume knows it."""
    found = recommend(race)
    recommended = None if found is None else race.candidates[found.entrant].scenario
    left = _left(race, around.whole)
    dropout = around.whole["training"]["dropout"]["lora"]
    return {
        "sentence": race_sentence(race, found),
        "isSure": found is not None and found.is_sure,
        "asked": race.asked.as_json(),
        "end": race.state.end,
        "stopped": race.stopped,
        "seeds": race.state.seeds,
        "candidates": candidate_entries(race),
        "recommended": recommended,
        "link": f"{around.page}#{encode_experiment(left)}",
        "loraConfig": recommended and lora_config_text(recommended, around.architecture, dropout),
        "of": common(around.identity),
        "results": {
            "version": VERSION,
            "experiment": _all(race, around.whole),
            "environment": around.environment,
            **({} if around.data is None else {"data": around.data}),
            "trials": records,
        },
    }


def _left(race: Race, whole: Json) -> Json:
    """The experiment of the candidates left, the recommended one first."""
    found = recommend(race)
    order = list(race.state.left)
    if found is not None:
        order = [found.entrant, *(entrant for entrant in order if entrant != found.entrant)]
    scenarios = [race.candidates[entrant].scenario for entrant in order]
    if not scenarios:
        return {**whole, "trials": max(1, race.state.seeds)}
    return {**whole, "scenarios": scenarios, "trials": max(race.state.next or 0, race.state.seeds, 1)}


def _all(race: Race, whole: Json) -> Json:
    """All candidates with as many seeds as any of them has had."""
    most = max((len(candidate.values) for candidate in race.candidates), default=0)
    return {**whole, "scenarios": [candidate.scenario for candidate in race.candidates], "trials": max(1, most)}


_HEAD = ("candidate", "status", "seeds", "mean", "within", "MB", "parameters", "s/trial", "dropped by")


def outcome_lines(outcome: Json) -> list[str]:
    """The outcome for a terminal, as the lab's own command prints it."""
    measure = outcome["asked"]["measure"]
    rows = [_HEAD, *(_row(entry, measure) for entry in outcome["candidates"])]
    widths = [max(len(row[at]) for row in rows) for at in range(len(_HEAD))]
    seeds, config = outcome["seeds"], outcome["loraConfig"]
    return [
        *("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows),
        "",
        outcome["sentence"].replace(SPACE, " "),
        *([f"Each candidate that is left has {seeds} seeds."] if seeds > 0 else []),
        "",
        f"Address: #{outcome['link'].partition('#')[2]}",
        *(["", config] if config is not None else []),
    ]


def _row(entry: Json, measure: Any) -> tuple[str, ...]:
    values, costs = entry["values"], entry["costs"]
    mean = mean_of(values) if values else 0.0
    shown = fixed(mean, 3) if measure == "mcc" else f"{fixed(100 * mean, 1)} %"
    within = difference_text(entry["standing"]["surelyWithin"], measure) if "standing" in entry else "-"
    dropped = entry.get("dropped")
    return (
        entry["name"],
        entry["status"],
        str(len(values)),
        shown if values else "-",
        within.replace(SPACE, " "),
        "-" if costs["memory"] is None else fixed(costs["memory"] / 1e6, 1),
        "-" if costs["parameters"] is None else str(costs["parameters"]),
        "-" if costs["time"] is None else fixed(costs["time"], 1),
        f"{dropped['by']}, at {dropped['seeds']} seeds" if dropped else "",
    )
