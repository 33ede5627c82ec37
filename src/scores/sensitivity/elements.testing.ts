/** @file PEFT's averages of drawn weights and gradients, and how an op set is held to them. */
import { layOut, rangesOf, type FlatLayout } from '../../ops/flat';
import type { Ops } from '../../ops';
import type { ModuleAt } from '../moduleScores';
import { moduleSensitivities } from './moduleSensitivity';
import fixture from '../../../tools/parity/fixtures/scores/sensitivity.json';

/** The modules of the fixture, in its order. */
const MODULES: readonly ModuleAt[] = [
  { layer: 1, component: 'value' },
  { layer: 2, component: 'down' },
];

type Values = Readonly<Record<string, readonly number[]>>;

function flatten(layout: FlatLayout, values: Values): Float32Array {
  const flat = new Float32Array(layout.length);
  for (const [name, { offset }] of rangesOf(layout)) flat.set(values[name] ?? [], offset);
  return flat;
}

const ofAll = <T, R>(all: Readonly<Record<string, T>>, pick: (one: T) => R): Record<string, R> =>
  Object.fromEntries(Object.entries(all).map(([name, one]) => [name, pick(one)]));

function largestError(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  return Math.max(
    ...Array.from(expected, (value, i) =>
      value === 0 ? Math.abs(found[i] ?? NaN) : Math.abs((found[i] ?? NaN) / value - 1),
    ),
  );
}

/** The largest relative errors of an op set against PEFT: of an average of an element, and of a module's score. */
export async function errorsAgainstPeft(ops: Ops): Promise<{ averages: number; scores: number }> {
  const { shapes, steps, sensitivity, uncertainty, scores } = fixture.elements;
  const layout = layOut(Object.entries(shapes).map(([name, shape]) => ({ name, shape, decay: true })));
  const flats = Array.from({ length: 4 }, () => ops.flat(layout));
  const [parameters, gradients, mean, deviation] = flats;
  if (!parameters || !gradients || !mean || !deviation) throw new Error('There are four buffers.');
  for (const step of steps) {
    parameters.write(
      flatten(
        layout,
        ofAll(step, ({ weight }) => weight),
      ),
    );
    gradients.write(
      flatten(
        layout,
        ofAll(step, ({ gradient }) => gradient),
      ),
    );
    ops.smoothSensitivity(parameters, gradients, mean, deviation);
  }
  const smoothed = { sensitivity: await mean.read(), uncertainty: await deviation.read() };
  for (const flat of flats) flat.dispose();
  return {
    averages: Math.max(
      largestError(smoothed.sensitivity, flatten(layout, sensitivity)),
      largestError(smoothed.uncertainty, flatten(layout, uncertainty)),
    ),
    scores: largestError(moduleSensitivities(layout, MODULES, smoothed), scores),
  };
}
