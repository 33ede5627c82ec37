/** @file Gives rows of different experiments distinct names and colours. */
import { groupBy } from '../base/groupBy';
import { nextColor } from '../experiment/colors';
import type { Scenario } from '../experiment/experiment';
import type { Pool } from './pooling';
import { differingSettings } from './settings';

/**
 * Gives each pool's scenario a name of its own. Its colour is that of all rows with the same settings, whoever handed them
 * in, and of no others as far as the palette reaches.
 */
export function nameRows(pools: readonly Pool[]): (Pool & { scenario: Scenario })[] {
  const colors = colorsOf(pools);
  return withUniqueNames(pools).map(({ pool, name }) => {
    const { scenario, code } = pool.sources[0];
    return { ...pool, scenario: { ...scenario, name, color: colors.get(code) ?? scenario.color } };
  });
}

/** A colour for each code of settings: the one that most files give it, those with the most files first. */
function colorsOf(pools: readonly Pool[]): ReadonlyMap<string, string> {
  const byCode = groupBy(
    pools.flatMap(({ sources }) => sources),
    ({ code }) => code,
  );
  const frequent = [...byCode].sort(([, a], [, b]) => b.length - a.length);
  const taken: { color: string }[] = [];
  const colors = new Map<string, string>();
  for (const [code, rows] of frequent) {
    const own = mostFrequent(rows.map(({ scenario }) => scenario.color.toLowerCase()));
    const color = own === null || taken.some((other) => other.color === own) ? nextColor(taken) : own;
    taken.push({ color });
    colors.set(code, color);
  }
  return colors;
}

/** "upper", or "upper – Anna" if several have that name; pools of several files are told apart by a setting. */
function withUniqueNames(pools: readonly Pool[]): { pool: Pool; name: string }[] {
  const plain = pools.map((pool) => ({ pool, name: commonName(pool) }));
  const rivals = groupBy(plain, ({ name }) => name);
  const used = new Set<string>();
  return plain.map(({ pool, name }) => {
    const others = (rivals.get(name) ?? []).map((each) => each.pool);
    const marked = others.length < 2 ? name : `${name} – ${mark(pool, others)}`;
    let unique = marked;
    for (let i = 2; used.has(unique); i++) unique = `${marked} ${i}`;
    used.add(unique);
    return { pool, name: unique };
  });
}

/** The name that most files give the scenario; the first of equally frequent ones. */
const commonName = ({ sources }: Pool): string =>
  mostFrequent(sources.map(({ scenario }) => scenario.name)) ?? '';

/** The most frequent of the texts, the first of equally frequent ones; null if there are none. */
function mostFrequent(texts: readonly string[]): string | null {
  const votes = new Map<string, number>();
  for (const text of texts) votes.set(text, (votes.get(text) ?? 0) + 1);
  const most = Math.max(...votes.values());
  return [...votes].find(([, count]) => count === most)?.[0] ?? null;
}

/** What distinguishes the pool from others of the same name. */
function mark(pool: Pool, rivals: readonly Pool[]): string {
  const [first] = pool.sources;
  if (pool.sources.every(({ entry }) => entry.id === first.entry.id)) return short(first.entry.name);
  const [difference] = differingSettings(rivals.map(({ sources }) => sources[0].settings));
  const words = difference?.words[rivals.indexOf(pool)];
  return difference ? `${difference.label.toLowerCase()} ${words ?? 'none'}` : short(first.entry.name);
}

/** Cuts a name to 40 characters, because names are written beside every row of every picture. */
function short(name: string): string {
  return name.length > 40 ? `${name.slice(0, 39).trimEnd()}…` : name;
}
