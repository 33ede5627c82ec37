import { expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import type { Experiment, Hyperparameters } from '../../../src/experiment/experiment';
import { scoresOf } from '../../../src/scores/moduleScores';
import { DEFAULT_SOURCES } from '../../../src/sources/sourceSettings';
import { readScores, scoreKey, trainedScoreKey, withScores, writeScores } from './scoreKey';

const ORIGINS = { sources: DEFAULT_SOURCES, commits: {} };
const REQUEST = { kind: 'gradient', batches: 8 } as const;
const keyOf = (experiment: Experiment): string => scoreKey(experiment, REQUEST, ORIGINS);
const trained = (change: Partial<Hyperparameters>): Experiment => ({
  ...DEFAULT_EXPERIMENT,
  training: { ...DEFAULT_EXPERIMENT.training, ...change },
});

it('is the same whatever the scores do not depend on', () => {
  const key = keyOf(DEFAULT_EXPERIMENT);
  const [first] = DEFAULT_EXPERIMENT.scenarios;
  if (!first) throw new Error('There is no scenario.');
  for (const same of [
    { ...DEFAULT_EXPERIMENT, scenarios: [first], trials: 19 },
    trained({
      learningRate: 0.5,
      duration: { unit: 'steps', count: 7 },
      weightDecay: 0.3,
      checkpointing: true,
    }),
  ])
    expect(keyOf(same)).toBe(key);
});

it('is another for whatever they depend on', () => {
  const keys = [
    DEFAULT_EXPERIMENT,
    { ...DEFAULT_EXPERIMENT, model: 'roberta-base' },
    { ...DEFAULT_EXPERIMENT, dataset: 'stanfordnlp/sst2' },
    { ...DEFAULT_EXPERIMENT, firstSeed: 77 },
    trained({ batchSize: 3 }),
    trained({ maxLength: 9 }),
    trained({ trainingRows: 50 }),
    trained({ shuffle: false }),
    trained({ basePrecision: 'int8' }),
    trained({ precision: 'mixed' }),
  ].map(keyOf);
  keys.push(scoreKey(DEFAULT_EXPERIMENT, { ...REQUEST, batches: 9 }, ORIGINS));
  expect(new Set(keys).size).toBe(keys.length);
});

it('depends on the rates where the score trains', () => {
  const keyOfSteps = (change: Partial<Hyperparameters>, steps = 64): string =>
    scoreKey(trained(change), { kind: 'adalora', steps }, ORIGINS);
  const keys = [
    keyOfSteps({}),
    keyOfSteps({ learningRate: 0.5 }),
    keyOfSteps({ schedule: 'linear' }),
    keyOfSteps({ warmup: 0.5 }),
    keyOfSteps({ weightDecay: 0.3 }),
    keyOfSteps({ gradientClip: 0.25 }),
    keyOfSteps({ dropout: { ...DEFAULT_EXPERIMENT.training.dropout, hidden: 0.4 } }),
    keyOfSteps({}, 65),
    keyOf(DEFAULT_EXPERIMENT),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(keyOfSteps({ duration: { unit: 'steps', count: 7 }, checkpointing: true })).toBe(keys[0]);
});

it('is of the trained trials alone where they are scored', () => {
  const keys = [
    trainedScoreKey({ kind: 'knockout' }, ['a', 'b']),
    trainedScoreKey({ kind: 'knockout' }, ['a']),
    trainedScoreKey({ kind: 'loradrop', batches: 8 }, ['a', 'b']),
    trainedScoreKey({ kind: 'loradrop', batches: 9 }, ['a', 'b']),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

it('keeps the latest scores, and reads back what it wrote', () => {
  const scores = (value: number) => ({
    modules: scoresOf(2, [[new Float64Array(12).fill(value)], [new Float64Array(12)]]),
    groups: [],
  });
  let kept = {};
  for (let i = 0; i < 20; i++) kept = withScores(kept, `key ${i}`, scores(i));
  const read = readScores(writeScores(withScores(kept, 'key 9', scores(99))));
  expect(Object.keys(read)).toHaveLength(12);
  expect(read['key 9']).toEqual(scores(99));
  expect(read['key 7']).toBeUndefined();
});

it('keeps a knock-out of some modules with its layers, components and accuracies', () => {
  const numbers = { value: -0.25, acrossBatches: null, acrossSeeds: 0.5, accuracyChange: -0.125 };
  const knockOut = {
    modules: [
      { layer: 3, component: 'value', ...numbers },
      { layer: 12, component: 'down', ...numbers, accuracyChange: 0 },
    ],
    groups: [
      { group: 3, ...numbers },
      { group: 'down', ...numbers },
    ],
  } as const;
  expect(readScores(writeScores({ key: knockOut }))).toEqual({ key: knockOut });
});

it('reads nothing from what is no scores', () => {
  for (const text of [null, '', '{', '[]', '3', 'null', '{"a":[]}', '{"a":[[1,2,3]]}', '{"a":{"modules":6}}'])
    expect(readScores(text)).toEqual({});
  const kept = (modules: unknown, groups: unknown) => JSON.stringify({ a: { modules, groups } });
  const right = [1, 'query', 1, null, 2];
  expect(Object.keys(readScores(kept([right], [])))).toEqual(['a']);
  expect(Object.keys(readScores(kept([right], [['up', 1, null, null, 0.5]])))).toEqual(['a']);
  for (const wrong of [null, 1, [0, 'query', 1, null, 2], [1, 'head', 1, null, 2], [1, 'query'], {}])
    expect(readScores(kept([right, wrong], []))).toEqual({});
  for (const wrong of [null, [0, 1, null, null], ['head', 1, null, null], ['up', 'x'], ['up', 1, 'x', null]])
    expect(readScores(kept([right], [wrong]))).toEqual({});
  expect(readScores(kept([], []))).toEqual({});
  expect(readScores(kept([right], null))).toEqual({});
});
