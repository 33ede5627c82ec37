/** @file */
import { describe, expect, it } from 'vitest';
import { LabError } from '../base/errors';
import { DEFAULT_EXPERIMENT } from '../experiment/defaults';
import { parseExperiment } from '../experiment/experimentJson';
import { RESULTS_VERSION, type ResultsFile } from './results';
import { measuredAs } from './testing';
import { parseResults, resultsTable, serializeResults } from './resultsFile';
import { randomExperiment, sampleTrial, seededRandom } from '../experiment/testing';

const failed = { accuracy: null, validationLoss: null, samplesPerSecond: null, evaluations: [] };
const file: ResultsFile = {
  version: RESULTS_VERSION,
  experiment: DEFAULT_EXPERIMENT,
  environment: sampleTrial().environment,
  trials: [
    sampleTrial(),
    sampleTrial({ ...failed, status: 'diverged', message: 'loss "NaN",\n 3', losses: [0.7, 1e30, NaN] }),
    sampleTrial({ ...failed, status: 'cancelled', message: 'cancelled', losses: [], steps: 0 }),
  ],
};

/** The error from reading the sample file with the value at `path` replaced. */
function errorWith(path: readonly (string | number)[], value: unknown): LabError {
  const json = JSON.parse(serializeResults(file)) as Record<string, unknown>;
  let target: Record<string | number, unknown> = json;
  for (const key of path.slice(0, -1)) target = target[key] as Record<string, unknown>;
  const last = path.at(-1);
  if (last === undefined) throw new Error('the path is empty');
  if (value === undefined) delete target[last];
  else target[last] = value;
  try {
    parseResults(JSON.stringify(json));
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('serializeResults and parseResults', () => {
  it('read back what was written', () => {
    expect(parseResults(serializeResults(file))).toStrictEqual(file);
  });

  it('read back random experiments', () => {
    const random = seededRandom(8);
    for (let i = 0; i < 40; i++) {
      const experiment = randomExperiment(random);
      const trials = experiment.scenarios.map((scenario) => sampleTrial({ scenario }));
      expect(parseResults(serializeResults({ ...file, experiment, trials }))).toStrictEqual({
        ...file,
        experiment,
        trials,
      });
      expect(parseExperiment(JSON.stringify(experiment))).toStrictEqual(experiment);
    }
  });

  it('reads experiments written before some of the settings could be chosen', () => {
    const { checkpointing, basePrecision, rowChoice, shuffle, evaluateEvery, ...older } =
      DEFAULT_EXPERIMENT.training;
    expect({ checkpointing, basePrecision, rowChoice, shuffle, evaluateEvery }).toEqual({
      checkpointing: false,
      basePrecision: 'f32',
      rowChoice: 'sample',
      shuffle: true,
      evaluateEvery: null,
    });
    const text = JSON.stringify({
      ...DEFAULT_EXPERIMENT,
      training: older,
      data: undefined,
      judging: undefined,
    });
    expect(parseExperiment(text)).toStrictEqual(DEFAULT_EXPERIMENT);
    const partly = parseExperiment(JSON.stringify({ ...DEFAULT_EXPERIMENT, judging: { delta: 2 } }));
    expect(partly.judging).toEqual({ delta: 2, upTo: null, looks: 'growing', measure: 'accuracy' });
  });

  it('reads back how many validation rows of each class were measured', () => {
    const trials = [sampleTrial({ validationClasses: [20, 0, 13] }), sampleTrial()];
    const [counted, older] = parseResults(serializeResults({ ...file, trials })).trials;
    expect(counted?.validationClasses).toEqual([20, 0, 13]);
    expect(older).not.toHaveProperty('validationClasses');
  });

  it('reads evaluations written before the training sentences were measured', () => {
    const text = serializeResults(file).replace(/,\s*"trainLoss": 0.6,\s*"trainAccuracy": 0.75/, '');
    expect(text).not.toContain('trainLoss');
    expect(parseResults(text).trials[0]?.evaluations).toEqual([
      { step: 3, accuracy: 0.9, loss: 0.31, trainLoss: null, trainAccuracy: null },
    ]);
  });

  it('writes JSON with one line per list of plain values, and null for a loss that is no number', () => {
    const text = serializeResults(file);
    expect(text).toContain('\n      "losses": [0.7, 1e+30, null],\n');
    expect(text).toContain('["query", "key", "value", "attentionOutput", "up", "down"],\n');
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(file)));
  });

  it.each<[(string | number)[], unknown, string]>([
    [['trials', 2, 'accuracy'], 0.5, 'trials[2].accuracy is 0.5, not null: the trial is cancelled.'],
    [['trials', 0, 'accuracy'], 'x', 'trials[0].accuracy is "x", not a number from 0 to 1.'],
    [['trials', 0, 'accuracy'], 1.2, 'trials[0].accuracy is 1.2, not a number from 0 to 1.'],
    [
      ['trials', 0, 'accuracy'],
      null,
      'trials[0].accuracy is null, not a number from 0 to 1: the trial is done.',
    ],
    [
      ['trials', 0, 'status'],
      'fine',
      'trials[0].status is "fine", not one of done, diverged, failed, cancelled.',
    ],
    [['trials', 1, 'losses', 2], '1', 'trials[1].losses[2] is "1", not a number.'],
    [['trials', 1, 'losses'], {}, 'trials[1].losses is an object, not a list.'],
    [
      ['trials', 0, 'memory', 'weights'],
      -1,
      'trials[0].memory.weights is -1, not a whole number of 0 or more.',
    ],
    [['trials', 0, 'memory'], [], 'trials[0].memory is a list, not an object.'],
    [
      ['trials', 0, 'evaluations', 0, 'step'],
      1.5,
      'trials[0].evaluations[0].step is 1.5, not a whole number of 0 or more.',
    ],
    [
      ['trials', 0, 'evaluations', 0, 'trainAccuracy'],
      2,
      'trials[0].evaluations[0].trainAccuracy is 2, not a number from 0 to 1.',
    ],
    [
      ['experiment', 'training', 'evaluateEvery'],
      0,
      'experiment.training.evaluateEvery is 0, not a whole number from 1 to 1000000.',
    ],
    [
      ['trials', 0, 'finishedAt'],
      'soon',
      'trials[0].finishedAt is "soon", not a time like "2026-01-31T12:00:00Z".',
    ],
    [
      ['trials', 0, 'scenario', 'modules', 3, 1],
      'gate',
      'trials[0].scenario.modules[3][1] is "gate", not one of query, key, value, attentionOutput, up, down.',
    ],
    [
      ['trials', 0, 'scenario', 'color'],
      'url(x)',
      'trials[0].scenario.color is "url(x)", not a colour like "#1f77b4".',
    ],
    [
      ['trials', 0, 'environment', 'software'],
      undefined,
      'trials[0].environment.software is missing; it must be true or false.',
    ],
    [
      ['experiment', 'training', 'dropout', 'lora'],
      1,
      'experiment.training.dropout.lora is 1, not a number of 0 or more, below 1.',
    ],
    [
      ['experiment', 'training', 'duration', 'unit'],
      'days',
      'experiment.training.duration.unit is "days", not one of epochs, steps.',
    ],
    [
      ['experiment', 'training', 'checkpointing'],
      'on',
      'experiment.training.checkpointing is "on", not true or false.',
    ],
    [
      ['experiment', 'training', 'basePrecision'],
      'f64',
      'experiment.training.basePrecision is "f64", not one of f32, f16, int8, nf4.',
    ],
    [['experiment', 'judging', 'delta'], 0, 'experiment.judging.delta is 0, not a number from 0.01 to 50.'],
    [
      ['experiment', 'judging', 'measure'],
      'macro-f1',
      'experiment.judging.measure is "macro-f1", not one of accuracy, macroF1, balancedAccuracy, mcc.',
    ],
    [
      ['experiment', 'model'],
      '../x',
      'experiment.model is "../x", not an id like "name", "owner/name", "owner/name@revision" or "local:name".',
    ],
    [
      ['environment', 'backend'],
      'cuda',
      'environment.backend is "cuda", not one of webgpu, wasm, cpu, pytorch.',
    ],
    [['version'], undefined, 'version is missing; it must be a version number.'],
    [['version'], 2, 'The results file is of version 2; this lab reads version 1.'],
  ])('names what is wrong at %j', (path, value, message) => {
    const error = errorWith(path, value);
    expect(error.message).toBe(message);
    expect(error.remedy).not.toBe('');
  });

  it.each(['', 'null', '[]', '3', '{', '['.repeat(100_000), '{"__proto__": {"version": 1}}'])(
    'refuses what is no results file (%#)',
    (text) => {
      expect(() => parseResults(text)).toThrow(LabError);
    },
  );

  it('leaves out keys that it does not know', () => {
    const text = serializeResults(file).replace('{', '{ "__proto__": { "x": 1 }, "later": 2,');
    expect(parseResults(text)).toStrictEqual(file);
  });
});

describe('resultsTable', () => {
  it('has one row per scenario, in the order of first appearance', () => {
    const [lower, upper] = DEFAULT_EXPERIMENT.scenarios;
    const rows = resultsTable([
      sampleTrial({ scenario: upper, accuracy: 0.8, samplesPerSecond: 100, peakBytes: 10 }),
      sampleTrial({ scenario: lower, ...failed, status: 'failed', peakBytes: 999 }),
      sampleTrial({ scenario: upper, accuracy: 0.9, samplesPerSecond: 300, peakBytes: 30 }),
      sampleTrial({ scenario: upper, accuracy: 0.85, samplesPerSecond: null, peakBytes: 20 }),
      sampleTrial({ scenario: upper, ...failed, status: 'diverged' }),
      sampleTrial({ scenario: upper, ...failed, status: 'cancelled' }),
    ]);
    expect(rows.map((row) => row.scenario.name)).toEqual(['upper', 'lower']);
    expect(rows[0]).toMatchObject({ n: 3, diverged: 1, failed: 0, cancelled: 1 });
    expect(rows[0]).toMatchObject({ relativeParameters: 0.01, peakBytes: 20, samplesPerSecond: 200 });
    expect(rows[0]?.mean).toBeCloseTo(0.85, 12);
    expect(rows[0]?.sd).toBeCloseTo(0.05, 12);
    expect(rows[1]).toMatchObject({ n: 0, mean: null, sd: null, failed: 1, peakBytes: null });
  });

  it('has the mean of another measure over the trials that can be read by it', () => {
    const trials = [sampleTrial(measuredAs([0, 0, 0, 1], [0, 0, 0, 0])), sampleTrial({ accuracy: 0.8 })];
    expect(resultsTable(trials, 'balancedAccuracy')[0]).toMatchObject({ n: 1, mean: 0.5, sd: null });
    expect(resultsTable(trials)[0]).toMatchObject({ n: 2, mean: expect.closeTo(0.775, 9) as number });
  });
});
