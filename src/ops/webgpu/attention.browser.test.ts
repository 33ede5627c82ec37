import { beforeAll, describe, expect, test } from 'vitest';
import { Comparison, integers, maker } from './testing';

interface Case {
  readonly batch: number;
  readonly sequence: number;
  readonly heads: number;
  readonly width: number;
  readonly lengths: readonly number[];
}

const CASES: readonly Case[] = [
  { batch: 1, sequence: 1, heads: 1, width: 1, lengths: [1] },
  { batch: 5, sequence: 7, heads: 3, width: 10, lengths: [7, 1, 5, 4, 6] },
  { batch: 3, sequence: 9, heads: 4, width: 16, lengths: [9, 8, 3] },
  { batch: 2, sequence: 130, heads: 2, width: 5, lengths: [130, 77] },
  { batch: 1, sequence: 33, heads: 2, width: 64, lengths: [31] },
];

describe('attention', () => {
  let comparison: Comparison;
  beforeAll(async () => {
    comparison = await Comparison.create(true);
    comparison.beginStep({ learningRate: 0, step: 1, dropoutKey: 77 });
  });

  for (const dropout of [null, { rate: 0.2, site: 0x1234 }])
    test.each(CASES)(
      `$batch x $sequence, $heads heads of $width, ${dropout ? 'with' : 'without'} dropout`,
      async ({ batch, sequence, heads, width, lengths }) => {
        const random = maker(sequence);
        const shape = { batch, sequence, heads };
        const [q, k, v, dOut] = Array.from({ length: 4 }, () => random(batch * sequence, heads * width));
        // Scores of some size, so that the softmax is not nearly uniform.
        for (const values of [q!, k!]) for (let i = 0; i < values.values.length; i++) values.values[i]! *= 3;
        const results = await comparison.expectSame((side) => {
          const [query, key, value, dy] = [q, k, v, dOut].map((values) => side.tensor(values!));
          const real = side.tensor(integers(...lengths));
          const forward = side.ops.attention(query!, key!, value!, real, shape, dropout);
          const backward = side.ops.attentionBackward({
            dy: dy!,
            query: query!,
            key: key!,
            value: value!,
            ...forward,
            lengths: real,
            shape,
            dropout,
          });
          return { ...forward, ...backward };
        }, 2e-5);
        // A padded key takes no part: its gradient is zero, and every value is finite.
        const padded = lengths.flatMap((length, b) =>
          Array.from({ length: sequence - length }, (_, i) => (b * sequence + length + i) * heads * width),
        );
        for (const row of padded) {
          expect(results.dKey![row]).toBe(0);
          expect(results.dValue![row]).toBe(0);
        }
        for (const values of Object.values(results)) expect(values.every(Number.isFinite)).toBe(true);
      },
    );

  test('large scores do not overflow', async () => {
    const random = maker(3);
    const big = (): ReturnType<typeof random> => {
      const values = random(6, 8);
      return { ...values, values: values.values.map((value) => value * 60) };
    };
    const [q, k, v] = [big(), big(), random(6, 8)];
    await comparison.expectSame(
      (side) =>
        side.ops.attention(
          side.tensor(q),
          side.tensor(k),
          side.tensor(v),
          side.tensor(integers(6)),
          { batch: 1, sequence: 6, heads: 2 },
          null,
        ),
      1e-4,
    );
  });
});
