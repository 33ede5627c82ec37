/** @file What the runner's helpers need of it, so that none of them has to know all of it. */
import type { Tensor } from '@tensorflow/tfjs';
import type { Operand } from '../../index';
import type { WebGPUBackendInternals } from './backendInternals';
import type { Capture } from './capture';
import type { CommandStream } from './commands';
import type { KernelSource } from './kernel';
import type { Work } from './profiler';
import type { TableRows } from './rowRanges';
import type { Workspace } from './workspace';

export interface Dispatch {
  readonly buffers: Readonly<Record<string, Operand | TableRows>>;
  readonly uniforms?: Readonly<Record<string, number>>;
  /** Threads, not workgroups: how many, or how many in x and y. */
  readonly threads: number | readonly [number, number];
  /** For the profile. */
  readonly work?: Work;
}

/** Runs kernels. */
export interface KernelDevice {
  /** No workgroup barriers: SwiftShader switches between fibers at each. */
  readonly software: boolean;
  /**
   * Records one kernel.
   * @param name unique for the source: it names the variant as well, and shows in error messages
   * @param source called the first time the name is used
   */
  run(name: string, source: () => KernelSource, dispatch: Dispatch): void;
}

/** Makes tensors and moves their values. */
export interface TensorDevice {
  /** A new tensor with unspecified values. */
  tensor(shape: number[], dtype?: 'float32' | 'int32'): Tensor;
  /** Replaces a tensor's values from element `offset` on, after everything recorded so far. */
  write(tensor: Tensor, values: Float32Array | Int32Array, offset?: number): void;
  /** Records zeros into the operand's range. */
  clear(operand: Operand): void;
  /** All of a tensor that may be too large to be read through tfjs's pool. */
  readLarge(tensor: Tensor): Promise<Float32Array>;
  /** @throws LabError if this many elements are more than a binding may hold; not while recording */
  requireBinding(elements: number): void;
}

/** Goes through passes and sends their commands again. */
export interface PassDevice extends TensorDevice {
  readonly backend: WebGPUBackendInternals;
  readonly commands: CommandStream;
  /** Where the tensors of prepared passes lie. */
  readonly workspace: Workspace;
  /** Lets sums that were split into chunks wait for each other. */
  readonly chunkSums: { gathered<T>(body: () => T): T };
  /** Notes the commands of the pass that is being run. */
  capture: Capture | null;
  /** Tensors of the pass that is being run, should it fail. */
  made: Tensor[] | null;
  /** Whether commands are computed, and may be sent again: they are not only gone through, nor timed one by one. */
  readonly computes: boolean;
  /** The tensor's buffer, with the tensor's data in it once recorded work has run. */
  bufferOf(tensor: Tensor): GPUBuffer;
  /** Records a copy of a whole tensor into one of the same size. */
  copy(from: Tensor, to: Tensor): void;
  flush(): void;
  /** tfjs keeps what it once read back and would return it again. */
  forgetHostCopy(tensor: Tensor): void;
}
