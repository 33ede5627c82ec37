import { describe, expect, it } from 'vitest';
import { colorAt, SCENARIO_COLORS } from '../colors';
import { DEFAULT_EXPERIMENT, DEFAULT_TRAINING } from '../defaults';
import type { Experiment, LoraScenario, Scenario } from '../experiment';
import { expandSweep, type Sweep } from './sweep';
import { type SweepAxes, NO_AXES, sharedValue } from './sweepAxes';
import { SHADES } from './sweepColors';
import { moduleSet } from '../../architecture/modules';
import { seededRandom } from '../testing';
import { decodeExperiment, encodeExperiment } from '../address/url';
import { MAX_NAME_LENGTH, validateExperiment } from '../validate';

const all: LoraScenario = {
  name: 'all',
  color: colorAt(0),
  method: 'lora',
  modules: moduleSet(12, () => true),
  rank: 8,
  alpha: 8,
  rsLora: false,
};
const upper: LoraScenario = { ...all, name: 'upper', modules: moduleSet(12, (layer) => layer > 6) };
const head: Scenario = { name: 'head', color: colorAt(1), method: 'classifier' };
const full: Scenario = { name: 'full', color: colorAt(2), method: 'full', learningRate: 3e-4 };

const sweep = (
  bases: readonly Scenario[],
  axes: Partial<SweepAxes>,
  kept: readonly Scenario[] = [],
): Sweep => ({
  bases,
  axes: { ...NO_AXES, ...axes },
  training: DEFAULT_TRAINING,
  kept,
});
const expand = (...args: Parameters<typeof sweep>) => expandSweep(sweep(...args));
const names = (...args: Parameters<typeof sweep>) => expand(...args).scenarios.map(({ name }) => name);

describe('expandGrid', () => {
  it('combines every value with every other, the first axis outermost', () => {
    const { scenarios, combinations, equal, problem } = expand([all], {
      rank: [1, 4],
      alpha: [{ timesRank: 1 }],
      learningRate: [1e-3, 4e-3],
    });
    expect({ combinations, equal, problem }).toEqual({ combinations: 4, equal: [], problem: null });
    expect(scenarios).toMatchObject([
      { name: 'all r=1 lr=0.001', rank: 1, alpha: 1, learningRate: 1e-3, color: colorAt(0) },
      { name: 'all r=1 lr=0.004', rank: 1, alpha: 1, learningRate: 4e-3, color: colorAt(1) },
      { name: 'all r=4 lr=0.001', rank: 4, alpha: 4, learningRate: 1e-3, color: colorAt(2) },
      { name: 'all r=4 lr=0.004', rank: 4, alpha: 4, learningRate: 4e-3, color: colorAt(3) },
    ]);
    expect(scenarios.every(({ duration }) => duration === undefined)).toBe(true);
  });

  it('names what varies, in the words of the lab, and every setting reaches the scenario', () => {
    const { scenarios } = expand([all], {
      alpha: [{ timesRank: 2 }, { alpha: 4 }],
      duration: [
        { unit: 'epochs', count: 1 },
        { unit: 'steps', count: 100 },
      ],
      checkpointing: [false, true],
      basePrecision: ['f32', 'int8'],
    });
    expect(scenarios).toHaveLength(16);
    expect(scenarios[0]).toMatchObject({
      name: 'all alpha=2r 1 epoch no checkpointing f32',
      ...{ alpha: 16, duration: { unit: 'epochs', count: 1 }, checkpointing: false, basePrecision: 'f32' },
    });
    expect(scenarios[15]).toMatchObject({
      name: 'all alpha=4 100 steps checkpointing int8',
      ...{ alpha: 4, duration: { unit: 'steps', count: 100 }, checkpointing: true, basePrecision: 'int8' },
    });
  });

  it('leaves alpha as it is where only the rank is swept', () => {
    expect(expand([all], { rank: [2, 16] }).scenarios).toMatchObject([
      { rank: 2, alpha: 8 },
      { rank: 16, alpha: 8 },
    ]);
  });

  it('replaces the old value in the name by the new one', () => {
    const named = (name: string): LoraScenario => ({ ...all, name });
    expect(names([named('LoRA r=8')], { rank: [1, 2] })).toEqual(['LoRA r=1', 'LoRA r=2']);
    expect(names([named('r=8, lr=0.001')], { rank: [1, 2] })).toEqual(['lr=0.001 r=1', 'lr=0.001 r=2']);
    expect(names([named('all r=8')], { learningRate: [1e-3, 2e-3] })).toEqual([
      'all r=8 lr=0.001',
      'all r=8 lr=0.002',
    ]);
  });

  it('sets a single value without a name for it, unless it is another', () => {
    expect(names([all], { rank: [8], learningRate: [1e-3, 2e-3] })).toEqual(['all lr=0.001', 'all lr=0.002']);
    expect(names([all], { rank: [16], learningRate: [1e-3, 2e-3] })).toEqual([
      'all r=16 lr=0.001',
      'all r=16 lr=0.002',
    ]);
    const [same] = expand([all], { rank: [8], learningRate: [DEFAULT_TRAINING.learningRate] }).scenarios;
    expect(same).toEqual(all);
  });

  it('takes a scenario once where a setting does not apply', () => {
    const axes = { rank: [1, 2, 4], alpha: [{ timesRank: 1 }, { timesRank: 2 }] };
    expect(names([upper, head, full], axes)).toEqual([
      ...['upper r=1 alpha=r', 'upper r=1 alpha=2r', 'upper r=2 alpha=r', 'upper r=2 alpha=2r'],
      ...['upper r=4 alpha=r', 'upper r=4 alpha=2r', 'head', 'full'],
    ]);
    const memory = { checkpointing: [false, true], basePrecision: ['f16', 'nf4'] as const };
    expect(names([head, full], memory)).toEqual([
      ...['head f16', 'head nf4', 'full no checkpointing', 'full checkpointing'],
    ]);
  });

  it('takes equal scenarios together and tells it', () => {
    const alphas = { rank: [4, 8], alpha: [{ timesRank: 1 }, { alpha: 8 }] };
    const { scenarios, combinations, equal } = expand([all], alphas);
    expect(combinations).toBe(4);
    expect(scenarios.map(({ name }) => name)).toEqual([
      'all r=4 alpha=r',
      'all r=4 alpha=8',
      'all r=8 alpha=r',
    ]);
    expect(equal).toEqual([{ name: 'all r=8 alpha=8', other: 'all r=8 alpha=r' }]);
  });

  it('knows a kept scenario that trains alike, wherever its settings stand', () => {
    const kept = [all, { ...head, learningRate: DEFAULT_TRAINING.learningRate }];
    const rates = { learningRate: [DEFAULT_TRAINING.learningRate, 1e-3] };
    const { scenarios, equal } = expand([all, head], rates, kept);
    expect(scenarios.map(({ name }) => name)).toEqual(['all lr=0.001', 'head lr=0.001']);
    expect(equal).toEqual([
      { name: 'all lr=0.003', other: 'all' },
      { name: 'head lr=0.003', other: 'head' },
    ]);
  });

  it('says how many there would be and how to get below what an experiment holds', () => {
    const twelve = Array.from({ length: 12 }, (_, i) => i + 1);
    const six = [1, 2, 3, 4, 5, 6].map((rate) => rate * 1e-3);
    const wide = expand([all], { rank: twelve, learningRate: six });
    expect(wide).toMatchObject({ combinations: 72, scenarios: [] });
    expect(wide.problem).toBe(
      'The sweep would have 72 scenarios, and an experiment holds at most 64: with 10 of the 12 ranks there would be 60.',
    );
    expect(expand([all], { rank: twelve.slice(2), learningRate: six }).problem).toBeNull();
    expect(
      expand([all], { rank: [1, 2, 3], learningRate: six }, Array<Scenario>(50).fill(head)).problem,
    ).toBe(
      'The sweep would have 18 scenarios beside the 50 there are, and an experiment holds at most 64: ' +
        'with 4 of the 6 learning rates there would be 12.',
    );
    const ranks = Array.from({ length: 64 }, (_, i) => i + 1);
    const huge = expand([all, upper], { rank: ranks, learningRate: ranks.map((n) => n / 100) });
    expect(huge.problem).toBe(
      'The sweep would have 8192 scenarios, and an experiment holds at most 64: ' +
        'leave out values, or scenarios to start from.',
    );
    expect(expand([], { rank: [1, 2] }).problem).toBe('Choose at least one scenario to start from.');
  });

  it('refuses what the scenarios may not have', () => {
    const { problem } = expand([all], { rank: [1000, 1024], alpha: [{ timesRank: 20 }] });
    expect(problem).toContain('alpha must be a number above 0, at most 10000, not 20000');
  });

  it('keeps names unique and short, cutting the base and not what varies', () => {
    const long = (end: string): LoraScenario => ({ ...all, name: 'x'.repeat(78) + end });
    const bases = [
      long('a'),
      { ...upper, name: long('b').name },
      { ...all, name: '😀'.repeat(40), rsLora: true },
    ];
    const result = names(bases, { rank: [1, 2], learningRate: [0.0012345678, 2e-3] });
    expect(new Set(result).size).toBe(12);
    for (const name of result) expect(name.length).toBeLessThanOrEqual(MAX_NAME_LENGTH);
    expect(result[0]).toMatch(/^x+ r=1 lr=0\.0012345678$/);
    expect(result[4]).toMatch(/^x+ r=1 lr=0\.0012345678 2$/);
    expect(result[11]).toMatch(/^(😀)+ r=2 lr=0.002$/);
  });

  it('makes scenarios that can be run and that the address brings back', () => {
    const random = seededRandom(7);
    const some = <T>(values: readonly T[]): T[] => values.filter(() => random() < 0.5);
    for (let i = 0; i < 50; i++) {
      const { scenarios, combinations, equal } = expand(some([all, upper, head, full]), {
        rank: some([1, 2, 4, 8]),
        alpha: some([{ timesRank: 1 }, { timesRank: 2 }, { alpha: 8 }]),
        learningRate: some([1e-3, 3e-3]),
        duration: some([{ unit: 'steps', count: 150 } as const, { unit: 'epochs', count: 2 } as const]),
        basePrecision: some(['f32', 'f16'] as const),
      });
      if (scenarios.length === 0) continue;
      expect(scenarios.length + equal.length).toBe(combinations);
      const experiment: Experiment = { ...DEFAULT_EXPERIMENT, scenarios };
      expect(validateExperiment(experiment)).toEqual([]);
      const back = decodeExperiment(encodeExperiment(experiment));
      expect(back).toEqual({ experiment, problems: [] });
    }
  });
});

describe('colours of a sweep', () => {
  const colors = (...args: Parameters<typeof sweep>) => expand(...args).scenarios.map(({ color }) => color);

  it('are all apart while the palette lasts, beside those that stay', () => {
    expect(colors([all, upper], { rank: [1, 2, 4, 8, 16] })).toEqual(SCENARIO_COLORS);
    expect(colors([upper], { rank: [1, 2] }, [all, head])).toEqual([colorAt(2), colorAt(3)]);
  });
  it('beyond, tell the base by hue and the next axis by shade', () => {
    const grown = colors([all, upper], { rank: [1, 2, 4, 8], learningRate: [1e-3, 2e-3] });
    expect(grown.slice(0, 3)).toEqual([SHADES[0][0], SHADES[0][0], SHADES[0][1]]);
    expect(grown.slice(8)).toEqual(SHADES[1].flatMap((shade) => [shade, shade]));
  });
  it('tell the first axis by hue where there is one base', () => {
    const one = colors([all], { rank: [1, 2, 4, 8], learningRate: [1e-3, 2e-3, 3e-3] });
    expect(one.slice(0, 4)).toEqual([SHADES[0][0], SHADES[0][2], SHADES[0][3], SHADES[1][0]]);
  });
  it('tell the base alone where there are too many hues for shades, and nothing for one axis', () => {
    const bases = Array.from({ length: 6 }, (_, i) => ({
      ...all,
      name: `to ${i + 1}`,
      modules: moduleSet(12, (layer) => layer <= i + 1),
    }));
    expect(colors(bases, { rank: [1, 2] })).toEqual(
      bases.flatMap((_, i) => [SCENARIO_COLORS[i], SCENARIO_COLORS[i]]),
    );
    const ranks = Array.from({ length: 12 }, (_, i) => i + 1);
    expect(colors([all], { rank: ranks })).toEqual(ranks.map((_, i) => colorAt(i)));
  });
});

describe('sharedValue', () => {
  it('is what all that have the setting agree on', () => {
    expect(sharedValue('rank', [all, head, full], DEFAULT_TRAINING)).toBe(8);
    expect(sharedValue('alpha', [all, { ...all, rank: 4, alpha: 4 }], DEFAULT_TRAINING)).toEqual({
      timesRank: 1,
    });
    expect(sharedValue('learningRate', [all, full], DEFAULT_TRAINING)).toBeNull();
    expect(sharedValue('learningRate', [all, head], DEFAULT_TRAINING)).toBe(DEFAULT_TRAINING.learningRate);
    expect(sharedValue('rank', [head], DEFAULT_TRAINING)).toBeNull();
  });
});
