/** @file Reads the stored snapshot of a running trial as if a stranger had sent it. */
import { LabError } from '../base/errors';
import { amount, count, finite, list, object, readAs } from '../base/schema';
import { holdsFinite, isObject } from '../base/storedValues';
import { EvaluationSchema } from '../results/results';
import type { TrialSnapshot } from '../train/snapshot';
import { storedJson } from './storedJson';

const wrong = (what: string): LabError =>
  new LabError(`The stored half of a trial: ${what}.`, 'Run the trial again; it begins anew.');

/** The snapshot without its values, which JSON cannot hold. */
const PlainSchema = object({
  step: count,
  totalSteps: count,
  losses: list(finite),
  evaluations: list(EvaluationSchema),
  figures: object({ lossSum: amount, hits: count, sentences: count }),
  clock: object({ milliseconds: amount, samples: count }),
  peak: object({ peakBytes: count, peakLiveBytes: count }),
});

/** @throws LabError naming the first thing that is wrong */
export function readStoredSnapshot(value: unknown): TrialSnapshot {
  if (!isObject(value)) throw wrong('it is not an object');
  const { parameters, moment1, moment2, ...rest } = value;
  const plain = readAs(PlainSchema, storedJson(rest, 'The stored half of a trial'));
  const { step, totalSteps, losses } = plain;
  if (step === 0 || step > totalSteps || losses.length !== step)
    throw wrong(`step ${step} of ${totalSteps}, with ${losses.length} losses`);
  const values = { parameters: floats(parameters), moment1: floats(moment1), moment2: floats(moment2) };
  const { length } = values.parameters;
  if (values.moment1.length !== length || values.moment2.length !== length)
    throw wrong('its values are of different lengths');
  return { ...plain, ...values };
}

function floats(value: unknown): Float32Array {
  if (!(value instanceof Float32Array) || !holdsFinite(value)) throw wrong('its values are not numbers');
  return value;
}
