/** @file Counts what the verdicts say of experiments whose truth is known. */
import type { Looks } from '../../experiment/experiment';
import { allDifferences, type Compared, type JudgingRules } from '../comparisons/differences';
import { planLooks, type LookPlan } from '../comparisons/looks';
import type { SeededValue } from '../comparisons/pairing';
import { drawTrials, randomOf, type LatentExperiment, type LatentModel } from './latentModel';

export interface Question {
  readonly experiment: LatentExperiment;
  /** `growing` stops at the first look that finds a side better; `end` looks once, at the last seed. */
  readonly looks: Looks;
  /** The smallest difference that matters, a fraction: 0.01 for one point. */
  readonly delta: number;
  /** Whether the trials' hits on single sentences are known. */
  readonly knowsSentences: boolean;
}

export interface Rates {
  /** Share of the experiments in which any pair was called better, at the look where it ended. */
  readonly better: number;
  /** Share of the experiments in which the first two scenarios were called a wash there. */
  readonly wash: number;
  /** The number of experiments. */
  readonly runs: number;
}

export function countVerdicts(model: LatentModel, question: Question, runs: number): Rates {
  const { experiment, looks } = question;
  const plan = planLooks(experiment.seeds, looks);
  let [better, wash] = [0, 0];
  for (let n = 0; n < runs; n++) {
    const drawn = drawTrials(model, experiment, randomOf(n));
    const trials = question.knowsSentences ? drawn : drawn.map((own) => own.map(withoutSentences));
    const ended = lastLook(trials, question, plan);
    if (ended.some(({ verdict }) => verdict === 'better')) better++;
    if (ended[0]?.verdict === 'a wash') wash++;
  }
  return { better: better / runs, wash: wash / runs, runs };
}

/** The differences at the first look that finds something, or at the last. */
function lastLook(
  trials: readonly (readonly SeededValue[])[],
  { delta, experiment }: Question,
  plan: LookPlan,
) {
  const rules: JudgingRules = { plan, firstSeed: 1, delta, rows: experiment.sentences };
  for (const ended of plan.looks) {
    const found = judgeAt(trials, ended, rules);
    if (ended === plan.looks.at(-1) || found.some(({ verdict }) => verdict === 'better')) return found;
  }
  return [];
}

function judgeAt(trials: readonly (readonly SeededValue[])[], ended: number, rules: JudgingRules) {
  const scenarios = trials.map((values): Compared => ({ values, ended }));
  return allDifferences(scenarios, rules).between.flatMap((row) => row.flatMap((pair) => pair ?? []));
}

const withoutSentences = ({ seed, value }: SeededValue): SeededValue => ({ seed, value });
