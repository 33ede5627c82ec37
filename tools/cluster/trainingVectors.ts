/** @file What the lab's generators, batches, schedule and packing make, for the cluster's package to be held to. */
import type { ModelConfig } from '../../src/architecture/config';
import { packBits } from '../../src/base/bits';
import { createRandom } from '../../src/base/random';
import { epochBatches, evaluationBatches, type BatchRules, type HostBatch } from '../../src/data/batches';
import { Sentences } from '../../src/data/sentences';
import { DEFAULT_TRAINING } from '../../src/experiment/defaults';
import type { Hyperparameters, Scenario } from '../../src/experiment/experiment';
import { isMeasured, totalSteps } from '../../src/experiment/steps';
import { dropoutSite, SITES } from '../../src/model/dropoutSites';
import { initialEntries, trainableLayout } from '../../src/model/trainable';
import { rangesOf } from '../../src/ops/flat';
import { dropoutMask, dropThreshold, pcg, siteKey } from '../../src/ops/dropout';
import { learningRateFactor, warmupStepsOf } from '../../src/train/schedule';
import { packBytes, packHalves, unpackBytes, unpackHalves } from '../../src/weights/packing';

export const TRAINING_VECTORS = 'cluster/tests/vectors/training.json';

const SEEDS = [0, 1, 3, 2 ** 31, 2 ** 32 - 1];

/** Digits of values behind a logarithm and a cosine, on whose last bits engines need not agree. */
const DIGITS = 7;
const rounded = (values: ArrayLike<number>): number[] =>
  Array.from(values, (value) => Number(value.toPrecision(DIGITS)));

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** The file's text. */
export async function trainingVectors(): Promise<string> {
  const vectors = {
    random: ['data order', 'initial layer.0.query.A', 'ä\u{1f600}'].flatMap(randomVectors),
    hashes: [0, 1, 12345, 2 ** 31, 2 ** 32 - 1].map((value) => ({ value, pcg: pcg(value) })),
    stepKeys: SEEDS.flatMap((seed) =>
      [1, 2, 200].map((step) => ({ seed, step, key: pcg(pcg(seed) ^ step) })),
    ),
    sites: siteNumbers(),
    masks: maskVectors(),
    initial: await initialVectors(),
    batches: batchVectors(),
    schedules: scheduleVectors(),
    steps: stepVectors(),
    packing: packingVectors(),
    bits: [[true], [false, true, true], times(19, (i) => i % 3 === 0)].map((values) => ({
      values: values.map(Number),
      text: packBits(values),
    })),
  };
  const lines = Object.entries(vectors).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

function randomVectors(purpose: string): object[] {
  return SEEDS.map((seed) => {
    const random = createRandom(seed, purpose);
    const bits = times(4, () => random.bits());
    const normals = rounded(times(4, () => random.normal()));
    return { seed, purpose, bits, normals, shuffled: random.shuffle(times(20, (i) => i)) };
  });
}

function siteNumbers(): Record<string, number> {
  const names = ['queryKeyValue', 'attentionOutput', 'up', 'down'] as const;
  const all = [...names, 'probabilities', 'attentionHidden', 'feedForwardHidden'] as const;
  const inLayers = [0, 11].flatMap((layer) => all.map((site) => [`${layer}.${site}`, dropoutSite(layer, site)]));
  return { ...SITES, ...(Object.fromEntries(inLayers) as Record<string, number>) };
}

function maskVectors(): object[] {
  const keys = [0, 0x12345678, 0xffffffff];
  return [0.05, 0.1, 0.5, 0.999].flatMap((rate) =>
    keys.map((key) => {
      const site = 16 + Math.round(rate * 100);
      const mask = dropoutMask(key, { rate, site }, 70);
      const keep = Array.from(mask, (factor) => (factor === 0 ? '0' : '1')).join('');
      return { key, rate, site, siteKey: siteKey(key, site), threshold: dropThreshold(rate), keep };
    }),
  );
}

const TINY: ModelConfig = {
  architecture: 'roberta',
  layers: 2,
  hidden: 8,
  heads: 2,
  intermediate: 12,
  vocabulary: 20,
  positions: 26,
  firstPosition: 2,
  tokenTypes: 1,
  labels: 3,
  padToken: 1,
  layerNormEpsilon: 1e-5,
};

async function initialVectors(): Promise<object[]> {
  const modules = [['query', 'value', 'up'], ['attentionOutput', 'down']] as const;
  const look = { name: 'some', color: '#000000' };
  const scenario: Scenario = { ...look, method: 'lora', modules, rank: 3, alpha: 3, rsLora: false };
  const layout = trainableLayout(TINY, scenario);
  const vectors: object[] = [];
  for await (const { name, values } of initialEntries(layout, 7, () => Promise.reject(new Error('Nothing is frozen.'))))
    for (const part of layout.entries.get(name)?.parts ?? []) {
      const start = part.offset - (layout.entries.get(name)?.offset ?? 0);
      const own = values.subarray(start, start + part.size);
      vectors.push({ seed: 7, name: part.name, shape: part.shape, values: rounded(own.subarray(0, 40)) });
    }
  if (vectors.length !== rangesOf(layout).size) throw new Error('Some parameter has no values.');
  return vectors;
}

/** Sentences of lengths that repeat; the first id tells which it is. */
function someSentences(count: number): Sentences {
  return Sentences.of(
    times(count, (number) => ({
      ids: [100 + number, ...times((number * 7) % 23, (i) => 3 + i)],
      types: times(1 + ((number * 7) % 23), (i) => (i > 4 ? 1 : 0)),
      label: number % 3,
    })),
  );
}

/** A batch without the rows that fill it up. */
function shownBatch({ sentences, sequence, tokens, positions, types, lengths, labels }: HostBatch): object {
  const real = sentences * sequence;
  return {
    sequence,
    tokens: Array.from(tokens.subarray(0, real)),
    positions: Array.from(positions.subarray(0, real)),
    types: Array.from(types.subarray(0, real)),
    lengths: Array.from(lengths.subarray(0, sentences)),
    labels: Array.from(labels.subarray(0, sentences)),
  };
}

function batchVectors(): object[] {
  const roberta: BatchRules = { padToken: 1, firstPosition: 2 };
  const bert: BatchRules = { padToken: 0, firstPosition: 0 };
  const orders = [
    { count: 41, batch: 4, seed: 3 },
    { count: 41, batch: 4, seed: null },
    { count: 5, batch: 8, seed: 9 },
  ];
  return orders.flatMap(({ count, batch, seed }) => {
    const set = someSentences(count);
    const random = seed === null ? null : createRandom(seed, 'data order');
    const epochs = times(2, () =>
      [...epochBatches(set, random, batch, roberta)].map(({ tokens, sequence, sentences }) =>
        times(sentences, (row) => (tokens[row * sequence] ?? 0) - 100),
      ),
    );
    const padded = [roberta, bert].map((rules) => ({
      ...rules,
      batches: evaluationBatches(set, batch, rules).slice(0, 2).map(shownBatch),
    }));
    return [{ count, batch, seed, epochs, padded }];
  });
}

function scheduleVectors(): object[] {
  return (['linear', 'cosine', 'constant'] as const).flatMap((schedule) =>
    [
      { warmup: 0.1, total: 12 },
      { warmup: 0.07, total: 100 },
      { warmup: 0, total: 3 },
      { warmup: 1, total: 4 },
    ].map(({ warmup, total }) => {
      const warmupSteps = warmupStepsOf(warmup, total);
      const factors = times(Math.min(total, 20), (step) =>
        Number(learningRateFactor(step, { schedule, warmupSteps, totalSteps: total }).toPrecision(12)),
      );
      return { schedule, warmup, total, warmupSteps, factors };
    }),
  );
}

function stepVectors(): object[] {
  const of = (change: Partial<Hyperparameters>): Hyperparameters => ({ ...DEFAULT_TRAINING, ...change });
  return [
    of({ duration: { unit: 'steps', count: 10 }, batchSize: 4, evaluateEvery: null }),
    of({ duration: { unit: 'epochs', count: 3 }, batchSize: 4, evaluateEvery: 2 }),
    of({ duration: { unit: 'steps', count: 0 }, batchSize: 4, evaluateEvery: 7 }),
  ].map((training) => {
    const { duration, batchSize, evaluateEvery } = training;
    const rows = 17;
    const total = totalSteps(training, rows);
    const measured = times(total + 1, (step) => step).filter((step) => isMeasured(step, training, rows));
    return { duration, batchSize, evaluateEvery, rows, total, measured };
  });
}

function packingVectors(): object {
  const values = Float32Array.from([1, -0.5, 0.3, 1e-7, 3e-8, -2e-8, 65504, 0.1, 1 / 127, -0.5 / 127, 0.7, -1.1]);
  const small = Float32Array.from([...values.subarray(0, 4), 0, 0, 0, 0, ...values.subarray(8)]);
  const { words, scale } = packBytes(small, 4);
  return {
    values: Array.from(values),
    halves: Array.from(unpackHalves(packHalves(values))),
    rows: Array.from(small),
    width: 4,
    bytes: Array.from(new Int8Array(words.buffer)),
    scale: Array.from(scale),
    unpacked: Array.from(unpackBytes(words, scale, 4)),
  };
}
