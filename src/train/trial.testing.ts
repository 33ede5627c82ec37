/** @file A small model with random weights and sentences, for tests that run trials. */
import { Sentences } from '../data/sentences';
import { DEFAULT_TRAINING } from '../experiment/defaults';
import { storedPrecision, type Hyperparameters, type Scenario } from '../experiment/experiment';
import { moduleSet } from '../architecture/modules';
import type { ModelConfig } from '../architecture/config';
import { readsFrozen, type FrozenWeights } from '../model/model';
import type { Ops } from '../ops';
import { encoderShapes } from '../architecture/shapes';
import type { EncoderWeights } from '../architecture/tensorSource';
import { disposeWeights, uploadWeights } from '../weights/uploadWeights';
import { createRandom } from '../base/random';
import type { TrialHooks, TrialSetting } from './trialSetting';

export const SMALL: ModelConfig = {
  architecture: 'roberta',
  layers: 3,
  hidden: 32,
  heads: 2,
  intermediate: 128,
  vocabulary: 60,
  positions: 100,
  tokenTypes: 1,
  labels: 2,
  firstPosition: 2,
  padToken: 1,
  layerNormEpsilon: 1e-5,
};

const LORA = { color: '#000000', method: 'lora', rank: 4, alpha: 4, rsLora: false } as const;

/** LoRA on every module of some layers. @param from first layer, 1-based @param to last layer */
export function adapted(config: ModelConfig, from: number, to: number): Scenario {
  const modules = moduleSet(config.layers, (layer) => layer >= from && layer <= to);
  return { ...LORA, name: `${from}-${to}`, modules };
}

/** Sentences of 3 to `longest` tokens. */
export function sentences(config: ModelConfig, count: number, longest: number): Sentences {
  const random = createRandom(1, 'sentences');
  const integer = (below: number): number => Math.floor(random.uniform() * below);
  const made = Array.from({ length: count }, (_, i) => ({
    ids: Array.from(
      { length: i === 0 ? longest : 3 + integer(longest - 2) },
      () => 2 + integer(config.vocabulary - 2),
    ),
    label: i % config.labels,
  }));
  return Sentences.of(made);
}

export function smallSetting(
  ops: Ops,
  config: ModelConfig,
  sets: Pick<TrialSetting, 'train' | 'validation'>,
  change: Partial<Hyperparameters> = {},
): TrialSetting & { dispose(): void } {
  const random = createRandom(2, 'weights');
  const values = new Map(
    encoderShapes(config).map(({ name, shape }) => {
      const size = shape.reduce((product, extent) => product * extent, 1);
      return [name, Float32Array.from({ length: size }, () => 0.2 * random.normal())];
    }),
  );
  const training = { ...DEFAULT_TRAINING, batchSize: 4, ...change };
  const pretrained: EncoderWeights = (name) => {
    const tensor = values.get(name);
    return tensor ? Promise.resolve(tensor) : Promise.reject(new Error(`The encoder has no tensor ${name}.`));
  };
  const placing = { precision: storedPrecision(training), ...ops.matrices };
  let placed: FrozenWeights | null = null;
  const frozen = async (scenario: Scenario): Promise<FrozenWeights> => {
    if (!readsFrozen(scenario)) return new Map();
    placed ??= await uploadWeights(ops.upload, config, pretrained, placing);
    return placed;
  };
  const dispose = (): void => {
    if (placed) disposeWeights(placed);
    placed = null;
  };
  return { ops, config, frozen, pretrained, ...sets, training, dispose };
}

/** Hooks that never cancel and ignore everything. */
export const SILENT: TrialHooks = {
  isCancelled: () => false,
  onSteps: () => undefined,
  onEvaluation: () => undefined,
  onProgress: () => undefined,
  onTrained: () => undefined,
};
