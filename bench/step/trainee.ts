/** @file A trainee is what is timed: something that trains step by step. The engine is one of them. */
import type { Tensor } from '@tensorflow/tfjs';
import type { HostBatch } from '../../src/data/batches';
import { joinBatches } from '../../src/data/joinBatches';
import { DEFAULT_TRAINING } from '../../src/experiment/defaults';
import { Model, type FrozenWeights } from '../../src/model/model';
import { writeInitialValues } from '../../src/model/trainable';
import type { Ops, StepState } from '../../src/ops';
import { Optimizer } from '../../src/train/optimizer';
import { trainingPasses } from '../../src/train/passes';
import { trainStep } from '../../src/train/step';
import type { ModelConfig } from '../../src/architecture/config';
import type { EncoderWeights } from '../../src/architecture/tensorSource';
import type { Case } from './cases';

export interface Trainee {
  readonly trainableParameters: number;
  /** Does everything that is needed once, before the first step. */
  prepare(): Promise<void>;
  /** Encodes one step and sends it to the device. The result begins with the loss, and is the caller's to dispose. */
  step(): Tensor;
  /** Waits for the device, returns the losses (the first trial's, of several together), and disposes the results. */
  losses(results: readonly Tensor[]): Promise<number[]>;
  dispose(): void;
}

/** What is taken where nothing else is asked for. */
export const LEARNING_RATE = 1e-3;
export const SEED = 1;
export const { weightDecay: WEIGHT_DECAY, gradientClip: GRADIENT_CLIP } = DEFAULT_TRAINING;
const NO_DROPOUT = { hidden: 0, attention: 0, lora: 0, classifier: 0 };

/** What the cases of one shape share. */
export interface Setting {
  readonly ops: Ops;
  readonly config: ModelConfig;
  readonly frozen: FrozenWeights;
  readonly pretrained: EncoderWeights;
  readonly learningRate: number;
}

/** A model of the engine with the case's scenario, initialised from the seed; each trial of a company from its own. */
export async function engineModel({ ops, config, frozen, pretrained }: Setting, of: Case): Promise<Model> {
  const { scenario, checkpointing, together = 1 } = of;
  const plain = of.mixed ? ops.mixed() : ops;
  const own = together > 1 ? plain.together(together) : plain;
  const model = new Model(own, config, scenario, frozen, { dropout: NO_DROPOUT, checkpointing });
  for (let trial = 0; trial < together; trial++)
    await writeInitialValues(model.parameters, SEED + trial, pretrained, new Map(), trial);
  return model;
}

export async function engineTrainee(setting: Setting, of: Case, host: HostBatch): Promise<Trainee> {
  const { together = 1 } = of;
  const model = await engineModel(setting, of);
  const { ops } = model;
  const joined = joinBatches(new Array<HostBatch>(together).fill(host), setting.config);
  const optimizer = new Optimizer(model, DEFAULT_TRAINING);
  let step = 0;
  return {
    trainableParameters: model.parameters.layout.parameters,
    prepare() {
      const { batch, sequence } = host;
      return ops.prepare(trainingPasses(model, optimizer, batch, [sequence]), () => undefined);
    },
    step() {
      const { batch: sentences, sequence } = host;
      const state: StepState = {
        ...{ learningRate: setting.learningRate, step: ++step, dropoutKey: step },
        ...(together > 1 && { batch: { sentences, sequence } }),
      };
      const others = new Array<StepState>(together - 1).fill(state);
      const { stats, norm } = trainStep(model, optimizer, joined, state, ...others);
      norm.dispose();
      return stats;
    },
    async losses(results) {
      const values = await ops.read(results);
      for (const result of results) result.dispose();
      return results.map((_, index) => values[2 * together * index] ?? NaN);
    },
    dispose() {
      optimizer.dispose();
      model.dispose();
    },
  };
}
