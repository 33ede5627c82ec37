/** @file What a trial gets, tells and comes to. */
import type { ModelConfig } from '../architecture/config';
import type { Sentences } from '../data/sentences';
import type { Hyperparameters, Scenario } from '../experiment/experiment';
import type { FrozenWeights } from '../model/model';
import type { Ops } from '../ops';
import type { Evaluation, TrialRecord } from '../results/results';
import type { EncoderWeights } from '../architecture/tensorSource';
import type { Rest } from './pacing';
import type { SnapshotKeeper, TrialSnapshot } from './snapshot';
import type { TrainedTensors } from './trained';

/** What all trials of a run share. */
export interface TrialSetting {
  readonly ops: Ops;
  readonly config: ModelConfig;
  /** What the scenario reads and does not train: nothing in full fine-tuning, and then nothing of it is on the device. */
  readonly frozen: (scenario: Scenario) => Promise<FrozenWeights>;
  /** The encoder's weights, where full fine-tuning starts. */
  readonly pretrained: EncoderWeights;
  /** Values that stand in for initial ones: of an adapter that the scenario begins with. */
  readonly start?: (scenario: Scenario) => TrainedTensors;
  readonly train: Sentences;
  readonly validation: Sentences;
  readonly training: Hyperparameters;
}

export interface TrialHooks {
  isCancelled(): boolean;
  onSteps(firstStep: number, losses: readonly number[], totalSteps: number): void;
  onEvaluation(evaluation: Evaluation): void;
  onProgress(phase: 'compiling' | 'training' | 'evaluating', done: number, total: number): void;
  /** Gets what the trial trained, once, if it ends as done and there is memory to read it back. */
  onTrained(tensors: TrainedTensors): void;
  /** Asked between steps; without it the trial never stands still. */
  readonly rest?: Rest;
  /** Asked between steps; without it no snapshots are made. */
  readonly snapshots?: SnapshotKeeper;
  /** Told before the first step of a trial that goes on from a snapshot. */
  onRestored?(snapshot: TrialSnapshot): void;
}

/** The measured part of a trial's record. */
export type TrialOutcome = Omit<
  TrialRecord,
  'id' | 'scenario' | 'seed' | 'relativeParameters' | 'seconds' | 'finishedAt' | 'environment'
>;
