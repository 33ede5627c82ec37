/** @file What scores of modules belong to, and the scores that the browser keeps. */
import { storedEntries } from '../../../src/base/storedEntries';
import { DEFAULT_JUDGING, DEFAULT_TRAINING } from '../../../src/experiment/defaults';
import { withoutIdleChoice, type Experiment } from '../../../src/experiment/experiment';
import { keyNumber } from '../../../src/experiment/address/keyNumber';
import { encodeExperiment } from '../../../src/experiment/address/url';
import { COMPONENTS } from '../../../src/architecture/modules';
import { moduleAt, type ModuleScores } from '../../../src/scores/moduleScores';
import { formatScore, SCORE_SEEDS, type ScoreRequest } from '../../../src/scores/scoreRequest';
import { provenance, type Origins } from '../sources/provenance';
import { KEYS_OF_ENGINE } from '../storage/engineVersion';

/** Scores by {@link scoreKey}, the latest last. */
export type ScoresByKey = Readonly<Record<string, ModuleScores>>;

/** The most entries that the browser keeps, of about 5 kB each. */
const MOST_KEPT = 12;

/**
 * The engine, the request, and everything of the experiment and its sources on which the scores depend: scenarios, rates
 * and durations are not among it.
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
      },
      judging: DEFAULT_JUDGING,
    },
    keyNumber,
  );
  return `${KEYS_OF_ENGINE}${formatScore(request)} ${fragment} from ${provenance(experiment, origins)}`;
}

/** The scores with one entry more. */
export function withScores(kept: ScoresByKey, key: string, scores: ModuleScores): ScoresByKey {
  const { [key]: _, ...others } = kept;
  return { ...others, [key]: scores };
}

/** What the browser is to keep: the latest entries, each module as its three numbers. */
export function writeScores(kept: ScoresByKey): string {
  const entries = Object.entries(kept).slice(-MOST_KEPT);
  return JSON.stringify(
    Object.fromEntries(
      entries.map(([key, scores]) => [
        key,
        scores.map(({ value, acrossBatches, acrossSeeds }) => [value, acrossBatches, acrossSeeds]),
      ]),
    ),
  );
}

/** What the browser kept, without anything that is not a model's scores. */
export const readScores = (text: string | null): ScoresByKey => storedEntries(text, readModules);

function readModules(value: unknown): ModuleScores | null {
  if (!Array.isArray(value) || value.length === 0 || value.length % COMPONENTS.length !== 0) return null;
  const isSpread = (one: unknown): one is number | null => one === null || Number.isFinite(one);
  const modules = value.map((numbers: unknown, index) => {
    const [score, acrossBatches, acrossSeeds] = Array.isArray(numbers) ? (numbers as unknown[]) : [];
    if (typeof score !== 'number' || !isSpread(acrossBatches) || !isSpread(acrossSeeds)) return null;
    return { ...moduleAt(index), value: score, acrossBatches, acrossSeeds };
  });
  return modules.every((one) => one !== null) ? modules : null;
}
