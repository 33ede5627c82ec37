/**
 * @file Reads results files into entries: each file whole or not at all, with a message about every one that is left
 * out.
 */
import { describeError, LabError } from '../base/errors';
import type { ResultsFile } from '../results/results';
import { readResultsInParts } from '../results/readInParts';
import { nextTask } from '../base/nextTask';
import { type LibraryEntry, MAX_NAME, newEntry } from './entry';

/** The most bytes in a file: 10,000 trials of a thousand steps stay below it. */
export const MAX_FILE_BYTES = 300_000_000;
/** The most files in one import. */
export const MAX_FILES = 500;

/** What this needs from a `File`. */
export interface PickedFile {
  readonly name: string;
  /** The size in bytes. */
  readonly size: number;
  readonly text: () => Promise<string>;
}

/** Results that are to be read, under a name that messages use. */
export interface Source {
  readonly name: string;
  /** The name that the entry gets, if it is not the source's. */
  readonly entryName?: string;
  /** @throws LabError that says why there are none */
  readonly read: () => Promise<ResultsFile>;
}

export interface LeftOut {
  readonly file: string;
  readonly message: string;
  readonly remedy: string;
}

export interface Reading {
  readonly entries: readonly LibraryEntry[];
  /** Files of which every trial is already in the library, or in a file read before. They make no entry. */
  readonly known: readonly { readonly file: string; readonly as: string }[];
  readonly leftOut: readonly LeftOut[];
  /** Trials of `entries` that are in the library already, or in a file read before. */
  readonly duplicates: number;
}

/**
 * Reads files one after another, each in a task of its own, so that the page stays responsive. It never throws for what a file
 * holds.
 * @param onProgress called before each file with the number of files read
 */
export function readFiles(
  files: readonly PickedFile[],
  library: readonly LibraryEntry[],
  onProgress?: (done: number) => void,
): Promise<Reading> {
  const sources = files.map((file) => ({ name: file.name, read: () => readFile(file) }));
  return readSources(sources, library, onProgress);
}

/** The same for results of any origin. */
export async function readSources(
  sources: readonly Source[],
  library: readonly LibraryEntry[],
  onProgress: (done: number) => void = () => undefined,
): Promise<Reading> {
  const now = Date.now();
  const names = new Set(library.map(({ name }) => name));
  const holders = new Map<string, string>();
  const hold = (entry: LibraryEntry): void => {
    for (const { id } of entry.results.trials) if (!holders.has(id)) holders.set(id, entry.name);
  };
  library.forEach(hold);
  const entries: LibraryEntry[] = [];
  const known: { file: string; as: string }[] = [];
  const leftOut: LeftOut[] = [];
  let duplicates = 0;
  for (const [i, source] of sources.entries()) {
    const name = shown(source.name);
    onProgress(i);
    await nextTask();
    try {
      if (i >= MAX_FILES)
        throw new LabError(`More than ${MAX_FILES} at a time.`, 'Import the rest afterwards.');
      const results = await source.read();
      const { trials } = results;
      const there = trials.filter(({ id }) => holders.has(id));
      const [first] = there;
      if (first && there.length === trials.length) {
        known.push({ file: name, as: holders.get(first.id) ?? '' });
        continue;
      }
      duplicates += there.length;
      // The times differ by a millisecond so that the entries keep their order.
      const at = new Date(now + entries.length);
      const entry = newEntry(
        results,
        { name: unused(source.entryName ?? stem(name), names), origin: { kind: 'file', name } },
        at,
      );
      hold(entry);
      entries.push(entry);
    } catch (error) {
      leftOut.push({ file: name, ...describeError(error) });
    }
  }
  return { entries, known, leftOut, duplicates };
}

async function readFile(file: PickedFile): Promise<ResultsFile> {
  if (file.size > MAX_FILE_BYTES)
    throw new LabError(
      `The file has ${Math.ceil(file.size / 1e6)} MB; results files have ${MAX_FILE_BYTES / 1e6} MB at most.`,
      'Choose the file that “Save results” wrote.',
    );
  let text: string;
  try {
    text = await file.text();
  } catch {
    throw new LabError('The browser cannot read the file.', 'Copy it to another folder and choose it again.');
  }
  return readResultsInParts(text);
}

/** A file's name without characters that would turn the direction of the line around it. */
function shown(name: string): string {
  const clean = name.replace(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, '').trim();
  return clean === '' ? 'file' : clean.slice(0, 200);
}

/** The name, or with a number behind it if another entry has it; from then on it is taken. */
function unused(name: string, taken: Set<string>): string {
  let free = name;
  for (let i = 2; taken.has(free); i++) free = `${name.slice(0, MAX_NAME - 5)} ${i}`;
  taken.add(free);
  return free;
}

function stem(name: string): string {
  const bare = name.replace(/\.json$/i, '').trim();
  return (bare === '' ? name : bare).slice(0, MAX_NAME);
}
