/** @file Loads everything that the trials of a run share, and checks the parts against each other. */
import type { Backend } from '../src/backend/select';
import type { SelectedRows } from '../src/data/selectRows';
import { validationId } from '../src/data/validationId';
import type { TokenNotes } from '../src/data/tokenNotes';
import { LabError } from '../src/base/errors';
import {
  drawsBySeed,
  storedPrecision,
  trainingOf,
  type Experiment,
  type TrialSpec,
} from '../src/experiment/experiment';
import { startValues, type ImportedAdapter } from '../src/interop/peft/importAdapter';
import type { TrainedTensors, TrainedTrial } from '../src/train/trained';
import { stackedStart } from '../src/weights/pissa/split';
import { plainScenario, plainTensors } from '../src/weights/pissa/undo';
import type { TrialSetting } from '../src/train/trialSetting';
import { readAdapters } from './adapterCache';
import type { Laboratory } from './laboratory';
import type { LoadOptions } from './loadOptions';

export interface Prepared {
  /** What the trials share. Where each seed has training rows of its own, these are others of the same number. */
  readonly setting: TrialSetting;
  /**
   * The setting of the trials of a seed.
   * @throws LabError if its rows cannot be read; the signal's reason if the run is cancelled meanwhile
   */
  readonly settingOf: (seed: number) => Promise<TrialSetting>;
  readonly rows: SelectedRows;
  readonly notes: TokenNotes;
  /** The identity of the validation rows. */
  readonly validationId: string;
  /** What is kept of a trial besides its tensors. */
  readonly describe: (spec: TrialSpec) => Omit<TrainedTrial, 'id' | 'tensors'>;
  /** What a trial trained, for the scenario that `describe` gives it: PiSSA as plain LoRA on the pretrained weights. */
  readonly kept: (spec: TrialSpec, tensors: TrainedTensors) => TrainedTensors;
}

/** @throws LabError naming what cannot be used; the signal's reason if it aborts */
export async function prepareRun(
  experiment: Experiment,
  laboratory: Laboratory,
  backend: Backend,
  options: LoadOptions,
): Promise<Prepared> {
  const { training, scenarios } = experiment;
  const model = await laboratory.models.load(experiment.model, options);
  checkLayers(experiment, model.config.layers);
  const loaded = await laboratory.datasets.load(experiment, model, options);
  const { train, validation, rows, notes } = loaded;
  const config = { ...model.config, labels: rows.labels.length };
  const adapters = await readAdapters(scenarios, options.sources, config);
  checkHeads(experiment, adapters);
  const setting: TrialSetting = {
    ops: backend.ops,
    config,
    frozen: (scenario) =>
      laboratory.models.place(
        model,
        backend,
        storedPrecision(trainingOf(training, scenario)),
        scenario,
        options.signal,
      ),
    pretrained: model.weights,
    train,
    validation,
    training,
    start: (scenario) => {
      if (scenario.method === 'lora' && scenario.pissa)
        return stackedStart(scenario, laboratory.models.splits.known(scenario).tensors);
      const adapter = adapters.get(scenario.init ?? '');
      return adapter ? startValues(adapter, scenario) : new Map();
    },
  };
  const describe: Prepared['describe'] = ({ scenario, seed }) => ({
    experiment,
    scenario: scenario.method === 'lora' && scenario.pissa ? plainScenario(scenario) : scenario,
    seed,
    labels: config.labels,
    labelNames: rows.labels,
    scales: adapters.get(scenario.init ?? '')?.scales ?? new Map(),
  });
  const kept: Prepared['kept'] = ({ scenario }, tensors) =>
    scenario.method === 'lora' && scenario.pissa
      ? plainTensors(scenario, tensors, laboratory.models.splits.known(scenario).tensors)
      : tensors;
  const settingOf: Prepared['settingOf'] = async (seed) => {
    if (!drawsBySeed(training)) return setting;
    return { ...setting, train: await laboratory.datasets.trainOf(seed, loaded, experiment, model, options) };
  };
  return { setting, settingOf, rows, notes, validationId: validationId(rows), describe, kept };
}

/** @throws LabError if a scenario would only evaluate an adapter whose head is not there */
function checkHeads(
  { scenarios, training }: Experiment,
  adapters: ReadonlyMap<string, ImportedAdapter>,
): void {
  for (const { name, init, duration } of scenarios)
    if ((duration ?? training.duration).count === 0 && adapters.get(init ?? '')?.hasHead === false)
      throw new LabError(
        `Scenario "${name}" only evaluates, but the adapter ${init} has no classifier head.`,
        'Let it train for some steps: it then begins with a new head.',
      );
}

/** @throws LabError naming the scenario that adapts layers which the model does not have */
export function checkLayers({ scenarios, model }: Experiment, layers: number): void {
  for (const scenario of scenarios)
    if (
      scenario.method === 'lora' &&
      scenario.modules.slice(layers).some((components) => components.length > 0)
    )
      throw new LabError(
        `Scenario "${scenario.name}" adapts layer ${scenario.modules.length}, but ${model} has ${layers} layers.`,
        `Choose modules of layers 1 to ${layers}.`,
      );
}
