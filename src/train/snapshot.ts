/** @file A trial in the middle of its training: everything that the rest of it depends on. */
import type { Evaluation } from '../results/results';
import type { FlatLayout } from '../ops/flat';
import type { Timed } from './clock';
import type { TrainingSums } from './trainingFigures';

/**
 * Plain data. Random state is not among it: the order of the data follows from the seed and the step, and so do the
 * masks of dropout.
 */
export interface TrialSnapshot {
  /** Optimizer steps done. */
  readonly step: number;
  readonly totalSteps: number;
  /** These three as `Flat` lays them out, [layout.length]. */
  readonly parameters: Float32Array;
  readonly moment1: Float32Array;
  readonly moment2: Float32Array;
  /** Of every step so far. */
  readonly losses: readonly number[];
  readonly evaluations: readonly Evaluation[];
  /** Of the training sentences since the last evaluation. */
  readonly figures: TrainingSums;
  readonly clock: Timed;
  /** Bytes on the device, so far at the most. */
  readonly peak: { readonly peakBytes: number; readonly peakLiveBytes: number };
}

/** Who keeps snapshots of a trial, and when. */
export interface SnapshotKeeper {
  /** Whether it is time for one. Cheap, asked between steps. */
  isDue(): boolean;
  /** Larger ones are not made, in bytes. */
  readonly mostBytes: number;
  /** Takes over a snapshot. @param milliseconds how long training stood still for it */
  keep(snapshot: TrialSnapshot, milliseconds: number): void;
  /** Told before training of a trial whose snapshots would be too large. */
  refuse(bytes: number): void;
}

const FLOAT_BYTES = 4;
/** Parameters and Adam's two moments. */
const BUFFERS = 3;

/** Bytes of a trial's snapshot, but for its losses. */
export function snapshotBytes({ length }: Pick<FlatLayout, 'length'>): number {
  return BUFFERS * FLOAT_BYTES * length;
}

/** Whether a snapshot is of a trial that has just this layout and duration. */
export function fits(
  { step, totalSteps: total, losses, parameters, moment1, moment2 }: TrialSnapshot,
  layout: Pick<FlatLayout, 'length'>,
  totalSteps: number,
): boolean {
  return (
    total === totalSteps &&
    step > 0 &&
    step <= totalSteps &&
    losses.length === step &&
    [parameters, moment1, moment2].every(({ length }) => length === layout.length)
  );
}
