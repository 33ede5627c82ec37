import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../src/experiment/defaults';
import { listTrials, type Experiment } from '../../src/experiment/experiment';
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
    const training = { ...DEFAULT_EXPERIMENT.training, learningRate: 1e-3 };
    const others = [
      ...keys({ ...DEFAULT_EXPERIMENT, training }),
      ...keys({ ...DEFAULT_EXPERIMENT, firstSeed: 10 }),
      ...keys({ ...DEFAULT_EXPERIMENT, dataset: 'other' }),
    ];
    expect(others.filter((key) => before.includes(key))).toEqual([]);
  });
  it('belongs to one version of the lab and of the results', () => {
    for (const key of before) {
      expect(key).toContain(`lab ${packageJson.version}:`);
      expect(key).toContain(`results ${RESULTS_VERSION},`);
    }
  });
});
