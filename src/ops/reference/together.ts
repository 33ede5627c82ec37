/**
 * @file The reference for companies: each op runs trial by trial, on tensors of its own for each. It is there to be read,
 * and as the oracle of what the kernels compute side by side.
 */
import * as tf from '@tensorflow/tfjs';
import { entryOf, type Flat, type FlatLayout, type Slot } from '../flat';
import type { Company, Ops, StepState } from '../index';

/** A tensor of a company: one tensor for each trial, and the shape of one. */
class Slabs extends tf.Tensor {
  private gone = false;

  constructor(readonly slabs: readonly tf.Tensor[]) {
    super(slabs[0]?.shape ?? [], slabs[0]?.dtype ?? 'float32', {}, -1);
  }

  override get isDisposed(): boolean {
    return this.gone;
  }

  override dispose(): void {
    if (this.gone) return;
    this.gone = true;
    for (const slab of this.slabs) slab.dispose();
  }

  override clone<T extends tf.Tensor>(this: T): T {
    return new Slabs((this as unknown as Slabs).slabs.map((slab) => slab.clone())) as unknown as T;
  }
}

/** Tensors of tfjs take every tensor for an instance of theirs or of a class of theirs, so `instanceof` does not tell. */
const isSlabs = (value: unknown): value is Slabs => value instanceof tf.Tensor && 'slabs' in value;

class SlabFlat implements Flat {
  constructor(
    readonly layout: FlatLayout,
    readonly slabs: readonly Flat[],
  ) {}

  slot(name: string): Slot {
    return { flat: this, entry: entryOf(this.layout, name) };
  }

  write(values: Float32Array, trial = 0): void {
    this.of(trial).write(values);
  }

  writeEntry(name: string, values: Float32Array, trial = 0): void {
    this.of(trial).writeEntry(name, values);
  }

  read(trial = 0): Promise<Float32Array> {
    return this.of(trial).read();
  }

  dispose(): void {
    for (const slab of this.slabs) slab.dispose();
  }

  of(trial: number): Flat {
    const slab = this.slabs[trial];
    if (!slab) throw new RangeError(`The company has ${this.slabs.length} trials and no trial ${trial}.`);
    return slab;
  }
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** What one trial sees of an argument: its own slabs, and whatever all share. */
function ofTrial(value: unknown, trial: number): unknown {
  if (isSlabs(value)) return value.slabs[trial];
  if (value instanceof SlabFlat) return value.of(trial);
  if (Array.isArray(value)) return value.map((each) => ofTrial(each, trial));
  if (isPlain(value))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, ofTrial(each, trial)]));
  return value;
}

/** The trials' results as one. */
function joined(results: readonly unknown[]): unknown {
  const [first] = results;
  if (first instanceof tf.Tensor) return new Slabs(results as readonly tf.Tensor[]);
  if (!isPlain(first)) return first;
  const fields = results as readonly Readonly<Record<string, unknown>>[];
  return Object.fromEntries(Object.keys(first).map((key) => [key, joined(fields.map((each) => each[key]))]));
}

const COMPUTING = [
  'embed',
  'embedBackward',
  'linear',
  'linearGelu',
  'linearBackward',
  'rowNorms',
  'magnify',
  'magnifyBackward',
  'sum',
  'geluBackward',
  'attention',
  'attentionBackward',
  'addNorm',
  'addNormBackward',
  'tanh',
  'tanhBackward',
  'dropout',
  'firstTokens',
  'firstTokensBackward',
  'crossEntropy',
  'adamW',
  'smoothSensitivity',
] as const satisfies readonly (keyof Ops)[];
type Computing = Pick<Ops, (typeof COMPUTING)[number]>;

export function referenceTogether(base: Ops, count: number): Company {
  let states: readonly StepState[] = [];
  const eachTrial = <T>(body: (trial: number) => T): T[] =>
    Array.from({ length: count }, (_, trial) => body(trial));

  /** An op that runs for each trial in turn, at that trial's step. */
  const lifted =
    (op: (...args: unknown[]) => unknown) =>
    (...args: unknown[]): unknown =>
      joined(
        eachTrial((trial) => {
          const state = states[trial];
          if (state) base.beginStep(state);
          return op(...args.map((arg) => ofTrial(arg, trial)));
        }),
      );
  const computing = Object.fromEntries(
    COMPUTING.map((name) => {
      const op: unknown = Reflect.get(base, name);
      if (typeof op !== 'function') throw new Error(`There is no op ${name}.`);
      return [name, lifted((...args) => Reflect.apply(op, base, args) as unknown)];
    }),
  ) as unknown as Computing;

  return {
    ...base,
    ...computing,
    count,
    together: (other) => base.together(other),
    flat: (layout) =>
      new SlabFlat(
        layout,
        eachTrial(() => base.flat(layout)),
      ),
    beginSteps(next) {
      states = next;
    },
    beginStep(state) {
      states = eachTrial(() => state);
    },
    runPass({ inputs, body }) {
      const tensors = inputs.map((values) => {
        const size = values.length / count;
        return new Slabs(
          eachTrial((trial) => tf.tensor1d(values.slice(trial * size, (trial + 1) * size), 'int32')),
        );
      });
      try {
        return body(tensors);
      } finally {
        for (const tensor of tensors) tensor.dispose();
      }
    },
    read: (tensors) => base.read(tensors.flatMap((tensor) => (isSlabs(tensor) ? tensor.slabs : [tensor]))),
  };
}
