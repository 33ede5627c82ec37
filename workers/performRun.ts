/** @file Performs one `run` command, from loading to its last trial. */
import type { SelectedRows } from '../src/data/selectRows';
import { describeError } from '../src/base/errors';
import type { TrialRecord } from '../src/results/results';
import { checkMemory } from './checkMemory';
import { DeviceLost, untilLost } from './deviceLost';
import type { LoadOptions } from './loadOptions';
import { performTrial, type RunMeans, type TellProgress } from './performTrial';
import { prepareRun, type Prepared } from './prepareRun';
import type { DataReading, Event, Phase, RunCommand } from './protocol';

/** The least milliseconds between two progress events of one phase. */
const PROGRESS_MILLISECONDS = 100;

/**
 * Loads what the experiment needs and runs its trials; each ends with a `trialDone` event.
 * @returns false if the run has reported its end itself: the device was lost, or has no room for it
 * @throws LabError, or what the device throws, if the run cannot go on; the signal's reason while loading
 */
export async function performRun(command: RunCommand, means: RunMeans): Promise<boolean> {
  const { runId, trials, from = 0 } = command;
  const { backend, signal, pacing, send } = means;
  const progress = throttledProgress(runId, send);
  let next = from;
  // Without a device no later trial can run either.
  const endAsLost = (lost: DeviceLost, record: TrialRecord | null): false => {
    send({ type: 'lost', runId, trial: next, record, ...describeError(lost) });
    return false;
  };
  try {
    const prepared = await untilLost(backend, load(command, means, progress));
    const { memoryLimits } = command;
    if (memoryLimits) {
      const scenarios = await checkMemory(trials.slice(from), prepared.setting, memoryLimits, signal);
      if (scenarios.length > 0) {
        send({ type: 'doNotFit', runId, scenarios });
        return false;
      }
    }
    for (; next < trials.length; next++) {
      await untilLost(backend, pacing.untilTrial());
      signal.throwIfAborted();
      const { lost, record } = await performTrial(next, { command, means, prepared, progress });
      if (lost) return endAsLost(lost, record);
    }
    return true;
  } catch (error) {
    if (error instanceof DeviceLost) return endAsLost(error, null);
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

/** Sends the first and the last progress of a phase, and between them at most one event per interval. */
function throttledProgress(runId: string, send: (event: Event) => void): TellProgress {
  let [lastPhase, lastTime]: [Phase | null, number] = [null, 0];
  return (phase, trial, done, total) => {
    const now = performance.now();
    if (phase === lastPhase && done < total && now - lastTime < PROGRESS_MILLISECONDS) return;
    [lastPhase, lastTime] = [phase, now];
    send({ type: 'progress', runId, phase, trial, done, total });
  };
}
