import { expect, it } from 'vitest';
import type { Scenario } from '../experiment/experiment';
import { moduleSet } from '../architecture/modules';
import { entryOf, rangesOf, type FlatLayout } from '../ops/flat';
import type { EncoderWeights } from '../architecture/tensorSource';
import type { ModelConfig } from '../architecture/config';
import { totalParameters, trainableParameters } from '../experiment/parameters';
import { headShapes } from '../architecture/shapes';
import { given } from '../base/testing';
import { initialEntries, trainableLayout } from './trainable';

const CONFIG: ModelConfig = {
  architecture: 'roberta',
  layers: 3,
  hidden: 12,
  heads: 3,
  intermediate: 20,
  vocabulary: 50,
  positions: 18,
  tokenTypes: 1,
  labels: 3,
  firstPosition: 2,
  padToken: 1,
  layerNormEpsilon: 1e-5,
};

const BASE = { name: 's', color: '#000000' };
const LORA: Scenario = {
  ...BASE,
  method: 'lora',
  modules: moduleSet(3, (layer, component) => layer > 1 && component !== 'key'),
  rank: 5,
  alpha: 5,
  rsLora: false,
};
const SCENARIOS: readonly Scenario[] = [LORA, { ...BASE, method: 'classifier' }, { ...BASE, method: 'full' }];

const zeros: EncoderWeights = () => Promise.resolve(new Float32Array());
async function initialValues(
  layout: FlatLayout,
  seed: number,
  pretrained: EncoderWeights,
): Promise<Float32Array> {
  const values = new Float32Array(layout.length);
  for await (const entry of initialEntries(layout, seed, pretrained)) {
    const { offset, size } = entryOf(layout, entry.name);
    expect(entry.values.length, entry.name).toBe(size);
    values.set(entry.values, offset);
  }
  return values;
}
const range = (values: Float32Array, scenario: Scenario, name: string): Float32Array => {
  const { offset, size } = rangesOf(trainableLayout(CONFIG, scenario)).get(name)!;
  return values.subarray(offset, offset + size);
};

it('holds exactly the parameters that the formulas count', () => {
  for (const scenario of SCENARIOS)
    expect(trainableLayout(CONFIG, scenario).parameters, scenario.method).toBe(
      trainableParameters(CONFIG, scenario),
    );
  expect(trainableLayout(CONFIG, SCENARIOS[2]!).parameters).toBe(totalParameters(CONFIG));
});

it('decays matrices, and neither biases nor LayerNorm', () => {
  const { entries, decayLength } = trainableLayout(CONFIG, SCENARIOS[2]!);
  for (const { name, offset } of entries.values())
    expect(offset < decayLength, name).toBe(!name.endsWith('.bias') && !name.includes('LayerNorm'));
});

it('puts what LoRA+ trains faster behind the rest: B, and the biases as PEFT’s optimizer has it', () => {
  const usual = trainableLayout(CONFIG, LORA);
  expect(usual.fasterFrom).toBe(usual.length);
  expect(trainableLayout(CONFIG, { ...LORA, bRate: 1 })).toEqual(usual);
  const { entries, fasterFrom, decayLength, length, parameters } = trainableLayout(CONFIG, {
    ...LORA,
    bRate: 16,
  });
  expect([length, decayLength, parameters]).toEqual([usual.length, usual.decayLength, usual.parameters]);
  for (const { name, offset } of entries.values())
    expect(offset >= fasterFrom, name).toBe(name.endsWith('.B') || name.endsWith('.bias'));
});

it('counts and starts only what ranks by module train, and fills stacks up with zeros', async () => {
  const ranked: Scenario = {
    ...LORA,
    ranks: [
      { rank: 2, modules: moduleSet(3, (_, component) => component === 'query' || component === 'down') },
      { rank: 7, modules: moduleSet(3, (layer, component) => layer === 3 && component === 'value') },
    ],
  };
  const layout = trainableLayout(CONFIG, ranked);
  expect(layout.parameters).toBe(trainableParameters(CONFIG, ranked));
  expect(trainableParameters(CONFIG, ranked)).toBe(
    trainableParameters(CONFIG, LORA) - 2 * 3 * (24 + 32) + 2 * 24, // query and down of two layers, value of one
  );
  const shapes = Object.fromEntries([...rangesOf(layout)].map(([name, { shape }]) => [name, shape]));
  expect(shapes).toMatchObject({
    ...{
      'layer.1.query.A': [5, 12],
      'layer.1.down.A': [2, 20],
      'layer.2.query.A': [7, 12],
      'layer.2.value.B': [12, 7],
    },
  });
  const values = await initialValues(layout, 1, zeros);
  const plain = await initialValues(trainableLayout(CONFIG, LORA), 1, zeros);
  const { offset } = rangesOf(layout).get('layer.2.query.A')!;
  expect(values.slice(offset, offset + 24)).toEqual(range(plain, LORA, 'layer.2.query.A').slice(0, 24));
  expect(values.slice(offset + 24, offset + 84)).toEqual(new Float32Array(60));
});

it('starts with B and biases at zero, A and the head random, all a function of the seed', async () => {
  const layout = trainableLayout(CONFIG, LORA);
  const values = await initialValues(layout, 1, zeros);
  expect(range(values, LORA, 'layer.1.query.B').every((value) => value === 0)).toBe(true);
  expect(range(values, LORA, 'classifier.dense.bias').every((value) => value === 0)).toBe(true);
  expect(range(values, LORA, 'layer.1.query.A').every((value) => value !== 0)).toBe(true);
  expect(range(values, LORA, 'classifier.out_proj.weight').every((value) => value !== 0)).toBe(true);
  expect(await initialValues(layout, 1, zeros)).toEqual(values);
  expect(await initialValues(layout, 2, zeros)).not.toEqual(values);
});

it('starts full fine-tuning at the pre-trained weights', async () => {
  const full = SCENARIOS[2]!;
  const layout = trainableLayout(CONFIG, full);
  const ranges = rangesOf(layout);
  const names = [...ranges.keys()].filter((name) => !name.startsWith('classifier.'));
  const mark = (name: string): number => 1 + names.indexOf(name);
  const pretrained: EncoderWeights = (name) =>
    Promise.resolve(new Float32Array(ranges.get(name)!.size).fill(mark(name)));
  const values = await initialValues(layout, 1, pretrained);
  for (const module of ['attention.self.key', 'attention.self.value', 'output.dense'])
    expect(names).toContain(`encoder.layer.2.${module}.weight`);
  for (const name of names)
    expect(
      range(values, full, name).every((value) => value === mark(name)),
      name,
    ).toBe(true);
});

/** What scenarios of one seed start with, each by name; `full` reads zeros as pretrained weights. */
async function startOf(scenario: Scenario, seed: number): Promise<(name: string) => Float32Array> {
  const layout = trainableLayout(CONFIG, scenario);
  const ranges = rangesOf(layout);
  const pretrained: EncoderWeights = (name) =>
    Promise.resolve(new Float32Array(given(ranges.get(name)).size));
  const values = await initialValues(layout, seed, pretrained);
  return (name) => range(values, scenario, name);
}

it('starts all scenarios of a seed with the same head, whatever else they train', async () => {
  const others: Scenario[] = [{ ...LORA, rank: 8 }, { ...LORA, rank: 4 }, ...SCENARIOS.slice(1)];
  const first = await startOf(LORA, 3);
  for (const scenario of others) {
    const start = await startOf(scenario, 3);
    for (const { name } of headShapes(CONFIG)) expect(start(name), name).toEqual(first(name));
  }
  const next = await startOf(LORA, 4);
  expect(next('classifier.dense.weight')).not.toEqual(first('classifier.dense.weight'));
});

it('starts an adapter alike among other modules, and at another rank with the same first rows', async () => {
  const all = await startOf({ ...LORA, modules: moduleSet(3, () => true) }, 3);
  const alone = await startOf({ ...LORA, modules: moduleSet(3, (l, c) => l === 3 && c === 'up') }, 3);
  const some = await startOf(LORA, 3);
  const wider = await startOf({ ...LORA, rank: 8 }, 3);
  const name = 'layer.2.up.A';
  for (const start of [all, alone]) expect(start(name)).toEqual(some(name));
  expect(wider(name).subarray(0, some(name).length)).toEqual(some(name));
});

it('draws parameters that differ in name alone independently', async () => {
  const wide: Scenario = { ...LORA, rank: 64, modules: moduleSet(3, () => true) };
  const start = await startOf(wide, 1);
  // Query and key have the same shape, as have all layers.
  const names = [0, 1, 2].flatMap((layer) => ['query', 'key', 'value'].map((c) => `layer.${layer}.${c}.A`));
  for (const [i, one] of names.entries())
    for (const other of names.slice(i + 1)) {
      const [a, b] = [start(one), start(other)];
      const product = a.reduce((sum, value, at) => sum + value * given(b[at]), 0) / a.length;
      // A correlation of 0 has a standard error of 1 / sqrt(768), .036.
      expect(Math.abs(product * CONFIG.hidden), `${one}, ${other}`).toBeLessThan(0.15);
    }
});

it('starts with the values of this version’s stored trials: where they change, the version of the lab must', async () => {
  const start = await startOf(LORA, 1);
  for (const [name, recorded] of [
    ['classifier.dense.weight', [0.00193716, 0.00505329]],
    ['classifier.out_proj.weight', [0.01805593, 0.00951077]],
    ['layer.1.query.A', [-0.19043009, -0.26893246]],
  ] as const)
    for (const [i, value] of recorded.entries()) expect(start(name)[i], name).toBeCloseTo(value, 7);
});
