/** @file Compares the scores of modules with PyTorch + PEFT, on the embedded model, on both op sets. */
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { selectBackend } from '../backend/select';
import { Sentences } from '../data/sentences';
import { DEFAULT_TRAINING } from '../experiment/defaults';
import type { BackendName } from '../results/results';
import { createRandom } from '../base/random';
import { batchLengths, evaluationBatches } from '../data/batches';
import { Model, type FrozenWeights } from '../model/model';
import { writeInitialValues } from '../model/trainable';
import { featureNormScore } from '../scores/featureNorm';
import { gradientScore, scoredScenario } from '../scores/gradientScore';
import { everyModule, scoresOf, type ModuleScores } from '../scores/moduleScores';
import { outputShares } from '../scores/outputShare';
import { knockOut, knockOutSets } from '../scores/knockOut';
import { withoutAdapters } from '../scores/switchOff';
import { evaluate } from '../train/evaluate';
import { firstBatches } from '../train/trialBatches';
import { flatOf, tensorsOf, type TrainedTensors } from '../train/trained';
import { SCORE_RANK } from '../scores/scoreRequest';
import { parseConfig } from '../architecture/config';
import type { Ops } from '../ops';
import { embeddedFiles, readJson } from '../sources/modelFiles';
import type { TrialSetting } from '../train/trialSetting';
import { loadWeights } from '../weights/modelWeights';
import { disposeWeights, uploadWeights } from '../weights/uploadWeights';
import { errorsAgainstPeft } from '../scores/sensitivity/elements.testing';
import { planSensitivity } from '../scores/sensitivity/sensitivityMemory';
import { sensitivityScore } from '../scores/sensitivity/sensitivityScore';
import sensitivityFixture from '../../tools/parity/fixtures/scores/sensitivity.json';
import fixture from '../../tools/parity/fixtures/scores/roberta-mini.json';

const BACKENDS: readonly BackendName[] = ['wasm', 'webgpu'];
/** The largest relative error of a score: a sum of squares in float32 of gradients that agree within 1e-5 of their norm. */
const RELATIVE = 1e-4;

const OPTIONS = {
  signal: new AbortController().signal,
  onProgress: () => undefined,
  onNotice: () => undefined,
};

const opened = new Map<BackendName, Ops>();

/**
 * Makes a backend current. Its ops are opened once for all tests: the kernels that one test has compiled serve the next,
 * and the tests take turns with the backends.
 */
async function opsOf(name: BackendName): Promise<Ops> {
  const known = opened.get(name);
  if (known) {
    expect(await tf.setBackend(name)).toBe(true);
    return known;
  }
  const { ops } = await selectBackend(name);
  opened.set(name, ops);
  return ops;
}

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
  const ops = await opsOf(backend);
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

/** The trained values of the fixture: A as at the start, B and the head drawn. */
async function drawnTrial({ config, pretrained }: TrialSetting, model: Model): Promise<TrainedTensors> {
  const [seed = 0] = fixture.seeds;
  await writeInitialValues(model.parameters, seed, pretrained);
  const start = tensorsOf(model.parameters.layout, await model.parameters.read());
  expect(start.size).toBe(2 * 6 * config.layers + 4);
  return new Map(
    [...start].map(([name, tensor]) => {
      const deviation = name.endsWith('.B') ? fixture.trained['.B'] : fixture.trained['.weight'];
      if (!name.endsWith('.B') && !name.endsWith('.weight')) return [name, tensor];
      const random = createRandom(seed, `fixture ${name}`);
      return [name, { ...tensor, values: tensor.values.map(() => deviation * random.normal()) }];
    }),
  );
}

const WITHOUT_DROPOUT = { hidden: 0, attention: 0, lora: 0, classifier: 0 };

/**
 * A module takes the reference op set and a software adapter half a second or more, so every eleventh or fifth is
 * measured: each component, in layers from 1 to 12.
 */
const KNOCKED = [
  ['wasm', 11],
  ['webgpu', 5],
] as const;

it.each(KNOCKED)('a trained scenario without single adapters on %s', async (backend, every) => {
  const ops = await opsOf(backend);
  const { setting, frozen } = await openSetting(ops);
  const { config, train } = setting;
  const scenario = scoredScenario(config.layers);
  const model = new Model(ops, config, scenario, frozen, { dropout: WITHOUT_DROPOUT, checkpointing: false });
  const drawn = await drawnTrial(setting, model);
  const batches = evaluationBatches(train, fixture.batch, config);
  const chosen = <T>(all: readonly T[]): T[] => all.filter((_, index) => index % every === 0);
  const modules = chosen(knockOutSets(scenario.modules).modules);
  const before = tf.memory().numTensors;
  const told: string[] = [];
  const began = performance.now();
  const { all, without } = await knockOut(model, drawn, batches, modules, {
    throwIfCancelled: () => undefined,
    onProgress: (done, total) => told.push(`${done} of ${total}`),
  });
  const shared = performance.now() - began;
  expect(tf.memory().numTensors).toBe(before);
  expect(told.at(-1)).toBe(`${modules.length + 1} of ${modules.length + 1}`);
  const expected = [fixture.knockOut.all, ...chosen(fixture.knockOut.without)];
  const measured = [all, ...without];
  expect(measured).toHaveLength(expected.length);
  const errors = measured.map(({ loss }, i) => Math.abs(loss - expected[i]!.loss));
  expect(Math.max(...errors)).toBeLessThan(1e-5);
  expect(measured.map(({ accuracy }) => Math.round(accuracy * train.length))).toEqual(
    expected.map(({ hits }) => hits),
  );

  // The same as one evaluation after another, of which two are measured.
  const oneByOne: number[] = [];
  for (const index of [0, modules.length - 1]) {
    model.parameters.write(flatOf(model.parameters.layout, withoutAdapters(drawn, modules[index]!)));
    const start = performance.now();
    expect(
      await evaluate(model, batches, { throwIfCancelled: () => undefined, onProgress: () => undefined }),
    ).toEqual(without[index]);
    oneByOne.push(performance.now() - start);
  }
  console.info(
    `knock-out on ${backend}: largest error of a loss ${Math.max(...errors)}; ${Math.round(shared)} ms, ` +
      `an evaluation ${oneByOne.map(Math.round).join(', ')} ms`,
  );
  model.dispose();
  disposeWeights(frozen);
});

/** The largest relative error of scores that are made of squared lengths in float32. */
function largestError(scores: ModuleScores, expected: ModuleScores): number {
  expect(scores.map(({ layer, component }) => `${layer} ${component}`)).toEqual(
    expected.map(({ layer, component }) => `${layer} ${component}`),
  );
  return Math.max(...scores.map(({ value }, i) => Math.abs(value / expected[i]!.value - 1)));
}

const asArrays = (batches: readonly (readonly number[])[]) =>
  batches.map((values) => Float64Array.from(values));

it.each(BACKENDS)('LoRA-drop and PLoP on %s', async (backend) => {
  const ops = await opsOf(backend);
  const { setting, frozen } = await openSetting(ops);
  const { config } = setting;
  const before = tf.memory().numTensors;

  const [seed = 0, ...others] = fixture.seeds;
  const rest = others.map((other) => ({ seed: other, setting }));
  const batches = fixture.loraDrop.length;
  const hooks = { throwIfCancelled: () => undefined, onProgress: () => undefined };
  const plop = await featureNormScore([{ seed, setting }, ...rest], batches, hooks);
  const plopError = largestError(plop, scoresOf(12, fixture.plop.map(asArrays)));

  const scenario = scoredScenario(config.layers);
  const model = new Model(ops, config, scenario, frozen, { dropout: WITHOUT_DROPOUT, checkpointing: false });
  const drawn = await drawnTrial(setting, model);
  model.parameters.write(flatOf(model.parameters.layout, drawn));
  const shares: Float64Array[] = [];
  for (const host of firstBatches(setting, seed, batches))
    shares.push(await outputShares(model, drawn, everyModule(12), host));
  const dropError = largestError(scoresOf(12, [shares]), scoresOf(12, [asArrays(fixture.loraDrop)]));
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);

  console.info(`largest relative errors on ${backend}: LoRA-drop ${dropError}, PLoP ${plopError}`);
  expect(dropError).toBeLessThan(RELATIVE);
  expect(plopError).toBeLessThan(RELATIVE);
  disposeWeights(frozen);
});

it.each(BACKENDS)('AdaLoRA’s score while adapters on all modules train, on %s', async (backend) => {
  const ops = await opsOf(backend);
  const elements = await errorsAgainstPeft(ops);
  expect(elements.averages).toBeLessThan(2e-6);
  expect(elements.scores).toBeLessThan(1e-6);

  const { setting: plain, frozen } = await openSetting(ops);
  const { learningRate, weightDecay, gradientClip, seeds, scores: byPeft } = sensitivityFixture.training;
  const rates = { learningRate, weightDecay, gradientClip, warmup: 0, schedule: 'constant' } as const;
  const setting = { ...plain, training: { ...plain.training, ...rates, dropout: WITHOUT_DROPOUT } };
  const [first, ...others] = seeds.map((seed) => ({ seed, setting }));
  const steps = sensitivityFixture.training.losses[0]!.length;
  const before = tf.memory().numTensors;
  const hooks = { throwIfCancelled: () => undefined, onProgress: () => undefined, onScores: () => undefined };
  const found = await sensitivityScore([first!, ...others], steps, hooks);
  expect(tf.memory().numTensors).toBe(before);
  const expected = scoresOf(
    12,
    byPeft.map((scores) => [Float64Array.from(scores)]),
  );
  const error = largestError(found, expected);
  const { config, train, training } = setting;
  const lengths = { trainLengths: batchLengths(train), validationLengths: batchLengths(train) };
  const planned = planSensitivity({ ops, config, training, ...lengths });
  console.info(
    `AdaLoRA on ${backend}: elements ${elements.averages}, modules ${elements.scores}, trained ${error}; ` +
      `peak ${ops.meter.peakBytes}, planned ${planned?.peakBytes}`,
  );
  expect(planned === null).toBe(backend === 'wasm');
  if (planned) expect(Math.abs(ops.meter.peakBytes / planned.peakBytes - 1)).toBeLessThan(0.01);
  expect(error).toBeLessThan(RELATIVE);
  disposeWeights(frozen);
});
