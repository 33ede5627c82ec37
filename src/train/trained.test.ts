import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { Model } from '../model/model';
import { trainableLayout } from '../model/trainable';
import type { Flat, Ops } from '../ops';
import { createReferenceOps } from '../ops/reference';
import { readCorrect } from '../results/classified';
import { measuredAs } from '../results/testing';
import { classify } from './classify';
import { flatOf, tensorsOf, trainedBytes, type TrainedTensors } from './trained';
import { runTrial } from './trial';
import { adapted, sentences, SILENT, SMALL, smallSetting } from './trial.testing';

const TRAIN = sentences(SMALL, 12, 9);
const VALIDATION = sentences(SMALL, 11, 14);
const SCENARIO = adapted(SMALL, 2, 3);
const NO_DROPOUT = { hidden: 0, attention: 0, lora: 0, classifier: 0 };

/** Runs a trial of so many steps. What it trained is null if it did not report that. */
async function trial(
  steps: number,
  start: TrainedTensors = new Map(),
  spoil: (flat: Flat) => void = () => undefined,
) {
  await tf.setBackend('cpu');
  const reference = createReferenceOps();
  const ops: Ops = {
    ...reference,
    flat(layout) {
      const flat = reference.flat(layout);
      spoil(flat);
      return flat;
    },
  };
  const sets = { train: TRAIN, validation: VALIDATION };
  const duration = { unit: 'steps', count: steps } as const;
  const setting = smallSetting(ops, SMALL, sets, { duration, learningRate: 0.02, dropout: NO_DROPOUT });
  let trained: TrainedTensors | null = null;
  const outcome = await runTrial(
    { ...setting, start: () => start },
    { scenario: SCENARIO, seed: 3 },
    {
      ...SILENT,
      onTrained: (tensors) => {
        trained = tensors;
      },
    },
  );
  return { outcome, trained: trained as TrainedTensors | null, setting, ops };
}

it('hands over what it trained, which another trial begins with and only evaluates', async () => {
  const first = await trial(5);
  const { trained, outcome } = first;
  expect([...trained!.keys()]).toContain('layer.1.query.A');
  expect(trainedBytes({ tensors: trained! })).toBe(4 * outcome.trainableParameters);
  const again = await trial(0, trained!);
  expect(again.outcome).toMatchObject({ status: 'done', steps: 0, losses: [], accuracy: outcome.accuracy });
  expect(again.outcome.validationLoss).toBe(outcome.validationLoss);
  for (const [name, { values }] of again.trained!) expect(values, name).toEqual(trained!.get(name)!.values);
  const untrained = await trial(0);
  expect(untrained.outcome.validationLoss).not.toBe(outcome.validationLoss);
  for (const { setting } of [first, again, untrained]) setting.dispose();
});

it('trains nothing in the first step of a warmup, which is rounded up to whole steps', async () => {
  const untrained = await trial(0);
  const one = await trial(1);
  const two = await trial(2);
  // Of one step and of two, a tenth is one.
  for (const [name, { values }] of untrained.trained!) {
    expect(one.trained!.get(name)!.values, name).toEqual(values);
    expect(two.trained!.get(name)!.values, name).not.toEqual(values);
  }
  for (const { setting } of [untrained, one, two]) setting.dispose();
});

it('ends as done where there is no memory to read back what it trained', async () => {
  const { outcome, trained } = await trial(2, new Map(), (flat) => {
    flat.read = () => Promise.reject(new Error('out of memory'));
  });
  expect(outcome).toMatchObject({ status: 'done', steps: 2 });
  expect(trained).toBeNull();
});

it('gives probabilities in the order of the sentences, as the evaluation counts them', async () => {
  const { trained, outcome, setting, ops } = await trial(5);
  const before = tf.memory().numTensors;
  const options = { dropout: NO_DROPOUT, checkpointing: false };
  const model = new Model(ops, SMALL, SCENARIO, await setting.frozen(SCENARIO), options);
  model.parameters.write(flatOf(model.parameters.layout, trained!));
  const done: number[] = [];
  const probabilities = await classify(model, VALIDATION, 4, (count) => done.push(count));
  model.dispose();
  expect(done).toEqual([4, 8, 11]);
  expect(tf.memory().numTensors).toBe(before);
  const labels = [...VALIDATION.labels];
  const hits = labels.filter((label, i) => probabilities[i]![label]! > 0.5).length;
  expect(hits / VALIDATION.length).toBeCloseTo(outcome.accuracy!, 9);
  const predictions = probabilities.map((own) => own.indexOf(Math.max(...own)));
  // The rows are of several lengths, so the evaluation takes them in another order than their own.
  const { correct, confusion } = measuredAs(labels, predictions);
  expect({ correct: outcome.correct, confusion: outcome.confusion }).toEqual({ correct, confusion });
  expect(readCorrect(outcome)).toEqual(
    Uint8Array.from(labels, (label, i) => Number(label === predictions[i])),
  );
  const losses = labels.map((label, i) => -Math.log(probabilities[i]![label]!));
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  expect(mean).toBeCloseTo(outcome.validationLoss!, 5);
  setting.dispose();
});

it('keeps stacked parameters apart, and refuses those of another model', () => {
  const layout = trainableLayout(SMALL, SCENARIO);
  const flat = Float32Array.from({ length: layout.length }, (_, i) => i);
  const tensors = tensorsOf(layout, flat);
  const back = flatOf(layout, tensors);
  for (const [name, { values }] of tensors) expect(tensorsOf(layout, back).get(name)!.values).toEqual(values);
  const other = new Map(tensors).set('classifier.out_proj.bias', { shape: [3], values: new Float32Array(3) });
  expect(() => flatOf(layout, other)).toThrow('classifier.out_proj.bias has 3 values, the model 2');
});
