import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../experiment/defaults';
import { parseSafetensors } from '../../weights/safetensors';
import type { TrainedTrial } from '../../train/trained';
import type { Architecture } from '../../architecture/config';
import { distance, engineLogits, readBase, readJson, readTensors } from '../fixtures.testing';
import { adapterConfig, exportAdapter, WEIGHTS_FILE } from './exportAdapter';
import { adapterScenario, importAdapter, scalingOf, startValues } from './importAdapter';

interface Case {
  readonly base: Architecture;
  /** Modules by their full names, with the rank and scaling that PEFT gave them. */
  readonly modules: Readonly<Record<string, { rank: number; scaling: number }>>;
  readonly texts: number[][];
  readonly logits: number[][];
}

const CASES = [
  'partial',
  'rslora-suffixes',
  'ranks',
  'all-linear',
  'classifier-only',
  'bert-partial',
  'bert-classifier-only',
  'dora',
];

function load(name: string) {
  const read = readJson(`adapters/${name}/case.json`) as Case;
  const base = readBase(read.base);
  const json = readJson(`adapters/${name}/adapter_config.json`) as Record<string, unknown>;
  const file = readTensors(`adapters/${name}/adapter_model.safetensors`);
  const adapter = importAdapter(json, file, base.config);
  const scenario = adapterScenario(adapter, { name, color: '#000000', init: `local:${name}` });
  const trial: TrainedTrial = {
    id: name,
    experiment: {
      ...DEFAULT_EXPERIMENT,
      model: `base-${read.base}`,
      training: {
        ...DEFAULT_EXPERIMENT.training,
        dropout: { hidden: 0, attention: 0, lora: 0, classifier: 0 },
      },
    },
    scenario,
    seed: 1,
    labels: base.config.labels,
    labelNames: ['bad', 'so-so', 'good'],
    tensors: startValues(adapter, scenario),
    scales: adapter.scales,
  };
  return { ...read, base, json, file, adapter, scenario, trial };
}

const COMPONENT_PATHS: Readonly<Record<string, string>> = {
  query: 'attention.self.query',
  key: 'attention.self.key',
  value: 'attention.self.value',
  attentionOutput: 'attention.output.dense',
  up: 'intermediate.dense',
  down: 'output.dense',
};

describe.each(CASES)('the adapter %s, which PEFT wrote', (name) => {
  const { base, modules, texts, logits, json, file, adapter, scenario, trial } = load(name);

  it('is on the modules, with the ranks and scalings, that PEFT says', () => {
    const found = [...adapter.scales].map(([key, scale]) => {
      const [, layer, component] = key.split('.');
      const full = `${base.architecture}.encoder.layer.${layer}.${COMPONENT_PATHS[component!]}`;
      return [full, { rank: scale.rank, scaling: scalingOf(scale, adapter.rsLora) }];
    });
    expect(Object.fromEntries(found)).toEqual(modules);
  });

  it('gives the logits that PyTorch gave', async () => {
    const found = await engineLogits(base, scenario, trial.tensors, texts);
    expect(distance(found, logits)).toBeLessThan(1e-4);
  });

  it('comes out as it went in, to the byte', async () => {
    const blob = (await exportAdapter(trial, base.config)).get(WEIGHTS_FILE)!;
    const written = parseSafetensors(await blob.arrayBuffer());
    expect([...written.keys()].sort()).toEqual([...file.keys()].sort());
    for (const [tensor, { shape, values }] of written) {
      const wanted = file.get(tensor)!;
      expect(shape, tensor).toEqual(wanted.shape);
      expect(Buffer.from(values.buffer).equals(Buffer.from(wanted.values.buffer)), tensor).toBe(true);
    }
  });

  it('has the same meaning in the config that the lab writes', () => {
    const written = JSON.parse(JSON.stringify(adapterConfig(trial, base.config))) as Record<string, unknown>;
    for (const field of Object.keys(written)) expect(json, field).toHaveProperty(field);
    const SPELLED_OUT = [
      'r',
      'lora_alpha',
      'rank_pattern',
      'alpha_pattern',
      'target_modules',
      'modules_to_save',
    ];
    const WHERE = ['layers_to_transform', 'layers_pattern', 'exclude_modules'];
    for (const [field, value] of Object.entries(written))
      if (![...SPELLED_OUT, ...WHERE].includes(field)) expect(value, field).toEqual(json[field]);
    // PEFT adds the names that heads have in other architectures.
    for (const saved of written['modules_to_save'] as string[])
      expect(json['modules_to_save']).toContain(saved);
    const names = Object.keys(modules);
    expect(written['target_modules']).toEqual(names.length > 0 ? names : 'dummy-target-modules');
    const again = importAdapter(written, file, base.config);
    expect(again.scales).toEqual(adapter.scales);
  });
});

it('writes the config of an adapter with full names just as PEFT does', () => {
  const { trial, base, json } = load('partial');
  const written = adapterConfig(trial, base.config);
  const sorted = (names: unknown): unknown => [...(names as string[])].sort();
  const { target_modules: targets, modules_to_save: saved, ...rest } = written;
  expect(sorted(targets)).toEqual(sorted(json['target_modules']));
  expect(saved).toEqual(['classifier']);
  expect(json).toMatchObject({ ...rest, layers_pattern: null });
});

it('names the repository and the revision of a hub model', () => {
  const { trial, base } = load('partial');
  const experiment = { ...trial.experiment, model: 'FacebookAI/roberta-base@e2da8e2' };
  expect(adapterConfig({ ...trial, experiment }, base.config)).toMatchObject({
    base_model_name_or_path: 'FacebookAI/roberta-base',
    revision: 'e2da8e2',
  });
});

it('refuses to make an adapter of full fine-tuning', () => {
  const { trial, base } = load('partial');
  const full = { ...trial, scenario: { name: 'all', color: '#000000', method: 'full' as const } };
  expect(() => adapterConfig(full, base.config)).toThrow(/no adapter/);
});

describe('an adapter that cannot be used', () => {
  const { base, json, file } = load('partial');
  const QUERY = 'base_model.model.roberta.encoder.layer.1.attention.self.query';

  it.each([
    [{ peft_type: 'IA3' }, /peft_type "IA3"/],
    [{ task_type: 'CAUSAL_LM' }, /task_type "CAUSAL_LM"/],
    [{ bias: 'all' }, /bias "all"/],
    [{ lora_bias: true }, /lora_bias true/],
    [{ init_lora_weights: 'pissa' }, /init_lora_weights "pissa"/],
    [{ init_lora_weights: 'pissa_niter_4' }, /init_lora_weights "pissa_niter_4"/],
    [{ init_lora_weights: 'OLoRA' }, /init_lora_weights "OLoRA"/],
    [{ init_lora_weights: 'corda' }, /init_lora_weights "corda"/],
    [{ init_lora_weights: 'loftq' }, /init_lora_weights "loftq"/],
    [{ init_lora_weights: 'lora_ga' }, /init_lora_weights "lora_ga"/],
    [{ init_lora_weights: 'of next year' }, /init_lora_weights "of next year"/],
    [{ init_lora_weights: 1 }, /init_lora_weights 1/],
    [{ megatron_config: { tensor_model_parallel_size: 2 } }, /megatron_config/],
    [{ layer_replication: [[0, 2]] }, /layer_replication/],
    [{ arrow_config: { top_k: 1 } }, /arrow_config/],
    [{ target_parameters: ['weight'] }, /target_parameters/],
    [{ use_next_years_lora: true }, /field use_next_years_lora with the value true/],
    [{ next_years_config: { level: 1 } }, /field next_years_config/],
    [{ fan_in_fan_out: true }, /fan_in_fan_out/],
    [{ trainable_token_indices: [1] }, /trainable_token_indices/],
    [{ r: 0 }, /r 0/],
    [{ r: 1e9 }, /r 1000000000/],
    [{ lora_alpha: 'x' }, /lora_alpha "x"/],
    [{ rank_pattern: { query: -1 } }, /rank_pattern\["query"\] -1/],
    [{ rank_pattern: [] }, /rank_pattern \[\]/],
    [{ target_modules: 7 }, /target_modules 7/],
    [{ target_modules: ['nothing'] }, /matches no module/],
    [{ target_modules: ['query', 'word_embeddings'] }, /roberta\.embeddings\.word_embeddings/],
    [{ target_modules: ['dense'], modules_to_save: null, task_type: null }, /classifier\.dense/],
    [{ target_modules: '(a+)+$' }, /too long to match/],
    [{ target_modules: '(a|a)*$' }, /too long to match/],
    [{ target_modules: '.*.*.*.*.*x' }, /too long to match/],
    [{ target_modules: '[' }, /no regular expression/],
    [{ target_modules: '(?i)QUERY' }, /only Python reads/],
    [{ layers_to_transform: [-1] }, /layers_to_transform \[-1\]/],
    [{ target_modules: ['query'] }, /has no tensor .*layer\.0\.attention\.self\.query/],
    [{ r: 4 }, /shape \[3, 16\]; the model asks for \[4, 16\]/],
    [{ target_modules: ['roberta.encoder.layer.1.attention.self.query'] }, /holds .*no place/],
  ])('%j', (change, message) => {
    expect(() => importAdapter({ ...json, ...change }, file, base.config)).toThrow(message);
  });

  it('that PEFT wrote with init_lora_weights "pissa", whose base is not the model’s own', () => {
    const pissa = readJson('adapters/refused-pissa/adapter_config.json');
    const tensors = readTensors('adapters/refused-pissa/adapter_model.safetensors');
    expect(() => importAdapter(pissa, tensors, base.config)).toThrow(/init_lora_weights "pissa"/);
  });

  it.each([[null], [[]], ['text'], [7]])('whose config is %j', (config) => {
    expect(() => importAdapter(config, file, base.config)).toThrow(/adapter_config\.json is not an object/);
  });

  it('with a tensor too many, without one, or with a value that is no number', () => {
    const more = new Map(file).set(`${QUERY}.lora_magnitude_vector`, {
      shape: [1],
      values: new Float32Array(1),
    });
    expect(() => importAdapter(json, more, base.config)).toThrow(/lora_magnitude_vector/);
    const less = new Map(file);
    less.delete(`${QUERY}.lora_B.weight`);
    expect(() => importAdapter(json, less, base.config)).toThrow(/has no tensor .*query\.lora_B\.weight/);
    const bad = new Map(file).set(`${QUERY}.lora_A.weight`, {
      shape: [3, 16],
      values: new Float32Array(48).fill(NaN),
    });
    expect(() => importAdapter(json, bad, base.config)).toThrow(/no numbers/);
  });

  it('of BERT with a classifier but no pooler', () => {
    const bert = load('bert-partial');
    const file = new Map([...bert.file].filter(([name]) => !name.includes('pooler')));
    expect(() => importAdapter(bert.json, file, bert.base.config)).toThrow(/without the pooler/);
  });

  it('with a head of other labels', () => {
    expect(() => importAdapter(json, file, { ...base.config, labels: 2 })).toThrow(
      /out_proj.*asks for \[2, 16\]/,
    );
  });

  it('for a scenario with fewer modules or a lower rank', () => {
    const { adapter, scenario } = load('ranks');
    if (scenario.method !== 'lora') throw new Error('not LoRA');
    expect(() => startValues(adapter, { ...scenario, rank: 3 })).toThrow(/has rank 3, .* 4/);
    expect(() => startValues(adapter, { ...scenario, modules: [[], []] })).toThrow(
      /does not adapt query of layer 1/,
    );
    const head = { name: 'h', color: '#000000', method: 'classifier' } as const;
    expect(() => startValues(adapter, head)).toThrow(/has no LoRA modules/);
  });
});

it.each([
  [{ init_lora_weights: false }],
  [{ init_lora_weights: 'gaussian' }],
  [{ init_lora_weights: 'eva', eva_config: { rho: 2 } }],
  [{ init_lora_weights: 'orthogonal' }],
  [{ init_lora_weights: 'mica' }],
  [{ init_lora_weights: true, loftq_config: { loftq_bits: 4 }, corda_config: { cache_file: null } }],
  [{ field_of_next_year: null, another: false, a_list: [], an_object: {}, a_text: '' }],
])('reads an adapter with %j, which changes nothing once it is saved', (change) => {
  const { json, file, base, adapter } = load('partial');
  expect(importAdapter({ ...json, ...change }, file, base.config)).toEqual(adapter);
});

it('gives the same logits in a scenario of a higher rank and other scaling', async () => {
  const { adapter, scenario, base, texts, logits } = load('ranks');
  if (scenario.method !== 'lora') throw new Error('not LoRA');
  const wider = { ...scenario, rank: 7, alpha: 3 };
  const found = await engineLogits(base, wider, startValues(adapter, wider), texts);
  expect(distance(found, logits)).toBeLessThan(1e-4);
});
