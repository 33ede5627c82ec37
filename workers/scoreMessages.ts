/** @file What page and worker say to each other of the scores of modules. */
import type { Experiment } from '../src/experiment/experiment';
import type { BackendName } from '../src/results/results';
import type { ModuleScores, Scored } from '../src/scores/moduleScores';
import type { ScoreRequest } from '../src/scores/scoreRequest';
import type { SourceSettings } from '../src/sources/sourceSettings';

/**
 * Score all modules of the experiment's model on its data, before or while it trains, or those of a scenario that was
 * trained. Answered by `scoreProgress` events, and `scoresSoFar` of a score that grows while a model trains, then `scored`,
 * `refused`, `failed`, or `runDone` if it was cancelled.
 */
export interface ScoreCommand {
  readonly type: 'score';
  readonly runId: string;
  readonly experiment: Experiment;
  readonly request: ScoreRequest;
  /** Ids of the trained trials that are scored, all of one scenario; none for a score of the experiment itself. */
  readonly trials: readonly string[];
  /** The most bytes that a person allows on the device, for a score that trains; null for no limit. */
  readonly limitBytes: number | null;
  readonly backend: BackendName | null;
  readonly baseUrl: string;
  readonly sources: SourceSettings;
}

/** What a `score` command is busy with; `scoring` counts batches, `training` steps. */
export type ScorePhase = 'loading' | 'tokenizing' | 'compiling' | 'training' | 'scoring';

export type ScoreEvent =
  | {
      readonly type: 'scoreProgress';
      readonly runId: string;
      readonly phase: ScorePhase;
      readonly done: number;
      readonly total: number;
    }
  | { readonly type: 'scoresSoFar'; readonly runId: string; readonly modules: ModuleScores }
  | { readonly type: 'scored'; readonly runId: string; readonly scores: Scored };
