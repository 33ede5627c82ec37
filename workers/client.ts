/** @file The page's only door to the trainer: one worker, typed commands in, typed events out. */
import type { CachedRepository, CacheKey } from '../src/hub/fileCache';
import type { Experiment, TrialSpec } from '../src/experiment/experiment';
import type { SourceSettings } from '../src/sources/sourceSettings';
import type { TokenNotes } from '../src/data/tokenNotes';
import type { BackendName, MemoryBreakdown } from '../src/experiment/results';
import type { Command, Event } from './protocol';

export type ModelAnswer = Extract<Event, { type: 'modelDescribed' }>['answer'];

export interface RunRequest {
  readonly experiment: Experiment;
  readonly trials: readonly TrialSpec[];
  readonly sources: SourceSettings;
  /** null: the best backend this browser has. */
  readonly backend: BackendName | null;
}

export type InspectRequest = Pick<Extract<Command, { type: 'inspectData' }>, 'dataset' | 'data' | 'sources'>;
export type InspectAnswer = Pick<Extract<Event, { type: 'dataInspected' }>, 'inspection' | 'error'>;

export interface TrainerClient {
  /** Starts a run; its events arrive in order at `onEvent`. Returns the run's id. */
  run(request: RunRequest, onEvent: (event: Event) => void): string;
  /** Asks which backend and device a run would use. */
  probe(backend: BackendName | null, onEvent: (event: Event) => void): string;
  /**
   * Asks what the scenarios would take on the device, and how long the data set's rows are; `onMemory` gets null where
   * that cannot be known.
   */
  foresee(
    request: Omit<RunRequest, 'trials'>,
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
  cancel(runId: string): void;
  terminate(): void;
}

/**
 * A trainer whose worker starts with the first command. A worker that reports a failure is not used again: its
 * device may be lost, during a run or between two, and a new worker asks for a new one. A worker that crashes ends every open run as failed.
 */
export function createTrainer(baseUrl: string = new URL('./', document.baseURI).href): TrainerClient {
  let worker: Worker | null = null;
  const listeners = new Map<string, (event: Event) => void>();

  const stop = (): void => {
    worker?.terminate();
    worker = null;
  };
  const failAll = (message: string): void => {
    const runIds = [...listeners.keys()];
    stop();
    const remedy = 'Reload the page and run again; finished trials are kept.';
    for (const runId of runIds) deliver({ type: 'failed', runId, message, remedy });
  };
  const deliver = (event: Event): void => {
    const listener = listeners.get(event.runId);
    if (ENDS.has(event.type)) listeners.delete(event.runId);
    if (event.type === 'failed' && listeners.size === 0) stop();
    listener?.(event);
  };
  const start = (): Worker => {
    const started = new Worker(new URL('./trainer.worker.ts', import.meta.url), { type: 'module' });
    started.onmessage = ({ data }: MessageEvent<Event>) => deliver(data);
    started.onerror = ({ message }) =>
      failAll(`The training worker stopped: ${message || 'its script could not be loaded'}.`);
    return started;
  };
  const post = (command: Command): void => {
    worker ??= start();
    worker.postMessage(command);
  };
  const listen = (onEvent: (event: Event) => void): string => {
    // Not randomUUID: pages served over plain HTTP in a local network do not have it.
    const runId = crypto.getRandomValues(new Uint32Array(4)).join('-');
    listeners.set(runId, onEvent);
    return runId;
  };

  return {
    run(request, onEvent) {
      const runId = listen(onEvent);
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
    foresee(request, onMemory, onNotes) {
      const runId = listen((event) => {
        if (event.type === 'dataNotes') onNotes(event.notes);
        if (event.type === 'foreseen') onMemory(event.memory);
      });
      post({ type: 'foresee', runId, baseUrl, ...request });
    },
    describeModel(request, onAnswer) {
      const runId = listen((event) => {
        if (event.type === 'modelDescribed') onAnswer(event.answer);
        if (event.type === 'failed') onAnswer(null);
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
        if (event.type === 'failed') onAnswer({ inspection: null, error: event });
        if (event.type === 'dataInspected' && (event.inspection || event.error)) onAnswer(event);
      });
      post({ type: 'inspectData', runId, baseUrl, ...request });
    },
    cancel(runId) {
      post({ type: 'cancel', runId });
    },
    terminate() {
      const waiting = [...listeners];
      listeners.clear();
      stop();
      const [message, remedy] = ['The training worker was stopped.', 'Try again.'];
      for (const [runId, listener] of waiting) listener({ type: 'failed', runId, message, remedy });
    },
  };
}

/** Events after which nothing more comes for a run. */
const ENDS: ReadonlySet<Event['type']> = new Set<Event['type']>([
  'runDone',
  'failed',
  'foreseen',
  'modelDescribed',
  'cacheListed',
  'dataInspected',
]);
