/** @file Computes the cases of `tiledGemm.testing.ts` by a kernel, with operands that are tensors or slots. */
import * as tf from '@tensorflow/tfjs';
import { layOut } from '../../flat';
import type { Operand } from '../../index';
import { WebGPUFlat } from '../runtime/flat';
import { Runner } from '../runtime/runner';
import type { GemmArgs } from './gemmArgs';
import { DROPOUT, DROPOUT_KEY, inputsOf, kindOf, SCALE, type Case } from './tiledGemm.testing';

/** Runs products with the kernels for GPUs, on whatever adapter there is. @throws Error without WebGPU */
export async function productsOnGpu(): Promise<{ readonly runner: Runner; readonly products: Products }> {
  if (!(await tf.setBackend('webgpu'))) throw new Error('No WebGPU.');
  const runner = new Runner({ software: false });
  runner.writeStep({ stepSize: 0, decay: 0, rootCorrection2: 1, dropoutKey: DROPOUT_KEY });
  return { runner, products: new Products(runner) };
}

export class Products {
  private disposables: { dispose(): void }[] = [];

  constructor(private readonly runner: Runner) {}

  /** Frees everything that the runs so far have made. */
  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
    this.disposables = [];
  }

  keep<T extends { dispose(): void }>(disposable: T): T {
    this.disposables.push(disposable);
    return disposable;
  }

  /** The second entry of a flat buffer, or a tensor. */
  private operand(values: Float32Array, slots: boolean): Operand {
    if (!slots) return this.keep(tf.tensor(values));
    const entry = (name: string, size: number) => ({ name, shape: [size], decay: true });
    const flat = this.keep(
      new WebGPUFlat(this.runner, layOut([entry('first', 4), entry('second', values.length)])),
    );
    const all = new Float32Array(flat.layout.length).fill(NaN);
    all.set(values, flat.slot('second').entry.offset);
    flat.write(all);
    return flat.slot('second');
  }

  private async valuesOf(operand: Operand): Promise<Float32Array> {
    if (operand instanceof tf.Tensor) return this.runner.read([operand]);
    const { offset, size } = operand.entry;
    return (await operand.flat.read()).slice(offset, offset + size);
  }

  /** Computes the case's product by `multiply`. */
  async run(
    shape: Case,
    multiply: (args: GemmArgs) => void,
  ): Promise<{ c: Float32Array; preActivation: Float32Array | null }> {
    const { form, rows, columns, inner, adapter, epilogue, slots = false } = shape;
    const input = inputsOf(shape);
    const nothing = new Float32Array(rows * columns).fill(NaN);
    const make = (values: Float32Array): Operand => this.operand(values, slots);
    const before = epilogue === 'geluGradient' ? input.preActivation : nothing;
    const c = make(shape.accumulate ? input.old : before);
    const preActivation = epilogue === 'geluSaved' ? make(nothing) : null;
    const { packed, widthB } = input;
    const transposed = shape.transposed ?? false;
    const heightB = input.b.length / widthB;
    const args: GemmArgs = {
      form,
      a: make(input.a),
      b:
        packed || transposed
          ? {
              precision: shape.packed ?? 'f32',
              shape: transposed ? [widthB, heightB] : [heightB, widthB],
              transposed,
              data: this.keep(
                packed ? tf.tensor2d(packed.data, [1, packed.data.length], 'int32') : tf.tensor1d(input.b),
              ),
              scale: packed?.scale ? this.keep(tf.tensor(packed.scale)) : null,
            }
          : make(input.b),
      c,
      rows,
      columns,
      inner,
      bias: shape.bias ? make(input.bias) : null,
      accumulate: shape.accumulate,
      adapter: adapter && {
        kind: kindOf(shape),
        low: make(input.low),
        weight: make(input.adapterWeight),
        rank: adapter.rank,
        modules: input.modules,
        adapted: input.adapted,
        scale: SCALE,
        dropout: adapter.dropout ? DROPOUT : null,
      },
      epilogue:
        epilogue === 'geluGradient'
          ? { kind: 'geluGradient' }
          : epilogue
            ? { kind: 'gelu', preActivation }
            : null,
    };
    multiply(args);
    return {
      c: await this.valuesOf(c),
      preActivation: epilogue === 'geluSaved' ? await this.valuesOf(preActivation!) : null,
    };
  }
}
