/** @file The experiment being edited, which of its scenarios is open, and input that is not valid yet. */
import type { StateCreator } from 'zustand';
import { DEFAULT_EXPERIMENT, DEFAULT_LAYERS } from '../../../src/experiment/defaults';
import type { Experiment, Method, Scenario } from '../../../src/experiment/experiment';
import type { ScenarioId } from '../../../src/experiment/scenarioId';
import * as changes from './scenarioChanges';
import { newScenario } from './scenarioEdits';
import type { ModelConfig } from '../../../src/architecture/config';

export interface ExperimentSlice extends changes.EditedState {
  /**
   * Changes anything except the list of scenarios: each keeps its position and its id.
   * @param editKey what was edited, for the browser's history; by default every edit is one step
   */
  readonly edit: (experiment: Experiment, editKey?: string) => void;
  readonly editScenario: (id: ScenarioId, scenario: Scenario, editKey?: string) => void;
  readonly setMethod: (id: ScenarioId, method: Method) => void;
  readonly addScenario: () => void;
  /** Adds the given scenario, and opens it. */
  readonly appendScenario: (scenario: Scenario) => void;
  /** Replaces the list in one step; scenarios that are the same object stay as they are, and the first new one is opened. */
  readonly replaceScenarios: (scenarios: readonly Scenario[]) => void;
  readonly duplicateScenario: (id: ScenarioId) => void;
  readonly removeScenario: (id: ScenarioId) => void;
  readonly selectScenario: (id: ScenarioId) => void;
  readonly setDraft: (field: string, draft: changes.Draft | null) => void;
  /**
   * Replaces everything, e.g. by a lesson's experiment (an edit) or by what the URL says (not one).
   * @param lesson id of the lesson that it belongs to
   */
  readonly loadExperiment: (experiment: Experiment, source: 'person' | 'url', lesson?: string | null) => void;
}

/** The chosen model's configuration, as far as it is known. */
interface ModelShape {
  readonly modelConfig: ModelConfig | null;
}

export const createExperimentSlice: StateCreator<ExperimentSlice & ModelShape, [], [], ExperimentSlice> = (
  set,
  get,
) => {
  const layers = (): number => get().modelConfig?.layers ?? DEFAULT_LAYERS;
  return {
    ...changes.opened(DEFAULT_EXPERIMENT),
    lastEdit: null,

    edit: (experiment, editKey) => set((state) => changes.changeExperiment(state, experiment, editKey)),
    editScenario: (id, scenario, editKey) =>
      set((state) => changes.changeScenario(state, id, scenario, editKey)),
    setMethod: (id, method) => set((state) => changes.changeMethod(state, id, method, layers())),
    addScenario: () => set((state) => changes.append(state, newScenario(state.experiment, layers()))),
    appendScenario: (scenario) => set((state) => changes.append(state, scenario)),
    replaceScenarios: (scenarios) => set((state) => changes.replaceAll(state, scenarios)),
    duplicateScenario: (id) => set((state) => changes.duplicate(state, id)),
    removeScenario: (id) => set((state) => changes.remove(state, id)),
    selectScenario: (selectedId) => set({ selectedId }),
    setDraft: (field, draft) => set(({ drafts }) => changes.changeDraft(drafts, field, draft)),
    loadExperiment: (experiment, source, lesson = null) =>
      // This is one step together with the lesson, because the address holds both.
      set((state) => ({ ...changes.load(state, experiment, source), lesson })),
  };
};
