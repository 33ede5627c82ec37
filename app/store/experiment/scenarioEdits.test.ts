import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT, METHOD_LEARNING_RATES } from '../../../src/experiment/defaults';
import type { Experiment } from '../../../src/experiment/experiment';
import { validateExperiment } from '../../../src/experiment/validate';
import { defaultAdapters, duplicateScenario, newScenario, removeScenario, withMethod } from './scenarioEdits';

const experiment = DEFAULT_EXPERIMENT;
const [lower] = experiment.scenarios;
const names = ({ scenarios }: Experiment): string[] => scenarios.map(({ name }) => name);

describe('scenarios', () => {
  it('are copied beside their original with a name and a colour of their own', () => {
    const twice = duplicateScenario(duplicateScenario(experiment, lower), lower);
    expect(names(twice)).toEqual(['lower', 'lower 3', 'lower 2', 'upper']);
    expect(new Set(twice.scenarios.map(({ color }) => color)).size).toBe(4);
    expect(validateExperiment(twice)).toEqual([]);
  });
  it('can be added and removed and leave a valid experiment', () => {
    const add = (to: Experiment) => ({ ...to, scenarios: [...to.scenarios, newScenario(to, 12)] });
    const added = add(add(experiment));
    expect(names(added)).toEqual(['lower', 'upper', 'all', 'all 2']);
    expect(validateExperiment(added)).toEqual([]);
    const [, upper = lower] = added.scenarios;
    expect(names(removeScenario(added, upper))).toEqual(['lower', 'all', 'all 2']);
  });
  it('keep name and colour when their method changes', () => {
    const { full: learningRate, lora } = METHOD_LEARNING_RATES;
    const full = withMethod(lower, 'full', defaultAdapters(12), lora);
    expect(full).toEqual({ name: 'lower', color: lower.color, method: 'full', learningRate });
    expect(withMethod(full, 'lora', defaultAdapters(12), lora)).not.toHaveProperty('learningRate');
  });
});
