/** @file The page's only door to the trainer: one worker, typed commands in, typed events out. */
import type { CachedRepository, CacheKey } from '../src/sources/hub/fileCache';
import type { Experiment, TrialSpec } from '../src/experiment/experiment';
import { LabError } from '../src/base/errors';
import { inheritingWorker } from '../src/base/trustedScript';
import type { DoesNotFit, MemoryLimit } from '../src/train/memoryFit';
import type { TrainedTrial } from '../src/train/trained';
import type { SourceSettings } from '../src/sources/sourceSettings';
import type { TokenNotes } from '../src/data/tokenNotes';
import type { BackendName, MemoryBreakdown } from '../src/results/results';
import { watchLifeline } from './lifeline';
import workerUrl from './trainer.worker.ts?worker&url';
import type {
  AdapterSummary,
  Command,
  Event,
  ExportedFile,
  EstimateSubject,
  Prediction,
  QuestionCommand,
  TrialCheckpoint,
} from './protocol';

export type { DoesNotFit, MemoryLimit, TrialCheckpoint };

export type ModelAnswer = Extract<Event, { type: 'modelDescribed' }>['answer'];

export interface RunRequest {
  readonly experiment: Experiment;
  readonly trials: readonly TrialSpec[];
  readonly sources: SourceSettings;
  /** null: the best backend this browser has. */
  readonly backend: BackendName | null;
  /** These four as the `run` command has them. */
  readonly from?: number;
  readonly memoryLimits?: readonly MemoryLimit[];
  readonly checkpointSeconds?: number;
  readonly earlier?: ReadonlyMap<number, TrialCheckpoint>;
}

export type InspectRequest = Pick<Extract<Command, { type: 'inspectData' }>, 'dataset' | 'data' | 'sources'>;
export type InspectAnswer = Pick<Extract<Event, { type: 'dataInspected' }>, 'inspection' | 'error'>;
/** A question without what the client adds to it. */
export type Ask<Type extends QuestionCommand['type']> = Omit<
  Extract<QuestionCommand, { type: Type }>,
  'type' | 'runId' | 'baseUrl'
>;
export type Answer<Type extends Event['type']> = Extract<Event, { type: Type }>;

export interface TrainerClient {
  /** Starts a run; its events arrive in order at `onEvent`. Returns the run's id. */
  run(request: RunRequest, onEvent: (event: Event) => void): string;
  /** Asks which backend and device a run would use. */
  probe(backend: BackendName | null, onEvent: (event: Event) => void): string;
  /**
   * Asks what the scenarios would take on the device, and how long the data set's rows are; `onMemory` gets null where
   * that cannot be known.
   */
  estimate(
    request: Pick<RunRequest, 'experiment' | 'sources' | 'backend'> & { readonly about: EstimateSubject },
    onMemory: (memory: readonly (MemoryBreakdown | null)[] | null) => void,
    onNotes: (notes: TokenNotes) => void,
  ): void;
  /** Asks what a model looks like; `onAnswer` gets null where the worker stops before it has answered. */
  describeModel(
    request: { readonly model: string; readonly sources: SourceSettings },
    onAnswer: (answer: ModelAnswer | null) => void,
  ): void;
  /** Asks which files of hubs the browser keeps, after removing some; null where it keeps none. */
  listCache(
    clear: 'nothing' | 'everything' | CacheKey,
    onList: (repositories: readonly CachedRepository[] | null) => void,
  ): void;
  /** Looks at a data set; `onAnswer` is not called if a later look comes before this one has ended. */
  inspectData(request: InspectRequest, onAnswer: (answer: InspectAnswer) => void): void;
  /** Class probabilities of texts by trained trials, given by their records' ids. @throws LabError */
  predict(request: Ask<'predict'>): Promise<readonly Prediction[]>;
  /** What a trained trial makes of the validation rows. @throws LabError */
  examineValidation(request: Ask<'examineValidation'>): Promise<Answer<'examined'>>;
  /** A trained trial as files. @throws LabError */
  exportTrial(request: Ask<'export'>): Promise<readonly ExportedFile[]>;
  /** What a picked adapter is, on a model. @throws LabError */
  inspectAdapter(request: Ask<'inspectAdapter'>): Promise<AdapterSummary>;
  /** Whether the present worker keeps what the trial with this record's id trained. */
  has(id: string): boolean;
  /** Brings back what a trial had trained, from the page's database. */
  keep(trained: TrainedTrial): void;
  /** Gives up what trials trained. */
  forget(ids: readonly string[]): void;
  cancel(runId: string): void;
  /** Lets the run stand still before its next step: a `paused` event comes when it does, `resumed` when it goes on. */
  pause(runId: string): void;
  resume(runId: string): void;
  /** Lets the run leave the device to others about half of the time. */
  setQuiet(runId: string, quiet: boolean): void;
  terminate(): void;
}

/**
 * A trainer whose worker starts with the first command. A worker that reports a failure is not used again: its
 * device may be lost, during a run or between two, and a new worker asks for a new one. A worker that crashes ends every open run as failed;
 * one that the browser ends without a word ends runs as `workerEnded`, and everything else that is open as failed. Where no worker
 * can be started, everything that is asked fails. One that has not said a word may still be on its way over a slow connection:
 * it is waited for, and a run can be cancelled without it.
 * @param onSilence called with true when a worker has not said a word for a while, and with false when it does after all
 */
export function createTrainer(
  baseUrl: string = new URL('./', document.baseURI).href,
  onSilence: (silent: boolean) => void = () => undefined,
): TrainerClient {
  let worker: Worker | null = null;
  /** Gives up watching whether the present worker lives. */
  let watching = new AbortController();
  const listeners = new Map<string, (event: Event) => void>();
  /** Which of the listeners follow runs. */
  const runs = new Set<string>();

  /** Ids of the trials whose values the worker keeps. */
  const kept = new Set<string>();
  /** Whether the present worker has reported a failure: it goes once it has answered what it was asked before. */
  let spent = false;

  /** Whether the present worker has said anything. */
  let hasAnswered = false;
  let silence: { readonly timer: ReturnType<typeof setTimeout>; told: boolean } | null = null;

  const endSilence = (): void => {
    if (!silence) return;
    clearTimeout(silence.timer);
    if (silence.told) onSilence(false);
    silence = null;
  };
  const awaitWord = (): void => {
    const timer = setTimeout(() => {
      if (silence) silence.told = true;
      onSilence(true);
    }, SILENT_MS);
    silence = { timer, told: false };
  };

  const stop = (): void => {
    endSilence();
    kept.clear();
    spent = false;
    watching.abort();
    worker?.terminate();
    worker = null;
  };
  const failAll = (message: string, remedy: string, notStarted: boolean): void => {
    const runIds = [...listeners.keys()];
    stop();
    for (const runId of runIds) deliver({ type: 'failed', runId, message, remedy, notStarted });
  };
  const failToStart = (reason: string): void =>
    failAll(`The training worker could not be started: ${reason}.`, NOT_STARTED_REMEDY, true);
  const endAll = (): void => {
    const open = [...listeners.keys()];
    stop();
    const message = 'The training worker stopped without a word; the browser may have been short of memory.';
    const remedy = 'Close other tabs or choose a smaller batch, then run again; finished trials are kept.';
    for (const runId of open)
      deliver({ type: runs.has(runId) ? 'workerEnded' : 'failed', runId, message, remedy });
  };
  const deliver = (event: Event): void => {
    if (event.type === 'trained') {
      kept.add(event.id);
      for (const id of event.dropped) kept.delete(id);
    }
    const listener = listeners.get(event.runId);
    if (ENDS.has(event.type)) {
      listeners.delete(event.runId);
      runs.delete(event.runId);
    }
    if (event.type === 'failed' || event.type === 'lost') spent = true;
    if (spent && listeners.size === 0) stop();
    listener?.(event);
  };
  const start = (): Worker => {
    const started = new Worker(inheritingWorker(new URL(workerUrl, import.meta.url)), { type: 'module' });
    const { signal } = (watching = new AbortController());
    hasAnswered = false;
    awaitWord();
    started.onmessage = ({ data }: MessageEvent<Event>) => {
      hasAnswered = true;
      endSilence();
      if (data.type === 'lifeline') watchLifeline(data.lock, signal, endAll);
      else deliver(data);
    };
    started.onerror = ({ message }) => {
      if (!hasAnswered) failToStart(message || 'its script could not be loaded');
      else failAll(`The training worker stopped: ${message || 'no reason is known'}.`, RUN_AGAIN, false);
    };
    return started;
  };
  const post = (command: Command): void => {
    try {
      worker ??= start();
    } catch (error) {
      // Told as a worker that stops is, and not before the caller knows the id of what it has asked.
      const reason = error instanceof Error ? error.message : String(error);
      queueMicrotask(() => failToStart(reason));
      return;
    }
    worker.postMessage(command);
  };
  const listen = (onEvent: (event: Event) => void): string => {
    // Not randomUUID: pages served over plain HTTP in a local network do not have it.
    const runId = crypto.getRandomValues(new Uint32Array(4)).join('-');
    listeners.set(runId, onEvent);
    return runId;
  };
  /** @throws LabError with the worker's words */
  const ask = <Type extends Event['type']>(
    type: Type,
    command: (runId: string) => Command,
  ): Promise<Answer<Type>> =>
    new Promise((resolve, reject) => {
      const runId = listen((event) => {
        if (event.type === type) resolve(event as Answer<Type>);
        if (event.type === 'refused' || event.type === 'failed')
          reject(new LabError(event.message, event.remedy));
      });
      post(command(runId));
    });

  return {
    run(request, onEvent) {
      const runId = listen(onEvent);
      runs.add(runId);
      post({ type: 'run', runId, baseUrl, ...request });
      return runId;
    },
    probe(backend, onEvent) {
      const runId = listen((event) => {
        listeners.delete(event.runId);
        onEvent(event);
      });
      post({ type: 'probe', runId, backend });
      return runId;
    },
    estimate(request, onMemory, onNotes) {
      const runId = listen((event) => {
        if (event.type === 'dataNotes') onNotes(event.notes);
        if (event.type === 'estimated') onMemory(event.memory);
      });
      post({ type: 'estimate', runId, baseUrl, ...request });
    },
    describeModel(request, onAnswer) {
      const runId = listen((event) => {
        if (event.type === 'modelDescribed') onAnswer(event.answer);
        if (event.type === 'failed' || event.type === 'refused') onAnswer(null);
      });
      post({ type: 'describeModel', runId, baseUrl, ...request });
    },
    listCache(clear, onList) {
      const runId = listen((event) => {
        onList(event.type === 'cacheListed' ? event.repositories : null);
      });
      post({ type: 'listCache', runId, clear });
    },
    inspectData(request, onAnswer) {
      const runId = listen((event) => {
        if (event.type === 'failed' || event.type === 'refused') onAnswer({ inspection: null, error: event });
        if (event.type === 'dataInspected' && (event.inspection || event.error)) onAnswer(event);
      });
      post({ type: 'inspectData', runId, baseUrl, ...request });
    },
    async predict(request) {
      const about = { type: 'predict', baseUrl, ...request } as const;
      return (await ask('predicted', (runId) => ({ ...about, runId }))).predictions;
    },
    examineValidation(request) {
      const about = { type: 'examineValidation', baseUrl, ...request } as const;
      return ask('examined', (runId) => ({ ...about, runId }));
    },
    async exportTrial(request) {
      const about = { type: 'export', baseUrl, ...request } as const;
      return (await ask('exported', (runId) => ({ ...about, runId }))).files;
    },
    async inspectAdapter(request) {
      const about = { type: 'inspectAdapter', baseUrl, ...request } as const;
      return (await ask('adapter', (runId) => ({ ...about, runId }))).adapter;
    },
    has: (id) => kept.has(id),
    keep(trained) {
      kept.add(trained.id);
      post({ type: 'keep', trained });
    },
    forget(ids) {
      for (const id of ids) kept.delete(id);
      if (worker) post({ type: 'forget', ids });
    },
    cancel(runId) {
      post({ type: 'cancel', runId });
      // Should it come to life, it finds the run cancelled.
      if (!hasAnswered) deliver({ type: 'runDone', runId, outcome: 'cancelled' });
    },
    pause(runId) {
      post({ type: 'pause', runId });
    },
    resume(runId) {
      post({ type: 'resume', runId });
    },
    setQuiet(runId, quiet) {
      post({ type: 'quiet', runId, quiet });
    },
    terminate() {
      const open = [...listeners];
      listeners.clear();
      runs.clear();
      stop();
      // Runs leave this aside; who waits for an answer gets to know.
      const message = 'The training worker was stopped.';
      for (const [runId, listener] of open)
        listener({ type: 'refused', runId, message, remedy: 'Try again.' });
    },
  };
}

/** The script comes within a second from the cache, and within several over a usual connection. */
export const SILENT_MS = 15_000;

const RUN_AGAIN = 'Reload the page and run again; finished trials are kept.';
const NOT_STARTED_REMEDY =
  'Check the connection and what blocks scripts in this browser, then reload the page; finished trials are kept.';

/** Events after which nothing more comes for a run. */
const ENDS: ReadonlySet<Event['type']> = new Set<Event['type']>([
  'runDone',
  'failed',
  'lost',
  'workerEnded',
  'doNotFit',
  'estimated',
  'modelDescribed',
  'cacheListed',
  'dataInspected',
  'predicted',
  'examined',
  'exported',
  'adapter',
  'refused',
]);
