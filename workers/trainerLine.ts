/** @file The line to the trainer's worker: commands go out, and each event goes to the listener that waits for it. */
import { LabError } from '../src/base/errors';
import { inheritingWorker } from '../src/base/trustedScript';
import type { DeviceTiles, KeptTiles } from '../src/results/keptTiles';
import { watchLifeline } from './lifeline';
import type { Command, Event } from './protocol';
import { SilenceWatch } from './silence';
import workerUrl from './trainer.worker.ts?worker&url';

export type Answer<Type extends Event['type']> = Extract<Event, { type: Type }>;

const RUN_AGAIN = 'Reload the page and run again; finished trials are kept.';
const NOT_STARTED_REMEDY =
  'Check the connection and what blocks scripts in this browser, then reload the page; finished trials are kept.';

/** Events after which nothing more comes for a command. */
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
  'tested',
  'exported',
  'adapter',
  'stepPlanned',
  'scored',
  'refused',
]);

/** Keeps the tiles that devices have chosen. */
export interface TilesKeeper {
  kept(): KeptTiles | 'off';
  keep(device: string, tiles: DeviceTiles): void;
}

/**
 * Starts a worker with the first command, and abandons it once it has reported a failure and answered all earlier
 * questions: its device may be lost, and a new worker asks for a new one.
 */
export class TrainerLine {
  /** Ids of the trials whose values the worker keeps. */
  readonly kept = new Set<string>();
  private worker: Worker | null = null;
  /** Stops watching whether the present worker lives. */
  private watching = new AbortController();
  private readonly listeners = new Map<string, (event: Event) => void>();
  /** The listeners that follow runs. */
  private readonly runs = new Set<string>();
  /** Whether the present worker has reported a failure. */
  private spent = false;
  /** Whether the present worker has said anything. */
  private answered = false;
  private readonly silence: SilenceWatch;

  constructor(
    onSilence: (silent: boolean) => void,
    private readonly tiles: TilesKeeper,
  ) {
    this.silence = new SilenceWatch(onSilence);
  }

  get hasWorker(): boolean {
    return this.worker !== null;
  }

  get hasAnswered(): boolean {
    return this.answered;
  }

  /** @returns a new id; events that carry it go to `onEvent` until one of them ends the command */
  listen(onEvent: (event: Event) => void): string {
    // Not randomUUID: pages served over plain HTTP in a local network do not have it.
    const runId = crypto.getRandomValues(new Uint32Array(4)).join('-');
    this.listeners.set(runId, onEvent);
    return runId;
  }

  /** Listens as `listen` does, for a run: it ends as `workerEnded` if the browser ends the worker. */
  listenToRun(onEvent: (event: Event) => void): string {
    const runId = this.listen(onEvent);
    this.runs.add(runId);
    return runId;
  }

  /** Listens for one event, whatever it is. */
  listenOnce(onEvent: (event: Event) => void): string {
    return this.listen((event) => {
      this.listeners.delete(event.runId);
      onEvent(event);
    });
  }

  post(command: Command): void {
    try {
      this.worker ??= this.start();
    } catch (error) {
      // Reported in the same way as a worker that stops, and not before the caller knows the id of its request.
      const reason = error instanceof Error ? error.message : String(error);
      queueMicrotask(() => this.failToStart(reason));
      return;
    }
    this.worker.postMessage(command);
  }

  /** @throws LabError with the worker's words if the answer is another one than `type` */
  ask<Type extends Event['type']>(type: Type, command: (runId: string) => Command): Promise<Answer<Type>> {
    return new Promise((resolve, reject) => {
      const runId = this.listen((event) => {
        if (event.type === type) resolve(event as Answer<Type>);
        if (event.type === 'refused' || event.type === 'failed')
          reject(new LabError(event.message, event.remedy));
      });
      this.post(command(runId));
    });
  }

  deliver(event: Event): void {
    if (event.type === 'trained') {
      this.kept.add(event.id);
      for (const id of event.dropped) this.kept.delete(id);
    }
    const listener = this.listeners.get(event.runId);
    if (ENDS.has(event.type)) {
      this.listeners.delete(event.runId);
      this.runs.delete(event.runId);
    }
    if (event.type === 'failed' || event.type === 'lost') this.spent = true;
    if (this.spent && this.listeners.size === 0) this.stop();
    listener?.(event);
  }

  /** Ends the worker and tells every listener. */
  terminate(): void {
    const open = [...this.listeners];
    this.listeners.clear();
    this.runs.clear();
    this.stop();
    // Runs ignore this event; listeners that wait for an answer learn that none comes.
    const message = 'The training worker was stopped.';
    for (const [runId, listener] of open) listener({ type: 'refused', runId, message, remedy: 'Try again.' });
  }

  private start(): Worker {
    const started = new Worker(inheritingWorker(new URL(workerUrl, import.meta.url)), { type: 'module' });
    const { signal } = (this.watching = new AbortController());
    this.answered = false;
    this.silence.begin();
    started.onmessage = ({ data }: MessageEvent<Event>) => {
      this.answered = true;
      this.silence.end();
      if (data.type === 'lifeline') watchLifeline(data.lock, signal, () => this.endAll());
      else if (data.type === 'tilesChosen') this.tiles.keep(data.device, data.tiles);
      else this.deliver(data);
    };
    started.onerror = ({ message }) => {
      if (!this.answered) this.failToStart(message || 'its script could not be loaded');
      else this.failAll(`The training worker stopped: ${message || 'no reason is known'}.`, RUN_AGAIN, false);
    };
    started.postMessage({ type: 'tiles', runId: '', kept: this.tiles.kept() } satisfies Command);
    return started;
  }

  private stop(): void {
    this.silence.end();
    this.kept.clear();
    this.spent = false;
    this.watching.abort();
    this.worker?.terminate();
    this.worker = null;
  }

  private failToStart(reason: string): void {
    this.failAll(`The training worker could not be started: ${reason}.`, NOT_STARTED_REMEDY, true);
  }

  private failAll(message: string, remedy: string, notStarted: boolean): void {
    const runIds = [...this.listeners.keys()];
    this.stop();
    for (const runId of runIds) this.deliver({ type: 'failed', runId, message, remedy, notStarted });
  }

  /** The browser has ended the worker without a message. */
  private endAll(): void {
    const open = [...this.listeners.keys()];
    this.stop();
    const message = 'The training worker stopped without a word; the browser may have been short of memory.';
    const remedy = 'Close other tabs or choose a smaller batch, then run again; finished trials are kept.';
    for (const runId of open)
      this.deliver({ type: this.runs.has(runId) ? 'workerEnded' : 'failed', runId, message, remedy });
  }
}
