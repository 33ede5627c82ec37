/**
 * @file Types of the parts of tfjs's WebGPU backend (4.22) that the runner works with. Some are private in its own
 * declarations; nothing else of them is used.
 */
import './tfjsBackend';
import * as tf from '@tensorflow/tfjs';

type DataId = tf.Tensor['dataId'];

interface TensorData {
  /** The host's copy of values that are still to be uploaded, or were once read back. */
  values?: unknown;
  resource?: GPUBuffer | null;
}

export interface BufferManager {
  /** The bytes of the buffers in use. */
  numBytesUsed: number;
  /** The bytes of all buffers, including those that wait in the pool. */
  numBytesAllocated: number;
  numFreeBuffers: number;
  /** The pool, by size and usage. */
  readonly freeBuffers: Map<string, GPUBuffer[]>;
  acquireBuffer(size: number, usage: number, mappedAtCreation?: boolean, reuse?: boolean): GPUBuffer;
  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void;
}

export interface WebGPUBackendInternals {
  readonly device: GPUDevice;
  readonly queue: GPUQueue;
  readonly bufferManager: BufferManager;
  readonly tensorMap: { get(dataId: DataId): TensorData };
  /** Null until ensureCommandEncoderReady, and again after submitQueue. */
  readonly commandEncoder: GPUCommandEncoder | null;
  /** The open compute pass, into which tfjs encodes its own ops as well. */
  computePassEncoder: GPUComputePassEncoder | null;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  /** Needs a command encoder and no open pass. Puts the buffers of disposed tensors back into the pool. */
  submitQueue(): void;
  /** If the tensor has no buffer yet, allocates one and uploads the host's values. */
  uploadToGPU(dataId: DataId): void;
  makeTensorInfo(shape: number[], dtype: tf.DataType): tf.TensorInfo;
}

/** @throws Error unless tfjs computes on its WebGPU backend */
export function currentWebGPUBackend(): WebGPUBackendInternals {
  const name = tf.getBackend();
  if (name !== 'webgpu')
    throw new Error(`WebGPU ops need tfjs's webgpu backend; the current one is ${name}.`);
  return tf.backend() as unknown as WebGPUBackendInternals;
}
