/** @file Elementwise functions: tanh and GELU, forward and backward, and sums. */
import type { Tensor } from '@tensorflow/tfjs';
import { GELU_FUNCTIONS } from './geluFunctions';
import type { Runner } from '../runtime/runner';

interface Elementwise {
  readonly name: string;
  /** WGSL of an element of the result, from the elements `a` and, if there is a second input, `b`. */
  readonly expression: string;
  readonly functions?: string;
}

function elementwise(
  runner: Runner,
  { name, expression, functions }: Elementwise,
  a: Tensor,
  b: Tensor | null,
): Tensor {
  const y = runner.tensor([...a.shape]);
  runner.run(
    name,
    () => ({
      inputs: { a: 'f32', ...(b ? { b: 'f32' } : {}) },
      outputs: { y: 'f32' },
      uniforms: { size: 'u32' },
      workgroup: [64, 1],
      functions,
      body: `if (index < p.size) { y[index] = ${expression.replaceAll(/\b([ab])\b/g, '$1[index]')}; }`,
    }),
    { buffers: { a, y, ...(b ? { b } : {}) }, uniforms: { size: a.size }, threads: a.size },
  );
  return y;
}

/** GELU by itself, for a linear layer's weight gradient if only the input of the GELU before the layer was kept. */
export const gelu = (runner: Runner, x: Tensor): Tensor =>
  elementwise(runner, { name: 'gelu', expression: 'gelu4(vec4f(a)).x', functions: GELU_FUNCTIONS }, x, null);

/** The argument is clamped, because some drivers compute tanh from exp(2x), which overflows. */
export const tanh = (runner: Runner, x: Tensor): Tensor =>
  elementwise(runner, { name: 'tanh', expression: 'tanh(clamp(a, -15.0, 15.0))' }, x, null);

export const tanhBackward = (runner: Runner, dy: Tensor, y: Tensor): Tensor =>
  elementwise(runner, { name: 'tanhBackward', expression: 'a * (1.0 - b * b)' }, dy, y);

export const geluBackward = (runner: Runner, dy: Tensor, preActivation: Tensor): Tensor =>
  elementwise(
    runner,
    { name: 'geluBackward', expression: 'a * geluGradient4(vec4f(b)).x', functions: GELU_FUNCTIONS },
    dy,
    preActivation,
  );

/** a + factor * b. */
export function sum(runner: Runner, a: Tensor, b: Tensor, factor: number): Tensor {
  const y = runner.tensor([...a.shape]);
  runner.run(
    'sum',
    () => ({
      inputs: { a: 'f32', b: 'f32' },
      outputs: { y: 'f32' },
      uniforms: { size: 'u32', factor: 'f32' },
      workgroup: [64, 1],
      body: 'if (index < p.size) { y[index] = a[index] + p.factor * b[index]; }',
    }),
    { buffers: { a, b, y }, uniforms: { size: a.size, factor }, threads: a.size },
  );
  return y;
}
