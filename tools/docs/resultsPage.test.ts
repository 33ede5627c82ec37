/** @file */
import Ajv from 'ajv';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../src/experiment/defaults';
import { randomExperiment, sampleTrial, seededRandom } from '../../src/experiment/testing';
import { RESULTS_VERSION } from '../../src/results/results';
import { serializeResults } from '../../src/results/resultsFile';
import { JSON_SCHEMA, PAGE, resultsJsonSchema, resultsPage } from './resultsPage';

const STALE = 'run `node tools/docs/writeResultsPage.mjs`';
const read = (path: string): string => readFileSync(path, 'utf8');

it('the tables of the page are those of the schema', () => {
  expect(read(PAGE), STALE).toBe(resultsPage(read(PAGE)));
});

it('the JSON Schema is that of the schema', async () => {
  expect(read(JSON_SCHEMA), STALE).toBe(await resultsJsonSchema());
});

const random = seededRandom(3);
const FILE = {
  version: RESULTS_VERSION,
  experiment: DEFAULT_EXPERIMENT,
  environment: sampleTrial().environment,
  data: {
    rows: { train: 3200, validation: null },
    columns: { text: 'review', pair: null, label: 'mood' },
    classes: ['negative', 'positive'],
    leftOut: [{ source: 'a.csv', reason: 'no text', unit: 'line', count: 1, first: [4] }],
    reading: {
      train: { delimiter: ';', missing: [{ column: 'mood', word: 'NA', count: 1 }] },
      validation: null,
    },
    notes: [],
  },
  trials: [
    sampleTrial({ validationClasses: [10, 20] }),
    sampleTrial({ status: 'diverged', accuracy: null, validationLoss: null, losses: [0.7, NaN] }),
  ],
} as const;

it('the JSON Schema takes files that the lab writes', () => {
  const validate = new Ajv({ unknownFormats: 'ignore' }).compile(JSON.parse(read(JSON_SCHEMA)) as object);
  const experiments = Array.from({ length: 20 }, () => randomExperiment(random));
  for (const experiment of [DEFAULT_EXPERIMENT, ...experiments]) {
    const trials = [...FILE.trials, ...experiment.scenarios.map((scenario) => sampleTrial({ scenario }))];
    validate(JSON.parse(serializeResults({ ...FILE, experiment, trials })));
    expect(validate.errors).toBeNull();
  }
});

it.each([
  { version: 2 },
  { trials: [{ ...FILE.trials[0], steps: -1 }] },
  { trials: [{ ...FILE.trials[0], status: 'fine' }] },
  { experiment: { ...DEFAULT_EXPERIMENT, training: { ...DEFAULT_EXPERIMENT.training, batchSize: 0 } } },
  { environment: undefined },
])('the JSON Schema refuses what the reader refuses (%#)', (change) => {
  const validate = new Ajv().compile(JSON.parse(read(JSON_SCHEMA)) as object);
  expect(validate(JSON.parse(JSON.stringify({ ...FILE, ...change })))).toBe(false);
});
