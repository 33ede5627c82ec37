/** @file The overlaid rows as the groups of trials that the pictures of the results draw. */
import type { Experiment, Measure, Scenario } from '../../src/experiment/experiment';
import type { TrialRecord } from '../../src/results/results';
import type { LibraryEntry } from '../../src/library/entry';
import type { OverlayRow } from '../../src/library/overlay';
import { groupTrials, type ScenarioGroup } from '../store/results/scenarioGroups';
import type { Lab } from '../store/lab';
import { validationSet, type ValidationSet } from '../store/sources/validationSet';
import { trialKey, type TrialSlot } from '../store/results/trialKey';

export interface OverlayGroups {
  /** One record for each seed, for everything that counts evidence. */
  readonly measured: readonly ScenarioGroup[];
  /** Every trial, for what a trial costs on its device. */
  readonly costs: readonly ScenarioGroup[];
  /** Every trial, for the table. */
  readonly slots: readonly TrialSlot[];
}

/**
 * @param lab says which of this browser's trials can still be saved
 * @param measure by which the lab compares scenarios: rows of several files are compared by the same
 */
export function overlayGroups(
  rows: readonly OverlayRow[],
  lab: Pick<Lab, 'usable' | 'sources' | 'commits'>,
  measure: Measure,
): OverlayGroups {
  const first = rows[0]?.sources[0];
  if (!first) return { measured: [], costs: [], slots: [] };
  const { experiment: own } = first.entry.results;
  const experiment: Experiment = {
    ...own,
    scenarios: rows.map(({ scenario }) => scenario),
    judging: { ...own.judging, measure },
  };
  const slotsOf = (records: (row: OverlayRow) => readonly TrialRecord[]): TrialSlot[] =>
    rows.flatMap((row) => records(row).map((record) => slot(record, row.scenario, record.id)));
  const slots = rows.flatMap(({ sources, scenario }) =>
    sources.flatMap(({ entry, trials }) =>
      trials.map((record) => slot(record, scenario, keyOf(record, entry, lab))),
    ),
  );
  // Each row has the precision of its own experiment: settings of all its sources are the same.
  const groupsOf = (own: readonly TrialSlot[]): ScenarioGroup[] =>
    groupTrials(experiment, own).map((group, i) => ({
      ...group,
      isMixed: rows[i]?.sources[0].entry.results.experiment.training.precision === 'mixed',
    }));
  return {
    measured: groupsOf(slotsOf(({ distinct, others }) => [...distinct, ...others])),
    costs: groupsOf(slots),
    slots,
  };
}

function slot(record: TrialRecord, scenario: Scenario, key: string): TrialSlot {
  return { spec: { scenario, seed: record.seed }, key, record: { ...record, scenario } };
}

/** The key by which the lab finds what the trial trained; the record's id if the lab keeps nothing of it. */
function keyOf(
  record: TrialRecord,
  { results }: LibraryEntry,
  lab: Pick<Lab, 'usable' | 'sources' | 'commits'>,
): string {
  return lab.usable[record.id] === true ? trialKey(results.experiment, record, lab) : record.id;
}

/** The validation set behind the accuracies; null if it is not known or not the same for all rows. */
export function validationBehind(
  rows: readonly OverlayRow[],
  { experiment, inspection }: Pick<Lab, 'experiment' | 'inspection'>,
): ValidationSet {
  const sets = rows.flatMap(({ sources }) =>
    sources.map(({ entry, trials }) => {
      const own = entry.results.experiment;
      // The lab has looked only at its own experiment's data set.
      const same =
        own.dataset === experiment.dataset && JSON.stringify(own.data) === JSON.stringify(experiment.data);
      return validationSet({ ...own, judging: experiment.judging }, trials, same ? inspection : null);
    }),
  );
  const [first] = sets;
  return {
    rows: first && sets.every((set) => set.rows === first.rows) ? first.rows : null,
    guessing:
      first && sets.every((set) => set.guessing?.sentence === first.guessing?.sentence)
        ? first.guessing
        : null,
  };
}
