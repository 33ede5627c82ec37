import { describe, expect, it } from 'vitest';
import type { Outcome, Outcomes, Standing } from '../lessons/outcomes';
import type { SharedPrediction } from '../results/prediction';
import { answerOf, classWall } from './classWall';
import type { LibraryEntry } from './entry';
import { entry, LOWER, UPPER } from './testing';

const handedIn = (name: string, prediction?: SharedPrediction): LibraryEntry => {
  const plain = entry(name, []);
  return prediction ? { ...plain, results: { ...plain.results, prediction } } : plain;
};
const ranked = (...order: string[]): SharedPrediction => ({ kind: 'ranking', lesson: null, order });
const guessed = (value: number): SharedPrediction => ({ kind: 'number', lesson: 'memory', guess: value });

const outcomes = (standing: Standing | null, names = [LOWER.name, UPPER.name]): Outcomes => ({
  byName: new Map(
    names.map((name, i): [string, Outcome] => [
      name,
      { mean: standing && 0.8 - i / 10, range: 0, memory: 1, samplesPerSecond: 1 },
    ]),
  ),
  standing: (first, second) =>
    first === second ? null : standing !== 'better' ? standing : first === names[0] ? 'better' : 'worse',
  isSlight: () => false,
});

describe('the class wall', () => {
  const room = [
    handedIn('a', ranked('lower', 'upper')),
    handedIn('b', ranked('upper', 'lower')),
    handedIn('c', ranked('lower', 'upper')),
    handedIn('d'),
    handedIn('e', { kind: 'choice', lesson: 'no lesson', value: 'x' }),
  ];

  it('counts which scenario the room expects to be best, and who answered nothing or another question', () => {
    const wall = classWall(room);
    expect(wall?.bars).toEqual([
      { label: 'lower', scenario: 'lower', count: 2 },
      { label: 'upper', scenario: 'upper', count: 1 },
    ]);
    expect(wall?.without).toBe(2);
    expect(classWall([handedIn('d')])).toBeNull();
  });

  it.each<[Standing | null, string, readonly string[]]>([
    ['better', 'The answer is lower. 2 of 3 (66.7 %) guessed right.', ['lower']],
    ['open', 'It is still open between lower, upper: more seeds would tell.', []],
    ['a wash', 'It makes no difference that matters: lower, upper do equally well.', []],
    [null, 'Not all scenarios have results yet.', []],
  ])('says who guessed right where the verdict is %s', (standing, sentence, right) => {
    const wall = classWall(room);
    const answer = wall && answerOf(wall, outcomes(standing));
    expect({ ...answer, sentence: answer?.sentence.replaceAll('\u00a0', ' ') }).toEqual({ sentence, right });
  });

  it('puts guessed numbers into bars of equal width', () => {
    const wall = classWall([3, 4, 4, 20].map((value, i) => handedIn(`${i}`, guessed(value))));
    if (wall?.task.kind !== 'number') throw new Error('The lesson asks for no number.');
    expect(wall.bars.length).toBeLessThanOrEqual(10);
    expect(wall.bars.reduce((sum, bar) => sum + bar.count, 0)).toBe(4);
    expect(wall.bars[0]?.count).toBe(3);
    expect(wall.bars.at(-1)?.count).toBe(1);
  });
});
