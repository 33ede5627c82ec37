import { beforeAll, describe, expect, test } from 'vitest';
import type { Adapter, Dropout } from '../index';
import { Comparison, maker, type Side, type Values } from './testing';

const DROPOUT: Dropout = { rate: 0.3, site: 21 };

interface Case {
  readonly rows: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly rank: number;
  readonly dropout: Dropout | null;
}

/** Widths that are multiples of 4 and not, of the tile and not, and ranks around the block of 8. */
const CASES: readonly Case[] = [
  { rows: 35, inputs: 30, outputs: 50, rank: 0, dropout: null },
  { rows: 35, inputs: 30, outputs: 50, rank: 1, dropout: null },
  { rows: 35, inputs: 30, outputs: 52, rank: 3, dropout: DROPOUT },
  { rows: 35, inputs: 36, outputs: 50, rank: 5, dropout: DROPOUT },
  { rows: 64, inputs: 64, outputs: 64, rank: 8, dropout: DROPOUT },
  { rows: 1, inputs: 7, outputs: 3, rank: 11, dropout: DROPOUT },
  { rows: 203, inputs: 20, outputs: 12, rank: 16, dropout: null },
];

describe.each([true, false])('linear, kernels for software adapters: %s', (software) => {
  let comparison: Comparison;
  beforeAll(async () => {
    comparison = await Comparison.create(software);
    comparison.beginStep({ learningRate: 0, step: 1, dropoutKey: 0xdeadbeef });
  });

  const inputsOf = ({ rows, inputs, outputs, rank }: Case) => {
    const random = maker(rows + inputs);
    return {
      x: random(rows, inputs),
      weight: random(outputs, inputs),
      bias: random(outputs),
      a: random(rank, inputs),
      b: random(outputs, rank),
      dy: random(rows, outputs),
      old: random(rows, inputs),
    };
  };
  type Inputs = ReturnType<typeof inputsOf>;

  const adapterOf = (
    side: Side,
    { a, b }: Inputs,
    { rank, dropout }: Case,
    slots: boolean,
  ): Adapter | null => {
    if (rank === 0) return null;
    const operand = slots
      ? (
          (flat) => (name: string) =>
            flat.slot(name)
        )(side.flat({ a, b }))
      : (name: string) => side.tensor(name === 'a' ? a : b);
    return { a: operand('a'), b: operand('b'), scaling: 1.5, dropout };
  };

  test.each(CASES)('forward of $rows x $inputs -> $outputs, rank $rank', async (shape) => {
    const inputs = inputsOf(shape);
    for (const slots of [false, true]) {
      const results = await comparison.expectSame((side) => {
        const frozen = side.flat({ weight: inputs.weight, bias: inputs.bias });
        return side.ops.linear(
          side.tensor(inputs.x),
          slots ? frozen.slot('weight') : side.tensor(inputs.weight),
          slots ? frozen.slot('bias') : side.tensor(inputs.bias),
          adapterOf(side, inputs, shape, slots),
        );
      });
      expect(Object.keys(results)).toEqual(shape.rank > 0 ? ['y', 'lowRank'] : ['y']);
    }
  });

  test.each(CASES)('backward of $rows x $inputs -> $outputs, rank $rank', async (shape) => {
    const inputs = inputsOf(shape);
    for (const accumulate of [false, true]) {
      const results = await comparison.expectSame((side) => {
        const adapter = adapterOf(side, inputs, shape, true);
        const x = side.tensor(inputs.x);
        const weight = side.tensor(inputs.weight);
        const { y, lowRank } = side.ops.linear(x, weight, side.tensor(inputs.bias), adapter);
        y.dispose();
        const gradients = side.flat({
          weight: inputs.weight.shape,
          bias: inputs.bias.shape,
          ...(adapter ? { a: inputs.a.shape, b: inputs.b.shape } : {}),
        });
        const slot = (name: string) => gradients.slot(name);
        const dx = side.ops.linearBackward({
          dy: side.tensor(inputs.dy),
          x,
          weight,
          adapter,
          lowRank,
          gradients: {
            weight: slot('weight'),
            bias: slot('bias'),
            a: adapter && slot('a'),
            b: adapter && slot('b'),
          },
          needsDx: true,
          accumulateInto: accumulate ? side.ops.tanh(side.tensor(inputs.old)) : null,
        });
        lowRank?.dispose();
        return {
          dx,
          weight: slot('weight'),
          bias: slot('bias'),
          a: adapter && slot('a'),
          b: adapter && slot('b'),
        };
      });
      expect(results.dx).toHaveLength(shape.rows * shape.inputs);
      expect(Object.keys(results)).toHaveLength(shape.rank > 0 ? 5 : 3);
    }
  });

  test('nothing below wants a gradient: none is computed, and B has its own', async () => {
    const shape = CASES[2]!;
    const inputs = inputsOf(shape);
    const results = await comparison.expectSame((side) => {
      const adapter = adapterOf(side, inputs, shape, false);
      const weight = side.tensor(inputs.weight);
      const { y, lowRank } = side.ops.linear(
        side.tensor(inputs.x),
        weight,
        side.tensor(inputs.bias),
        adapter,
      );
      y.dispose();
      const b = side.flat({ b: inputs.b.shape }).slot('b');
      const dx = side.ops.linearBackward({
        dy: side.tensor(inputs.dy),
        x: null,
        weight,
        adapter,
        lowRank,
        gradients: { weight: null, bias: null, a: null, b },
        needsDx: false,
        accumulateInto: null,
      });
      expect(dx).toBeNull();
      lowRank?.dispose();
      return { b };
    });
    expect(results.b).toHaveLength(shape.outputs * shape.rank);
  });
});

test('a slot of the other implementation is refused', async () => {
  const comparison = await Comparison.create(true);
  const random = maker(1);
  const values: Record<string, Values> = { weight: random(4, 4), bias: random(4) };
  const { Side } = await import('./testing');
  const other = new Side(comparison.reference).flat(values);
  const side = new Side(comparison.webgpu);
  const x = side.tensor(random(2, 4));
  expect(() => comparison.webgpu.linear(x, other.slot('weight'), other.slot('bias'), null)).toThrow(
    /another implementation/,
  );
});
