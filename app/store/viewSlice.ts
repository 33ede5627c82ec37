/** @file How the results are viewed: which scenarios, in which order. It changes no result, file or export. */
import type { StateCreator } from 'zustand';
import { scenarioIds } from '../../src/experiment/scenarioId';
import type { Bounds } from '../../src/stats/densities/density';
import { shownExperiment } from './results/shownResults';
import type { ExperimentSlice } from './experiment/experimentSlice';
import type { RunState } from './run/runState';

export const ORDERS = ['experiment', 'accuracy', 'parameters', 'memory', 'speed', 'name'] as const;
export type Order = (typeof ORDERS)[number];

export interface ResultsView {
  /** Names of hidden scenarios: a name keeps its scenario hidden when an experiment is opened that has it too. */
  readonly hidden: readonly string[];
  readonly order: Order;
  /** Words that a scenario's name must contain to be seen. */
  readonly filter: string;
}

export const WHOLE_VIEW: ResultsView = { hidden: [], order: 'experiment', filter: '' };

export interface ViewSlice {
  readonly resultsView: ResultsView;
  /** The part of the accuracy axis, or that of another measure, that the person has chosen; null if none. */
  readonly accuracyRange: Bounds | null;
  readonly setAccuracyRange: (range: Bounds | null) => void;
  readonly setOrder: (order: Order) => void;
  readonly setFilter: (filter: string) => void;
  readonly setHidden: (names: readonly string[]) => void;
  /** Hides all scenarios except one. */
  readonly showOnly: (name: string) => void;
  /** Shows all scenarios without a filter; the order stays. */
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
 * The view of another experiment, or of one that was edited: names that are gone are dropped, and if nothing would be left
 * to see, everything is shown. The same object if nothing changes.
 */
export function followScenarios(view: ResultsView, names: readonly string[]): ResultsView {
  const hidden = view.hidden.filter((name) => names.includes(name));
  const followed = hidden.length === view.hidden.length ? view : { ...view, hidden };
  return names.some((name) => isVisible(name, followed)) ? followed : { ...followed, hidden: [], filter: '' };
}

type Viewed = Pick<ViewSlice, 'resultsView' | 'accuracyRange'> &
  Pick<ExperimentSlice, 'experiment'> & { readonly run: RunState };

export const createViewSlice: StateCreator<ViewSlice & Viewed, [], [], ViewSlice> = (set, get) => {
  const change = (part: Partial<ResultsView>): void =>
    set(({ resultsView }) => ({ resultsView: { ...resultsView, ...part } }));
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

interface ViewedStore {
  readonly getState: () => Viewed;
  readonly setState: (change: Partial<Viewed>) => void;
  readonly subscribe: <T>(select: (state: Viewed) => T, listener: (selected: T, before: T) => void) => void;
}

/** Lets the view follow the experiment: what is hidden of its scenarios, and the part of the axis that was chosen for it. */
export function keepViewInStep({ getState, setState, subscribe }: ViewedStore): void {
  subscribe(
    ({ experiment }) => experiment,
    (experiment, before) => {
      const known = new Set(scenarioIds(before.scenarios));
      const isAnother =
        scenarioIds(experiment.scenarios).every((id) => !known.has(id)) ||
        experiment.judging.measure !== before.judging.measure;
      if (isAnother && getState().accuracyRange) setState({ accuracyRange: null });
    },
  );
  subscribe(
    (state) => shownExperiment(state).scenarios,
    (scenarios) => {
      const { resultsView } = getState();
      const followed = followScenarios(
        resultsView,
        scenarios.map(({ name }) => name),
      );
      if (followed !== resultsView) setState({ resultsView: followed });
    },
  );
}
