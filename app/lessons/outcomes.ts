/** @file The page's results as the outcomes that predictions are compared with. */
import { median } from '../../src/stats/summary';
import type { Outcome, Outcomes } from '../../src/lessons/outcomes';
import type { ScenarioGroup } from '../store/results/scenarioGroups';

export function outcomesOf(groups: readonly ScenarioGroup[]): Outcomes {
  return new Map(groups.map((group) => [group.scenario.name, outcomeOf(group)]));
}

function outcomeOf({ done, accuracies, summary: { n, mean, sd, min, max } }: ScenarioGroup): Outcome {
  return {
    n,
    mean,
    sd,
    range: min === null || max === null || accuracies.length < 2 ? null : max - min,
    memory: done.length === 0 ? null : Math.max(...done.map(({ peakBytes }) => peakBytes)),
    samplesPerSecond: median(
      done.flatMap(({ samplesPerSecond }) => (samplesPerSecond === null ? [] : [samplesPerSecond])),
    ),
  };
}
