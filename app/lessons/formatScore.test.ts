/** @file */
import { describe, expect, it } from 'vitest';
import { lessonById } from '../../src/lessons';
import { predictionLines, resultLines, formatScore } from './formatScore';

const taskOf = (id: string) => {
  const lesson = lessonById(id);
  if (!lesson) throw new Error(`no lesson ${id}`);
  return lesson.task;
};

describe('the texts of a reveal', () => {
  it('name answers by their labels and numbers with their unit', () => {
    expect(predictionLines(taskOf('precision'), { kind: 'choice', value: 'same' })).toEqual([
      'no difference to be seen',
    ]);
    expect(predictionLines(taskOf('memory'), { kind: 'number', value: 3.5 })).toEqual(['3.5 times']);
    expect(predictionLines(taskOf('memory'), { kind: 'skipped' })).toEqual(['none: skipped']);
    expect(resultLines(taskOf('memory'), { kind: 'number', actual: 3.91666 })).toEqual(['3.92 times']);
    expect(resultLines(taskOf('rank'), { kind: 'choice', answers: ['r=4', 'r=8'] })).toEqual(['r=4 or r=8']);
    expect(resultLines(taskOf('layers'), { kind: 'ranking', order: ['a', 'b'] })).toEqual(['a', 'b']);
  });

  it('say how far a prediction was right', () => {
    const ranking = { kind: 'ranking', order: ['a', 'b', 'c'] } as const;
    expect(formatScore({ ...ranking, right: 2, decided: 3, open: 0 })).toBe(
      'You have 2 of 3 decided pairs in the right order.',
    );
    expect(formatScore({ ...ranking, right: 1, decided: 1, open: 2 })).toBe(
      'You have 1 of 1 decided pair in the right order. 2 pairs lie closer than two standard errors and are not counted.',
    );
    expect(formatScore({ ...ranking, right: 0, decided: 0, open: 3 })).toMatch(/^No pair is decided/);
    expect(formatScore({ kind: 'choice', hit: true, answers: ['r=4'] })).toBe('As you predicted.');
    expect(formatScore({ kind: 'choice', hit: false, answers: ['r=4'] })).toBe('Not as you predicted.');
    expect(formatScore({ kind: 'number', actual: 4, distance: 0.5 })).toBe('Your guess is 0.5 off.');
  });
});
