/** @file Answers the page's questions about what trials trained, and about what a training step takes. */
import type { Backend } from '../src/backend/select';
import { describeError } from '../src/base/errors';
import { readAdapter } from './adapterCache';
import { DeviceLost, untilLost } from './deviceLost';
import { planStep } from './estimate';
import type { Laboratory } from './laboratory';
import type { Command, Event, QuestionCommand } from './protocol';
import { examineValidation, exportTrial, measureTest, predictTexts } from './useTrained';

const QUESTIONS: ReadonlySet<Command['type']> = new Set<Command['type']>([
  'predict',
  'examineValidation',
  'measureTest',
  'export',
  'inspectAdapter',
  'planStep',
]);

export function isQuestion(command: Command): command is QuestionCommand {
  return QUESTIONS.has(command.type);
}

/** @param open selects the backend; called only if the answer needs one */
export async function answer(
  command: QuestionCommand,
  laboratory: Laboratory,
  open: () => Promise<Backend>,
): Promise<Event> {
  const { runId } = command;
  try {
    return await answerOf(command, laboratory, open);
  } catch (error) {
    return { type: error instanceof DeviceLost ? 'failed' : 'refused', runId, ...describeError(error) };
  }
}

async function answerOf(
  command: QuestionCommand,
  laboratory: Laboratory,
  open: () => Promise<Backend>,
): Promise<Event> {
  const { runId, baseUrl, sources } = command;
  const options = {
    baseUrl,
    sources,
    signal: new AbortController().signal,
    onBytes: () => undefined,
    onSentences: () => undefined,
  };
  /** The only way to a device: work that never ends because the device is lost ends here all the same. */
  const onDevice = async <T>(use: (backend: Backend) => Promise<T>): Promise<T> => {
    const backend = await open();
    return untilLost(backend, use(backend));
  };
  switch (command.type) {
    case 'inspectAdapter': {
      const { config } = await laboratory.models.describe(command.model, options);
      const { modules, rank, alpha, rsLora, dora, ranks, hasHead } = await readAdapter(
        command.files,
        config,
        null,
      );
      return { type: 'adapter', runId, adapter: { modules, rank, alpha, rsLora, dora, ranks, hasHead } };
    }
    case 'planStep': {
      const planned = await onDevice((backend) => planStep(command.experiment, backend, laboratory, options));
      return { type: 'stepPlanned', runId, ...planned };
    }
    case 'export': {
      const files = await exportTrial(command.trial, command.what, { laboratory, options });
      return { type: 'exported', runId, files };
    }
    case 'predict': {
      const predictions = await onDevice((backend) =>
        predictTexts(command.trials, command.texts, { backend, laboratory, options }, command.off),
      );
      return { type: 'predicted', runId, predictions };
    }
    case 'measureTest': {
      const tested = await onDevice((backend) =>
        measureTest(command.trial, { backend, laboratory, options }),
      );
      return { type: 'tested', runId, ...tested };
    }
    case 'examineValidation': {
      const rows = await onDevice((backend) =>
        examineValidation(command.trial, { backend, laboratory, options }, command.off),
      );
      return { type: 'examined', runId, labelNames: laboratory.trained.get(command.trial).labelNames, rows };
    }
  }
}
