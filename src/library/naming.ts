/** @file Names and colours for rows that come from different experiments: no two alike. */
import { groupBy } from '../base/groupBy';
import { nextColor } from '../experiment/colors';
import type { Scenario } from '../experiment/experiment';
import type { Pool } from './pooling';
import { differingSettings } from './settings';

/** Each pool with a scenario that has a name of its own, and a colour of its own as far as the palette reaches. */
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

/** "upper", and where that is taken "upper – Anna"; pools of several files are told apart by a setting. */
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

/** What most files call the scenario; of equally many, the first. */
function commonName({ sources }: Pool): string {
  const votes = new Map<string, number>();
  for (const { scenario } of sources) votes.set(scenario.name, (votes.get(scenario.name) ?? 0) + 1);
  const most = Math.max(...votes.values());
  return [...votes].find(([, count]) => count === most)?.[0] ?? '';
}

/** What tells the pool from its rivals of the same name. */
function mark(pool: Pool, rivals: readonly Pool[]): string {
  const [first] = pool.sources;
  if (pool.sources.every(({ entry }) => entry.id === first.entry.id)) return short(first.entry.name);
  const [difference] = differingSettings(rivals.map(({ sources }) => sources[0].settings));
  const words = difference?.words[rivals.indexOf(pool)];
  return difference ? `${difference.label.toLowerCase()} ${words ?? 'none'}` : short(first.entry.name);
}

/** Names stand beside every row of every picture. */
function short(name: string): string {
  return name.length > 40 ? `${name.slice(0, 39).trimEnd()}…` : name;
}
