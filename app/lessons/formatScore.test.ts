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
      'no difference that matters',
    ]);
    expect(predictionLines(taskOf('memory'), { kind: 'number', value: 3.5 })).toEqual(['3.5 times']);
    expect(predictionLines(taskOf('memory'), { kind: 'skipped' })).toEqual(['none: skipped']);
    expect(resultLines(taskOf('memory'), { kind: 'number', actual: 3.91666 })).toEqual(['3.92 times']);
    const choice = { kind: 'choice', answers: ['r=4', 'r=8'] } as const;
    const lines = (state: 'decided' | 'a wash' | 'open') => resultLines(taskOf('rank'), { ...choice, state });
    expect(lines('a wash')).toEqual(['r=4 or r=8: a wash']);
    expect(lines('open')).toEqual(['open: r=4 or r=8']);
    expect(resultLines(taskOf('precision'), { kind: 'choice', answers: ['same'], state: 'decided' })).toEqual(
      ['no difference that matters'],
    );
    const all = { kind: 'choice', answers: ['lower', 'same', 'higher'], state: 'open' } as const;
    expect(resultLines(taskOf('precision'), all)).toEqual(['open']);
    expect(resultLines(taskOf('layers'), { kind: 'ranking', order: ['a', 'b'] })).toEqual(['a', 'b']);
  });

  it('say how far a prediction was right', () => {
    const ranking = { kind: 'ranking', order: ['a', 'b', 'c'] } as const;
    const none = { ...ranking, right: 0, decided: 0, washes: 0, open: 0 };
    expect(formatScore({ ...none, right: 2, decided: 3 })).toBe(
      'You have 2 of 3 decided pairs in the right order.',
    );
    expect(formatScore({ ...none, right: 1, decided: 1, washes: 1, open: 2 })).toBe(
      'You have 1 of 1 decided pair in the right order. Of the other pairs 1 is a wash and 2 are open.',
    );
    expect(formatScore({ ...none, open: 3 })).toBe('No difference is clear yet: 3 are open. Add seeds.');
    expect(formatScore({ ...none, washes: 2, open: 1 })).toBe(
      'No difference is clear yet: 2 are a wash and 1 is open. Add seeds.',
    );
    expect(formatScore({ kind: 'choice', outcome: 'right' })).toBe('As you predicted.');
    expect(formatScore({ kind: 'choice', outcome: 'wrong' })).toBe('Not as you predicted.');
    expect(formatScore({ kind: 'choice', outcome: 'open' })).toMatch(/^Neither right nor wrong: .* open/);
    expect(formatScore({ kind: 'choice', outcome: 'a wash' })).toMatch(/^Neither right nor wrong: .* a wash/);
    expect(formatScore({ kind: 'number', actual: 4, distance: 0.5 })).toBe('Your guess is 0.5 off.');
  });
});
