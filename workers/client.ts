/** @file The page's only door to the trainer: one worker, typed commands in, typed events out. */
import type { CachedRepository, CacheKey } from '../src/sources/hub/fileCache';
import type { Experiment, TrialSpec } from '../src/experiment/experiment';
import type { Together } from '../src/experiment/together';
import type { DoesNotFit, MemoryLimit } from '../src/train/memoryFit';
import type { TrainedTrial } from '../src/train/trained';
import type { SourceSettings } from '../src/sources/sourceSettings';
import type { TokenNotes } from '../src/data/tokenNotes';
import type { BackendName, MemoryBreakdown } from '../src/results/results';
import type {
  AdapterSummary,
  Command,
  Event,
  ExportedFile,
  EstimateSubject,
  Prediction,
  QuestionCommand,
  ScoreCommand,
  TrialCheckpoint,
} from './protocol';
import { type Answer, type TilesKeeper, TrainerLine } from './trainerLine';

export type { Answer, DoesNotFit, MemoryLimit, TrialCheckpoint };
export { SILENT_MS } from './silence';

export type ModelAnswer = Extract<Event, { type: 'modelDescribed' }>['answer'];

export interface RunRequest {
  readonly experiment: Experiment;
  readonly trials: readonly TrialSpec[];
  readonly sources: SourceSettings;
  /** The backend; null for the best that this browser has. */
  readonly backend: BackendName | null;
  /** The next six are those of the `run` command. */
  readonly from?: number;
  readonly ended?: ReadonlySet<number>;
  readonly memoryLimits?: readonly MemoryLimit[];
  readonly checkpointSeconds?: number;
  readonly earlier?: ReadonlyMap<number, TrialCheckpoint>;
  readonly together?: Together;
}

export type ScoreOf = Pick<
  ScoreCommand,
  'experiment' | 'request' | 'trials' | 'limitBytes' | 'sources' | 'backend'
>;
export type InspectRequest = Pick<Extract<Command, { type: 'inspectData' }>, 'dataset' | 'data' | 'sources'>;
export type InspectAnswer = Pick<Extract<Event, { type: 'dataInspected' }>, 'inspection' | 'error'>;
/** A question without what the client adds to it. */
export type Ask<Type extends QuestionCommand['type']> = Omit<
  Extract<QuestionCommand, { type: Type }>,
  'type' | 'runId' | 'baseUrl'
>;

export interface TrainerClient {
  /** Starts a run; its events arrive in order at `onEvent`. Returns the run's id. */
  run(request: RunRequest, onEvent: (event: Event) => void): string;
  /** Starts scoring all modules; `cancel` stops it. Its events arrive in order at `onEvent`. Returns its id. */
  score(request: ScoreOf, onEvent: (event: Event) => void): string;
  /** Asks which backend and device a run would use. */
  probe(backend: BackendName | null, onEvent: (event: Event) => void): string;
  /**
   * Asks how much memory the scenarios would take on the device, and how long the data set's rows are; `onMemory` gets
   * null if that cannot be known.
   */
  estimate(
    request: Pick<RunRequest, 'experiment' | 'sources' | 'backend'> & { readonly about: EstimateSubject },
    onMemory: (memory: readonly (MemoryBreakdown | null)[] | null) => void,
    onNotes: (notes: TokenNotes) => void,
  ): void;
  /** Asks what a model looks like; `onAnswer` gets null if the worker stops before it has answered. */
  describeModel(
    request: { readonly model: string; readonly sources: SourceSettings },
    onAnswer: (answer: ModelAnswer | null) => void,
  ): void;
  /** Asks which files of hubs the browser keeps, after removing some; `onList` gets null if it cannot keep any. */
  listCache(
    clear: 'nothing' | 'everything' | CacheKey,
    onList: (repositories: readonly CachedRepository[] | null) => void,
  ): void;
  /** Inspects a data set; `onAnswer` is not called if a later inspection begins before this one has ended. */
  inspectData(request: InspectRequest, onAnswer: (answer: InspectAnswer) => void): void;
  /** Class probabilities of texts by trained trials, given by their records' ids. @throws LabError */
  predict(request: Ask<'predict'>): Promise<readonly Prediction[]>;
  /** A trained trial's predictions for the validation rows. @throws LabError */
  examineValidation(request: Ask<'examineValidation'>): Promise<Answer<'examined'>>;
  /** Measures a trained trial on the test rows. @throws LabError */
  measureTest(request: Ask<'measureTest'>): Promise<Answer<'tested'>>;
  /** Writes a trained trial as files. @throws LabError */
  exportTrial(request: Ask<'export'>): Promise<readonly ExportedFile[]>;
  /** Reads a picked adapter for a model. @throws LabError */
  inspectAdapter(request: Ask<'inspectAdapter'>): Promise<AdapterSummary>;
  /** Plans a training step of the experiment's first scenario. @throws LabError */
  planStep(request: Ask<'planStep'>): Promise<Answer<'stepPlanned'>>;
  /** Whether the present worker keeps what the trial with this record's id trained. */
  has(id: string): boolean;
  /** Brings back what a trial had trained, from the page's database. */
  keep(trained: TrainedTrial): void;
  /** Lets the worker drop what trials trained. */
  forget(ids: readonly string[]): void;
  cancel(runId: string): void;
  /**
   * Pauses the run before its next step: a `paused` event comes when it has stopped, and `resumed` when it continues.
   */
  pause(runId: string): void;
  resume(runId: string): void;
  /** Makes the run leave the device to others about half of the time, or no longer. */
  setQuiet(runId: string, quiet: boolean): void;
  terminate(): void;
}

const NO_TILES: TilesKeeper = { kept: () => 'off', keep: () => undefined };

/**
 * A trainer whose worker starts with the first command. A worker that reports a failure is not used again: its device
 * may be lost, during a run or between two, and a new worker asks for a new one. A worker that crashes ends every open
 * run as failed. One that the browser ends without a message ends runs as `workerEnded`, and everything else that is
 * open as failed. If no worker can be started, every request fails. A worker that has been silent so far may still be
 * loading over a slow connection: it is waited for, and a run can be cancelled without it.
 * @param tiles keeps the tiles that devices choose; without it they choose none
 * @param onSilence called with true when a worker has been silent for a while, and with false when it answers after all
 */
export function createTrainer(
  baseUrl: string = new URL('./', document.baseURI).href,
  onSilence: (silent: boolean) => void = () => undefined,
  tiles: TilesKeeper = NO_TILES,
): TrainerClient {
  const line = new TrainerLine(onSilence, tiles);
  return {
    ...runs(line, baseUrl),
    ...inspections(line, baseUrl),
    ...questions(line, baseUrl),
    has: (id) => line.kept.has(id),
    keep(trained) {
      line.kept.add(trained.id);
      line.post({ type: 'keep', trained });
    },
    forget(ids) {
      for (const id of ids) line.kept.delete(id);
      if (line.hasWorker) line.post({ type: 'forget', ids });
    },
    terminate: () => line.terminate(),
  };
}

/** Starting runs and steering them. */
function runs(
  line: TrainerLine,
  baseUrl: string,
): Pick<TrainerClient, 'run' | 'score' | 'cancel' | 'pause' | 'resume' | 'setQuiet'> {
  return {
    run(request, onEvent) {
      const runId = line.listenToRun(onEvent);
      line.post({ type: 'run', runId, baseUrl, ...request });
      return runId;
    },
    score(request, onEvent) {
      const runId = line.listen(onEvent);
      line.post({ type: 'score', runId, baseUrl, ...request });
      return runId;
    },
    cancel(runId) {
      line.post({ type: 'cancel', runId });
      // A worker that comes to life later finds the run cancelled.
      if (!line.hasAnswered) line.deliver({ type: 'runDone', runId, outcome: 'cancelled' });
    },
    pause: (runId) => line.post({ type: 'pause', runId }),
    resume: (runId) => line.post({ type: 'resume', runId }),
    setQuiet: (runId, quiet) => line.post({ type: 'quiet', runId, quiet }),
  };
}

/** Questions that the page asks before a run: device, memory, model, cached files, data set. */
function inspections(
  line: TrainerLine,
  baseUrl: string,
): Pick<TrainerClient, 'probe' | 'estimate' | 'describeModel' | 'listCache' | 'inspectData'> {
  return {
    probe(backend, onEvent) {
      const runId = line.listenOnce(onEvent);
      line.post({ type: 'probe', runId, backend });
      return runId;
    },
    estimate(request, onMemory, onNotes) {
      const runId = line.listen((event) => {
        if (event.type === 'dataNotes') onNotes(event.notes);
        if (event.type === 'estimated') onMemory(event.memory);
      });
      line.post({ type: 'estimate', runId, baseUrl, ...request });
    },
    describeModel(request, onAnswer) {
      const runId = line.listen((event) => {
        if (event.type === 'modelDescribed') onAnswer(event.answer);
        if (event.type === 'failed' || event.type === 'refused') onAnswer(null);
      });
      line.post({ type: 'describeModel', runId, baseUrl, ...request });
    },
    listCache(clear, onList) {
      const runId = line.listen((event) => {
        onList(event.type === 'cacheListed' ? event.repositories : null);
      });
      line.post({ type: 'listCache', runId, clear });
    },
    inspectData(request, onAnswer) {
      const runId = line.listen((event) => {
        if (event.type === 'failed' || event.type === 'refused') onAnswer({ inspection: null, error: event });
        if (event.type === 'dataInspected' && (event.inspection || event.error)) onAnswer(event);
      });
      line.post({ type: 'inspectData', runId, baseUrl, ...request });
    },
  };
}

/** Questions about trained trials and picked adapters, each with one answer. */
function questions(
  line: TrainerLine,
  baseUrl: string,
): Pick<
  TrainerClient,
  'predict' | 'examineValidation' | 'measureTest' | 'exportTrial' | 'inspectAdapter' | 'planStep'
> {
  return {
    async predict(request) {
      const about = { type: 'predict', baseUrl, ...request } as const;
      return (await line.ask('predicted', (runId) => ({ ...about, runId }))).predictions;
    },
    examineValidation(request) {
      const about = { type: 'examineValidation', baseUrl, ...request } as const;
      return line.ask('examined', (runId) => ({ ...about, runId }));
    },
    measureTest(request) {
      const about = { type: 'measureTest', baseUrl, ...request } as const;
      return line.ask('tested', (runId) => ({ ...about, runId }));
    },
    async exportTrial(request) {
      const about = { type: 'export', baseUrl, ...request } as const;
      return (await line.ask('exported', (runId) => ({ ...about, runId }))).files;
    },
    planStep(request) {
      const about = { type: 'planStep', baseUrl, ...request } as const;
      return line.ask('stepPlanned', (runId) => ({ ...about, runId }));
    },
    async inspectAdapter(request) {
      const about = { type: 'inspectAdapter', baseUrl, ...request } as const;
      return (await line.ask('adapter', (runId) => ({ ...about, runId }))).adapter;
    },
  };
}
