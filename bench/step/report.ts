/** @file The JSON that the page leaves in `window.result`, which tools/bench.mjs reads. */
import type { BatchShape, ShapeName } from './cases';
import type { KernelTime } from '../../src/ops/webgpu/runtime/profiler';
import type { Peaks } from './peaks';
import type { Effort, StepTimes } from './measure';
import type { WholeTimes } from './whole';
import type { TileTrial } from '../../src/ops/webgpu/tuning/tuneTiles';

interface Row {
  /** The case's id. */
  readonly id: string;
  readonly about: string;
  readonly batch: BatchShape;
  /** From the median time of a step, or of the evaluation. */
  readonly samplesPerSecond: number;
  readonly trainableParameters: number;
  /** Most bytes on the device at once: of tensors in use and the pool; of tensors in use alone; of the frozen weights. */
  readonly peakBytes: number;
  readonly peakLiveBytes: number;
  readonly weightBytes: number;
  /** Number of the engine's kernels that this case was the first to compile; null for the peer. */
  readonly compiledKernels: number | null;
}

export interface StepRow extends Row, StepTimes {
  readonly kind: 'train' | 'stock';
  /** How many trials trained together; a step is one of each of them. */
  readonly together: number;
  /** Number of a step's dispatches that are the engine's own kernels; null for the peer. */
  readonly engineDispatches: number | null;
  /** The average kernels of one step; null for the peer, and unless a profile was asked for. */
  readonly kernels: readonly KernelTime[] | null;
}

export interface WholeRow extends Row, WholeTimes {
  readonly kind: 'evaluate' | 'trial';
  /** Sentences of the evaluation. */
  readonly sentences: number;
}

export interface FailedRow {
  readonly kind: 'failed';
  readonly id: string;
  readonly error: string;
}

/** Losses of both peers' first steps, from the same weights on the same batch. */
export interface Agreement {
  readonly engine: readonly number[];
  readonly stock: readonly number[];
  /** Largest relative difference of the losses. */
  readonly difference: number;
}

export interface StepReport {
  readonly shape: ShapeName;
  readonly adapter: string;
  readonly software: boolean;
  readonly userAgent: string;
  readonly effort: Effort;
  readonly stockEffort: Effort;
  readonly rows: readonly (StepRow | WholeRow | FailedRow)[];
  readonly agreement: Agreement | null;
  /** Only with a profile. */
  readonly peaks: Peaks | null;
  /** The tiles that the device chose; null unless that was asked for. */
  readonly tiles: TileTrial | null;
  readonly seconds: number;
  /** Why nothing was measured. The report then holds nothing else but an empty list of rows. */
  readonly error: string | null;
  readonly done: boolean;
}
