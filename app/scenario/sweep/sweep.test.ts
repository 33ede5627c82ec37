/** @file The sweep's dialog without its page: what its form means, and its texts. */
import { describe, expect, it } from 'vitest';
import { scenarioId } from '../../../src/experiment/scenarioId';
import { DEFAULT_EXPERIMENT, DEFAULT_TRAINING } from '../../../src/experiment/defaults';
import type { Experiment, LoraScenario, Scenario } from '../../../src/experiment/experiment';
import { expandSweep, type Sweep } from '../../../src/experiment/sweep/sweep';
import { NO_AXES } from '../../../src/experiment/sweep/sweepAxes';
import type { MemoryBreakdown } from '../../../src/results/results';
import { basesOf, initialForm, readForm, toggled } from './sweepForm';
import { formatException, formatSize } from './formatSweep';
import { formatMemoryRange, sizesOf } from './memoryRange';

const all = { ...DEFAULT_EXPERIMENT.scenarios[0], name: 'all' } as LoraScenario;
const head: Scenario = { name: 'head', color: '#000000', method: 'classifier', learningRate: 1e-2 };
const experiment: Experiment = { ...DEFAULT_EXPERIMENT, scenarios: [all, head] };

describe('the form', () => {
  it('begins with what the scenarios agree on, and then changes nothing', () => {
    const form = initialForm(experiment);
    expect(form).toEqual({
      texts: { rank: '8', alpha: 'r', learningRate: '', duration: '150' },
      ...{ unit: 'steps', checkpointing: [false], precisions: ['f32'] },
    });
    const { axes, messages } = readForm(form);
    expect(messages).toEqual({});
    const sweep = { bases: experiment.scenarios, axes, training: DEFAULT_TRAINING, kept: [] };
    expect(expandSweep(sweep).scenarios).toEqual([all, { ...head, color: expect.any(String) as string }]);
  });
  it('reads every axis, and tells what is wrong with one beside the others', () => {
    const form = initialForm(experiment);
    const texts = { rank: '1, 4', alpha: '2r', learningRate: '1e-3 x', duration: '2 4' };
    const read = readForm({ ...form, texts, unit: 'epochs', checkpointing: [false, true] });
    expect(read).toEqual({
      axes: {
        ...{ rank: [1, 4], alpha: [{ timesRank: 2 }], learningRate: [] },
        duration: [
          { unit: 'epochs', count: 2 },
          { unit: 'epochs', count: 4 },
        ],
        ...{ checkpointing: [false, true], basePrecision: ['f32'] },
      },
      messages: { learningRate: 'Learning rate must be a number above 0, at most 10, not "x".' },
    });
  });
  it('keeps options in their order and scenarios by their ids', () => {
    expect(toggled(['a', 'b', 'c'], ['c'], 'a')).toEqual(['a', 'c']);
    expect(toggled(['a', 'b', 'c'], ['a', 'c'], 'c')).toEqual(['a']);
    expect(basesOf([all, head], new Set([scenarioId(all)]))).toEqual([head]);
  });
});

describe('its texts', () => {
  const sweep = (bases: readonly Scenario[]): Sweep => ({
    bases,
    axes: { ...NO_AXES, rank: [1, 8], alpha: [{ timesRank: 1 }, { alpha: 8 }] },
    training: DEFAULT_TRAINING,
    kept: [],
  });
  it('multiply where that is true, and tell where it is not', () => {
    const ranks = { ...sweep([all]), axes: { ...NO_AXES, rank: [1, 2, 4] } };
    expect(formatSize(ranks, expandSweep(ranks), 5)).toEqual({
      ...{ factors: '1 base scenario × 3 ranks =', scenarios: '3 scenarios' },
      ...{ seeds: '× 5 seeds =', trials: '15 trials' },
    });
    expect(formatException(ranks, expandSweep(ranks))).toEqual([]);
    const mixed = sweep([all, head]);
    const expanded = expandSweep(mixed);
    expect(formatSize(mixed, expanded, 1)).toMatchObject({
      factors: '2 base scenarios × 2 ranks × 2 alphas:',
      ...{ scenarios: '4 scenarios', seeds: '× 1 seed =', trials: '4 trials' },
    });
    expect(formatException(mixed, expanded)).toEqual([
      'Ranks do not apply to head: taken once.',
      'Alphas do not apply to head: taken once.',
      '“all r=8 alpha=8” would train just as “all r=8 alpha=r” does and is left out.',
    ]);
  });
  it('ask for each size once, and name the largest', () => {
    const rates = { ...NO_AXES, rank: [1, 8], learningRate: [1e-3, 2e-3] };
    const { scenarios } = expandSweep({ ...sweep([all, head]), axes: rates });
    const sizes = sizesOf(scenarios, DEFAULT_TRAINING);
    expect(sizes.map(({ name }) => name)).toEqual(['all r=1 lr=0.001', 'all r=8 lr=0.001', 'head lr=0.001']);
    const memory = (activations: number): MemoryBreakdown => ({
      ...{ weights: 1e6, adapters: 1e6, gradients: 1e6, optimizer: 1e6, activations, workspace: 1e6 },
    });
    expect(formatMemoryRange(sizes, [memory(15e6), memory(25.2e6), memory(1e6)])).toBe(
      '≈\u00a06.0 to 30.2\u00a0MB, the largest: all r=8 lr=0.001',
    );
    expect(formatMemoryRange(sizes, [memory(15e6), memory(2e9), null])).toBe(
      '≈\u00a020.0\u00a0MB to 2.00\u00a0GB, the largest: all r=8 lr=0.001',
    );
    expect(formatMemoryRange(sizes, [memory(15e6), memory(15e6), null])).toBe('≈\u00a020.0\u00a0MB');
    expect(formatMemoryRange(sizes, [null, null, null])).toBeNull();
  });
});
