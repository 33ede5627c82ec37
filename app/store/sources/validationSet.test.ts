import { describe, expect, it } from 'vitest';
import { DEFAULT_JUDGING, DEFAULT_TRAINING } from '../../../src/experiment/defaults';
import { validationSet } from './validationSet';

const wanting = (
  validationRows: number | null,
  dataset = 'local:mine',
  trainingRows: number | null = null,
) => ({
  dataset,
  training: { ...DEFAULT_TRAINING, validationRows, trainingRows },
  judging: DEFAULT_JUDGING,
});
const done = (validationClasses: number[]) => ({ status: 'done' as const, validationClasses });
const seen = (counts: (number | null)[], rows: number | null) => ({
  complete: true,
  rows: { train: 300, validation: rows },
  labels: counts.map((validation, i) => ({ name: String(i), train: 100, validation })),
});

describe('the validation rows', () => {
  it('are those that were measured, not those that were asked for', () => {
    const { rows, guessing } = validationSet(wanting(400), [done([20, 20, 20]), done([20, 20, 20])], null);
    expect(rows).toBe(60);
    expect(guessing?.share).toBeCloseTo(1 / 3, 12);
  });
  it('are not known where trials were measured on different ones', () => {
    expect(validationSet(wanting(400), [done([20, 20]), done([10, 10])], null)).toEqual({
      rows: null,
      guessing: null,
    });
  });
  it('are before the first trial those that there will be, as far as that is known', () => {
    const rows = (wanted: number | null) => validationSet(wanting(wanted), [], seen([30, 18, 12], 70)).rows;
    expect([rows(400), rows(20), rows(null)]).toEqual([60, 20, 60]);
    expect(validationSet(wanting(400), [], null).rows).toBeNull();
    expect(validationSet(wanting(400, 'review-sentences'), [], null).rows).toBe(400);
    expect(validationSet(wanting(null, 'review-sentences'), [], null).rows).toBe(1000);
  });
  it('are known of held out rows only where all are used', () => {
    expect(validationSet(wanting(400), [], seen([10, 50], null)).rows).toBeNull();
    expect(validationSet(wanting(null, 'local:mine', 100), [], seen([10, 50], null)).rows).toBeNull();
    expect(validationSet(wanting(null), [], seen([10, 50], null)).rows).toBe(60);
  });
  it('tell guessing by their classes where these are known', () => {
    const guessing = (wanted: number | null) =>
      validationSet(wanting(wanted), [], seen([30, 18, 12], 60)).guessing?.share;
    expect([guessing(null), guessing(60), guessing(20)]).toEqual([0.5, 0.5, undefined]);
    const byMcc = { ...wanting(null), judging: { ...DEFAULT_JUDGING, measure: 'mcc' } } as const;
    expect(validationSet(byMcc, [done([30, 18, 12])], null).guessing?.share).toBe(0);
    expect(validationSet(byMcc, [], seen([30, 18, 12], 60)).guessing?.share).toBe(0);
  });
});
