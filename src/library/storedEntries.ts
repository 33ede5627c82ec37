/** @file Entries as the browser's database holds them, read as a stranger's. */
import { LabError } from '../base/errors';
import type { JsonPart } from '../base/json';
import { RESULTS_VERSION } from '../results/results';
import { checkTrialsBounds } from '../results/resultsBounds';
import { readResults } from '../results/resultsFile';
import { storedPart } from '../stored/storedPart';
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

/** Characters; of a scenario that was being edited when its results were kept. */
const MAX_SCENARIO_NAME = 1000;

/** A stored value that is no entry of this version or a later one. */
export interface BadEntry {
  readonly value: unknown;
  /** What is wrong with it, in a sentence. */
  readonly reason: string;
}

export interface StoredEntries {
  /** Oldest first. */
  readonly entries: readonly LibraryEntry[];
  readonly foreign: readonly ForeignEntry[];
  readonly bad: readonly BadEntry[];
}

/** What the database holds, apart: entries of this version, those of newer ones, and what is neither. */
export function sortStored(stored: readonly unknown[]): StoredEntries {
  const entries: LibraryEntry[] = [];
  const foreign: ForeignEntry[] = [];
  const bad: BadEntry[] = [];
  for (const value of stored) {
    const newer = newerEntry(value);
    if (newer) foreign.push(newer);
    else
      try {
        entries.push(readStoredEntry(value));
      } catch (error) {
        bad.push({ value, reason: error instanceof Error ? error.message : String(error) });
      }
  }
  return { entries: byAge(entries), foreign, bad };
}

/** One that a newer lab wrote, or that holds newer results; null for any other value. */
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

/** @throws LabError naming the first thing that is wrong */
export function readStoredEntry(value: unknown): LibraryEntry {
  const part = storedPart(value, 'The stored entry');
  const version = part.get('version').number(`${ENTRY_VERSION}`, (number) => number === ENTRY_VERSION);
  const results = readResults(part.get('results'));
  checkTrialsBounds(results.trials);
  for (const { name } of results.experiment.scenarios)
    if (name.length > MAX_SCENARIO_NAME)
      throw new LabError(`A scenario’s name has ${name.length} characters.`, '');
  const addedAt = text(part.get('addedAt'), 40);
  if (Number.isNaN(Date.parse(addedAt))) throw part.get('addedAt').wrong('a time');
  const tags = part.get('tags').map((tag) => text(tag, MAX_TAG));
  if (tags.length > MAX_TAGS) throw part.get('tags').wrong(`at most ${MAX_TAGS} tags`);
  return {
    version: version as typeof ENTRY_VERSION,
    id: text(part.get('id'), 200),
    name: text(part.get('name'), MAX_NAME),
    note: text(part.get('note'), MAX_NOTE),
    tags: [...new Set(tags)],
    addedAt,
    origin: readOrigin(part.get('origin')),
    results,
  };
}

function readOrigin(part: JsonPart): LibraryEntry['origin'] {
  return part.get('kind').oneOf(['kept', 'file']) === 'kept'
    ? { kind: 'kept' }
    : { kind: 'file', name: text(part.get('name'), 1000) };
}

function text(part: JsonPart, longest: number): string {
  const value = part.text();
  if (value.length > longest) throw new LabError(`${part.path} has ${value.length} characters.`, '');
  return value;
}
