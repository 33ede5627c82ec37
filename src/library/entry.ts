/** @file An entry of the library: one experiment's results with what a person says about them. */
import { LabError } from '../base/errors';
import type { ResultsFile } from '../results/results';

/** Of what an entry holds beside its results, which have a version of their own. */
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
  /** ISO 8601. */
  readonly addedAt: string;
  /** `kept` from the lab, or imported from a file of this name. */
  readonly origin: { readonly kind: 'kept' } | { readonly kind: 'file'; readonly name: string };
  readonly results: ResultsFile;
}

/** What a person changes of an entry. */
export type EntryChange = Partial<Pick<LibraryEntry, 'name' | 'note' | 'tags' | 'results' | 'addedAt'>>;

/** One that a newer lab wrote, or of newer results: it stays as it is. */
export interface ForeignEntry {
  readonly id: string;
  readonly name: string;
  readonly version: number;
}

/** Oldest first. */
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

/** A name as typed: on one line, not too long. @throws LabError for none at all */
export function tidyName(text: string): string {
  const name = oneLine(text).slice(0, MAX_NAME).trim();
  if (name === '') throw new LabError('An entry of the library needs a name.', 'Write one.');
  return name;
}

/** The tags that `text` adds, comma-separated, to those there are: each once, whatever its case. */
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
