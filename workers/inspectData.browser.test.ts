/** @file Data of the person's own files through the real worker: looking at them, and training on them. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parquetBytes } from '../src/data/formats/parquet/parquet.testing';
import { DEFAULT_DATA, DEFAULT_EXPERIMENT } from '../src/experiment/defaults';
import { listTrials, type DataChoice, type Experiment } from '../src/experiment/experiment';
import { DEFAULT_SOURCES, type LocalDataset, type SourceSettings } from '../src/sources/sourceSettings';
import { createTrainer, type InspectAnswer, type TrainerClient } from './client';
import type { Event } from './protocol';

let trainer: TrainerClient;
beforeAll(() => {
  trainer = createTrainer(new URL('/', location.href).href);
});
afterAll(() => trainer.terminate());

const sourcesWith = (files: LocalDataset): SourceSettings => ({
  ...DEFAULT_SOURCES,
  localDatasets: new Map([['local:data', files]]),
});

function inspect(
  dataset: string,
  sources: SourceSettings,
  choice: Partial<DataChoice> = {},
): Promise<InspectAnswer> {
  return new Promise((resolve) =>
    trainer.inspectData({ dataset, data: { ...DEFAULT_DATA, ...choice }, sources }, resolve),
  );
}

const inspectFile = (content: BlobPart, name: string, choice: Partial<DataChoice> = {}) =>
  inspect('local:data', sourcesWith({ train: new File([content], name), validation: null }), choice);

it('shows the embedded data set', async () => {
  const { inspection, error } = await inspect('review-sentences', DEFAULT_SOURCES);
  expect(error).toBeNull();
  expect(inspection).toMatchObject({
    chosen: { text: 'sentence', pair: null, label: 'label' },
    rows: { train: 3200, validation: 1000 },
    problems: [],
    notes: [],
    complete: true,
    error: null,
  });
  expect(inspection!.labels.map(({ name }) => name)).toEqual(['negative', 'positive']);
  expect(inspection!.labels.reduce((sum, { train }) => sum + train, 0)).toBe(3200);
  expect(inspection!.columns[0]).toMatchObject({ name: 'sentence' });
  expect(inspection!.columns[0]!.examples[1]).toBe('We liked the garden!');
});

it('shows Parquet, and text in whatever encoding, with names that objects have of their own', async () => {
  const columns = [
    { name: '__proto__', data: ['fine', 'bad', 'so so', 'well'], type: 'STRING' as const },
    { name: 'label', data: [1, 0, 1, 0], type: 'INT32' as const },
  ];
  const parquet = await inspectFile(parquetBytes(columns, { classNames: ['no', 'yes'] }), 'a.parquet');
  expect(parquet.inspection).toMatchObject({
    chosen: { text: '__proto__', label: 'label' },
    labels: [
      { name: 'no', train: 2 },
      { name: 'yes', train: 2 },
    ],
  });
  const bytes = Uint8Array.from(
    [...'text,label\n\x93caf\xe9\x94,a\nx,__proto__\ny,a\nz,__proto__\n'].map((c) => c.charCodeAt(0)),
  );
  const { inspection } = await inspectFile(bytes, 'a.csv');
  expect(inspection!.columns[0]!.examples[0]).toBe('“café”');
  expect(inspection!.labels.map(({ name }) => name)).toEqual(['__proto__', 'a']);
  expect(inspection!.notes[0]).toMatch(/windows-1252/);
});

it('reads a file anew when it has changed', async () => {
  const rows = (n: number): string =>
    `text,label\n${Array.from({ length: n }, (_, i) => `t${i},${i % 2}\n`).join('')}`;
  expect((await inspectFile(rows(10), 'a.csv')).inspection!.rows.train).toBe(10);
  expect((await inspectFile(rows(12), 'a.csv')).inspection!.rows.train).toBe(12);
});

it('shows columns to choose from where none can be chosen, and says what is wrong', async () => {
  const csv = `a,b\n${Array.from({ length: 40 }, (_, i) => `some words ${i},${i % 4}.${i}\n`).join('')}`;
  const { inspection } = await inspectFile(csv, 'a.csv');
  expect(inspection!.error?.message).toMatch(/No column of a.csv looks like a label/);
  expect(inspection!.columns.map(({ name }) => name)).toEqual(['a', 'b']);
  const missing = await inspect('local:data', DEFAULT_SOURCES);
  expect(missing.error).toMatchObject({ remedy: 'Pick or drop the files again.' });
  const huge = await inspectFile(`${'c,'.repeat(1_000_000)}\n`, 'a.csv');
  expect(huge.error?.message).toMatch(/more than 1000/);
});

it('trains a head with as many labels as the files have, and reports the rows that were left out', async () => {
  const csv = `review,mood\n${Array.from({ length: 60 }, (_, i) => `word ${i},${['sad', 'calm', 'glad'][i % 3]}\n`).join('')},sad\n`;
  const experiment: Experiment = {
    ...DEFAULT_EXPERIMENT,
    dataset: 'local:data',
    scenarios: [{ name: 'head', color: '#111111', method: 'classifier' }],
    trials: 1,
    training: { ...DEFAULT_EXPERIMENT.training, duration: { unit: 'steps', count: 2 }, shuffle: false },
  };
  const sources = sourcesWith({ train: new File([csv], 'moods.csv'), validation: null });
  const events: Event[] = [];
  await new Promise<void>((resolve) => {
    trainer.run({ experiment, trials: listTrials(experiment), backend: 'webgpu', sources }, (event) => {
      events.push(event);
      if (event.type === 'runDone' || event.type === 'failed') resolve();
    });
  });
  const reading = events.find((event) => event.type === 'dataRead')?.reading;
  expect(reading).toMatchObject({
    train: 48,
    validation: 12,
    labels: ['calm', 'glad', 'sad'],
    problems: [{ source: 'moods.csv', reason: 'no text', count: 1, first: [62] }],
  });
  const [done] = events.flatMap((event) => (event.type === 'trialDone' ? [event.record] : []));
  expect(done).toMatchObject({ status: 'done', steps: 2 });
  const hidden = 64; // of roberta-mini
  expect(done!.trainableParameters).toBe(hidden * hidden + hidden + 3 * hidden + 3);
});
