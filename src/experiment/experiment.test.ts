import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT, DEFAULT_TRAINING } from './defaults';
import { drawsBySeed, haveSameTrials, plannedSeeds, trainingOf, withoutIdleChoice } from './experiment';

describe('trainingOf', () => {
  const [scenario] = DEFAULT_EXPERIMENT.scenarios;

  it('is the experiment’s settings where a scenario has none of its own', () => {
    expect(trainingOf(DEFAULT_TRAINING, scenario)).toEqual(DEFAULT_TRAINING);
  });

  it('puts a scenario’s own settings in their place, also those that switch off', () => {
    const own = {
      learningRate: 1e-5,
      duration: { unit: 'steps', count: 7 },
      checkpointing: false,
      basePrecision: 'int8',
    } as const;
    const shared = { ...DEFAULT_TRAINING, checkpointing: true };
    expect(trainingOf(shared, { ...scenario, ...own })).toEqual({ ...DEFAULT_TRAINING, ...own });
  });
});

describe('the plan', () => {
  const of = (trials: number, upTo: number | null) =>
    plannedSeeds({ trials, judging: { ...DEFAULT_EXPERIMENT.judging, upTo } });

  it('ends with the trials, or where it says, also if more have run since', () => {
    expect([of(5, null), of(5, 20), of(8, 5)]).toEqual([5, 20, 5]);
  });

  it('changes no trial, however it is edited', () => {
    const judging = { ...DEFAULT_EXPERIMENT.judging, delta: 3 };
    expect(haveSameTrials({ ...DEFAULT_EXPERIMENT, judging }, DEFAULT_EXPERIMENT)).toBe(true);
    expect(haveSameTrials({ ...DEFAULT_EXPERIMENT, trials: 9 }, DEFAULT_EXPERIMENT)).toBe(false);
    const training = { ...DEFAULT_TRAINING };
    expect(haveSameTrials({ ...DEFAULT_EXPERIMENT, training }, DEFAULT_EXPERIMENT)).toBe(false);
  });
});

describe('rows for each seed', () => {
  it('are drawn only where not all training rows are used', () => {
    const perSeed = { ...DEFAULT_TRAINING, rowChoice: 'per-seed' } as const;
    const few = { ...perSeed, trainingRows: 100 };
    expect([perSeed, few, { ...few, rowChoice: 'sample' } as const].map(drawsBySeed)).toEqual([
      false,
      true,
      false,
    ]);
    expect(withoutIdleChoice(perSeed)).toEqual(DEFAULT_TRAINING);
    expect(withoutIdleChoice(few)).toBe(few);
  });
});
