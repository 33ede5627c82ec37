/** @file What is measured: model shapes, cases, and the random weights and sentences that they run on. */
import miniConfig from '../../public/models/roberta-mini/config.json';
import { padBatch, type HostBatch } from '../../src/data/batches';
import { Sentences, type Sentence } from '../../src/data/sentences';
import { DEFAULT_TRAINING } from '../../src/experiment/defaults';
import type { Scenario, TrainingPrecision } from '../../src/experiment/experiment';
import { COMPONENTS, moduleSet, type ModuleSet } from '../../src/architecture/modules';
import { parseConfig, type ModelConfig } from '../../src/architecture/config';
import { encoderShapes } from '../../src/architecture/shapes';
import type { EncoderWeights } from '../../src/architecture/tensorSource';
import { createRandom } from '../../src/base/random';

/** Sentences, and tokens in each of them. */
export interface BatchShape {
  readonly batch: number;
  readonly sequence: number;
}

/** A model, and the batches that it trains on. */
export interface Shape {
  readonly config: ModelConfig;
  readonly usual: BatchShape;
  readonly small: BatchShape;
}

const ROBERTA_BASE: ModelConfig = {
  architecture: 'roberta',
  layers: 12,
  hidden: 768,
  heads: 12,
  intermediate: 3072,
  vocabulary: 50265,
  positions: 514,
  tokenTypes: 1,
  labels: 2,
  firstPosition: 2,
  padToken: 1,
  layerNormEpsilon: 1e-5,
};

export const SHAPES: Readonly<Record<'base' | 'large' | 'minilm' | 'mini', Shape>> = {
  base: {
    config: ROBERTA_BASE,
    usual: { batch: 32, sequence: 128 },
    small: { batch: 16, sequence: 64 },
  },
  large: {
    config: { ...ROBERTA_BASE, layers: 24, hidden: 1024, heads: 16, intermediate: 4096 },
    usual: { batch: 16, sequence: 128 },
    small: { batch: 8, sequence: 64 },
  },
  /** The shape of MiniLM (Wang et al. 2020) with 6 layers of 384, and its vocabulary. */
  minilm: {
    config: {
      ...ROBERTA_BASE,
      layers: 6,
      hidden: 384,
      intermediate: 1536,
      vocabulary: 30522,
      positions: 512,
    },
    usual: { batch: 32, sequence: 32 },
    small: { batch: 8, sequence: 32 },
  },
  /** The embedded model, with the batches of the experiment that the lab's page opens with. */
  mini: {
    config: parseConfig(miniConfig),
    usual: { batch: DEFAULT_TRAINING.batchSize, sequence: DEFAULT_TRAINING.maxLength },
    small: { batch: DEFAULT_TRAINING.batchSize, sequence: DEFAULT_TRAINING.maxLength / 2 },
  },
};

export type ShapeName = keyof typeof SHAPES;

export const isShapeName = (name: string): name is ShapeName => name in SHAPES;

export interface Case {
  readonly id: string;
  readonly about: string;
  /** `train`, `evaluate` and `trial` run the engine. `stock` trains the same model in tfjs ops under tfjs's tape. */
  readonly kind: 'train' | 'evaluate' | 'trial' | 'stock';
  readonly scenario: Scenario;
  readonly batch: BatchShape;
  readonly checkpointing: boolean;
  /** How many trials train together; 1 if left out. */
  readonly together?: number;
  /** Whether the engine computes in mixed precision. */
  readonly mixed?: boolean;
}

/** The cases in each of the precisions, where the engine trains. */
export function inPrecisions(cases: readonly Case[], precisions: readonly TrainingPrecision[]): Case[] {
  return cases.flatMap((one) => {
    if (one.kind !== 'train' && one.kind !== 'trial') return [one];
    return precisions.map((precision) =>
      precision === 'f32'
        ? one
        : { ...one, id: `${one.id} mixed`, about: `${one.about}, mixed precision`, mixed: true },
    );
  });
}

/**
 * The cases with one trial and with more of them together, where the engine trains several.
 * @param counts how many, ascending
 */
export function withCompanies(cases: readonly Case[], counts: readonly number[]): Case[] {
  return cases.flatMap((one) => {
    if (one.kind !== 'train' || one.scenario.method === 'full') return [one];
    return counts.map((together) =>
      together === 1
        ? one
        : {
            ...one,
            id: `${one.id} x${together}`,
            about: `${one.about}, ${together} trials together`,
            together,
          },
    );
  });
}

export const RANK = 8;

const loraOf = (modules: ModuleSet, rank: number): Scenario => ({
  name: 'lora',
  color: '#000000',
  method: 'lora',
  modules,
  rank,
  alpha: 2 * rank,
  rsLora: false,
});

export function casesOf({ config: { layers }, usual, small }: Shape, rank: number): readonly Case[] {
  const lora = (modules: ModuleSet): Scenario => loraOf(modules, rank);
  const all = lora(moduleSet(layers, () => true));
  const valueUp = lora(moduleSet(layers, (_, component) => component === 'value' || component === 'up'));
  const upper = lora(moduleSet(layers, (layer) => layer > layers / 2));
  const classifier: Scenario = { name: 'classifier', color: '#000000', method: 'classifier' };
  const full: Scenario = { name: 'full', color: '#000000', method: 'full' };
  const train = { kind: 'train', batch: usual, checkpointing: false } as const;
  const everywhere = `LoRA r=${rank} on all ${layers * COMPONENTS.length} modules`;
  return [
    { id: 'lora', about: everywhere, ...train, scenario: all },
    { id: 'stock', about: `${everywhere}, stock tfjs`, ...train, kind: 'stock', scenario: all },
    { id: 'lora-small', about: `${everywhere}, small batch`, ...train, batch: small, scenario: all },
    { id: 'value-up', about: 'LoRA on value and up of every layer', ...train, scenario: valueUp },
    { id: 'upper', about: 'LoRA on all modules of the upper half', ...train, scenario: upper },
    { id: 'classifier', about: 'classifier only', ...train, scenario: classifier },
    { id: 'full', about: 'full fine-tuning', ...train, scenario: full },
    {
      id: 'checkpointing',
      about: `${everywhere}, gradient checkpointing`,
      ...train,
      checkpointing: true,
      scenario: all,
    },
    {
      id: 'evaluate',
      about: `evaluation of ${EVALUATED} sentences`,
      ...train,
      kind: 'evaluate',
      scenario: all,
    },
    {
      id: 'trial',
      about: 'one pass over 250 batches of mixed lengths, and an evaluation',
      ...train,
      kind: 'trial',
      scenario: all,
    },
  ];
}

const WEIGHT_DEVIATION = 0.02;

/** Random weights around 0, and around 1 for LayerNorm's gamma. They are a function of the seed and the tensor's name. */
export function randomWeights(config: ModelConfig, seed: number): EncoderWeights {
  const shapes = new Map(encoderShapes(config).map(({ name, shape }) => [name, shape]));
  return (name) => {
    const shape = shapes.get(name);
    if (!shape) throw new Error(`The encoder has no tensor ${name}.`);
    const random = createRandom(seed, name);
    const center = name.endsWith('LayerNorm.weight') ? 1 : 0;
    // Uniform numbers, because a hundred million normal ones would take half a minute.
    const width = 2 * Math.sqrt(3) * WEIGHT_DEVIATION;
    const values = new Float32Array(shape.reduce((product, extent) => product * extent, 1));
    for (let i = 0; i < values.length; i++) values[i] = center + width * (random.uniform() - 0.5);
    return Promise.resolve(values);
  };
}

const FIRST_WORD = 4;

function randomSentence(length: number, label: number, config: ModelConfig, seed: number): Sentence {
  const random = createRandom(seed, 'sentence');
  const word = (): number => FIRST_WORD + Math.floor(random.uniform() * (config.vocabulary - FIRST_WORD));
  return { ids: Array.from({ length }, word), label };
}

/** Sentences that fill the batch without padding. */
export function fullBatch({ batch, sequence }: BatchShape, config: ModelConfig, seed: number): HostBatch {
  const rows = Array.from({ length: batch }, (_, row) =>
    randomSentence(sequence, row % config.labels, config, seed + row),
  );
  const sentences = Sentences.of(rows);
  return padBatch(sentences, sentences.all(), batch, config);
}

/** SST-2's validation sentences: so many, about 25 tokens each, 66 at most; bench/pytorch.py has the same. */
export const EVALUATED = 872;
const [MEAN_LENGTH, LENGTH_SCALE, SHORTEST, LONGEST] = [25, 6, 4, 66];

/** A logistic distribution's quantiles, cut off at both ends. */
export function evaluationSentences(config: ModelConfig, seed: number, count = EVALUATED): Sentences {
  const sentences = Array.from({ length: count }, (_, i) => {
    const share = (i + 0.5) / count;
    const length = Math.round(MEAN_LENGTH + LENGTH_SCALE * Math.log(share / (1 - share)));
    const cut = Math.min(LONGEST, Math.max(SHORTEST, length));
    return randomSentence(cut, i % config.labels, config, seed + i);
  });
  return Sentences.of(sentences);
}
