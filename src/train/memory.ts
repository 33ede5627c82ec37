/** @file What a trial takes on the device, known before it runs. */
import { trainingOf, type Hyperparameters, type Scenario } from '../experiment/experiment';
import type { MemoryBreakdown } from '../experiment/results';
import type { ModelConfig } from '../model/config';
import { Model, readsFrozen, type FrozenWeights } from '../model/model';
import type { Ops } from '../ops';
import { unplacedWeights, weightBytes } from '../weights/placeWeights';
import { Optimizer } from './optimizer';
import { evaluationPasses, trainingPasses } from './passes';

const FLOAT_BYTES = 4;
const ADAM_MOMENTS = 2;

type FixedMemory = Pick<MemoryBreakdown, 'weights' | 'adapters' | 'gradients' | 'optimizer'>;

/** What stays from the first step to the last. @param flatLength elements of the flat buffer of parameters */
export function fixedMemory(weights: number, flatLength: number): FixedMemory {
  const flat = flatLength * FLOAT_BYTES;
  return { weights, adapters: flat, gradients: flat, optimizer: ADAM_MOMENTS * flat };
}

export interface MemoryQuestion {
  readonly ops: Ops;
  readonly config: ModelConfig;
  readonly scenario: Scenario;
  /** The experiment's; the scenario's own settings stand in their place. */
  readonly training: Hyperparameters;
  /** Lengths of the batches, in tokens. */
  readonly trainLengths: readonly number[];
  readonly validationLengths: readonly number[];
}

/** A trial's peak, from a plan of its passes: nothing is allocated. Null where the op set does not plan. */
export function predictMemory({
  ops,
  config,
  scenario,
  training: shared,
  trainLengths,
  validationLengths,
}: MemoryQuestion): MemoryBreakdown | null {
  const training = trainingOf(shared, scenario);
  const { basePrecision: precision, batchSize } = training;
  const frozen: FrozenWeights = readsFrozen(scenario)
    ? unplacedWeights(config, { precision, ...ops.matrices })
    : new Map();
  let flatLength = 0;
  const planned = ops.foresee(() => {
    const model = new Model(ops, config, scenario, frozen, training);
    flatLength = model.parameters.layout.length;
    const optimizer = new Optimizer(model, training);
    return new Map([
      ...trainingPasses(model, optimizer, batchSize, trainLengths),
      ...evaluationPasses(model, batchSize, validationLengths),
    ]);
  });
  return (
    planned && {
      ...fixedMemory(weightBytes(frozen), flatLength),
      activations: planned.liveBytes,
      workspace: planned.bytes - planned.liveBytes,
    }
  );
}
