/** @file How much of a race is over, as a share that only grows. */
import { sumOf } from '../base/sum';
import { ROUNDS } from '../stats/elimination/rounds';
import type { Race } from './race';

/**
 * The larger of two shares, each of which grows over all rounds: of the time that the race may take, and of the trials that it
 * comes to at most. A race that is settled ends before either is 1.
 * @param seconds since it began
 */
export function raceShare({ asked, candidates, state }: Omit<Race, 'stopped'>, seconds: number): number {
  const most = ROUNDS[ROUNDS.length - 1] ?? 0;
  const done = sumOf(candidates.map(({ values }) => values.length));
  const open = sumOf(
    state.left.map((entrant) => Math.max(0, most - (candidates[entrant]?.values.length ?? 0))),
  );
  const ofTrials = done + open === 0 ? 0 : done / (done + open);
  const ofTime = asked.budget === null ? 0 : seconds / asked.budget;
  return Math.min(1, Math.max(ofTrials, ofTime));
}
