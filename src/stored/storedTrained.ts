/** @file Reads the stored adapter and head of a trial as if a stranger had sent them. */
import * as v from 'valibot';
import { LabError } from '../base/errors';
import { atLeast, count, finite, list, object, readAs, readOrNull, text } from '../base/schema';
import { holdsFinite, isObject, mapOfTexts } from '../base/storedValues';
import { ExperimentSchema, ScenarioSchema } from '../experiment/experimentJson';
import { validateScenario } from '../experiment/validate';
import type { ModuleScale, TrainedTensors, TrainedTrial } from '../train/trained';
import { storedJson } from './storedJson';

const REMEDY = 'Run the trial again; its result is not touched.';
const wrong = (what: string): LabError => new LabError(`The stored adapter: ${what}.`, REMEDY);

/** All fields except tensors and scales, which are maps and not JSON. */
const PlainSchema = object({
  id: text,
  experiment: ExperimentSchema,
  scenario: ScenarioSchema,
  seed: count,
  labels: atLeast(1),
  labelNames: list(text),
});

/** @throws LabError naming the first thing that is wrong */
export function readStoredTrained(value: unknown): TrainedTrial {
  if (!isObject(value)) throw wrong('it is not an object');
  const { tensors, scales, ...rest } = value;
  const plain = readAs(PlainSchema, storedJson(rest, 'The stored adapter'));
  const { scenario, labels, labelNames } = plain;
  const [problem] = validateScenario(scenario, 0);
  if (problem !== undefined) throw wrong(problem);
  if (labelNames.length !== labels) throw wrong(`${labelNames.length} names for ${labels} classes`);
  return { ...plain, tensors: readTensors(tensors), scales: readScales(scales) };
}

const ShapeSchema = list(count);

function readTensors(value: unknown): TrainedTensors {
  const read = mapOfTexts(value, (tensor) => {
    if (!isObject(tensor)) return null;
    const { shape, values } = tensor;
    if (!v.is(ShapeSchema, shape) || !(values instanceof Float32Array)) return null;
    const size = shape.reduce((product, extent) => product * extent, 1);
    return size === values.length && holdsFinite(values) ? { shape, values } : null;
  });
  if (!read) throw wrong('its tensors are not whole');
  return read;
}

const ScaleSchema = object({ rank: atLeast(1), alpha: finite });

function readScales(value: unknown): ReadonlyMap<string, ModuleScale> {
  const read = mapOfTexts(value, (scale) => readOrNull(ScaleSchema, scale));
  if (!read) throw wrong('its ranks are not numbers');
  return read;
}
