import { describe, expect, it } from 'vitest';
import { scriptCases } from '../../tools/cluster/scripts';
import { parseConfig } from '../architecture/config';
import { moduleSet } from '../architecture/modules';
import { DEFAULT_DATA, DEFAULT_EXPERIMENT } from '../experiment/defaults';
import type { BasePrecision, DataChoice, Experiment, Scenario } from '../experiment/experiment';
import { trainableParameters } from '../experiment/parameters';
import { randomExperiment, seededRandom } from '../experiment/testing';
import { pythonText } from './literals';
import { pythonScript } from './script';
import type { ScriptOf } from './scriptOf';

const BASE = parseConfig({
  ...{ model_type: 'roberta', hidden_act: 'gelu', vocab_size: 50265, hidden_size: 768, pad_token_id: 1 },
  ...{ intermediate_size: 3072, num_hidden_layers: 12, num_attention_heads: 12, type_vocab_size: 1 },
  ...{ max_position_embeddings: 514, layer_norm_eps: 1e-5 },
});
const [LORA] = DEFAULT_EXPERIMENT.scenarios;

function scriptOf(change: Partial<Experiment> = {}, more: Partial<ScriptOf> = {}): string {
  const experiment = { ...DEFAULT_EXPERIMENT, ...change };
  return pythonScript({
    ...{ experiment, scenario: experiment.scenarios[0] ?? LORA, config: BASE, architecture: 'roberta' },
    ...{ facts: null, files: null, labAddress: 'https://lab.example/', labVersion: '0.7.0' },
    ...{ link: 'https://lab.example/#model=x', ...more },
  });
}
const dataOf = (change: Partial<DataChoice>): DataChoice => ({ ...DEFAULT_DATA, ...change });

describe('the Python script of a scenario', () => {
  it('has 125 lines at most, and none longer than 119 characters, whatever is chosen', () => {
    const random = seededRandom(5);
    const scenario: Scenario = {
      ...LORA,
      modules: moduleSet(12, () => true),
      ...{ checkpointing: true, basePrecision: 'nf4' },
    };
    const longest = scriptOf({
      scenarios: [scenario],
      data: dataOf({ validationSplit: 'held-out', testSplit: '0.3' }),
      training: { ...DEFAULT_EXPERIMENT.training, rowChoice: 'per-seed' },
    });
    const all = [longest, ...scriptCases('/lab/').map(({ text }) => text)];
    for (let i = 0; i < 60; i++) {
      const experiment = randomExperiment(random);
      for (const each of experiment.scenarios) all.push(scriptOf(experiment, { scenario: each }));
    }
    for (const text of all) expect(text.split('\n').length).toBeLessThanOrEqual(125);
    for (const line of longest.split('\n').filter((each) => !each.startsWith('wget')))
      expect(line.length, line).toBeLessThan(120);
  });

  it('names the adapted modules by layer, and the rest of LoRA’s settings', () => {
    const scenario: Scenario = {
      ...LORA,
      modules: moduleSet(12, (layer, component) => layer > 9 && component !== 'down'),
      ...{ rank: 4, alpha: 16, rsLora: true },
    };
    const text = scriptOf({ scenarios: [scenario] });
    expect(text).toContain('    "attention.self.query": [9, 10, 11],\n');
    expect(text).toContain('    "intermediate.dense": [9, 10, 11],\n}');
    expect(text).toContain('r=4, lora_alpha=16, use_rslora=True,\n');
    expect(text).toContain('lora_dropout=0.05, target_modules=TARGETS, modules_to_save=["classifier"],');
    expect(text).toContain(`The lab counts ${trainableParameters(BASE, scenario)} trainable parameters.`);
  });

  it('gives PEFT the ranks by module, with alphas that keep the scaling', () => {
    const modules = moduleSet(12, (layer) => layer > 10);
    const ranks = [
      { rank: 4, modules: moduleSet(12, (layer, component) => layer === 12 && component === 'up') },
    ];
    const text = scriptOf({ scenarios: [{ ...LORA, modules, ranks }] });
    expect(text).toContain('    4: {"intermediate.dense": [11]},\n    8: {');
    expect(text).toContain('ALPHAS = {name: 8 * (rank / 8) for name, rank in RANKS.items()}');
    expect(text).toContain('        rank_pattern=RANKS, alpha_pattern=ALPHAS,\n');
    expect(scriptOf({ scenarios: [{ ...LORA, modules, ranks: [] }] })).not.toContain('RANKS');
  });

  it('makes the optimizer of LoRA+ as PEFT does, and nothing of it without', () => {
    const text = scriptOf({ scenarios: [{ ...LORA, bRate: 16 }] });
    expect(text).toContain('from peft.optimizers import create_loraplus_optimizer\n');
    expect(text).toContain('RATE_OF_B = 16  # LoRA+');
    expect(text).toContain('loraplus_lr_ratio=RATE_OF_B, loraplus_weight_decay=WEIGHT_DECAY');
    expect(text).toContain(
      'create_loraplus_optimizer(model, torch.optim.AdamW, lr=LEARNING_RATE, **loraplus, **adam)',
    );
    expect(text).not.toContain('torch.optim.AdamW([');
    expect(scriptOf({ scenarios: [{ ...LORA, pissa: true }] })).toContain(
      '        init_lora_weights="pissa",\n',
    );
    const dora = scriptOf({ scenarios: [{ ...LORA, dora: true }] });
    expect(dora).toContain(' use_dora=True,\n');
    expect(dora).toContain('set(trained) - set(vectors["params"])), "weight_decay": WEIGHT_DECAY}');
    expect(dora).not.toContain('each.ndim == 1');
    expect(scriptOf({ scenarios: [{ ...LORA, bRate: 1 }] })).toBe(scriptOf({ scenarios: [LORA] }));
  });

  it('has the head of BERT where Transformers has it', () => {
    const text = scriptOf({}, { architecture: 'bert' });
    expect(text).toContain('modules_to_save=["bert.pooler", "classifier"]');
    expect(text).toContain('f"bert.encoder.layer.{layer}.{module}"');
    expect(text).toContain('name.startswith(("bert.pooler.", "classifier.",))');
  });

  it('quantises the base as the lab did where bitsandbytes can, and says so where it cannot', () => {
    const own = (basePrecision: BasePrecision, scenario: Scenario = LORA): string =>
      scriptOf({ scenarios: [{ ...scenario, basePrecision }] }, { architecture: 'bert' });
    expect(own('f32')).not.toMatch(/quantiz|bitsandbytes|in the lab|float32\.$/);
    expect(own('int8')).toContain('# The lab kept the frozen matrices as int8; here they are float32.');
    const nf4 = own('nf4');
    expect(nf4).toContain('pip install torch transformers peft datasets bitsandbytes\n');
    expect(nf4).toContain('import BitsAndBytesConfig, set_seed\n');
    expect(nf4).toContain(
      'bnb_4bit_quant_type="nf4", bnb_4bit_use_double_quant=True, bnb_4bit_compute_dtype=torch.float32)',
    );
    expect(nf4).toContain('load_in_4bit=True, llm_int8_skip_modules=["bert.pooler", "classifier"], **nf4)');
    expect(nf4).toContain('dtype=torch.float32, quantization_config=nf4, **dropout\n');
    expect(nf4).not.toContain('The lab kept');
    expect(own('nf4', { name: 'full', color: '#000000', method: 'full' })).not.toMatch(
      /quantiz|bitsandbytes/,
    );
  });

  it('takes a scenario’s own settings before the experiment’s', () => {
    const full: Scenario = { name: 'full', color: '#000000', method: 'full', learningRate: 2e-5 };
    const text = scriptOf({
      scenarios: [{ ...full, duration: { unit: 'epochs', count: 3 } }],
      training: { ...DEFAULT_EXPERIMENT.training, schedule: 'constant', gradientClip: 0, warmup: 0.06 },
    });
    expect(text).toContain('LEARNING_RATE, SCHEDULE, WARMUP = 0.00002, "constant_with_warmup", 0.06');
    expect(text).toContain('EPOCHS, STEPS = 3, None');
    expect(text).not.toContain('clip_grad_norm_');
    expect(text).not.toContain('peft import');
  });

  it('loads a hub’s data set of a revision, and a local file as it was read', () => {
    const hub = scriptOf({
      model: 'roberta-base@main',
      dataset: 'nyu-mll/glue@abc',
      data: dataOf({ subset: 'mnli', validationSplit: 'validation_matched', textColumn: 'premise' }),
    });
    expect(hub).toContain('load_dataset("nyu-mll/glue", "mnli", revision="abc")');
    expect(hub).toContain('validation = data["validation_matched"]');
    expect(hub).toContain('MODEL, REVISION = "roberta-base", "main"');
    expect(hub).toContain('the lab has not looked at the data');
    const local = scriptOf(
      { dataset: 'local:mine', model: 'local:minilm', data: dataOf({ delimiter: 'semicolon' }) },
      { files: { train: 'my "file".csv', validation: null } },
    );
    expect(local).toContain('files = {"train": "my \\"file\\".csv"}');
    expect(local).toContain('sep=";"');
    expect(local).toContain('train_test_split(test_size=0.2');
  });

  it('lets no name end a string, a comment or the docstring', () => {
    const name = 'a"""\nimport os; os.system("x")\\';
    const text = scriptOf({ scenarios: [{ ...LORA, name }], data: dataOf({ textColumn: 'a"\\b' }) });
    expect(text.split('\n')[0]).not.toContain('a"""');
    expect(text.match(/"""/g)).toHaveLength(2);
    expect(text).toContain('TEXT, PAIR, LABEL = "a\\"\\\\b"');
    expect(pythonText('a\u2028b\u202ec')).toBe('"a\\u2028b\\u202ec"');
  });
});
