/** @file The trainer: takes commands, runs trials one after another, reports events. */
import { selectBackend, type Backend } from '../src/backend/select';
import { describeError } from '../src/errors';
import { DeviceLost } from './deviceLost';
import { foresee } from './foresee';
import type { Command, Event } from './protocol';
import { createLaboratory } from './laboratory';
import { performRun } from './performRun';

const laboratory = createLaboratory();
/** Runs that are asked to stop. Commands arrive between the steps of a trial. */
const running = new Map<string, AbortController>();
let last: Promise<void> = Promise.resolve();
const watched = new WeakSet<Backend>();
/** What is being foreseen, to be given up for whatever comes next. */
let foreseeing: AbortController | null = null;
/** What is being described, given up for another model. */
let describing: AbortController | null = null;
/** The look at a data set that is under way, to be given up for the next one. */
let inspecting: AbortController | null = null;

const send = (event: Event): void => self.postMessage(event);

async function open({
  runId,
  backend: wanted,
}: Extract<Command, { type: 'probe' | 'run' }>): Promise<Backend> {
  const backend = await selectBackend(wanted);
  watch(backend, runId);
  send({ type: 'environment', runId, environment: backend.environment });
  return backend;
}

/** A run tells of the loss of its device itself; between runs, the page has to leave this worker for a new one. */
function watch(backend: Backend, runId: string): void {
  if (watched.has(backend)) return;
  watched.add(backend);
  void backend.lost.then((reason) => {
    if (running.size === 0) send({ type: 'failed', runId, ...describeError(new DeviceLost(reason)) });
  });
}

async function probe(command: Extract<Command, { type: 'probe' }>): Promise<void> {
  try {
    await open(command);
  } catch (error) {
    send({ type: 'failed', runId: command.runId, ...describeError(error) });
  }
}

async function runForesee(command: Extract<Command, { type: 'foresee' }>): Promise<void> {
  const { runId, experiment } = command;
  const controller = new AbortController();
  foreseeing = controller;
  try {
    const backend = await selectBackend(command.backend);
    const { memory, notes } = await foresee(experiment, command, backend, laboratory, controller.signal);
    send({ type: 'dataNotes', runId, notes });
    send({ type: 'foreseen', runId, memory });
  } catch {
    send({ type: 'foreseen', runId, memory: null }); // what is wrong, the run itself will tell
  } finally {
    if (foreseeing === controller) foreseeing = null;
  }
}

/** Beside whatever else goes on: it needs no device, and must not wait for the end of a run. */
async function describeModel(command: Extract<Command, { type: 'describeModel' }>): Promise<void> {
  const { runId, model, baseUrl, sources } = command;
  describing?.abort();
  const controller = new AbortController();
  describing = controller;
  const notices = new Set<string>();
  const options = {
    baseUrl,
    sources,
    signal: controller.signal,
    onBytes: () => undefined,
    onSentences: () => undefined,
    onNotice: (message: string) => notices.add(message),
  };
  try {
    const { config, commit, bytes } = await laboratory.models.summarize(model, options);
    send({ type: 'modelDescribed', runId, answer: { config, commit, bytes, notices: [...notices] } });
  } catch (error) {
    send({ type: 'modelDescribed', runId, answer: describeError(error) });
  }
}

async function listCache({ runId, clear }: Extract<Command, { type: 'listCache' }>): Promise<void> {
  try {
    const cache = await laboratory.cache();
    if (clear !== 'nothing') {
      laboratory.models.forget();
      await cache?.clear(clear === 'everything' ? null : clear);
    }
    send({ type: 'cacheListed', runId, repositories: (await cache?.list()) ?? null });
  } catch {
    send({ type: 'cacheListed', runId, repositories: null });
  }
}

async function inspectData(command: Extract<Command, { type: 'inspectData' }>): Promise<void> {
  const { runId, baseUrl, sources } = command;
  inspecting?.abort();
  const { signal } = (inspecting = new AbortController());
  const options = { baseUrl, sources, signal, onBytes: () => undefined, onSentences: () => undefined };
  const answer = (found: Pick<Extract<Event, { type: 'dataInspected' }>, 'inspection' | 'error'>): void =>
    send({ type: 'dataInspected', runId, ...found });
  try {
    const inspection = await laboratory.datasets.inspect(command, options);
    signal.throwIfAborted();
    answer({ inspection, error: null });
  } catch (error) {
    answer({ inspection: null, error: signal.aborted ? null : describeError(error) });
  }
}

async function run(command: Extract<Command, { type: 'run' }>): Promise<void> {
  const controller = new AbortController();
  running.set(command.runId, controller);
  const { runId } = command;
  try {
    const backend = await open(command);
    await performRun(command, { backend, laboratory, signal: controller.signal, send });
    send({ type: 'runDone', runId, outcome: controller.signal.aborted ? 'cancelled' : 'finished' });
  } catch (error) {
    if (controller.signal.aborted && !(error instanceof DeviceLost))
      send({ type: 'runDone', runId, outcome: 'cancelled' });
    else send({ type: 'failed', runId, ...describeError(error) });
  } finally {
    running.delete(runId);
  }
}

self.onmessage = ({ data: command }: MessageEvent<Command>) => {
  if (command.type === 'describeModel') return void describeModel(command);
  if (command.type !== 'inspectData') foreseeing?.abort();
  switch (command.type) {
    case 'cancel':
      running.get(command.runId)?.abort();
      break;
    case 'probe':
      // In turn: selecting a backend under a running trial would pull its tensors away.
      last = last.then(() => probe(command));
      break;
    case 'listCache':
      // In turn: a run reads what might be cleared.
      last = last.then(() => listCache(command));
      break;
    case 'inspectData':
      void inspectData(command); // at once: it needs no backend, and a run may take long
      break;
    case 'foresee':
      last = last.then(() => runForesee(command));
      break;
    case 'run':
      last = last.then(() => run(command));
      break;
  }
};
