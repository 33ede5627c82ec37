/** @file Where a run resumes after its worker has ended without a message. */
import { expect, it } from 'vitest';
import { endedWorker } from './endedWorker';
import type { FinishedTrial } from './runState';

const event = { type: 'workerEnded', runId: 'r', message: 'gone', remedy: 'again' } as const;
const finished = (...trials: number[]) => ({ finished: trials.map((trial) => ({ trial }) as FinishedTrial) });

it.each([
  { what: 'in the first trial', ended: [], from: 0, trial: 0 },
  { what: 'after the first, before anything is heard of the second', ended: [0], from: 0, trial: 1 },
  { what: 'in a run that has gone on once', ended: [0, 1], from: 2, trial: 2 },
  { what: 'when all have ended, before the run has', ended: [0, 1, 2], from: 0, trial: 3 },
])('$what: goes on with trial $trial', ({ ended, from, trial }) => {
  expect(endedWorker(event, finished(...ended), from)).toEqual({ ...event, trial, record: null });
});
