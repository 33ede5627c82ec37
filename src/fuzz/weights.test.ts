/** @file Hostile weights files, and their index and config.json. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { parseBoundedJson } from '../base/boundedJson';
import { LabError } from '../base/errors';
import { readJson } from '../interop/fixtures.testing';
import { parseConfig } from '../architecture/config';
import { encoderShapes } from '../architecture/shapes';
import { parseWeightMap } from '../weights/openWeights';
import { pretrainedNames } from '../weights/encoderWeights';
import { openSafetensors, parseSafetensors } from '../weights/safetensors';
import { safetensors } from '../weights/safetensors.testing';
import { anyBytes, join, tamperedBytes } from './hostileBytes';
import { tamperedJson } from './hostileJson';
import { anyText } from './hostileText';
import { refuses } from './property';

const FILES = [
  safetensors({
    a: { dtype: 'F32', shape: [2, 3], data: new Float32Array(6) },
    b: { dtype: 'F16', shape: [4], data: new Uint16Array(4) },
    c: { dtype: 'BF16', shape: [0, 5], data: new Uint16Array(0) },
  }),
  safetensors({ 'x.y': { dtype: 'I32', shape: [], data: new Int32Array(1) } }),
].map((file) => new Uint8Array(file));

const HEADERS = FILES.map((file) => {
  const length = Number(new DataView(file.buffer).getBigUint64(0, true));
  return {
    header: JSON.parse(new TextDecoder().decode(file.slice(8, 8 + length))) as unknown,
    data: file.slice(8 + length),
  };
});

/** A file with a header that was tampered with but whose length is right. */
const headed = fc.oneof(
  ...HEADERS.map(({ header, data }) =>
    tamperedJson([header]).map((text) => {
      const bytes = new TextEncoder().encode(text);
      const length = new Uint8Array(8);
      new DataView(length.buffer).setBigUint64(0, BigInt(bytes.length), true);
      return join(length, bytes, data);
    }),
  ),
);

refuses({
  name: 'safetensors',
  share: 8,
  inputs: fc.oneof(
    anyBytes,
    { arbitrary: tamperedBytes(FILES), weight: 4 },
    { arbitrary: headed, weight: 4 },
  ),
  sizeOf: ({ length }) => length,
  async read(bytes) {
    const opened = await openSafetensors(new Blob([bytes]), 'model.safetensors');
    let total = 0;
    for (const [name, place] of opened.entries) {
      expect(place.begin).toBeLessThanOrEqual(place.end);
      expect(place.end).toBeLessThanOrEqual(bytes.length);
      total += place.end - place.begin;
      const tensor = await opened.read(name).catch((error: unknown) => {
        if (!(error instanceof LabError)) throw error;
      });
      if (tensor)
        expect(tensor.values.length).toBe(tensor.shape.reduce((product, extent) => product * extent, 1));
    }
    expect(total).toBeLessThanOrEqual(bytes.length);
    expect(parseSafetensors(bytes.buffer).size).toBe(opened.entries.size);
  },
});

const CONFIGS = ['roberta', 'bert'].map((base) => readJson(`adapters/base-${base}/config.json`));

refuses({
  name: "a model's config.json",
  share: 4,
  inputs: fc.oneof(
    { arbitrary: tamperedJson(CONFIGS), weight: 9 },
    anyText.map((text) => JSON.stringify(text)),
  ),
  sizeOf: ({ length }) => length,
  read(text) {
    const config = parseConfig(parsed(text));
    for (const value of Object.values(config))
      if (typeof value === 'number') expect(value).toBeLessThan(2 ** 31);
    expect(encoderShapes(config).length).toBeGreaterThan(4);
  },
});

const INDEX = {
  metadata: { total_size: 10 },
  weight_map: {
    'roberta.embeddings.word_embeddings.weight': 'model-00001-of-00002.safetensors',
    'roberta.encoder.layer.0.attention.self.query.weight': 'model-00002-of-00002.safetensors',
  },
};
const CONFIG = parseConfig(CONFIGS[0]);

refuses({
  name: "the index of a model's weights",
  share: 2,
  inputs: tamperedJson([INDEX]),
  sizeOf: ({ length }) => length,
  read(text) {
    const map = parseWeightMap(parsed(text));
    for (const file of map.values()) expect(file).toMatch(/^\w[^/\\]*$/);
    pretrainedNames(map.keys(), CONFIG);
  },
});

/** Reads a JSON file of a model as the lab does. */
function parsed(text: string): unknown {
  try {
    return parseBoundedJson(text);
  } catch {
    throw new LabError('It is not JSON.', 'None.');
  }
}
