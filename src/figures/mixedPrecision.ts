/** @file What figures say where trials train in mixed precision: they cost less, and their values are rounded. */
import { listed } from '../results/engines';
import type { ScenarioResults } from './scenarioResults';

/** A sentence of a caption; empty where all train in float32. It is the same before a run and after it. */
export function formatMixed(groups: readonly Pick<ScenarioResults, 'scenario' | 'isMixed'>[]): string {
  const mixed = groups.filter(({ isMixed }) => isMixed);
  if (mixed.length === 0) return '';
  if (mixed.length === groups.length) return 'Trials train in mixed precision.';
  return `Trials of ${listed(mixed.map(({ scenario }) => scenario.name))} train in mixed precision, the others in float32.`;
}

/** The same in few words, for the line at the foot of a picture. */
export function mixedInShort(groups: readonly Pick<ScenarioResults, 'isMixed'>[]): string {
  const count = groups.filter(({ isMixed }) => isMixed).length;
  return count === 0 ? '' : count === groups.length ? 'mixed precision' : 'mixed precision and float32';
}
