/** @file Everything that the page and the worker say to each other: commands to the trainer, and events from it. */
import type { TokenNotes } from '../src/data/tokenNotes';
import type { CachedRepository, CacheKey } from '../src/sources/hub/fileCache';
import type { ModelConfig } from '../src/architecture/config';
import type { SourceSettings } from '../src/sources/sourceSettings';
import type { DataInspection } from '../src/data/inspectDataset';
import type { Problem as RowProblem } from '../src/data/labelledSplit';
import type { DataChoice, Experiment, TrialSpec } from '../src/experiment/experiment';
import type { Together } from '../src/experiment/together';
import type {
  BackendName,
  Environment,
  Evaluation,
  MemoryBreakdown,
  TrialRecord,
} from '../src/results/results';
import type { ImportedAdapter } from '../src/interop/peft/importAdapter';
import type { DeviceTiles, KeptTiles } from '../src/results/keptTiles';
import type { SwitchedOff } from '../src/scores/switchOff';
import type { DoesNotFit, MemoryLimit } from '../src/train/memoryFit';
import type { TrialSnapshot } from '../src/train/snapshot';
import type { StepCourse } from '../src/train/stepCourse';
import type { TrainedTrial } from '../src/train/trained';

import type { ScoreCommand, ScoreEvent } from './scoreMessages';

export type { ScoreCommand, ScorePhase } from './scoreMessages';
export type { TrainedTrial };

/** What every question about trained trials carries. */
interface Question {
  readonly runId: string;
  readonly backend: BackendName | null;
  readonly baseUrl: string;
  readonly sources: SourceSettings;
}

/** What one trained trial predicts for texts. */
export interface Prediction {
  /** The id of the trial's record. */
  readonly trial: string;
  readonly labelNames: readonly string[];
  /** For each text, a probability of each label. */
  readonly probabilities: readonly (readonly number[])[];
}

/** A validation row and what a trial predicted for it. */
export interface ExaminedRow {
  /** 0-based, in the validation file. */
  readonly row: number;
  readonly text: string;
  readonly label: number;
  readonly prediction: number;
  /** Probability of the prediction, in [0, 1]. */
  readonly confidence: number;
}

export interface ExportedFile {
  readonly name: string;
  readonly blob: Blob;
}

/** A trial in training, kept in case its page, browser or device goes away. Plain data. */
export interface TrialCheckpoint {
  readonly snapshot: TrialSnapshot;
  /** The environment that it trained in. */
  readonly environment: Pick<Environment, 'backend' | 'device'>;
  /** Seconds of work on the trial up to the checkpoint. */
  readonly seconds: number;
  /** The time, in ISO 8601. */
  readonly savedAt: string;
}

/** The facts of a picked adapter from which a scenario is made. */
export type AdapterSummary = Pick<
  ImportedAdapter,
  'modules' | 'rank' | 'alpha' | 'rsLora' | 'dora' | 'ranks' | 'hasHead'
>;

export type { DataInspection, RowProblem };

/** What an estimate is about: the page's experiment, or one that it might become. */
export type EstimateSubject = 'experiment' | 'candidate';

export type Command =
  /** The first command: the tiles that devices have chosen before, or that none should be. Answered by `tilesChosen`, later, if some are. */
  | { readonly type: 'tiles'; readonly runId: ''; readonly kept: KeptTiles | 'off' }
  /** Find out which backend the trials would run on. Answered by `environment`, or `failed`. */
  | { readonly type: 'probe'; readonly runId: string; readonly backend: BackendName | null }
  /** Find out what a model looks like. Answered by `modelDescribed`, also while a run goes on. */
  | {
      readonly type: 'describeModel';
      readonly runId: string;
      readonly model: string;
      readonly baseUrl: string;
      readonly sources: SourceSettings;
    }
  /** List the cached files of hubs, after removing one repository or all of them. Answered by `cacheListed`. */
  | {
      readonly type: 'listCache';
      readonly runId: string;
      readonly clear: 'nothing' | 'everything' | CacheKey;
    }
  /**
   * Estimate how much memory the scenarios will take on the device. Answered by `dataNotes` and `estimated`; abandoned
   * for a run, and for a later question about the same subject.
   */
  | {
      readonly type: 'estimate';
      readonly runId: string;
      readonly about: EstimateSubject;
      readonly experiment: Experiment;
      readonly backend: BackendName | null;
      readonly baseUrl: string;
      readonly sources: SourceSettings;
    }
  /**
   * Inspect a data set: columns, labels, first rows. Answered by `dataInspected`; abandoned for the next inspection.
   */
  | {
      readonly type: 'inspectData';
      readonly runId: string;
      readonly dataset: string;
      readonly data: DataChoice;
      readonly baseUrl: string;
      readonly sources: SourceSettings;
    }
  /** Run trials of an experiment one after another. Answered by the other events, then `runDone`. */
  | {
      readonly type: 'run';
      readonly runId: string;
      readonly experiment: Experiment;
      readonly trials: readonly TrialSpec[];
      /** The backend; null for the best that this browser has. */
      readonly backend: BackendName | null;
      /** Where `models/` and `datasets/` are, an absolute URL ending in a slash. */
      readonly baseUrl: string;
      readonly sources: SourceSettings;
      /** Index of the first trial to run; 0 if left out. The trials before it only give the others their numbers. */
      readonly from?: number;
      /**
       * Indices of trials from `from` on that an earlier device has finished, and that are not run again: after companies
       * they need not be the first ones. None if left out.
       */
      readonly ended?: ReadonlySet<number>;
      /** The least number of seconds between two `checkpoint` events; if left out, there are none. */
      readonly checkpointSeconds?: number;
      /** What is known about the device's memory; if left out, trials begin without a check of what they will take. */
      readonly memoryLimits?: readonly MemoryLimit[];
      /** Checkpoints at which earlier runs of trials were interrupted, by index. One from another device is ignored. */
      readonly earlier?: ReadonlyMap<number, TrialCheckpoint>;
      /** How many trials that differ in the seed alone train in one pass; `off` if left out. */
      readonly together?: Together;
    }
  | ScoreCommand
  /** Take back what a trial had trained, from the page's database. Not answered. */
  | { readonly type: 'keep'; readonly trained: TrainedTrial }
  /** Drop what trials trained. Not answered. */
  | { readonly type: 'forget'; readonly ids: readonly string[] }
  /** Predict the class probabilities of texts by trained trials. Answered by `predicted`, `refused`, or `failed`. */
  | (Question & {
      readonly type: 'predict';
      readonly trials: readonly string[];
      readonly texts: readonly string[];
      /** Adapters of one of the trials that are switched off; none if left out. */
      readonly off?: SwitchedOff;
    })
  /** Predict the labels of the validation rows by a trained trial. Answered by `examined`, `refused`, or `failed`. */
  | (Question & {
      readonly type: 'examineValidation';
      readonly trial: string;
      /** As for `predict`. */
      readonly off?: SwitchedOff;
    })
  /** Measure a trained trial on the test rows. Answered by `tested`, `refused`, or `failed`. */
  | (Question & { readonly type: 'measureTest'; readonly trial: string })
  /** Write a trained trial as files. Answered by `exported`, `refused`, or `failed`. */
  | (Question & {
      readonly type: 'export';
      readonly trial: string;
      /** `adapter`: PEFT's two files. `model`: a whole model with the adapters merged. */
      readonly what: 'adapter' | 'model';
    })
  /** Read a picked adapter for a model. Answered by `adapter`, `refused`, or `failed`. */
  | (Question & { readonly type: 'inspectAdapter'; readonly model: string; readonly files: readonly File[] })
  /** Plan a training step of the experiment's first scenario. Answered by `stepPlanned`, `refused`, or `failed`. */
  | (Question & { readonly type: 'planStep'; readonly experiment: Experiment })
  /** Stop before the next step, with everything kept on the device. Answered by `paused`. */
  | { readonly type: 'pause'; readonly runId: string }
  /** Continue after a pause. Answered by `resumed` if the run had stopped. */
  | { readonly type: 'resume'; readonly runId: string }
  /** Leave the device to others about half of the time, or no longer; off when a run begins. Not answered. */
  | { readonly type: 'quiet'; readonly runId: string; readonly quiet: boolean }
  /** Stop the run, or the scoring, at the next step. The running trial ends as cancelled; trials that have not begun are not reported. */
  | { readonly type: 'cancel'; readonly runId: string };

/** What the page shows about a model. */
export interface ModelFacts {
  readonly config: ModelConfig;
  /** The commit of the hub's repository; null for a model from elsewhere. */
  readonly commit: string | null;
  /** Size of the weights files; null if it is not known before they are loaded. */
  readonly bytes: number | null;
  /** What the person should know, for example that the hub could not be asked. */
  readonly notices: readonly string[];
}
export type RunCommand = Extract<Command, { type: 'run' }>;
export type QuestionCommand = Extract<
  Command,
  { type: 'predict' | 'examineValidation' | 'measureTest' | 'export' | 'inspectAdapter' | 'planStep' }
>;

/** What the trainer is busy with; `training` counts steps, `loading` bytes, `evaluating` sentences. */
export type Phase = 'loading' | 'tokenizing' | 'compiling' | 'training' | 'evaluating';

/** What was read from the data set for a run. Names and reasons contain text from the file, which can be anything. */
export interface DataReading {
  /** Number of sentences. */
  readonly train: number;
  readonly validation: number;
  /** Names of the classes, in their order. */
  readonly labels: readonly string[];
  /** Rows that were left out. */
  readonly problems: readonly RowProblem[];
  readonly notes: readonly string[];
}

export interface StepLoss {
  /** 0-based optimizer step. */
  readonly step: number;
  readonly loss: number;
}

export type Event =
  | { readonly type: 'environment'; readonly runId: string; readonly environment: Environment }
  | {
      readonly type: 'progress';
      readonly runId: string;
      readonly phase: Phase;
      /** Index into the run's trials, or null before the first. */
      readonly trial: number | null;
      readonly done: number;
      readonly total: number;
    }
  | ScoreEvent
  /** How long the data set's rows are. Sent once they are tokenized, for a run and for an estimate. */
  | { readonly type: 'dataNotes'; readonly runId: string; readonly notes: TokenNotes }
  | {
      readonly type: 'steps';
      readonly runId: string;
      readonly trial: number;
      readonly losses: readonly StepLoss[];
      readonly totalSteps: number;
    }
  | {
      readonly type: 'evaluation';
      readonly runId: string;
      readonly trial: number;
      readonly evaluation: Evaluation;
    }
  | {
      readonly type: 'trialDone';
      readonly runId: string;
      readonly trial: number;
      readonly record: TrialRecord;
    }
  | {
      /** The state of the running trial, for the page's database; the buffers of its values are transferred. */
      readonly type: 'checkpoint';
      readonly runId: string;
      readonly trial: number;
      readonly checkpoint: TrialCheckpoint;
    }
  | {
      /**
       * Sent before the first step: the trial resumes where an earlier run of it was interrupted, with these results so
       * far.
       */
      readonly type: 'restored';
      readonly runId: string;
      readonly trial: number;
      readonly losses: readonly number[];
      readonly evaluations: readonly Evaluation[];
      readonly totalSteps: number;
    }
  | {
      /**
       * Sent before the first event of a company: these trials, by their index, train together from now on. Their events
       * interleave; `progress` comes once for all of them, with the first of them as its trial. A trial alone has none.
       */
      readonly type: 'company';
      readonly runId: string;
      readonly trials: readonly number[];
    }
  | {
      /** The device was lost. The last event of the run; this worker must not be used again. */
      readonly type: 'lost';
      readonly runId: string;
      /**
       * Index of the trial in which the device was lost, or before which: while loading or between two trials. Of a company,
       * the first that had not ended.
       */
      readonly trial: number;
      /** The record of the trial as failed, in case it is not tried again; null if the trial had not begun. */
      readonly record: TrialRecord | null;
      readonly message: string;
      readonly remedy: string;
    }
  | {
      /** Sent after `trialDone`: the worker keeps what the trial trained. */
      readonly type: 'trained';
      readonly runId: string;
      readonly trial: number;
      readonly id: string;
      /** The values for the page's database; null if they are too large for that. */
      readonly trained: TrainedTrial | null;
      /** Ids of trials that had to make room. */
      readonly dropped: readonly string[];
    }
  | { readonly type: 'predicted'; readonly runId: string; readonly predictions: readonly Prediction[] }
  | {
      readonly type: 'examined';
      readonly runId: string;
      readonly labelNames: readonly string[];
      readonly rows: readonly ExaminedRow[];
    }
  /** How many of the test rows the trial classified rightly. */
  | { readonly type: 'tested'; readonly runId: string; readonly rows: number; readonly correct: number }
  | { readonly type: 'exported'; readonly runId: string; readonly files: readonly ExportedFile[] }
  | { readonly type: 'adapter'; readonly runId: string; readonly adapter: AdapterSummary }
  | {
      readonly type: 'stepPlanned';
      readonly runId: string;
      readonly course: StepCourse;
      /** Whether the step is one on a GPU, because the present backend does not plan. */
      readonly isOfGpu: boolean;
    }
  /** A question that has no answer. The worker can still be used. */
  | { readonly type: 'refused'; readonly runId: string; readonly message: string; readonly remedy: string }
  | {
      readonly type: 'estimated';
      readonly runId: string;
      /**
       * The estimates by scenario. Null as a whole if it could not be estimated; null for one scenario if the backend
       * allocates by itself.
       */
      readonly memory: readonly (MemoryBreakdown | null)[] | null;
    }
  | {
      readonly type: 'modelDescribed';
      readonly runId: string;
      /** The facts, or what is wrong if the model could not be described. */
      readonly answer: ModelFacts | { readonly message: string; readonly remedy: string };
    }
  /** `repositories` is null if the browser keeps nothing for the page. */
  | {
      readonly type: 'cacheListed';
      readonly runId: string;
      readonly repositories: readonly CachedRepository[] | null;
    }
  /** Something that the person should know. The run goes on. */
  | { readonly type: 'notice'; readonly runId: string; readonly message: string }
  | {
      readonly type: 'dataInspected';
      readonly runId: string;
      /**
       * Why the data set cannot be inspected; null with an inspection. Both are null if the inspection was abandoned.
       */
      readonly error: { readonly message: string; readonly remedy: string } | null;
      readonly inspection: DataInspection | null;
    }
  /** The first event, which belongs to no run: the worker's script has been loaded. */
  | { readonly type: 'alive'; readonly runId: '' }
  /** Belongs to no run: the device has chosen the tiles of its matrix products. */
  | { readonly type: 'tilesChosen'; readonly runId: ''; readonly device: string; readonly tiles: DeviceTiles }
  /** Belongs to no run: the worker holds the Web Lock of this name as long as it lives. */
  | { readonly type: 'lifeline'; readonly runId: ''; readonly lock: string }
  /** Made on the page's side: the worker ended without a message, and the run with it. Another worker may do better. */
  | {
      readonly type: 'workerEnded';
      readonly runId: string;
      readonly message: string;
      readonly remedy: string;
    }
  /** The run is stopped until `resumed`. */
  | { readonly type: 'paused'; readonly runId: string }
  | { readonly type: 'resumed'; readonly runId: string }
  /** The device had no room for the trial, which was estimated to take `bytes`. Sent before the trial's `trialDone`. */
  | { readonly type: 'outOfMemory'; readonly runId: string; readonly trial: number; readonly bytes: number }
  /** These scenarios do not fit on the device. The last event of a run, none of whose trials has begun. */
  | { readonly type: 'doNotFit'; readonly runId: string; readonly scenarios: readonly DoesNotFit[] }
  /** Sent before the first trial of a run. */
  | { readonly type: 'dataRead'; readonly runId: string; readonly reading: DataReading }
  | { readonly type: 'runDone'; readonly runId: string; readonly outcome: 'finished' | 'cancelled' }
  /**
   * The run cannot go on (a trial that fails alone ends as `trialDone` with the status failed), or the device was lost
   * after the command had been answered. Either way this worker must not be used again.
   */
  | {
      readonly type: 'failed';
      readonly runId: string;
      readonly message: string;
      readonly remedy: string;
      /** Whether no worker has run at all, which says nothing about the device. */
      readonly notStarted?: boolean;
    };
