/** @file The page's results as the outcomes that predictions are compared with. */
import { differencesAmong, type Judging } from '../../src/figures/differences/judging';
import type { Outcome, Outcomes } from '../../src/lessons/outcomes';
import { standingsOf } from '../../src/lessons/standings';
import { speedsOf } from '../../src/results/costs';
import { ofOneEngine } from '../../src/results/engines';
import { median } from '../../src/stats/summary';
import type { ScenarioGroup } from '../store/results/scenarioGroups';

export function outcomesOf(groups: readonly ScenarioGroup[], judging: Judging): Outcomes {
  const names = groups.map(({ scenario }) => scenario.name);
  return {
    byName: new Map(groups.map((group) => [group.scenario.name, outcomeOf(group)])),
    ...standingsOf(names, differencesAmong(groups, judging)),
  };
}

function outcomeOf({ done, accuracies, summary: { mean, min, max } }: ScenarioGroup): Outcome {
  return {
    mean,
    range: min === null || max === null || accuracies.length < 2 ? null : max - min,
    memory: done.length === 0 ? null : Math.max(...ofOneEngine(done).map(({ peakBytes }) => peakBytes)),
    samplesPerSecond: median(speedsOf(done)),
  };
}
