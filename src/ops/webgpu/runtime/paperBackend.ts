/** @file A backend on paper: enough of a WebGPU device to plan passes where there is none. Nothing can be computed on it. */
import type { WebGPUBackendInternals } from './backendInternals';

/** The limits that every WebGPU device has, whatever it is (WebGPU specification, "Limits"). */
const LIMITS = {
  maxStorageBufferBindingSize: 2 ** 27,
  maxBufferSize: 2 ** 28,
  minStorageBufferOffsetAlignment: 256,
  maxComputeWorkgroupStorageSize: 2 ** 14,
} as const;

export function paperBackend(): WebGPUBackendInternals {
  const nothing = (): void => undefined;
  const never = (): never => {
    throw new Error('A backend on paper computes nothing.');
  };
  const device = {
    limits: LIMITS,
    features: new Set<string>(),
    lost: new Promise(nothing),
    addEventListener: nothing,
    createBuffer: () => ({ destroy: nothing }),
  };
  const backend = {
    device,
    queue: { writeBuffer: nothing },
    bufferManager: {
      numBytesUsed: 0,
      numBytesAllocated: 0,
      numFreeBuffers: 0,
      freeBuffers: new Map(),
      acquireBuffer: never,
      releaseBuffer: never,
    },
    tensorMap: { get: never },
    commandEncoder: null,
    computePassEncoder: null,
    ensureCommandEncoderReady: never,
    endComputePassEncoder: never,
    submitQueue: never,
    uploadToGPU: never,
    makeTensorInfo: never,
  };
  return backend as unknown as WebGPUBackendInternals;
}
