/** @file The page's only door to the trainer: one worker, typed commands in, typed events out. */
import type { Experiment, TrialSpec } from '../src/experiment/experiment';
import type { BackendName } from '../src/experiment/results';
import type { Command, Event } from './protocol';

export interface RunRequest {
  readonly experiment: Experiment;
  readonly trials: readonly TrialSpec[];
  readonly backend: BackendName | null;
}

export interface TrainerClient {
  /** Starts a run; its events arrive in order at `onEvent`. Returns the run's id. */
  run(request: RunRequest, onEvent: (event: Event) => void): string;
  /** Asks which backend and device a run would use. */
  probe(backend: BackendName | null, onEvent: (event: Event) => void): string;
  cancel(runId: string): void;
  terminate(): void;
}

/** Starts the trainer's worker. A worker that crashes ends every open run with a `failed` event. */
export function createTrainer(baseUrl: string = new URL('./', document.baseURI).href): TrainerClient {
  const worker = new Worker(new URL('./trainer.worker.ts', import.meta.url), { type: 'module' });
  const listeners = new Map<string, (event: Event) => void>();
  const post = (command: Command): void => worker.postMessage(command);
  const open = (onEvent: (event: Event) => void): string => {
    const runId = crypto.randomUUID?.() ?? `run-${Date.now()}-${Math.random().toString(36).slice(2)}`;
    listeners.set(runId, onEvent);
    return runId;
  };

  worker.onmessage = ({ data: event }: MessageEvent<Event>) => {
    const listener = listeners.get(event.runId);
    if (event.type === 'runDone' || event.type === 'failed') listeners.delete(event.runId);
    listener?.(event);
  };
  worker.onerror = (error) => {
    const open = [...listeners];
    listeners.clear();
    for (const [runId, listener] of open)
      listener({
        type: 'failed',
        runId,
        message: `The training worker stopped: ${error.message || 'its script could not be loaded'}.`,
        remedy: 'Reload the page and run again; finished trials are kept.',
      });
  };

  return {
    run(request, onEvent) {
      const runId = open(onEvent);
      post({ type: 'run', runId, baseUrl, ...request });
      return runId;
    },
    probe(backend, onEvent) {
      const runId = open((event) => {
        listeners.delete(event.runId);
        onEvent(event);
      });
      post({ type: 'probe', runId, backend });
      return runId;
    },
    cancel(runId) {
      post({ type: 'cancel', runId });
    },
    terminate() {
      worker.terminate();
      listeners.clear();
    },
  };
}
