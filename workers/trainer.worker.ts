/** @file The trainer: takes commands, runs trials one after another, sends events. */
import { selectBackend, type Backend } from '../src/backend/select';
import { describeError } from '../src/base/errors';
import { Pacing } from '../src/train/pacing';
import { answer, isQuestion } from './answer';
import { DeviceLost } from './deviceLost';
import { estimate } from './estimate';
import { holdLifeline } from './lifeline';
import type { Command, Event, EstimateSubject, QuestionCommand, ScoreCommand } from './protocol';
import { createLaboratory } from './laboratory';
import { performRun } from './performRun';
import { performScore } from './performScore';
import { Tuning } from './tuning';

const laboratory = createLaboratory();
/** What cancels and paces a run, from its command on. Commands arrive between the steps of a trial. */
interface Steering {
  readonly controller: AbortController;
  readonly pacing: Pacing;
}
const steering = new Map<string, Steering>();
/** Whether a run is under way: it reports a lost device itself. */
let running = false;
let last: Promise<void> = Promise.resolve();
const watched = new WeakSet<Backend>();
/** Whether a question is being answered: its answer reports a lost device, if it needs one. */
let asking = false;
/** Reports a device that was lost while a question was answered; null if none was. */
let reportLoss: (() => void) | null = null;
const ENDS_ESTIMATING: ReadonlySet<Command['type']> = new Set<Command['type']>([
  'run',
  'score',
  'probe',
  'cancel',
]);
/** The estimates in progress, by subject; a later one replaces an earlier one about the same subject. */
const estimating = new Map<EstimateSubject, AbortController>();
/** The description in progress, which is abandoned for another model. */
let describing: AbortController | null = null;
/** The inspection of a data set in progress, which is abandoned for the next one. */
let inspecting: AbortController | null = null;

const send = (event: Event, transfer: Transferable[] = []): void => self.postMessage(event, { transfer });

const tuning = new Tuning(send);

send({ type: 'alive', runId: '' });
void holdLifeline().then((lock) => {
  if (lock !== null) send({ type: 'lifeline', runId: '', lock });
});

async function open({
  runId,
  backend: wanted,
}: Pick<Extract<Command, { type: 'probe' | 'run' | 'score' }>, 'runId' | 'backend'>): Promise<Backend> {
  const backend = await selectBackend(wanted);
  watch(backend, runId);
  tuning.use(backend);
  send({ type: 'environment', runId, environment: backend.environment });
  return backend;
}

/** Reports a device that is lost between runs, after which the page needs a new worker. A run reports the loss itself. */
function watch(backend: Backend, runId: string): void {
  if (watched.has(backend)) return;
  watched.add(backend);
  void backend.lost.then((reason) => {
    const report = (): void => send({ type: 'failed', runId, ...describeError(new DeviceLost(reason)) });
    if (asking) reportLoss = report;
    else if (!running) report();
  });
}

async function probe(command: Extract<Command, { type: 'probe' }>): Promise<void> {
  try {
    const backend = await open(command);
    void tuning.inBackground(backend);
  } catch (error) {
    send({ type: 'failed', runId: command.runId, ...describeError(error) });
  }
}

async function runEstimate(command: Extract<Command, { type: 'estimate' }>): Promise<void> {
  const { runId, experiment, about } = command;
  const controller = new AbortController();
  estimating.set(about, controller);
  try {
    const backend = await selectBackend(command.backend);
    const { memory, notes } = await estimate(experiment, command, backend, laboratory, controller.signal);
    send({ type: 'dataNotes', runId, notes });
    send({ type: 'estimated', runId, memory });
  } catch {
    send({ type: 'estimated', runId, memory: null }); // the run itself will say what is wrong
  } finally {
    if (estimating.get(about) === controller) estimating.delete(about);
  }
}

/** Runs in parallel with everything else: it needs no device, and must not wait for the end of a run. */
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

function steer(runId: string): Steering {
  const controller = new AbortController();
  const pacing = new Pacing(controller.signal, (standing) =>
    send({ type: standing ? 'paused' : 'resumed', runId }),
  );
  const own = { controller, pacing };
  steering.set(runId, own);
  return own;
}

async function run(
  command: Extract<Command, { type: 'run' }>,
  { controller, pacing }: Steering,
): Promise<void> {
  const { runId } = command;
  const { signal } = controller;
  running = true;
  try {
    const backend = await open(command);
    const ended = await performRun(command, { backend, laboratory, signal, pacing, send });
    if (ended) send({ type: 'runDone', runId, outcome: signal.aborted ? 'cancelled' : 'finished' });
  } catch (error) {
    if (signal.aborted && !(error instanceof DeviceLost))
      send({ type: 'runDone', runId, outcome: 'cancelled' });
    else send({ type: 'failed', runId, ...describeError(error) });
  } finally {
    running = false;
    steering.delete(runId);
  }
}

async function score(command: ScoreCommand, { controller: { signal } }: Steering): Promise<void> {
  running = true;
  const ended = await performScore(command, { open: () => open(command), laboratory, signal, send });
  running = false;
  steering.delete(command.runId);
  send(ended);
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
  // An answer that needs no device does not know of the loss.
  if (event.type !== 'failed') reportLoss?.();
  reportLoss = null;
}

self.onmessage = ({ data: command }: MessageEvent<Command>) => {
  if (command.type === 'describeModel') return void describeModel(command);
  if (command.type === 'estimate') estimating.get(command.about)?.abort();
  if (ENDS_ESTIMATING.has(command.type)) for (const question of estimating.values()) question.abort();
  if (isQuestion(command)) {
    // Waits for its turn, because a question uses the device, which a running trial needs for itself.
    last = last.then(() => question(command));
    return;
  }
  switch (command.type) {
    case 'cancel':
      steering.get(command.runId)?.controller.abort();
      break;
    case 'pause':
      steering.get(command.runId)?.pacing.pause();
      break;
    case 'resume':
      steering.get(command.runId)?.pacing.resume();
      break;
    case 'quiet':
      steering.get(command.runId)?.pacing.setQuiet(command.quiet);
      break;
    case 'tiles':
      tuning.keeps = command.kept;
      break;
    case 'keep':
      laboratory.trained.keep(command.trained);
      break;
    case 'forget':
      laboratory.trained.forget(command.ids);
      break;
    case 'probe':
      // Waits for its turn, because selecting a backend during a trial would take away the trial's tensors.
      last = last.then(() => probe(command));
      break;
    case 'listCache':
      // Waits for its turn, because a run reads what might be cleared.
      last = last.then(() => listCache(command));
      break;
    case 'inspectData':
      void inspectData(command); // at once: it needs no backend, and a run may take a long time
      break;
    case 'estimate':
      last = last.then(() => runEstimate(command));
      break;
    case 'score': {
      const own = steer(command.runId);
      last = last.then(() => score(command, own));
      break;
    }
    case 'run': {
      const own = steer(command.runId);
      last = last.then(() => run(command, own));
      break;
    }
  }
};
