/** @file Equal time: each scenario gets the steps in which it trains for as long as the reference does. */
import { RULES } from '../experiment/address/rules';
import type { Scenario } from '../experiment/experiment';
import { isEqualEnough, unchanged, type FootingPlan, type FootingRow } from './footing';

/** How long a scenario trains. */
export interface Pace {
  /** Seconds of a training step. */
  readonly step: number;
  /** Optimizer steps of a trial as it is. */
  readonly steps: number;
}

const UNKNOWN =
  'How long it trains is not known yet: look at the data set, or run one trial, and it will be.';

/**
 * Time is that of training, without evaluations and setting up.
 * @param reference the position of the scenario that the others are brought to
 * @param paces one for each scenario, in their order; null where not known
 */
export function matchTime(
  scenarios: readonly Scenario[],
  reference: number,
  paces: readonly (Pace | null)[],
): FootingPlan {
  const wanted = paces[reference] ?? null;
  const target = wanted && secondsOf(wanted);
  const rows = scenarios.map((scenario, i): FootingRow => {
    const pace = paces[i] ?? null;
    const before = pace && secondsOf(pace);
    if (!pace || before === null || target === null) return unchanged(scenario, before, UNKNOWN);
    if (i === reference || isEqualEnough(before, target)) return unchanged(scenario, before);
    return atSteps(scenario, pace, target);
  });
  return { footing: 'time', reference, target, rows };
}

const secondsOf = ({ step, steps }: Pace): number => step * steps;

function atSteps(scenario: Scenario, { step, steps }: Pace, target: number): FootingRow {
  // Without a step there is nothing to compare, unless the reference has none either.
  const least = target === 0 ? 0 : 1;
  const count = Math.max(least, Math.min(RULES.steps.max, Math.round(target / step)));
  const before = step * steps;
  if (count === steps) return unchanged(scenario, before);
  return {
    scenario,
    equal: { ...scenario, duration: { unit: 'steps', count } },
    changes: [{ setting: 'steps', from: String(steps), to: String(count) }],
    ...{ before, after: count * step, unmatched: null },
  };
}
