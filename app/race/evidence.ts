/** @file What is known of a race's candidates: their trials' values and what they cost. */
import type { ModelConfig } from '../../src/architecture/config';
import type { Experiment } from '../../src/experiment/experiment';
import { groupBy } from '../../src/base/groupBy';
import { measureTrials } from '../../src/results/measureTrials';
import type { Costs } from '../../src/race/costs';
import { measuredCosts } from '../../src/race/measuredCosts';
import type { RaceAsked } from '../../src/race/race';
import type { Entrant } from '../../src/stats/elimination/race';
import { ROUNDS } from '../../src/stats/elimination/rounds';
import type { Lab } from '../store/lab';
import { trialSlots } from '../store/results/trialKey';

/** The most seeds of a candidate. */
export const MOST_SEEDS = ROUNDS[ROUNDS.length - 1] ?? 0;

export interface Evidence {
  readonly entrant: Entrant;
  readonly costs: Costs;
  readonly values: readonly number[];
}

/** What is known beside the trials. */
export interface Planned {
  readonly config: ModelConfig | null;
  /** Planned peaks in bytes, in the order of the scenarios; null where the backend allocates by itself. */
  readonly memory: readonly (number | null)[];
}

/**
 * @param experiment all candidates with the most seeds that they may have
 * @returns what is known of each, in their order
 */
export function evidenceOf(
  lab: Pick<Lab, 'records' | 'sources' | 'commits'>,
  experiment: Experiment,
  asked: RaceAsked,
  planned: Planned,
): Evidence[] {
  const slots = groupBy(trialSlots(experiment, lab.records, lab), ({ spec }) => spec.scenario);
  return experiment.scenarios.map((scenario, i) => {
    const records = (slots.get(scenario) ?? []).flatMap(({ record }) => record ?? []);
    const done = records.filter(({ status }) => status === 'done');
    const { bySeed, values } = measureTrials(done, asked.measure);
    const costs = measuredCosts(scenario, done, {
      config: planned.config,
      memory: planned.memory[i] ?? null,
    });
    const hasFailed = records.some(({ status }) => status === 'diverged' || status === 'failed');
    return { entrant: { values: bySeed, hasFailed, cost: costs[asked.cheap] }, costs, values };
  });
}
