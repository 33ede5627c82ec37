/** @file What the parts of the model and the methods are called on the page. */
import type { Component } from '../../src/experiment/modules';
import type { BasePrecision, Method } from '../../src/experiment/experiment';

export const COMPONENT_WORDS: Readonly<Record<Component, { short: string; long: string }>> = {
  query: { short: 'query', long: 'query' },
  key: { short: 'key', long: 'key' },
  value: { short: 'value', long: 'value' },
  attentionOutput: { short: 'out', long: 'attention output' },
  up: { short: 'up', long: 'feed-forward up' },
  down: { short: 'down', long: 'feed-forward down' },
};

export const PRECISION_WORDS: Readonly<Record<BasePrecision, string>> = {
  f32: 'Float32',
  f16: 'Float16',
  int8: 'Int8',
};

export const METHODS: readonly { value: Method; label: string }[] = [
  { value: 'lora', label: 'LoRA' },
  { value: 'classifier', label: 'Classifier only' },
  { value: 'full', label: 'Full fine-tuning' },
];
