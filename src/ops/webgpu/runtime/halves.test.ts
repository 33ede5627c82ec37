import { expect, it } from 'vitest';
import type { KernelSource } from './kernel';
import { inHalves } from './halves';

const SOURCE: KernelSource = {
  inputs: { x: 'vec4f', one: 'f32' },
  outputs: { y: 'vec4f' },
  uniforms: {},
  workgroup: [32, 1],
  functions: 'fn load(i: u32) -> vec4f { return x[i]; }',
  body: 'let a = x[at[0] + 1u] * one[2u * i]; y[at] = a + x[i]; if (y[at].x == 0.0) { my_x[1] = 2.0; }',
};

it('unpacks what is read and packs what is written, and nothing else', () => {
  const { inputs, outputs, functions, body } = inHalves(SOURCE, ['x', 'one', 'y']);
  expect({ ...inputs, ...outputs }).toEqual({ x: 'vec2u', one: 'u32', y: 'vec2u' });
  expect(functions).toContain('return unpackHalves(x[i]); }');
  expect(body).toBe(
    'let a = unpackHalves(x[at[0] + 1u]) * unpack2x16float(one[(2u * i) / 2u])[(2u * i) % 2u]; ' +
      'y[at] = packHalves( a + unpackHalves(x[i])); if (unpackHalves(y[at]).x == 0.0) { my_x[1] = 2.0; }',
  );
});

it('moves gradients into the range of half floats and back', () => {
  const { functions, body } = inHalves(SOURCE, ['x', 'one', 'y'], ['one', 'y']);
  expect(functions).toContain('return unpackHalves(x[i]); }');
  expect(body).toBe(
    'let a = unpackHalves(x[at[0] + 1u]) * (unpack2x16float(one[(2u * i) / 2u])[(2u * i) % 2u] / 4096.0); ' +
      'y[at] = packGradient( a + unpackHalves(x[i])); if (unpackGradient(y[at]).x == 0.0) { my_x[1] = 2.0; }',
  );
});

it('leaves arrays of float32 as they are', () => {
  const { inputs, body } = inHalves(SOURCE, ['y']);
  expect(inputs).toEqual(SOURCE.inputs);
  expect(body).toContain('x[at[0] + 1u] * one[2u * i]');
});

it('refuses what half floats cannot do', () => {
  const adds = { ...SOURCE, body: 'y[0] += vec4f(1.0);' };
  expect(() => inHalves(adds, ['y'])).toThrow('four at a time');
  const single = { ...SOURCE, outputs: { y: 'f32' as const }, body: 'y[0] = 1.0;' };
  expect(() => inHalves(single, ['y'])).toThrow('four at a time');
  expect(() => inHalves({ ...SOURCE, inputs: { x: 'i32' } }, ['x'])).toThrow('no kernel reads as i32');
});
