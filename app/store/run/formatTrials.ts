/** @file Trials of one scenario in words. */
import type { TrialSpec } from '../../../src/experiment/experiment';

/** `trial of “lower”, seed 1`, or of a company `trials of “lower”, seeds 1 to 5`. */
export function formatTrials(specs: readonly TrialSpec[]): string {
  const [first] = specs;
  if (!first) return 'trials';
  const words = specs.length > 1 ? 'trials' : 'trial';
  return `${words} of “${first.scenario.name}”, ${formatSeeds(specs.map(({ seed }) => seed))}`;
}

/** `seed 4`, `seeds 1 to 5`, or `seeds 1, 3 and 4`. */
export function formatSeeds(seeds: readonly number[]): string {
  const [first, last] = [seeds[0], seeds.at(-1)];
  if (first === undefined || last === undefined || seeds.length === 1) return `seed ${first ?? ''}`;
  if (seeds.length > 2 && last - first === seeds.length - 1) return `seeds ${first} to ${last}`;
  return `seeds ${seeds.slice(0, -1).join(', ')} and ${last}`;
}
