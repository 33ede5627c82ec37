import { expect, it } from 'vitest';
import { RULES } from './address/rules';
import { DEFAULT_EXPERIMENT } from './defaults';
import { withNewSeeds } from './newSeeds';

it('new seeds come after all that the experiment has used or its plan allows', () => {
  const of = (change: { trials: number; firstSeed: number; upTo: number | null }) => {
    const { upTo, ...rest } = change;
    const judging = { ...DEFAULT_EXPERIMENT.judging, upTo };
    return withNewSeeds({ ...DEFAULT_EXPERIMENT, ...rest, judging });
  };
  expect(of({ trials: 5, firstSeed: 1, upTo: null })).toMatchObject({ trials: 5, firstSeed: 6 });
  expect(of({ trials: 5, firstSeed: 1, upTo: 20 }).firstSeed).toBe(21);
  expect(of({ trials: 23, firstSeed: 3000, upTo: 20 }).firstSeed).toBe(3023);
  expect(of({ trials: 5, firstSeed: RULES.firstSeed.max, upTo: null }).firstSeed).toBe(RULES.firstSeed.min);
});
