/** @file Estimates of an experiment before it runs: the peak memory of every scenario, and the lengths of its rows. */
import type { Backend } from '../src/backend/select';
import { batchLengths } from '../src/data/batches';
import type { TokenNotes } from '../src/data/tokenNotes';
import type { Experiment } from '../src/experiment/experiment';
import type { MemoryBreakdown } from '../src/results/results';
import { predictMemory } from '../src/train/memory';
import { nextTask } from '../src/base/nextTask';
import type { Laboratory } from './laboratory';
import type { LoadOptions } from './loadOptions';
import { checkLayers } from './prepareRun';

export interface Estimated {
  /** Memory by scenario; null if the backend allocates by itself. */
  readonly memory: readonly (MemoryBreakdown | null)[];
  readonly notes: TokenNotes;
}

/**
 * @throws LabError if the experiment cannot be run; the signal's reason if it aborts
 */
export async function estimate(
  experiment: Experiment,
  where: Pick<LoadOptions, 'baseUrl' | 'sources'>,
  { ops }: Backend,
  laboratory: Laboratory,
  signal: AbortSignal,
): Promise<Estimated> {
  const { training, scenarios } = experiment;
  const options: LoadOptions = { ...where, signal, onBytes: () => undefined, onSentences: () => undefined };
  const model = await laboratory.models.describe(experiment.model, options);
  checkLayers(experiment, model.config.layers);
  const { train, validation, rows, notes } = await laboratory.datasets.load(experiment, model, options);
  const config = { ...model.config, labels: rows.labels.length };
  const [trainLengths, validationLengths] = [batchLengths(train), batchLengths(validation)];
  const predicted: (MemoryBreakdown | null)[] = [];
  for (const scenario of scenarios) {
    const question = { ops, config, scenario, training, trainLengths, validationLengths };
    predicted.push(predictMemory(question));
    await nextTask();
    signal.throwIfAborted();
  }
  return { memory: predicted, notes };
}
