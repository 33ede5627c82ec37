/** @file Confirming a result with seeds that it was not found with. */
import { RULES } from './address/rules';
import { plannedSeeds, type Experiment } from './experiment';

/** The experiment with as many seeds, none of which it has used or its plan allows. */
export function withNewSeeds(experiment: Experiment): Experiment {
  const { firstSeed, trials } = experiment;
  const next = firstSeed + Math.max(trials, plannedSeeds(experiment));
  // The seeds begin again where there are no more.
  return { ...experiment, firstSeed: next <= RULES.firstSeed.max ? next : RULES.firstSeed.min };
}
