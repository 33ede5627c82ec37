/** @file What a trial trained as the browser's database holds it, read as a stranger's. */
import { LabError } from '../base/errors';
import { readExperiment, readScenario } from '../experiment/experimentJson';
import { validateScenario } from '../experiment/validate';
import type { ModuleScale, TrainedTensors, TrainedTrial } from '../train/trained';
import { holdsFinite, isObject, mapOfTexts } from '../base/storedValues';
import { storedPart } from './storedPart';

const REMEDY = 'Run the trial again; its result is not touched.';
const wrong = (what: string): LabError => new LabError(`The stored adapter: ${what}.`, REMEDY);

/** @throws LabError naming the first thing that is wrong */
export function readStoredTrained(value: unknown): TrainedTrial {
  if (!isObject(value)) throw wrong('it is not an object');
  const { tensors, scales, ...plain } = value;
  const part = storedPart(plain, 'The stored adapter');
  const scenario = readScenario(part.get('scenario'));
  const [problem] = validateScenario(scenario, 0);
  if (problem !== undefined) throw wrong(problem);
  const whole = (key: string, least: number): number =>
    part.get(key).number(`a whole number of ${least} or more`, (n) => Number.isSafeInteger(n) && n >= least);
  const labels = whole('labels', 1);
  const labelNames = part.get('labelNames').map((name) => name.text());
  if (labelNames.length !== labels) throw wrong(`${labelNames.length} names for ${labels} classes`);
  return {
    id: part.get('id').text(),
    experiment: readExperiment(part.get('experiment')),
    scenario,
    seed: whole('seed', 0),
    labels,
    labelNames,
    tensors: readTensors(tensors),
    scales: readScales(scales),
  };
}

function readTensors(value: unknown): TrainedTensors {
  const read = mapOfTexts(value, (tensor) => {
    if (!isObject(tensor)) return null;
    const { shape, values } = tensor;
    if (!Array.isArray(shape) || !(values instanceof Float32Array)) return null;
    if (!shape.every((extent) => Number.isSafeInteger(extent) && Number(extent) >= 0)) return null;
    const extents = shape as number[];
    const size = extents.reduce((product, extent) => product * extent, 1);
    return size === values.length && holdsFinite(values) ? { shape: extents, values } : null;
  });
  if (!read) throw wrong('its tensors are not whole');
  return read;
}

function readScales(value: unknown): ReadonlyMap<string, ModuleScale> {
  const read = mapOfTexts(value, (scale) => {
    if (!isObject(scale)) return null;
    const { rank, alpha } = scale;
    const sound =
      typeof rank === 'number' && Number.isSafeInteger(rank) && rank > 0 && typeof alpha === 'number';
    return sound && Number.isFinite(alpha) ? { rank, alpha } : null;
  });
  if (!read) throw wrong('its ranks are not numbers');
  return read;
}
