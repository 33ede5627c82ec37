import { describe, expect, it } from 'vitest';
import { moduleSet } from '../../architecture/modules';
import type { LoraScenario, Scenario } from '../../experiment/experiment';
import { lowestModule, moduleFigure } from './moduleFigure';
import { moduleScene, scaleOf } from './moduleScene';

const MINI = { hidden: 64, intermediate: 256 };
const BASE = { hidden: 768, intermediate: 3072 };
const color = '#1f77b4';
const LORA: LoraScenario = {
  ...{ name: 'upper', color, method: 'lora', rank: 8, alpha: 16, rsLora: false },
  modules: moduleSet(12, (layer, component) => layer >= 7 && ['value', 'up', 'down'].includes(component)),
};
const HEAD: Scenario = { name: 'head', color, method: 'classifier' };
const FULL: Scenario = { name: 'full', color, method: 'full' };
const ROOM = { width: 420, height: 210, em: 17 };

describe('a module with an adapter', () => {
  it('has the sizes and the number of parameters of the model', () => {
    const up = moduleFigure(LORA, { layer: 7, component: 'up' }, BASE);
    expect(up).toMatchObject({
      ...{ name: 'Layer 7, up', state: 'adapter', weight: { rows: 3072, columns: 768 } },
      adapter: { rank: 8, a: { rows: 8, columns: 768 }, b: { rows: 3072, columns: 8 } },
      counted: ['8 × (768 + 3072) = 30,720', expect.stringMatching(/^1\.3\s% of W’s 2,359,296$/)],
    });
    expect(up.share).toBeCloseTo(30_720 / 2_359_296, 12);
    const down = moduleFigure(LORA, { layer: 7, component: 'down' }, MINI);
    expect(down.weight).toEqual({ rows: 64, columns: 256 });
  });

  it('says what multiplies what, with alpha over r or over its root', () => {
    const plain = moduleFigure(LORA, { layer: 7, component: 'value' }, MINI);
    expect([plain.formula, plain.factor]).toEqual(['h = W x + b + (α / r) B A x', 'α / r = 16 / 8 = 2']);
    const stabilised = moduleFigure({ ...LORA, rsLora: true }, { layer: 7, component: 'value' }, MINI);
    expect(stabilised.formula).toBe('h = W x + b + (α / √r) B A x');
    expect(stabilised.factor).toBe('α / √r = 16 / √8 = 5.66');
  });

  it('counts the magnitudes of DoRA, and says what they multiply', () => {
    const dora = moduleFigure({ ...LORA, dora: true }, { layer: 7, component: 'value' }, MINI);
    expect(dora.formula).toBe('h = m V x / |V| + b');
    expect(dora.factor).toBe('V = W + (α / r) B A, α / r = 16 / 8 = 2');
    expect(dora.counted?.[0]).toBe('8 × (64 + 64) + 64 = 1,088');
    expect(dora.description).toContain('B, 64 × 8, and 64 magnitudes m, train.');
  });

  it('is a sentence with all its numbers for those who do not see it', () => {
    const { description } = moduleFigure(LORA, { layer: 12, component: 'value' }, MINI);
    expect(description.replaceAll('\u00a0', ' ')).toBe(
      'Layer 12, value: W is 64 × 64 and stays frozen; A, 8 × 64, and B, 64 × 8, train. ' +
        'These are 8 × (64 + 64) = 1,024 parameters, 25.0 % of W’s 4,096. ' +
        'The module computes h = W x + b + (α / r) B A x, where α / r = 16 / 8 = 2.',
    );
  });
});

it('says what happens where there is no adapter', () => {
  const place = { layer: 1, component: 'query' } as const;
  const none = moduleFigure(LORA, place, MINI);
  expect(none).toMatchObject({
    state: 'none',
    adapter: null,
    counted: null,
    formula: 'h = W x + b',
    share: 0,
  });
  expect(none.description).toContain('Tick its cell');
  expect(moduleFigure(HEAD, place, MINI).description).toContain('Only the classifier on top trains.');
  const full = moduleFigure(FULL, place, MINI);
  expect(full).toMatchObject({ state: 'full', counted: ['4,160 train', 'all of W and b'] });
  expect(full.description).toContain('W itself moves');
  expect(moduleScene(none, ROOM).slider).toBeNull();
});

it('begins with the lowest adapted module', () => {
  expect(lowestModule(LORA, 12)).toEqual({ layer: 7, component: 'value' });
  expect(lowestModule({ ...LORA, modules: moduleSet(12, () => false) }, 12)).toEqual({
    layer: 12,
    component: 'query',
  });
  expect(lowestModule(HEAD, 12)).toEqual({ layer: 12, component: 'query' });
  expect(lowestModule(FULL, 12)).toEqual({ layer: 1, component: 'query' });
});

describe('the scale', () => {
  const room = { width: 100, height: 100 };

  it('is one for W, A and B, and leaves room for them', () => {
    const figure = moduleFigure({ ...LORA, rank: 64 }, { layer: 7, component: 'value' }, MINI);
    const { scale, thickness, isThin } = scaleOf(figure, room);
    expect(scale * (64 + 64)).toBeCloseTo(100);
    expect(thickness).toBeCloseTo(64 * scale);
    expect(isThin).toBe(false);
  });

  it('has a least thickness, and the picture says so', () => {
    const figure = moduleFigure({ ...LORA, rank: 1 }, { layer: 7, component: 'up' }, BASE);
    expect(scaleOf(figure, room)).toMatchObject({ thickness: 3, isThin: true });
    const words = moduleScene(figure, ROOM).shapes.flatMap((shape) =>
      shape.kind === 'words' ? [shape.text] : [],
    );
    expect(words).toContain('thicker than to scale');
  });
});

it('keeps within its room and writes nothing smaller than 12 pixels', () => {
  for (const width of [300, 358, 420, 700])
    for (const component of ['query', 'up', 'down'] as const)
      for (const rank of [1, 8, 256]) {
        const size = { ...ROOM, width };
        const scene = moduleScene(moduleFigure({ ...LORA, rank }, { layer: 7, component }, BASE), size);
        for (const shape of scene.shapes) {
          if (shape.kind === 'words') expect(shape.size).toBeGreaterThanOrEqual(12);
          if (shape.kind !== 'box') continue;
          expect(shape.x + shape.width).toBeLessThanOrEqual(width + 0.01);
          expect(shape.y + shape.height).toBeLessThanOrEqual(size.height + 0.01);
        }
      }
});
