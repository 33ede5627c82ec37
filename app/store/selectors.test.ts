import { expect, it } from 'vitest';
import { DEFAULT_TRAINING } from '../../src/experiment/defaults';
import { validationRows } from './selectors';

it('knows how many validation examples stand behind an accuracy', () => {
  const rows = (wanted: number | null, there: number | null) =>
    validationRows({ training: { ...DEFAULT_TRAINING, validationRows: wanted } }, there);
  expect([rows(400, 1000), rows(5000, 1000), rows(null, 1000), rows(400, null), rows(null, null)]).toEqual([
    400,
    1000,
    1000,
    400,
    null,
  ]);
});
