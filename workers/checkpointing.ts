/** @file When a running trial is kept for later, and whether what was kept is of this device. */
import type { Environment } from '../src/results/results';
import type { SnapshotKeeper, TrialSnapshot } from '../src/train/snapshot';
import type { TrialCheckpoint } from './protocol';

/** Larger trials are not kept while they train: full fine-tuning of a model with more than 22 million parameters. */
export const MOST_CHECKPOINT_BYTES = 256 * 2 ** 20;

/** Training stands still for a snapshot; the next one comes no sooner than so many times as long. */
const LEAST_BETWEEN = 50;

export class CheckpointTimer implements SnapshotKeeper {
  readonly mostBytes = MOST_CHECKPOINT_BYTES;
  private last = performance.now();
  private between: number;

  /** @param seconds from one checkpoint to the next, at least; 0 for one after every step, whatever it costs */
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

/** Half a trial of one device and half of another would be neither's result. */
export function isOfDevice(
  { environment }: TrialCheckpoint,
  { backend, device }: Pick<Environment, 'backend' | 'device'>,
): boolean {
  return environment.backend === backend && environment.device === device;
}

/** What holds the checkpoint's values, to be handed over without a copy. */
export function buffersOf({ snapshot }: TrialCheckpoint): ArrayBuffer[] {
  return [snapshot.parameters, snapshot.moment1, snapshot.moment2].map(({ buffer }) => buffer as ArrayBuffer);
}
