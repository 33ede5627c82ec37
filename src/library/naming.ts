/** @file Gives rows of different experiments distinct names and colours. */
import { groupBy } from '../base/groupBy';
import { nextColor } from '../experiment/colors';
import type { Scenario } from '../experiment/experiment';
import type { Pool } from './pooling';
import { differingSettings } from './settings';

/** Gives each pool's scenario a name of its own, and a colour of its own as far as the palette reaches. */
export function nameRows(pools: readonly Pool[]): (Pool & { scenario: Scenario })[] {
  const taken: { color: string }[] = [];
  return withUniqueNames(pools).map(({ pool, name }) => {
    const { scenario } = pool.sources[0];
    const clashes = taken.some(({ color }) => color.toLowerCase() === scenario.color.toLowerCase());
    const color = clashes ? nextColor(taken) : scenario.color;
    taken.push({ color });
    return { ...pool, scenario: { ...scenario, name, color } };
  });
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
function commonName({ sources }: Pool): string {
  const votes = new Map<string, number>();
  for (const { scenario } of sources) votes.set(scenario.name, (votes.get(scenario.name) ?? 0) + 1);
  const most = Math.max(...votes.values());
  return [...votes].find(([, count]) => count === most)?.[0] ?? '';
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
