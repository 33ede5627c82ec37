/** @file Performs one `score` command: loads what the experiment, or its trained trials, need and scores the modules. */
import type { Backend } from '../src/backend/select';
import { describeError, LabError } from '../src/base/errors';
import { batchLengths } from '../src/data/batches';
import { featureNormScore } from '../src/scores/featureNorm';
import { gradientScore, type ScoreHooks } from '../src/scores/gradientScore';
import type { ModuleScores, Scored } from '../src/scores/moduleScores';
import { SCORE_SEEDS, type ScoreRequest } from '../src/scores/scoreRequest';
import { requireRoom } from '../src/scores/sensitivity/sensitivityMemory';
import { sensitivityScore, type SensitivityHooks } from '../src/scores/sensitivity/sensitivityScore';
import { DeviceLost, untilLost } from './deviceLost';
import type { Laboratory } from './laboratory';
import type { LoadOptions } from './loadOptions';
import { prepareRun } from './prepareRun';
import { progressThrottle } from './progressThrottle';
import type { Event, ScoreCommand, ScorePhase } from './protocol';
import { scoreTrained, type ScoringMeans } from './scoreTrained';

type SeedsRequest = Extract<ScoreRequest, { kind: 'gradient' | 'plop' | 'adalora' }>;

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
async function score(command: ScoreCommand, means: ScoreMeans): Promise<Scored> {
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
  command: ScoreCommand,
  { laboratory, signal, send }: ScoreMeans,
  backend: Backend,
): Promise<Scored> {
  const { runId, request, trials, baseUrl, sources } = command;
  const isDue = progressThrottle<ScorePhase>();
  const tell = (phase: ScorePhase, done: number, total: number): void => {
    if (isDue(phase, done, total)) send({ type: 'scoreProgress', runId, phase, done, total });
  };
  const options: LoadOptions = {
    ...{ baseUrl, sources, signal },
    onBytes: (done, total) => tell('loading', done, total),
    onSentences: (done, total) => tell('tokenizing', done, total),
  };
  const hooks = { throwIfCancelled: () => signal.throwIfAborted(), onProgress: tell };
  tell('loading', 0, 0);
  if (request.kind === 'knockout' || request.kind === 'loradrop')
    return scoreTrained(request, trials, { backend, laboratory, options }, hooks);
  const onScores = (modules: ModuleScores): void => send({ type: 'scoresSoFar', runId, modules });
  const modules = await scoreSeeds(
    command,
    request,
    { backend, laboratory, options },
    { ...hooks, onScores },
  );
  return { modules, groups: [] };
}

/** Over the training batches of the experiment's first seeds. */
async function scoreSeeds(
  { experiment, limitBytes }: ScoreCommand,
  request: SeedsRequest,
  { backend, laboratory, options }: ScoringMeans,
  hooks: ScoreHooks & SensitivityHooks,
): Promise<ModuleScores> {
  // The scenarios' own adapters have no part in the scores.
  const prepared = await prepareRun({ ...experiment, scenarios: [] }, laboratory, backend, options);
  const settingOf = async (index: number) => {
    const seed = experiment.firstSeed + index;
    return { seed, setting: await prepared.settingOf(seed) };
  };
  const others = [];
  const first = await settingOf(0);
  for (let index = 1; index < SCORE_SEEDS; index++) others.push(await settingOf(index));
  const seeds = [first, ...others] as const;
  if (request.kind === 'adalora') {
    const { ops, config, training, train, validation } = first.setting;
    const lengths = { trainLengths: batchLengths(train), validationLengths: batchLengths(validation) };
    requireRoom({ ops, config, training, ...lengths }, limitBytes);
    return sensitivityScore(seeds, request.steps, hooks);
  }
  const scoreBy = request.kind === 'plop' ? featureNormScore : gradientScore;
  return scoreBy(seeds, request.batches, hooks);
}
