/** @file Compares the scores of modules with PyTorch + PEFT, on the embedded model, on both op sets. */
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { selectBackend } from '../backend/select';
import { Sentences } from '../data/sentences';
import { DEFAULT_TRAINING } from '../experiment/defaults';
import type { BackendName } from '../results/results';
import { moduleSet, type ModuleSet } from '../architecture/modules';
import { createRandom } from '../base/random';
import { evaluationBatches } from '../data/batches';
import { Model, type FrozenWeights } from '../model/model';
import { writeInitialValues } from '../model/trainable';
import { gradientScore, scoredScenario } from '../scores/gradientScore';
import { moduleAt, scoresOf } from '../scores/moduleScores';
import { withoutAdapters } from '../scores/switchOff';
import { evaluate } from '../train/evaluate';
import { flatOf, tensorsOf, type TrainedTensors } from '../train/trained';
import { SCORE_RANK } from '../scores/scoreRequest';
import { parseConfig } from '../architecture/config';
import type { Ops } from '../ops';
import { embeddedFiles, readJson } from '../sources/modelFiles';
import type { TrialSetting } from '../train/trialSetting';
import { loadWeights } from '../weights/modelWeights';
import { disposeWeights, uploadWeights } from '../weights/uploadWeights';
import fixture from '../../tools/parity/fixtures/scores/roberta-mini.json';

const BACKENDS: readonly BackendName[] = ['wasm', 'webgpu'];
/** The largest relative error of a score: a sum of squares in float32 of gradients that agree within 1e-5 of their norm. */
const RELATIVE = 1e-4;

const OPTIONS = {
  signal: new AbortController().signal,
  onProgress: () => undefined,
  onNotice: () => undefined,
};

/** The embedded model and the fixture's sentences on the current backend. */
async function openSetting(ops: Ops): Promise<{ setting: TrialSetting; frozen: FrozenWeights }> {
  const files = embeddedFiles(new URL('/models/roberta-mini/', location.href).href);
  const config = parseConfig(await readJson(files, 'config.json', OPTIONS), 2);
  const pretrained = await loadWeights(files, config, OPTIONS);
  const frozen = await uploadWeights(ops.upload, config, pretrained, { precision: 'f32', ...ops.matrices });
  const train = Sentences.of(fixture.sentences);
  const training = { ...DEFAULT_TRAINING, batchSize: fixture.batch, shuffle: true };
  const setting: TrialSetting = {
    ...{ ops, config, pretrained, train, validation: train, training },
    frozen: () => Promise.resolve(frozen),
  };
  return { setting, frozen };
}

it.each(BACKENDS)('the gradient score on %s', async (backend) => {
  const { ops } = await selectBackend(backend);
  const { setting, frozen } = await openSetting(ops);
  expect(SCORE_RANK).toBe(fixture.rank);
  const [first, ...others] = fixture.seeds.map((seed) => ({ seed, setting }));
  const batches = fixture.gradient[0]!.length;
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
  disposeWeights(frozen);
});

/** Every fifth module: each component, in layers from 1 to 12. */
const KNOCKED = fixture.knockOut.without.flatMap((expected, index) =>
  index % 5 === 0 ? [{ index, expected }] : [],
);

it('a trained scenario without the adapter of one module', async () => {
  const { ops } = await selectBackend('wasm');
  const { setting, frozen } = await openSetting(ops);
  const { config, train } = setting;
  const model = new Model(ops, config, scoredScenario(config.layers), frozen, {
    dropout: { hidden: 0, attention: 0, lora: 0, classifier: 0 },
    checkpointing: false,
  });
  const [seed = 0] = fixture.seeds;
  await writeInitialValues(model.parameters, seed, setting.pretrained);
  const start = tensorsOf(model.parameters.layout, await model.parameters.read());
  const drawn: TrainedTensors = new Map(
    [...start].map(([name, tensor]) => {
      const deviation = name.endsWith('.B') ? fixture.trained['.B'] : fixture.trained['.weight'];
      if (!name.endsWith('.B') && !name.endsWith('.weight')) return [name, tensor];
      const random = createRandom(seed, `fixture ${name}`);
      return [name, { ...tensor, values: tensor.values.map(() => deviation * random.normal()) }];
    }),
  );
  const batches = evaluationBatches(train, fixture.batch, config);
  const hooks = { throwIfCancelled: () => undefined, onProgress: () => undefined };
  const check = async (off: ModuleSet, expected: { loss: number; hits: number }): Promise<void> => {
    model.parameters.write(flatOf(model.parameters.layout, withoutAdapters(drawn, off)));
    const { loss, accuracy } = await evaluate(model, batches, hooks);
    expect(Math.abs(loss - expected.loss)).toBeLessThan(1e-5);
    expect(Math.round(accuracy * train.length)).toBe(expected.hits);
  };
  await check([], fixture.knockOut.all);
  for (const { index, expected } of KNOCKED) {
    const { layer, component } = moduleAt(index);
    await check(
      moduleSet(12, (one, other) => one === layer && other === component),
      expected,
    );
  }
  model.dispose();
  disposeWeights(frozen);
});
