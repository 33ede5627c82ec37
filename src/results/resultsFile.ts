/** @file The results file: writing it, reading it back whole or not at all, and one row per scenario. */
import { LabError } from '../base/errors';
import { groupBy } from '../base/groupBy';
import { median, summarize } from '../stats/summary';
import { readDataFacts } from './dataFacts';
import type { Scenario } from '../experiment/experiment';
import { readExperiment, readScenario } from '../experiment/experimentJson';
import { type JsonPart, parseJson } from '../base/json';
import {
  type BackendName,
  type Environment,
  type Evaluation,
  type MemoryBreakdown,
  RESULTS_VERSION,
  type ResultsFile,
  type TrialRecord,
  type TrialStatus,
} from './results';

const STATUSES: readonly TrialStatus[] = ['done', 'diverged', 'failed', 'cancelled'];
const BACKENDS: readonly BackendName[] = ['webgpu', 'wasm', 'cpu'];

/**
 * The file's text: JSON, indented, with lists of plain values on one line, so that it can be read and compared.
 * A loss that is not finite, which only a trial that diverged has, is written as null.
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
export function parseResults(text: string): ResultsFile {
  return readResults(parseJson(text, 'The results file'));
}

/** The same of a file that has been parsed. @throws as parseResults */
export function readResults(part: JsonPart): ResultsFile {
  const version = part.get('version');
  const number = version.number('a version number', (value) => Number.isInteger(value) && value >= 1);
  if (number > RESULTS_VERSION)
    throw new LabError(
      `The results file is of version ${number}; this lab reads version ${RESULTS_VERSION}.`,
      'Open it with the newer LoRA Lab that wrote it.',
    );
  const data = part.get('data').optional(readDataFacts);
  return {
    version: RESULTS_VERSION,
    experiment: readExperiment(part.get('experiment')),
    environment: readEnvironment(part.get('environment')),
    ...(data !== undefined && { data }),
    trials: part.get('trials').map(readTrial),
  };
}

/** One trial, as stored records and results files hold it. @throws LabError naming the path of what is wrong */
export function readTrial(part: JsonPart): TrialRecord {
  const status = part.get('status').oneOf(STATUSES);
  const accuracy = part.get('accuracy');
  if (status === 'done' && accuracy.value === null)
    throw accuracy.wrong('a number from 0 to 1: the trial is done');
  if (status !== 'done' && accuracy.value !== null) throw accuracy.wrong(`null: the trial is ${status}`);
  // Older files do not have it.
  const classes = part.get('validationClasses').optional((counts) => counts.map(count));
  return {
    id: part.get('id').text(),
    scenario: readScenario(part.get('scenario')),
    seed: count(part.get('seed')),
    status,
    message: part.get('message').nullable((message) => message.text()),
    accuracy: accuracy.nullable(fraction),
    validationLoss: part.get('validationLoss').nullable(finite),
    ...(classes !== undefined && { validationClasses: classes }),
    losses: part.get('losses').map(loss),
    evaluations: part.get('evaluations').map(readEvaluation),
    steps: count(part.get('steps')),
    trainableParameters: count(part.get('trainableParameters')),
    relativeParameters: amount(part.get('relativeParameters')),
    peakBytes: count(part.get('peakBytes')),
    memory: readMemory(part.get('memory')),
    samplesPerSecond: part.get('samplesPerSecond').nullable(amount),
    seconds: amount(part.get('seconds')),
    finishedAt: time(part.get('finishedAt')),
    environment: readEnvironment(part.get('environment')),
  };
}

/** @throws LabError naming the path of what is wrong */
export function readEvaluation(part: JsonPart): Evaluation {
  return {
    step: count(part.get('step')),
    accuracy: fraction(part.get('accuracy')),
    loss: loss(part.get('loss')),
    // Older files do not have these.
    trainLoss: part.get('trainLoss').optional((value) => value.nullable(finite)) ?? null,
    trainAccuracy: part.get('trainAccuracy').optional((value) => value.nullable(fraction)) ?? null,
  };
}

function readMemory(part: JsonPart): MemoryBreakdown {
  return {
    weights: count(part.get('weights')),
    adapters: count(part.get('adapters')),
    gradients: count(part.get('gradients')),
    optimizer: count(part.get('optimizer')),
    activations: count(part.get('activations')),
    workspace: count(part.get('workspace')),
  };
}

function readEnvironment(part: JsonPart): Environment {
  return {
    backend: part.get('backend').oneOf(BACKENDS),
    device: part.get('device').text(),
    software: part.get('software').boolean(),
    userAgent: part.get('userAgent').text(),
    labVersion: part.get('labVersion').text(),
  };
}

const count = (part: JsonPart) =>
  part.number('a whole number of 0 or more', (value) => Number.isSafeInteger(value) && value >= 0);
const finite = (part: JsonPart) => part.number('a number', () => true);
const amount = (part: JsonPart) => part.number('a number of 0 or more', (value) => value >= 0);
const fraction = (part: JsonPart) => part.number('a number from 0 to 1', (value) => value >= 0 && value <= 1);
/** null stands for a loss that was not finite, see {@link serializeResults}. */
const loss = (part: JsonPart) => part.nullable(finite) ?? NaN;

function time(part: JsonPart): string {
  const text = part.text();
  if (text.length > 40 || Number.isNaN(Date.parse(text)))
    throw part.wrong('a time like "2026-01-31T12:00:00Z"');
  return text;
}

/** One scenario of a table of results. */
export interface ResultsRow {
  /** As of the scenario's first trial. */
  readonly scenario: Scenario;
  /** Trials that ended as done, whose accuracies (in [0, 1]) mean and sd are of. */
  readonly n: number;
  readonly mean: number | null;
  /** Sample standard deviation; null for fewer than two. */
  readonly sd: number | null;
  readonly diverged: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Over full fine-tuning, in [0, 1]. This and the next two: medians of the trials done; null without any. */
  readonly relativeParameters: number | null;
  readonly peakBytes: number | null;
  readonly samplesPerSecond: number | null;
}

/** One row per scenario name, in the order of first appearance. */
export function resultsTable(trials: readonly TrialRecord[]): ResultsRow[] {
  return [...groupBy(trials, ({ scenario }) => scenario.name).values()].map((group) => {
    const having = (status: TrialStatus) => group.filter((trial) => trial.status === status);
    const done = having('done');
    const { n, mean, sd } = summarize(done.flatMap(({ accuracy }) => accuracy ?? []));
    return {
      scenario: group[0].scenario,
      n,
      mean,
      sd,
      diverged: having('diverged').length,
      failed: having('failed').length,
      cancelled: having('cancelled').length,
      relativeParameters: median(done.map((trial) => trial.relativeParameters)),
      peakBytes: median(done.map((trial) => trial.peakBytes)),
      samplesPerSecond: median(done.flatMap((trial) => trial.samplesPerSecond ?? [])),
    };
  });
}
