import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { layOut } from '../../flat';
import type { Adapter, AttentionShape } from '../../index';
import { attention, attentionBackward } from '../attention/dispatch';
import { WebGPUFlat } from './flat';
import { wgsl } from './kernel';
import { linear, linearBackward } from '../linear/linear';
import { Runner } from './runner';

const SHAPE: AttentionShape = { batch: 2, sequence: 16, heads: 2 };
const TOKENS = SHAPE.batch * SHAPE.sequence;
const HIDDEN = 32;

/** A LoRA layer and attention, forward and backward. */
function pass(runner: Runner, rank: number): void {
  const of = (...shape: number[]): tf.Tensor => runner.tensor(shape);
  const adapter: Adapter = {
    a: of(rank, HIDDEN),
    b: of(HIDDEN, rank),
    rank,
    modules: 1,
    adapted: [0],
    scaling: 1,
    dropout: null,
  };
  const layer = { weight: of(HIDDEN, HIDDEN), bias: of(HIDDEN), adapter };
  const x = of(TOKENS, HIDDEN);
  const { lowRank } = linear(runner, x, layer);
  const gradients = new WebGPUFlat(
    runner,
    layOut([
      { name: 'a', shape: [rank, HIDDEN], decay: true },
      { name: 'b', shape: [HIDDEN, rank], decay: true },
    ]),
  );
  linearBackward(runner, {
    dy: of(TOKENS, HIDDEN),
    input: { kind: 'kept', x },
    linear: layer,
    lowRank,
    gradients: { weight: null, bias: null, a: gradients.slot('a'), b: gradients.slot('b') },
    throughGelu: null,
    needsDx: true,
    accumulateInto: null,
  });
  const queryKeyValue = of(TOKENS, 3 * HIDDEN);
  const lengths = of(SHAPE.batch);
  const { y, logSumExp } = attention(runner, queryKeyValue, lengths, SHAPE, null);
  const dy = of(TOKENS, HIDDEN);
  attentionBackward(runner, { dy, y, queryKeyValue, logSumExp, lengths, shape: SHAPE, dropout: null });
}

/** By kernel: whether it asks for subgroups. */
function kernelsOf(runner: Runner, rank = 8): ReadonlyMap<string, boolean> {
  const { kernels } = runner.dryRun(() => new Map([['pass', () => pass(runner, rank)]]));
  return new Map([...kernels].map(([name, source]) => [name, wgsl(source()).includes('enable subgroups;')]));
}

describe('the choice of kernels that work in quads', () => {
  beforeAll(async () => {
    if (!(await tf.setBackend('webgpu'))) throw new Error('No WebGPU.');
  });

  test('the device has subgroups where the adapter does', async () => {
    const adapter = await navigator.gpu.requestAdapter();
    const { device } = new Runner({ software: true }).backend;
    expect(device.features.has('subgroups')).toBe(adapter!.features.has('subgroups'));
  });

  test('on a software adapter with subgroups all of a layer works in quads', () => {
    const kernels = kernelsOf(new Runner({ software: true, subgroups: true }));
    expect(kernels.size).toBe(8);
    expect([...kernels].filter(([, subgroups]) => !subgroups)).toEqual([]);
  });

  test('a rank that is no multiple of 4 leaves the kernels that need whole vec4s of ranks', () => {
    const kernels = kernelsOf(new Runner({ software: true, subgroups: true }), 3);
    const plain = [...kernels].filter(([, subgroups]) => !subgroups).map(([name]) => name.split(' ')[0]);
    expect(plain.sort()).toEqual(['adapterGradients', 'lowRank']);
  });

  test.each([
    { software: true, subgroups: false },
    { software: false, subgroups: true },
  ])('none does with $software and $subgroups', ({ software, subgroups }) => {
    const kernels = kernelsOf(new Runner({ software, subgroups }));
    expect(kernels.size).toBeGreaterThan(0);
    expect([...kernels.values()]).not.toContain(true);
  });
});
