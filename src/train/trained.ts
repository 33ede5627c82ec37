/**
 * @file What a trial trained, as kept on the host: its adapters and head, or everything, with what is needed to use it.
 */
import type { Experiment, Scenario } from '../experiment/experiment';
import { rangesOf, type FlatLayout } from '../ops/flat';

/** Values and shapes by the parameters' names in the flat layout: `layer.0.query.A`, `classifier.dense.weight`. */
export type TrainedTensors = ReadonlyMap<
  string,
  { readonly shape: readonly number[]; readonly values: Float32Array }
>;

/** Rank and alpha of one module, for imported adapters in which they differ between modules. */
export interface ModuleScale {
  readonly rank: number;
  readonly alpha: number;
}

/** What one trial trained. It is plain data, which can be posted to the page and stored as it is. */
export interface TrainedTrial {
  /** The id of the trial's record. */
  readonly id: string;
  /** The whole experiment that the trial belongs to: its model, data and settings. */
  readonly experiment: Experiment;
  readonly scenario: Scenario;
  readonly seed: number;
  /** The number of classes of the head. */
  readonly labels: number;
  /** Names of the classes, as the data set has them. */
  readonly labelNames: readonly string[];
  readonly tensors: TrainedTensors;
  /** By module (`layer.0.query`); empty if all modules have the scenario's rank and alpha. */
  readonly scales: ReadonlyMap<string, ModuleScale>;
}

/** Cuts a flat buffer's values into parameters by name. The values are views of `flat`. */
export function tensorsOf(layout: FlatLayout, flat: Float32Array): TrainedTensors {
  return new Map(
    [...rangesOf(layout)].map(([name, { shape, offset, size }]) => [
      name,
      { shape, values: flat.subarray(offset, offset + size) },
    ]),
  );
}

/**
 * The reverse of {@link tensorsOf}: gives values for `Flat.write`.
 * @param into filled and returned; it keeps its values where `tensors` has none; if left out, it begins as zeros
 * @throws Error if a tensor differs in size from the layout
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

/** The bytes of all values. */
export function trainedBytes({ tensors }: Pick<TrainedTrial, 'tensors'>): number {
  return [...tensors.values()].reduce((sum, { values }) => sum + values.byteLength, 0);
}
