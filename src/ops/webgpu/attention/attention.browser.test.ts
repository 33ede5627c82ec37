import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Dropout } from '../../index';
import { attention, attentionBackward } from './dispatch';
import { attend, worstDifference, type AttentionInputs } from './attention.testing';
import { flashAttention, forwardTiling } from './flashAttention';
import { backwardTilings, flashAttentionBackward } from './flashAttentionBackward';
import type { Tiling } from './flashTiles';
import { flashPairBackward, pairTiling, type PairTiling } from './flashPairBackward';
import { Runner } from '../runtime/runner';

const DROPOUT_KEY = 77;
const DROPOUTS: readonly (Dropout | null)[] = [null, { rate: 0.2, site: 0x1234 }];

type Results = Record<'y' | 'logSumExp' | 'gradient', Float32Array>;

interface Case {
  readonly sequence: number;
  readonly heads: number;
  readonly width: number;
  readonly lengths: readonly number[];
  /** Whether the case also runs without dropout. */
  readonly plain?: boolean;
}

const CASES: readonly Case[] = [
  { sequence: 1, heads: 1, width: 1, lengths: [1], plain: true },
  { sequence: 1, heads: 2, width: 8, lengths: [1] },
  { sequence: 7, heads: 3, width: 10, lengths: [7, 1, 5, 4, 6], plain: true },
  { sequence: 7, heads: 3, width: 4, lengths: [7, 1, 6] },
  { sequence: 9, heads: 4, width: 16, lengths: [9, 8, 3], plain: true },
  { sequence: 33, heads: 2, width: 64, lengths: [31] },
  { sequence: 12, heads: 3, width: 8, lengths: [12, 1, 5] },
  { sequence: 24, heads: 2, width: 16, lengths: [9, 24, 3] },
  { sequence: 64, heads: 1, width: 20, lengths: [64, 1] },
  { sequence: 65, heads: 2, width: 16, lengths: [65, 1] },
  { sequence: 130, heads: 2, width: 5, lengths: [130, 77], plain: true },
  { sequence: 130, heads: 1, width: 32, lengths: [40, 130] },
  { sequence: 200, heads: 1, width: 16, lengths: [200] },
];

/**
 * The width with which a case runs on tiles. A software adapter takes seven seconds to compile the three kernels of a
 * width, so there are two: one that leaves some of a tile's threads without a part of the output, and one that does not.
 * Others take the kernels without tiles.
 */
const widthOnGpu = ({ width }: Case): number => (width % 4 !== 0 || width >= 32 ? width : 20);

/** Standard normal numbers times `scale`. */
const normal = (size: number, scale: number, seed: number): Float32Array =>
  tf.tidy(() => Float32Array.from(tf.randomNormal([size], 0, scale, 'float32', seed).dataSync()));

function inputsOf(
  { sequence, heads, width, lengths }: Case,
  dropout: Dropout | null,
  scale: number,
): AttentionInputs {
  const shape = { batch: lengths.length, sequence, heads };
  const size = shape.batch * sequence * heads * width;
  return {
    queryKeyValue: normal(size * 3, scale, sequence),
    dy: normal(size, 1, sequence + 1),
    lengths,
    shape,
    width,
    dropout,
    dropoutKey: DROPOUT_KEY,
  };
}

/** Fills tfjs's pool with buffers of NaN, so that an element that a kernel forgets to write is noticed. */
async function poison(sizes: readonly number[]): Promise<void> {
  const tensors = [...new Set(sizes)].flatMap((size) =>
    Array.from({ length: 6 }, () => tf.fill([size], NaN)),
  );
  await tensors[0]?.data();
  tf.dispose(tensors);
}

/** How a case is computed. */
interface Kernels {
  readonly forward: typeof attention;
  readonly backward: typeof attentionBackward;
}
const CHOSEN: Kernels = { forward: attention, backward: attentionBackward };

async function compute(runner: Runner, inputs: AttentionInputs, kernels: Kernels): Promise<Results> {
  const { shape, width, dropout } = inputs;
  const tokens = shape.batch * shape.sequence;
  const hidden = shape.heads * width;
  await poison([tokens * hidden, tokens * hidden * 3, tokens * shape.heads]);
  const before = tf.memory().numTensors;
  const queryKeyValue = tf.tensor(inputs.queryKeyValue, [tokens, 3 * hidden]);
  const dy = tf.tensor(inputs.dy, [tokens, hidden]);
  const lengths = tf.tensor([...inputs.lengths], [shape.batch], 'int32');
  runner.writeStep({ stepSize: 0, decay: 0, rootCorrection2: 0, dropoutKey: inputs.dropoutKey });
  const { y, logSumExp } = kernels.forward(runner, queryKeyValue, lengths, shape, dropout);
  const args = { dy, y, queryKeyValue, logSumExp, lengths, shape, dropout };
  const dispatches = runner.commands.dispatches;
  const gradient = kernels.backward(runner, args);
  expect(runner.commands.dispatches - dispatches).toBeLessThanOrEqual(2);
  expect(gradient.shape).toEqual([tokens, 3 * hidden]);
  const results: Results = {
    y: await runner.read([y]),
    logSumExp: await runner.read([logSumExp]),
    gradient: await runner.read([gradient]),
  };
  tf.dispose([queryKeyValue, dy, lengths, y, logSumExp, gradient]);
  expect(tf.memory().numTensors, 'tensors left over').toBe(before);
  return results;
}

/** Runs twice, with poisoned outputs: expects the reference's values, and the same bits both times. */
async function expectSame(
  runner: Runner,
  inputs: AttentionInputs,
  tolerance: number,
  kernels: Kernels = CHOSEN,
): Promise<Results> {
  const wanted = attend(inputs);
  const got = await compute(runner, inputs, kernels);
  const again = await compute(runner, inputs, kernels);
  for (const name of ['y', 'logSumExp', 'gradient'] as const) {
    expect(worstDifference(got[name], wanted[name]), name).toBeLessThanOrEqual(tolerance);
    expect(again[name], `${name}, run again`).toEqual(got[name]);
  }
  return got;
}

/** A padded key takes no part: its gradient is zero. */
function expectNoPart({ sequence, heads, width, lengths }: Case, gradient: Float32Array): void {
  const hidden = heads * width;
  for (const [b, length] of lengths.entries())
    for (let i = length; i < sequence; i++) {
      const row = (b * sequence + i) * 3 * hidden;
      expect(gradient.subarray(row + hidden, row + 3 * hidden).every((value) => value === 0)).toBe(true);
    }
}

describe.each([
  { variant: 'a row a thread', software: true, subgroups: false },
  { variant: 'by quads', software: true, subgroups: true },
  { variant: 'tiled', software: false, subgroups: false },
])('attention, $variant', ({ software, subgroups }) => {
  let runner: Runner;
  beforeAll(async () => {
    if (!(await tf.setBackend('webgpu'))) throw new Error('No WebGPU.');
    runner = new Runner({ software, subgroups });
    expect(runner.subgroups, 'the adapter has no subgroups').toBe(subgroups);
  });

  const cases = software ? CASES : CASES.map((example) => ({ ...example, width: widthOnGpu(example) }));

  for (const dropout of DROPOUTS)
    // Kernels take seconds to compile, and those with dropout contain all that the others do, so only a few run without
    // dropout. Rows of 64 are for one variant: the tiles that wide heads have on a GPU have tests of their own, and in
    // this case no quad has rows of its own.
    test.each(
      cases.filter(
        ({ width, plain }) => ((software && !subgroups) || width < 64) && (dropout !== null || plain),
      ),
    )(
      `$lengths of $sequence, $heads heads of $width, ${dropout ? 'with' : 'without'} dropout`,
      async (example) => {
        const inputs = inputsOf(example, dropout, 1.5);
        expectNoPart(example, (await expectSame(runner, inputs, 2e-5)).gradient);
      },
    );

  test('large scores do not overflow', async () => {
    const example: Case = { sequence: 6, heads: 2, width: 4, lengths: [6, 3] };
    const width = software ? example.width : widthOnGpu(example);
    await expectSame(runner, inputsOf({ ...example, width }, null, 60), 1e-3);
  });
});

describe('attention, by the tiles of wide heads', () => {
  let runner: Runner;
  beforeAll(async () => {
    if (!(await tf.setBackend('webgpu'))) throw new Error('No WebGPU.');
    runner = new Runner({ software: false });
  });

  const tiling = (rows: number, columns: number, down: number): Tiling => ({ rows, columns, down });

  /**
   * Heads of 64 and 128 have small tiles, and several vec4s of the output a thread. Kernels so wide take a software adapter
   * 20 seconds to compile, so one case has heads of 64; in the others narrow heads run with the tiles of wide ones, and
   * with fewer vec4s than the threads hold.
   */
  const WIDE_CASES: readonly [Case, forward: Tiling, query: Tiling, keyValue: Tiling][] = [
    [
      { sequence: 33, heads: 2, width: 20, lengths: [31] },
      ...([tiling(32, 16, 4), tiling(32, 32, 4), tiling(16, 32, 4)] as const),
    ],
    [
      { sequence: 19, heads: 2, width: 20, lengths: [18, 5] },
      ...([tiling(16, 16, 2), tiling(16, 16, 2), tiling(8, 16, 1)] as const),
    ],
    [
      { sequence: 11, heads: 1, width: 24, lengths: [9] },
      ...([tiling(16, 8, 1), tiling(8, 8, 1), tiling(8, 8, 1)] as const),
    ],
  ];

  test.each(WIDE_CASES)('%o, %o forward, %o and %o backward', async (example, forward, query, keyValue) => {
    const kernels: Kernels = {
      forward: (...args) => flashAttention(...args, forward),
      backward: (...args) => flashAttentionBackward(...args, { query, keyValue }),
    };
    const { gradient } = await expectSame(runner, inputsOf(example, DROPOUTS[1]!, 1.5), 2e-5, kernels);
    expectNoPart(example, gradient);
  });

  test('heads of 64, which RoBERTa has, by the kernels that they get on a GPU', async () => {
    const example: Case = { sequence: 33, heads: 2, width: 64, lengths: [31] };
    const { gradient } = await expectSame(runner, inputsOf(example, DROPOUTS[1]!, 1.5), 2e-5);
    expectNoPart(example, gradient);
  });

  test.each([4, 20, 64, 128])('there are tiles of at most 256 threads for heads of %i', (width) => {
    const backward = backwardTilings(runner, width);
    const tilings = [forwardTiling(runner, width), backward?.query, backward?.keyValue];
    for (const chosen of tilings) {
      const threads = chosen ? (chosen.columns / 4) * (chosen.rows / chosen.down) : Infinity;
      expect(threads).toBeLessThanOrEqual(256);
    }
  });
});

describe('attention, backward in one kernel', () => {
  let runner: Runner;
  beforeAll(async () => {
    if (!(await tf.setBackend('webgpu'))) throw new Error('No WebGPU.');
    runner = new Runner({ software: false });
  });

  const tiling = (
    rows: number,
    columns: number,
    down: number,
    rowArrays: 1 | 2,
    weightArrays: 1 | 2,
    turned = false,
  ): PairTiling => ({ rows, columns, down, rowArrays, weightArrays, turned });

  // Two widths, because the forward pass is compiled for each.
  const PAIR_CASES: readonly [Case, PairTiling, dropout: Dropout | null][] = [
    [{ sequence: 1, heads: 2, width: 20, lengths: [1] }, tiling(8, 8, 1, 1, 1), DROPOUTS[1]!],
    [{ sequence: 33, heads: 2, width: 20, lengths: [31] }, tiling(16, 16, 2, 1, 1), DROPOUTS[1]!],
    [{ sequence: 64, heads: 1, width: 20, lengths: [64, 1] }, tiling(16, 16, 4, 2, 1), DROPOUTS[1]!],
    [{ sequence: 65, heads: 2, width: 20, lengths: [65, 1] }, tiling(32, 32, 4, 2, 2), DROPOUTS[1]!],
    [{ sequence: 130, heads: 1, width: 4, lengths: [40, 130] }, tiling(64, 32, 4, 1, 1), DROPOUTS[1]!],
    [{ sequence: 70, heads: 2, width: 20, lengths: [67] }, tiling(32, 64, 4, 1, 1, true), DROPOUTS[1]!],
    [{ sequence: 35, heads: 1, width: 20, lengths: [35] }, tiling(16, 32, 2, 1, 1, true), null],
    [{ sequence: 131, heads: 1, width: 4, lengths: [77] }, tiling(16, 48, 2, 1, 2), DROPOUTS[1]!],
  ];

  test.each(PAIR_CASES)('%o, %o, dropout %o', async (example, chosen, dropout) => {
    const kernels: Kernels = { ...CHOSEN, backward: (...args) => flashPairBackward(...args, chosen) };
    const { gradient } = await expectSame(runner, inputsOf(example, dropout, 1.5), 2e-5, kernels);
    expectNoPart(example, gradient);
  });

  test('chosen where there are heads enough', async () => {
    const example: Case = { sequence: 9, heads: 8, width: 4, lengths: Array.from({ length: 16 }, () => 8) };
    const inputs = inputsOf(example, null, 1.5);
    expect(pairTiling(runner, 4, inputs.shape)).not.toBeNull();
    expect(pairTiling(runner, 4, { ...inputs.shape, heads: 7 })).toBeNull();
    const dispatches = runner.commands.dispatches;
    await expectSame(runner, inputs, 2e-5);
    expect(runner.commands.dispatches - dispatches, 'forward and backward, twice').toBe(4);
  });
});
