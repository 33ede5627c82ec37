/** @file Parameter counts against the published ones: RoBERTa base on SST-2 (design/seed-results.json). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Scenario } from './experiment';
import { COMPONENTS, type Component, type ModuleSet, moduleSet } from '../architecture/modules';
import { presetModules } from './presets';
import { moduleWidths } from '../architecture/moduleWidths';
import type { ModelConfig } from '../architecture/config';
import {
  adapterParameters,
  headParameters,
  relativeParameters,
  totalParameters,
  trainableParameters,
} from './parameters';

const ROBERTA_BASE: ModelConfig = {
  architecture: 'roberta',
  layers: 12,
  hidden: 768,
  heads: 12,
  intermediate: 3072,
  vocabulary: 50265,
  positions: 514,
  tokenTypes: 1,
  labels: 2,
  firstPosition: 2,
  padToken: 1,
  layerNormEpsilon: 1e-5,
};

const lora = (modules: ModuleSet, rank = 8): Scenario => ({
  name: 'x',
  color: '#000000',
  method: 'lora',
  modules,
  rank,
  alpha: rank,
  rsLora: false,
});
const all = presetModules('all', 12);
const on = (...components: Component[]) => moduleSet(12, (_, component) => components.includes(component));
const classifier: Scenario = { name: 'x', color: '#000000', method: 'classifier' };
const full: Scenario = { name: 'x', color: '#000000', method: 'full' };

describe('trainableParameters of RoBERTa base', () => {
  it.each<[string, Scenario, number]>([
    ['full fine-tuning', full, 124_647_170],
    ['classifier only', classifier, 592_130],
    ['all, r=1', lora(all, 1), 758_018],
    ['all, r=2', lora(all, 2), 923_906],
    ['all, r=4', lora(all, 4), 1_255_682],
    ['all, r=8', lora(all), 1_919_234],
    ['all, r=16', lora(all, 16), 3_246_338],
    ['all, r=32', lora(all, 32), 5_900_546],
    ['lower', lora(presetModules('lower', 12)), 1_255_682],
    ['upper', lora(presetModules('upper', 12)), 1_255_682],
    ['even', lora(presetModules('even', 12)), 1_255_682],
    ['four layers', lora(moduleSet(12, (layer) => layer > 8)), 1_034_498],
    ['query', lora(on('query')), 739_586],
    ['key', lora(on('key')), 739_586],
    ['value', lora(on('value')), 739_586],
    ['attention output', lora(on('attentionOutput')), 739_586],
    ['up', lora(on('up')), 960_770],
    ['down', lora(on('down')), 960_770],
    ['value+up', lora(on('value', 'up')), 1_108_226],
    ['attention output+up', lora(on('attentionOutput', 'up')), 1_108_226],
    ['no module', lora(presetModules('none', 12)), 592_130],
  ])('%s', (_, scenario, count) => {
    expect(trainableParameters(ROBERTA_BASE, scenario)).toBe(count);
  });

  it('in percent of full fine-tuning', () => {
    const percent = (scenario: Scenario) => (100 * relativeParameters(ROBERTA_BASE, scenario)).toFixed(3);
    expect(percent(full)).toBe('100.000');
    expect(percent(classifier)).toBe('0.475');
    expect(percent(lora(all))).toBe('1.540');
    expect(percent(lora(on('value', 'up')))).toBe('0.889');
  });

  it('widths of the six modules', () => {
    const widths = COMPONENTS.map((component) => moduleWidths(ROBERTA_BASE, component));
    expect(widths.map(({ input, output }) => [input, output])).toEqual([
      ...[
        [768, 768],
        [768, 768],
        [768, 768],
        [768, 768],
        [768, 3072],
        [3072, 768],
      ],
    ]);
  });
});

interface SeedResults {
  readonly model: {
    readonly totalParameters: number;
    readonly headParameters: number;
    readonly perLayerRankParameters: Readonly<Record<Component, number>>;
  };
  readonly summary: readonly { readonly scenario: string; readonly parametersPercent: number }[];
  readonly experiments: {
    readonly r: number;
    readonly layerWise: readonly { readonly scenario: string; readonly trainable: number }[];
    readonly componentWise: readonly { readonly scenario: string; readonly trainable: number }[];
    readonly rank: readonly { readonly r: number; readonly trainable: number }[];
  };
}

const SEED_RESULTS = new URL('../lessons/seed-results.json', import.meta.url);
describe('the published file', () => {
  const seed = JSON.parse(readFileSync(SEED_RESULTS, 'utf8')) as SeedResults;
  const published = () => seed;

  it('has the same model', () => {
    const { model } = published();
    expect(totalParameters(ROBERTA_BASE)).toBe(model.totalParameters);
    expect(headParameters(ROBERTA_BASE)).toBe(model.headParameters);
    for (const component of COMPONENTS)
      expect(adapterParameters(ROBERTA_BASE, { modules: [[component]], rank: 1 })).toBe(
        model.perLayerRankParameters[component],
      );
  });

  it('has the same count for every scenario', () => {
    const { layerWise, componentWise, rank, r } = published().experiments;
    for (const { r: size, trainable } of rank)
      expect(trainableParameters(ROBERTA_BASE, lora(all, size))).toBe(trainable);
    for (const { scenario, trainable } of componentWise) {
      const names = scenario
        .split('+')
        .map((name) => (name === 'attention output' ? 'attentionOutput' : name));
      const modules = on(...COMPONENTS.filter((component) => names.includes(component)));
      expect(trainableParameters(ROBERTA_BASE, lora(modules, r)), scenario).toBe(trainable);
    }
    for (const { scenario, trainable } of layerWise) {
      const layers = scenario === 'all' ? 12 : 4; // the notebook's patterns have 4 layers
      const modules = moduleSet(12, (layer) => layer <= layers);
      expect(trainableParameters(ROBERTA_BASE, lora(modules, r)), scenario).toBe(trainable);
    }
  });

  it('has the same percentages', () => {
    const scenarios: Readonly<Record<string, Scenario>> = {
      'full fine-tuning': full,
      'classifier only': classifier,
      'LoRA base (all, r=8)': lora(all),
      'LoRA all r=8 (independent repeat)': lora(all),
      'LoRA all r=4': lora(all, 4),
      'LoRA all r=1': lora(all, 1),
      'LoRA up r=8': lora(on('up')),
      'LoRA value+up r=8': lora(on('value', 'up')),
    };
    for (const { scenario: name, parametersPercent } of published().summary) {
      const scenario = scenarios[name];
      if (!scenario) throw new Error(`no scenario is known as "${name}"`);
      expect(100 * relativeParameters(ROBERTA_BASE, scenario), name).toBeCloseTo(parametersPercent, 2);
    }
  });
});
