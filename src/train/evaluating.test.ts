/** @file Tests when a trial is measured during training, and its figures on the training sentences. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import type { Evaluation } from '../results/results';
import type { Ops } from '../ops';
import { createReferenceOps } from '../ops/reference';
import { runTrial } from './trial';
import { adapted, sentences, SILENT, SMALL, smallSetting } from './trial.testing';

const TINY = { ...SMALL, layers: 1, hidden: 8, heads: 1, intermediate: 16 };
// An epoch is three steps, and the last has two sentences.
const SETS = { train: sentences(TINY, 10, 12), validation: sentences(TINY, 6, 12) };
const SCENARIO = adapted(TINY, 1, 1);

/** One optimizer step's figures, from what the device computed for it. */
interface Step {
  readonly loss: number;
  readonly hits: number;
  readonly sentences: number;
}

/** Ops that note what each training step's loss op returns. Evaluations do not begin a step. */
function noting(ops: Ops, steps: Step[]): Ops {
  let training = false;
  return {
    ...ops,
    beginStep(state) {
      training = true;
      ops.beginStep(state);
    },
    crossEntropy(logits, labels) {
      const result = ops.crossEntropy(logits, labels);
      if (training) {
        const [loss = NaN, hits = NaN] = result.stats.dataSync();
        const real = [...labels.dataSync()].filter((label) => label >= 0);
        steps.push({ loss, hits, sentences: real.length });
      }
      training = false;
      return result;
    },
  };
}

async function evaluationsOf(evaluateEvery: number | null): Promise<{
  steps: Step[];
  evaluations: readonly Evaluation[];
}> {
  const steps: Step[] = [];
  const ops = noting(createReferenceOps(), steps);
  const setting = smallSetting(ops, TINY, SETS, {
    duration: { unit: 'steps', count: 8 },
    learningRate: 0.05,
    evaluateEvery,
  });
  const told: Evaluation[] = [];
  const hooks = { ...SILENT, onEvaluation: (evaluation: Evaluation) => told.push(evaluation) };
  try {
    const { evaluations, losses, accuracy } = await runTrial(setting, { scenario: SCENARIO, seed: 3 }, hooks);
    expect(evaluations).toEqual(told);
    expect(losses).toEqual(steps.map(({ loss }) => loss));
    expect(accuracy).toBe(evaluations.at(-1)?.accuracy);
    return { steps, evaluations };
  } finally {
    setting.dispose();
  }
}

beforeAll(() => tf.setBackend('cpu'));

test.each([
  [null, [3, 6, 8]],
  [3, [3, 6, 8]],
  [4, [4, 8]],
  [5, [5, 8]],
])('measured every %s steps, training figures are means over the sentences in between', async (every, at) => {
  const { steps, evaluations } = await evaluationsOf(every);
  expect(new Set(steps.map((step) => step.sentences))).toEqual(new Set([2, 4]));
  expect(evaluations.map(({ step }) => step)).toEqual(at);
  evaluations.forEach(({ step, trainLoss, trainAccuracy }, i) => {
    const seen = steps.slice(i === 0 ? 0 : at[i - 1], step);
    let [lossSum, hits, count] = [0, 0, 0];
    for (const each of seen) {
      lossSum += each.loss * each.sentences;
      hits += each.hits;
      count += each.sentences;
    }
    expect(trainLoss).toBeCloseTo(lossSum / count, 12);
    expect(trainAccuracy).toBe(hits / count);
  });
  // The accuracy is not a constant, which could agree by chance.
  const share = steps.reduce((sum, step) => sum + step.hits / step.sentences, 0) / steps.length;
  expect(share).toBeGreaterThan(0);
  expect(share).toBeLessThan(1);
});

test('a trial that only evaluates has seen no training sentence', async () => {
  const setting = smallSetting(createReferenceOps(), TINY, SETS, { duration: { unit: 'steps', count: 0 } });
  const { evaluations } = await runTrial(setting, { scenario: SCENARIO, seed: 3 }, SILENT);
  setting.dispose();
  expect(evaluations).toHaveLength(1);
  expect(evaluations[0]).toMatchObject({ step: 0, trainLoss: null, trainAccuracy: null });
});
