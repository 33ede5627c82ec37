/** @file GELU and tanh, elementwise, forward and backward. */
import type { Tensor } from '@tensorflow/tfjs';
import type { Runner } from './runner';

/**
 * The normal distribution's cumulative function. Through erfc with a relative error of 1.2e-7 everywhere
 * (Press et al., Numerical Recipes, section 6.2), because 1 + erf(x) would cancel for negative x.
 */
const CUMULATIVE = `
const COEFFICIENTS = array<f32, 10>(-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806,
  0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277);
fn cumulative(x: f32) -> f32 {
  let z = abs(x) * 0.70710678118;
  let t = 1.0 / (1.0 + 0.5 * z);
  var exponent = COEFFICIENTS[9];
  exponent = exponent * t + COEFFICIENTS[8];
  exponent = exponent * t + COEFFICIENTS[7];
  exponent = exponent * t + COEFFICIENTS[6];
  exponent = exponent * t + COEFFICIENTS[5];
  exponent = exponent * t + COEFFICIENTS[4];
  exponent = exponent * t + COEFFICIENTS[3];
  exponent = exponent * t + COEFFICIENTS[2];
  exponent = exponent * t + COEFFICIENTS[1];
  exponent = exponent * t + COEFFICIENTS[0];
  let tail = 0.5 * t * exp(exponent - z * z);
  return select(tail, 1.0 - tail, x > 0.0);
}`;

interface Elementwise {
  readonly name: string;
  /** WGSL of the result, of `a` and, where there are two inputs, `b`. */
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

export const gelu = (runner: Runner, x: Tensor): Tensor =>
  elementwise(runner, { name: 'gelu', expression: 'a * cumulative(a)', functions: CUMULATIVE }, x, null);

/** dy * (cumulative(x) + x * density(x)) */
export const geluBackward = (runner: Runner, dy: Tensor, x: Tensor): Tensor =>
  elementwise(
    runner,
    {
      name: 'geluBackward',
      expression: 'a * (cumulative(b) + b * 0.3989422804 * exp(-0.5 * b * b))',
      functions: CUMULATIVE,
    },
    dy,
    x,
  );

/** Clamped, because some drivers compute tanh from exp(2x), which overflows. */
export const tanh = (runner: Runner, x: Tensor): Tensor =>
  elementwise(runner, { name: 'tanh', expression: 'tanh(clamp(a, -15.0, 15.0))' }, x, null);

export const tanhBackward = (runner: Runner, dy: Tensor, y: Tensor): Tensor =>
  elementwise(runner, { name: 'tanhBackward', expression: 'a * (1.0 - b * b)' }, dy, y);
