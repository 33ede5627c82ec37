/** @file What a trial trained, on the host: its adapters and head, or everything, with what is needed to use it. */
import type { Experiment, Scenario } from '../experiment/experiment';
import { rangesOf, type FlatLayout } from '../ops/flat';

/** A parameter's values and shape, by the names of the flat layout: `layer.0.query.A`, `classifier.dense.weight`. */
export type TrainedTensors = ReadonlyMap<
  string,
  { readonly shape: readonly number[]; readonly values: Float32Array }
>;

/** Rank and alpha of one module, where an adapter that was imported has them by module. */
export interface ModuleScale {
  readonly rank: number;
  readonly alpha: number;
}

/** Plain data: it crosses to the page and into its database as it is. */
export interface TrainedTrial {
  /** The trial record's. */
  readonly id: string;
  /** The whole experiment that it was a trial of: its model, data and settings. */
  readonly experiment: Experiment;
  readonly scenario: Scenario;
  readonly seed: number;
  /** Classes of the head. */
  readonly labels: number;
  /** Their names, as the data set has them. */
  readonly labelNames: readonly string[];
  readonly tensors: TrainedTensors;
  /** By module (`layer.0.query`); empty where all have the scenario's rank and alpha. */
  readonly scales: ReadonlyMap<string, ModuleScale>;
}

/** Every parameter of a flat buffer's values by its own name; the values are views of `flat`. */
export function tensorsOf(layout: FlatLayout, flat: Float32Array): TrainedTensors {
  return new Map(
    [...rangesOf(layout)].map(([name, { shape, offset, size }]) => [
      name,
      { shape, values: flat.subarray(offset, offset + size) },
    ]),
  );
}

/**
 * The reverse of {@link tensorsOf}: values for `Flat.write`.
 * @param into what stands where `tensors` has nothing; zeros where left out
 * @throws Error if a tensor has another size than the layout says
 */
export function flatOf(
  layout: FlatLayout,
  tensors: TrainedTensors,
  into: Float32Array = new Float32Array(layout.length),
): Float32Array {
  for (const [name, { offset, size }] of rangesOf(layout)) {
    const tensor = tensors.get(name);
    if (!tensor) continue;
    if (tensor.values.length !== size)
      throw new Error(`Trained ${name} has ${tensor.values.length} values, the model ${size}.`);
    into.set(tensor.values, offset);
  }
  return into;
}

/** Bytes of the values. */
export function trainedBytes({ tensors }: Pick<TrainedTrial, 'tensors'>): number {
  return [...tensors.values()].reduce((sum, { values }) => sum + values.byteLength, 0);
}
