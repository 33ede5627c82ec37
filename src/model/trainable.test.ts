import { expect, it } from 'vitest';
import type { Scenario } from '../experiment/experiment';
import { moduleSet } from '../architecture/modules';
import { entryOf, rangesOf, type FlatLayout } from '../ops/flat';
import type { EncoderWeights } from '../architecture/tensorSource';
import type { ModelConfig } from '../architecture/config';
import { totalParameters, trainableParameters } from '../experiment/parameters';
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
