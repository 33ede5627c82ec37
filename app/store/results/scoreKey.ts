/** @file What scores of modules belong to, and the scores that the browser keeps. */
import { storedEntries } from '../../../src/base/storedEntries';
import { DEFAULT_JUDGING, DEFAULT_TRAINING } from '../../../src/experiment/defaults';
import { withoutIdleChoice, type Experiment } from '../../../src/experiment/experiment';
import { keyNumber } from '../../../src/experiment/address/keyNumber';
import { encodeExperiment } from '../../../src/experiment/address/url';
import { COMPONENTS } from '../../../src/architecture/modules';
import type { GroupScore, ModuleScore, Scored } from '../../../src/scores/moduleScores';
import { formatScore, SCORE_SEEDS, type ScoreRequest } from '../../../src/scores/scoreRequest';
import { provenance, type Origins } from '../sources/provenance';
import { KEYS_OF_ENGINE } from '../storage/engineVersion';

/** Scores by {@link scoreKey}, the latest last. */
export type ScoresByKey = Readonly<Record<string, Scored>>;

/** The most entries that the browser keeps, of about 5 kB each. */
const MOST_KEPT = 12;

/**
 * The key of scores of trained trials: the ids of their records say all that they depend on, which is how each trained and
 * on which sentences it is measured.
 */
export function trainedScoreKey(request: ScoreRequest, ids: readonly string[]): string {
  return `${KEYS_OF_ENGINE}${formatScore(request)} of ${ids.join(' ')}`;
}

/**
 * The key of scores of the experiment itself: the engine, the request, and everything of the experiment and its sources on
 * which the scores depend. Scenarios and durations are not among it; rates are where the score trains.
 */
export function scoreKey(experiment: Experiment, request: ScoreRequest, origins: Origins): string {
  const { trainingRows, validationRows, rowChoice, shuffle, batchSize, maxLength, basePrecision, precision } =
    withoutIdleChoice(experiment.training);
  const fragment = encodeExperiment(
    {
      ...experiment,
      scenarios: [{ name: 'scores', color: '#000000', method: 'classifier' }],
      trials: SCORE_SEEDS,
      training: {
        ...DEFAULT_TRAINING,
        ...{ trainingRows, validationRows, rowChoice, shuffle, batchSize, maxLength },
        // Mixed precision rounds the frozen matrices to half floats, for the scores as well.
        ...{ basePrecision, precision },
        ...(request.kind === 'adalora' && settingsOfSteps(experiment.training)),
      },
      judging: DEFAULT_JUDGING,
    },
    keyNumber,
  );
  return `${KEYS_OF_ENGINE}${formatScore(request)} ${fragment} from ${provenance(experiment, origins)}`;
}

/** What the steps of a training depend on besides their batches. */
function settingsOfSteps(training: Experiment['training']): Partial<Experiment['training']> {
  const { learningRate, schedule, warmup, weightDecay, gradientClip, dropout } = training;
  return { learningRate, schedule, warmup, weightDecay, gradientClip, dropout };
}

/** The scores with one entry more. */
export function withScores(kept: ScoresByKey, key: string, scores: Scored): ScoresByKey {
  const { [key]: _, ...others } = kept;
  return { ...others, [key]: scores };
}

/** A score's numbers as they are kept: value, spread over batches and over seeds, and perhaps the accuracy's change. */
const numbersOf = (score: Omit<ModuleScore, 'layer' | 'component'>): (number | null)[] => {
  const { value, acrossBatches, acrossSeeds, accuracyChange } = score;
  return [value, acrossBatches, acrossSeeds, ...(accuracyChange === undefined ? [] : [accuracyChange])];
};

/** What the browser is to keep: the latest entries, each module and group with its numbers. */
export function writeScores(kept: ScoresByKey): string {
  const entries = Object.entries(kept).slice(-MOST_KEPT);
  const written = entries.map(([key, { modules, groups }]) => [
    key,
    {
      modules: modules.map((one) => [one.layer, one.component, ...numbersOf(one)]),
      groups: groups.map((one) => [one.group, ...numbersOf(one)]),
    },
  ]);
  return JSON.stringify(Object.fromEntries(written));
}

/** What the browser kept, without anything that is not scores. */
export const readScores = (text: string | null): ScoresByKey => storedEntries(text, readScored);

function readScored(value: unknown): Scored | null {
  if (typeof value !== 'object' || value === null) return null;
  const { modules, groups } = value as Record<string, unknown>;
  if (!Array.isArray(modules) || modules.length === 0 || !Array.isArray(groups)) return null;
  const read = { modules: modules.map(readModule), groups: groups.map(readGroup) };
  const isRead = <T>(one: T | null): one is T => one !== null;
  return read.modules.every(isRead) && read.groups.every(isRead)
    ? { modules: read.modules, groups: read.groups }
    : null;
}

function readModule(value: unknown): ModuleScore | null {
  const [layer, name, ...rest] = Array.isArray(value) ? (value as unknown[]) : [];
  const component = COMPONENTS.find((one) => one === name);
  const numbers = readNumbers(rest);
  if (!isLayer(layer) || component === undefined || numbers === null) return null;
  return { layer, component, ...numbers };
}

function readGroup(value: unknown): GroupScore | null {
  const [name, ...rest] = Array.isArray(value) ? (value as unknown[]) : [];
  const group = isLayer(name) ? name : COMPONENTS.find((one) => one === name);
  const numbers = readNumbers(rest);
  return group === undefined || numbers === null ? null : { group, ...numbers };
}

const isLayer = (value: unknown): value is number => Number.isInteger(value) && Number(value) > 0;

function readNumbers(values: readonly unknown[]): Omit<GroupScore, 'group'> | null {
  const [value, acrossBatches, acrossSeeds, accuracyChange] = values;
  const isSpread = (one: unknown): one is number | null => one === null || Number.isFinite(one);
  if (typeof value !== 'number' || !isSpread(acrossBatches) || !isSpread(acrossSeeds)) return null;
  if (accuracyChange !== undefined && typeof accuracyChange !== 'number') return null;
  const numbers = { value, acrossBatches, acrossSeeds };
  return accuracyChange === undefined ? numbers : { ...numbers, accuracyChange };
}
