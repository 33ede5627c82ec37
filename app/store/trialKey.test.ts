import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../src/experiment/defaults';
import { listTrials, type Experiment, type Hyperparameters } from '../../src/experiment/experiment';
import { RESULTS_VERSION } from '../../src/experiment/results';
import packageJson from '../../package.json' with { type: 'json' };
import { trialKey } from './trialKey';

const keys = (experiment: Experiment): string[] =>
  listTrials(experiment).map((trial) => trialKey(experiment, trial));
const before = keys(DEFAULT_EXPERIMENT);

describe('trialKey', () => {
  it('tells every scenario and seed apart', () => {
    expect(new Set(before).size).toBe(4);
  });
  it('survives renaming, recolouring, more trials and more scenarios', () => {
    const scenarios = DEFAULT_EXPERIMENT.scenarios.map((scenario, i) => ({
      ...scenario,
      name: `renamed ${i}`,
      color: '#123456',
    }));
    const more = [...scenarios, { name: 'head', color: '#654321', method: 'classifier' as const }];
    expect(keys({ ...DEFAULT_EXPERIMENT, scenarios: more, trials: 5 })).toEqual(
      expect.arrayContaining(before),
    );
  });
  it('changes with whatever changes the outcome', () => {
    const withTraining = (change: Partial<Hyperparameters>): Experiment => ({
      ...DEFAULT_EXPERIMENT,
      training: { ...DEFAULT_EXPERIMENT.training, ...change },
    });
    const others = [
      ...keys(withTraining({ learningRate: 1e-3 })),
      ...keys(withTraining({ checkpointing: true })),
      ...keys(withTraining({ basePrecision: 'f16' })),
      ...keys(withTraining({ basePrecision: 'int8' })),
      ...keys({ ...DEFAULT_EXPERIMENT, firstSeed: 10 }),
      ...keys({ ...DEFAULT_EXPERIMENT, dataset: 'other' }),
    ];
    expect(new Set([...before, ...others]).size).toBe(before.length + others.length);
  });
  it('belongs to one version of the lab and of the results', () => {
    for (const key of before) {
      expect(key).toContain(`lab ${packageJson.version}:`);
      expect(key).toContain(`results ${RESULTS_VERSION},`);
    }
  });
});
