import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { LabError } from '../../../base/errors';
import { layOut } from '../../flat';
import type { Dropout, TokenBatch } from '../../index';
import { rowsById } from '../../rowsById';
import { Comparison, integers, maker, type Side } from '../testing';

const PAD = 1;
const TABLES = ['word', 'position', 'tokenType', 'gamma', 'beta'] as const;

describe.each([true, false])('embed, kernels for software adapters: %s', (software) => {
  let comparison: Comparison;
  beforeAll(async () => {
    comparison = await Comparison.create({ software });
    comparison.beginStep({ learningRate: 0, step: 1, dropoutKey: 12345 });
  });

  const dropouts: (Dropout | null)[] = [null, { rate: 0.25, site: 1 }];
  for (const dropout of dropouts)
    test.each([
      { batch: 5, sequence: 7, width: 30, types: 2 },
      { batch: 3, sequence: 40, width: 16, types: 1 },
      { batch: 4, sequence: 50, width: 20, types: 3 },
    ])(
      `$batch x $sequence, width $width, ${dropout ? 'with' : 'without'} dropout`,
      async ({ batch, sequence, width, types }) => {
        const random = maker(sequence);
        const rows = batch * sequence;
        const vocabulary = 17;
        const tokens = Int32Array.from({ length: rows }, (_, i) => (i * i + 3 * i) % vocabulary);
        const positions = Int32Array.from({ length: rows }, (_, i) =>
          tokens[i] === PAD ? PAD : 2 + (i % sequence),
        );
        expect(tokens).toContain(PAD);
        const tokenTypes = Int32Array.from({ length: rows }, (_, i) => ((i * 5) % 7) % types);
        const values = {
          word: random(vocabulary, width),
          position: random(sequence + 4, width),
          tokenType: random(types, width),
          gamma: random(width),
          beta: random(width),
        };
        const dOut = random(rows, width);
        // RoBERTa's padding row gets no gradient; BERT's position table has none.
        const padPosition = dropout ? PAD : null;
        const batchOn = (side: Side): TokenBatch => ({
          batch,
          sequence,
          tokens: side.tensor({ shape: [rows], values: tokens }),
          positions: side.tensor({ shape: [rows], values: positions }),
          types: side.tensor({ shape: [rows], values: tokenTypes }),
          lengths: side.tensor(integers(...Array.from({ length: batch }, () => sequence))),
          rows: {
            byToken: side.tensor(integers(...rowsById(tokens, PAD))),
            byPosition: side.tensor(integers(...rowsById(positions, padPosition))),
          },
        });
        const results = await comparison.expectSame((side) => {
          const flat = side.flat(values);
          const tables = {
            word: flat.slot('word'),
            position: side.tensor(values.position),
            tokenType: flat.slot('tokenType'),
            gamma: flat.slot('gamma'),
            beta: side.tensor(values.beta),
          };
          const onDevice = batchOn(side);
          const { y, saved } = side.ops.embed(onDevice, tables, 1e-5, dropout, true);
          const plain = side.ops.embed(onDevice, tables, 1e-5, null, false);
          expect(plain.saved).toBeNull();
          const gradients = side.flat(
            Object.fromEntries(TABLES.map((table) => [table, values[table].shape])),
          );
          const slots = {
            word: gradients.slot('word'),
            position: gradients.slot('position'),
            tokenType: gradients.slot('tokenType'),
            gamma: gradients.slot('gamma'),
            beta: gradients.slot('beta'),
          };
          side.ops.embedBackward(
            side.tensor(dOut),
            onDevice,
            tables,
            saved!,
            dropout,
            slots,
            PAD,
            padPosition,
          );
          return { y, plain: plain.y, ...saved!, ...slots };
        }, 2e-5);
        expect(results.word!.slice(PAD * width, (PAD + 1) * width).every((value) => value === 0)).toBe(true);
        expect(results.word!.some((value) => value !== 0)).toBe(true);
      },
    );
});

/** The limits in bytes: they have room for activations of 4 x 5 tokens, but not for a table of 100 rows. */
describe.each([
  { width: 16, maxBindingBytes: 2600, ranges: 3 },
  { width: 30, maxBindingBytes: 4000, ranges: 4 },
])('a word table of width $width in $ranges bindings', ({ width, maxBindingBytes, ranges }) => {
  const vocabulary = 100;
  const [batch, sequence] = [4, 5];
  const rows = batch * sequence;
  const random = maker(width);
  const values = {
    word: random(vocabulary, width),
    position: random(sequence + 2, width),
    tokenType: random(2, width),
    gamma: random(width),
    beta: random(width),
  };
  // The first and last row of the table, and rows beside every border between ranges.
  const tokens = Int32Array.of(0, 99, 31, 32, 33, 39, 40, 41, 63, 64, 65, 79, 80, 81, 95, 96, 97, 1, 2, 98);
  const host = {
    tokens,
    positions: Int32Array.from({ length: rows }, (_, i) => 2 + (i % sequence)),
    types: Int32Array.from({ length: rows }, (_, i) => i % 2),
  };

  test('gives what one binding gives', async () => {
    const comparison = await Comparison.create({ software: true, maxBindingBytes });
    comparison.webgpu.meter.reset();
    await comparison.expectSame((side) => {
      const onDevice: TokenBatch = {
        batch,
        sequence,
        tokens: side.tensor({ shape: [rows], values: host.tokens }),
        positions: side.tensor({ shape: [rows], values: host.positions }),
        types: side.tensor({ shape: [rows], values: host.types }),
        lengths: side.tensor(integers(5, 5, 5, 5)),
        rows: null,
      };
      const tables = {
        word: side.tensor(values.word),
        position: side.tensor(values.position),
        tokenType: side.tensor(values.tokenType),
        gamma: side.tensor(values.gamma),
        beta: side.tensor(values.beta),
      };
      return { y: side.ops.embed(onDevice, tables, 1e-5, null, false).y };
    });
    expect(comparison.webgpu.meter.dispatches).toBe(2 * (ranges + 1)); // run twice, with a LayerNorm each
  });

  test('is refused by name where it must be bound as a whole', async () => {
    const { webgpu } = await Comparison.create({ software: true, maxBindingBytes });
    const layout = layOut([{ name: 'word', shape: [vocabulary, width], decay: true }]);
    expect(() => webgpu.flat(layout)).toThrow(/parameters to train take.*this GPU/);
    const x = tf.tensor2d(values.word.values as Float32Array, [vocabulary, width]);
    expect(() => webgpu.tanh(x)).toThrow(LabError);
    x.dispose();
  });
});

test('roberta-base, whose word table has 154 MB, where a binding may have 128 MiB', async () => {
  const [vocabulary, width] = [50_265, 768];
  const { webgpu: ops } = await Comparison.create({ software: true, maxBindingBytes: 128 * 2 ** 20 });
  // One element of each row tells which row it is.
  const word = new Float32Array(vocabulary * width);
  for (let row = 0; row < vocabulary; row++) word[row * width + (row % width)] = 1 + row / vocabulary;
  const tokens = Int32Array.of(0, 1, 43_690, 43_691, 43_692, 50_264, 25_000, 50_000);
  const host = { tokens, positions: new Int32Array(8), types: new Int32Array(8) };
  const batch: TokenBatch = {
    batch: 1,
    sequence: 8,
    tokens: tf.tensor1d(tokens, 'int32'),
    positions: tf.tensor1d(host.positions, 'int32'),
    types: tf.tensor1d(host.types, 'int32'),
    lengths: tf.tensor1d([8], 'int32'),
    rows: null,
  };
  const tables = {
    word: tf.tensor2d(word, [vocabulary, width]),
    position: tf.zeros([1, width]),
    tokenType: tf.zeros([1, width]),
    gamma: tf.ones([width]),
    beta: tf.zeros([width]),
  };
  // The epsilon is so large that LayerNorm hardly scales; only the row's one element stands out.
  const { y, saved } = ops.embed(batch, tables, 1e6, null, false);
  const values = await ops.read([y]);
  expect(saved).toBeNull();
  for (const [i, token] of tokens.entries()) {
    const row = values.subarray(i * width, (i + 1) * width);
    expect(row.indexOf(Math.max(...row)), `token ${token}`).toBe(token % width);
    const mean = (1 + token / vocabulary) / width;
    expect(row[token % width]! * 1e3, `token ${token}`).toBeCloseTo(mean * (width - 1), 4);
  }
  tf.dispose([y, Object.values(tables), batch.tokens, batch.positions, batch.types, batch.lengths]);
});
