/** @file The trainer: takes commands, runs trials one after another, reports events. */
import { selectBackend } from '../src/backend/select';
import { describeError } from '../src/errors';
import type { Command, Event } from './protocol';
import { Laboratory } from './laboratory';
import { performRun } from './performRun';

const laboratory = new Laboratory();
/** Runs that are asked to stop. Commands arrive between the steps of a trial. */
const running = new Map<string, AbortController>();
let last: Promise<void> = Promise.resolve();

const send = (event: Event): void => self.postMessage(event);

async function probe({ runId, backend }: Extract<Command, { type: 'probe' }>): Promise<void> {
  try {
    const { environment } = await selectBackend(backend);
    send({ type: 'environment', runId, environment });
  } catch (error) {
    send({ type: 'failed', runId, ...describeError(error) });
  }
}

async function run(command: Extract<Command, { type: 'run' }>): Promise<void> {
  const controller = new AbortController();
  running.set(command.runId, controller);
  const { runId } = command;
  try {
    await performRun(command, laboratory, controller.signal, send);
    send({ type: 'runDone', runId, outcome: controller.signal.aborted ? 'cancelled' : 'finished' });
  } catch (error) {
    if (controller.signal.aborted) send({ type: 'runDone', runId, outcome: 'cancelled' });
    else send({ type: 'failed', runId, ...describeError(error) });
  } finally {
    running.delete(runId);
  }
}

self.onmessage = ({ data: command }: MessageEvent<Command>) => {
  switch (command.type) {
    case 'cancel':
      running.get(command.runId)?.abort();
      break;
    case 'probe':
      // In turn: selecting a backend under a running trial would pull its tensors away.
      last = last.then(() => probe(command));
      break;
    case 'run':
      last = last.then(() => run(command));
      break;
  }
};
