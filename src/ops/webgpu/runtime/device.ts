/** @file The runner as its helpers see it: interfaces of what each needs, so that none has to know the whole runner. */
import type { Tensor } from '@tensorflow/tfjs';
import type { MaskShape } from '../../dropout';
import type { Operand } from '../../index';
import type { WebGPUBackendInternals } from './backendInternals';
import type { Capture } from './capture';
import type { CommandStream } from './commands';
import type { KernelSource } from './kernel';
import type { Work } from './profiler';
import type { TableRows } from './rowRanges';
import type { Workspace } from './workspace';

/** What a kernel is run with. */
export interface Dispatch {
  /** The operands, by the names that the kernel's source declares. */
  readonly buffers: Readonly<Record<string, Operand | TableRows>>;
  readonly uniforms?: Readonly<Record<string, number>>;
  /** The number of threads (not workgroups), or their numbers in x and y. */
  readonly threads: number | readonly [number, number];
  /** How the elements lie that the kernel drops; `rows` are all rows of the activation. Kernels that drop need it. */
  readonly mask?: MaskShape;
  /** What the profile says about the dispatch. */
  readonly work?: Work;
}

/** Runs kernels. */
export interface KernelDevice {
  /** Whether kernels must avoid workgroup barriers: SwiftShader switches between fibers at each. */
  readonly software: boolean;
  /** The bytes of a tensor, of all its slabs. */
  bytesOf(tensor: Tensor): number;
  /**
   * Encodes one dispatch of a kernel.
   * @param name unique for the source: it names the variant too, and appears in error messages
   * @param source called the first time the name is used
   */
  run(name: string, source: () => KernelSource, dispatch: Dispatch): void;
}

/** Makes tensors and moves their values. */
export interface TensorDevice {
  /** A new tensor with unspecified values. */
  tensor(shape: number[], dtype?: 'float32' | 'int32'): Tensor;
  /** Replaces a tensor's values from element `offset` on, after everything encoded so far. */
  write(tensor: Tensor, values: Float32Array | Int32Array, offset?: number): void;
  /** Encodes zeros into the operand's range. */
  clear(operand: Operand): void;
  /** All values of one slab of a tensor that may be too large to be read through tfjs's pool. */
  readLarge(tensor: Tensor, slab?: number): Promise<Float32Array>;
  /** The number of slabs of new tensors: the trials of the company that computes, or 1. */
  readonly slabs: number;
  /** @throws LabError if this many elements are more than a binding may hold; never in a dry run */
  requireBinding(elements: number): void;
}

/** Runs passes, and sends their captured commands again. */
export interface PassDevice extends TensorDevice {
  readonly backend: WebGPUBackendInternals;
  readonly commands: CommandStream;
  /** The buffers that the tensors of prepared passes lie in. */
  readonly workspace: Workspace;
  /** Lets sums that were split into chunks wait for each other. */
  readonly chunkSums: { gathered<T>(body: () => T): T };
  /** Captures the commands of the pass that is running, if they may be sent again. */
  capture: Capture | null;
  /** The tensors that the running pass has made, to be disposed if it fails. */
  made: Tensor[] | null;
  /** Whether a pass's commands may be captured: this is not a dry run, and kernels are not timed one by one. */
  readonly captures: boolean;
  /** The tensor's buffer. It holds the tensor's data once the encoded work has run. */
  bufferOf(tensor: Tensor): GPUBuffer;
  /** The bytes of a tensor, of all its slabs. */
  bytesOf(tensor: Tensor): number;
  /** Encodes a copy of a whole tensor into one of the same size. */
  copy(from: Tensor, to: Tensor): void;
  /** Submits everything encoded so far. */
  flush(): void;
  /** Drops the copy that tfjs keeps of what it once read back: it would return that again. */
  forgetHostCopy(tensor: Tensor): void;
}
