import { describe, expect, it } from 'vitest';
import { allDifferences } from '../stats/comparisons/differences';
import { planLooks } from '../stats/comparisons/looks';
import { seeded } from '../stats/fixtures.testing';
import { meanOf } from '../stats/summary';
import type { ChoiceTask, NumberTask, RankingTask } from './lesson';
import { bestOf, firstAsGood, type Outcome, type Outcomes } from './outcomes';
import { standingsOf } from './standings';
import { isPrediction, score } from './prediction';

const outcome = (mean: number | null): Outcome => ({
  mean,
  range: null,
  memory: null,
  samplesPerSecond: null,
});

/** Deviations of seeds 1 to 5 that are never the same for two scenarios. */
const WOBBLES = [
  [0.002, -0.001, 0.001, -0.002, 0],
  [-0.001, 0.002, -0.002, 0, 0.001],
  [0.001, 0, -0.001, 0.002, -0.002],
] as const;
/** Accuracies of as many seeds around a mean, by scenario. */
const around = (means: Readonly<Record<string, number>>, seeds = 5) =>
  Object.fromEntries(
    Object.entries(means).map(([name, mean], i) => [
      name,
      WOBBLES[i % WOBBLES.length]!.slice(0, seeds).map((by) => mean + by),
    ]),
  );

function outcomesOf(accuracies: Readonly<Record<string, readonly number[]>>, delta = 0.01): Outcomes {
  const named = Object.entries(accuracies);
  const compared = named.map(([, values]) => ({ values: seeded(values), ended: values.length }));
  return {
    byName: new Map(
      named.map(([name, values]) => [name, outcome(values.length === 0 ? null : meanOf(values))]),
    ),
    ...standingsOf(
      named.map(([name]) => name),
      allDifferences(compared, { plan: planLooks(5, 'growing'), firstSeed: 1, rows: 1000, delta }),
    ),
  };
}

const ranking: RankingTask = { kind: 'ranking', prompt: '', scenarios: ['a', 'b', 'c'] };
const choice: ChoiceTask = {
  kind: 'choice',
  prompt: '',
  options: ['a', 'b', 'c'].map((value) => ({ value, label: value })),
  scenarios: ['a', 'b', 'c'],
  decide: (of) => bestOf(of, ['a', 'b', 'c']),
};
const number: NumberTask = {
  kind: 'number',
  prompt: '',
  min: 0,
  max: 10,
  step: 1,
  unit: 'x',
  scenarios: ['a'],
  measure: (of) => of.byName.get('a')?.mean ?? null,
};

describe('standings', () => {
  it('are the verdicts on the pair, whichever is named first', () => {
    const { standing } = outcomesOf(around({ a: 0.9, b: 0.8, c: 0.8005 }));
    expect([standing('a', 'b'), standing('b', 'a')]).toEqual(['better', 'worse']);
    expect([standing('b', 'c'), standing('c', 'b')]).toEqual(['a wash', 'a wash']);
    expect(standing('a', 'nobody')).toBeNull();
  });

  it('stay open below five seeds, however far two scenarios lie apart', () => {
    const { standing } = outcomesOf(around({ a: 0.9, b: 0.6 }, 4));
    expect(standing('a', 'b')).toBe('open');
  });
});

describe('the first that does as well as the best', () => {
  const names = ['a', 'b', 'c'];
  it('is decided where all before it are worse', () => {
    const outcomes = outcomesOf(around({ a: 0.8, b: 0.9, c: 0.9003 }));
    expect(firstAsGood(outcomes, names)).toEqual({ answers: ['b'], state: 'decided' });
  });

  it('may be one that others beat by less than matters', () => {
    const accuracies = around({ a: 0.9, b: 0.906, c: 0.906 });
    const { standing, isSlight } = outcomesOf(accuracies);
    expect([standing('a', 'b'), isSlight('a', 'b'), isSlight('b', 'a')]).toEqual(['worse', true, true]);
    expect(firstAsGood(outcomesOf(accuracies), names)).toEqual({ answers: ['a'], state: 'decided' });
    expect(firstAsGood(outcomesOf(accuracies, 0.005), names)?.answers).not.toContain('a');
  });

  it('is open where one before it may be as good', () => {
    const outcomes = outcomesOf(around({ a: 0.9, b: 0.9, c: 0.9003 }), 0.0001);
    expect(firstAsGood(outcomes, names)).toEqual({ answers: names, state: 'open' });
  });
});

describe('score', () => {
  it('counts the pairs of a ranking that are right, and leaves out what is a wash or open', () => {
    const results = outcomesOf(around({ a: 0.9, b: 0.8, c: 0.801 }));
    expect(score(ranking, { kind: 'ranking', order: ['a', 'b', 'c'] }, results)).toEqual({
      kind: 'ranking',
      order: ['a', 'c', 'b'],
      right: 2,
      decided: 2,
      washes: 1,
      open: 0,
    });
    expect(score(ranking, { kind: 'ranking', order: ['b', 'a', 'c'] }, results)).toMatchObject({
      right: 1,
      decided: 2,
    });
    expect(score(ranking, { kind: 'ranking', order: ['c', 'b', 'a'] }, results)).toMatchObject({ right: 0 });
    const early = outcomesOf(around({ a: 0.9, b: 0.8, c: 0.801 }, 4));
    expect(score(ranking, { kind: 'ranking', order: ['a', 'b', 'c'] }, early)).toMatchObject({
      ...{ right: 0, decided: 0, washes: 0, open: 3 },
    });
  });

  it('calls a choice right only if it is shown to be the best, and wrong only if another is', () => {
    const of = (value: string, results: Outcomes) => score(choice, { kind: 'choice', value }, results);
    const decided = outcomesOf(around({ a: 0.9, b: 0.85, c: 0.8 }));
    expect(of('a', decided)).toEqual({ kind: 'choice', outcome: 'right' });
    expect(of('b', decided)).toEqual({ kind: 'choice', outcome: 'wrong' });
    const wash = outcomesOf(around({ a: 0.9, b: 0.9003, c: 0.8 }));
    expect(of('a', wash)).toEqual({ kind: 'choice', outcome: 'a wash' });
    expect(of('b', wash)).toEqual({ kind: 'choice', outcome: 'a wash' });
    expect(of('c', wash)).toEqual({ kind: 'choice', outcome: 'wrong' });
    const open = outcomesOf(around({ a: 0.9, b: 0.9003, c: 0.8 }), 0.0001);
    expect(of('a', open)).toEqual({ kind: 'choice', outcome: 'open' });
    expect(of('c', open)).toEqual({ kind: 'choice', outcome: 'wrong' });
  });

  it('measures how far a number is off', () => {
    expect(score(number, { kind: 'number', value: 3 }, outcomesOf({ a: [4.5] }))).toEqual({
      kind: 'number',
      actual: 4.5,
      distance: 1.5,
    });
  });

  it('has nothing to say while a scenario is missing, or if the prediction was skipped', () => {
    const partial = outcomesOf({ a: [0.9], b: [0.8], c: [] });
    expect(score(ranking, { kind: 'ranking', order: ['a', 'b', 'c'] }, partial)).toBeNull();
    expect(score(choice, { kind: 'choice', value: 'a' }, partial)).toBeNull();
    expect(score(number, { kind: 'number', value: 3 }, outcomesOf({}))).toBeNull();
    expect(score(number, { kind: 'number', value: 3 }, outcomesOf({ a: [Infinity] }))).toBeNull();
    expect(score(number, { kind: 'skipped' }, outcomesOf({ a: [4] }))).toBeNull();
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
