/** @file A few scenarios' Python scripts for the lab's own model and small files, as `writeScripts.mjs` writes them to be run. */
import { readFileSync } from 'node:fs';
import { parseConfig, type ModelConfig } from '../../src/architecture/config';
import { moduleSet } from '../../src/architecture/modules';
import { DEFAULT_DATA, DEFAULT_EXPERIMENT, DEFAULT_LAYERS } from '../../src/experiment/defaults';
import type { Experiment, Hyperparameters, Scenario } from '../../src/experiment/experiment';
import { trainableParameters } from '../../src/experiment/parameters';
import { pythonScript } from '../../src/python/script';
import type { ScriptOf } from '../../src/python/scriptOf';
import type { DataFacts } from '../../src/results/dataFacts';

export interface ScriptCase {
  readonly name: string;
  readonly text: string;
  /** What the lab counts; the script prints the same. */
  readonly trainableParameters: number;
}

const MODEL_CONFIG = 'public/models/roberta-mini/config.json';
/** A BERT of the smallest shape that has two layers, for a machine without a hub. */
export const SMALL_BERT = {
  ...{ model_type: 'bert', architectures: ['BertModel'], hidden_act: 'gelu', vocab_size: 200 },
  ...{ hidden_size: 32, intermediate_size: 64, num_hidden_layers: 2, num_attention_heads: 2 },
  ...{ max_position_embeddings: 64, type_vocab_size: 2, layer_norm_eps: 1e-12, pad_token_id: 0 },
  ...{ hidden_dropout_prob: 0.1, attention_probs_dropout_prob: 0.1, initializer_range: 0.02 },
};

const FACTS: DataFacts = {
  rows: { train: 48, validation: 16 },
  columns: { text: 'review', pair: null, label: 'verdict' },
  classes: ['bad', 'good'],
  ...{ leftOut: [], notes: [] },
  reading: { train: { delimiter: ',', header: true, encoding: 'utf-8' }, validation: {} },
};

const [LORA] = DEFAULT_EXPERIMENT.scenarios;
const at = { color: '#1f77b4' } as const;
const CLASSIFIER: Scenario = { ...at, name: 'classifier only', method: 'classifier' };
const FULL: Scenario = { ...at, name: 'full', method: 'full', learningRate: 3e-4 };
const UNEVEN: Scenario = {
  ...LORA,
  name: 'uneven "quoted" \\ name',
  modules: moduleSet(DEFAULT_LAYERS, (layer, component) => layer > 10 || component === 'value'),
  ...{ rank: 4, alpha: 16, rsLora: true, dora: true, checkpointing: true },
};
const RANKS = [{ rank: 4, modules: moduleSet(DEFAULT_LAYERS, (layer, component) => layer < 4 && component !== 'up') }];
const IN_BERT: Scenario = { ...LORA, name: 'in BERT', modules: moduleSet(2, () => true) };

/** @param labAddress from which the scripts fetch the lab's model and data, if they are not there */
export function scriptCases(labAddress: string): ScriptCase[] {
  const mini = parseConfig(JSON.parse(readFileSync(MODEL_CONFIG, 'utf8')));
  const bert = parseConfig(SMALL_BERT);
  const of = (
    scenario: Scenario,
    config: ModelConfig,
    training: Partial<Hyperparameters> = {},
    more: Partial<Experiment> = {},
  ): ScriptCase => {
    const experiment: Experiment = {
      ...DEFAULT_EXPERIMENT,
      ...{ dataset: 'local:train.csv', trials: 1, scenarios: [scenario], ...more },
      training: { ...DEFAULT_EXPERIMENT.training, duration: { unit: 'steps', count: 4 }, ...training },
    };
    const script: ScriptOf = {
      ...{ experiment, scenario, config, architecture: config.architecture, labAddress },
      facts: experiment.dataset === 'local:train.csv' ? FACTS : null,
      files: { train: 'train.csv', validation: 'validation.csv' },
      ...{ labVersion: '0.0.0', link: `${labAddress}#scenarios` },
    };
    return {
      name: scenario.name.replace(/\W+/g, '-'),
      text: pythonScript(script),
      trainableParameters: trainableParameters(config, scenario),
    };
  };
  return [
    of(LORA, mini),
    of({ ...LORA, name: 'variants', bRate: 16, ranks: RANKS, pissa: true }, mini),
    of(CLASSIFIER, mini, { schedule: 'constant', gradientClip: 0, rowChoice: 'first', trainingRows: 20 }),
    of(FULL, mini, { duration: { unit: 'epochs', count: 1 }, shuffle: false, schedule: 'linear' }),
    of(UNEVEN, mini, { rowChoice: 'per-seed', trainingRows: 30, validationRows: 9, evaluateEvery: 2 }),
    of(IN_BERT, bert, {}, { model: 'local:small-bert', trials: 2 }),
    of({ ...FULL, name: 'full BERT' }, bert, {}, { model: 'local:small-bert' }),
    of({ ...CLASSIFIER, name: 'head of BERT' }, bert, {}, { model: 'local:small-bert' }),
    of({ ...LORA, name: 'embedded data' }, mini, {}, { dataset: 'review-sentences', data: DEFAULT_DATA }),
    of({ ...LORA, name: 'held out' }, mini, {}, { data: { ...DEFAULT_DATA, validationSplit: 'held-out' } }),
  ];
}

/** `train.csv` and `validation.csv`, with quotes and line breaks inside fields. */
export function smallFile(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) =>
    i % 2 === 0 ? `"A ""fine"" room,\n number ${i}",good` : `The soup of day ${i} was cold.,bad`,
  );
  return `review,verdict\n${lines.join('\n')}\n`;
}
