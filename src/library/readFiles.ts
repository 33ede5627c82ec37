/** @file Results files into entries: each whole or not at all, with a word on every one that is left out. */
import { describeError, LabError } from '../errors';
import type { ResultsFile } from '../experiment/results';
import { parseResults } from '../experiment/resultsFile';
import { validateExperiment, validateScenario } from '../experiment/validate';
import { nextTask } from '../train/nextTask';
import { type LibraryEntry, MAX_NAME, newEntry } from './entry';

/** Bytes of one file: thirty times what the largest experiment of a class writes. */
export const MAX_FILE_BYTES = 50_000_000;
/** Files at a time. */
export const MAX_FILES = 500;
/** Characters of a trial's id, message and device: they are shown. */
const MAX_TEXT = 5000;

/** What this needs of a `File`. */
export interface PickedFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly text: () => Promise<string>;
}

export interface LeftOut {
  readonly file: string;
  readonly message: string;
  readonly remedy: string;
}

export interface Reading {
  readonly entries: readonly LibraryEntry[];
  /** Files of which every trial is in the library, or in a file read before; they make no entry. */
  readonly known: readonly { readonly file: string; readonly as: string }[];
  readonly leftOut: readonly LeftOut[];
  /** Trials of `entries` that are in the library already, or in a file read before. */
  readonly duplicates: number;
}

/**
 * Reads one after another, each in a task of its own, so that the page stays alive. Never throws for what a file holds.
 * @param onProgress told before each file how many have been read
 */
export async function readFiles(
  files: readonly PickedFile[],
  library: readonly LibraryEntry[],
  onProgress: (done: number) => void = () => undefined,
): Promise<Reading> {
  const now = Date.now();
  const holders = new Map<string, string>();
  const hold = (entry: LibraryEntry): void => {
    for (const { id } of entry.results.trials) if (!holders.has(id)) holders.set(id, entry.name);
  };
  library.forEach(hold);
  const entries: LibraryEntry[] = [];
  const known: { file: string; as: string }[] = [];
  const leftOut: LeftOut[] = [];
  let duplicates = 0;
  for (const [i, file] of files.entries()) {
    const name = shown(file.name);
    onProgress(i);
    await nextTask();
    try {
      if (i >= MAX_FILES)
        throw new LabError(`More than ${MAX_FILES} files at a time.`, 'Import the rest afterwards.');
      const results = await readFile(file);
      const { trials } = results;
      const there = trials.filter(({ id }) => holders.has(id));
      const [first] = there;
      if (first && there.length === trials.length) {
        known.push({ file: name, as: holders.get(first.id) ?? '' });
        continue;
      }
      duplicates += there.length;
      // Apart by a millisecond, so that they keep the order in which they came.
      const at = new Date(now + entries.length);
      const entry = newEntry(results, { name: stem(name), origin: { kind: 'file', name } }, at);
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
  const results = parseResults(text);
  checkBounds(results);
  return results;
}

/** What the schema allows and the lab never writes. @throws LabError */
function checkBounds({ experiment, trials }: ResultsFile): void {
  const remedy = 'Choose a file that this lab wrote.';
  const [problem] = validateExperiment(experiment);
  if (problem !== undefined) throw new LabError(problem, remedy);
  const checked = new Set<string>();
  trials.forEach(({ id, message, environment, scenario }, i) => {
    const long = [id, message ?? '', environment.device, environment.labVersion, environment.userAgent].find(
      (text) => text.length > MAX_TEXT,
    );
    if (long !== undefined)
      throw new LabError(`trials[${i}] holds a text of ${long.length} characters.`, remedy);
    const code = JSON.stringify(scenario);
    if (checked.has(code)) return;
    const [wrong] = validateScenario(scenario, i);
    if (wrong !== undefined) throw new LabError(`trials[${i}]: ${wrong}`, remedy);
    checked.add(code);
  });
}

/** A file's name as it is shown: without what would turn the line around it. */
function shown(name: string): string {
  const clean = name.replace(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, '').trim();
  return clean === '' ? 'file' : clean.slice(0, 200);
}

function stem(name: string): string {
  const bare = name.replace(/\.json$/i, '').trim();
  return (bare === '' ? name : bare).slice(0, MAX_NAME);
}
