/** @file Formats how complete an entry is, and finds entries by text and tag. */
import { sortOutcomes } from '../stats/outcomes';
import type { LibraryEntry } from './entry';
import { sourceRows } from './rows';

/** "complete", or "18 of 20 done, 1 diverged". */
export function formatStatus(entry: LibraryEntry): string {
  const { scenarios, trials } = entry.results.experiment;
  const done = sourceRows(entry).reduce(
    (sum, row) => sum + new Set(sortOutcomes(row.trials).done.map(({ seed }) => seed)).size,
    0,
  );
  const asked = Math.max(done, scenarios.length * trials);
  const others = Object.entries(sortOutcomes(entry.results.trials).others)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${status}`);
  return [done === asked ? 'complete' : `${done} of ${asked} done`, ...others].join(', ');
}

/** Entries that hold every word of `text` in name, note, tags, model or data, and the tag, if one is asked for. */
export function matching(
  entries: readonly LibraryEntry[],
  text: string,
  tag: string | null,
): readonly LibraryEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && tag === null) return entries;
  return entries.filter(({ name, note, tags, results }) => {
    const { model, dataset, scenarios } = results.experiment;
    const all = [name, note, model, dataset, ...tags, ...scenarios.map((scenario) => scenario.name)];
    const haystack = all.join('\n').toLowerCase();
    return (tag === null || tags.includes(tag)) && words.every((word) => haystack.includes(word));
  });
}

/** Every tag in use, those of most entries first. */
export function allTags(entries: readonly LibraryEntry[]): string[] {
  const uses = new Map<string, number>();
  for (const { tags } of entries) for (const tag of tags) uses.set(tag, (uses.get(tag) ?? 0) + 1);
  return [...uses].sort(([a, m], [b, n]) => n - m || a.localeCompare(b)).map(([tag]) => tag);
}
