/** @file What all trials in a run share while the worker performs it. */
import type { Backend } from '../src/backend/select';
import type { Pacing } from '../src/train/pacing';
import type { TrialRecord } from '../src/results/results';
import type { DeviceLost } from './deviceLost';
import type { Laboratory } from './laboratory';
import type { Prepared } from './prepareRun';
import type { Event, Phase, RunCommand } from './protocol';

export interface RunMeans {
  readonly backend: Backend;
  readonly laboratory: Laboratory;
  readonly signal: AbortSignal;
  readonly pacing: Pacing;
  readonly send: (event: Event, transfer?: Transferable[]) => void;
}

export type TellProgress = (phase: Phase, trial: number | null, done: number, total: number) => void;

export interface Running {
  readonly command: RunCommand;
  readonly means: RunMeans;
  readonly prepared: Prepared;
  readonly progress: TellProgress;
}

/** The loss of the device, in a trial whose record then says that it failed. */
export interface LostIn {
  readonly lost: DeviceLost;
  readonly trial: number;
  readonly record: TrialRecord;
}
