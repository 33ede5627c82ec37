/**
 * @file PLoP's score: how well a pretrained module's input fits its matrix, before any training.
 *
 * A token z that reaches a module with the matrix W [out, in] has the normalized feature norm |W z| / |W g|, where g is a
 * random vector as long as z. The expected |W g|^2 is |W|_F^2 |z|^2 / in, so no vector is drawn: the score is
 * sqrt(in) |W z| / (|W|_F |z|), averaged over the tokens of a batch. It is 1 where the data mean nothing to W. As in
 * outputShare.ts, of the last layer's attention output, up and down only the first tokens count.
 *
 * Source: "PLoP: Precise LoRA Placement for Efficient Finetuning of Large Models" (arXiv 2506.20629).
 */
import type { Tensor } from '@tensorflow/tfjs';
import { COMPONENTS } from '../architecture/modules';
import { moduleWidths } from '../architecture/moduleWidths';
import { moduleName } from '../architecture/names';
import { MODULES_OF, type Projection } from '../architecture/projections';
import type { EncoderWeights } from '../architecture/tensorSource';
import { nextTask } from '../base/nextTask';
import { batchInputs, deviceBatch, type HostBatch } from '../data/batches';
import type { Scenario } from '../experiment/experiment';
import { Model } from '../model/model';
import { firstBatches } from '../train/trialBatches';
import type { ScoreHooks, SeedSetting } from './gradientScore';
import { realRows, watchInputs } from './moduleInputs';
import { everyModule, scoresOf, type ModuleScores } from './moduleScores';

/** The pretrained model without adapters. */
const BARE: Scenario = { name: 'scores', color: '#000000', method: 'classifier' };

/** The Frobenius norm of every module's matrix, in the order of the scores. */
export async function matrixNorms(layers: number, pretrained: EncoderWeights): Promise<Float64Array> {
  const norms: number[] = [];
  for (const { layer, component } of everyModule(layers)) {
    let sum = 0;
    for (const value of await pretrained(`${moduleName(layer - 1, component)}.weight`)) sum += value * value;
    norms.push(Math.sqrt(sum));
  }
  return Float64Array.from(norms);
}

/**
 * Measures all modules of the pretrained model.
 * @param seeds at least one; their settings differ in the training rows alone
 * @param batches of each seed: the first ones that its trials train on
 * @throws whatever the device, the ops or the hooks throw, after everything on the device is freed
 */
export async function featureNormScore(
  seeds: readonly [SeedSetting, ...SeedSetting[]],
  batches: number,
  hooks: ScoreHooks,
): Promise<ModuleScores> {
  const [{ setting }] = seeds;
  const { ops, config, pretrained, training } = setting;
  const frozen = await setting.frozen(BARE);
  const norms = await matrixNorms(config.layers, pretrained);
  const model = new Model(ops, config, BARE, frozen, training);
  try {
    const measured: Float64Array[][] = [];
    for (const [index, one] of seeds.entries()) {
      const bySeed: Float64Array[] = [];
      measured.push(bySeed);
      for (const host of firstBatches(one.setting, one.seed, batches)) {
        hooks.throwIfCancelled();
        bySeed.push(await featureNorms(model, norms, host));
        hooks.onProgress('scoring', index * batches + bySeed.length, seeds.length * batches);
        await nextTask();
      }
    }
    return scoresOf(config.layers, measured);
  } finally {
    model.dispose();
  }
}

/**
 * @param model without adapters; its op set computes in float32
 * @param norms of {@link matrixNorms}
 * @returns the scores of one batch, in their order
 */
export async function featureNorms(
  model: Model,
  norms: Float64Array,
  host: HostBatch,
): Promise<Float64Array> {
  const { ops, config } = model;
  const result = new Float64Array(norms.length);
  const inputs = batchInputs(host, null).map((values) => ops.upload(values, [values.length]));
  try {
    await watchInputs(model, deviceBatch(host, inputs), async (layer, byProjection) => {
      for (const [projection, x] of byProjection) {
        const { input, output } = moduleWidths(config, MODULES_OF[projection][0]);
        const values = await productsOf(model, layer, projection, x);
        const rows = realRows(host, x.shape[0] ?? 0);
        const [z, wz] = [values.subarray(0, x.size), values.subarray(x.size)];
        for (const [block, component] of MODULES_OF[projection].entries()) {
          const index = layer * COMPONENTS.length + COMPONENTS.indexOf(component);
          const width = MODULES_OF[projection].length * output;
          const lengths = rows.map(
            (row) => lengthOf(wz, row * width + block * output, output) / lengthOf(z, row * input, input),
          );
          const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
          result[index] = (Math.sqrt(input) * mean) / (norms[index] ?? NaN);
        }
      }
    });
  } finally {
    for (const tensor of inputs) tensor.dispose();
  }
  return result;
}

/** x and then W x, without the bias, from one round trip to the device. */
async function productsOf(
  model: Model,
  layer: number,
  projection: Projection,
  x: Tensor,
): Promise<Float32Array> {
  const { ops } = model;
  const { weight } = model.linear(layer, projection);
  const { y } = ops.linear(x, { weight, bias: null, adapter: null });
  try {
    return await ops.read([x, y]);
  } finally {
    y.dispose();
  }
}

function lengthOf(values: Float32Array, from: number, size: number): number {
  let sum = 0;
  for (let at = from; at < from + size; at++) sum += (values[at] ?? NaN) ** 2;
  return Math.sqrt(sum);
}
