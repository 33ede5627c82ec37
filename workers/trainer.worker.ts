/** @file The trainer: takes commands, runs trials one after another, reports events. */
import { selectBackend, type Backend } from '../src/backend/select';
import { describeError } from '../src/errors';
import { answer, isQuestion } from './answer';
import { DeviceLost } from './deviceLost';
import { foresee } from './foresee';
import type { Command, Event, QuestionCommand } from './protocol';
import { createLaboratory } from './laboratory';
import { performRun } from './performRun';

const laboratory = createLaboratory();
/** Runs that are asked to stop. Commands arrive between the steps of a trial. */
const running = new Map<string, AbortController>();
let last: Promise<void> = Promise.resolve();
const watched = new WeakSet<Backend>();
/** Whether a question is being answered, which tells of a lost device itself. */
let asking = false;
const ENDS_FORESEEING: ReadonlySet<Command['type']> = new Set<Command['type']>([
  'run',
  'foresee',
  'probe',
  'cancel',
]);
/** What is being foreseen, to be given up for whatever comes next. */
let foreseeing: AbortController | null = null;

const send = (event: Event): void => self.postMessage(event);

async function open({
  runId,
  backend: wanted,
}: Pick<Extract<Command, { type: 'probe' | 'run' }>, 'runId' | 'backend'>): Promise<Backend> {
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
    if (running.size === 0 && !asking)
      send({ type: 'failed', runId, ...describeError(new DeviceLost(reason)) });
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
    const memory = await foresee(experiment, command, backend, laboratory, controller.signal);
    send({ type: 'foreseen', runId, memory });
  } catch {
    send({ type: 'foreseen', runId, memory: null }); // what is wrong, the run itself will tell
  } finally {
    if (foreseeing === controller) foreseeing = null;
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

async function question(command: QuestionCommand): Promise<void> {
  const select = async (): Promise<Backend> => {
    const backend = await selectBackend(command.backend);
    watch(backend, command.runId);
    return backend;
  };
  asking = true;
  const event = await answer(command, laboratory, select);
  asking = false;
  send(event);
}

self.onmessage = ({ data: command }: MessageEvent<Command>) => {
  if (ENDS_FORESEEING.has(command.type)) foreseeing?.abort();
  if (isQuestion(command)) {
    // In turn: a question uses the device, which a running trial has to itself.
    last = last.then(() => question(command));
    return;
  }
  switch (command.type) {
    case 'cancel':
      running.get(command.runId)?.abort();
      break;
    case 'keep':
      laboratory.trained.keep(command.trained);
      break;
    case 'forget':
      laboratory.trained.forget(command.ids);
      break;
    case 'probe':
      // In turn: selecting a backend under a running trial would pull its tensors away.
      last = last.then(() => probe(command));
      break;
    case 'foresee':
      last = last.then(() => runForesee(command));
      break;
    case 'run':
      last = last.then(() => run(command));
      break;
  }
};
