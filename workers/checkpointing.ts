/** @file Decides when a checkpoint of a running trial is due, and whether a checkpoint was made on this device. */
import type { Environment } from '../src/results/results';
import type { SnapshotKeeper, TrialSnapshot } from '../src/train/snapshot';
import type { TrialCheckpoint } from './protocol';

/** Larger trials get no checkpoints: full fine-tuning of a model with more than 22 million parameters. */
export const MOST_CHECKPOINT_BYTES = 256 * 2 ** 20;

/** Training stands still for a snapshot. The next one comes after this many times that pause, at the earliest. */
const LEAST_BETWEEN = 50;

export class CheckpointTimer implements SnapshotKeeper {
  readonly mostBytes = MOST_CHECKPOINT_BYTES;
  private last = performance.now();
  private between: number;

  /** @param seconds the least time between two checkpoints; 0 for one after every step, whatever it costs */
  constructor(
    private readonly seconds: number,
    private readonly onSnapshot: (snapshot: TrialSnapshot) => void,
    private readonly onRefused: (bytes: number) => void,
  ) {
    this.between = 1000 * seconds;
  }

  isDue(): boolean {
    return performance.now() - this.last >= this.between;
  }

  keep(snapshot: TrialSnapshot, milliseconds: number): void {
    this.last = performance.now();
    if (this.seconds > 0) this.between = Math.max(1000 * this.seconds, LEAST_BETWEEN * milliseconds);
    this.onSnapshot(snapshot);
  }

  refuse(bytes: number): void {
    this.onRefused(bytes);
  }
}

/** A trial trained half on one device and half on another would be a result of neither. */
export function isOfDevice(
  { environment }: TrialCheckpoint,
  { backend, device }: Pick<Environment, 'backend' | 'device'>,
): boolean {
  return environment.backend === backend && environment.device === device;
}

/** The buffers of the checkpoint's values, to be transferred without a copy. */
export function buffersOf({ snapshot }: TrialCheckpoint): ArrayBuffer[] {
  return [snapshot.parameters, snapshot.moment1, snapshot.moment2].map(({ buffer }) => buffer as ArrayBuffer);
}
