/**
 * @file Reads a large results file in parts, trial by trial, with pauses in which a page can draw and answer. What it
 * accepts and refuses is what `parseResults` and `checkResultsBounds` do.
 */
import { parseJson } from '../base/json';
import { breathing } from '../base/nextTask';
import { readAs } from '../base/schema';
import { isObject } from '../base/storedValues';
import type { Scenario } from '../experiment/experiment';
import { cutTrials } from './cutTrials';
import { type ResultsFile, type TrialRecord, TrialSchema } from './results';
import { checkResultsBounds, checkTrialBounds } from './resultsBounds';
import { parseResults, readResults } from './resultsFile';

/** Shorter texts are read at once, in a few milliseconds. */
const READ_AT_ONCE = 500_000;
/** @throws LabError as `parseResults` and `checkResultsBounds` do */
export async function readResultsInParts(text: string, breathe = breathing()): Promise<ResultsFile> {
  const cut = text.length > READ_AT_ONCE ? await cutTrials(text, breathe) : null;
  const around = cut && readResults(parseJson(cut.around, 'The results file').value);
  // Another list of trials may hide behind an escaped name.
  if (!cut || around?.trials.length !== 0) return readAtOnce(text);
  checkResultsBounds(around);
  const read = trialReader();
  const trials: TrialRecord[] = [];
  for (const [from, to] of cut.trials) {
    const path = `trials[${trials.length}]`;
    trials.push(read(parseJson(text.slice(from, to), path).value, path));
    await breathe();
  }
  return { ...around, trials };
}

function readAtOnce(text: string): ResultsFile {
  const results = parseResults(text);
  checkResultsBounds(results);
  return results;
}

/** It is put in place of a scenario that has been read before, while the rest of a trial is read. */
const STAND_IN: Scenario = { name: 'read before', color: '#000000', method: 'classifier' };

/**
 * A reader of trials that reads what is long only once: a scenario that many trials repeat, which all of them then share,
 * and losses, where a look tells that they are numbers.
 * @returns reads a value as a trial; it throws a LabError that names the path of what is wrong
 */
export function trialReader(): (value: unknown, path: string) => TrialRecord {
  const scenarios = new Map<string, Scenario>();
  return (value, path) => {
    if (!isObject(value)) return readAs(TrialSchema, value, path);
    const code = JSON.stringify(value['scenario']) as string | undefined;
    const known = code === undefined ? undefined : scenarios.get(code);
    const losses = plainLosses(value['losses']);
    const trial = readAs(
      TrialSchema,
      { ...value, ...(known && { scenario: STAND_IN }), ...(losses && { losses: [] }) },
      path,
    );
    const whole = { ...trial, ...(losses && { losses }), scenario: known ?? trial.scenario };
    checkTrialBounds(known ? { ...whole, scenario: STAND_IN } : whole, path);
    if (code !== undefined && !known) scenarios.set(code, whole.scenario);
    return whole;
  };
}

/** The losses with NaN for null; null if one of them is neither a finite number nor null. */
function plainLosses(value: unknown): number[] | null {
  if (!Array.isArray(value)) return null;
  const losses: number[] = [];
  for (const loss of value as readonly unknown[]) {
    if (loss !== null && !Number.isFinite(loss)) return null;
    losses.push(loss === null ? NaN : (loss as number));
  }
  return losses;
}
