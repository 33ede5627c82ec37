/** @file What the page leaves in `window.result`: JSON, read by tools/bench.mjs. */
import type { BatchShape, ShapeName } from './cases';
import type { KernelTime } from '../../src/ops/webgpu/runtime/profiler';
import type { Peaks } from './peaks';
import type { Effort, Spread, StepTimes } from './measure';

interface Row {
  /** The case's id. */
  readonly id: string;
  readonly about: string;
  readonly batch: BatchShape;
  /** At the throughput's median, or the evaluation's. */
  readonly samplesPerSecond: number;
  readonly trainableParameters: number;
  /** Most bytes on the device at once: live tensors and the pool; live tensors alone; frozen weights in them. */
  readonly peakBytes: number;
  readonly peakLiveBytes: number;
  readonly weightBytes: number;
  /** Kernels of the engine that this case was the first to compile; null for the peer. */
  readonly compiledKernels: number | null;
}

export interface StepRow extends Row, StepTimes {
  readonly kind: 'train' | 'stock';
  /** Dispatches of a step that are the engine's own kernels; null for the peer. */
  readonly engineDispatches: number | null;
  /** Of one step, an average, where a profile was asked for; null for the peer. */
  readonly kernels: readonly KernelTime[] | null;
}

export interface EvaluationRow extends Row {
  readonly kind: 'evaluate';
  readonly sentences: number;
  readonly batches: number;
  readonly firstMilliseconds: number;
  readonly whole: Spread;
}

export interface FailedRow {
  readonly kind: 'failed';
  readonly id: string;
  readonly error: string;
}

/** The first steps of both peers from the same weights on the same batch. */
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
  readonly rows: readonly (StepRow | EvaluationRow | FailedRow)[];
  readonly agreement: Agreement | null;
  /** Only with a profile. */
  readonly peaks: Peaks | null;
  readonly seconds: number;
  /** Why nothing was measured; then there is no more in the report than this and no rows. */
  readonly error: string | null;
  readonly done: boolean;
}
