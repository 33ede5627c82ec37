import { describe, expect, it } from 'vitest';
import { LabError } from '../base/errors';
import type { ModelConfig } from '../architecture/config';
import { encoderShapes } from '../architecture/shapes';
import { openWeights, parseWeightMap } from './openWeights';
import { encoderWeights } from './encoderWeights';
import { safetensors, type WrittenTensor } from './safetensors.testing';

const CONFIG: ModelConfig = {
  architecture: 'bert',
  layers: 2,
  hidden: 4,
  heads: 2,
  intermediate: 8,
  vocabulary: 7,
  positions: 6,
  firstPosition: 0,
  tokenTypes: 2,
  labels: 2,
  padToken: 0,
  layerNormEpsilon: 1e-12,
};

/** Every tensor holds its own number. */
const marks = new Map(encoderShapes(CONFIG).map(({ name }, i) => [name, i + 1]));

function tensors(rename: (name: string) => string = (name) => name): Record<string, WrittenTensor> {
  return Object.fromEntries(
    encoderShapes(CONFIG).map(({ name, shape }) => {
      const data = new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(marks.get(name)!);
      return [rename(name), { dtype: 'F32', shape, data }];
    }),
  );
}

const one = (content: Record<string, WrittenTensor>): Promise<ReturnType<typeof encoderWeights>> =>
  openWeights(new Map([['model.safetensors', new Blob([safetensors(content)])]]), null).then((opened) =>
    encoderWeights(opened, CONFIG),
  );

const aged = (name: string): string =>
  name.replace('LayerNorm.weight', 'LayerNorm.gamma').replace('LayerNorm.bias', 'LayerNorm.beta');

describe('finds every tensor', () => {
  it.each<[string, (name: string) => string]>([
    ['without a prefix', (name) => name],
    ['behind roberta.', (name) => `roberta.${name}`],
    ['behind bert.', (name) => `bert.${name}`],
    ['behind a prefix of its own', (name) => `0.auto_model.${name}`],
    ['with the gamma and beta of old weights files', (name) => `bert.${aged(name)}`],
  ])('%s', async (_, rename) => {
    const pooler = { dtype: 'F32', shape: [1], data: new Float32Array([-1]) };
    const weights = await one({ ...tensors(rename), 'pooler.dense.bias': pooler });
    for (const [name, mark] of marks)
      expect(
        (await weights(name)).every((value) => value === mark),
        name,
      ).toBe(true);
  });

  it('in shards', async () => {
    const all = Object.entries(tensors((name) => `bert.${name}`));
    const names = ['model-1-of-2.safetensors', 'model-2-of-2.safetensors'];
    const halves = [all.slice(0, 20), all.slice(20)];
    const files = new Map(
      halves.map((half, i) => [names[i]!, new Blob([safetensors(Object.fromEntries(half))])]),
    );
    const weight_map = Object.fromEntries(
      halves.flatMap((half, i) => half.map(([name]) => [name, names[i]])),
    );
    const weights = encoderWeights(await openWeights(files, parseWeightMap({ weight_map })), CONFIG);
    for (const [name, mark] of marks) expect((await weights(name))[0], name).toBe(mark);
  });
});

describe('refuses by name', () => {
  const without = (gone: string): Record<string, WrittenTensor> =>
    Object.fromEntries(Object.entries(tensors()).filter(([name]) => name !== gone));
  it('a missing tensor', async () => {
    const name = 'encoder.layer.1.output.dense.bias';
    await expect(one(without(name))).rejects.toThrow(LabError);
    await expect(one(without(name))).rejects.toThrow(name);
  });
  it('weights without a word table, with examples of what they hold', async () => {
    await expect(one({ 'h.0.attn': tensors()['encoder.layer.0.output.dense.bias']! })).rejects.toThrow(
      /no tensor embeddings\.word_embeddings\.weight.*h\.0\.attn/,
    );
  });
  it('two word tables behind prefixes that say nothing', async () => {
    const both = { ...tensors((name) => `a.${name}`), ...tensors((name) => `b.${name}`) };
    await expect(one(both)).rejects.toThrow(/more than one word table.*a\., b\./);
  });
  it('a tensor of another shape, before any is read', async () => {
    const name = 'encoder.layer.0.intermediate.dense.weight';
    const turned = { ...tensors()[name]!, shape: [4, 8] };
    await expect(one({ ...tensors(), [name]: turned })).rejects.toThrow(
      new RegExp(`${name} has the shape \\[4, 8\\].*\\[8, 4\\]`),
    );
  });
  it('whole numbers for weights', async () => {
    const name = 'embeddings.LayerNorm.bias';
    const weights = await one({
      ...tensors(),
      [name]: { dtype: 'I32', shape: [4], data: new Int32Array(4) },
    });
    await expect(weights(name)).rejects.toThrow(new RegExp(`${name} holds whole numbers`));
  });
  it.each([
    ['F32', 'NaN', new Float32Array([1, NaN, 3, 4])],
    ['F32', 'Infinity', new Float32Array([1, Infinity, 3, 4])],
    ['F16', 'NaN', new Uint16Array([0x3c00, 0x7e00, 0, 0])],
    ['F16', '-Infinity', new Uint16Array([0x3c00, 0xfc00, 0, 0])],
    ['BF16', 'NaN', new Uint16Array([0x3f80, 0x7fc0, 0, 0])],
    ['BF16', 'Infinity', new Uint16Array([0x3f80, 0x7f80, 0, 0])],
  ])('a tensor of %s that holds %s', async (dtype, value, data) => {
    const name = 'encoder.layer.1.output.LayerNorm.weight';
    const weights = await one({ ...tensors(), [name]: { dtype, shape: [4], data } });
    await expect(weights(name)).rejects.toThrow(`${name} holds ${value} at place 2 of 4`);
    await expect(weights('embeddings.LayerNorm.bias')).resolves.toHaveLength(4);
  });
  it.each(['F64', 'I64', 'U8', 'F8_E4M3'])('a tensor of %s', async (dtype) => {
    const name = 'embeddings.LayerNorm.bias';
    const bytes = { F64: 8, I64: 8 }[dtype] ?? 1;
    const weights = await one({
      ...tensors(),
      [name]: { dtype, shape: [4], data: new Uint8Array(4 * bytes) },
    });
    await expect(weights(name)).rejects.toThrow(new RegExp(`${name} has the type ${dtype}`));
  });
  it('a tensor without values', async () => {
    const name = 'embeddings.LayerNorm.bias';
    const empty = { dtype: 'F32', shape: [0], data: new Float32Array(0) };
    await expect(one({ ...tensors(), [name]: empty })).rejects.toThrow(
      new RegExp(`${name} has the shape \\[0\\]`),
    );
  });
  it('a shard that does not hold what the index says', async () => {
    const map = parseWeightMap({
      weight_map: Object.fromEntries([...marks.keys()].map((name) => [name, 'a.safetensors'])),
    });
    const name = 'encoder.layer.1.output.dense.bias';
    const files = new Map([['a.safetensors', new Blob([safetensors(without(name))])]]);
    const opened = await openWeights(files, map);
    expect(() => encoderWeights(opened, CONFIG)).toThrow(new RegExp(`a\\.safetensors holds.*${name}`));
  });
  it.each([
    [null, /no weight_map/],
    [{ weight_map: [] }, /no weight_map/],
    [{ weight_map: { a: 3 } }, /tensor a is in 3/],
    [{ weight_map: { a: '../secret.safetensors' } }, /tensor a is in/],
    [{ weight_map: { a: 'https://elsewhere/x.safetensors' } }, /tensor a is in/],
  ])('an index such as %j', (index, message) => {
    expect(() => parseWeightMap(index)).toThrow(LabError);
    expect(() => parseWeightMap(index)).toThrow(message);
  });
});
