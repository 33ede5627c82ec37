import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT, DEFAULT_TRAINING } from './defaults';
import { trainingOf } from './experiment';

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
