import { expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from './defaults';
import { fitExperiment, fitModules } from './fitLayers';
import { moduleCount, moduleSet } from '../architecture/modules';
import { MODULE_PRESETS, presetModules } from './presets';
import { validateExperiment } from './validate';

const ALL_LAYERS = [1, 2, 3, 4, 6, 12, 24];

it('keeps every preset what it is, in any number of layers', () => {
  for (const { id, modules } of MODULE_PRESETS)
    for (const layers of ALL_LAYERS)
      expect(fitModules(modules(12), layers), `${id}, ${layers}`).toEqual(presetModules(id, layers));
});

it('keeps patterns of single components', () => {
  const upperValue = moduleSet(12, (layer, component) => layer > 6 && component === 'value');
  expect(fitModules(upperValue, 6)).toEqual(
    moduleSet(6, (layer, component) => layer > 3 && component === 'value'),
  );
});

it('maps what is no pattern by height, and never to nothing', () => {
  const bottom = moduleSet(12, (layer) => layer <= 4);
  expect(fitModules(bottom, 6)).toEqual(moduleSet(6, (layer) => layer <= 2));
  expect(fitModules(bottom, 24)).toEqual(moduleSet(24, (layer) => layer <= 8));
  for (let one = 1; one <= 12; one++)
    for (const layers of ALL_LAYERS)
      expect(
        moduleCount(
          fitModules(
            moduleSet(12, (layer) => layer === one),
            layers,
          ),
        ),
      ).toBeGreaterThan(0);
});

it('carries ranks by module over with their modules', () => {
  const modules = moduleSet(12, (layer) => layer > 6);
  const ranks = [{ rank: 2, modules: moduleSet(12, (layer, component) => layer > 6 && component === 'up') }];
  const scenario = { ...DEFAULT_EXPERIMENT.scenarios[1], modules, ranks };
  const fitted = fitExperiment({ ...DEFAULT_EXPERIMENT, scenarios: [scenario] }, 6).scenarios[0];
  expect(fitted).toMatchObject({
    ranks: [{ rank: 2, modules: moduleSet(6, (layer, component) => layer > 3 && component === 'up') }],
  });
});

it('makes an experiment fit a model, and leaves alone one that does', () => {
  const model = { layers: 6, positions: 512, firstPosition: 0 };
  expect(validateExperiment(DEFAULT_EXPERIMENT, model)).not.toEqual([]);
  expect(validateExperiment(fitExperiment(DEFAULT_EXPERIMENT, 6), model)).toEqual([]);
  expect(fitExperiment(DEFAULT_EXPERIMENT, 12)).toBe(DEFAULT_EXPERIMENT);
});
