/** @file Holds what lessons and docs/measurements.md say of the embedded model to the recorded runs, by the lab's verdicts. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { measureTrials } from '../results/measureTrials';
import { parseResults } from '../results/resultsFile';
import { allDifferences } from '../stats/comparisons/differences';
import { planLooks } from '../stats/comparisons/looks';
import { recordedPath } from './recorded';

/** What is said of a recorded run's first seeds, at one look. */
interface Claims {
  readonly name: string;
  readonly seeds: number;
  /** "first > second". All other pairs are open or a wash. */
  readonly better: readonly string[];
  /** "first = second". */
  readonly washes: readonly string[];
}

/** Each of these above each of those. */
const above = (these: readonly string[], those: readonly string[]): string[] =>
  these.flatMap((first) => those.map((second) => `${first} > ${second}`));

const CLAIMS: readonly Claims[] = [
  { name: 'opening', seeds: 5, better: ['lower > upper'], washes: [] },
  { name: 'combinations', seeds: 5, better: ['all r=8 > value+up r=8'], washes: [] },
  {
    name: 'layers',
    seeds: 20,
    better: above(['lower', 'all', 'even'], ['upper']).concat(above(['lower', 'all'], ['even'])),
    washes: ['lower = all'],
  },
  {
    name: 'layers',
    seeds: 5,
    better: [...above(['lower', 'all', 'even'], ['upper']), 'all > even'],
    washes: [],
  },
  {
    name: 'components',
    seeds: 5,
    better: [
      ...above(['up', 'down'], ['query', 'key', 'value', 'attention output']),
      ...above(['value', 'key'], ['query']),
    ],
    washes: [],
  },
  {
    name: 'partners',
    seeds: 5,
    better: [],
    washes: ['up = query+up', 'up = key+up', 'query+up = key+up'],
  },
  { name: 'rank', seeds: 5, better: [...above(['r=4', 'r=8', 'r=16'], ['r=1']), 'r=16 > r=2'], washes: [] },
  {
    name: 'rate',
    seeds: 5,
    better: [
      ...above(['r=8, 0.003', 'r=32 at α=8, 0.003'], ['r=8, 0.001']),
      ...above(
        ['r=8, 0.001', 'r=8, 0.003', 'r=32, 0.001', 'r=32 at α=8, 0.003'],
        ['r=8, 0.009', 'r=32, 0.009'],
      ),
    ],
    washes: [],
  },
  {
    name: 'methods',
    seeds: 5,
    better: [
      ...above(
        ['full fine-tuning', 'all r=8', 'all r=4', 'all r=1', 'up r=8', 'value+up r=8'],
        ['classifier only'],
      ),
      ...above(['all r=8'], ['all r=1', 'up r=8']),
    ],
    washes: ['all r=1 = up r=8'],
  },
  {
    name: 'precision',
    seeds: 5,
    better: [],
    washes: ['float16 = NF4', 'float32 = NF4', 'float32 = float16'],
  },
];

/** The verdicts on a recorded run's first seeds, but open ones. */
function verdictsOf({ name, seeds }: Claims) {
  const file = parseResults(readFileSync(`public/${recordedPath(name)}`, 'utf8'));
  const names = file.experiment.scenarios.map((scenario) => scenario.name);
  const compared = names.map((own) => {
    const trials = file.trials.filter(({ scenario, seed }) => scenario.name === own && seed <= seeds);
    return { values: measureTrials(trials, 'accuracy').bySeed, ended: trials.length };
  });
  const rows = file.trials[0]?.validationClasses?.reduce((sum, count) => sum + count, 0) ?? 0;
  const all = allDifferences(compared, { plan: planLooks(seeds, 'end'), firstSeed: 1, delta: 0.01, rows });
  const found = all.between.flatMap((row, i) =>
    row.map((pair, j) => ({ pair, first: names[i] ?? '', second: names[i + 1 + j] ?? '' })),
  );
  return {
    better: found.flatMap(({ pair, first, second }) =>
      pair?.verdict !== 'better'
        ? []
        : [pair.comparison.difference > 0 ? `${first} > ${second}` : `${second} > ${first}`],
    ),
    washes: found.flatMap(({ pair, first, second }) =>
      pair?.verdict === 'a wash' ? [`${first} = ${second}`] : [],
    ),
  };
}

describe('what is said of the embedded model', () => {
  it.each(CLAIMS)('holds in the recorded run $name, $seeds seeds', (claims) => {
    const { better, washes } = verdictsOf(claims);
    expect(better.sort()).toEqual([...claims.better].sort());
    expect(washes.sort()).toEqual([...claims.washes].sort());
  });
});
