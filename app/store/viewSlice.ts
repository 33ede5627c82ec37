/** @file How the results are looked at: which scenarios, in which order. No result, file or export changes by it. */
import type { StateCreator } from 'zustand';
import type { Experiment } from '../../src/experiment/experiment';
import { scenarioIds } from '../../src/experiment/scenarioId';
import type { Bounds } from '../../src/stats/density';
import { shownExperiment } from './results/shown';
import type { ExperimentSlice } from './experiment/experimentSlice';
import type { RunState } from './run/runState';

export const ORDERS = ['experiment', 'accuracy', 'parameters', 'memory', 'speed', 'name'] as const;
export type Order = (typeof ORDERS)[number];

export interface ResultsView {
  /** Names of scenarios that are not to be seen. */
  readonly hidden: readonly string[];
  readonly order: Order;
  /** Words that a scenario's name must contain to be seen. */
  readonly filter: string;
}

export const WHOLE_VIEW: ResultsView = { hidden: [], order: 'experiment', filter: '' };

export interface ViewSlice {
  readonly resultsView: ResultsView;
  /** The part of the accuracy axis that the person has chosen, as shares; null: none. */
  readonly accuracyRange: Bounds | null;
  readonly setAccuracyRange: (range: Bounds | null) => void;
  readonly setOrder: (order: Order) => void;
  readonly setFilter: (filter: string) => void;
  readonly setHidden: (names: readonly string[]) => void;
  /** Hides all scenarios but one. */
  readonly showOnly: (name: string) => void;
  /** Nothing hidden, nothing filtered; the order stays. */
  readonly showAll: () => void;
}

/** Whether the name contains each word of the filter, in any order and case. */
export function matchesFilter(name: string, filter: string): boolean {
  const text = name.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export const isVisible = (name: string, { hidden, filter }: ResultsView): boolean =>
  !hidden.includes(name) && matchesFilter(name, filter);

/**
 * The view of another experiment, or of one that was edited: names that are gone are forgotten, and where nothing at all
 * would be left to see, everything is seen. The same object if nothing changes.
 */
export function followScenarios(view: ResultsView, names: readonly string[]): ResultsView {
  const hidden = view.hidden.filter((name) => names.includes(name));
  const followed = hidden.length === view.hidden.length ? view : { ...view, hidden };
  return names.some((name) => isVisible(name, followed)) ? followed : { ...followed, hidden: [], filter: '' };
}

/** Whether another experiment has been opened: none of its scenarios was there before. */
function isAnother(experiment: Experiment, before: Experiment): boolean {
  if (experiment === before) return false;
  const known = new Set(scenarioIds(before.scenarios));
  return scenarioIds(experiment.scenarios).every((id) => !known.has(id));
}

export const createViewSlice: StateCreator<
  ViewSlice & ExperimentSlice & { readonly run: RunState },
  [],
  [],
  ViewSlice
> = (set, get, store) => {
  const change = (part: Partial<ResultsView>): void =>
    set(({ resultsView }) => ({ resultsView: { ...resultsView, ...part } }));
  store.subscribe((state, before) => {
    if (state.accuracyRange && isAnother(state.experiment, before.experiment)) set({ accuracyRange: null });
    const experiment = shownExperiment(state);
    if (experiment.scenarios === shownExperiment(before).scenarios) return;
    const followed = followScenarios(
      state.resultsView,
      experiment.scenarios.map(({ name }) => name),
    );
    if (followed !== state.resultsView) set({ resultsView: followed });
  });
  return {
    resultsView: WHOLE_VIEW,
    accuracyRange: null,
    setAccuracyRange: (accuracyRange) => set({ accuracyRange }),
    setOrder: (order) => change({ order }),
    setFilter: (filter) => change({ filter }),
    setHidden: (hidden) => change({ hidden }),
    showOnly: (name) =>
      change({
        hidden: shownExperiment(get())
          .scenarios.map((scenario) => scenario.name)
          .filter((other) => other !== name),
        filter: '',
      }),
    showAll: () => change({ hidden: [], filter: '' }),
  };
};
