import { beforeAll, describe, expect, test } from 'vitest';
import { dropoutMask } from '../../dropout';
import { Comparison, expectClose, maker, Side, type Values } from '../testing';

const scalar = (value: number, ...shape: number[]): Values => ({ shape, values: new Float32Array([value]) });

/** erfc by its continued fraction and erf by its series, in double precision. */
function exactErfc(x: number): number {
  if (x < 0) return 2 - exactErfc(-x);
  if (x < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; n < 200; n++) {
      term *= -(x * x) / n;
      sum += term / (2 * n + 1);
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = 0;
  for (let n = 200; n > 0; n--) fraction = n / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}
const cumulative = (x: number): number => 0.5 * exactErfc(-x / Math.SQRT2);
const density = (x: number): number => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);

describe('activations', () => {
  let comparison: Comparison;
  let side: Side;
  beforeAll(async () => {
    comparison = await Comparison.create({ software: true });
    side = new Side(comparison.webgpu);
  });

  test('gelu and its derivative are within 4e-6 of exact, in the tail as well', async () => {
    const xs = Float32Array.from({ length: 1201 }, (_, i) => (i - 600) / 100);
    const x = side.tensor({ shape: [xs.length, 1], values: xs });
    const one = side.tensor({ shape: [xs.length, 1], values: new Float32Array(xs.length).fill(1) });
    // A layer from one to one that changes nothing but what its epilogue does.
    const layer = { weight: side.tensor(scalar(1, 1, 1)), bias: side.tensor(scalar(0, 1)), adapter: null };
    const { y: value } = side.ops.linearGelu(x, layer, false);
    const gradient = side.ops.linearBackward({
      dy: one,
      input: null,
      linear: layer,
      lowRank: null,
      gradients: { weight: null, bias: null, a: null, b: null },
      throughGelu: x,
      needsDx: true,
      accumulateInto: null,
    });
    const y = await side.ops.read([value]);
    const dx = await side.ops.read([gradient!]);
    for (const [i, value] of xs.entries()) {
      const wanted = value * cumulative(value);
      expect(Math.abs(y[i]! - wanted)).toBeLessThanOrEqual(4e-6 * Math.abs(wanted));
      expect(Math.abs(dx[i]! - (cumulative(value) + value * density(value)))).toBeLessThan(2e-6);
    }
    expect(y[600]).toBe(0);
  });

  test('tanh and its gradient agree with the reference', async () => {
    const random = maker(4);
    const [x, dy] = [random(7, 13), random(7, 13)];
    x.values.forEach((value, i) => (x.values[i] = value * 4));
    await comparison.expectSame((side) => {
      const [input, gradient] = [side.tensor(x), side.tensor(dy)];
      const tanh = side.ops.tanh(input);
      return {
        tanh,
        tanhBackward: side.ops.tanhBackward(gradient, tanh),
      };
    });
  });

  test('tanh saturates without NaN', async () => {
    const y = await side.ops.read([
      side.ops.tanh(side.tensor({ shape: [4], values: new Float32Array([-1e9, -50, 50, 1e9]) })),
    ]);
    expectClose('tanh', y, new Float32Array([-1, -1, 1, 1]), 1e-6);
  });

  test.each([
    [0, 0, 0.1],
    [0xffffffff, 0xffff, 0.5],
    [0x80000001, 3, 0.9],
  ])(
    'dropout with key %i and site %i keeps the same elements as on the host',
    async (dropoutKey, site, rate) => {
      const size = 10_007;
      comparison.webgpu.beginStep({ learningRate: 0, step: 1, dropoutKey });
      const ones = side.tensor({ shape: [size], values: new Float32Array(size).fill(1) });
      const got = await side.ops.read([side.ops.dropout(ones, { rate, site })]);
      expect(got).toEqual(dropoutMask(dropoutKey, { rate, site }, size));
      const kept = got.filter((value) => value > 0).length / size;
      expect(kept).toBeGreaterThan(1 - rate - 0.03);
      expect(kept).toBeLessThan(1 - rate + 0.03);
    },
  );
});
