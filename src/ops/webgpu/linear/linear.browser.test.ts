import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Adapter, Dropout, Linear, SavedInput } from '../../index';
import { Comparison, maker, Side, type Results } from '../testing';
import { useQuickTiles } from './quickTiles.testing';

const DROPOUT: Dropout = { rate: 0.3, site: 21 };

interface Case {
  readonly rows: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly rank: number;
  readonly dropout: Dropout | null;
  readonly modules?: number;
  readonly adapted?: readonly number[];
  /**
   * Whether the case also runs through workgroup memory, where every kernel takes seconds to compile; the tiles have
   * tests of their own.
   */
  readonly tiled?: boolean;
}

/** Widths that are multiples of 4 or not, multiples of the tile or not, and ranks around the block of 8. */
const CASES: readonly Case[] = [
  { rows: 35, inputs: 30, outputs: 50, rank: 0, dropout: null, tiled: true },
  { rows: 35, inputs: 30, outputs: 50, rank: 1, dropout: null },
  { rows: 35, inputs: 30, outputs: 52, rank: 3, dropout: DROPOUT, tiled: true },
  { rows: 35, inputs: 36, outputs: 50, rank: 5, dropout: DROPOUT },
  { rows: 64, inputs: 64, outputs: 64, rank: 8, dropout: DROPOUT, tiled: true },
  { rows: 1, inputs: 7, outputs: 3, rank: 11, dropout: DROPOUT, tiled: true },
  { rows: 203, inputs: 20, outputs: 12, rank: 16, dropout: null, tiled: true },
  {
    rows: 37,
    inputs: 20,
    outputs: 36,
    rank: 4,
    dropout: DROPOUT,
    modules: 3,
    adapted: [0, 1, 2],
    tiled: true,
  },
  { rows: 37, inputs: 20, outputs: 36, rank: 9, dropout: null, modules: 3, adapted: [2] },
  { rows: 45, inputs: 48, outputs: 96, rank: 4, dropout: DROPOUT, modules: 3, adapted: [1] },
  { rows: 37, inputs: 20, outputs: 144, rank: 3, dropout: null, modules: 3, adapted: [0, 2], tiled: true },
  { rows: 51, inputs: 32, outputs: 80, rank: 16, dropout: null },
  { rows: 70, inputs: 64, outputs: 192, rank: 8, dropout: DROPOUT, modules: 3, adapted: [0, 2] },
  { rows: 19, inputs: 10, outputs: 21, rank: 2, dropout: DROPOUT, modules: 3, adapted: [1, 2], tiled: true },
  { rows: 19, inputs: 12, outputs: 30, rank: 11, dropout: null, modules: 3, adapted: [0, 1] },
];

const title = ({ rows, inputs, outputs, rank, modules = 1, adapted = [0] }: Case): string =>
  `${rows} x ${inputs} -> ${outputs}, rank ${rank} on ${adapted.join(' and ')} of ${modules}`;
const TITLED = CASES.map((shape) => ({ ...shape, title: title(shape) }));

describe.each([
  { variant: 'in registers', software: true, subgroups: false },
  { variant: 'by quads', software: true, subgroups: true },
  { variant: 'through workgroup memory', software: false, subgroups: false },
])('linear, $variant', ({ software, subgroups }) => {
  const shapes = TITLED.filter(({ tiled }) => software || tiled);
  let comparison: Comparison;
  let putBack: (() => void) | null = null;
  afterAll(() => putBack?.());
  beforeAll(async () => {
    if (!software) putBack = useQuickTiles();
    comparison = await Comparison.create({ software, subgroups });
    expect(comparison.webgpu.subgroups, 'the adapter has no subgroups').toBe(subgroups);
    comparison.beginStep({ learningRate: 0, step: 1, dropoutKey: 0xdeadbeef });
  });

  const inputsOf = ({ rows, inputs, outputs, rank, modules = 1, adapted = [0] }: Case) => {
    const random = maker(rows + inputs);
    return {
      x: random(rows, inputs),
      weight: random(outputs, inputs),
      bias: random(outputs),
      a: random(adapted.length * rank, inputs),
      b: random((adapted.length * outputs) / modules, rank),
      dy: random(rows, outputs),
      old: random(rows, inputs),
      gamma: random(inputs),
      beta: random(inputs),
    };
  };
  type Inputs = ReturnType<typeof inputsOf>;

  const adapterOf = (
    side: Side,
    { a, b }: Inputs,
    { rank, dropout, modules = 1, adapted = [0] }: Case,
    slots: boolean,
  ): Adapter | null => {
    if (rank === 0) return null;
    const flat = slots ? side.flat({ a, b }) : null;
    return {
      a: flat?.slot('a') ?? side.tensor(a),
      b: flat?.slot('b') ?? side.tensor(b),
      rank,
      modules,
      adapted,
      scaling: 1.5,
      dropout,
    };
  };

  const layerOf = (side: Side, inputs: Inputs, shape: Case, slots: boolean): Linear => {
    const frozen = slots ? side.flat({ weight: inputs.weight, bias: inputs.bias }) : null;
    return {
      weight: frozen?.slot('weight') ?? side.tensor(inputs.weight),
      bias: frozen?.slot('bias') ?? side.tensor(inputs.bias),
      adapter: adapterOf(side, inputs, shape, slots),
    };
  };

  /** The layer's input as forward saw it, and what backward is given instead. */
  const savedInput = (side: Side, inputs: Inputs, kind: SavedInput['kind']): SavedInput => {
    const x = side.tensor(inputs.x);
    if (kind === 'kept') return { kind, x };
    if (kind === 'gelu') return { kind, preActivation: x };
    return { kind, normalized: x, gamma: side.tensor(inputs.gamma), beta: side.tensor(inputs.beta) };
  };

  const backward = (
    side: Side,
    inputs: Inputs,
    shape: Case,
    kind: SavedInput['kind'],
    accumulate: boolean,
    throughGelu: boolean,
  ): Results => {
    const layer = layerOf(side, inputs, shape, true);
    const { adapter } = layer;
    // Backward uses lowRank as given; it does not matter whether it fits the saved input.
    const { y, lowRank } = side.ops.linear(side.tensor(inputs.x), layer);
    y.dispose();
    const gradients = side.flat({
      weight: inputs.weight.shape,
      bias: inputs.bias.shape,
      ...(adapter ? { a: inputs.a.shape, b: inputs.b.shape } : {}),
    });
    const slot = (name: string) => gradients.slot(name);
    const slots = {
      weight: slot('weight'),
      bias: slot('bias'),
      a: adapter && slot('a'),
      b: adapter && slot('b'),
    };
    const dx = side.ops.linearBackward({
      dy: side.tensor(inputs.dy),
      input: savedInput(side, inputs, kind),
      linear: layer,
      lowRank,
      gradients: slots,
      throughGelu: throughGelu ? side.tensor(inputs.x) : null,
      needsDx: true,
      accumulateInto: accumulate ? side.ops.tanh(side.tensor(inputs.old)) : null,
    });
    lowRank?.dispose();
    return { dx, ...slots };
  };

  test.each(shapes)('forward of $title', async (shape) => {
    const inputs = inputsOf(shape);
    for (const slots of [false, true]) {
      const results = await comparison.expectSame((side) =>
        side.ops.linear(side.tensor(inputs.x), layerOf(side, inputs, shape, slots)),
      );
      expect(Object.keys(results)).toEqual(shape.rank > 0 ? ['y', 'lowRank'] : ['y']);
    }
  });

  test.each(shapes)('forward with GELU of $title', async (shape) => {
    const inputs = inputsOf(shape);
    for (const save of [false, true]) {
      const results = await comparison.expectSame((side) =>
        side.ops.linearGelu(side.tensor(inputs.x), layerOf(side, inputs, shape, false), save),
      );
      expect('preActivation' in results).toBe(save);
    }
  });

  test.each(shapes)('backward of $title', async (shape) => {
    const inputs = inputsOf(shape);
    for (const accumulate of [false, true]) {
      const results = await comparison.expectSame((side) =>
        backward(side, inputs, shape, 'kept', accumulate, false),
      );
      expect(results.dx).toHaveLength(shape.rows * shape.inputs);
      expect(Object.keys(results)).toHaveLength(shape.rank > 0 ? 5 : 3);
    }
  });

  test.each(shapes.filter(({ rank }) => rank > 0).slice(1, 6))(
    'backward from a LayerNorm or GELU that kept no input, of $title',
    async (shape) => {
      const inputs = inputsOf(shape);
      for (const kind of ['norm', 'gelu'] as const)
        await comparison.expectSame((side) => backward(side, inputs, shape, kind, false, kind === 'gelu'));
    },
  );

  test('nothing below wants a gradient: none is computed, the adapter has its own', async () => {
    const shape = CASES[2]!;
    const inputs = inputsOf(shape);
    const results = await comparison.expectSame((side) => {
      const layer = layerOf(side, inputs, shape, false);
      const x = side.tensor(inputs.x);
      const { y, lowRank } = side.ops.linear(x, layer);
      y.dispose();
      const gradients = side.flat({ a: inputs.a.shape, b: inputs.b.shape });
      const slots = { a: gradients.slot('a'), b: gradients.slot('b') };
      const dx = side.ops.linearBackward({
        dy: side.tensor(inputs.dy),
        input: { kind: 'kept', x },
        linear: layer,
        lowRank,
        gradients: { weight: null, bias: null, ...slots },
        throughGelu: null,
        needsDx: false,
        accumulateInto: null,
      });
      expect(dx).toBeNull();
      lowRank?.dispose();
      return slots;
    });
    expect(results.b).toHaveLength(shape.outputs * shape.rank);
  });

  test('a frozen layer passes its gradient on and computes no other', async () => {
    const shape = CASES[4]!;
    const inputs = inputsOf(shape);
    const results = await comparison.expectSame((side) => ({
      dx: side.ops.linearBackward({
        dy: side.tensor(inputs.dy),
        input: null,
        linear: { ...layerOf(side, inputs, shape, false), adapter: null },
        lowRank: null,
        gradients: { weight: null, bias: null, a: null, b: null },
        throughGelu: null,
        needsDx: true,
        accumulateInto: null,
      }),
    }));
    expect(results.dx).toHaveLength(shape.rows * shape.inputs);
  });
});

test('a slot of the other implementation is refused', async () => {
  const comparison = await Comparison.create({ software: true });
  const random = maker(1);
  const other = new Side(comparison.reference).flat({ weight: random(4, 4), bias: random(4) });
  const x = new Side(comparison.webgpu).tensor(random(2, 4));
  const layer = { weight: other.slot('weight'), bias: other.slot('bias'), adapter: null };
  expect(() => comparison.webgpu.linear(x, layer)).toThrow(/another implementation/);
});
