/** @file Linear layers with their stacked LoRA adapters (Hu et al. 2021) in plain tfjs ops, forward beside backward. */
import * as tf from '@tensorflow/tfjs';
import type { Adapter, Linear, LinearBackwardArgs, Ops, SavedInput, Weight } from '../index';
import { ReferenceFlat, tensorOf } from './flat';
import { matrixOf, type ReferenceTools, type T2 } from './tools';

/** The normal distribution's cumulative function. Inside a tidy. */
const cumulative = (x: tf.Tensor): tf.Tensor => tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);

export const gelu = (x: tf.Tensor): tf.Tensor => tf.mul(x, cumulative(x));

export const geluGradient = (x: tf.Tensor): tf.Tensor => {
  const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return tf.add(cumulative(x), tf.mul(x, density));
};

export function weightMatrix(weight: Weight): T2 {
  if ('precision' in weight) throw new Error('The reference takes weights as plain tensors [O, I] only.');
  return matrixOf(weight);
}

/** A saved input [T, I] as a tensor. Inside a tidy. */
function restored(input: SavedInput | null): T2 {
  if (!input) throw new Error('linearBackward needs the input for a gradient that has a slot.');
  switch (input.kind) {
    case 'kept':
      return input.x as T2;
    case 'norm':
      return tf.add(tf.mul(input.normalized, tensorOf(input.gamma)), tensorOf(input.beta)) as T2;
    case 'gelu':
      return gelu(input.preActivation) as T2;
  }
}

/** The columns of a stacked layer [T, O] that belong to one of its modules. Inside a tidy. */
function columnsOf(x: T2, { modules }: Adapter, module: number): T2 {
  const width = x.shape[1] / modules;
  return tf.slice(x, [0, module * width], [-1, width]);
}

/** The columns of lowRank [T, n * r] that belong to the adapter number `slot`. Inside a tidy. */
function lowColumns(lowRank: tf.Tensor, { rank }: Adapter, slot: number): T2 {
  return tf.slice(lowRank as T2, [0, slot * rank], [-1, rank]);
}

/**
 * For each module with an adapter: the module's number, the adapter's number, and its B [O / modules, r]. Inside a
 * tidy.
 */
export function matricesB({ b, rank, adapted }: Adapter): { module: number; slot: number; matrix: T2 }[] {
  const stacked = matrixOf(b);
  const height = stacked.shape[0] / adapted.length;
  return adapted.map((module, slot) => ({
    module,
    slot,
    matrix: tf.slice(stacked, [slot * height, 0], [height, rank]),
  }));
}

class ReferenceLinear {
  constructor(private readonly tools: ReferenceTools) {}

  /** y [T, O], and lowRank [T, n * r] in an array that is empty without an adapter. Inside a tidy. */
  forward(x: tf.Tensor, { weight, bias, adapter }: Linear): { y: tf.Tensor; lowRank: tf.Tensor[] } {
    const product = tf.matMul(x as T2, weightMatrix(weight), false, true);
    const base = bias ? (tf.add(product, tensorOf(bias)) as T2) : product;
    if (!adapter) return { y: base, lowRank: [] };
    const input = this.tools.dropped(x, adapter.dropout) as T2;
    const lowRank = tf.matMul(input, matrixOf(adapter.a), false, true);
    const { modules, scaling } = adapter;
    const [rows, width] = [base.shape[0] ?? 0, (base.shape[1] ?? 0) / modules];
    const terms: tf.Tensor[] = Array.from({ length: modules }, () => tf.zeros([rows, width]));
    for (const { module, slot, matrix } of matricesB(adapter))
      terms[module] = tf.mul(tf.matMul(lowColumns(lowRank, adapter, slot), matrix, false, true), scaling);
    return { y: tf.add(base, tf.concat(terms, 1)), lowRank: [lowRank] };
  }

  /** dW = dy^T x, dbias = the column sums of dy, and those of the adapter. */
  storeGradients(args: LinearBackwardArgs): void {
    const { dy, input, gradients, linear } = args;
    const { tools } = this;
    if (gradients.weight) {
      const dWeight = tools.tidied(() => tf.matMul(dy as T2, restored(input), true, false));
      ReferenceFlat.store(gradients.weight, dWeight);
    }
    if (gradients.bias) {
      const dBias = tools.tidied(() => tf.sum(dy, 0));
      ReferenceFlat.store(gradients.bias, dBias);
    }
    if (linear.adapter) this.storeAdapterGradients(args, linear.adapter);
  }

  /** dx [T, I] = dy W + mask * (du A), through the GELU if one comes before. */
  dx({ dy, linear, throughGelu, accumulateInto }: LinearBackwardArgs): tf.Tensor {
    const { weight, adapter } = linear;
    return this.tools.tidied(() => {
      let sum: tf.Tensor = tf.matMul(dy as T2, weightMatrix(weight));
      if (adapter) {
        const low = tf.matMul(this.lowRankGradient(dy, adapter), matrixOf(adapter.a));
        sum = tf.add(sum, this.tools.dropped(low, adapter.dropout));
      }
      if (throughGelu) sum = tf.mul(sum, geluGradient(throughGelu));
      return accumulateInto ? tf.add(accumulateInto, sum) : sum;
    });
  }

  /** du = scaling * dy B of each adapted module: [T, n * r], the gradient of dropout(x) A^T. Inside a tidy. */
  private lowRankGradient(dy: tf.Tensor, adapter: Adapter): T2 {
    const parts = matricesB(adapter).map(({ module, matrix }) =>
      tf.matMul(columnsOf(dy as T2, adapter, module), matrix),
    );
    return tf.mul(tf.concat(parts, 1), adapter.scaling);
  }

  /** dB = scaling * dy^T lowRank of each adapted module, dA = du^T dropout(x). */
  private storeAdapterGradients(args: LinearBackwardArgs, adapter: Adapter): void {
    const { dy, lowRank, gradients, input } = args;
    const { tools } = this;
    if (gradients.b) {
      if (!lowRank) throw new Error('linearBackward needs lowRank for the gradient of B.');
      const dB = tools.tidied(() => {
        const parts = adapter.adapted.map((module, slot) =>
          tf.matMul(columnsOf(dy as T2, adapter, module), lowColumns(lowRank, adapter, slot), true, false),
        );
        return tf.mul(tf.concat(parts, 0), adapter.scaling);
      });
      ReferenceFlat.store(gradients.b, dB);
    }
    if (gradients.a) {
      const dA = tools.tidied(() => {
        const x = tools.dropped(restored(input), adapter.dropout) as T2;
        return tf.matMul(this.lowRankGradient(dy, adapter), x, true, false);
      });
      ReferenceFlat.store(gradients.a, dA);
    }
  }
}

export function referenceLinear(
  tools: ReferenceTools,
): Pick<Ops, 'linear' | 'linearGelu' | 'linearBackward'> {
  const layer = new ReferenceLinear(tools);
  return {
    linear(x, linear) {
      const { y, lowRank } = tools.tidied(() => layer.forward(x, linear));
      return { y, lowRank: lowRank[0] ?? null };
    },

    linearGelu(x, linear, save) {
      const { y, preActivation, lowRank } = tools.tidied(() => {
        const { y: preActivation, lowRank } = layer.forward(x, linear);
        return { y: gelu(preActivation), preActivation, lowRank };
      });
      if (!save) preActivation.dispose();
      return { y, preActivation: save ? preActivation : null, lowRank: lowRank[0] ?? null };
    },

    linearBackward(args) {
      layer.storeGradients(args);
      if (!args.needsDx) return null;
      const dx = layer.dx(args);
      args.accumulateInto?.dispose();
      args.throughGelu?.dispose();
      return dx;
    },
  };
}
