/** @file Writes results files, reads them back whole or not at all, and summarizes them by scenario. */
import { LabError } from '../base/errors';
import { groupBy } from '../base/groupBy';
import { parseJson } from '../base/json';
import { boundedNumber, object, readAs } from '../base/schema';
import type { Measure, Scenario } from '../experiment/experiment';
import { median, summarize } from '../stats/summary';
import { ofOneEngine } from './engines';
import {
  RESULTS_VERSION,
  type ResultsFile,
  ResultsSchema,
  type TrialRecord,
  type TrialStatus,
} from './results';
import { valueOf } from './valueOf';

/**
 * The file's text: JSON, indented, with lists of plain values on one line, so that it can be read and compared. A loss
 * that is not finite, which occurs only in a trial that diverged, is written as null.
 */
export function serializeResults(file: ResultsFile): string {
  return `${format(file, '')}\n`;
}

function format(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => format(item, inner));
    const plain = value.every((item) => typeof item !== 'object' || item === null);
    return plain ? `[${items.join(', ')}]` : block('[', items, ']', indent);
  }
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  const items = entries.map(([key, entry]) => `${JSON.stringify(key)}: ${format(entry, inner)}`);
  return block('{', items, '}', indent);
}

function block(open: string, items: readonly string[], close: string, indent: string): string {
  if (items.length === 0) return open + close;
  return `${open}\n${items.map((item) => `${indent}  ${item}`).join(',\n')}\n${indent}${close}`;
}

/**
 * Reads a results file whole; keys that the schema does not know are left out.
 * @throws LabError naming the path of the first thing that is wrong, or the version if it is newer
 */
export function parseResults(json: string): ResultsFile {
  return readResults(parseJson(json, 'The results file').value);
}

/**
 * Reads a results file that has already been parsed as JSON.
 * @param path where the results are in their document
 * @throws as parseResults does
 */
export function readResults(value: unknown, path = ''): ResultsFile {
  const { version } = readAs(AnyVersionSchema, value, path);
  if (version > RESULTS_VERSION)
    throw new LabError(
      `The results file is of version ${version}; this lab reads version ${RESULTS_VERSION}.`,
      'Open it with the newer LoRA Lab that wrote it.',
    );
  return readAs(ResultsSchema, value, path);
}

/** Newer files may hold anything besides their version. */
const AnyVersionSchema = object({
  version: boundedNumber({ min: 1, max: Infinity, whole: true }, 'a version number'),
});

/** One scenario of a table of results. */
export interface ResultsRow {
  /** The scenario, as its first trial has it. */
  readonly scenario: Scenario;
  /** The number of trials that ended as done and have a value. Mean and sd are of these values. */
  readonly n: number;
  readonly mean: number | null;
  /** Sample standard deviation; null for fewer than two. */
  readonly sd: number | null;
  readonly diverged: number;
  readonly failed: number;
  readonly cancelled: number;
  /**
   * The parameters divided by those of full fine-tuning, in [0, 1]. This and the next two are medians of the trials
   * done, null if there are none.
   */
  readonly relativeParameters: number | null;
  readonly peakBytes: number | null;
  readonly samplesPerSecond: number | null;
}

/**
 * One row per scenario name, in the order of first appearance.
 * @param measure what mean and sd are of; trials whose records cannot be read by it are not among the n
 */
export function resultsTable(trials: readonly TrialRecord[], measure: Measure = 'accuracy'): ResultsRow[] {
  return [...groupBy(trials, ({ scenario }) => scenario.name).values()].map((group) => {
    const having = (status: TrialStatus) => group.filter((trial) => trial.status === status);
    const done = having('done');
    const { n, mean, sd } = summarize(done.flatMap((trial) => valueOf(trial, measure) ?? []));
    return {
      scenario: group[0].scenario,
      n,
      mean,
      sd,
      diverged: having('diverged').length,
      failed: having('failed').length,
      cancelled: having('cancelled').length,
      relativeParameters: median(done.map((trial) => trial.relativeParameters)),
      peakBytes: median(ofOneEngine(done).map((trial) => trial.peakBytes)),
      samplesPerSecond: median(ofOneEngine(done).flatMap((trial) => trial.samplesPerSecond ?? [])),
    };
  });
}
