/** @file */
import { describe, expect, it } from 'vitest';
import { METHOD_LEARNING_RATES } from './defaults';
import { lowestLayer, moduleCount } from './modules';
import { EXPERIMENT_PRESETS, MODULE_PRESETS, presetModules } from './presets';

describe('MODULE_PRESETS', () => {
  it('choose the published module sets of 12 layers', () => {
    const counts = MODULE_PRESETS.map(({ id, modules }) => [
      id,
      moduleCount(modules(12)),
      lowestLayer(modules(12)),
    ]);
    expect(counts).toEqual([
      ['lower', 36, 1],
      ['upper', 36, 7],
      ['even', 36, 2],
      ['all', 72, 1],
      ['none', 0, null],
      ['attention', 48, 1],
      ['feedForward', 24, 1],
    ]);
  });

  it.each([1, 2, 5, 24])('lower and upper are disjoint and make up all of %i layers', (layers) => {
    const [lower, upper] = [presetModules('lower', layers), presetModules('upper', layers)];
    expect(lower.map((components, i) => components.length + upper[i].length)).toEqual(Array(layers).fill(6));
  });
});

describe('EXPERIMENT_PRESETS', () => {
  it('have several trials, unlike names and colours, and rates of their own where the method is not LoRA', () => {
    for (const { experiment, title } of EXPERIMENT_PRESETS) {
      const { scenarios } = experiment;
      expect(new Set(scenarios.map(({ name }) => name)).size, title).toBe(scenarios.length);
      expect(new Set(scenarios.map(({ color }) => color)).size, title).toBe(scenarios.length);
      expect(experiment.trials).toBeGreaterThanOrEqual(3);
      expect(experiment.training.learningRate).toBe(METHOD_LEARNING_RATES.lora);
      for (const { method, learningRate } of scenarios)
        if (method !== 'lora') expect(learningRate).toBe(METHOD_LEARNING_RATES[method]);
    }
  });

  it('ask the published questions', () => {
    expect(EXPERIMENT_PRESETS.map(({ experiment }) => experiment.scenarios.map(({ name }) => name))).toEqual([
      ['lower', 'upper', 'even', 'all'],
      ['query', 'key', 'value', 'attention output', 'up', 'down'],
      ['r=1', 'r=2', 'r=4', 'r=8', 'r=16', 'r=32'],
      ['classifier only', 'LoRA r=1', 'LoRA r=8', 'value+up r=8', 'everything'],
    ]);
  });
});
