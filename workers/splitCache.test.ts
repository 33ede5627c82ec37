import { expect, it } from 'vitest';
import type { ModelConfig } from '../src/architecture/config';
import { createRandom } from '../src/base/random';
import type { LoraScenario } from '../src/experiment/experiment';
import { SplitCache } from './splitCache';

const CONFIG: ModelConfig = {
  ...{
    architecture: 'roberta',
    layers: 2,
    hidden: 12,
    heads: 3,
    intermediate: 20,
    vocabulary: 50,
    positions: 18,
  },
  ...{ tokenTypes: 1, labels: 3, firstPosition: 2, padToken: 1, layerNormEpsilon: 1e-5 },
};
const SCENARIO: LoraScenario = {
  ...{ name: 's', color: '#000000', method: 'lora', modules: [['query', 'value'], ['query']] },
  ...{ rank: 4, alpha: 6, rsLora: false, pissa: true },
};

it('a cancelled run stops between two matrices, and the next one takes all of them apart', async () => {
  const read: string[] = [];
  const cancel = new AbortController();
  const weights = (name: string): Promise<Float32Array> => {
    read.push(name);
    if (read.length === 2) cancel.abort(new Error('cancelled'));
    const random = createRandom(3, name);
    return Promise.resolve(Float32Array.from({ length: 144 }, () => random.normal()));
  };
  const model = { config: CONFIG, weights };
  const cache = new SplitCache();
  await expect(cache.of(model, SCENARIO, cancel.signal)).rejects.toThrow('cancelled');
  expect(read).toHaveLength(2);
  expect(() => cache.known(SCENARIO)).toThrow();

  const split = await cache.of(model, SCENARIO, new AbortController().signal);
  expect(split.tensors.size).toBe(2 * 3);
  expect(await cache.of(model, SCENARIO, cancel.signal)).toBe(split);
  expect(read).toHaveLength(2 + 3);
});
