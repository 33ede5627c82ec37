/**
 * @file LoRA-drop's score: how much of what all adapters of a trained scenario put out comes from each module's.
 *
 * A token x that reaches a module gets scaling * B A x from its adapter. The mean of that vector's squared length over the
 * tokens of a batch, divided by the sum over all adapted modules, is the module's share. Of the last layer's attention
 * output, up and down only the first tokens count, because only they reach the head.
 *
 * Source: "LoRA-drop: Efficient LoRA Parameter Pruning based on Output Evaluation" (arXiv 2402.07721), which sums over a
 * sample of the training data and takes query and value of a layer together.
 */
import type { Component } from '../architecture/modules';
import { adapterName } from '../architecture/names';
import { MODULES_OF, type Projection } from '../architecture/projections';
import { LabError } from '../base/errors';
import { batchInputs, deviceBatch, type HostBatch } from '../data/batches';
import type { Model } from '../model/model';
import type { TrainedTensors } from '../train/trained';
import { realRows, watchInputs } from './moduleInputs';
import type { ModuleAt } from './moduleScores';

/**
 * @param model of a scenario with adapters, holding `tensors`; its op set computes in float32
 * @returns the shares of one batch in the order of `modules`, whose sum is 1
 * @throws LabError if the adapters put out nothing, or something that is not finite
 */
export async function outputShares(
  model: Model,
  tensors: TrainedTensors,
  modules: readonly ModuleAt[],
  host: HostBatch,
): Promise<Float64Array> {
  const { ops } = model;
  const norms = new Map<string, number>();
  const inputs = batchInputs(host, null).map((values) => ops.upload(values, [values.length]));
  try {
    await watchInputs(model, deviceBatch(host, inputs), async (layer, byProjection) => {
      for (const [projection, x] of byProjection) {
        const linear = model.linear(layer, projection);
        if (!linear.adapter) continue;
        const { y, lowRank } = ops.linear(x, linear);
        y.dispose();
        if (!lowRank)
          throw new Error(`The adapter of layer ${layer + 1}, ${projection}, has no inner values.`);
        const values = await ops.read([lowRank]).finally(() => lowRank.dispose());
        const rows = realRows(host, x.shape[0] ?? 0);
        const { adapted, rank, scaling } = linear.adapter;
        for (const [position, component] of componentsOf(projection, adapted).entries())
          norms.set(
            adapterName(layer, component, 'B'),
            scaling ** 2 *
              meanForm(
                { values, rows, width: adapted.length * rank, from: position * rank, rank },
                innerProducts(tensors, layer, component, rank),
              ),
          );
      }
    });
  } finally {
    for (const tensor of inputs) tensor.dispose();
  }
  const own = modules.map(({ layer, component }) => norms.get(adapterName(layer - 1, component, 'B')) ?? NaN);
  const total = own.reduce((sum, norm) => sum + norm, 0);
  if (!(total > 0 && total < Infinity))
    throw new LabError(
      'The adapters of this scenario put out nothing that can be measured.',
      'Score a scenario that has trained for some steps, and did not diverge.',
    );
  return Float64Array.from(own, (norm) => norm / total);
}

function componentsOf(projection: Projection, adapted: readonly number[]): Component[] {
  return adapted.flatMap((index) => MODULES_OF[projection][index] ?? []);
}

/** B transposed times B, [r, r]: the squared length of B z is z' (B' B) z. */
function innerProducts(
  tensors: TrainedTensors,
  layer: number,
  component: Component,
  rank: number,
): Float64Array {
  const values = tensors.get(adapterName(layer, component, 'B'))?.values ?? new Float32Array();
  const products = new Float64Array(rank * rank);
  for (let row = 0; row < values.length; row += rank)
    for (let i = 0; i < rank; i++)
      for (let j = 0; j < rank; j++)
        products[i * rank + j]! += (values[row + i] ?? NaN) * (values[row + j] ?? NaN);
  return products;
}

interface Inner {
  /** Row by row, `width` values each. */
  readonly values: Float32Array;
  readonly rows: readonly number[];
  readonly width: number;
  /** Where a row's values of this module begin, and how many they are. */
  readonly from: number;
  readonly rank: number;
}

/** The mean of z' M z over the rows' z. */
function meanForm({ values, rows, width, from, rank }: Inner, m: Float64Array): number {
  let sum = 0;
  for (const row of rows) {
    const at = row * width + from;
    for (let i = 0; i < rank; i++)
      for (let j = 0; j < rank; j++)
        sum += (values[at + i] ?? NaN) * (m[i * rank + j] ?? NaN) * (values[at + j] ?? NaN);
  }
  return sum / rows.length;
}
