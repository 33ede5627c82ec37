/** @file A snapshot of a trial in the middle of its training: everything that the rest of it depends on. */
import type { Evaluation } from '../results/results';
import type { FlatLayout } from '../ops/flat';
import type { Timed } from './clock';
import type { TrainingSums } from './trainingFigures';

/**
 * A snapshot is plain data. It holds no random state, because the order of the data and the dropout masks follow from
 * the seed and the step.
 */
export interface TrialSnapshot {
  /** The number of optimizer steps done. */
  readonly step: number;
  readonly totalSteps: number;
  /** These three are laid out as in `Flat`, [layout.length]. */
  readonly parameters: Float32Array;
  readonly moment1: Float32Array;
  readonly moment2: Float32Array;
  /** The losses of all steps so far. */
  readonly losses: readonly number[];
  readonly evaluations: readonly Evaluation[];
  /** Sums over the training sentences since the last evaluation. */
  readonly figures: TrainingSums;
  readonly clock: Timed;
  /** The most bytes on the device so far. */
  readonly peak: { readonly peakBytes: number; readonly peakLiveBytes: number };
}

/** Decides when snapshots of a trial are made, and keeps them. */
export interface SnapshotKeeper {
  /** Whether it is time for a snapshot. It is called between steps, so it must be cheap. */
  isDue(): boolean;
  /** The most bytes of a snapshot; larger ones are not made. */
  readonly mostBytes: number;
  /** Takes over a snapshot. @param milliseconds how long making it held up training */
  keep(snapshot: TrialSnapshot, milliseconds: number): void;
  /** Called before training if the trial's snapshots would be too large. */
  refuse(bytes: number): void;
}

const FLOAT_BYTES = 4;
/** The buffers of a snapshot: parameters and Adam's two moments. */
const BUFFERS = 3;

/** Bytes of a trial's snapshot, without its losses. */
export function snapshotBytes({ length }: Pick<FlatLayout, 'length'>): number {
  return BUFFERS * FLOAT_BYTES * length;
}

/** Whether a snapshot belongs to a trial with this layout and this number of steps. */
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
