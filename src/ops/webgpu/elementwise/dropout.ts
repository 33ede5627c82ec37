/** @file Dropout in WGSL. It is the same function of (step key, site, index) as in `../../dropout.ts`, bit for bit. */
import type { Tensor } from '@tensorflow/tfjs';
import { dropThreshold, type MaskShape } from '../../dropout';
import type { Dropout } from '../../index';
import type { Runner } from '../runtime/runner';

/** How the mask of an activation [rows, width] lies. */
export function maskOf(x: Tensor | readonly [rows: number, width: number]): MaskShape {
  const [rows = 1, width = 1] = 'shape' in x ? x.shape : x;
  return { rows, width, square: false };
}

/** The uniforms that dropout needs; a kernel that may drop has them among its own. */
export const DROPOUT_FIELDS = { site: 'u32', threshold: 'u32', keepScale: 'f32' } as const;

export function dropoutUniforms(dropout: Dropout | null): {
  site: number;
  threshold: number;
  keepScale: number;
} {
  if (!dropout) return { site: 0, threshold: 0, keepScale: 1 };
  return { site: dropout.site, threshold: dropThreshold(dropout.rate), keepScale: 1 / (1 - dropout.rate) };
}

/** Declares keep1(i) and keep4(i), the factors of element i and of elements i to i + 3: 0 or 1 / (1 - rate). */
export const DROPOUT_FUNCTIONS = `
fn pcg(input: u32) -> u32 {
  let state = input * 747796405u + 2891336453u;
  let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
  return (word >> 22u) ^ word;
}
fn siteKey() -> u32 { return pcg(now.dropoutKey ^ (p.site * 0x9e3779b9u)); }
fn keep1(i: u32) -> f32 { return select(0.0, p.keepScale, pcg(i ^ siteKey()) >= p.threshold); }
fn keep4(i: u32) -> vec4f {
  let key = siteKey();
  let hashes = vec4u(pcg(i ^ key), pcg((i + 1u) ^ key), pcg((i + 2u) ^ key), pcg((i + 3u) ^ key));
  return select(vec4f(0.0), vec4f(p.keepScale), hashes >= vec4u(p.threshold));
}`;

/** x * keep / (1 - rate), elementwise. */
export function runDropout(runner: Runner, x: Tensor, dropout: Dropout): Tensor {
  const y = runner.tensor([...x.shape]);
  runner.run(
    'dropout',
    () => ({
      inputs: { x: 'f32' },
      outputs: { y: 'f32' },
      uniforms: { size: 'u32', ...DROPOUT_FIELDS },
      workgroup: [64, 1],
      functions: DROPOUT_FUNCTIONS,
      body: 'if (index < p.size) { y[index] = x[index] * keep1(index); }',
    }),
    {
      buffers: { x, y },
      uniforms: { size: x.size, ...dropoutUniforms(dropout) },
      mask: maskOf(x),
      threads: x.size,
    },
  );
  return y;
}
