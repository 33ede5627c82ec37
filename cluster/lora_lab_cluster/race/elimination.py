"""The race's rule: successive elimination on shared seeds (`src/stats/elimination/race.ts`).

What is dropped and when it ends follows from the values alone, so that a race goes on from stored trials as if it had never
stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from .errors import lower_end, upper_end
from .means import mean_of
from .rounds import ROUNDS, claim_level, drop_level
from .sentences import SeededValue
from .spread import Difference, pool_spread, pooled_difference

End = Literal["one left", "alike", "good enough", "seeds used"]
"""Why a race is over: all others are dropped; those left differ by less than delta; the cheapest one left is within delta of
the best; or the last round is over, and more than one may still be the best."""


@dataclass(frozen=True)
class Entrant:
    """A scenario in a race."""

    values: Sequence[SeededValue]
    """Of the trials that ended as done, in the order of their seeds."""
    has_failed: bool = False
    """Whether a trial ended without a value. Such a scenario is out of the race."""
    cost: float | None = None
    """In any unit; None if unknown."""


@dataclass(frozen=True)
class Drop:
    """Who was dropped, and by whom it is surely surpassed by more than delta."""

    entrant: int
    by: int
    seeds: int
    difference: float
    at_least: float


@dataclass(frozen=True)
class Standing:
    """Where one of those left stands after the last round."""

    entrant: int
    mean: float
    behind: float
    """How far it is below the best at most; at least 0."""
    rival: int
    """The one that may be better by so much; itself where none may be."""
    settled_at: int | None
    """Seeds in all that would settle it between the two, if their means stayed as they are; None if none would."""


@dataclass(frozen=True)
class RaceState:
    """A race as it stands."""

    seeds: int
    """Of the last round that is complete; 0 before the first."""
    left: tuple[int, ...]
    dropped: tuple[Drop, ...]
    failed: tuple[int, ...]
    standings: tuple[Standing, ...]
    next: int | None
    """Seeds that each of those left is to have next; None if the race is over."""
    end: End | None
    """None while it goes on."""


def race_state(entrants: Sequence[Entrant], first_seed: int, delta: float) -> RaceState:
    """The race after the last round that is complete. `delta`: the smallest difference that matters, 0.01 for a point."""
    return race_rounds(entrants, first_seed, delta)[-1]


def race_rounds(entrants: Sequence[Entrant], first_seed: int, delta: float) -> list[RaceState]:
    """The race before its first round and after each complete one."""
    state = _at_start(entrants)
    race = _Race(entrants, first_seed, delta, len(state.left))
    states: list[RaceState] = []
    for seeds in ROUNDS:
        if len(state.left) < 2:
            return [*states, replace(state, end="one left")]
        states.append(replace(state, next=seeds))
        if any(len(race.first_values(entrant, seeds)) < seeds for entrant in state.left):
            return states
        state = race.after_round(state, seeds)
        end = race.end_of(state)
        if end is not None:
            return [*states, replace(state, end=end)]
    return [*states, replace(state, end="seeds used")]


def _at_start(entrants: Sequence[Entrant]) -> RaceState:
    failed = tuple(i for i, entrant in enumerate(entrants) if entrant.has_failed)
    left = tuple(i for i, entrant in enumerate(entrants) if not entrant.has_failed)
    return RaceState(0, left, (), failed, (), None, None)


@dataclass(frozen=True)
class _Race:
    entrants: Sequence[Entrant]
    first_seed: int
    delta: float
    began: int
    """How many were in the race at its start."""

    def first_values(self, entrant: int, seeds: int) -> list[SeededValue]:
        """The values of an entrant's first seeds."""
        first = self.first_seed
        return [each for each in self.entrants[entrant].values if first <= each.seed < first + seeds]

    def after_round(self, before: RaceState, seeds: int) -> RaceState:
        """The race after a round that is complete."""
        values = {i: self.first_values(i, seeds) for i in before.left}
        means = {i: mean_of([each.value for each in own]) for i, own in values.items()}
        compare = self._comparer(list(values.values()))
        level = drop_level(self.began, len(before.left))
        found = (self._drop_of(i, means, compare, seeds, level) for i in before.left)
        dropped = tuple(drop for drop in found if drop is not None)
        out = {drop.entrant for drop in dropped}
        left = tuple(i for i in before.left if i not in out)
        after = replace(before, seeds=seeds, left=left, dropped=(*before.dropped, *dropped))
        return replace(after, standings=tuple(self._standing_of(i, means[i], compare, after) for i in left))

    def _comparer(self, values: list[list[SeededValue]]) -> _Compare:
        """Compares each pair once."""
        pooled = pool_spread(values)
        known: dict[tuple[int, int], Difference] = {}

        def compare(first: int, second: int, seeds: int) -> Difference:
            pair = (min(first, second), max(first, second))
            if pair not in known:
                known[pair] = pooled_difference(*(self.first_values(i, seeds) for i in pair), pooled)
            return known[pair].turned() if first > second else known[pair]

        return compare

    def _drop_of(
        self, entrant: int, means: dict[int, float], compare: _Compare, seeds: int, level: float
    ) -> Drop | None:
        """By whom an entrant is dropped: the one that is surely better by most."""
        found: Drop | None = None
        for by, mean in means.items():
            # A difference that is not even seen is not sure.
            if by == entrant or mean - means[entrant] <= self.delta:
                continue
            pair = compare(by, entrant, seeds)
            at_least = lower_end(pair.value, pair.error, level)
            if at_least > self.delta and (found is None or at_least > found.at_least):
                found = Drop(entrant, by, seeds, pair.value, at_least)
        return found

    def _standing_of(self, entrant: int, mean: float, compare: _Compare, state: RaceState) -> Standing:
        # Who was dropped has fewer seeds, on which both are compared.
        rivals = [(rival, state.seeds) for rival in state.left if rival != entrant]
        rivals += [(drop.entrant, drop.seeds) for drop in state.dropped]
        behind, most = 0.0, entrant
        for rival, seeds in rivals:
            pair = compare(rival, entrant, seeds)
            above = upper_end(pair.value, pair.error, claim_level(self.began))
            if above > behind:
                behind, most = above, rival
        settled = None if most == entrant else self._settles(compare(most, entrant, state.seeds), state)
        return Standing(entrant, mean, behind, most, settled)

    def _settles(self, pair: Difference, state: RaceState) -> int | None:
        """The first round at which a pair would be settled, in whichever way."""
        drop, claim = drop_level(self.began, len(state.left)), claim_level(self.began)
        for later in (seeds for seeds in ROUNDS if seeds > state.seeds):
            part, error = state.seeds / later, pair.error
            freedom = error.freedom + later - state.seeds
            then = Difference(
                pair.value, replace(error, freedom=freedom, seeds=error.seeds * part, luck=error.luck * part)
            )
            if upper_end(then.value, then.error, claim) <= self.delta:
                return later
            if any(lower_end(each.value, each.error, drop) > self.delta for each in (then, then.turned())):
                return later
        return None

    def end_of(self, state: RaceState) -> End | None:
        """Why the race is over after a round; None if it goes on."""
        if len(state.left) < 2:
            return "one left"
        if all(standing.behind <= self.delta for standing in state.standings):
            return "alike"
        costs = {i: self.entrants[i].cost for i in state.left}
        known = [cost for cost in costs.values() if cost is not None]
        if len(known) < len(costs):
            return None
        good = (costs[each.entrant] == min(known) for each in state.standings if each.behind <= self.delta)
        return "good enough" if any(good) else None


_Compare = Callable[[int, int, int], Difference]
"""The difference of two entrants on their first seeds."""

