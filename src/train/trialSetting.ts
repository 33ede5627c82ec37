/** @file What a trial is given, what it reports while it runs, and its outcome. */
import type { ModelConfig } from '../architecture/config';
import type { Sentences } from '../data/sentences';
import type { Hyperparameters, Scenario, TrialSpec } from '../experiment/experiment';
import type { FrozenWeights } from '../model/model';
import type { Ops } from '../ops';
import type { Evaluation, TrialRecord } from '../results/results';
import type { EncoderWeights } from '../architecture/tensorSource';
import type { Timed } from './clock';
import type { Rest } from './pacing';
import type { SnapshotKeeper, TrialSnapshot } from './snapshot';
import type { TrainedTensors } from './trained';

/** What all trials in a run share. */
export interface TrialSetting {
  readonly ops: Ops;
  readonly config: ModelConfig;
  /** The frozen weights that the scenario reads. Full fine-tuning reads none, and then none are on the device. */
  readonly frozen: (scenario: Scenario) => Promise<FrozenWeights>;
  /** The encoder's pretrained weights, from which full fine-tuning starts. */
  readonly pretrained: EncoderWeights;
  /** Values that replace initial ones: those of an adapter that the scenario begins with. */
  readonly start?: (scenario: Scenario) => TrainedTensors;
  readonly train: Sentences;
  readonly validation: Sentences;
  readonly training: Hyperparameters;
}

export interface TrialHooks {
  isCancelled(): boolean;
  /** Gets the losses of consecutive steps; `firstStep` is 0-based. */
  onSteps(firstStep: number, losses: readonly number[], totalSteps: number): void;
  onEvaluation(evaluation: Evaluation): void;
  onProgress(phase: 'compiling' | 'training' | 'evaluating', done: number, total: number): void;
  /** Gets what the trial trained, once, if the trial ends as done and there is memory to read it back. */
  onTrained(tensors: TrainedTensors): void;
  /** Consulted between steps. Without it the trial never pauses. */
  readonly rest?: Rest;
  /** Consulted between steps. Without it no snapshots are made. */
  readonly snapshots?: SnapshotKeeper;
  /** Called before the first step of a trial that resumes from a snapshot. */
  onRestored?(snapshot: TrialSnapshot): void;
  /** Gets the outcome as soon as it is known: in a company, some trials may end before the others. */
  onEnded?(outcome: TrialOutcome): void;
}

/** One of the trials that train together. */
export interface Member {
  readonly setting: TrialSetting;
  readonly spec: TrialSpec;
  /** In a company, only the first trial is asked to rest and told of progress. */
  readonly hooks: TrialHooks;
  /** A snapshot of an earlier run of the same trial, to resume from; ignored if it does not fit this trial. */
  readonly from: TrialSnapshot | null;
  /** What was measured of its speed alone; in a company nothing more is. */
  readonly timed?: Timed | null;
}

/** What a company took as a whole. */
export interface CompanyCosts {
  readonly trials: number;
  /** The most bytes on the device at once. */
  readonly peakBytes: number;
}

/** The measured part of a trial's record. */
export type TrialOutcome = Omit<
  TrialRecord,
  | 'id'
  | 'scenario'
  | 'seed'
  | 'validationClasses'
  | 'validationId'
  | 'relativeParameters'
  | 'seconds'
  | 'finishedAt'
  | 'environment'
  | 'together'
> & {
  /** Null for a trial that trained alone. */
  readonly company: CompanyCosts | null;
};
