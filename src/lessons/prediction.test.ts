import { describe, expect, it } from 'vitest';
import type { ChoiceTask, NumberTask, RankingTask } from './lesson';
import { compareMeans, leaders, type Outcome } from './outcomes';
import { isPrediction, score } from './prediction';

const outcome = (mean: number | null, sd: number | null = null, n = 5): Outcome => ({
  n,
  mean,
  sd,
  range: null,
  memory: null,
  samplesPerSecond: null,
});
const outcomes = (means: Record<string, readonly [number | null, (number | null)?, number?]>) =>
  new Map(Object.entries(means).map(([name, of]) => [name, outcome(...of)] as const));

const ranking: RankingTask = { kind: 'ranking', prompt: '', scenarios: ['a', 'b', 'c'] };
const choice: ChoiceTask = {
  kind: 'choice',
  prompt: '',
  options: ['a', 'b', 'c'].map((value) => ({ value, label: value })),
  scenarios: ['a', 'b', 'c'],
  decide: (of) => leaders(of, ['a', 'b', 'c']),
};
const number: NumberTask = {
  kind: 'number',
  prompt: '',
  min: 0,
  max: 10,
  step: 1,
  unit: 'x',
  scenarios: ['a'],
  measure: (of) => of.get('a')?.mean ?? null,
};

describe('compareMeans', () => {
  it('calls a difference within two standard errors too close', () => {
    // Two groups of 4 with sd 0.01: the difference has a standard error of 0.00707.
    const a = outcome(0.8, 0.01, 4);
    expect(compareMeans(a, outcome(0.8141, 0.01, 4))).toBe(0);
    expect(compareMeans(a, outcome(0.8142, 0.01, 4))).toBe(-1);
    expect(compareMeans(outcome(0.8142, 0.01, 4), a)).toBe(1);
  });

  it('tells nothing from a single trial, and is null where there is none', () => {
    expect(compareMeans(outcome(0.8, null, 1), outcome(0.9, 0.01, 4))).toBe(0);
    expect(compareMeans(outcome(0.8, null, 1), outcome(0.9, null, 1))).toBe(0);
    expect(compareMeans(outcome(null), outcome(0.8))).toBeNull();
    expect(compareMeans(undefined, outcome(0.8))).toBeNull();
  });
});

describe('score', () => {
  it('counts the pairs of a ranking that are right, and leaves out those too close to call', () => {
    const results = outcomes({ a: [0.9, 0.01], b: [0.8, 0.01], c: [0.801, 0.01] });
    expect(score(ranking, { kind: 'ranking', order: ['a', 'b', 'c'] }, results)).toEqual({
      kind: 'ranking',
      order: ['a', 'c', 'b'],
      right: 2,
      decided: 2,
      open: 1,
    });
    expect(score(ranking, { kind: 'ranking', order: ['b', 'a', 'c'] }, results)).toMatchObject({
      right: 1,
      decided: 2,
    });
    expect(score(ranking, { kind: 'ranking', order: ['c', 'b', 'a'] }, results)).toMatchObject({ right: 0 });
  });

  it('counts a choice as a hit if it cannot be told from the best', () => {
    const results = outcomes({ a: [0.9, 0.01], b: [0.905, 0.01], c: [0.8, 0.01] });
    const of = (value: string) => score(choice, { kind: 'choice', value }, results);
    expect(of('a')).toEqual({ kind: 'choice', hit: true, answers: ['a', 'b'] });
    expect(of('b')).toMatchObject({ hit: true });
    expect(of('c')).toMatchObject({ hit: false });
  });

  it('measures how far a number is off', () => {
    expect(score(number, { kind: 'number', value: 3 }, outcomes({ a: [4.5] }))).toEqual({
      kind: 'number',
      actual: 4.5,
      distance: 1.5,
    });
  });

  it('has nothing to say while a scenario is missing, or if the prediction was skipped', () => {
    const partial = outcomes({ a: [0.9], b: [0.8], c: [null] });
    expect(score(ranking, { kind: 'ranking', order: ['a', 'b', 'c'] }, partial)).toBeNull();
    expect(score(choice, { kind: 'choice', value: 'a' }, partial)).toBeNull();
    expect(score(number, { kind: 'number', value: 3 }, outcomes({}))).toBeNull();
    expect(score(number, { kind: 'number', value: 3 }, outcomes({ a: [Infinity] }))).toBeNull();
    expect(score(number, { kind: 'skipped' }, outcomes({ a: [4] }))).toBeNull();
  });
});

describe('isPrediction', () => {
  it.each([
    [ranking, { kind: 'ranking', order: ['c', 'a', 'b'] }, true],
    [ranking, { kind: 'ranking', order: ['c', 'a'] }, false],
    [ranking, { kind: 'ranking', order: ['c', 'a', 'a'] }, false],
    [ranking, { kind: 'choice', value: 'a' }, false],
    [choice, { kind: 'choice', value: 'c' }, true],
    [choice, { kind: 'choice', value: 'd' }, false],
    [number, { kind: 'number', value: 10 }, true],
    [number, { kind: 'number', value: 11 }, false],
    [number, { kind: 'number', value: 'x' }, false],
    [number, { kind: 'skipped' }, true],
    [number, null, false],
    [number, 'text', false],
  ])('of a task of %o, %j: %s', (task, value, expected) => {
    expect(isPrediction(value, task)).toBe(expected);
  });
});
