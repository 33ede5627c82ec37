/** @file A trial in the middle of its training as the browser's database holds it, read as a stranger's. */
import { LabError } from '../base/errors';
import type { JsonPart } from '../base/json';
import { readEvaluation } from '../results/resultsFile';
import type { TrialSnapshot } from '../train/snapshot';
import { holdsFinite, isObject } from '../base/storedValues';
import { storedPart } from './storedPart';

const wrong = (what: string): LabError =>
  new LabError(`The stored half of a trial: ${what}.`, 'Run the trial again; it begins anew.');

/** @throws LabError naming the first thing that is wrong */
export function readStoredSnapshot(value: unknown): TrialSnapshot {
  if (!isObject(value)) throw wrong('it is not an object');
  const { parameters, moment1, moment2, ...plain } = value;
  const part = storedPart(plain, 'The stored half of a trial');
  const step = whole(part.get('step'));
  const totalSteps = whole(part.get('totalSteps'));
  const losses = part.get('losses').map((loss) => loss.number('a number', () => true));
  if (step === 0 || step > totalSteps || losses.length !== step)
    throw wrong(`step ${step} of ${totalSteps}, with ${losses.length} losses`);
  const values = [parameters, moment1, moment2].map((buffer) => {
    if (!(buffer instanceof Float32Array) || !holdsFinite(buffer)) throw wrong('its values are not numbers');
    return buffer;
  });
  const [first, second, third] = values;
  if (!first || !second || !third || values.some(({ length }) => length !== first.length))
    throw wrong('its values are of different lengths');
  const [figures, clock, peak] = [part.get('figures'), part.get('clock'), part.get('peak')];
  return {
    step,
    totalSteps,
    parameters: first,
    moment1: second,
    moment2: third,
    losses,
    evaluations: part.get('evaluations').map(readEvaluation),
    figures: {
      lossSum: amount(figures.get('lossSum')),
      hits: whole(figures.get('hits')),
      sentences: whole(figures.get('sentences')),
    },
    clock: { milliseconds: amount(clock.get('milliseconds')), samples: whole(clock.get('samples')) },
    peak: { peakBytes: whole(peak.get('peakBytes')), peakLiveBytes: whole(peak.get('peakLiveBytes')) },
  };
}

const whole = (part: JsonPart): number =>
  part.number('a whole number of 0 or more', (value) => Number.isSafeInteger(value) && value >= 0);
const amount = (part: JsonPart): number => part.number('a number of 0 or more', (value) => value >= 0);
