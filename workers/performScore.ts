/** @file Performs one `score` command: loads what the experiment needs and scores all modules. */
import type { Backend } from '../src/backend/select';
import { describeError, LabError } from '../src/base/errors';
import { gradientScore } from '../src/scores/gradientScore';
import type { ModuleScores } from '../src/scores/moduleScores';
import { SCORE_SEEDS } from '../src/scores/scoreRequest';
import { DeviceLost, untilLost } from './deviceLost';
import type { Laboratory } from './laboratory';
import type { LoadOptions } from './loadOptions';
import { prepareRun } from './prepareRun';
import { progressThrottle } from './progressThrottle';
import type { Event, ScoreCommand, ScorePhase } from './protocol';

export interface ScoreMeans {
  readonly open: () => Promise<Backend>;
  readonly laboratory: Laboratory;
  readonly signal: AbortSignal;
  readonly send: (event: Event) => void;
}

/** @returns the event that ends the command, whatever happens */
export async function performScore(command: ScoreCommand, means: ScoreMeans): Promise<Event> {
  const { runId } = command;
  try {
    return { type: 'scored', runId, scores: await score(command, means) };
  } catch (error) {
    if (error instanceof DeviceLost) return { type: 'failed', runId, ...describeError(error) };
    if (means.signal.aborted) return { type: 'runDone', runId, outcome: 'cancelled' };
    return { type: 'refused', runId, ...describeError(error) };
  }
}

/** @throws DeviceLost; LabError naming what cannot be used; the signal's reason; what the device throws */
async function score(command: ScoreCommand, means: ScoreMeans): Promise<ModuleScores> {
  const { signal, laboratory } = means;
  signal.throwIfAborted();
  const backend = await means.open();
  try {
    return await untilLost(backend, measure(command, means, backend));
  } catch (error) {
    const isOfDevice = !(error instanceof LabError) && !signal.aborted;
    if (isOfDevice) {
      // The weights may be damaged as well, so that whatever comes next uploads them again.
      laboratory.models.unplace();
      await untilLost(backend, backend.ops.recover());
    }
    throw error;
  }
}

async function measure(
  { runId, experiment, request, baseUrl, sources }: ScoreCommand,
  { laboratory, signal, send }: ScoreMeans,
  backend: Backend,
): Promise<ModuleScores> {
  const isDue = progressThrottle<ScorePhase>();
  const tell = (phase: ScorePhase, done: number, total: number): void => {
    if (isDue(phase, done, total)) send({ type: 'scoreProgress', runId, phase, done, total });
  };
  const options: LoadOptions = {
    ...{ baseUrl, sources, signal },
    onBytes: (done, total) => tell('loading', done, total),
    onSentences: (done, total) => tell('tokenizing', done, total),
  };
  tell('loading', 0, 0);
  // The scenarios' own adapters have no part in the scores.
  const prepared = await prepareRun({ ...experiment, scenarios: [] }, laboratory, backend, options);
  const settingOf = async (index: number) => {
    const seed = experiment.firstSeed + index;
    return { seed, setting: await prepared.settingOf(seed) };
  };
  const others = [];
  const first = await settingOf(0);
  for (let index = 1; index < SCORE_SEEDS; index++) others.push(await settingOf(index));
  return gradientScore([first, ...others], request.batches, {
    throwIfCancelled: () => signal.throwIfAborted(),
    onProgress: tell,
  });
}
