/** @file A linear layer's input in backward, either as WGSL that computes it where it is read, or as a tensor. */
import type { Tensor } from '@tensorflow/tfjs';
import type { Operand, SavedInput } from '../../index';
import { gelu } from '../elementwise/activations';
import { GELU_FUNCTIONS } from '../elementwise/geluFunctions';
import type { StorageType } from '../runtime/kernel';
import { matrixShape } from '../runtime/matrixShape';
import type { Runner } from '../runtime/runner';

export interface InputCode {
  readonly buffers: Readonly<Record<string, Operand>>;
  readonly types: Readonly<Record<string, StorageType>>;
  readonly functions: string;
  /** WGSL of the input's element `at`, in column `column`; both count elements of the type. */
  readonly value: string;
}

/** @param type element type of the arrays: f32, or vec4f if the width is a multiple of 4 */
export function inputCode(input: SavedInput, type: 'f32' | 'vec4f'): InputCode {
  switch (input.kind) {
    case 'kept':
      return { buffers: { input: input.x }, types: { input: type }, functions: '', value: 'input[at]' };
    case 'norm': {
      const { normalized, gamma, beta } = input;
      return {
        buffers: { input: normalized, gamma, beta },
        types: { input: type, gamma: type, beta: type },
        functions: '',
        value: '(input[at] * gamma[column] + beta[column])',
      };
    }
    case 'gelu':
      return {
        buffers: { input: input.preActivation },
        types: { input: type },
        functions: GELU_FUNCTIONS,
        value: type === 'vec4f' ? 'gelu4(input[at])' : 'gelu4(vec4f(input[at])).x',
      };
  }
}

/** The input as a tensor [T, I]. `dispose` frees it unless it was saved by forward. */
export function restoreInput(runner: Runner, input: SavedInput): { x: Tensor; dispose: () => void } {
  if (input.kind === 'kept') return { x: input.x, dispose: () => undefined };
  const x = input.kind === 'gelu' ? gelu(runner, input.preActivation) : affine(runner, input);
  return { x, dispose: () => x.dispose() };
}

/** normalized * gamma + beta. */
function affine(runner: Runner, input: Extract<SavedInput, { kind: 'norm' }>): Tensor {
  const [rows, width] = matrixShape(input.normalized);
  const y = runner.tensor([rows, width]);
  const { buffers, types, value } = inputCode(input, 'f32');
  runner.run(
    'affine',
    () => ({
      inputs: types,
      outputs: { y: 'f32' },
      uniforms: { size: 'u32', width: 'u32' },
      workgroup: [64, 1],
      body: `
  if (index >= p.size) { return; }
  let at = index;
  let column = index % p.width;
  y[at] = ${value};`,
    }),
    { buffers: { ...buffers, y }, uniforms: { size: rows * width, width }, threads: rows * width },
  );
  return y;
}
