/**
 * @file PiSSA (Meng, Wang & Zhang 2024): an adapter begins with the largest singular triplets of its module's matrix W, and
 * the frozen matrix is what is left of W, as `init_lora_weights="pissa"` has it in PEFT.
 */
import { LabError } from '../../base/errors';
import type { ModelConfig } from '../../architecture/config';
import { adapterName, moduleName } from '../../architecture/names';
import { moduleWidths } from '../../architecture/moduleWidths';
import type { EncoderWeights } from '../../architecture/tensorSource';
import type { LoraScenario } from '../../experiment/experiment';
import { rankOf, scenarioScaling } from '../../experiment/ranks';
import { COMPONENT_NAMES } from '../../experiment/formatModules';
import { projectionOf } from '../../architecture/projections';
import { stackedRank } from '../../model/stackedRank';
import { largestSingular } from './singularVectors';

/** A [r, in] and B [out, r] of every adapted module before the first step, by the lab's names. */
export type SplitTensors = ReadonlyMap<
  string,
  { readonly shape: readonly [number, number]; readonly values: Float32Array }
>;

export interface Split {
  readonly tensors: SplitTensors;
  /** The encoder's weights less scaling * B A of every adapted module: what stays frozen. */
  readonly rest: EncoderWeights;
}

/**
 * Splits the matrices of a scenario's modules.
 * @param pause called between modules; what it throws ends the work
 * @throws LabError naming a module that is narrower than its rank; what reading the weights throws
 */
export async function splitWeights(
  config: ModelConfig,
  scenario: LoraScenario,
  weights: EncoderWeights,
  pause: () => Promise<void>,
): Promise<Split> {
  const scaling = scenarioScaling(scenario);
  const tensors = new Map<string, { shape: readonly [number, number]; values: Float32Array }>();
  const places = new Map<string, { readonly a: string; readonly b: string }>();
  for (const [layer, components] of scenario.modules.entries())
    for (const component of components) {
      const { input, output } = moduleWidths(config, component);
      const rank = rankOf(scenario, layer, component);
      if (rank > Math.min(input, output))
        throw new LabError(
          `Scenario "${scenario.name}" has rank ${rank} on ${COMPONENT_NAMES[component]} of layer ${layer + 1}, whose matrix has ${Math.min(input, output)} singular vectors.`,
          'Lower the rank, or train without PiSSA.',
        );
      await pause();
      const name = `${moduleName(layer, component)}.weight`;
      const [a, b] = [adapterName(layer, component, 'A'), adapterName(layer, component, 'B')];
      const found = factors(await weights(name), [output, input], rank, scaling);
      tensors.set(a, { shape: [rank, input], values: found.a });
      tensors.set(b, { shape: [output, rank], values: found.b });
      places.set(name, { a, b });
    }
  return {
    tensors,
    rest: async (name) => {
      const whole = await weights(name);
      const place = places.get(name);
      const [a, b] = [place && tensors.get(place.a), place && tensors.get(place.b)];
      return a && b ? less(whole, a.values, b.values, b.shape, scaling) : whole;
    },
  };
}

/** The values that adapters begin with in the shapes of the engine's layout, where stacked modules share a rank. */
export function stackedStart(scenario: LoraScenario, tensors: SplitTensors): SplitTensors {
  const filled = new Map(tensors);
  for (const [layer, components] of scenario.modules.entries())
    for (const component of components) {
      const width = stackedRank(scenario, layer, projectionOf(component));
      for (const matrix of ['A', 'B'] as const) {
        const name = adapterName(layer, component, matrix);
        const tensor = tensors.get(name);
        if (!tensor) throw new Error(`There is no tensor ${name}.`);
        const [rows, columns] = tensor.shape;
        const shape = matrix === 'A' ? ([width, columns] as const) : ([rows, width] as const);
        const values = new Float32Array(shape[0] * shape[1]);
        for (let row = 0; row < rows; row++)
          values.set(tensor.values.subarray(row * columns, (row + 1) * columns), row * shape[1]);
        filled.set(name, { shape, values });
      }
    }
  return filled;
}

/** A = sqrt(S / scaling) V^T and B = U sqrt(S / scaling) of the largest singular triplets U S V^T. */
function factors(
  values: Float32Array,
  extents: readonly [output: number, input: number],
  rank: number,
  scaling: number,
): { a: Float32Array; b: Float32Array } {
  const [output, input] = extents;
  const a = new Float32Array(rank * input);
  const b = new Float32Array(output * rank);
  largestSingular(values, extents, rank).forEach(({ value, left, right }, r) => {
    const root = Math.sqrt(value / scaling);
    right.forEach((each, column) => (a[r * input + column] = root * each));
    left.forEach((each, row) => (b[row * rank + r] = root * each));
  });
  return { a, b };
}

/** whole - scaling * B A, as a new array. */
function less(
  whole: Float32Array,
  a: Float32Array,
  b: Float32Array,
  [output, rank]: readonly [number, number],
  scaling: number,
): Float32Array {
  const input = whole.length / output;
  const rest = new Float32Array(whole.length);
  const line = new Float64Array(input);
  // Indices are in range: A is [rank, input], B [output, rank], and the matrix [output, input].
  for (let row = 0; row < output; row++) {
    for (let column = 0; column < input; column++) line[column] = whole[row * input + column]!;
    for (let r = 0; r < rank; r++) {
      const factor = scaling * b[row * rank + r]!;
      for (let column = 0; column < input; column++) line[column]! -= factor * a[r * input + column]!;
    }
    rest.set(line, row * input);
  }
  return rest;
}
