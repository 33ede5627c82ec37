import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../architecture/config';
import { DEFAULT_EXPERIMENT } from '../experiment/defaults';
import { DEFAULT_HUB_URL } from '../sources/sourceSettings';
import { clusterCommand, takenAlong } from './elsewhere';
import { ASSUMED_START, ASSUMED_STEP, trialSeconds } from './gpuHours';

/** The words that a shell makes of a command. */
const wordsOf = (command: string): string[] =>
  execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');

describe('the command that runs an experiment elsewhere', () => {
  it('is read by a shell as it is meant, whatever names hold', () => {
    const address = "https://lab.example/?a=1&b=$HOME#title=it's%20`x`!";
    const experiment = { ...DEFAULT_EXPERIMENT, model: 'local:my-model', dataset: 'local:reviews' };
    const files = { train: "-o'dd $(name) .csv", validation: 'dev "set".csv' };
    const command = clusterCommand(address, takenAlong(experiment, files), 'https://mirror.example');
    expect(wordsOf(command)).toEqual([
      ...['lora-lab-cluster', 'run', address, '--model', 'my-model'],
      ...['--train', "./-o'dd $(name) .csv", '--validation', 'dev "set".csv'],
      ...['--hub', 'https://mirror.example', '--out', 'results.json'],
    ]);
  });

  it('needs no files for what comes with the lab or from a hub', () => {
    expect(takenAlong(DEFAULT_EXPERIMENT, null)).toEqual([]);
    expect(clusterCommand('#a', [], DEFAULT_HUB_URL)).toBe("lora-lab-cluster run '#a' --out results.json");
  });

  it('names the adapters that scenarios begin with, each once', () => {
    const scenarios = DEFAULT_EXPERIMENT.scenarios.map((each) => ({ ...each, init: 'local:start-ab12' }));
    const taken = takenAlong({ ...DEFAULT_EXPERIMENT, scenarios }, null);
    expect(taken.map(({ flag, name }) => `${flag} ${name}`)).toEqual(['--adapter start-ab12']);
  });
});

describe('the rough time on a GPU', () => {
  const config = parseConfig({
    ...{ model_type: 'roberta', hidden_act: 'gelu', vocab_size: 50265, hidden_size: 768, pad_token_id: 1 },
    ...{ intermediate_size: 3072, num_hidden_layers: 12, num_attention_heads: 12, type_vocab_size: 1 },
    ...{ max_position_embeddings: 514, layer_norm_eps: 1e-5 },
  });
  const work = { steps: 1000, trained: 32_000, evaluations: 0, validation: 0 };
  const full = { name: 'f', color: '#000000', method: 'full' } as const;
  const head = { name: 'c', color: '#000000', method: 'classifier' } as const;

  it('counts about six operations a weight and token in full fine-tuning, two for the head alone', () => {
    // The encoder of roberta-base has 85 million weights; 32,000 sentences of 128 tokens.
    expect(trialSeconds(config, full, work, 128) - ASSUMED_START).toBeCloseTo(
      (6 * 85.05e6 * 128 * 32e3) / 1e13,
      -1,
    );
    expect(trialSeconds(config, head, work, 128)).toBeLessThan(trialSeconds(config, full, work, 128) / 2.5);
  });

  it('takes less the higher the lowest adapted layer is, and never less than its steps', () => {
    const [lower, upper] = DEFAULT_EXPERIMENT.scenarios;
    expect(trialSeconds(config, upper, work, 128)).toBeLessThan(trialSeconds(config, lower, work, 128));
    expect(trialSeconds(config, head, { ...work, trained: 1 }, 8)).toBeCloseTo(
      ASSUMED_START + 1000 * ASSUMED_STEP,
      6,
    );
  });
});
