/** @file The page's names for the backends. */
import type { BackendName } from '../../src/results/results';

export const BACKEND_NAMES: Readonly<Record<BackendName, string>> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  cpu: 'JavaScript',
};
