import { expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import type { Experiment, Hyperparameters } from '../../../src/experiment/experiment';
import { scoresOf } from '../../../src/scores/moduleScores';
import { DEFAULT_SOURCES } from '../../../src/sources/sourceSettings';
import { readScores, scoreKey, withScores, writeScores } from './scoreKey';

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

it('keeps the latest scores, and reads back what it wrote', () => {
  const scores = (value: number) => scoresOf(2, [[new Float64Array(12).fill(value)], [new Float64Array(12)]]);
  let kept = {};
  for (let i = 0; i < 20; i++) kept = withScores(kept, `key ${i}`, scores(i));
  const read = readScores(writeScores(withScores(kept, 'key 9', scores(99))));
  expect(Object.keys(read)).toHaveLength(12);
  expect(read['key 9']).toEqual(scores(99));
  expect(read['key 7']).toBeUndefined();
});

it('reads nothing from what is no scores', () => {
  for (const text of [null, '', '{', '[]', '3', 'null', '{"a":[]}', '{"a":[[1,2,3]]}', '{"a":{"length":6}}'])
    expect(readScores(text)).toEqual({});
  const six = (one: unknown) => JSON.stringify({ a: new Array(6).fill(one) });
  for (const wrong of [null, 1, ['1', 2, 3], [1, 'x', null], [1], {}])
    expect(readScores(six(wrong))).toEqual({});
  expect(Object.keys(readScores(six([1, null, 2])))).toEqual(['a']);
});
