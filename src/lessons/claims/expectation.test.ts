import { describe, expect, it } from 'vitest';
import { resultOf } from '../prediction';
import type { Outcome, Outcomes, Standing } from '../outcomes';
import {
  asGood,
  better,
  claimTask,
  scenariosOf,
  verdictOn,
  verdictOnAll,
  type Expectation,
} from './expectation';

const measured: Outcome = { mean: 0.9, range: null, memory: null, samplesPerSecond: null };
const TURNED: Readonly<Record<Standing, Standing>> = {
  better: 'worse',
  worse: 'better',
  'a wash': 'a wash',
  open: 'open',
};

/** Outcomes in which the pairs stand as given, "first second"; all others are open. */
function outcomesWith(
  standings: Readonly<Record<string, Standing>>,
  slight: readonly string[] = [],
): Outcomes {
  const names = new Set(Object.keys(standings).flatMap((pair) => pair.split(' ')));
  return {
    byName: new Map([...names].map((name) => [name, measured])),
    standing: (first, second) => {
      if (!names.has(first) || !names.has(second)) return null;
      const turned = standings[`${second} ${first}`];
      return standings[`${first} ${second}`] ?? (turned ? TURNED[turned] : 'open');
    },
    isSlight: (first, second) =>
      slight.includes(`${first} ${second}`) || slight.includes(`${second} ${first}`),
  };
}

describe('an expectation', () => {
  it.each([
    ['better', 'holds', 'holds'],
    ['worse', 'fails', 'fails'],
    ['a wash', 'fails', 'holds'],
    ['open', 'open', 'open'],
  ] as const)('of a pair that is %s: better %s, as good %s', (standing, ofBetter, ofAsGood) => {
    const outcomes = outcomesWith({ 'a b': standing });
    expect(verdictOn(better('a', 'b'), outcomes)).toBe(ofBetter);
    expect(verdictOn(asGood('a', 'b'), outcomes)).toBe(ofAsGood);
  });

  it('of being as good allows for less than matters', () => {
    expect(verdictOn(asGood('a', 'b'), outcomesWith({ 'a b': 'worse' }, ['a b']))).toBe('holds');
    expect(verdictOn(better('a', 'b'), outcomesWith({ 'a b': 'worse' }, ['a b']))).toBe('fails');
  });

  it('has no verdict before both have run', () => {
    const outcomes = outcomesWith({ 'a b': 'better' });
    expect(verdictOn(better('a', 'c'), outcomes)).toBeNull();
    expect(verdictOnAll([better('a', 'b'), better('a', 'c')], outcomes)).toBeNull();
  });
});

describe('the best of two lists at the same place', () => {
  const expectation: Expectation = { kind: 'same place', these: ['a', 'b'], those: ['c', 'd'] };
  it.each([
    ['holds', { 'a b': 'better', 'c d': 'better' }],
    ['fails', { 'a b': 'better', 'c d': 'worse' }],
    ['open', { 'a b': 'better', 'c d': 'a wash' }],
    ['open', { 'a b': 'open', 'c d': 'open' }],
  ] as const)('%s', (verdict, standings) => {
    expect(verdictOn(expectation, outcomesWith(standings))).toBe(verdict);
  });

  it('needs all of them', () => {
    expect(verdictOn(expectation, outcomesWith({ 'a b': 'better' }))).toBeNull();
  });
});

describe('a claim', () => {
  const claim = [better('a', 'b'), asGood('c', 'b')];

  it('fails with one expectation, and holds with all', () => {
    expect(verdictOnAll(claim, outcomesWith({ 'a b': 'better', 'c b': 'a wash' }))).toBe('holds');
    expect(verdictOnAll(claim, outcomesWith({ 'a b': 'better', 'c b': 'open' }))).toBe('open');
    expect(verdictOnAll(claim, outcomesWith({ 'a b': 'worse', 'c b': 'open' }))).toBe('fails');
  });

  it('is a question whose answer is its verdict', () => {
    const task = claimTask({ prompt: 'So?', yes: 'so', no: 'not so', expectations: claim });
    expect(task.scenarios).toEqual(scenariosOf(claim));
    const answer = (standings: Parameters<typeof outcomesWith>[0]) => resultOf(task, outcomesWith(standings));
    expect(answer({ 'a b': 'better', 'c b': 'a wash' })).toEqual({
      ...{ kind: 'choice', answers: ['yes'], state: 'decided' },
    });
    expect(answer({ 'a b': 'worse', 'c b': 'a wash' })).toMatchObject({ answers: ['no'], state: 'decided' });
    expect(answer({ 'a b': 'open', 'c b': 'a wash' })).toMatchObject({
      answers: ['yes', 'no'],
      state: 'open',
    });
    expect(answer({ 'a b': 'better' })).toBeNull();
  });
});
