import { expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import { whereLine } from './whereLine.mjs';

/** @param {'f32' | 'mixed'} precision */
const experiment = (precision) => ({
  ...DEFAULT_EXPERIMENT,
  training: { ...DEFAULT_EXPERIMENT.training, precision },
});
/** @typedef {import('../../../src/results/environment').Environment} Environment */
/** @type {Environment} */
const plain = { backend: 'wasm', device: 'WASM', software: false, userAgent: 'a browser', labVersion: '1' };
/** @type {Environment} */
const gpu = { ...plain, backend: 'webgpu', device: 'nvidia', mixedPath: 'matrix' };

it('says what computed, and how mixed precision ran', () => {
  const line = whereLine({ environment: gpu, experiment: experiment('mixed') });
  expect(line).toBe('webgpu on nvidia, mixed precision on the matrix units');
  expect(whereLine({ environment: { ...gpu, mixedPath: 'storage' }, experiment: experiment('mixed') })).toBe(
    'webgpu on nvidia, mixed precision with half-float storage alone',
  );
});

it('says nothing of mixed precision where nothing trains in it', () => {
  const software = { ...gpu, software: true };
  expect(whereLine({ environment: software, experiment: experiment('f32') })).toBe(
    'webgpu on nvidia (software adapter)',
  );
});

it('says of other backends that matrices are rounded', () => {
  const line = whereLine({ environment: plain, experiment: experiment('mixed') });
  expect(line).toBe('wasm on WASM, mixed precision: frozen matrices alone are rounded');
});
