/** @file How many parameters a model has, and how many of them a scenario trains. Units: parameters. */
import type { LoraScenario, Scenario } from './experiment';
import { rankOf, type RankedAdapters } from './ranks';
import type { LayerWidths, ModelConfig } from '../architecture/config';
import { moduleWidths } from '../architecture/moduleWidths';

/** The part of a model's shape that the counts depend on. */
export type CountedShape = Pick<
  ModelConfig,
  'layers' | 'hidden' | 'intermediate' | 'vocabulary' | 'positions' | 'tokenTypes' | 'labels'
>;

/** RoBERTa's classification head: dense [hidden, hidden] and out_proj [labels, hidden], with biases. */
export function headParameters({ hidden, labels }: Pick<CountedShape, 'hidden' | 'labels'>): number {
  return hidden * hidden + hidden + hidden * labels + labels;
}

function embeddingParameters({ hidden, vocabulary, positions, tokenTypes }: CountedShape): number {
  const layerNorm = 2 * hidden;
  return (vocabulary + positions + tokenTypes) * hidden + layerNorm;
}

function layerParameters({ hidden, intermediate }: LayerWidths): number {
  const attention = 4 * (hidden * hidden + hidden);
  const feedForward = 2 * hidden * intermediate + intermediate + hidden;
  const layerNorms = 2 * 2 * hidden;
  return attention + feedForward + layerNorms;
}

/** Embeddings, encoder and head, without adapters: what full fine-tuning trains. There is no pooler. */
export function totalParameters(config: CountedShape): number {
  return embeddingParameters(config) + config.layers * layerParameters(config) + headParameters(config);
}

/**
 * A is [rank, input] and B is [output, rank]: rank x (input + output) for every module with an adapter; with DoRA, a
 * magnitude for each output too.
 */
export function adapterParameters(
  config: LayerWidths,
  scenario: RankedAdapters & Pick<LoraScenario, 'dora'>,
): number {
  const sizes = scenario.modules.flatMap((components, layer) =>
    components.map((component) => {
      const { input, output } = moduleWidths(config, component);
      return rankOf(scenario, layer, component) * (input + output) + (scenario.dora ? output : 0);
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Parameters that get gradients: the head always, and the adapters or everything. */
export function trainableParameters(config: CountedShape, scenario: Scenario): number {
  switch (scenario.method) {
    case 'classifier':
      return headParameters(config);
    case 'full':
      return totalParameters(config);
    case 'lora':
      return headParameters(config) + adapterParameters(config, scenario);
  }
}

/**
 * Trainable parameters over those of full fine-tuning: 0.0154 for LoRA on all modules of roberta-base with r=8.
 * Above 1 only where adapters are larger than what they adapt.
 */
export function relativeParameters(config: CountedShape, scenario: Scenario): number {
  return trainableParameters(config, scenario) / totalParameters(config);
}
