/** @file What the lab makes of PEFT's adapters, and how it refuses those that it cannot use, as vectors for the cluster's tests. */
import { readFileSync } from 'node:fs';
import { parseConfig } from '../../src/architecture/config';
import { describeError } from '../../src/base/errors';
import type { LoraScenario, Scenario } from '../../src/experiment/experiment';
import { adapterScenario, importAdapter, startValues } from '../../src/interop/peft/importAdapter';
import { parseSafetensors } from '../../src/weights/safetensors';

export const ADAPTER_VECTORS = 'cluster/tests/vectors/adapters.json';
const FIXTURES = 'tools/parity/fixtures/adapters';

const NAMES = [
  ...['partial', 'rslora-suffixes', 'ranks', 'all-linear', 'classifier-only', 'bert-partial'],
  ...['bert-classifier-only', 'dora', 'refused-pissa'],
];

/** Fields of the config of `partial` that are changed, each alone or with those that it needs. */
const CHANGES: readonly object[] = [
  ...[{ peft_type: 'IA3' }, { task_type: 'CAUSAL_LM' }, { bias: 'all' }, { lora_bias: true }],
  ...[{ init_lora_weights: 'pissa_niter_4' }, { init_lora_weights: 'OLoRA' }, { init_lora_weights: 1 }],
  ...[{ init_lora_weights: false }, { init_lora_weights: 'Gaussian' }, { init_lora_weights: null }],
  ...[{ megatron_config: { size: 2 } }, { layer_replication: [[0, 2]] }, { arrow_config: { top_k: 1 } }],
  ...[{ target_parameters: ['weight'] }, { trainable_token_indices: [1, 2] }, { fan_in_fan_out: true }],
  ...[{ field_of_next_year: true }, { field_of_next_year: 0 }, { field_of_next_year: '' }, { another: {}, third: [] }],
  ...[{ r: 0 }, { r: 1e9 }, { r: 4 }, { r: true }, { r: 3.5 }, { r: null }, { lora_alpha: 'x' }, { lora_alpha: -1 }],
  ...[{ rank_pattern: { query: -1 } }, { rank_pattern: [] }, { rank_pattern: { nothing: 5 } }, { rank_pattern: { 'x(': 1 } }],
  ...[{ alpha_pattern: { 'layer.1.*query': 12 } }, { alpha_pattern: { '.*': 5, query: 7 } }, { alpha_pattern: { query: 0 } }],
  ...[{ target_modules: 7 }, { target_modules: ['nothing'] }, { target_modules: [] }, { target_modules: null }],
  ...[{ target_modules: ['query', 'word_embeddings'] }, { target_modules: ['query'] }, { target_modules: 'all-linear' }],
  { target_modules: ['dense'], modules_to_save: null, task_type: null },
  ...['(a+)+$', '(a|a)*$', '.*.*.*.*.*x', '[', '(?i)QUERY', '\\Aquery', 'x'.repeat(501), '', '.*query', '(?P<n>.*)query'].map(
    (pattern) => ({ target_modules: pattern }),
  ),
  ...[{ layers_to_transform: [-1] }, { layers_to_transform: 'all' }, { layers_to_transform: [0] }, { layers_to_transform: 1 }],
  ...[{ layers_pattern: 'layer[' }, { layers_pattern: ['layer'], layers_to_transform: [0, 1] }],
  ...[{ exclude_modules: ['query'] }, { exclude_modules: '.*layer\\.1.*' }, { exclude_modules: '' }, { modules_to_save: 4 }],
  { target_modules: ['roberta.encoder.layer.1.attention.self.query'] },
];

/**
 * Scenarios that begin with the adapter `ranks`, beside one with its largest rank everywhere. Ranks differ in `up` alone: the
 * lab fills stacked modules up to one rank, and the cluster has no stacks.
 */
const FITS: readonly object[] = [
  { ranks: [{ rank: 2, modules: [['up'], []] }] },
  ...[{}, { rank: 7, alpha: 3 }, { rank: 9, alpha: 4, rsLora: true }, { rank: 3 }],
  ...[{ modules: [[], []] }, { modules: [[]] }],
];

const read = (name: string): { json: object; file: ReturnType<typeof parseSafetensors> } => ({
  json: JSON.parse(readFileSync(`${FIXTURES}/${name}/adapter_config.json`, 'utf8')) as object,
  file: parseSafetensors(
    new Uint8Array(readFileSync(`${FIXTURES}/${name}/adapter_model.safetensors`)).buffer,
  ),
});

const modelOf = (name: string): ReturnType<typeof parseConfig> =>
  parseConfig(
    JSON.parse(readFileSync(`${FIXTURES}/base-${name.includes('bert-') ? 'bert' : 'roberta'}/config.json`, 'utf8')),
    3,
  );

/** What an attempt comes to, or the message that refuses it. */
function outcome(make: () => object): object {
  try {
    return make();
  } catch (error) {
    return { error: describeError(error).message };
  }
}

const imported = (name: string, change: object): object => {
  const { json, file } = read(name);
  return outcome(() => {
    const { scales, rsLora, hasHead } = importAdapter({ ...json, ...change }, file, modelOf(name));
    return { scales: Object.fromEntries(scales), rsLora, hasHead };
  });
};

function started(change: object): object {
  const { json, file } = read('ranks');
  const adapter = importAdapter(json, file, modelOf('ranks'));
  const { ranks: _, ...own } = adapterScenario(adapter, { name: 'it', color: '#000000' }) as LoraScenario;
  const scenario: Scenario = { ...own, ...change };
  const made = outcome(() => ({
    tensors: [...startValues(adapter, scenario)].map(([name, { shape, values }]) => ({
      ...{ name, shape },
      values: Array.from(values.subarray(0, 24), (value) => Number(value.toPrecision(7))),
    })),
  }));
  return { scenario, ...made };
}

/** The text of {@link ADAPTER_VECTORS}, one vector a line. */
export function adapterVectors(): string {
  const parts: Record<string, readonly object[]> = {
    adapters: NAMES.map((name) => ({ name, ...imported(name, {}) })),
    changes: CHANGES.map((change) => ({ change, ...imported('partial', change) })),
    starts: FITS.map(started),
  };
  const lines = Object.entries(parts).map(
    ([name, vectors]) => `"${name}": [\n${vectors.map((vector) => JSON.stringify(vector)).join(',\n')}\n]`,
  );
  return `{\n${lines.join(',\n')}\n}\n`;
}
