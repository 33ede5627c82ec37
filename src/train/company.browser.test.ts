/** @file Trials that train together end as they do alone, on WebGPU: by lifted kernels of both kinds. */
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, it } from 'vitest';
import type { BasePrecision, Scenario } from '../experiment/experiment';
import { createWebGPUOps } from '../ops/webgpu';
import { useQuickTiles } from '../ops/webgpu/linear/quickTiles.testing';
import { alone, apart, outcomesOf, TINY, together } from './company.testing';
import { adapted } from './trial.testing';

const SEEDS = [1, 2, 5] as const;
const STEPS = { duration: { unit: 'steps', count: 8 } } as const;
const ALL = adapted(TINY, 1, 1);
const HEAD: Scenario = { name: 'head', color: '#000000', method: 'classifier' };
/** A module of several that are stacked, and one whose input is a GELU's. */
const TWO: Scenario = {
  ...{ name: 'value and down', color: '#000000', modules: [['value', 'down']] },
  ...{ method: 'lora', rank: 4, alpha: 4, rsLora: false },
};
const DORA: Scenario = { ...TWO, name: 'value and down with DoRA', dora: true };

interface Kernels {
  readonly kernels: string;
  readonly software: boolean;
  readonly subgroups: boolean;
  readonly scenarios: readonly Scenario[];
  readonly basePrecision?: BasePrecision;
}

describe.each<Kernels>([
  { kernels: 'by quads', software: true, subgroups: true, scenarios: [ALL, HEAD] },
  { kernels: 'in registers', software: true, subgroups: false, scenarios: [ALL] },
  // Each of these kernels takes a software adapter seconds to compile.
  { kernels: 'through workgroup memory', software: false, subgroups: false, scenarios: [TWO] },
  { kernels: 'by quads, NF4', software: true, subgroups: true, scenarios: [TWO, DORA], basePrecision: 'nf4' },
])('$kernels', ({ software, subgroups, scenarios, basePrecision = 'f32' }) => {
  const change = { ...STEPS, basePrecision };
  let putBack: (() => void) | null = null;
  afterEach(() => putBack?.());
  it.each(scenarios)('$name: every seed has the results that it has alone', async (scenario) => {
    if (!(await tf.setBackend('webgpu'))) throw new Error('No WebGPU.');
    if (!software) putBack = useQuickTiles();
    const ops = createWebGPUOps({ software, subgroups });
    const before = tf.memory().numTensors;
    const ends = await together({ ops, scenario, seeds: SEEDS, change });
    const outcomes = outcomesOf(ends);
    expect(tf.memory().numTensors).toBe(before);
    expect(ops.repeatedPasses).toBeGreaterThan(0);
    for (const [i, seed] of SEEDS.entries()) {
      const own = await alone({ ops, scenario, change }, seed);
      expect(outcomes[i]!.losses).toHaveLength(8);
      expect(apart(outcomes[i]!.losses, own.losses)).toBeLessThan(1e-6);
      expect(outcomes[i]!.correct).toBe(own.correct);
    }
    expect(apart(outcomes[0]!.losses, outcomes[1]!.losses)).toBeGreaterThan(1e-3);
  });
});
