import { describe, expect, it } from 'vitest';
import type { ModelConfig } from '../../architecture/config';
import { moduleName } from '../../architecture/names';
import { createRandom } from '../../base/random';
import type { LoraScenario } from '../../experiment/experiment';
import { scenarioScaling } from '../../experiment/ranks';
import { trainableLayout } from '../../model/trainable';
import { rangesOf } from '../../ops/flat';
import { splitWeights, stackedStart } from './split';
import { plainScenario, plainTensors } from './undo';

const CONFIG: ModelConfig = {
  ...{
    architecture: 'roberta',
    layers: 1,
    hidden: 12,
    heads: 3,
    intermediate: 20,
    vocabulary: 50,
    positions: 18,
  },
  ...{ tokenTypes: 1, labels: 3, firstPosition: 2, padToken: 1, layerNormEpsilon: 1e-5 },
};
const SCENARIO: LoraScenario = {
  ...{ name: 's', color: '#000000', method: 'lora', modules: [['query', 'value', 'down']] },
  ...{ rank: 4, alpha: 6, rsLora: false, pissa: true },
  ranks: [{ rank: 2, modules: [['value']] }],
};

const weights = (name: string): Promise<Float32Array> => {
  const random = createRandom(3, name);
  return Promise.resolve(
    Float32Array.from({ length: name.includes('dense') ? 240 : 144 }, () => random.normal()),
  );
};
const split = (scenario: LoraScenario) => splitWeights(CONFIG, scenario, weights, () => Promise.resolve());

/** scaling * B A, [output, input]. */
function product(
  tensors: ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float32Array }>,
  component: string,
  scaling: number,
): number[] {
  const [a, b] = [tensors.get(`layer.0.${component}.A`)!, tensors.get(`layer.0.${component}.B`)!];
  const [[rank = 0, input = 0], [output = 0]] = [a.shape, b.shape];
  return Array.from({ length: output * input }, (_, at) => {
    const [row, column] = [Math.floor(at / input), at % input];
    let sum = 0;
    for (let r = 0; r < rank; r++) sum += b.values[row * rank + r]! * a.values[r * input + column]!;
    return scaling * sum;
  });
}

const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

describe.each([SCENARIO, { ...SCENARIO, rsLora: true }])(
  'matrices taken apart, rsLoRA $rsLora',
  (scenario) => {
    const scaling = scenarioScaling(scenario);

    it('give the pretrained ones together, and leave the others as they are', async () => {
      const { tensors, rest } = await split(scenario);
      for (const component of ['query', 'value', 'down'] as const) {
        const name = `${moduleName(0, component)}.weight`;
        const [whole, left] = [await weights(name), await rest(name)];
        const taken = product(tensors, component, scaling);
        expect(Math.max(...taken.map(Math.abs))).toBeGreaterThan(1);
        expect(
          largest(
            taken.map((value, i) => value + left[i]!),
            whole,
          ),
        ).toBeLessThan(1e-6);
      }
      expect(tensors.get('layer.0.value.A')?.shape).toEqual([2, 12]);
      const other = `${moduleName(0, 'key')}.weight`;
      expect(await rest(other)).toEqual(await weights(other));
    });

    it('are plain LoRA of twice the rank after training, which adds what training changed', async () => {
      const { tensors: start } = await split(scenario);
      const random = createRandom(5, 'training');
      const ranges = [...rangesOf(trainableLayout(CONFIG, scenario))];
      const filled = stackedStart(scenario, start);
      const trained = new Map(
        ranges.map(([name, { shape, size }]) => {
          const values = filled.get(name)?.values ?? new Float32Array(size);
          // What only fills a stack up is zero, and stays so.
          return [
            name,
            { shape, values: values.map((value) => (value === 0 ? 0 : value + 0.1 * random.normal())) },
          ];
        }),
      );
      const plain = plainScenario(scenario);
      expect(plain).not.toHaveProperty('pissa');
      expect(scenarioScaling(plain)).toBeCloseTo(scaling, 12);
      expect(plain).toMatchObject({ rank: 8, ranks: [{ rank: 4, modules: [['value']] }] });
      const kept = plainTensors(scenario, trained, start);
      for (const [name, { shape }] of rangesOf(trainableLayout(CONFIG, plain)))
        expect(kept.get(name)?.shape, name).toEqual(shape);
      for (const component of ['query', 'value', 'down']) {
        const [before, after] = [filled, trained].map((tensors) => product(tensors, component, scaling));
        const change = after!.map((value, i) => value - before![i]!);
        expect(largest(product(kept, component, scaling), change)).toBeLessThan(1e-6);
      }
    });
  },
);

it('refuses a rank that a matrix has not', async () => {
  await expect(split({ ...SCENARIO, rank: 13 })).rejects.toThrow(
    'Scenario "s" has rank 13 on query of layer 1, whose matrix has 12 singular vectors.',
  );
});
