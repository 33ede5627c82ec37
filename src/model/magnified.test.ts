import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { layOut, type Flat } from '../ops/flat';
import type { Dropout, Linear, SavedInput } from '../ops';
import { createReferenceOps } from '../ops/reference';
import { given } from '../base/testing';
import { createRandom } from '../base/random';
import { magnifiedBackward, magnifiedLinear } from './magnified';

const [ROWS, INPUTS, RANK, SCALING] = [7, 6, 2, 1.5];
const DROPOUT: Dropout = { rate: 0.4, site: 21 };

const CASES = [
  { title: 'one module', modules: 1, adapted: [0], dropout: null, gelu: false },
  { title: 'one module with dropout', modules: 1, adapted: [0], dropout: DROPOUT, gelu: false },
  {
    title: 'two of three stacked modules with dropout',
    modules: 3,
    adapted: [0, 2],
    dropout: DROPOUT,
    gelu: false,
  },
  { title: 'GELU behind it', modules: 1, adapted: [0], dropout: null, gelu: true },
  {
    title: 'GELU before and behind it, with dropout',
    modules: 1,
    adapted: [0],
    dropout: DROPOUT,
    gelu: true,
  },
];
type Case = (typeof CASES)[number];

const random = createRandom(3, 'magnified');
const draw = (...shape: number[]): tf.Tensor2D =>
  tf.tensor(
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal()),
    shape as [number, number],
  );
const gelu = (x: tf.Tensor): tf.Tensor => tf.mul(x, tf.mul(0.5, tf.add(1, tf.erf(tf.div(x, Math.SQRT2)))));

/** Module by module what PEFT's `DoraLinearVariant` computes, where the mask multiplies the input. */
function peft(
  { modules, adapted }: Case,
  p: { x: tf.Tensor; a: tf.Tensor; b: tf.Tensor; m: tf.Tensor },
  fixed: { weight: tf.Tensor; bias: tf.Tensor; mask: tf.Tensor; norms: tf.Tensor },
): tf.Tensor {
  const height = (fixed.weight.shape[0] ?? 0) / modules;
  const part = (of: tf.Tensor, at: number, size: number): tf.Tensor2D =>
    tf.slice(of, [at * size], [size]) as tf.Tensor2D;
  const outputs = Array.from({ length: modules }, (_, module) => {
    const weight = part(fixed.weight, module, height);
    const base = tf.matMul(p.x as tf.Tensor2D, weight, false, true);
    const result = tf.add(base, part(fixed.bias, module, height));
    const slot = adapted.indexOf(module);
    if (slot < 0) return result;
    const dropped = tf.mul(p.x, fixed.mask) as tf.Tensor2D;
    const low = tf.matMul(dropped, part(p.a, slot, RANK), false, true);
    const lora = tf.mul(tf.matMul(low, part(p.b, slot, height), false, true), SCALING);
    const scale = tf.div(part(p.m, slot, height), part(fixed.norms, slot, height));
    const again = tf.matMul(dropped, weight, false, true);
    return tf.add(result, tf.add(tf.mul(tf.sub(scale, 1), again), tf.mul(scale, lora)));
  });
  return tf.concat(outputs, 1);
}

const close = (found: tf.Tensor, wanted: tf.Tensor, what: string): void => {
  expect(found.shape, what).toEqual(wanted.shape);
  expect(tf.max(tf.abs(tf.sub(found, wanted))).dataSync()[0], what).toBeLessThan(2e-5);
};

beforeEach(() => {
  tf.engine().startScope();
});
afterEach(() => {
  tf.engine().endScope();
});

describe('a linear layer with magnitudes', () => {
  it.each(CASES)('computes what PEFT does: $title', (shape) => {
    const { modules, adapted, dropout } = shape;
    const height = 5;
    const ops = createReferenceOps();
    ops.beginStep({ learningRate: 0, step: 1, dropoutKey: 77 });
    const mask = dropout ? ops.dropout(tf.ones([ROWS, INPUTS]), dropout) : tf.ones([ROWS, INPUTS]);
    const own = {
      a: draw(adapted.length * RANK, INPUTS),
      b: draw(adapted.length * height, RANK),
      m: tf.abs(draw(adapted.length * height)),
    };
    const before = draw(ROWS, INPUTS); // what GELU makes the input of
    const x = shape.gelu ? gelu(before) : before;
    const flats = [0, 1].map(() =>
      ops.flat(layOut(Object.entries(own).map(([name, { shape }]) => ({ name, shape, decay: true })))),
    );
    const [parameters, gradients] = [given(flats[0]), given(flats[1])] as [Flat, Flat];
    for (const [name, tensor] of Object.entries(own))
      parameters.writeEntry(name, tensor.dataSync() as Float32Array);
    const [weight, bias] = [draw(modules * height, INPUTS), draw(modules * height)];
    const linear: Linear = {
      weight,
      bias,
      adapter: {
        ...{ a: parameters.slot('a'), b: parameters.slot('b'), rank: RANK },
        ...{ modules, adapted, scaling: SCALING, dropout },
      },
    };
    const magnitudes = parameters.slot('m');
    const norms = ops.rowNorms(linear);
    const fixed = { weight, bias, mask, norms };
    const dy = draw(ROWS, modules * height);
    const [wanted, ...gradientsOf] = ((): tf.Tensor[] => {
      const f = (input: tf.Tensor, a: tf.Tensor, b: tf.Tensor, m: tf.Tensor): tf.Tensor =>
        peft(shape, { x: shape.gelu ? gelu(input) : input, a, b, m }, fixed);
      const { a, b, m } = own;
      return [f(before, a, b, m), ...tf.grads(f)([before, a, b, m], dy)];
    })();

    const output = magnifiedLinear(ops, x, {
      ...{ linear, magnitudes, kept: true, saves: true },
      gelu: shape.gelu ? { save: true } : null,
    });
    close(shape.gelu ? given(output.preActivation) : output.y, given(wanted), 'the output');
    if (shape.gelu) close(output.y, gelu(given(wanted)), 'GELU of the output');

    const input: SavedInput = shape.gelu ? { kind: 'gelu', preActivation: before } : { kind: 'kept', x };
    const accumulated = draw(ROWS, INPUTS);
    const args = { dy, input, linear, lowRank: output.lowRank, needsDx: true };
    const slots = {
      ...{ weight: null, bias: null },
      ...{ a: gradients.slot('a'), b: gradients.slot('b') },
    };
    const dx = magnifiedBackward(
      ops,
      {
        ...args,
        gradients: slots,
        throughGelu: shape.gelu ? before.clone() : null,
        accumulateInto: shape.gelu ? null : accumulated.clone(),
      },
      output.saved,
      { magnitudes, gradient: gradients.slot('m') },
    );
    const [dInput, da, db, dm] = gradientsOf.map((each) => given(each)) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    close(given(dx), shape.gelu ? dInput : tf.add(accumulated, dInput), 'the gradient of the input');
    const of = (name: string): tf.Tensor =>
      (gradients as unknown as { part(name: string): tf.Tensor }).part(name);
    close(of('a'), da, 'the gradient of A');
    close(of('b'), db, 'the gradient of B');
    close(of('m'), dm, 'the gradient of the magnitudes');
  });

  it('leaves the pretrained output where the magnitudes are the norms and B is zero', () => {
    const ops = createReferenceOps();
    const [weight, bias, x] = [draw(5, INPUTS), draw(5), draw(ROWS, INPUTS)];
    const adapter = {
      ...{ a: draw(RANK, INPUTS), b: tf.zeros([5, RANK]), rank: RANK },
      ...{ modules: 1, adapted: [0], scaling: SCALING, dropout: null },
    };
    const linear: Linear = { weight, bias, adapter };
    const magnitudes = ops.rowNorms(linear);
    close(magnitudes, tf.norm(weight, 2, 1), 'the norms');
    const { y } = magnifiedLinear(ops, x, { linear, magnitudes, gelu: null, kept: false, saves: false });
    const plain = ops.linear(x, { weight, bias, adapter: null }).y;
    expect([...y.dataSync()]).toEqual([...plain.dataSync()]);
  });
});
