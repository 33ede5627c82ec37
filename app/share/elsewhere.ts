/** @file What the dialog of running elsewhere tells, from what the lab knows. */
import type { Experiment, Scenario } from '../../src/experiment/experiment';
import { asWritten, trainingOf } from '../../src/experiment/experiment';
import { clusterCommand, takenAlong, type TakenAlong } from '../../src/python/elsewhere';
import { trialSeconds } from '../../src/python/gpuHours';
import { pythonScript } from '../../src/python/script';
import { parseSourceRef } from '../../src/sources/sourceRef';
import type { Lab } from '../store/lab';
import { experimentLink } from '../store/effects/urlSync';
import { dataRead } from '../store/sources/dataRead';
import { expectedTime, trialWork } from '../store/timing/expected';

export interface Elsewhere {
  readonly command: string;
  readonly taken: readonly TakenAlong[];
  /** The experiment's file, which takes the address's place in the command. */
  readonly file: string;
  /** Seconds of all trials one after another on one GPU; null where too little is known. */
  readonly gpuSeconds: number | null;
  /** Seconds on this device by its own measured speed; null unless it was measured. */
  readonly ownSeconds: number | null;
}

export function elsewhere(lab: Lab): Elsewhere {
  const { experiment, sources } = lab;
  const taken = takenAlong(experiment, filesOf(lab));
  const own = expectedTime(experiment, lab.environment, lab.speeds, splitOf(lab), lab.together);
  return {
    command: clusterCommand(experimentLink(), taken, sources.hubUrl),
    taken,
    file: `${JSON.stringify(asWritten(experiment), null, 2)}\n`,
    gpuSeconds: gpuSeconds(lab),
    ownSeconds: own?.basis === 'measured' ? own.seconds : null,
  };
}

function gpuSeconds(lab: Lab): number | null {
  const { experiment, modelConfig } = lab;
  if (!modelConfig) return null;
  const split = splitOf(lab);
  const rows = split && { train: split.train, validation: split.validation ?? Math.ceil(split.train / 5) };
  let seconds = 0;
  for (const scenario of experiment.scenarios) {
    const { trainingRows, validationRows, maxLength } = trainingOf(experiment.training, scenario);
    const used = rows && {
      train: Math.min(trainingRows ?? rows.train, rows.train),
      validation: Math.min(validationRows ?? rows.validation, rows.validation),
    };
    const work = trialWork(experiment, scenario, used);
    if (!work) return null;
    seconds += experiment.trials * trialSeconds(modelConfig, scenario, work, maxLength);
  }
  return seconds;
}

function splitOf(lab: Lab): { readonly train: number; readonly validation: number | null } | null {
  return dataRead(lab.experiment, lab.sources, lab)?.rows ?? null;
}

function filesOf({ experiment, sources }: Pick<Lab, 'experiment' | 'sources'>) {
  const picked = sources.localDatasets.get(experiment.dataset);
  return picked ? { train: picked.train.name, validation: picked.validation?.name ?? null } : null;
}

export function scriptOf(lab: Lab, scenario: Scenario): string {
  const { experiment, modelConfig } = lab;
  const facts = dataRead(experiment, lab.sources, lab);
  const config = modelConfig && { ...modelConfig, labels: facts?.classes.length ?? modelConfig.labels };
  return pythonScript({
    ...{ experiment, scenario, config, labVersion: __LAB_VERSION__ },
    architecture: architectureOf(lab),
    facts,
    files: filesOf(lab),
    labAddress: new URL('.', location.href.replace(/#.*/, '')).href,
    link: experimentLink(experiment),
  });
}

export function architectureOf({ experiment, modelConfig }: Pick<Lab, 'experiment' | 'modelConfig'>) {
  return modelConfig?.architecture ?? guessedArchitecture(experiment);
}

/** Until the model has been looked at, its name is all that tells. */
function guessedArchitecture({ model }: Experiment): 'roberta' | 'bert' {
  return parseSourceRef('model', model)?.kind !== 'embedded' &&
    /bert|minilm/i.test(model) &&
    !/roberta/i.test(model)
    ? 'bert'
    : 'roberta';
}
