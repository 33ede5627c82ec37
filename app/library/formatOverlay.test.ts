/** @file */
import { describe, expect, it } from 'vitest';
import { DEFAULT_TRAINING } from '../../src/experiment/defaults';
import { overlayRows } from '../../src/library/overlay';
import { sourceRows } from '../../src/library/rows';
import { entry, lostTrial, trial, UPPER } from '../../src/library/testing';
import type { LibraryEntry } from '../../src/library/entry';
import { overlayGroups, validationBehind } from './overlayGroups';
import {
  formatApart,
  formatCopies,
  formatEvidence,
  formatOrigin,
  formatReading,
  formatSameSeeds,
  seedRange,
} from './formatOverlay';

const only = { scenarios: [UPPER] };
const pooled = (...entries: LibraryEntry[]) => overlayRows(entries.flatMap(sourceRows), 'together');

describe('the evidence', () => {
  it('is told in seeds, files and trials', () => {
    const { rows } = pooled(
      entry('a', [trial(UPPER, 1), trial(UPPER, 2)], only),
      entry('b', [trial(UPPER, 1), lostTrial(UPPER, 4)], only),
    );
    expect(rows.map(formatEvidence)).toEqual(['n = 2 distinct seeds from 2 files (3 trials); 1 diverged']);
    expect(formatCopies(rows)).toContain('n counts seeds, not trials');
    expect(formatSameSeeds(rows)).toBe('');
  });

  it('is none where nothing is finished', () => {
    expect(pooled(entry('a', [lostTrial(UPPER, 1)], only)).rows.map(formatEvidence)).toEqual([
      'no finished trial; 1 diverged',
    ]);
  });

  it('comes with a warning where everybody ran the same seeds', () => {
    const of = (name: string) =>
      entry(
        name,
        [1, 2, 3].map((seed) => trial(UPPER, seed)),
        only,
      );
    const { rows } = pooled(of('a'), of('b'), of('c'));
    expect(formatSameSeeds(rows)).toMatch(
      /^All 3 ran the same seeds \(1 to 3\): 9 trials, but the evidence of 3\./,
    );
    expect(formatCopies(pooled(of('a')).rows)).toBe('');
  });

  it('names seeds in short', () => {
    expect(seedRange([1, 2, 3])).toBe('1 to 3');
    expect(seedRange([4])).toBe('4');
    expect(seedRange([1, 3])).toBe('1, 3');
    expect(seedRange([1, 3, 5, 7, 9, 11, 13, 15])).toBe('1, 3, 5, 7, 9, 11 and 2 more');
  });
});

it('what stays apart is told by setting', () => {
  const slow = { ...only, training: { ...DEFAULT_TRAINING, learningRate: 1e-3 } };
  const { apart } = pooled(entry('a', [], only), entry('b', [], only), entry('c', [], slow));
  expect(apart.map(formatApart)).toEqual(['upper: learning rate 0.003 (2 files), 0.001 (1 file)']);
  expect(apart.map(({ withinOne }) => withinOne)).toEqual([false]);
  const kept = { scenarios: [UPPER, { ...UPPER, name: 'upper slow', learningRate: 1e-3 }] };
  const one = pooled(
    entry(
      'sweep',
      kept.scenarios.map((scenario) => trial(scenario, 1)),
      kept,
    ),
  );
  expect(one.apart.length).toBeGreaterThan(0);
  expect(one.apart.every(({ withinOne }) => withinOne)).toBe(true);
});

it('different data, models and names of files are told', () => {
  const overlay = pooled(
    entry('a', [], { ...only, dataset: 'local:x.csv' }),
    entry('b', [], { ...only, model: 'roberta-base' }),
  );
  expect(formatOrigin(overlay)).toEqual([
    expect.stringContaining('different data sets (local:x.csv, review-sentences)'),
    expect.stringContaining('different models (roberta-base, roberta-mini)'),
    expect.stringContaining('local:x.csv is known by name only'),
  ]);
});

it('a report says what became of the files', () => {
  const left = { file: 'x.json', message: 'm', remedy: 'r' };
  const reading = { entries: [entry('a', [])], known: [], leftOut: [], duplicates: 0 };
  expect(formatReading(reading)).toBe('1 imported');
  expect(formatReading({ ...reading, leftOut: [left, left], known: [{ file: 'y', as: 'a' }] })).toBe(
    '1 imported, 2 left out, 1 already here',
  );
});

describe('the groups that are drawn', () => {
  const { rows } = pooled(
    entry('a', [trial(UPPER, 2, { accuracy: 0.5 }), trial(UPPER, 1, { accuracy: 0.6 })], only),
    entry('b', [trial(UPPER, 1, { accuracy: 0.8 }), lostTrial(UPPER, 3)], only),
  );
  const lab = { usable: {}, sources: {} as never, commits: {} };

  it('have one accuracy a seed, and every trial’s cost', () => {
    const { measured, costs, slots } = overlayGroups(rows, lab, 'accuracy');
    expect(measured).toHaveLength(1);
    expect(measured[0]?.accuracies.map((accuracy) => accuracy.toFixed(3))).toEqual(['0.700', '0.500']);
    expect(measured[0]?.bySeed.map(({ seed }) => seed)).toEqual([1, 2]);
    expect(measured[0]?.others).toEqual({ diverged: 1, failed: 0, cancelled: 0 });
    expect(costs[0]?.done).toHaveLength(3);
    expect(slots.map(({ record }) => record?.scenario.name)).toEqual(['upper', 'upper', 'upper', 'upper']);
  });

  it('know how many validation sentences there were, where all agree', () => {
    const experiment = rows[0]!.sources[0]!.entry.results.experiment;
    const lab = { experiment, inspection: null };
    expect(validationBehind(rows, lab).rows).toBe(400);
    const all = { ...only, training: { ...DEFAULT_TRAINING, validationRows: null } };
    expect(
      validationBehind([...rows, ...pooled(entry('c', [trial(UPPER, 1)], all)).rows], lab).rows,
    ).toBeNull();
    expect(validationBehind([], lab)).toEqual({ rows: null, guessing: null });
  });
});
