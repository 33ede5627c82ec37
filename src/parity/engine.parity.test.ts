/** @file Compares the engine with PyTorch + Transformers + PEFT, on every backend that the lab offers. */
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { afterAll, describe, expect, it } from 'vitest';
import { selectBackend } from '../backend/select';
import { batchInputs, deviceBatch, type DeviceBatch, type HostBatch } from '../data/batches';
import type { BasePrecision } from '../experiment/experiment';
import type { BackendName } from '../results/results';
import { backward, forward, predict } from '../model/classifier';
import type { ModelConfig } from '../architecture/config';
import { Model, type FrozenWeights } from '../model/model';
import { encoderShapes, headShapes } from '../architecture/shapes';
import type { Ops } from '../ops';
import { rangesOf } from '../ops/flat';
import { Optimizer } from '../train/optimizer';
import { learningRateFactor } from '../train/schedule';
import { trainStep } from '../train/step';
import { splitWeights } from '../weights/pissa/split';
import { disposeWeights, uploadWeights } from '../weights/uploadWeights';
import { CASES, expected, filled, loadFixture, startValue, type Fixture } from './fixture';

/** Largest errors allowed: absolute for logits and losses, relative norm for gradients. */
const TOLERANCE = { logits: 1e-4, gradients: 1e-3, losses: 1e-3, finalParameters: 1e-5, finalLogits: 1e-4 };
type Errors = Record<keyof typeof TOLERANCE, number>;

/** The same in mixed precision: absolute for losses, relative for gradients and their norms. */
const MIXED = { gradients: 5e-2, norms: 5e-2, losses: 1e-2 };

const NO_DROPOUT = { hidden: 0, attention: 0, lora: 0, classifier: 0 };
const BACKENDS: readonly BackendName[] = ['cpu', 'wasm', 'webgpu'];
const table: (Errors & { backend: BackendName; case: string })[] = [];

const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((max, value, i) => Math.max(max, Math.abs(value - b[i]!)), 0);
};
const norm = (values: ArrayLike<number>): number =>
  Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0));

async function createModel(
  ops: Ops,
  fixture: Fixture,
  checkpointing: boolean,
  precision: BasePrecision = 'f32',
): Promise<{ model: Model; frozen: FrozenWeights }> {
  const { config, scenario } = fixture;
  const stored = (name: string): Promise<Float32Array> => Promise.resolve(startValue(fixture, name));
  const split =
    scenario.method === 'lora' && scenario.pissa
      ? await splitWeights(config, scenario, stored, () => Promise.resolve())
      : null;
  const values = split?.rest ?? stored;
  const placing = { precision: fixture.json.base ?? precision, ...ops.matrices };
  const frozen = await uploadWeights(ops.upload, config, values, placing);
  const model = new Model(ops, config, scenario, frozen, { dropout: NO_DROPOUT, checkpointing });
  const start = new Float32Array(model.parameters.layout.length);
  for (const { name, offset, shape } of rangesOf(model.parameters.layout).values()) {
    const own = split?.tensors.get(name);
    const wanted = startValue(fixture, name);
    start.set(own ? aligned(own, wanted) : filled(fixture, name, wanted, shape), offset);
  }
  model.parameters.write(start);
  return { model, frozen };
}

/** The singular vectors of A, by rows, or of B, by columns, with the signs of PyTorch's, which are as good. */
function aligned(
  { shape, values }: { shape: readonly number[]; values: Float32Array },
  wanted: Float32Array,
) {
  const [rows = 0, columns = 0] = shape;
  const ranks = Math.min(rows, columns);
  const rankAt = (at: number): number => (rows === ranks ? Math.floor(at / columns) : at % columns);
  const products = new Float64Array(ranks);
  values.forEach((value, at) => (products[rankAt(at)]! += value * wanted[at]!));
  return values.map((value, at) => Math.sign(products[rankAt(at)]!) * value);
}

/** The batch as tensors on the current backend, for ops outside a pass. */
function uploaded(host: HostBatch, config: ModelConfig): { batch: DeviceBatch; dispose: () => void } {
  const tensors = batchInputs(host, config).map((values) => tf.tensor1d(values, 'int32'));
  return { batch: deviceBatch(host, tensors), dispose: () => tf.dispose(tensors) };
}

/** One parameter's range of a flat buffer's values. */
const entry = (model: Model, values: Float32Array, name: string): Float32Array => {
  const { offset, size } = rangesOf(model.parameters.layout).get(name)!;
  return values.subarray(offset, offset + size);
};

async function logitsOf(model: Model, fixture: Fixture): Promise<Float32Array> {
  const { batch, dispose } = uploaded(fixture.batches[0]!, model.config);
  model.training = false;
  const logits = predict(model, batch);
  const values = await model.ops.read([logits]);
  logits.dispose();
  dispose();
  return values;
}

async function gradientError(model: Model, fixture: Fixture): Promise<number> {
  const { batch, dispose } = uploaded(fixture.batches[0]!, model.config);
  model.training = true;
  model.ops.beginStep({ learningRate: 0, step: 1, dropoutKey: 0 });
  const { logits, saved } = forward(model, batch);
  const { dLogits, stats } = model.ops.crossEntropy(logits, batch.labels);
  backward(model, batch, dLogits, saved);
  const values = await model.gradients.read();
  for (const used of [logits, dLogits, stats]) used.dispose();
  dispose();
  let worst = 0;
  for (const { name, shape } of rangesOf(model.parameters.layout).values()) {
    const want = filled(fixture, name, expected(fixture, `gradients/${name}`), shape);
    const difference = entry(model, values, name).map((value, i) => value - want[i]!);
    // Where the true gradient is zero, PyTorch's is only rounding error, so their difference is compared absolutely.
    const scale = fixture.json.nearZeroGradients.includes(name) ? 1 : norm(want);
    worst = Math.max(worst, norm(difference) / scale);
  }
  return worst;
}

async function trainLosses(model: Model, fixture: Fixture, normTolerance = 1e-2): Promise<number[]> {
  const { training } = fixture.json;
  const optimizer = new Optimizer(model, {
    weightDecay: training.weightDecay,
    gradientClip: training.clipNorm,
  });
  const losses: number[] = [];
  for (const [step, index] of training.batchOfStep.entries()) {
    const { schedule, warmupSteps, steps: totalSteps } = training;
    const factor = learningRateFactor(step, { schedule, warmupSteps, totalSteps });
    expect(training.learningRate * factor).toBeCloseTo(training.learningRates[step]!, 10);
    const learningRate = training.learningRate * factor;
    const { stats, norm } = trainStep(model, optimizer, fixture.batches[index]!, {
      learningRate,
      step: step + 1,
      dropoutKey: 0,
    });
    const [loss, , gradientNorm] = await model.ops.read([stats, norm]);
    expect(Math.abs(gradientNorm! / fixture.json.expected.gradientNorms[step]! - 1)).toBeLessThan(
      normTolerance,
    );
    losses.push(loss!);
    for (const used of [stats, norm]) used.dispose();
  }
  optimizer.dispose();
  return losses;
}

/**
 * Plain JavaScript is slow. Its kernels, which are tfjs's, run with everything kept; recomputing is the same code on every
 * backend. The case of twelve layers, which took half a minute there, is not trained there either.
 */
const SLOW = { backend: 'cpu', name: 'lora-value-up-deep' };
const RUNS = BACKENDS.flatMap((backend) =>
  CASES.filter((name) => backend !== SLOW.backend || name !== SLOW.name).flatMap((name) =>
    (backend === SLOW.backend ? [false] : [false, true]).map((checkpointing) => ({
      backend,
      name,
      checkpointing,
    })),
  ),
);

describe('the engine', () => {
  it.each(RUNS)(
    '$name on $backend, gradient checkpointing $checkpointing',
    async ({ backend, name, checkpointing }) => {
      const { ops } = await selectBackend(backend);
      const fixture = await loadFixture(name);
      const tensorsBefore = tf.memory().numTensors;
      const { model, frozen } = await createModel(ops, fixture, checkpointing);
      const { json } = fixture;
      expect(model.parameters.layout.parameters).toBe(json.expected.trainableParameters);

      const logits = largest(await logitsOf(model, fixture), expected(fixture, 'logits'));
      const gradients = await gradientError(model, fixture);
      const losses = largest(await trainLosses(model, fixture), json.expected.losses);
      const finalLogits = largest(await logitsOf(model, fixture), expected(fixture, 'finalLogits'));
      const values = await model.parameters.read();
      let finalParameters = 0;
      for (const { name: parameter, shape } of rangesOf(model.parameters.layout).values())
        if (!json.nearZeroGradients.includes(parameter))
          finalParameters = Math.max(
            finalParameters,
            largest(
              entry(model, values, parameter),
              filled(fixture, parameter, expected(fixture, `final/${parameter}`), shape),
            ),
          );

      const errors: Errors = { logits, gradients, losses, finalParameters, finalLogits };
      table.push({ backend, case: checkpointing ? `${name}, checkpointing` : name, ...errors });
      for (const [what, error] of Object.entries(errors))
        expect(error, what).toBeLessThan(TOLERANCE[what as keyof Errors]);

      model.dispose();
      disposeWeights(frozen);
      expect(tf.memory().numTensors, 'tensors left behind').toBe(tensorsBefore);
    },
  );
});

it('the engine before training, in the slowest case on the slowest backend', async () => {
  const { ops } = await selectBackend('cpu');
  const fixture = await loadFixture(SLOW.name);
  const { model, frozen } = await createModel(ops, fixture, false);
  const logits = largest(await logitsOf(model, fixture), expected(fixture, 'logits'));
  expect(logits).toBeLessThan(TOLERANCE.logits);
  expect(await gradientError(model, fixture)).toBeLessThan(TOLERANCE.gradients);
  model.dispose();
  disposeWeights(frozen);
});

describe('the engine in mixed precision', () => {
  it.each(CASES)('%s: losses within 0.01 of float32’s in PyTorch', async (name) => {
    const { ops } = await selectBackend('webgpu');
    const fixture = await loadFixture(name);
    const { model, frozen } = await createModel(ops.mixed(), fixture, false, 'f16');
    try {
      expect(await gradientError(model, fixture)).toBeLessThan(MIXED.gradients);
      const losses = await trainLosses(model, fixture, MIXED.norms);
      expect(largest(losses, fixture.json.expected.losses)).toBeLessThan(MIXED.losses);
    } finally {
      model.dispose();
      disposeWeights(frozen);
    }
  });
});

it('covers the head and the encoder of every case', async () => {
  for (const name of CASES) {
    const { config, tensors } = await loadFixture(name);
    for (const { name: tensor, shape } of [...encoderShapes(config), ...headShapes(config)])
      expect(tensors.get(`weights/${tensor}`)?.shape, tensor).toEqual(shape);
  }
});

afterAll(() => {
  const columns = Object.keys(TOLERANCE) as (keyof Errors)[];
  const row = (cells: readonly string[]): string =>
    cells.map((cell, i) => (i < 1 ? cell.padEnd(9) : i < 2 ? cell.padEnd(34) : cell.padStart(16))).join('');
  const worst = columns.map((column) => Math.max(...table.map((errors) => errors[column])).toExponential(1));
  console.log(
    [
      'Largest errors against PyTorch + PEFT',
      row(['backend', 'case', ...columns]),
      ...table.map((e) => row([e.backend, e.case, ...columns.map((column) => e[column].toExponential(1))])),
      row(['largest', '', ...worst]),
      row(['allowed', '', ...columns.map((column) => TOLERANCE[column].toExponential(0))]),
    ].join('\n'),
  );
});
