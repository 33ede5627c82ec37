/** @file An entry of the library: one experiment's results, with a person's name, note and tags for them. */
import { LabError } from '../base/errors';
import type { ResultsFile } from '../results/results';

/** The version of an entry's format, without its results, which have their own version. */
export const ENTRY_VERSION = 1;

export const MAX_NAME = 120;
export const MAX_NOTE = 5000;
export const MAX_TAG = 40;
export const MAX_TAGS = 20;

export interface LibraryEntry {
  readonly version: typeof ENTRY_VERSION;
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly tags: readonly string[];
  /** The time at which it was kept, in ISO 8601. */
  readonly addedAt: string;
  /** The entry's origin: `kept` from the lab, or imported from a file of this name. */
  readonly origin: { readonly kind: 'kept' } | { readonly kind: 'file'; readonly name: string };
  readonly results: ResultsFile;
}

/** Fields of an entry that a person can change. */
export type EntryChange = Partial<Pick<LibraryEntry, 'name' | 'note' | 'tags' | 'results' | 'addedAt'>>;

/** An entry that a newer lab wrote, or one with newer results; it is left as it is. */
export interface ForeignEntry {
  readonly id: string;
  readonly name: string;
  readonly version: number;
}

/** The entries, oldest first. */
export function byAge(entries: readonly LibraryEntry[]): LibraryEntry[] {
  return [...entries].sort((a, b) =>
    a.addedAt < b.addedAt ? -1 : a.addedAt > b.addedAt ? 1 : a.id < b.id ? -1 : 1,
  );
}

export function newEntry(
  results: ResultsFile,
  about: Pick<LibraryEntry, 'name' | 'origin'>,
  now: Date,
): LibraryEntry {
  return {
    version: ENTRY_VERSION,
    id: crypto.getRandomValues(new Uint32Array(4)).join('-'),
    note: '',
    tags: [],
    addedAt: now.toISOString(),
    ...about,
    results,
  };
}

/** A typed name on one line and cut to the limit. @throws LabError if it is empty */
export function tidyName(text: string): string {
  const name = oneLine(text).slice(0, MAX_NAME).trim();
  if (name === '') throw new LabError('An entry of the library needs a name.', 'Write one.');
  return name;
}

/** The tags plus those that `text` adds, separated by commas; each tag once, ignoring case. */
export function addTags(tags: readonly string[], text: string): string[] {
  const all = [...tags];
  for (const part of text.split(',')) {
    const tag = oneLine(part).replace(/^#+/, '').slice(0, MAX_TAG).trim();
    const known = all.some((other) => other.toLowerCase() === tag.toLowerCase());
    if (tag !== '' && !known && all.length < MAX_TAGS) all.push(tag);
  }
  return all;
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Surrogate}\s]+/gu, ' ').trim();
}
