import { describe, expect, it } from 'vitest';
import type { ModelConfig } from '../architecture/config';
import { encoderShapes } from '../architecture/shapes';
import { localFiles } from '../sources/modelFiles';
import type { EncoderWeights } from '../architecture/tensorSource';
import { loadWeights } from './modelWeights';
import { safetensors, type WrittenTensor } from './safetensors.testing';

const CONFIG: ModelConfig = {
  architecture: 'roberta',
  layers: 1,
  hidden: 4,
  heads: 2,
  intermediate: 8,
  vocabulary: 7,
  positions: 6,
  firstPosition: 2,
  tokenTypes: 1,
  labels: 2,
  padToken: 1,
  layerNormEpsilon: 1e-12,
};
const TENSORS: readonly [string, WrittenTensor][] = encoderShapes(CONFIG).map(({ name, shape }, mark) => {
  const data = new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(mark);
  return [`roberta.${name}`, { dtype: 'F32', shape, data }];
});
const THIRDS = [TENSORS.slice(0, 5), TENSORS.slice(5, 9), TENSORS.slice(9)];
const shard = (number: number, content = THIRDS[number - 1]!, stem = 'model'): File =>
  new File([safetensors(Object.fromEntries(content))], `${stem}-0000${number}-of-00003.safetensors`);

function load(files: readonly File[]): Promise<EncoderWeights> {
  const quiet = { onProgress: () => undefined, onNotice: () => undefined };
  return loadWeights(localFiles('mine', files), CONFIG, { ...quiet, signal: new AbortController().signal });
}

describe('shards without an index', () => {
  it('are read by what their headers hold', async () => {
    const weights = await load([shard(3), shard(1), shard(2)]);
    for (const [mark, { name }] of encoderShapes(CONFIG).entries())
      expect(new Set(await weights(name)), name).toEqual(new Set([mark]));
  });
  it.each([
    [[1, 3], /2 of 3 weights files: model-00002-of-00003\.safetensors is missing/],
    [[1, 2], /model-00003-of-00003\.safetensors is missing/],
    [[2], /1 of 3 weights files: model-00001-of-00003/],
  ])('of which only %j are there are refused by what is missing', async (numbers, message) => {
    await expect(load(numbers.map((number) => shard(number)))).rejects.toThrow(message);
  });
  it('of two models, or that hold a tensor twice, are refused', async () => {
    const foreign = shard(2, THIRDS[1], 'other');
    await expect(load([shard(1), foreign, shard(3)])).rejects.toThrow(/do not belong together/);
    const twice = shard(2, THIRDS[0]);
    await expect(load([shard(1), twice, shard(3)])).rejects.toThrow(/Both model-00001.* and model-00002/);
  });
});

it('a single weights file may have any name', async () => {
  const file = new File([safetensors(Object.fromEntries(TENSORS))], 'weights.safetensors');
  expect([...(await (await load([file]))('embeddings.LayerNorm.bias'))]).toHaveLength(4);
});
