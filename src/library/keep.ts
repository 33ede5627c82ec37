/** @file Keeps an experiment's results in the library. Keeping them again updates the entry and loses no finished trial. */
import type { Experiment } from '../experiment/experiment';
import type { ResultsFile, TrialRecord } from '../results/results';
import type { LibraryEntry } from './entry';
import { codeOf, settingsOf } from './settings';

/**
 * The entry that was kept from the same experiment: the same settings of every scenario, whatever their names and
 * seeds, measured by the same version of the lab, since versions may differ in what they measure.
 */
export function entryOf(
  { experiment, environment }: Pick<ResultsFile, 'experiment' | 'environment'>,
  entries: readonly LibraryEntry[],
): LibraryEntry | null {
  const code = experimentCode(experiment);
  const kept = entries.filter(
    ({ origin, results }) =>
      origin.kind === 'kept' && results.environment.labVersion === environment.labVersion,
  );
  return kept.findLast(({ results }) => experimentCode(results.experiment) === code) ?? null;
}

function experimentCode(experiment: Experiment): string {
  return experiment.scenarios.map((scenario) => codeOf(settingsOf(experiment, scenario))).join('\n');
}

/**
 * The entry's results, replaced by the present ones. Trials that were kept before and are not among the present ones
 * stay: those of other seeds, or of a repeated run that did not end as done.
 */
export function updateResults(before: ResultsFile, present: ResultsFile): ResultsFile {
  const ids = new Set(present.trials.map(({ id }) => id));
  const done = new Set(present.trials.filter(({ status }) => status === 'done').map(slotOf(present)));
  const kept = before.trials.filter((trial) => !ids.has(trial.id) && !done.has(slotOf(before)(trial)));
  const keptDone = new Set(kept.filter(({ status }) => status === 'done').map(slotOf(before)));
  const better = present.trials.filter(
    (trial) => trial.status === 'done' || !keptDone.has(slotOf(present)(trial)),
  );
  const names = namesOf(present);
  const slots = new Set(better.map(slotOf(present)));
  const stays = kept.filter((trial) => trial.status === 'done' || !slots.has(slotOf(before)(trial)));
  return {
    ...present,
    experiment: { ...present.experiment, ...seedsOf(before.experiment, present.experiment) },
    trials: [...stays.map(renamed(names, before)), ...better],
  };
}

/** Trials of one slot replace each other: they have the same settings and seed. */
const slotOf =
  ({ experiment }: ResultsFile) =>
  ({ scenario, seed }: TrialRecord): string =>
    `${seed} ${codeOf(settingsOf(experiment, scenario))}`;

const namesOf = ({ experiment }: ResultsFile) =>
  new Map(experiment.scenarios.map((scenario) => [codeOf(settingsOf(experiment, scenario)), scenario]));

/** Older trials take the scenario's present name and colour, as they do in the lab. */
const renamed =
  (scenarios: ReturnType<typeof namesOf>, { experiment }: ResultsFile) =>
  (trial: TrialRecord): TrialRecord => {
    const scenario = scenarios.get(codeOf(settingsOf(experiment, trial.scenario)));
    return scenario ? { ...trial, scenario } : trial;
  };

/** The range of both sets of seeds where they touch; otherwise the present range. */
function seedsOf(before: Experiment, present: Experiment): Pick<Experiment, 'firstSeed' | 'trials'> {
  const firstSeed = Math.min(before.firstSeed, present.firstSeed);
  const end = Math.max(before.firstSeed + before.trials, present.firstSeed + present.trials);
  const touch =
    before.firstSeed <= present.firstSeed + present.trials &&
    present.firstSeed <= before.firstSeed + before.trials;
  return touch && end - firstSeed <= 1000
    ? { firstSeed, trials: end - firstSeed }
    : { firstSeed: present.firstSeed, trials: present.trials };
}

/** "lower, upper on review-sentences". */
export function aboutExperiment({ scenarios, dataset }: Experiment): string {
  const names = scenarios.slice(0, 3).map(({ name }) => name);
  const more = scenarios.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''} on ${dataset.replace(/^local:/, '')}`;
}
