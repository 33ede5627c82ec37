/** @file Selects the tfjs backend that computes: the one asked for, or the best that this browser has. */
import * as tf from '@tensorflow/tfjs';
import wasmSimd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import wasmPlain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import { describeError, LabError } from '../base/errors';
import type { BackendName, Environment } from '../results/results';
import type { Ops } from '../ops';
import { createReferenceOps } from '../ops/reference';
import { createWebGPUOps, type Tiles } from '../ops/webgpu';

export interface Backend {
  readonly ops: Ops;
  readonly environment: Environment;
  /** The tiles of the matrix products; null where there are none to choose. */
  readonly tiles: Tiles | null;
  /** Resolves with the browser's message if the device is lost; never resolves for backends without a device. */
  readonly lost: Promise<string>;
}

/** The backends, fastest first. */
const PREFERENCE: readonly BackendName[] = ['webgpu', 'wasm', 'cpu'];

const CPU_DEVICES: Readonly<Record<Exclude<BackendName, 'webgpu'>, string>> = {
  wasm: 'CPU, WebAssembly',
  cpu: 'CPU, plain JavaScript',
};

let current: Backend | null = null;

/**
 * Makes a backend tfjs's current one. Selecting the current one again costs nothing.
 * @param wanted null for the best one that works
 * @throws LabError if the wanted one, or any at all, does not work here
 */
export async function selectBackend(wanted: BackendName | null): Promise<Backend> {
  if (current && (wanted === null || wanted === current.environment.backend)) return current;
  const problems: string[] = [];
  for (const name of wanted === null ? PREFERENCE : [wanted]) {
    try {
      current = name === 'webgpu' ? await openWebGPU() : await openCpu(name);
      return current;
    } catch (error) {
      problems.push(describeError(error).message);
    }
  }
  throw new LabError(problems.join(' '), 'Choose another backend under "Compute on".');
}

async function openWebGPU(): Promise<Backend> {
  if (!('gpu' in navigator)) throw new Error('This browser has no WebGPU.');
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('WebGPU is there, but no graphics adapter for it.');
  if (!(await tf.setBackend('webgpu'))) throw new Error('The WebGPU backend could not be started.');
  const ops = createWebGPUOps();
  const { vendor, architecture, device, description } = adapter.info;
  return {
    ops,
    environment: {
      backend: 'webgpu',
      device:
        [...new Set([vendor, architecture, device, description])].filter(Boolean).join(' ') || 'unnamed GPU',
      software: adapter.info.isFallbackAdapter || architecture === 'swiftshader',
      ...(ops.mixedPath && { mixedPath: ops.mixedPath.kind }),
      userAgent: navigator.userAgent,
      labVersion: __LAB_VERSION__,
    },
    tiles: ops.software ? null : ops.tiles,
    lost: ops.lost.then(({ message }) => message),
  };
}

/** Loads the WebAssembly backend, a script of its own because few visitors need it. */
async function registerWasm(): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  setWasmPaths({
    'tfjs-backend-wasm.wasm': wasmPlain,
    'tfjs-backend-wasm-simd.wasm': wasmSimd,
    // tfjs asks for this name but never fetches the file, because threads are off (see openCpu).
    'tfjs-backend-wasm-threaded-simd.wasm': '',
  });
}

async function openCpu(name: 'wasm' | 'cpu'): Promise<Backend> {
  if (name === 'wasm') await registerWasm();
  // The threads of the WebAssembly backend are scripts made from text, which the page's content policy refuses.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (!(await tf.setBackend(name))) throw new Error(`The ${name} backend could not be started.`);
  return {
    ops: createReferenceOps(),
    environment: {
      backend: name,
      device: CPU_DEVICES[name],
      software: false,
      userAgent: navigator.userAgent,
      labVersion: __LAB_VERSION__,
    },
    tiles: null,
    lost: new Promise(() => {
      // A CPU is never lost.
    }),
  };
}
