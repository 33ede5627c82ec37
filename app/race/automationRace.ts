/** @file Races for programs: begins one, from a file's trials if there are some, and tells what came of it. */
import { LabError } from '../../src/base/errors';
import type { Experiment } from '../../src/experiment/experiment';
import type { RaceAsked } from '../../src/race/race';
import type { ResultsFile } from '../../src/results/results';
import { parseResults } from '../../src/results/resultsFile';
import { useLab } from '../store/lab';
import { resultsFile } from '../store/results/resultsFile';
import { trialSlots, type TrialSlot } from '../store/results/trialKey';
import { driveRace, type RaceOptions } from './driveRace';
import { openOutcome, wholeExperiment, type RaceOutcome } from './raceOutcome';

export interface RecommendOptions extends RaceOptions {
  /** The text of a results file whose finished trials are not trained again. */
  readonly earlier: string | null;
}

export async function recommendByProgram(asked: RaceAsked, options: RecommendOptions): Promise<RaceOutcome> {
  if (options.earlier !== null) await takeTrials(options.earlier);
  return openOutcome(await driveRace(asked, options));
}

/** Keeps a file's finished trials, as if they had been trained here. */
async function takeTrials(text: string): Promise<void> {
  const file = parseResults(text);
  const { addRecord } = useLab.getState();
  const bySpec = new Map(file.trials.map((trial) => [`${trial.seed} ${trial.scenario.name}`, trial]));
  const slots = trialSlots(file.experiment, {}, useLab.getState());
  const taken = slots.flatMap(({ key, spec }) => {
    const record = bySpec.get(`${spec.seed} ${spec.scenario.name}`);
    return record?.status === 'done' ? [addRecord(key, record)] : [];
  });
  if (taken.length === 0)
    throw new LabError(
      'The file to resume from has no finished trial.',
      'Choose the file that --out of the earlier race has written, or begin anew.',
    );
  const here = useLab.getState();
  const usable = new Set(
    trialSlots({ ...file.experiment, ...sharedOf(here.experiment) }, {}, here).map(keyOf),
  );
  if (!slots.some(({ key }) => usable.has(key)))
    throw new LabError(
      'The trials of the file to resume from were trained on another model, other data or with other settings.',
      'Give the model, the data and the settings of the earlier race, or begin anew without the file.',
    );
  await Promise.all(taken);
}

const keyOf = ({ key }: TrialSlot): string => key;

/** What all trials of a race share. */
const sharedOf = ({ scenarios: _, trials: __, firstSeed: ___, ...shared }: Experiment): Partial<Experiment> =>
  shared;

/** The results file of a race under way, of all trials of all candidates; null before its first trial has ended. */
export function raceResults(): ResultsFile | null {
  const lab = useLab.getState();
  return lab.race && resultsFile(wholeExperiment(lab.experiment, lab.race), lab);
}
