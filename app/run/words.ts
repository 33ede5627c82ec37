/** @file What the backends are called on the page. */
import type { BackendName } from '../../src/experiment/results';

export const BACKEND_WORDS: Readonly<Record<BackendName, string>> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  cpu: 'JavaScript',
};
