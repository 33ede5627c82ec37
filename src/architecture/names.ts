/** @file Tensor names: Hugging Face's, without the `roberta.` prefix; adapters as `layer.0.query.A`. */
import type { Component } from './modules';

const MODULE_PATHS: Readonly<Record<Component, string>> = {
  query: 'attention.self.query',
  key: 'attention.self.key',
  value: 'attention.self.value',
  attentionOutput: 'attention.output.dense',
  up: 'intermediate.dense',
  down: 'output.dense',
};

/** The linear module of `layer` (0-based), e.g. `encoder.layer.0.attention.self.query`. */
export function moduleName(layer: number, component: Component): string {
  return `encoder.layer.${layer}.${MODULE_PATHS[component]}`;
}

export type LayerNorm =
  'embeddings' | { readonly layer: number; readonly after: 'attention' | 'feedForward' };

/** A LayerNorm's path, e.g. `encoder.layer.0.attention.output.LayerNorm`. */
export function normName(norm: LayerNorm): string {
  if (norm === 'embeddings') return 'embeddings.LayerNorm';
  const path = norm.after === 'attention' ? 'attention.output' : 'output';
  return `encoder.layer.${norm.layer}.${path}.LayerNorm`;
}

export const EMBEDDINGS = {
  word: 'embeddings.word_embeddings.weight',
  position: 'embeddings.position_embeddings.weight',
  tokenType: 'embeddings.token_type_embeddings.weight',
} as const;

export const HEAD = { dense: 'classifier.dense', output: 'classifier.out_proj' } as const;

/** What a module's adapter consists of: A [r, in], B [out, r], and with DoRA the magnitudes [out]. */
export type AdapterPart = 'A' | 'B' | 'magnitude';

/** A part of a module's adapter; `layer` is 0-based. */
export function adapterName(layer: number, component: Component, part: AdapterPart): string {
  return `layer.${layer}.${component}.${part}`;
}
