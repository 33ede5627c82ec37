/**
 * @file More seeds, and new ones. A plan whose verdicts have been seen is kept whatever the number of seeds becomes: whoever
 * went on until a verdict pleases would find differences that are not there.
 */
import { RULES } from '../../../src/experiment/address/rules';
import { plannedSeeds, withJudging, type Experiment } from '../../../src/experiment/experiment';
import { FIRST_LOOK, LOOK_EVERY, lookAfter, nextLook } from '../../../src/stats/comparisons/looks';
import { planOf } from './judging';

/** Whether a verdict has been shown. @param compared seeds that have ended in two scenarios or more */
export function isLooked(experiment: Experiment, compared: number): boolean {
  return lookAfter(planOf(experiment), compared) !== null;
}

/** The experiment with so many seeds. @param looked whether a verdict has been shown, so that its plan stays */
export function withSeeds(experiment: Experiment, trials: number, looked: boolean): Experiment {
  const upTo = looked ? plannedSeeds(experiment) : experiment.judging.upTo;
  return withJudging({ ...experiment, trials }, { upTo });
}

/**
 * The experiment with seeds up to the next look, or, after the last one, with a few more that change no verdict.
 * @param most seeds that there may be at most, by a workshop's budget
 */
export function withMoreSeeds(experiment: Experiment, looked: boolean, most = Infinity): Experiment {
  const { trials, judging } = experiment;
  const next = nextLook(planOf(experiment), trials);
  const wanted = next ?? (trials < FIRST_LOOK ? FIRST_LOOK : trials + LOOK_EVERY);
  const grown = withSeeds(experiment, Math.max(trials, Math.min(wanted, RULES.trials.max, most)), looked);
  // Before a look the plan may still change; one that ends too early for any would never give a verdict.
  const isTooShort = !looked && judging.upTo !== null && judging.upTo < grown.trials;
  return isTooShort ? withJudging(grown, { upTo: null }) : grown;
}

/**
 * The same plan with seeds that have not been used, to confirm what the first ones have shown.
 * @param isUsed whether a trial of an experiment has run, on this visit or an earlier one
 * @returns null if there are no such seeds
 */
export async function withNewSeeds(
  experiment: Experiment,
  isUsed: (experiment: Experiment) => Promise<boolean>,
): Promise<Experiment | null> {
  const trials = plannedSeeds(experiment);
  let firstSeed = experiment.firstSeed + Math.max(trials, experiment.trials);
  while (firstSeed <= RULES.firstSeed.max) {
    const fresh = { ...experiment, trials, firstSeed };
    if (!(await isUsed(fresh))) return fresh;
    firstSeed += trials;
  }
  return null;
}
