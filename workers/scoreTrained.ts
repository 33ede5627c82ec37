/** @file Scores the modules of a trained scenario: of one or several of its trials, which differ in their seed. */
import type { Backend } from '../src/backend/select';
import { moduleCount, type ModuleSet } from '../src/architecture/modules';
import { LabError } from '../src/base/errors';
import { evaluationBatches } from '../src/data/batches';
import type { LoraScenario } from '../src/experiment/experiment';
import { Model } from '../src/model/model';
import type { Ops } from '../src/ops';
import type { ScoreHooks } from '../src/scores/gradientScore';
import { knockOut, type KnockedOut } from '../src/scores/knockOut';
import { knockOutScores, setsToKnockOut } from '../src/scores/knockOutScores';
import { modulesOf, scoresOfModules, type Scored } from '../src/scores/moduleScores';
import { outputShares } from '../src/scores/outputShare';
import type { ScoreRequest } from '../src/scores/scoreRequest';
import { flatOf, type TrainedTrial } from '../src/train/trained';
import type { TrialSetting } from '../src/train/trialSetting';
import { firstBatches } from '../src/train/trialBatches';
import { opsIn } from '../src/train/trialsOf';
import type { Laboratory } from './laboratory';
import type { LoadOptions } from './loadOptions';
import { prepareRun } from './prepareRun';

export type TrainedRequest = Extract<ScoreRequest, { kind: 'knockout' | 'loradrop' }>;

const NO_DROPOUT = { hidden: 0, attention: 0, lora: 0, classifier: 0 };

export interface ScoringMeans {
  readonly backend: Backend;
  readonly laboratory: Laboratory;
  readonly options: LoadOptions;
}

/** A trial that is scored, with what it trained on. */
interface Opened {
  readonly trial: TrainedTrial;
  readonly scenario: LoraScenario;
  readonly setting: TrialSetting;
}

/**
 * @param ids of the trials' records, at least one; all of one scenario
 * @throws LabError if what a trial trained is not kept, has no adapters, or cannot be loaded; what the hooks throw
 */
export async function scoreTrained(
  request: TrainedRequest,
  ids: readonly string[],
  { backend, laboratory, options }: ScoringMeans,
  hooks: ScoreHooks,
): Promise<Scored> {
  const [first] = ids;
  if (first === undefined) throw nothingTrained();
  const { modules: adapted, name, dora } = scenarioOf(laboratory.trained.get(first));
  if (dora && request.kind === 'loradrop')
    throw new LabError(
      `Scenario "${name}" has DoRA, whose magnitudes multiply what a module puts out, and LoRA-drop measures what is added.`,
      'Score it by knock-out.',
    );
  const outs: KnockedOut[] = [];
  const shares: Float64Array[][] = [];
  for (const [index, id] of ids.entries()) {
    const trial = laboratory.trained.get(id);
    const scenario = scenarioOf(trial);
    const prepared = await prepareRun({ ...trial.experiment, scenarios: [] }, laboratory, backend, options);
    const opened = { trial, scenario, setting: await prepared.settingOf(trial.seed) };
    const own: ScoreHooks = {
      ...hooks,
      onProgress: (phase, done, total) => hooks.onProgress(phase, index * total + done, ids.length * total),
    };
    if (request.kind === 'knockout') outs.push(await knockOutOf(opened, adapted, own));
    else shares.push(await sharesOf(opened, adapted, request.batches, own));
  }
  if (request.kind === 'knockout') return knockOutScores(adapted, outs);
  return { modules: scoresOfModules(modulesOf(adapted), shares), groups: [] };
}

function scenarioOf({ scenario }: TrainedTrial): LoraScenario {
  if (scenario.method !== 'lora' || moduleCount(scenario.modules) === 0)
    throw new LabError(
      `Scenario "${scenario.name}" has no adapters that could be scored.`,
      'Open a scenario with adapters that has been trained.',
    );
  return scenario;
}

export const nothingTrained = (): LabError =>
  new LabError('No trained adapters of this scenario are kept.', 'Run its trials, then score them.');

/** On the validation sentences, in the precision in which the trial trained and was measured. */
function knockOutOf(opened: Opened, adapted: ModuleSet, hooks: ScoreHooks): Promise<KnockedOut> {
  const { trial, setting } = opened;
  return withModel(opened, opsIn(setting.ops, setting.training), (model) => {
    const batches = evaluationBatches(setting.validation, setting.training.batchSize, setting.config);
    return knockOut(model, trial.tensors, batches, setsToKnockOut(adapted), {
      throwIfCancelled: () => hooks.throwIfCancelled(),
      onProgress: (done, total) => hooks.onProgress('scoring', done, total),
    });
  });
}

/** Over the first training batches of the trial, in float32. */
function sharesOf(
  opened: Opened,
  adapted: ModuleSet,
  batches: number,
  hooks: ScoreHooks,
): Promise<Float64Array[]> {
  const { trial, setting } = opened;
  return withModel(opened, setting.ops, async (model) => {
    const shares: Float64Array[] = [];
    for (const host of firstBatches(setting, trial.seed, batches)) {
      hooks.throwIfCancelled();
      shares.push(await outputShares(model, trial.tensors, modulesOf(adapted), host));
      hooks.onProgress('scoring', shares.length, batches);
    }
    return shares;
  });
}

async function withModel<T>(
  { trial, scenario, setting }: Opened,
  ops: Ops,
  use: (model: Model) => Promise<T>,
): Promise<T> {
  const frozen = await setting.frozen(scenario);
  const options = { dropout: NO_DROPOUT, checkpointing: false };
  const model = new Model(ops, setting.config, scenario, frozen, options);
  try {
    model.parameters.write(flatOf(model.parameters.layout, trial.tensors));
    return await use(model);
  } finally {
    model.dispose();
  }
}
