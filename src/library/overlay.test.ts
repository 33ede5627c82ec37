/** @file */
import { describe, expect, it } from 'vitest';
import { SCENARIO_COLORS } from '../experiment/colors';
import { DEFAULT_EXPERIMENT, DEFAULT_TRAINING } from '../experiment/defaults';
import type { Experiment, Scenario } from '../experiment/experiment';
import type { LibraryEntry } from './entry';
import { sentenceHits } from '../results/measureTrials';
import { tenRows } from '../results/testing';
import { overlayRows, type OverlayMode } from './overlay';
import { sourceRows } from './rows';
import { entry, lostTrial, LOWER, trial, UPPER } from './testing';

const overlay = (entries: readonly LibraryEntry[], mode: OverlayMode) =>
  overlayRows(entries.flatMap(sourceRows), mode);
const facts = (entries: readonly LibraryEntry[], mode: OverlayMode) =>
  overlay(entries, mode).rows.map(({ scenario, counts, distinct }) => ({
    name: scenario.name,
    accuracies: distinct.map(({ accuracy }) => accuracy),
    ...counts,
  }));
const only = (scenario: Scenario): Partial<Experiment> => ({ scenarios: [scenario] });

describe('pooling', () => {
  it('takes scenarios of equal settings together, whatever they are called', () => {
    const renamed = { ...UPPER, name: 'oben', color: '#123456' };
    const rows = facts(
      [
        entry('anna', [trial(UPPER, 1, { accuracy: 0.8 }), trial(UPPER, 2, { accuracy: 0.9 })], only(UPPER)),
        entry('ben', [trial(renamed, 3, { accuracy: 0.7 })], only(renamed)),
      ],
      'together',
    );
    expect(rows).toEqual([
      {
        ...{ name: 'upper', accuracies: [0.8, 0.9, 0.7] },
        ...{ seeds: 3, done: 3, others: 0, files: 2, sameSeeds: false },
      },
    ]);
  });

  it('counts a seed once, with the mean of its copies, in the order of seeds', () => {
    const [row] = facts(
      [
        entry('anna', [trial(UPPER, 2, { accuracy: 0.5 }), trial(UPPER, 1, { accuracy: 0.8 })], only(UPPER)),
        entry('ben', [trial(UPPER, 1, { accuracy: 0.9 })], only(UPPER)),
        entry('cem', [trial(UPPER, 1, { accuracy: 1 })], only(UPPER)),
      ],
      'together',
    );
    expect(row?.accuracies[0]).toBeCloseTo(0.9, 12);
    expect(row).toMatchObject({ seeds: 2, done: 4, files: 3, sameSeeds: false });
    expect(row?.accuracies[1]).toBe(0.5);
  });

  it('averages what copies of a seed say of each sentence, and keeps a single trial as it is', () => {
    const of = (name: string, seeds: readonly number[], right: number) =>
      entry(
        name,
        seeds.map((seed) => trial(UPPER, seed, tenRows(right))),
        only(UPPER),
      );
    const [row] = overlay([of('anna', [1, 2], 6), of('ben', [1], 8)], 'together').rows;
    const [both, single] = (row?.distinct ?? []).map(sentenceHits);
    expect(Array.from(both?.hits ?? [])).toEqual([1, 1, 1, 1, 1, 1, 0.5, 0.5, 0, 0]);
    expect(Array.from(single?.hits ?? [])).toEqual([1, 1, 1, 1, 1, 1, 0, 0, 0, 0]);
    expect(both?.id).toBe(single?.id);
    expect(row?.distinct[0]).toMatchObject({ accuracy: 0.7 });
    expect(row?.distinct[0]).not.toHaveProperty('correct');
  });

  it('says when all files ran the same seeds, and only then', () => {
    const of = (seeds: readonly number[], name: string) =>
      entry(
        name,
        seeds.map((seed) => trial(UPPER, seed)),
        only(UPPER),
      );
    const same = (...entries: LibraryEntry[]) => facts(entries, 'together')[0]?.sameSeeds;
    expect(same(of([1, 2], 'a'), of([2, 1], 'b'))).toBe(true);
    expect(same(of([1, 2], 'a'), of([], 'b'), of([1, 2], 'c'))).toBe(true);
    expect(same(of([1, 2], 'a'), of([1], 'b'))).toBe(false);
    expect(same(of([1, 2], 'a'), of([3, 4], 'b'))).toBe(false);
    expect(same(of([1, 2], 'a'))).toBe(false);
  });

  it('counts trials that did not end as done apart, and a seed by its copies that did', () => {
    const entries = [
      entry('anna', [lostTrial(UPPER, 1), trial(UPPER, 2, { accuracy: 0.6 })], only(UPPER)),
      entry('ben', [trial(UPPER, 1, { accuracy: 0.7 }), lostTrial(UPPER, 3)], only(UPPER)),
    ];
    expect(facts(entries, 'together')).toMatchObject([
      { accuracies: [0.7, 0.6], seeds: 2, done: 2, others: 2, files: 2 },
    ]);
    expect(facts(entries, 'file')).toMatchObject([
      { accuracies: [0.6], others: 1 },
      { accuracies: [0.7], others: 1 },
    ]);
  });

  it('counts a trial that stands in several files once, and in both of them where each is shown alone', () => {
    const shared = trial(UPPER, 1, { accuracy: 0.8 });
    const [a, b] = [
      entry('a', [shared], only(UPPER)),
      entry('b', [shared, shared, trial(UPPER, 2)], only(UPPER)),
    ];
    expect(overlay([a, b], 'together').duplicates).toBe(2);
    expect(facts([a, b], 'together')).toMatchObject([{ seeds: 2, done: 2 }]);
    expect(facts([a, b], 'file')).toMatchObject([{ done: 1 }, { done: 1 }]);
    expect(facts([b], 'file')).toMatchObject([{ done: 2 }]);
    expect(overlay([b], 'file').duplicates).toBe(1);
  });

  it('leaves apart what was trained otherwise, and names the settings', () => {
    const slow = { training: { ...DEFAULT_TRAINING, learningRate: 1e-3 } };
    const entries = [
      entry('anna', [trial(UPPER, 1)]),
      entry('ben', [trial(UPPER, 1)]),
      entry('cem', [trial(UPPER, 1)], slow),
    ];
    const { rows, apart } = overlay(entries, 'together');
    expect(rows.map(({ scenario }) => scenario.name)).toEqual([
      'lower – learning rate 0.003',
      'upper – learning rate 0.003',
      'lower – cem',
      'upper – cem',
    ]);
    expect(apart).toEqual([
      {
        withinOne: false,
        names: ['lower', 'upper'],
        differences: [
          {
            label: 'Learning rate',
            values: [
              { words: '0.003', files: 2 },
              { words: '0.001', files: 1 },
            ],
          },
        ],
      },
    ]);
    expect(overlay(entries, 'file').apart).toEqual([]);
  });

  it('leaves apart models, data, durations and adapters', () => {
    const differing = (change: Partial<Experiment>): string[] =>
      overlay(
        [entry('a', [], only(UPPER)), entry('b', [], { ...only(UPPER), ...change })],
        'together',
      ).apart.flatMap(({ differences }) => differences.map(({ label }) => label));
    expect(differing({ model: 'roberta-base' })).toEqual(['Model']);
    expect(differing({ dataset: 'stanfordnlp/sst2' })).toEqual(['Data set']);
    expect(differing({ data: { ...DEFAULT_EXPERIMENT.data, subset: 'x' } })).toEqual(['Subset']);
    expect(differing({ training: { ...DEFAULT_TRAINING, duration: { unit: 'epochs', count: 2 } } })).toEqual([
      'Steps',
      'Epochs',
    ]);
    expect(differing({ scenarios: [{ ...UPPER, rank: 4 } as Scenario] })).toEqual(['Rank']);
    expect(differing({ scenarios: [{ ...UPPER, init: 'local:x' }] })).toEqual(['Begins with']);
    expect(differing({ scenarios: [{ name: 'upper', color: '#000000', method: 'full' }] })).toEqual([
      'Method',
      'Modules',
      'Rank',
      'Alpha',
      'rsLoRA',
    ]);
  });

  it('goes by what counts: a scenario that says what the experiment says anyway is no other', () => {
    const own = { ...UPPER, learningRate: DEFAULT_TRAINING.learningRate };
    const seeds = { firstSeed: 7, trials: 9 };
    const entries = [
      entry('a', [trial(UPPER, 1)], only(UPPER)),
      entry('b', [trial(own, 7)], { ...only(own), ...seeds }),
    ];
    expect(facts(entries, 'together')).toMatchObject([{ seeds: 2 }]);
  });

  it('does not go by how trials are compared, nor by a choice of rows that chooses nothing', () => {
    const judging = { delta: 3, upTo: 20, looks: 'end', measure: 'mcc' } as const;
    const perSeed = { ...DEFAULT_TRAINING, rowChoice: 'per-seed' } as const;
    const files = (own: Partial<Experiment>) => [
      entry('a', [trial(UPPER, 1)], only(UPPER)),
      entry('b', [trial(UPPER, 7)], { ...only(UPPER), ...own }),
    ];
    expect(facts(files({ judging }), 'together')).toMatchObject([{ seeds: 2 }]);
    expect(facts(files({ training: perSeed }), 'together')).toMatchObject([{ seeds: 2 }]);
    const few = { ...perSeed, trainingRows: 100 };
    expect(facts(files({ training: few }), 'together')).toMatchObject([{ seeds: 1 }, { seeds: 1 }]);
  });

  it('goes by what a trial says of itself, not by its file’s list', () => {
    const other = { ...UPPER, rank: 2 } as Scenario;
    const rows = facts([entry('a', [trial(UPPER, 1), trial(other, 1)], only(UPPER))], 'together');
    expect(rows.map(({ name, seeds }) => ({ name, seeds }))).toEqual([
      { name: 'upper – a', seeds: 1 },
      { name: 'upper – a 2', seeds: 1 },
    ]);
  });
});

describe('rows of several experiments', () => {
  it('have names and colours of their own', () => {
    const entries = ['anna', 'ben', 'ben'].map((name) => entry(name, []));
    const { rows } = overlay([...entries, entry('dora', [], only({ ...LOWER, name: 'niedrig' }))], 'file');
    expect(rows.map(({ scenario }) => scenario.name)).toEqual([
      'lower – anna',
      'upper – anna',
      'lower – ben',
      'upper – ben',
      'lower – ben 2',
      'upper – ben 2',
      'niedrig',
    ]);
    const colors = rows.map(({ scenario }) => scenario.color);
    expect(colors).toEqual([LOWER, UPPER, LOWER, UPPER, LOWER, UPPER, LOWER].map(({ color }) => color));
    expect(colors.every((color) => SCENARIO_COLORS.includes(color))).toBe(true);
  });

  it('keep the colour that most files give a scenario, in whatever order they come', () => {
    const recoloured = { ...UPPER, color: '#123456' };
    const files = [
      entry('anna', [trial(recoloured, 1)], only(recoloured)),
      entry('ben', [trial(UPPER, 2)], only(UPPER)),
      entry('cem', [trial(UPPER, 3)], only(UPPER)),
      entry('dora', [trial({ ...LOWER, color: UPPER.color }, 1)], only({ ...LOWER, color: UPPER.color })),
    ];
    const colorOf = (entries: readonly LibraryEntry[], mode: OverlayMode) =>
      new Map(overlay(entries, mode).rows.map((row) => [row.sources[0].code, row.scenario.color]));
    const colors = colorOf(files, 'together');
    expect([...colors.values()]).toContain(UPPER.color);
    expect(new Set(colors.values()).size).toBe(2);
    expect(colorOf(files.toReversed(), 'together')).toEqual(new Map([...colors].reverse()));
    expect(colorOf(files, 'file')).toEqual(colors);
  });

  it('keep their plain names where nothing clashes', () => {
    expect(facts([entry('anna', [])], 'file').map(({ name }) => name)).toEqual(['lower', 'upper']);
  });

  it('tell what else they differ in', () => {
    const of = (labVersion: string) => ({ ...trial(UPPER, 1).environment, labVersion });
    const { labVersions, localSources, datasets, repeats } = overlay(
      [
        entry('a', [trial(UPPER, 1, { environment: of('0.2.0') })], { dataset: 'local:x.csv' }),
        entry('b', [trial(UPPER, 1, { environment: of('0.1.0') }), lostTrial(UPPER, 2)]),
      ],
      'file',
    );
    expect(labVersions).toEqual(['0.1.0', '0.2.0']);
    expect(localSources).toEqual(['local:x.csv']);
    expect(datasets).toEqual(['local:x.csv', 'review-sentences']);
    expect(repeats).toBe(false);
    expect(overlay([entry('a', [trial(UPPER, 1)]), entry('b', [trial(UPPER, 1)])], 'file').repeats).toBe(
      true,
    );
  });
});

describe('a class', () => {
  it('of 30 files with 20 trials of 2,000 steps each is pooled in no time', () => {
    const losses = Array.from({ length: 2000 }, (_, i) => 1 / (i + 1));
    const entries = Array.from({ length: 30 }, (_, file) =>
      entry(
        `student ${file}`,
        Array.from({ length: 20 }, (_, i) =>
          trial(structuredClone(i % 2 ? LOWER : UPPER), 1 + ((file * 5 + i) % 50), {
            losses,
            accuracy: 0.5 + i / 100,
          }),
        ),
      ),
    );
    const began = performance.now();
    const { rows } = overlay(entries, 'together');
    const first = performance.now() - began;
    expect(rows.map(({ counts }) => counts.done)).toEqual([300, 300]);
    expect(rows.every(({ counts }) => counts.files === 30 && counts.seeds <= 50)).toBe(true);
    const again = performance.now();
    expect(overlay(entries, 'file').rows).toHaveLength(60);
    const second = performance.now() - again;
    // A person notices a tenth of a second; the machine may be busy.
    expect(first + second).toBeLessThan(500);
  });
});
