/** @file The page's names for the backends. */
import type { AnyBackend } from '../../src/results/results';

export const BACKEND_NAMES: Readonly<Record<AnyBackend, string>> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  cpu: 'JavaScript',
  pytorch: 'PyTorch',
};
