/** @file The real worker trains variants of LoRA: what it keeps of them is plain LoRA that computes the same. */
import { afterAll, expect, it } from 'vitest';
import { moduleSet } from '../src/architecture/modules';
import { DEFAULT_EXPERIMENT } from '../src/experiment/defaults';
import { listTrials, type Experiment, type LoraScenario, type Scenario } from '../src/experiment/experiment';
import type { TrialRecord } from '../src/results/results';
import { DEFAULT_SOURCES, type SourceSettings } from '../src/sources/sourceSettings';
import { createTrainer, type RunRequest } from './client';

const LORA: LoraScenario = {
  ...{ name: 'lora', color: '#000000', method: 'lora', rank: 4, alpha: 8, rsLora: false },
  modules: moduleSet(12, (layer, component) => layer > 10 && component !== 'key'),
};
const SPLIT: LoraScenario = {
  ...LORA,
  ...{ name: 'all variants', pissa: true, bRate: 4 },
  ranks: [{ rank: 2, modules: moduleSet(12, (layer, component) => layer > 10 && component === 'value') }],
};

function experiment(scenarios: readonly Scenario[], steps: number, trials = 1): Experiment {
  const training = {
    ...DEFAULT_EXPERIMENT.training,
    duration: { unit: 'steps', count: steps } as const,
    ...{ trainingRows: 64, validationRows: 20, batchSize: 8, maxLength: 8, learningRate: 0.003 },
  };
  return { ...DEFAULT_EXPERIMENT, scenarios, trials, training };
}

const WHERE = { backend: 'webgpu', sources: DEFAULT_SOURCES } as const;
const trainer = createTrainer(new URL('/', location.href).href);
afterAll(() => trainer.terminate());

function run(
  asked: Experiment,
  sources: SourceSettings = DEFAULT_SOURCES,
  options: Partial<RunRequest> = {},
): Promise<TrialRecord[]> {
  const records: TrialRecord[] = [];
  return new Promise((resolve, reject) => {
    const request = { experiment: asked, trials: listTrials(asked), ...WHERE, sources, ...options };
    trainer.run(request, (event) => {
      if (event.type === 'trialDone') records.push(event.record);
      if (event.type === 'failed') reject(new Error(event.message));
      if (event.type === 'runDone') resolve(records);
    });
  });
}

it('trains all variants at once, and keeps an adapter that gives the same on the pretrained weights', async () => {
  const [record, plain] = await run(experiment([SPLIT, LORA], 5));
  if (!record || !plain) throw new Error('nothing was trained');
  expect(record.status).toBe('done');
  expect(record.scenario).toEqual(SPLIT);
  expect(record.losses).not.toEqual(plain.losses);
  const { rows } = await trainer.examineValidation({ ...WHERE, trial: record.id });
  expect(rows.filter(({ label, prediction }) => label === prediction).length / 20).toBeCloseTo(
    record.accuracy!,
    9,
  );

  const files = (await trainer.exportTrial({ ...WHERE, trial: record.id, what: 'adapter' })).map(
    ({ name, blob }) => new File([blob], name),
  );
  const config = JSON.parse(await files[0]!.text()) as Record<string, unknown>;
  expect(config).toMatchObject({ r: 8, lora_alpha: 16, init_lora_weights: true, use_dora: false });
  const value = 'roberta.encoder.layer.11.attention.self.value';
  expect(config['rank_pattern']).toMatchObject({ [value]: 4 });
  expect(config['alpha_pattern']).toMatchObject({ [value]: 8 });

  const sources = { ...DEFAULT_SOURCES, localAdapters: new Map([['local:saved', files]]) };
  const { ranks } = await trainer.inspectAdapter({ ...WHERE, model: 'roberta-mini', files });
  const saved: Scenario = { ...LORA, init: 'local:saved', rank: 8, alpha: 16, ranks };
  const [again] = await run(experiment([saved], 0), sources);
  expect(again?.accuracy).toBe(record.accuracy);
  expect(again?.validationLoss).toBeCloseTo(record.validationLoss!, 5);

  // The pretrained matrices were put back for the plain trial.
  const [alone] = await run(experiment([LORA], 5));
  expect(alone?.losses).toEqual(plain.losses);
});

it('gives seeds that train together the losses that they have alone', async () => {
  const two = experiment([SPLIT], 4, 2);
  const alone = await run(two);
  const together = await run(two, DEFAULT_SOURCES, { together: 2 });
  expect(together.map(({ losses }) => losses)).toEqual(alone.map(({ losses }) => losses));
  expect(alone[0]?.losses).not.toEqual(alone[1]?.losses);
});

it('names a rank that a matrix has not', async () => {
  const wide: Scenario = { ...SPLIT, rank: 65 };
  const [record] = await run(experiment([wide], 1));
  expect(record).toMatchObject({ status: 'failed', accuracy: null });
  expect(record?.message).toContain('whose matrix has 64 singular vectors');
});
