/** @file Performs one `run` command, from loading to its last trial. */
import type { SelectedRows } from '../src/data/selectRows';
import { describeError } from '../src/base/errors';
import type { TrialRecord } from '../src/results/results';
import { checkMemory } from './checkMemory';
import { DeviceLost, untilLost } from './deviceLost';
import type { LoadOptions } from './loadOptions';
import { performTrials } from './performTrials';
import { prepareRun, type Prepared } from './prepareRun';
import { progressThrottle } from './progressThrottle';
import type { DataReading, Event, Phase, RunCommand } from './protocol';
import type { RunMeans, TellProgress } from './running';
import { TrialQueue } from './trialQueue';

/**
 * Loads what the experiment needs and runs its trials; each ends with a `trialDone` event.
 * @returns false if the run has reported its end itself: the device was lost, or has no room for it
 * @throws LabError, or what the device throws, if the run cannot go on; the signal's reason while loading
 */
export async function performRun(command: RunCommand, means: RunMeans): Promise<boolean> {
  const { runId, trials, from = 0, ended } = command;
  const { backend, signal, send } = means;
  const progress = throttledProgress(runId, send);
  const queue = new TrialQueue(trials, (trial) => trial >= from && ended?.has(trial) !== true);
  // Without a device no later trial can run either.
  const endAsLost = (lost: DeviceLost, trial: number, record: TrialRecord | null): false => {
    send({ type: 'lost', runId, trial, record, ...describeError(lost) });
    return false;
  };
  try {
    const prepared = await untilLost(backend, load(command, means, progress));
    const { memoryLimits } = command;
    if (memoryLimits) {
      const left = trials.filter((_, trial) => queue.has(trial));
      const scenarios = await checkMemory(left, prepared.setting, memoryLimits, signal);
      if (scenarios.length > 0) {
        send({ type: 'doNotFit', runId, scenarios });
        return false;
      }
    }
    const lostIn = await performTrials(queue, { command, means, prepared, progress });
    return lostIn ? endAsLost(lostIn.lost, lostIn.trial, lostIn.record) : true;
  } catch (error) {
    if (error instanceof DeviceLost) return endAsLost(error, queue.next ?? trials.length, null);
    throw error;
  }
}

async function load(
  { runId, experiment, baseUrl, sources }: RunCommand,
  { backend, laboratory, signal, send }: RunMeans,
  progress: TellProgress,
): Promise<Prepared> {
  const options: LoadOptions = {
    baseUrl,
    sources,
    signal,
    onBytes: (done, total) => progress('loading', null, done, total),
    onSentences: (done, total) => progress('tokenizing', null, done, total),
    onNotice: (message) => send({ type: 'notice', runId, message }),
  };
  // The first progress is sent at once, because a server may take its time before the first byte.
  progress('loading', null, 0, 0);
  const prepared = await prepareRun(experiment, laboratory, backend, options);
  send({ type: 'dataRead', runId, reading: readingOf(prepared.rows) });
  send({ type: 'dataNotes', runId, notes: prepared.notes });
  return prepared;
}

function readingOf({ train, validation, labels, problems, notes }: SelectedRows): DataReading {
  return { train: train.length, validation: validation.length, labels, problems, notes };
}

function throttledProgress(runId: string, send: (event: Event) => void): TellProgress {
  const isDue = progressThrottle<Phase>();
  return (phase, trial, done, total) => {
    if (isDue(phase, done, total)) send({ type: 'progress', runId, phase, trial, done, total });
  };
}
