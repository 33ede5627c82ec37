/** @file Estimates of an experiment before it runs: the peak memory of every scenario, and the lengths of its rows. */
import type { Backend } from '../src/backend/select';
import { batchLengths } from '../src/data/batches';
import type { TokenNotes } from '../src/data/tokenNotes';
import type { Experiment } from '../src/experiment/experiment';
import { createPlanningOps } from '../src/ops/webgpu';
import type { MemoryBreakdown } from '../src/results/results';
import { predictMemory, type MemoryQuestion } from '../src/train/memory';
import { stepCourse, type StepCourse } from '../src/train/stepCourse';
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
  const options: LoadOptions = { ...where, signal, onBytes: () => undefined, onSentences: () => undefined };
  const { facts, notes } = await readFacts(experiment, laboratory, options);
  const predicted: (MemoryBreakdown | null)[] = [];
  for (const scenario of experiment.scenarios) {
    predicted.push(predictMemory({ ...facts, ops, scenario }));
    await nextTask();
    signal.throwIfAborted();
  }
  return { memory: predicted, notes };
}

/**
 * The course of a training step of the experiment's first scenario. Where the backend does not plan, it is that of a GPU.
 * @throws LabError if the experiment cannot be run
 */
export async function planStep(
  experiment: Experiment,
  { ops }: Backend,
  laboratory: Laboratory,
  options: LoadOptions,
): Promise<{ readonly course: StepCourse; readonly isOfGpu: boolean }> {
  const [scenario] = experiment.scenarios;
  if (!scenario) throw new Error('A step belongs to a scenario, and the experiment has none.');
  const { facts } = await readFacts(experiment, laboratory, options);
  const own = stepCourse({ ...facts, ops, scenario });
  const course = own ?? stepCourse({ ...facts, ops: createPlanningOps(), scenario });
  if (!course) throw new Error('The step could not be planned.');
  return { course, isOfGpu: own === null };
}

/** What the memory of the experiment's trials depends on, apart from the scenario and the op set. */
async function readFacts(
  experiment: Experiment,
  laboratory: Laboratory,
  options: LoadOptions,
): Promise<{ readonly facts: Omit<MemoryQuestion, 'ops' | 'scenario'>; readonly notes: TokenNotes }> {
  const model = await laboratory.models.describe(experiment.model, options);
  checkLayers(experiment, model.config.layers);
  const { train, validation, rows, notes } = await laboratory.datasets.load(experiment, model, options);
  const facts = {
    config: { ...model.config, labels: rows.labels.length },
    training: experiment.training,
    trainLengths: batchLengths(train),
    validationLengths: batchLengths(validation),
  };
  return { facts, notes };
}
