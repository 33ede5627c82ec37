/**
 * @file Trials of the present experiment that older versions of the lab measured: shown apart, and offered to the
 * library.
 */
import type { StateCreator } from 'zustand';
import { haveSameTrials, type Experiment } from '../../../src/experiment/experiment';
import { RESULTS_VERSION, type ResultsFile } from '../../../src/results/results';
import { MAX_NAME, newEntry } from '../../../src/library/entry';
import { readOlderRecords, type OlderRecord } from '../storage/persistence';
import { readPreference, writePreference } from '../storage/preferences';
import { isSettled, trialSlots } from './trialKey';
import type { ExperimentSlice } from '../experiment/experimentSlice';
import type { LibrarySlice } from './librarySlice';
import type { SourcesSlice } from '../sources/sourcesSlice';
import type { ModelSlice } from '../sources/modelSlice';
import type { Origins } from '../sources/provenance';

export interface OlderTrialsSlice {
  /** Trials of the present experiment, oldest version first. Empty once the person has decided about them. */
  readonly older: readonly OlderRecord[];
  /** Looks for them in the database. */
  readonly findOlder: (experiment: Experiment) => Promise<void>;
  /** Puts them into the library, one entry per version. Resolves with whether they are stored there. */
  readonly keepOlder: () => Promise<boolean>;
  /** Leaves them in the database and does not mention them again. */
  readonly dismissOlder: () => void;
}

/** Ids of trials about which the person has decided. */
const DECIDED = 'older-trials';
const MOST_DECIDED = 2_000;

export const createOlderTrialsSlice: StateCreator<
  OlderTrialsSlice & ExperimentSlice & LibrarySlice & SourcesSlice & ModelSlice,
  [],
  [],
  OlderTrialsSlice
> = (set, get) => {
  const decide = (about: readonly OlderRecord[]): void => {
    const ids = [...decided(), ...about.map(({ record }) => record.id)];
    writePreference(DECIDED, ids.slice(-MOST_DECIDED).join(' '));
    // Another experiment may have been opened in the meantime, whose trials nobody has decided about.
    set(({ older }) => ({ older: older.filter((one) => !about.includes(one)) }));
  };
  return {
    older: [],

    async findOlder(experiment) {
      const keys = trialSlots(experiment, {}, get()).map(({ key }) => key);
      // A database that does not answer is reported when there is something to store.
      const found = await readOlderRecords(keys).catch((): OlderRecord[] => []);
      if (!haveSameTrials(get().experiment, experiment)) return;
      const known = new Set(decided());
      const older = found.filter(({ record }) => isSettled(record) && !known.has(record.id));
      if (older.length > 0 || get().older.length > 0) set({ older });
    },

    async keepOlder() {
      const lab = get();
      const { aboutExperiment } = await import('../../../src/library/keep');
      await lab.loadLibrary();
      const versions = [...new Set(lab.older.map(({ version }) => version))];
      await lab.addEntries(
        versions.map((version) => {
          const name = `${aboutExperiment(lab.experiment)}, lab ${version}`.slice(0, MAX_NAME);
          const results = resultsOf(lab, version);
          return newEntry(results, { name, origin: { kind: 'kept' } }, new Date());
        }),
      );
      if (get().libraryProblem !== null) return false;
      decide(lab.older);
      return true;
    },

    dismissOlder: () => decide(get().older),
  };
};

const decided = (): string[] => (readPreference(DECIDED) ?? '').split(' ').filter((id) => id !== '');

function resultsOf(
  lab: Pick<OlderTrialsSlice & ExperimentSlice, 'experiment' | 'older'> & Origins,
  version: string,
): ResultsFile {
  const own = lab.older.filter((one) => one.version === version);
  const records = Object.fromEntries(own.map(({ key, record }) => [key, record]));
  const trials = trialSlots(lab.experiment, records, lab).flatMap(({ record }) => record ?? []);
  const [first] = trials;
  if (!first) throw new Error(`Lab ${version} measured none of these trials.`);
  return { version: RESULTS_VERSION, experiment: lab.experiment, environment: first.environment, trials };
}
