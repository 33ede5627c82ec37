/** @file Linear layers with their stacked adapters in plain tfjs ops; see `reference.ts`. */
import * as tf from '@tensorflow/tfjs';
import type { Adapter, Dropout, Linear, LinearBackwardArgs, Ops, SavedInput, Weight } from './index';
import { ReferenceFlat, tensorOf } from './referenceFlat';

type T2 = tf.Tensor2D;

/** What the linear layers need of the rest of the reference. */
export interface ReferenceTools {
  /** Runs `body` in a tidy and keeps what it returns. */
  readonly tidied: <R extends tf.TensorContainer>(body: () => R) => R;
  /** x times its dropout mask; x itself without dropout. Inside a tidy. */
  readonly dropped: (x: tf.Tensor, dropout: Dropout | null) => tf.Tensor;
}

/** The normal distribution's cumulative function. Inside a tidy. */
const cumulative = (x: tf.Tensor): tf.Tensor => tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);

const gelu = (x: tf.Tensor): tf.Tensor => tf.mul(x, cumulative(x));

const geluGradient = (x: tf.Tensor): tf.Tensor => {
  const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return tf.add(cumulative(x), tf.mul(x, density));
};

function matrixOf(weight: Weight): T2 {
  if ('precision' in weight) throw new Error('The reference takes weights as plain tensors [O, I] only.');
  return tensorOf(weight) as T2;
}

/** A saved input as a tensor. Inside a tidy. */
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

/** The columns of a stacked layer that belong to one of its modules. Inside a tidy. */
function columnsOf(x: T2, { modules }: Adapter, module: number): T2 {
  const width = x.shape[1] / modules;
  return tf.slice(x, [0, module * width], [-1, width]);
}

/** For each module with an adapter: its number, and its B [O / modules, r]. Inside a tidy. */
function matricesB({ b, adapted }: Adapter): { module: number; matrix: T2 }[] {
  const matrices = tf.split(tensorOf(b) as T2, adapted.length, 0);
  return adapted.map((module, slot) => ({ module, matrix: matrices[slot] as T2 }));
}

export function referenceLinear({
  tidied,
  dropped,
}: ReferenceTools): Pick<Ops, 'linear' | 'linearGelu' | 'linearBackward'> {
  /** lowRank holds one tensor, or none without adapter. Inside a tidy. */
  const forward = (
    x: tf.Tensor,
    { weight, bias, adapter }: Linear,
  ): { y: tf.Tensor; lowRank: tf.Tensor[] } => {
    const base = tf.add(tf.matMul(x as T2, matrixOf(weight), false, true), tensorOf(bias));
    if (!adapter) return { y: base, lowRank: [] };
    const lowRank = tf.matMul(
      dropped(x, adapter.dropout) as T2,
      tensorOf(adapter.a) as T2,
      false,
      true,
    ) as T2;
    const low = tf.split(lowRank, adapter.adapted.length, 1);
    const { modules } = adapter;
    const [rows, width] = [base.shape[0] ?? 0, (base.shape[1] ?? 0) / modules];
    const terms: tf.Tensor[] = Array.from({ length: modules }, () => tf.zeros([rows, width]));
    for (const [slot, { module, matrix }] of matricesB(adapter).entries())
      terms[module] = tf.mul(tf.matMul(low[slot] as T2, matrix, false, true), adapter.scaling);
    return { y: tf.add(base, tf.concat(terms, 1)), lowRank: [lowRank] };
  };

  /** scaling * dy B of each adapted module: [T, n * r], the gradient of dropout(x) A^T. Inside a tidy. */
  const lowRankGradient = (dy: tf.Tensor, adapter: Adapter): T2 =>
    tf.mul(
      tf.concat(
        matricesB(adapter).map(({ module, matrix }) =>
          tf.matMul(columnsOf(dy as T2, adapter, module), matrix),
        ),
        1,
      ),
      adapter.scaling,
    );

  const storeAdapterGradients = (args: LinearBackwardArgs, adapter: Adapter): void => {
    const { dy, lowRank, gradients, input } = args;
    if (gradients.b) {
      if (!lowRank) throw new Error('linearBackward needs lowRank for the gradient of B.');
      const written = tidied(() => {
        const low = tf.split(lowRank as T2, adapter.adapted.length, 1);
        const parts = adapter.adapted.map((module, slot) =>
          tf.matMul(columnsOf(dy as T2, adapter, module), low[slot] as T2, true, false),
        );
        return tf.mul(tf.concat(parts, 0), adapter.scaling);
      });
      ReferenceFlat.store(gradients.b, written);
    }
    if (gradients.a) {
      const written = tidied(() =>
        tf.matMul(lowRankGradient(dy, adapter), dropped(restored(input), adapter.dropout) as T2, true, false),
      );
      ReferenceFlat.store(gradients.a, written);
    }
  };

  return {
    linear(x, linear) {
      const { y, lowRank } = tidied(() => forward(x, linear));
      return { y, lowRank: lowRank[0] ?? null };
    },

    linearGelu(x, linear, save) {
      const { y, preActivation, lowRank } = tidied(() => {
        const { y: preActivation, lowRank } = forward(x, linear);
        return { y: gelu(preActivation), preActivation, lowRank };
      });
      if (!save) preActivation.dispose();
      return { y, preActivation: save ? preActivation : null, lowRank: lowRank[0] ?? null };
    },

    linearBackward(args) {
      const { dy, gradients, linear, throughGelu } = args;
      const { adapter } = linear;
      if (gradients.weight) {
        const written = tidied(() => tf.matMul(dy as T2, restored(args.input), true, false));
        ReferenceFlat.store(gradients.weight, written);
      }
      if (gradients.bias)
        ReferenceFlat.store(
          gradients.bias,
          tidied(() => tf.sum(dy, 0)),
        );
      if (adapter) storeAdapterGradients(args, adapter);
      if (!args.needsDx) return null;
      const dx = tidied(() => {
        let sum: tf.Tensor = tf.matMul(dy as T2, matrixOf(linear.weight));
        if (adapter) {
          const low = tf.matMul(lowRankGradient(dy, adapter), tensorOf(adapter.a) as T2);
          sum = tf.add(sum, dropped(low, adapter.dropout));
        }
        if (throughGelu) sum = tf.mul(sum, geluGradient(throughGelu));
        return args.accumulateInto ? tf.add(args.accumulateInto, sum) : sum;
      });
      args.accumulateInto?.dispose();
      throughGelu?.dispose();
      return dx;
    },
  };
}
