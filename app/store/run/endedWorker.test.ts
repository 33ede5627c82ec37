/** @file Where a run resumes after its worker has ended without a message. */
import { expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import { listTrials } from '../../../src/experiment/experiment';
import { endedWorker } from './endedWorker';
import type { FinishedTrial } from './runState';

const event = { type: 'workerEnded', runId: 'r', message: 'gone', remedy: 'again' } as const;
const trials = listTrials({ ...DEFAULT_EXPERIMENT, trials: 2 }).slice(0, 3);
const finished = (...ended: number[]) => ({
  trials,
  finished: ended.map((trial) => ({ trial }) as FinishedTrial),
});

it.each([
  { what: 'in the first trial', ended: [], trial: 0 },
  { what: 'after the first, before anything is heard of the second', ended: [0], trial: 1 },
  { what: 'in a run that has gone on once', ended: [0, 1], trial: 2 },
  { what: 'after a company, whose trials are not the first ones', ended: [0, 2], trial: 1 },
  { what: 'when all have ended, before the run has', ended: [0, 1, 2], trial: 3 },
])('$what: goes on with trial $trial', ({ ended, trial }) => {
  expect(endedWorker(event, finished(...ended))).toEqual({ ...event, trial, record: null });
});
