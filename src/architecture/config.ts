/**
 * @file The shape of an encoder, read from a Hugging Face config.json. It is written by hand and not as a valibot
 * schema: the rules of one field depend on others, and the order of the checks decides which of several messages a
 * person sees.
 */
import { LabError } from '../base/errors';
import { shownValue } from '../base/shown';

/** BERT is RoBERTa with other positions, padding and token types: one encoder computes both. */
export type Architecture = 'roberta' | 'bert';

/** A RoBERTa- or BERT-architecture encoder with RoBERTa's classification head. Units: elements. */
export interface ModelConfig {
  readonly architecture: Architecture;
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
  readonly intermediate: number;
  readonly vocabulary: number;
  /** Rows of the position table, those before firstPosition included. */
  readonly positions: number;
  /** Position of a sentence's first token: RoBERTa's is padToken + 1, BERT's is 0. */
  readonly firstPosition: number;
  readonly tokenTypes: number;
  readonly labels: number;
  readonly padToken: number;
  readonly layerNormEpsilon: number;
}

/** Widths of one encoder layer's six linear modules follow from these two. */
export type LayerWidths = Pick<ModelConfig, 'hidden' | 'intermediate'>;

/** Tokens of the longest sentence that the model can read, special tokens included. */
export function longestSentence({
  positions,
  firstPosition,
}: Pick<ModelConfig, 'positions' | 'firstPosition'>): number {
  return positions - firstPosition;
}

/** Row of the position table that stands for padding and never gets a gradient; null: BERT has none. */
export function paddingPosition({
  architecture,
  padToken,
}: Pick<ModelConfig, 'architecture' | 'padToken'>): number | null {
  return architecture === 'roberta' ? padToken : null;
}

const FIELDS = {
  layers: 'num_hidden_layers',
  hidden: 'hidden_size',
  heads: 'num_attention_heads',
  intermediate: 'intermediate_size',
  vocabulary: 'vocab_size',
  positions: 'max_position_embeddings',
  tokenTypes: 'type_vocab_size',
} as const;

/** Bounds far above every published encoder, without which lists of layers and tensors would have no end. */
const LARGEST = {
  num_hidden_layers: 256,
  hidden_size: 65_536,
  num_attention_heads: 4096,
  intermediate_size: 1_048_576,
  vocab_size: 10_000_000,
  max_position_embeddings: 10_000_000,
  type_vocab_size: 10_000,
} as const satisfies Record<(typeof FIELDS)[keyof typeof FIELDS], number>;

/** The values that transformers takes for fields a config.json leaves out. */
const PAD_TOKENS: Readonly<Record<Architecture, number>> = { roberta: 1, bert: 0 };
const LAYER_NORM_EPSILON = 1e-12;

/** Fields that, if given, must have this value: the encoder computes nothing else. */
const REQUIRED: readonly (readonly [field: string, value: unknown])[] = [
  ['hidden_act', 'gelu'],
  ['position_embedding_type', 'absolute'],
  ['is_decoder', false],
];

const REMEDY = 'Use the config.json that belongs to a RoBERTa or BERT encoder.';

/**
 * Reads config.json of a RoBERTa or BERT encoder.
 * @param labels number of classes of the data set; the file's own head is not used
 * @throws LabError naming the field that is missing, wrong or not supported
 */
export function parseConfig(json: unknown, labels = 2): ModelConfig {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new LabError('config.json is not an object.', REMEDY);
  const fields = json as Record<string, unknown>;
  const wrong = (field: string, wanted: string, remedy = REMEDY): LabError =>
    new LabError(`config.json: ${field} is ${shownValue(fields[field])}, not ${wanted}.`, remedy);
  const architecture = fields['model_type'];
  if (architecture !== 'roberta' && architecture !== 'bert')
    throw wrong(
      'model_type',
      '"roberta" or "bert": the lab computes no other architecture',
      'Choose a RoBERTa or BERT model.',
    );
  for (const [field, value] of REQUIRED)
    if (fields[field] != null && fields[field] !== value) throw wrong(field, JSON.stringify(value));
  const size = (field: keyof typeof LARGEST): number => {
    const value = fields[field];
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1)
      throw wrong(field, 'a positive integer');
    if (value > LARGEST[field]) throw wrong(field, `${LARGEST[field]} or less`);
    return value;
  };
  const vocabulary = size(FIELDS.vocabulary);
  const padToken = fields['pad_token_id'] ?? PAD_TOKENS[architecture];
  if (typeof padToken !== 'number' || !Number.isInteger(padToken) || padToken < 0 || padToken >= vocabulary)
    throw wrong('pad_token_id', `a token id below ${vocabulary}`);
  const layerNormEpsilon = fields['layer_norm_eps'] ?? LAYER_NORM_EPSILON;
  if (typeof layerNormEpsilon !== 'number' || !(layerNormEpsilon > 0 && layerNormEpsilon < 1))
    throw wrong('layer_norm_eps', 'a number between 0 and 1');
  const config: ModelConfig = {
    architecture,
    layers: size(FIELDS.layers),
    hidden: size(FIELDS.hidden),
    heads: size(FIELDS.heads),
    intermediate: size(FIELDS.intermediate),
    vocabulary,
    positions: size(FIELDS.positions),
    firstPosition: architecture === 'roberta' ? padToken + 1 : 0,
    tokenTypes: size(FIELDS.tokenTypes),
    labels,
    padToken,
    layerNormEpsilon,
  };
  if (config.hidden % config.heads !== 0)
    throw wrong('hidden_size', `a multiple of num_attention_heads, ${config.heads}`);
  if (longestSentence(config) < 1)
    throw wrong('max_position_embeddings', `more than ${config.firstPosition}`);
  return config;
}
