/** @file Every tensor of the encoder and its head with its shape: a model's weights files must hold them all. */
import { COMPONENTS } from './modules';
import type { ModelConfig } from './config';
import { EMBEDDINGS, HEAD, moduleName, normName } from './names';
import { moduleWidths } from './moduleWidths';

export interface NamedShape {
  readonly name: string;
  readonly shape: readonly number[];
}

function norm(name: string, hidden: number): NamedShape[] {
  return [
    { name: `${name}.weight`, shape: [hidden] },
    { name: `${name}.bias`, shape: [hidden] },
  ];
}

function linear(name: string, input: number, output: number): NamedShape[] {
  return [
    { name: `${name}.weight`, shape: [output, input] },
    { name: `${name}.bias`, shape: [output] },
  ];
}

/** The encoder's tensors, embeddings first. */
export function encoderShapes(config: ModelConfig): NamedShape[] {
  const { hidden } = config;
  const shapes: NamedShape[] = [
    { name: EMBEDDINGS.word, shape: [config.vocabulary, hidden] },
    { name: EMBEDDINGS.position, shape: [config.positions, hidden] },
    { name: EMBEDDINGS.tokenType, shape: [config.tokenTypes, hidden] },
    ...norm(normName('embeddings'), hidden),
  ];
  for (let layer = 0; layer < config.layers; layer++) {
    for (const component of COMPONENTS) {
      const { input, output } = moduleWidths(config, component);
      shapes.push(...linear(moduleName(layer, component), input, output));
    }
    shapes.push(...norm(normName({ layer, after: 'attention' }), hidden));
    shapes.push(...norm(normName({ layer, after: 'feedForward' }), hidden));
  }
  return shapes;
}

/** RoBERTa's classification head: dense [H, H], tanh, out_proj [labels, H]. */
export function headShapes(config: ModelConfig): NamedShape[] {
  return [
    ...linear(HEAD.dense, config.hidden, config.hidden),
    ...linear(HEAD.output, config.hidden, config.labels),
  ];
}
