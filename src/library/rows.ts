/** @file The scenarios of library entries with their trials, each trial once however often it was imported. */
import type { Scenario } from '../experiment/experiment';
import type { TrialRecord } from '../results/results';
import type { LibraryEntry } from './entry';
import { codeOf, ownSettings, type Setting, settingsOf } from './settings';

/** One scenario of one entry. */
export interface SourceRow {
  readonly entry: LibraryEntry;
  /** Position among the entry's rows, by which the page's check marks identify it. */
  readonly index: number;
  readonly scenario: Scenario;
  readonly settings: readonly Setting[];
  /** The code of {@link SourceRow.settings}. */
  readonly code: string;
  readonly trials: readonly TrialRecord[];
}

const known = new WeakMap<LibraryEntry, readonly SourceRow[]>();

/**
 * The entry's scenarios in their order, then those that only its trials mention. A trial belongs to the scenario of its
 * own name and settings: what a file says in its experiment cannot change what a trial says of itself.
 */
export function sourceRows(entry: LibraryEntry): readonly SourceRow[] {
  let rows = known.get(entry);
  if (!rows) known.set(entry, (rows = readRows(entry)));
  return rows;
}

function readRows(entry: LibraryEntry): SourceRow[] {
  const { experiment, trials } = entry.results;
  const rows = new Map<string, Omit<SourceRow, 'trials'> & { trials: TrialRecord[] }>();
  const keys = new Map<string, string>();
  const ofObject = new Map<Scenario, string>();
  const keyOf = (scenario: Scenario): string => {
    // Trials of a large file share their scenario objects; those of others have equal ones, which are found by their text.
    const same = ofObject.get(scenario);
    if (same !== undefined) return same;
    const text = JSON.stringify(scenario);
    let key = keys.get(text);
    if (key === undefined) {
      const settings = settingsOf(experiment, scenario);
      const code = codeOf(settings);
      keys.set(text, (key = JSON.stringify([scenario.name, code])));
      if (!rows.has(key)) rows.set(key, { entry, index: rows.size, scenario, settings, code, trials: [] });
    }
    ofObject.set(scenario, key);
    return key;
  };
  const rowOf = (scenario: Scenario) => rows.get(keyOf(scenario));
  experiment.scenarios.forEach(rowOf);
  for (const trial of trials) rowOf(trial.scenario)?.trials.push(trial);
  return [...rows.values()];
}

/** Leaves a trial that is in several rows (by its id) only in the first of them. */
export function withoutDuplicates(rows: readonly SourceRow[]): { rows: SourceRow[]; duplicates: number } {
  const ids = new Set<string>();
  let duplicates = 0;
  const unique = rows.map((row) => {
    const trials = row.trials.filter(({ id }) => !ids.has(id) && ids.add(id));
    duplicates += row.trials.length - trials.length;
    return trials.length === row.trials.length ? row : { ...row, trials };
  });
  return { rows: unique, duplicates };
}

/** The code of a row's scenario alone, without model, data and training. */
export function adapterCode({ scenario }: Pick<SourceRow, 'scenario'>): string {
  return codeOf(ownSettings(scenario));
}
