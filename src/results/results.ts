/** @file The one versioned schema of results: the export, the command line's file and stored records. */
import type { DataFacts } from './dataFacts';
import type { Experiment, Scenario } from '../experiment/experiment';

export const RESULTS_VERSION = 1;

export type TrialStatus = 'done' | 'diverged' | 'failed' | 'cancelled';

/** Which compute backend of tfjs ran the trial. `webgpu` uses the lab's own kernels. */
export type BackendName = 'webgpu' | 'wasm' | 'cpu';

export interface Environment {
  readonly backend: BackendName;
  /** Vendor, architecture and description of the adapter as WebGPU tells them, or the CPU backend's name. */
  readonly device: string;
  /** True for WebGPU on a software adapter, e.g. SwiftShader. */
  readonly software: boolean;
  readonly userAgent: string;
  readonly labVersion: string;
}

/** Bytes on the device by kind; together the peak. */
export interface MemoryBreakdown {
  readonly weights: number;
  /** Trainable parameters: adapters and head, or everything in full fine-tuning. */
  readonly adapters: number;
  readonly gradients: number;
  readonly optimizer: number;
  /** Everything else in use when most was in use: saved for backward, and in between. */
  readonly activations: number;
  /** Bytes of the buffers beyond that: tensors share them, and none fills its own exactly. */
  readonly workspace: number;
}

export interface Evaluation {
  /** Optimizer steps done. */
  readonly step: number;
  /** On the validation sentences, in [0, 1]. */
  readonly accuracy: number;
  /** On the validation sentences, in nats a sentence. */
  readonly loss: number;
  /**
   * The same of the training sentences since the evaluation before, each as it was seen: with dropout, before the update
   * by it. Null where there were none, and in files of before this was measured.
   */
  readonly trainLoss: number | null;
  readonly trainAccuracy: number | null;
}

export interface TrialRecord {
  readonly id: string;
  readonly scenario: Scenario;
  readonly seed: number;
  readonly status: TrialStatus;
  /** Why the trial did not end as done; null if it did. */
  readonly message: string | null;
  /** Validation accuracy at the end, in [0, 1]; null unless done. */
  readonly accuracy: number | null;
  readonly validationLoss: number | null;
  /** Validation rows that were measured, by class; left out in files of before this was noted, and in links. */
  readonly validationClasses?: readonly number[];
  /** Training loss of every optimizer step. */
  readonly losses: readonly number[];
  readonly evaluations: readonly Evaluation[];
  readonly steps: number;
  readonly trainableParameters: number;
  /** trainableParameters over those of full fine-tuning, in [0, 1]. */
  readonly relativeParameters: number;
  /** Most bytes on the device at once: live and pooled buffers. */
  readonly peakBytes: number;
  readonly memory: MemoryBreakdown;
  /** Training sentences per second, warm-up step and evaluation excluded. */
  readonly samplesPerSecond: number | null;
  /** Wall-clock seconds of the whole trial, evaluation included. */
  readonly seconds: number;
  /** ISO 8601, when the trial ended. */
  readonly finishedAt: string;
  readonly environment: Environment;
}

export interface ResultsFile {
  readonly version: typeof RESULTS_VERSION;
  readonly experiment: Experiment;
  readonly environment: Environment;
  /** Left out in files of before this was noted, and where the data set was not looked at. */
  readonly data?: DataFacts;
  readonly trials: readonly TrialRecord[];
}
