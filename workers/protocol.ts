/** @file The worker's whole vocabulary: commands to the trainer, events from it. Nothing else crosses. */
import type { TokenNotes } from '../src/data/tokenNotes';
import type { CachedRepository, CacheKey } from '../src/sources/hub/fileCache';
import type { ModelConfig } from '../src/architecture/config';
import type { SourceSettings } from '../src/sources/sourceSettings';
import type { DataInspection } from '../src/data/inspectDataset';
import type { Problem as RowProblem } from '../src/data/labelledSplit';
import type { DataChoice, Experiment, TrialSpec } from '../src/experiment/experiment';
import type {
  BackendName,
  Environment,
  Evaluation,
  MemoryBreakdown,
  TrialRecord,
} from '../src/results/results';
import type { ImportedAdapter } from '../src/interop/peft/importAdapter';
import type { DoesNotFit, MemoryLimit } from '../src/train/memoryFit';
import type { TrialSnapshot } from '../src/train/snapshot';
import type { TrainedTrial } from '../src/train/trained';

export type { TrainedTrial };

/** What every question about trained trials brings. */
interface Question {
  readonly runId: string;
  readonly backend: BackendName | null;
  readonly baseUrl: string;
  readonly sources: SourceSettings;
}

/** What one trained trial makes of the texts. */
export interface Prediction {
  /** Id of its record. */
  readonly trial: string;
  readonly labelNames: readonly string[];
  /** By text, a probability for each label. */
  readonly probabilities: readonly (readonly number[])[];
}

/** A validation row and what a trial made of it. */
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

/** A trial in training as it is kept for the case that its page, browser or device goes away. Plain data. */
export interface TrialCheckpoint {
  readonly snapshot: TrialSnapshot;
  /** On what it trained. */
  readonly environment: Pick<Environment, 'backend' | 'device'>;
  /** Of work on the trial, until then. */
  readonly seconds: number;
  /** ISO 8601. */
  readonly savedAt: string;
}

/** What a picked adapter makes a scenario of. */
export type AdapterSummary = Pick<ImportedAdapter, 'modules' | 'rank' | 'alpha' | 'rsLora' | 'hasHead'>;

export type { DataInspection, RowProblem };

/** What is asked about: the page's experiment, or one that it might become. */
export type EstimateSubject = 'experiment' | 'candidate';

export type Command =
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
  /** List the files of hubs that the browser keeps, after removing one repository or all. Answered by `cacheListed`. */
  | {
      readonly type: 'listCache';
      readonly runId: string;
      readonly clear: 'nothing' | 'everything' | CacheKey;
    }
  /**
   * Find out what the scenarios will take on the device. Answered by `dataNotes` and `estimated`; given up for a run, and for
   * a later question about the same.
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
  /** Look at a data set: columns, labels, first rows. Answered by `dataInspected`; given up when another one comes. */
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
      /** null: the best backend this browser has. */
      readonly backend: BackendName | null;
      /** Where `models/` and `datasets/` are, an absolute URL ending in a slash. */
      readonly baseUrl: string;
      readonly sources: SourceSettings;
      /** Index of the first trial to run; 0 where left out. The others only give the trials their numbers. */
      readonly from?: number;
      /** Seconds from one `checkpoint` to the next, at least; where left out, there are none. */
      readonly checkpointSeconds?: number;
      /** What is known of the room on the device; where left out, trials begin without a look at what they will take. */
      readonly memoryLimits?: readonly MemoryLimit[];
      /** Where earlier runs of trials were broken off, by index. One of another device is left aside. */
      readonly earlier?: ReadonlyMap<number, TrialCheckpoint>;
    }
  /** Keep again what a trial had trained, from the page's database. Not answered. */
  | { readonly type: 'keep'; readonly trained: TrainedTrial }
  /** Give up what trials trained. Not answered. */
  | { readonly type: 'forget'; readonly ids: readonly string[] }
  /** Class probabilities of texts by trained trials. Answered by `predicted`, `refused`, or `failed`. */
  | (Question & {
      readonly type: 'predict';
      readonly trials: readonly string[];
      readonly texts: readonly string[];
    })
  /** What a trained trial makes of the validation rows. Answered by `examined`, `refused`, or `failed`. */
  | (Question & { readonly type: 'examineValidation'; readonly trial: string })
  /** A trained trial as files. Answered by `exported`, `refused`, or `failed`. */
  | (Question & {
      readonly type: 'export';
      readonly trial: string;
      /** `adapter`: PEFT's two files. `model`: a whole checkpoint, adapters merged. */
      readonly what: 'adapter' | 'model';
    })
  /** The scenario that a picked adapter makes on a model. Answered by `adapter`, `refused`, or `failed`. */
  | (Question & { readonly type: 'inspectAdapter'; readonly model: string; readonly files: readonly File[] })
  /** Stand still before the next step, with everything kept on the device. Answered by `paused`. */
  | { readonly type: 'pause'; readonly runId: string }
  /** Go on after a pause. Answered by `resumed`, if the run had come to stand still. */
  | { readonly type: 'resume'; readonly runId: string }
  /** Leave the device about half of the time to others, or no longer; off when a run begins. Not answered. */
  | { readonly type: 'quiet'; readonly runId: string; readonly quiet: boolean }
  /** Stop the run at the next step; the running trial ends as cancelled, those not begun are not reported. */
  | { readonly type: 'cancel'; readonly runId: string };

/** What the page shows of a model. */
export interface ModelFacts {
  readonly config: ModelConfig;
  /** Of the hub's repository, else null. */
  readonly commit: string | null;
  /** Of the weights' files; null where that is not known before they are loaded. */
  readonly bytes: number | null;
  /** What the person should know, e.g. that the hub could not be asked. */
  readonly notices: readonly string[];
}
export type RunCommand = Extract<Command, { type: 'run' }>;
export type QuestionCommand = Extract<
  Command,
  { type: 'predict' | 'examineValidation' | 'export' | 'inspectAdapter' }
>;

/** What the trainer is busy with; `training` counts steps, `loading` bytes, `evaluating` sentences. */
export type Phase = 'loading' | 'tokenizing' | 'compiling' | 'training' | 'evaluating';

/** What was read of the data set for a run. Names and reasons hold a stranger's text. */
export interface DataReading {
  /** Sentences. */
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
  /** How long the data set's rows are; once they are tokenized, for a run and for what is estimated. */
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
      /** The trial that is training, for the page's database; the values' buffers are handed over. */
      readonly type: 'checkpoint';
      readonly runId: string;
      readonly trial: number;
      readonly checkpoint: TrialCheckpoint;
    }
  | {
      /** Before its first step: the trial goes on where an earlier run of it was broken off, and this is what it had. */
      readonly type: 'restored';
      readonly runId: string;
      readonly trial: number;
      readonly losses: readonly number[];
      readonly evaluations: readonly Evaluation[];
      readonly totalSteps: number;
    }
  | {
      /** The device was lost. The last event of the run: this worker is not to be used again. */
      readonly type: 'lost';
      readonly runId: string;
      /** In which it was lost, or before which: while loading or between two trials. */
      readonly trial: number;
      /** The trial as failed, should it not be tried again; null if it had not begun. */
      readonly record: TrialRecord | null;
      readonly message: string;
      readonly remedy: string;
    }
  | {
      /** After `trialDone`: what the trial trained is kept. */
      readonly type: 'trained';
      readonly runId: string;
      readonly trial: number;
      readonly id: string;
      /** For the page's database; null if it is too large for one. */
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
  | { readonly type: 'exported'; readonly runId: string; readonly files: readonly ExportedFile[] }
  | { readonly type: 'adapter'; readonly runId: string; readonly adapter: AdapterSummary }
  /** A question that has no answer; the worker is as good as before. */
  | { readonly type: 'refused'; readonly runId: string; readonly message: string; readonly remedy: string }
  | {
      readonly type: 'estimated';
      readonly runId: string;
      /** By scenario; null as a whole if it could not be found out, for one where the backend allocates by itself. */
      readonly memory: readonly (MemoryBreakdown | null)[] | null;
    }
  | {
      readonly type: 'modelDescribed';
      readonly runId: string;
      /** What is wrong, if it could not be described. */
      readonly answer: ModelFacts | { readonly message: string; readonly remedy: string };
    }
  /** null: the browser keeps nothing for us. */
  | {
      readonly type: 'cacheListed';
      readonly runId: string;
      readonly repositories: readonly CachedRepository[] | null;
    }
  /** Something the person should know; the run goes on. */
  | { readonly type: 'notice'; readonly runId: string; readonly message: string }
  | {
      readonly type: 'dataInspected';
      readonly runId: string;
      /** Why it cannot be looked at, or what was seen; both are null if it was given up. */
      readonly error: { readonly message: string; readonly remedy: string } | null;
      readonly inspection: DataInspection | null;
    }
  /** Of no run, before any other: the worker's script has been loaded. */
  | { readonly type: 'alive'; readonly runId: '' }
  /** Of no run: the worker holds the Web Lock of this name for as long as it lives. */
  | { readonly type: 'lifeline'; readonly runId: ''; readonly lock: string }
  /** From the page's end of the line: the worker is gone without a word, and the run with it. Another may do better. */
  | {
      readonly type: 'workerEnded';
      readonly runId: string;
      readonly message: string;
      readonly remedy: string;
    }
  /** The run stands still, until `resumed`. */
  | { readonly type: 'paused'; readonly runId: string }
  | { readonly type: 'resumed'; readonly runId: string }
  /** The device had no room for the trial, of which so many bytes had been estimated. Before its `trialDone`. */
  | { readonly type: 'outOfMemory'; readonly runId: string; readonly trial: number; readonly bytes: number }
  /** The last event of a run of which no trial has begun: these scenarios do not fit on the device. */
  | { readonly type: 'doNotFit'; readonly runId: string; readonly scenarios: readonly DoesNotFit[] }
  /** Before the first trial of a run. */
  | { readonly type: 'dataRead'; readonly runId: string; readonly reading: DataReading }
  | { readonly type: 'runDone'; readonly runId: string; readonly outcome: 'finished' | 'cancelled' }
  /**
   * The run cannot go on (a trial that fails alone ends as `trialDone` with status failed); or the device was lost
   * after the command had been answered. Either way this worker is not to be used again.
   */
  | {
      readonly type: 'failed';
      readonly runId: string;
      readonly message: string;
      readonly remedy: string;
      /** Whether no worker has run at all: that says nothing of the device. */
      readonly notStarted?: boolean;
    };
