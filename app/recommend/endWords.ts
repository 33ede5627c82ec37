/** @file Why a race stands still, in words. */
import type { RaceReport } from '../../src/race/report';
import type { RaceEnd } from '../../src/stats/elimination/race';

const ENDS: Readonly<Record<RaceEnd, string>> = {
  'one left': 'The race is over: only one candidate is left.',
  alike: 'The race is over: those left differ by less than matters.',
  'good enough': 'The race is over: the cheapest one left is surely good enough.',
  'seeds used':
    'The race is over: those left have had all the seeds that a race gives, and any of them may be the best.',
};

const GOES_ON = 'What ran is kept: the same race, started again, goes on from there.';

export function endWords({ state, stopped }: Pick<RaceReport, 'state' | 'stopped'>): string {
  if (stopped === 'cancelled') return `Cancelled. ${GOES_ON}`;
  if (stopped === 'budget') return `The time for the race is up. ${GOES_ON}`;
  return state.end === null ? GOES_ON : ENDS[state.end];
}
