"""A race's outcome in one sentence, for a person who will act on it (`src/race/sentence.ts`)."""

from __future__ import annotations

from .costs import COST_KINDS, CostKind
from .figures import SPACE, count, duration, fixed, megabytes, percent
from .report import Candidate, Measure, Race, Recommendation
from .rounds import ROUNDS
from .words import describe_scenario

_COST_WORDS: dict[CostKind, str] = {"memory": "memory", "parameters": "trainable parameters", "time": "time"}


def difference_text(value: float, measure: Measure) -> str:
    """ "0.8 points", and for MCC, which is no share, "0.008"."""
    return fixed(value, 3) if measure == "mcc" else f"{fixed(100 * value, 1)}{SPACE}points"


def cost_text(kind: CostKind, value: float) -> str:
    """A cost with its unit."""
    if kind == "memory":
        return megabytes(value)
    return f"{duration(value)} a trial" if kind == "time" else f"{count(value)} trainable parameters"


def race_sentence(race: Race, found: Recommendation | None) -> str:
    """What came out, and how sure that is."""
    racing = sum(candidate.over is None for candidate in race.candidates)
    if racing == 0:
        return f"No candidate is within the limits: {_limits(race)}. Raise one of them."
    if len(race.state.failed) == racing:
        return "Trials of all candidates diverged or failed: try a lower learning rate."
    if found is None:
        return _too_early(race, racing)
    measure, delta = race.asked.measure, difference_text(race.asked.delta, race.asked.measure)
    name = what_is(race.candidates[found.entrant])
    if racing == 1:
        return f"{name}: the only candidate within the limits."
    rest = f"{_cost_part(race, found)}{_settled(race, found)}."
    if found.is_sure:
        others = "the other candidate" if racing == 2 else f"all {racing - 1} other candidates"
        return f"{name}: surely within {delta} of {others}{rest}"
    seen = "the best seen" if found.entrant == found.best else f"seen within {delta} of the best"
    bound = difference_text(found.standing.behind, measure)
    return (
        f"Too little evidence to be sure of one. {name}: {seen} of {racing} candidates, surely within {bound} of "
        f"them{rest}"
    )


def _too_early(race: Race, racing: int) -> str:
    wanted = race.state.next or ROUNDS[0]
    late = race.stopped == "budget"
    why = "The time was up before" if late else "Too little evidence: not until"
    verb, said = ("had", "") if late else ("have", " can anything be said")
    return f"{why} {racing} candidates {verb} {wanted} seeds each{said}: nothing can be recommended yet."


def what_is(candidate: Candidate) -> str:
    """ "Adapters on all 12 layers, up, r=4 (“up”)"."""
    words = describe_scenario(candidate.scenario)
    if candidate.scenario["method"] != "lora":
        return words[:1].upper() + words[1:]
    return f"Adapters on {words} (“{candidate.name}”)"


def _cost_part(race: Race, found: Recommendation) -> str:
    """What it costs beside the best seen, or beside the dearest left if it is that itself."""
    kind = race.asked.cheap
    own = race.candidates[found.entrant].costs.of(kind)
    if own is None:
        return ""
    other = found.best
    if found.entrant == found.best:
        other = max(race.state.left, key=lambda at: race.candidates[at].costs.of(kind) or 0.0)
    cost = race.candidates[other].costs.of(kind)
    if other == found.entrant or not cost:
        return f", at {cost_text(kind, own)}"
    return f", at {percent(own / cost, 0)} of the {_COST_WORDS[kind]} of “{race.candidates[other].name}”"


def _settled(race: Race, found: Recommendation) -> str:
    """What would settle it, against the rival that may be furthest above."""
    standing = found.standing
    if found.is_sure:
        return "; others left may be as good, at a higher cost" if len(race.state.left) > 1 else ""
    if standing.rival == standing.entrant:
        return ""
    against = f"“{race.candidates[standing.rival].name}”"
    if standing.settled_at is None:
        return (
            f"; no number of seeds that a race takes would settle it against {against}: more validation sentences, or a "
            "larger difference that matters, might"
        )
    more = standing.settled_at - race.state.seeds
    return f"; {more} more {'seed' if more == 1 else 'seeds'} would settle it against {against}"


def _limits(race: Race) -> str:
    limits = ((kind, race.asked.limits.of(kind)) for kind in COST_KINDS)
    return ", ".join(f"at most {cost_text(kind, limit)}" for kind, limit in limits if limit is not None)
