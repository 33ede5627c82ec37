/**
 * @file The parts of tfjs's WebGPU backend (4.22) that the runner works with, typed.
 *
 * Some are private in its declarations, so they are listed here once; nothing else reaches into it.
 */
import './tfjsBackend';
import * as tf from '@tensorflow/tfjs';

type DataId = tf.Tensor['dataId'];

interface TensorData {
  /** The host's copy: what is still to be uploaded, or what was once read back. */
  values?: unknown;
  resource?: GPUBuffer | null;
}

export interface BufferManager {
  /** Bytes of the buffers in use. */
  numBytesUsed: number;
  /** Bytes of all buffers, those waiting in the pool included. */
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
  /** The open pass, which tfjs's own ops record into as well. */
  computePassEncoder: GPUComputePassEncoder | null;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  /** Needs a command encoder and no open pass; puts buffers of disposed tensors back into the pool. */
  submitQueue(): void;
  /** Gives the tensor a buffer, and the host's values to the buffer, where it has none yet. */
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
