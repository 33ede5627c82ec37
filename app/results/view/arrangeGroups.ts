/** @file Orders and filters the scenarios of the figures as the toolbar over the results says. */
import type { MemoryBreakdown } from '../../../src/results/results';
import { speedsOf } from '../../../src/results/costs';
import { ofOneEngine } from '../../../src/results/engines';
import type { ModelConfig } from '../../../src/architecture/config';
import { relativeParameters } from '../../../src/experiment/parameters';
import { summarize } from '../../../src/stats/summary';
import type { TrialSlot } from '../../store/results/trialKey';
import { isVisible, type Order, type ResultsView } from '../../store/viewSlice';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';

/** Costs that are known before a trial has been measured. */
export interface Estimated {
  readonly config: ModelConfig | null;
  /** The memory by the scenario's position in the experiment. */
  readonly memory: readonly (MemoryBreakdown | null)[];
}

const NOTHING_ESTIMATED: Estimated = { config: null, memory: [] };

/**
 * The groups to show, in the view's order: the best, smallest or fastest first, unknown ones last, ties as in the
 * experiment. Returns the given objects, and the given array if nothing is moved or hidden.
 */
export function arrangeGroups(
  groups: readonly ScenarioGroup[],
  view: ResultsView,
  estimated: Estimated = NOTHING_ESTIMATED,
): readonly ScenarioGroup[] {
  const visible = groups.filter(({ scenario }) => isVisible(scenario.name, view));
  const arranged = inOrder(visible, view.order, estimated);
  const same = arranged.length === groups.length && arranged.every((group, i) => group === groups[i]);
  return same ? groups : arranged;
}

let byName: Intl.Collator | null = null;

/** Made when it is asked for: it is the slowest thing to make here, and few people order by name. */
function compareNames(a: ScenarioGroup, b: ScenarioGroup): number {
  byName ??= new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  return byName.compare(a.scenario.name, b.scenario.name);
}

function inOrder(groups: readonly ScenarioGroup[], order: Order, estimated: Estimated): ScenarioGroup[] {
  if (order === 'experiment') return [...groups];
  if (order === 'name') return [...groups].sort(compareNames);
  const figure = FIGURES[order];
  // The sort is stable, so ties keep their order; only null goes last.
  return groups
    .map((group) => ({ group, value: figure(group, estimated) ?? Infinity }))
    .sort((a, b) => (a.value === b.value ? 0 : a.value - b.value))
    .map(({ group }) => group);
}

/** The sort key: smaller goes first. */
const FIGURES: Readonly<
  Record<Exclude<Order, 'experiment' | 'name'>, (group: ScenarioGroup, estimated: Estimated) => number | null>
> = {
  accuracy: ({ summary }) => (summary.mean === null ? null : -summary.mean),
  parameters: ({ scenario, done }, { config }) =>
    done[0]?.relativeParameters ?? (config && relativeParameters(config, scenario)),
  memory: ({ done, position }, { memory }) => {
    if (done.length > 0) return Math.max(...ofOneEngine(done).map(({ peakBytes }) => peakBytes));
    const parts = memory[position];
    return parts ? Object.values<number>({ ...parts }).reduce((sum, bytes) => sum + bytes, 0) : null;
  },
  speed: ({ done }) => {
    const { mean } = summarize(speedsOf(done));
    return mean === null ? null : -mean;
  },
};

/** The trials of the scenarios shown; the given array if that is all of them. */
export function visibleSlots(slots: readonly TrialSlot[], view: ResultsView): readonly TrialSlot[] {
  const visible = slots.filter(({ spec }) => isVisible(spec.scenario.name, view));
  return visible.length === slots.length ? slots : visible;
}
