/** @file What the lab makes of ids, paths of a hub, config.json and models of other sizes, as vectors for the cluster's tests. */
import { readFileSync } from 'node:fs';
import { parseConfig } from '../../src/architecture/config';
import { moduleSet, type ModuleSet } from '../../src/architecture/modules';
import { describeError } from '../../src/base/errors';
import { splitOfPath } from '../../src/data/hub/listing';
import type { Scenario } from '../../src/experiment/experiment';
import { fitModules } from '../../src/experiment/fitLayers';
import { relativeParameters, trainableParameters } from '../../src/experiment/parameters';
import { MODULE_PRESETS } from '../../src/experiment/presets';
import { randomExperiment, seededRandom } from '../../src/experiment/testing';
import { localId, parseSourceRef } from '../../src/sources/sourceRef';
import { encodeModules } from '../../src/experiment/address/moduleCode';

export const SOURCE_VECTORS = 'cluster/tests/vectors/sources.json';

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

const VALUES = [undefined, null, 0, 1, -1, 1.5, 1e9, 7, '768', true, false, [], 'gelu', 'relu', 'absolute', 'bert', 0.5];
const FIELDS = [...Object.keys(ROBERTA), 'hidden_act', 'position_embedding_type', 'is_decoder'];

const CONFIGS: readonly unknown[] = [
  ...[ROBERTA, null, [], 'roberta', 7, {}],
  ...FIELDS.flatMap((field) => VALUES.map((value) => ({ ...ROBERTA, [field]: value }))),
  { ...ROBERTA, model_type: 'bert', type_vocab_size: 2, pad_token_id: null, layer_norm_eps: null },
  { ...ROBERTA, model_type: 'distilbert' },
];

function configVector(json: unknown): object {
  try {
    return { json, config: parseConfig(json) };
  } catch (error) {
    return { json, error: describeError(error).message };
  }
}

const IDS = [
  ...['roberta-mini', 'review-sentences', 'roberta-base', 'stanfordnlp/sst2@refs/convert/parquet', 'local:my-reviews.csv'],
  ...['', '.', '..', 'a/../b', '/a', 'a/', 'a b', 'a//b', 'a/b/c', 'a@', 'a@../b', 'https://a/b', 'local:', 'é', 'a\n'],
  ...['x'.repeat(160), 'x'.repeat(161), 'local:.a', 'local:a/b', 'local:é', '_a', '-a', 'a@b/c/d/e', 'a@b/c/d/e/f', 'LOCAL:a'],
];
const NAMES = ['My reviews (2).csv', '../..', 'été.tsv', '评论.csv', 'a'.repeat(400), '', '--x', 'ﬁle.csv', 'Å.csv', 'a\u0301'];

const PATHS = [
  ...['data/train-00000-of-00001-a09b74b3ef9c3b56.parquet', 'mnli/validation_matched-00000-of-00001.parquet'],
  ...['default/partial-train/0003.parquet', 'train.parquet', '0000.parquet', 'en/data/test.parquet', 'a/b/c/dev.parquet'],
  ...['partial-x.parquet', 'x-1234.parquet', 'x-123.parquet', '-0000-of-0001.parquet', 'data/data/0001.parquet', '.parquet'],
];

/** Modules as the address writes them, with their number of layers. */
const written = (modules: ModuleSet): object => ({ layers: modules.length, modules: encodeModules(modules) });

function fitVectors(): object[] {
  const random = seededRandom(4);
  const sets = [
    ...MODULE_PRESETS.map(({ modules }) => modules(12)),
    ...[1, 5, 12].map((layer) => moduleSet(12, (each) => each === layer)),
    ...Array.from({ length: 12 }, () => moduleSet(2 + Math.floor(random() * 23), () => random() < 0.3)),
  ];
  return sets.flatMap((modules) =>
    [1, 2, 3, 6, 7, 12, 24].map((layers) => ({ from: written(modules), to: written(fitModules(modules, layers)) })),
  );
}

function countVectors(): object[] {
  const random = seededRandom(11);
  const configs = [ROBERTA, { ...ROBERTA, hidden_size: 64, num_attention_heads: 4, intermediate_size: 200 }].map((json) =>
    parseConfig(json, 3),
  );
  return Array.from({ length: 30 }, () => randomExperiment(random).scenarios).flatMap((scenarios) =>
    configs.flatMap((config) =>
      scenarios
        .filter((scenario: Scenario) => scenario.method !== 'lora' || scenario.modules.length <= 12)
        .slice(0, 2)
        .map((scenario) => ({
          config,
          scenario,
          trainable: trainableParameters(config, scenario),
          relative: relativeParameters(config, scenario),
        })),
    ),
  );
}

/** The text of {@link SOURCE_VECTORS}, one vector a line. */
export function sourceVectors(): string {
  const parts: Record<string, readonly unknown[]> = {
    configs: CONFIGS.map(configVector),
    ids: IDS.flatMap((id) => (['model', 'dataset'] as const).map((kind) => ({ kind, id, ref: parseSourceRef(kind, id) }))),
    names: NAMES.map((name) => ({ name, id: localId(name) })),
    paths: PATHS.map((path) => ({ path, ...splitOfPath(path) })),
    fits: fitVectors(),
    counts: countVectors(),
    published: [JSON.parse(readFileSync('src/lessons/seed-results.json', 'utf8'))],
  };
  const lines = (vectors: readonly unknown[]): string =>
    `[\n${vectors.map((vector) => JSON.stringify(vector)).join(',\n')}\n]`;
  return `{\n${Object.entries(parts)
    .map(([name, vectors]) => `"${name}": ${lines(vectors)}`)
    .join(',\n')}\n}\n`;
}
