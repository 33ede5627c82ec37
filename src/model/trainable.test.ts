import { expect, it } from 'vitest';
import type { Scenario } from '../experiment/experiment';
import { moduleSet } from '../experiment/modules';
import { rangesOf } from '../ops/flat';
import type { ModelConfig } from './config';
import { totalParameters, trainableParameters } from './parameters';
import { initialValues, trainableLayout } from './trainable';

const CONFIG: ModelConfig = {
  layers: 3,
  hidden: 12,
  heads: 3,
  intermediate: 20,
  vocabulary: 50,
  positions: 18,
  tokenTypes: 1,
  labels: 3,
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

const zeros = (): Float32Array => new Float32Array();
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

it('starts with B and biases at zero, A and the head random, all a function of the seed', () => {
  const layout = trainableLayout(CONFIG, LORA);
  const values = initialValues(layout, 1, zeros);
  expect(range(values, LORA, 'layer.1.query.B').every((value) => value === 0)).toBe(true);
  expect(range(values, LORA, 'classifier.dense.bias').every((value) => value === 0)).toBe(true);
  expect(range(values, LORA, 'layer.1.query.A').every((value) => value !== 0)).toBe(true);
  expect(range(values, LORA, 'classifier.out_proj.weight').every((value) => value !== 0)).toBe(true);
  expect(initialValues(layout, 1, zeros)).toEqual(values);
  expect(initialValues(layout, 2, zeros)).not.toEqual(values);
});

it('starts full fine-tuning at the pre-trained weights', () => {
  const full = SCENARIOS[2]!;
  const layout = trainableLayout(CONFIG, full);
  const ranges = rangesOf(layout);
  const names = [...ranges.keys()].filter((name) => !name.startsWith('classifier.'));
  const mark = (name: string): number => 1 + names.indexOf(name);
  const pretrained = (name: string): Float32Array =>
    new Float32Array(ranges.get(name)!.size).fill(mark(name));
  const values = initialValues(layout, 1, pretrained);
  for (const module of ['attention.self.key', 'attention.self.value', 'output.dense'])
    expect(names).toContain(`encoder.layer.2.${module}.weight`);
  for (const name of names)
    expect(
      range(values, full, name).every((value) => value === mark(name)),
      name,
    ).toBe(true);
});
