/** @file Says why rows that look alike were not pooled: which of their settings differ. */
import { groupBy, type NonEmpty } from '../base/groupBy';
import type { Pool } from './pooling';
import { adapterCode } from './rows';
import { differingSettings } from './settings';

/** Rows with one name, or with the same adapters, whose settings are not equal. */
export interface Apart {
  /** Whether one entry holds all of them, so that it compares them on purpose. */
  readonly withinOne: boolean;
  /** The scenario's names in the files. */
  readonly names: readonly string[];
  readonly differences: readonly {
    readonly label: string;
    /** Every value with the number of files that have it, the most frequent first. */
    readonly values: readonly { readonly words: string; readonly files: number }[];
  }[];
}

/** Compares pools with each other: first those with equal adapters, then those that share only a name. */
export function whatStaysApart(pools: readonly Pool[]): Apart[] {
  const byAdapters = groupBy(pools, ({ sources }) => adapterCode(sources[0]));
  const byName = groupBy(pools, ({ sources }) => sources[0].scenario.name);
  const alike = (group: NonEmpty<Pool>): boolean =>
    group.every(({ sources }) => adapterCode(sources[0]) === adapterCode(group[0].sources[0]));
  const found = [...[...byAdapters.values()], ...[...byName.values()].filter((group) => !alike(group))]
    .filter((group) => group.length > 1)
    .map(describe);
  // A setting of the experiment keeps all of its scenarios apart, so it is reported once.
  return [...groupBy(found, (each) => JSON.stringify([each.withinOne, each.differences])).values()].map(
    (same) => ({
      withinOne: same[0].withinOne,
      names: [...new Set(same.flatMap(({ names }) => names))],
      differences: same[0].differences,
    }),
  );
}

function describe(group: readonly Pool[]): Apart {
  const differences = differingSettings(group.map(({ sources }) => sources[0].settings));
  const entries = new Set(group.flatMap(({ sources }) => sources.map(({ entry }) => entry.id)));
  return {
    withinOne: entries.size === 1,
    names: [...new Set(group.flatMap(({ sources }) => sources.map(({ scenario }) => scenario.name)))],
    differences: differences.map(({ label, words }) => ({ label, values: countValues(words, group) })),
  };
}

function countValues(words: readonly (string | null)[], group: readonly Pool[]) {
  const files = new Map<string, Set<string>>();
  group.forEach(({ sources }, i) => {
    const value = words[i] ?? 'none';
    const entries = files.get(value) ?? new Set();
    for (const { entry } of sources) entries.add(entry.id);
    files.set(value, entries);
  });
  return [...files]
    .map(([value, entries]) => ({ words: value, files: entries.size }))
    .sort((a, b) => b.files - a.files);
}
