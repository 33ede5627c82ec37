/** @file Estimates how much memory a trial takes on the device, before it runs. */
import { storedPrecision, trainingOf, type Hyperparameters, type Scenario } from '../experiment/experiment';
import type { MemoryBreakdown } from '../results/results';
import type { ModelConfig } from '../architecture/config';
import { Model, readsFrozen, type FrozenWeights } from '../model/model';
import { trainableLayout } from '../model/trainable';
import type { FlatLayout, Ops, PassCourse } from '../ops';
import { hostWeights, weightBytes } from '../weights/uploadWeights';
import { Optimizer } from './optimizer';
import { evaluationPasses, trainingPasses } from './passes';
import { opsIn } from './trialsOf';

const FLOAT_BYTES = 4;
const ADAM_MOMENTS = 2;

type FixedMemory = Pick<MemoryBreakdown, 'weights' | 'adapters' | 'gradients' | 'optimizer'>;

/** The bytes that stay from the first step to the last. @param flatLength elements of the flat buffer of parameters */
export function fixedMemory(weights: number, flatLength: number): FixedMemory {
  const flat = flatLength * FLOAT_BYTES;
  return { weights, adapters: flat, gradients: flat, optimizer: ADAM_MOMENTS * flat };
}

export interface MemoryQuestion {
  readonly ops: Ops;
  readonly config: ModelConfig;
  readonly scenario: Scenario;
  /** The experiment's settings; those of the scenario, if it has any, take precedence. */
  readonly training: Hyperparameters;
  /** How many trials train together; 1 if left out. */
  readonly together?: number;
  /** The lengths that batches can have, in tokens. */
  readonly trainLengths: readonly number[];
  readonly validationLengths: readonly number[];
}

export interface PlannedMemory {
  readonly memory: MemoryBreakdown;
  /** The most bytes on the device at once. */
  readonly peakBytes: number;
  /** Bytes of the largest tensor of the trial's passes, which a kernel has to bind as a whole. */
  readonly largestBytes: number;
  /** By pass, what lives when. */
  readonly courses: ReadonlyMap<string, PassCourse>;
  /** The layout of the trainable parameters. */
  readonly layout: FlatLayout;
}

/** The peak of a trial or a company, from a plan of its passes. Nothing is allocated. The result is null if the op set does not plan. */
export function predictMemory(question: MemoryQuestion): MemoryBreakdown | null {
  return planMemory(question)?.memory ?? null;
}

/** The same estimate, with the peak's total and the largest tensor. */
export function planMemory({
  ops: plain,
  config,
  scenario,
  training: shared,
  together = 1,
  trainLengths,
  validationLengths,
}: MemoryQuestion): PlannedMemory | null {
  const training = trainingOf(shared, scenario);
  const single = opsIn(plain, training);
  const ops = together > 1 ? single.together(together) : single;
  const { batchSize } = training;
  const precision = storedPrecision(training);
  const frozen: FrozenWeights = readsFrozen(scenario)
    ? hostWeights(config, { precision, ...ops.matrices })
    : new Map();
  const layout = trainableLayout(config, scenario);
  const planned = ops.estimate(() => {
    const model = new Model(ops, config, scenario, frozen, training);
    const optimizer = new Optimizer(model, training);
    return new Map([
      ...trainingPasses(model, optimizer, batchSize, trainLengths),
      ...evaluationPasses(model, batchSize, validationLengths),
    ]);
  });
  if (!planned) return null;
  const { bytes, liveBytes, courses, largestBytes } = planned;
  const fixed = fixedMemory(weightBytes(frozen), together * layout.length);
  return {
    memory: { ...fixed, activations: liveBytes, workspace: bytes - liveBytes },
    peakBytes: Object.values(fixed).reduce((sum, each) => sum + each, bytes),
    ...{ largestBytes, courses, layout },
  };
}
