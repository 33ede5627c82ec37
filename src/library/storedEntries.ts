/** @file Reads the library's stored entries as if a stranger had sent them. */
import * as v from 'valibot';
import { LabError } from '../base/errors';
import { fields, kinds, list, object, readAs, text, time } from '../base/schema';
import { type Breathe, breathing } from '../base/nextTask';
import { trialReader } from '../results/readInParts';
import { RESULTS_VERSION, type TrialRecord } from '../results/results';
import { checkTrialsBounds } from '../results/resultsBounds';
import { readResults } from '../results/resultsFile';
import { storedJson } from '../stored/storedJson';
import { isObject } from '../base/storedValues';
import {
  byAge,
  ENTRY_VERSION,
  type ForeignEntry,
  type LibraryEntry,
  MAX_NAME,
  MAX_NOTE,
  MAX_TAG,
  MAX_TAGS,
} from './entry';

/**
 * The most characters in a name. The limit is high because a scenario may have been kept while its name was being
 * edited.
 */
const MAX_SCENARIO_NAME = 1000;

/** A stored value that is no entry of this version or a later one. */
export interface BadEntry {
  readonly value: unknown;
  /** A sentence that says what is wrong with it. */
  readonly reason: string;
}

export interface StoredEntries {
  /** The entries, oldest first. */
  readonly entries: readonly LibraryEntry[];
  readonly foreign: readonly ForeignEntry[];
  readonly bad: readonly BadEntry[];
}

/** Sorts stored values, of which large ones are read in parts, with pauses. */
export async function sortStoredInParts(stored: readonly unknown[]): Promise<StoredEntries> {
  const breathe = breathing();
  const large = new Map<unknown, LibraryEntry>();
  for (const value of stored) {
    const entry = await readStoredInParts(value, breathe).catch(() => null);
    if (entry) large.set(value, entry);
  }
  // What could not be read in parts is read again at once, which says what is wrong with it.
  return sortStored(stored, (value) => large.get(value) ?? readStoredEntry(value));
}

/** Sorts stored values into entries of this version, entries of newer versions, and all others. */
export function sortStored(
  stored: readonly unknown[],
  read: (value: unknown) => LibraryEntry = readStoredEntry,
): StoredEntries {
  const entries: LibraryEntry[] = [];
  const foreign: ForeignEntry[] = [];
  const bad: BadEntry[] = [];
  for (const value of stored) {
    const newer = newerEntry(value);
    if (newer) foreign.push(newer);
    else
      try {
        entries.push(read(value));
      } catch (error) {
        bad.push({ value, reason: error instanceof Error ? error.message : String(error) });
      }
  }
  return { entries: byAge(entries), foreign, bad };
}

/** An entry that a newer lab wrote, or one with newer results; null for any other value. */
export function newerEntry(value: unknown): ForeignEntry | null {
  if (!isObject(value)) return null;
  const { id, version, name, results } = value;
  if (typeof id !== 'string' || !isVersion(version)) return null;
  const newerResults =
    isObject(results) && isVersion(results['version']) && results['version'] > RESULTS_VERSION;
  if (version <= ENTRY_VERSION && !newerResults) return null;
  return { id, name: typeof name === 'string' ? name.slice(0, MAX_NAME) : '', version };
}

const isVersion = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 1;

const named = (longest: number) =>
  v.pipe(
    text,
    v.maxLength(longest, ({ input }) => `a text of at most ${longest} characters: it has ${input.length}`),
  );

const OriginSchema = kinds(
  'kind',
  ['kept', 'file'],
  [fields({ kind: v.literal('kept') }), fields({ kind: v.literal('file'), name: named(1000) })],
);

/** An entry without its results. */
const EntrySchema = object({
  version: v.literal(ENTRY_VERSION, `${ENTRY_VERSION}`),
  id: named(200),
  name: named(MAX_NAME),
  note: named(MAX_NOTE),
  tags: v.pipe(list(named(MAX_TAG)), v.maxLength(MAX_TAGS, `at most ${MAX_TAGS} tags`)),
  addedAt: time,
  origin: OriginSchema,
  results: v.unknown(),
});

/** Entries with more trials are read one trial after another. */
const READ_AT_ONCE = 100;

/** @returns null for a small entry @throws as `readStoredEntry` does */
async function readStoredInParts(value: unknown, breathe: Breathe): Promise<LibraryEntry | null> {
  const results = isObject(value) ? value['results'] : null;
  const trials = isObject(results) ? results['trials'] : null;
  if (!isObject(value) || !isObject(results) || !Array.isArray(trials) || trials.length <= READ_AT_ONCE)
    return null;
  const around = readStoredEntry({ ...value, results: { ...results, trials: [] } });
  const read = trialReader();
  const records: TrialRecord[] = [];
  for (const [i, trial] of (trials as readonly unknown[]).entries()) {
    const path = `results.trials[${i}]`;
    records.push(read(storedJson(trial, path), path));
    await breathe();
  }
  return { ...around, results: { ...around.results, trials: records } };
}

/** @throws LabError naming the first thing that is wrong */
export function readStoredEntry(value: unknown): LibraryEntry {
  const entry = readAs(EntrySchema, storedJson(value, 'The stored entry'));
  const results = readResults(entry.results, 'results');
  checkTrialsBounds(results.trials);
  for (const { name } of results.experiment.scenarios)
    if (name.length > MAX_SCENARIO_NAME)
      throw new LabError(`A scenario’s name has ${name.length} characters.`, '');
  return { ...entry, tags: [...new Set(entry.tags)], results };
}
