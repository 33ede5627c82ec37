import { describe, expect, it } from 'vitest';
import type { LoraScenario } from './experiment';
import { layerRanges, layerWord, moduleBlocks } from './moduleBlocks';
import { moduleSet } from '../architecture/modules';
import { describeModules, describeScenario } from './formatModules';
import { presetModules } from './presets';

const base = { name: 'x', color: '#000000' };
const lora = (change: Partial<LoraScenario> = {}): LoraScenario => ({
  ...base,
  method: 'lora',
  modules: presetModules('upper', 12),
  rank: 8,
  alpha: 8,
  rsLora: false,
  ...change,
});

describe('describeScenario', () => {
  it('says what a scenario trains', () => {
    expect(describeScenario(lora())).toBe('layers 7-12, all six components, r=8');
    expect(describeScenario(lora({ alpha: 16, rsLora: true, learningRate: 5e-4 }))).toBe(
      'layers 7-12, all six components, r=8, alpha=16, rsLoRA, learning rate 0.0005',
    );
    expect(describeScenario({ ...base, method: 'classifier', duration: { unit: 'epochs', count: 1 } })).toBe(
      'classifier only, 1 epoch',
    );
    expect(describeScenario({ ...base, method: 'full', duration: { unit: 'steps', count: 100 } })).toBe(
      'full fine-tuning, 100 steps',
    );
  });

  it.each([
    [presetModules('all', 12), 'all 12 layers, all six components'],
    [presetModules('even', 12), 'even layers, all six components'],
    [presetModules('feedForward', 12), 'all 12 layers, up + down'],
    [presetModules('none', 12), 'no modules'],
    [moduleSet(12, (layer, c) => layer === 3 && c === 'attentionOutput'), 'layer 3, attention output'],
    [moduleSet(12, (layer, c) => [1, 4, 5].includes(layer) && c === 'key'), 'layers 1, 4-5, key'],
    [
      moduleSet(4, (layer, c) => (layer < 3 ? c === 'query' : c === 'value')),
      'layers 1-2, query; layers 3-4, value',
    ],
  ])('describes module sets (%#)', (modules, words) => {
    expect(describeModules(modules)).toBe(words);
  });
});

describe('moduleBlocks', () => {
  it('joins layers with the same components, whatever their order', () => {
    expect(moduleBlocks([['value', 'query'], [], ['query', 'value'], ['up']])).toEqual([
      { layers: [1, 3], components: ['query', 'value'] },
      { layers: [4], components: ['up'] },
    ]);
  });

  it('writes ranges and words', () => {
    expect(layerRanges([1, 2, 3, 5, 7, 8])).toBe('1-3,5,7-8');
    expect(layerWord([1, 3, 5], 5)).toBe('odd');
    expect(layerWord([2, 4], 5)).toBe('even');
    expect(layerWord([2, 4], 6)).toBeNull();
    expect(layerWord([2], 3)).toBeNull();
  });
});
