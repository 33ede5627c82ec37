/** @file Compares the scores of modules with PyTorch + PEFT, on the embedded model, on both op sets. */
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { selectBackend } from '../backend/select';
import { Sentences } from '../data/sentences';
import { DEFAULT_TRAINING } from '../experiment/defaults';
import type { BackendName } from '../results/results';
import { gradientScore, SCORE_RANK } from '../scores/gradientScore';
import { scoresOf } from '../scores/moduleScores';
import { DEFAULT_SOURCES } from '../sources/sourceSettings';
import type { TrialSetting } from '../train/trialSetting';
import { ModelCache } from '../../workers/modelCache';
import fixture from '../../tools/parity/fixtures/scores/roberta-mini.json';

const BACKENDS: readonly BackendName[] = ['wasm', 'webgpu'];
/** The largest relative error of a score: a sum of squares in float32 of gradients that agree within 1e-5 of their norm. */
const RELATIVE = 1e-4;

const models = new ModelCache(() => Promise.resolve(null));

async function settingOn(backend: BackendName): Promise<TrialSetting> {
  const selected = await selectBackend(backend);
  const loaded = await models.load('roberta-mini', {
    baseUrl: new URL('/', location.href).href,
    sources: DEFAULT_SOURCES,
    signal: new AbortController().signal,
    onBytes: () => undefined,
    onSentences: () => undefined,
  });
  const training = { ...DEFAULT_TRAINING, batchSize: fixture.batch, shuffle: true };
  const train = Sentences.of(fixture.sentences);
  return {
    ops: selected.ops,
    config: { ...loaded.config, labels: 2 },
    frozen: (scenario) => models.place(loaded, selected, 'f32', scenario),
    pretrained: loaded.weights,
    train,
    validation: train,
    training,
  };
}

it.each(BACKENDS)('the gradient score on %s', async (backend) => {
  const setting = await settingOn(backend);
  expect(SCORE_RANK).toBe(fixture.rank);
  const [first, ...others] = fixture.seeds.map((seed) => ({ seed, setting }));
  const batches = fixture.gradient[0]!.length;
  await setting.frozen({ name: 'warm', color: '#000000', method: 'classifier' });
  const before = tf.memory().numTensors;
  const told: string[] = [];
  const scores = await gradientScore([first!, ...others], batches, {
    throwIfCancelled: () => undefined,
    onProgress: (phase, done, total) => told.push(`${phase} ${done} of ${total}`),
  });
  expect(tf.memory().numTensors).toBe(before);
  expect(told.at(-1)).toBe(`scoring ${2 * batches} of ${2 * batches}`);
  const expected = scoresOf(
    12,
    fixture.gradient.map((seed) => seed.map((values) => Float64Array.from(values))),
  );
  expect(scores.map(({ layer, component }) => `${layer} ${component}`)).toEqual(
    expected.map(({ layer, component }) => `${layer} ${component}`),
  );
  const errors = scores.map(({ value }, i) => Math.abs(value / expected[i]!.value - 1));
  console.info(`gradient score on ${backend}: largest relative error ${Math.max(...errors)}`);
  expect(Math.max(...errors)).toBeLessThan(RELATIVE);
  for (const spread of ['acrossBatches', 'acrossSeeds'] as const)
    for (const [i, score] of scores.entries())
      expect(Math.abs(score[spread]! / expected[i]![spread]! - 1)).toBeLessThan(1e-2);
  models.unplace();
});
