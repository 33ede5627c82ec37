/** @file Finds where a new worker resumes a run whose worker ended without a message. */
import type { Event } from '../../../workers/protocol';
import { nextTrial, type RunState } from './runState';

/** Like the event of a lost device, without the trial's record: nobody was left to write one. */
export interface Ended extends Extract<Event, { type: 'workerEnded' }> {
  /** The trial under way, the first of its company, or the next; the number of trials if all had ended. */
  readonly trial: number;
  readonly record: null;
}

export function endedWorker(
  event: Extract<Event, { type: 'workerEnded' }>,
  run: Pick<RunState, 'trials' | 'finished'>,
): Ended {
  return { ...event, trial: nextTrial(run), record: null };
}

/**
 * @param which the trial or trials: `the trial of “lower”, seed 1:`
 * @param where how they continue: `it goes on at step 30 of 150`
 */
export const formatEndedWorker = (which: string, where: string): string =>
  `The training worker stopped in ${which} ${where} in a new one.`;
