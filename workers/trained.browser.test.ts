/** @file What the real worker keeps of trials, for predicting, examining, saving, and beginning with them again. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../src/experiment/defaults';
import { listTrials, type Experiment, type Scenario } from '../src/experiment/experiment';
import { moduleSet } from '../src/architecture/modules';
import type { TrialRecord } from '../src/results/results';
import { DEFAULT_SOURCES, type SourceSettings } from '../src/sources/sourceSettings';
import type { TrainedTrial } from '../src/train/trained';
import { parseSafetensors } from '../src/weights/safetensors';
import { createTrainer, type TrainerClient } from './client';
import type { Event } from './protocol';

/** The validation sentences. */
const ROWS = 20;
const TEXTS = ['a wonderful stay', 'dreadful food and rude waiters, we left early', '<b>fine</b>', ''];
const LORA: Scenario = {
  name: 'lora',
  color: '#000000',
  method: 'lora',
  rank: 4,
  alpha: 8,
  rsLora: false,
  modules: moduleSet(12, (layer, component) => layer > 9 && component !== 'key'),
};
const HEAD: Scenario = { name: 'head', color: '#111111', method: 'classifier', learningRate: 0.05 };
const FULL: Scenario = { name: 'all', color: '#222222', method: 'full' };

function experiment(scenarios: readonly Scenario[], steps: number): Experiment {
  const training = {
    ...DEFAULT_EXPERIMENT.training,
    duration: { unit: 'steps', count: steps } as const,
    trainingRows: 64,
    validationRows: ROWS,
    maxLength: 16,
    batchSize: 8,
    learningRate: 0.01,
  };
  return { ...DEFAULT_EXPERIMENT, scenarios, trials: 1, training };
}

let trainer: TrainerClient;
const open = (): TrainerClient => createTrainer(new URL('/', location.href).href);
beforeAll(() => {
  trainer = open();
});
afterAll(() => trainer.terminate());

const WHERE = { backend: 'webgpu', sources: DEFAULT_SOURCES } as const;

function run(asked: Experiment, sources: SourceSettings = DEFAULT_SOURCES): Promise<Event[]> {
  const events: Event[] = [];
  return new Promise((resolve) => {
    trainer.run({ experiment: asked, trials: listTrials(asked), backend: 'webgpu', sources }, (event) => {
      events.push(event);
      if (event.type === 'runDone' || event.type === 'failed') resolve(events);
    });
  });
}

const recordsOf = (events: readonly Event[]): TrialRecord[] =>
  events.flatMap((event) => (event.type === 'trialDone' ? [event.record] : []));
const trainedOf = (events: readonly Event[]) =>
  events.flatMap((event) => (event.type === 'trained' ? [event] : []));

/** The files of an export, as a person would pick them. */
async function saved(trial: string, what: 'adapter' | 'model'): Promise<File[]> {
  const files = await trainer.exportTrial({ ...WHERE, trial, what });
  return files.map(({ name, blob }) => new File([blob], name));
}

let records: TrialRecord[];
let trained: (TrainedTrial | null)[];
let before: readonly (readonly (readonly number[])[])[];

it('keeps what every method trained, and predicts and examines with it', async () => {
  const events = await run(experiment([LORA, HEAD, FULL], 4));
  records = recordsOf(events);
  const kept = trainedOf(events);
  trained = kept.map((event) => event.trained);
  expect(kept.map(({ id, dropped }) => [id, dropped])).toEqual(records.map(({ id }) => [id, []]));
  expect(trained.map((one) => one !== null)).toEqual([true, true, false]);

  const predictions = await trainer.predict({ ...WHERE, trials: records.map(({ id }) => id), texts: TEXTS });
  before = predictions.map(({ probabilities }) => probabilities);
  for (const { labelNames, probabilities } of predictions) {
    expect(labelNames).toEqual(['negative', 'positive']);
    expect(probabilities).toHaveLength(TEXTS.length);
    for (const own of probabilities) expect(own.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6);
  }
  expect(before[0]).not.toEqual(before[1]);

  for (const { id, accuracy } of records) {
    const { rows, labelNames } = await trainer.examineValidation({ ...WHERE, trial: id });
    expect(labelNames).toEqual(['negative', 'positive']);
    expect(rows).toHaveLength(ROWS);
    expect(rows.filter(({ label, prediction }) => label === prediction).length / ROWS).toBeCloseTo(
      accuracy!,
      9,
    );
    for (const { text, confidence } of rows) {
      expect(text.length).toBeGreaterThan(0);
      expect(confidence).toBeGreaterThanOrEqual(0.5);
    }
  }
});

it('switches adapters off: as if their B were zero, for the asked trial alone', async () => {
  const [record, other] = records;
  const one = trained[0];
  if (!record || !other || !one) throw new Error('nothing was trained');
  const silent = new Map(
    [...one.tensors].map(([name, tensor]) => [
      name,
      /^layer\.1[01]\..*\.B$/.test(name)
        ? { ...tensor, values: new Float32Array(tensor.values.length) }
        : tensor,
    ]),
  );
  trainer.keep({ ...structuredClone(one), id: 'silent', tensors: silent });
  const off = { trial: record.id, modules: moduleSet(12, (layer) => layer > 10) };
  const [switched, untouched] = await trainer.predict({
    ...{ ...WHERE, texts: TEXTS, off },
    trials: [record.id, other.id],
  });
  const [wanted] = await trainer.predict({ ...WHERE, trials: ['silent'], texts: TEXTS });
  expect(switched?.probabilities).toEqual(wanted?.probabilities);
  expect(switched?.probabilities).not.toEqual(before[0]);
  expect(untouched?.probabilities).toEqual(before[1]);
  const { rows } = await trainer.examineValidation({ ...WHERE, trial: record.id, off });
  expect(rows).toEqual((await trainer.examineValidation({ ...WHERE, trial: 'silent' })).rows);
  const [again] = await trainer.predict({ ...WHERE, trials: [record.id], texts: TEXTS });
  expect(again?.probabilities).toEqual(before[0]);
  trainer.forget(['silent']);
});

it('measures a trial on the share of the validation sentences that was kept for the test', async () => {
  const asked = experiment([HEAD], 2);
  const tested = { ...asked, data: { ...asked.data, testSplit: '0.1' } };
  const [record] = recordsOf(await run(tested));
  if (!record) throw new Error('no trial has ended');
  expect(record.validationClasses?.reduce((sum, each) => sum + each, 0)).toBe(ROWS);
  const { rows, correct } = await trainer.measureTest({ ...WHERE, trial: record.id });
  expect(rows).toBe(100); // of the 1,000 sentences that are there to be measured on
  expect(correct).toBeGreaterThan(0);
  expect(correct).toBeLessThan(100);
  await expect(trainer.measureTest({ ...WHERE, trial: records[1]!.id })).rejects.toThrow(
    'has no test sentences',
  );
});

it('predicts the same in a new worker that gets the page’s copy; full fine-tuning is gone', async () => {
  trainer.terminate();
  trainer = open();
  for (const one of trained) if (one) trainer.keep(structuredClone(one));
  const predictions = await trainer.predict({
    ...WHERE,
    trials: records.slice(0, 2).map(({ id }) => id),
    texts: TEXTS,
  });
  expect(predictions.map(({ probabilities }) => probabilities)).toEqual(before.slice(0, 2));
  await expect(trainer.predict({ ...WHERE, trials: [records[2]!.id], texts: TEXTS })).rejects.toThrow(
    'no longer kept',
  );
});

it('begins with an adapter that it saved: 0 steps give the same accuracy and loss', async () => {
  for (const record of records.slice(0, 2)) {
    const files = await saved(record.id, 'adapter');
    const about = await trainer.inspectAdapter({ ...WHERE, model: 'roberta-mini', files });
    expect(about.hasHead).toBe(true);
    const scenario = { ...record.scenario, init: 'local:saved' } as Scenario;
    if (scenario.method === 'lora')
      expect(about).toMatchObject({ modules: scenario.modules, rank: 4, alpha: 8, rsLora: false });
    const sources = { ...DEFAULT_SOURCES, localAdapters: new Map([['local:saved', files]]) };
    const events = await run(experiment([scenario], 0), sources);
    const [again] = recordsOf(events);
    expect(again).toMatchObject({ status: 'done', steps: 0, losses: [], accuracy: record.accuracy });
    expect(again!.validationLoss).toBeCloseTo(record.validationLoss!, 6);
    const further = recordsOf(await run(experiment([scenario], 3), sources))[0]!;
    expect(further.losses).toHaveLength(3);
  }
});

it('saves a whole model with the adapters merged', async () => {
  const [config, weights] = await saved(records[0]!.id, 'model');
  const json = JSON.parse(await config!.text()) as Record<string, unknown>;
  expect(json).toMatchObject({
    architectures: ['RobertaForSequenceClassification'],
    id2label: { '0': 'negative', '1': 'positive' },
  });
  const tensors = parseSafetensors(await weights!.arrayBuffer());
  expect(tensors.get('classifier.out_proj.weight')?.shape).toEqual([2, 64]);
  expect(tensors.get('roberta.encoder.layer.11.attention.self.query.weight')?.shape).toEqual([64, 64]);
});

it('refuses a pickle by name, and goes on', async () => {
  const files = [new File(['{}'], 'adapter_config.json'), new File(['x'], 'adapter_model.bin')];
  await expect(trainer.inspectAdapter({ ...WHERE, model: 'roberta-mini', files })).rejects.toThrow(
    /adapter_model\.bin is a pickle/,
  );
  const hostile = [
    new File(['{'], 'adapter_config.json'),
    new File(['xxxxxxxxxxxx'], 'adapter_model.safetensors'),
  ];
  await expect(trainer.inspectAdapter({ ...WHERE, model: 'roberta-mini', files: hostile })).rejects.toThrow(
    /header of/,
  );
  expect((await trainer.predict({ ...WHERE, trials: [records[0]!.id], texts: ['again'] })).length).toBe(1);
});

it('says that an adapter’s files are not here', async () => {
  const scenario = { ...HEAD, init: 'local:gone' } as Scenario;
  const events = await run(experiment([scenario], 1));
  expect(events.at(-1)).toMatchObject({
    type: 'failed',
    message: expect.stringContaining('local:gone') as string,
  });
});
