import { describe, expect, it } from 'vitest';
import { lowestLayer, moduleCount } from '../architecture/modules';
import { MODULE_PRESETS, presetModules } from './presets';

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
    const sizes = lower.map((components, i) => components.length + (upper[i]?.length ?? NaN));
    expect(sizes).toEqual(Array(layers).fill(6));
  });
});
