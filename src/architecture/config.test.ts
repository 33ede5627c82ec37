import { describe, expect, it } from 'vitest';
import { LabError } from '../base/errors';
import { longestSentence, paddingPosition, parseConfig } from './config';

const ROBERTA = {
  model_type: 'roberta',
  num_hidden_layers: 12,
  hidden_size: 768,
  num_attention_heads: 12,
  intermediate_size: 3072,
  vocab_size: 50265,
  max_position_embeddings: 514,
  type_vocab_size: 1,
  pad_token_id: 1,
  layer_norm_eps: 1e-5,
};
const BERT = {
  ...ROBERTA,
  model_type: 'bert',
  vocab_size: 30522,
  max_position_embeddings: 512,
  type_vocab_size: 2,
  pad_token_id: 0,
  layer_norm_eps: 1e-12,
};

it('counts RoBERTa’s positions from behind the padding token, BERT’s from 0', () => {
  const roberta = parseConfig(ROBERTA);
  expect(roberta).toMatchObject({ architecture: 'roberta', firstPosition: 2, padToken: 1 });
  expect(longestSentence(roberta)).toBe(512);
  expect(paddingPosition(roberta)).toBe(1);
  const bert = parseConfig(BERT, 5);
  expect(bert).toMatchObject({ firstPosition: 0, tokenTypes: 2, labels: 5, layerNormEpsilon: 1e-12 });
  expect(longestSentence(bert)).toBe(512);
  expect(paddingPosition(bert)).toBeNull();
});

it('takes Transformers’ defaults where a field is left out or null', () => {
  const left = { ...BERT, pad_token_id: undefined, layer_norm_eps: null, hidden_act: 'gelu' };
  expect(parseConfig(left)).toMatchObject({ padToken: 0, layerNormEpsilon: 1e-12 });
  expect(parseConfig({ ...ROBERTA, pad_token_id: undefined })).toMatchObject({ padToken: 1 });
});

describe('refuses by name', () => {
  it.each([
    ['model_type', { model_type: 'distilbert' }],
    ['model_type', { model_type: undefined }],
    ['hidden_act', { hidden_act: 'gelu_new' }],
    ['hidden_act', { hidden_act: 'relu' }],
    ['position_embedding_type', { position_embedding_type: 'relative_key' }],
    ['is_decoder', { is_decoder: true }],
    ['num_hidden_layers', { num_hidden_layers: 0 }],
    ['hidden_size', { hidden_size: 769 }],
    ['hidden_size', { hidden_size: '768' }],
    ['vocab_size', { vocab_size: 1.5 }],
    ['pad_token_id', { pad_token_id: 50265 }],
    ['pad_token_id', { pad_token_id: -1 }],
    ['layer_norm_eps', { layer_norm_eps: 0 }],
    ['layer_norm_eps', { layer_norm_eps: '1e-5' }],
    ['max_position_embeddings', { max_position_embeddings: 2 }],
  ])('%s of %j', (field, change) => {
    expect(() => parseConfig({ ...ROBERTA, ...change })).toThrow(LabError);
    expect(() => parseConfig({ ...ROBERTA, ...change })).toThrow(field);
  });
  it.each([[null], [[]], ['roberta'], [7]])('%j as a whole', (json) => {
    expect(() => parseConfig(json)).toThrow(/config\.json is not an object/);
  });
});
