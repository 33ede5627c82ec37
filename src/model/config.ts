/** @file The shape of an encoder, read from a Hugging Face config.json. */
import { LabError } from '../errors';

/** A RoBERTa-architecture encoder with its classification head. Units: elements. */
export interface ModelConfig {
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
  readonly intermediate: number;
  readonly vocabulary: number;
  /** Rows of the position table; RoBERTa's first real position is padToken + 1. */
  readonly positions: number;
  readonly tokenTypes: number;
  readonly labels: number;
  readonly padToken: number;
  readonly layerNormEpsilon: number;
}

/** Widths of one encoder layer's six linear modules follow from these two. */
export type LayerWidths = Pick<ModelConfig, 'hidden' | 'intermediate'>;

const FIELDS = {
  layers: 'num_hidden_layers',
  hidden: 'hidden_size',
  heads: 'num_attention_heads',
  intermediate: 'intermediate_size',
  vocabulary: 'vocab_size',
  positions: 'max_position_embeddings',
  tokenTypes: 'type_vocab_size',
} as const;

/**
 * Reads config.json of a RoBERTa encoder.
 * @param labels number of classes of the data set; the file's own head is not used
 * @throws LabError naming the field that is missing, wrong or not supported
 */
export function parseConfig(json: unknown, labels = 2): ModelConfig {
  const remedy = 'Use the config.json that belongs to a RoBERTa model.';
  if (typeof json !== 'object' || json === null) throw new LabError('config.json is not an object.', remedy);
  const fields = json as Record<string, unknown>;
  if (fields['model_type'] !== 'roberta')
    throw new LabError(
      `config.json says model_type ${JSON.stringify(fields['model_type'])}, not "roberta".`,
      remedy,
    );
  if (fields['hidden_act'] !== undefined && fields['hidden_act'] !== 'gelu')
    throw new LabError(
      `config.json says hidden_act ${JSON.stringify(fields['hidden_act'])}, not "gelu".`,
      remedy,
    );
  const size = (field: string): number => {
    const value = fields[field];
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1)
      throw new LabError(
        `config.json: ${field} is ${JSON.stringify(value)}, not a positive integer.`,
        remedy,
      );
    return value;
  };
  const config: ModelConfig = {
    layers: size(FIELDS.layers),
    hidden: size(FIELDS.hidden),
    heads: size(FIELDS.heads),
    intermediate: size(FIELDS.intermediate),
    vocabulary: size(FIELDS.vocabulary),
    positions: size(FIELDS.positions),
    tokenTypes: size(FIELDS.tokenTypes),
    labels,
    padToken: typeof fields['pad_token_id'] === 'number' ? fields['pad_token_id'] : 1,
    layerNormEpsilon: typeof fields['layer_norm_eps'] === 'number' ? fields['layer_norm_eps'] : 1e-5,
  };
  if (config.hidden % config.heads !== 0)
    throw new LabError(
      `config.json: hidden_size ${config.hidden} is no multiple of num_attention_heads ${config.heads}.`,
      remedy,
    );
  return config;
}
