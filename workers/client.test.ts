import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../src/experiment/defaults';
import { DEFAULT_SOURCES } from '../src/sources/sourceSettings';
import { createTrainer, SILENT_MS } from './client';
import type { Command, Event } from './protocol';

/** A worker that answers when the test says so. */
class FakeWorker {
  static started: FakeWorker[] = [];
  /** The id of the last command. */
  runId = '';
  ended = false;
  onmessage: ((message: { data: Event }) => void) | null = null;
  onerror: ((error: { message?: string }) => void) | null = null;

  constructor() {
    FakeWorker.started.push(this);
  }
  postMessage(command: Command): void {
    if ('runId' in command) this.runId = command.runId;
  }
  terminate(): void {
    this.ended = true;
  }
  tell(event: Event): void {
    this.onmessage?.({ data: event });
  }
}

function start() {
  FakeWorker.started = [];
  vi.stubGlobal('Worker', FakeWorker);
  const trainer = createTrainer('http://lab.example/');
  let memory: unknown = 'not told';
  trainer.probe(null, () => undefined);
  const [worker] = FakeWorker.started;
  if (!worker) throw new Error('No worker was started.');
  const { runId } = worker;
  const lose = () =>
    worker.tell({ type: 'failed', runId, message: 'The device was lost.', remedy: 'Again.' });
  const environment = {
    backend: 'webgpu',
    device: 'x',
    software: true,
    userAgent: '',
    labVersion: '',
  } as const;
  worker.tell({ type: 'environment', runId, environment });
  const estimate = () =>
    trainer.estimate(
      { about: 'experiment', experiment: DEFAULT_EXPERIMENT, backend: null, sources: DEFAULT_SOURCES },
      (told) => (memory = told),
      () => undefined,
    );
  return { trainer, worker, lose, estimate, memory: () => memory };
}

// Vitest serves the worker's script from the file system, whose origin is 'null'.
beforeEach(() => void vi.stubGlobal('location', { origin: 'null' }));
afterEach(() => vi.unstubAllGlobals());

it('leaves a worker whose device was lost while nothing was asked', () => {
  const { worker, lose, estimate } = start();
  lose();
  expect(worker.ended).toBe(true);
  estimate();
  expect(FakeWorker.started).toHaveLength(2);
});

it('leaves a worker whose device was lost while a question was open once that is answered', () => {
  const { worker, lose, estimate, memory } = start();
  estimate();
  lose();
  expect(worker.ended).toBe(false);
  worker.tell({ type: 'estimated', runId: worker.runId, memory: [] });
  expect(memory()).toEqual([]);
  expect(worker.ended).toBe(true);
});

it('tells whoever asks that no worker can be started, and starts one when that works again', async () => {
  vi.stubGlobal(
    'Worker',
    class {
      constructor() {
        throw new DOMException('Workers are not allowed here', 'SecurityError');
      }
    },
  );
  const trainer = createTrainer('http://lab.example/');
  const told: Event[] = [];
  const runId = trainer.run(
    { experiment: DEFAULT_EXPERIMENT, trials: [], sources: DEFAULT_SOURCES, backend: null },
    (event) => told.push(event),
  );
  const asked = { trials: ['a'], texts: ['b'], backend: null, sources: DEFAULT_SOURCES };
  const message = 'The training worker could not be started: Workers are not allowed here.';
  await expect(trainer.predict(asked)).rejects.toThrow(message);
  expect(told).toMatchObject([{ type: 'failed', runId, message }]);
  expect(told).toMatchObject([{ notStarted: true }]);
  FakeWorker.started = [];
  vi.stubGlobal('Worker', FakeWorker);
  trainer.probe(null, () => undefined);
  expect(FakeWorker.started).toHaveLength(1);
});

it('tells a script that cannot be loaded from a worker that fails later', () => {
  FakeWorker.started = [];
  vi.stubGlobal('Worker', FakeWorker);
  const trainer = createTrainer('http://lab.example/');
  const told: Event[] = [];
  trainer.probe(null, (event) => told.push(event));
  FakeWorker.started[0]?.onerror?.({});
  expect(told).toMatchObject([
    {
      notStarted: true,
      message: 'The training worker could not be started: its script could not be loaded.',
    },
  ]);
  const later = start();
  later.trainer.probe(null, (event) => told.push(event));
  later.worker.onerror?.({ message: 'Uncaught RangeError' });
  expect(told[1]).toMatchObject({
    notStarted: false,
    message: 'The training worker stopped: Uncaught RangeError.',
  });
});

it('says that a worker has not said a word, lets its run be cancelled, and takes it when it does speak', () => {
  vi.useFakeTimers();
  FakeWorker.started = [];
  vi.stubGlobal('Worker', FakeWorker);
  const silences: boolean[] = [];
  const trainer = createTrainer('http://lab.example/', (silent) => silences.push(silent));
  const told: Event[] = [];
  const run = () =>
    trainer.run(
      { experiment: DEFAULT_EXPERIMENT, trials: [], sources: DEFAULT_SOURCES, backend: null },
      (event) => told.push(event),
    );
  const first = run();
  vi.advanceTimersByTime(SILENT_MS - 1);
  expect(silences).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(silences).toEqual([true]);
  trainer.cancel(first);
  expect(told).toEqual([{ type: 'runDone', runId: first, outcome: 'cancelled' }]);
  const second = run();
  const [worker] = FakeWorker.started;
  worker?.tell({ type: 'alive', runId: '' });
  expect(silences).toEqual([true, false]);
  // It finds the first run cancelled, and continues with the second.
  worker?.tell({ type: 'runDone', runId: first, outcome: 'cancelled' });
  trainer.cancel(second);
  expect(told).toHaveLength(1);
  worker?.tell({ type: 'runDone', runId: second, outcome: 'cancelled' });
  expect(told).toHaveLength(2);
  expect(FakeWorker.started).toHaveLength(1);
  vi.useRealTimers();
});

it('says nothing of a worker that was ended before it could speak', () => {
  vi.useFakeTimers();
  vi.stubGlobal('Worker', FakeWorker);
  const silences: boolean[] = [];
  const trainer = createTrainer('http://lab.example/', (silent) => silences.push(silent));
  trainer.probe(null, () => undefined);
  trainer.terminate();
  vi.advanceTimersByTime(10 * SILENT_MS);
  expect(silences).toEqual([]);
  vi.useRealTimers();
});
