/** @file Finds where a new worker resumes a run whose worker ended without a message. */
import type { Event } from '../../../workers/protocol';
import type { RunState } from './runState';

/** Like the event of a lost device, without the trial's record: nobody was left to write one. */
export interface Ended extends Extract<Event, { type: 'workerEnded' }> {
  /** The trial under way, or the next; the number of trials if all had ended. */
  readonly trial: number;
  readonly record: null;
}

/** @param from the first trial that the worker was asked for */
export function endedWorker(
  event: Extract<Event, { type: 'workerEnded' }>,
  { finished }: Pick<RunState, 'finished'>,
  from: number,
): Ended {
  const done = new Set(finished.map(({ trial }) => trial));
  let trial = from;
  while (done.has(trial)) trial++;
  return { ...event, trial, record: null };
}

/** @param where how the trial continues: "goes on at step 30 of 150" */
export const formatEndedWorker = (scenario: string, seed: number, where: string): string =>
  `The training worker stopped in the trial of “${scenario}”, seed ${seed}: it ${where} in a new one.`;
