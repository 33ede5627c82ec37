/** @file The experiment being edited, which of its scenarios is open, and input that is not valid yet. */
import type { StateCreator } from 'zustand';
import { DEFAULT_EXPERIMENT, DEFAULT_LAYERS } from '../../../src/experiment/defaults';
import type { Experiment, Method, Scenario } from '../../../src/experiment/experiment';
import type { Edit } from './history';
import * as edits from './scenarioEdits';
import type { ModelConfig } from '../../../src/architecture/config';

/** Text in a field that could not become part of the experiment, kept until it can. */
export interface Draft {
  readonly text: string;
  readonly message: string;
}

export interface ExperimentSlice {
  readonly experiment: Experiment;
  /** One per scenario, stable while scenarios are renamed and reordered. */
  readonly scenarioKeys: readonly string[];
  readonly selectedKey: string;
  readonly drafts: Readonly<Record<string, Draft>>;
  /** Adapter settings of scenarios that have another method now, by scenario key. */
  readonly remembered: Readonly<Record<string, edits.AdapterSettings>>;
  /** The last edit by a person; null if the experiment came from the URL. */
  readonly lastEdit: Edit | null;

  /** @param editKey what was edited, for the browser's history; by default every edit is one step */
  readonly edit: (experiment: Experiment, editKey?: string) => void;
  readonly editScenario: (index: number, scenario: Scenario, editKey?: string) => void;
  readonly setMethod: (index: number, method: Method) => void;
  readonly addScenario: () => void;
  /** Adds one that is ready, and opens it. */
  readonly appendScenario: (scenario: Scenario) => void;
  /** All of them in one step; those that stay the same object stay as they are, and the first new one is opened. */
  readonly replaceScenarios: (scenarios: readonly Scenario[]) => void;
  readonly duplicateScenario: (index: number) => void;
  readonly removeScenario: (index: number) => void;
  readonly selectScenario: (key: string) => void;
  readonly setDraft: (field: string, draft: Draft | null) => void;
  /**
   * Replaces everything, e.g. by a lesson's experiment (an edit) or by what the URL says (not one).
   * @param lesson id of the lesson that it belongs to
   */
  readonly loadExperiment: (experiment: Experiment, source: 'person' | 'url', lesson?: string | null) => void;
}

let keysGiven = 0;
const newKey = (): string => `s${++keysGiven}`;
const uniqueEdit = (): string => `edit-${newKey()}`;

/** The chosen model's configuration, as far as it is known. */
interface ModelShape {
  readonly modelConfig: ModelConfig | null;
}

export const createExperimentSlice: StateCreator<ExperimentSlice & ModelShape, [], [], ExperimentSlice> = (
  set,
  get,
) => {
  const fresh = (experiment: Experiment) => {
    const scenarioKeys = experiment.scenarios.map(newKey);
    return { experiment, scenarioKeys, selectedKey: scenarioKeys[0] ?? '', drafts: {}, remembered: {} };
  };
  const layers = (): number => get().modelConfig?.layers ?? DEFAULT_LAYERS;
  const edit = (experiment: Experiment, editKey = uniqueEdit()) =>
    ({ experiment, lastEdit: { key: editKey, at: Date.now() } }) as const;

  return {
    ...fresh(DEFAULT_EXPERIMENT),
    lastEdit: null,

    edit: (experiment, editKey) => set(edit(experiment, editKey)),

    editScenario: (index, scenario, editKey) =>
      set(({ experiment }) => edit(edits.replaceScenario(experiment, index, scenario), editKey)),

    setMethod: (index, method) =>
      set(({ experiment, scenarioKeys, remembered }) => {
        const scenario = experiment.scenarios[index];
        const key = scenarioKeys[index];
        if (!scenario || key === undefined || scenario.method === method) return {};
        const memory =
          scenario.method === 'lora' ? { ...remembered, [key]: edits.adapterSettings(scenario) } : remembered;
        const adapters = memory[key] ?? edits.defaultAdapters(layers());
        const next = edits.withMethod(scenario, method, adapters, experiment.training.learningRate);
        return { ...edit(edits.replaceScenario(experiment, index, next)), remembered: memory };
      }),

    addScenario: () =>
      set(({ experiment, scenarioKeys }) => {
        const key = newKey();
        const next = edits.addScenario(experiment, layers());
        return { ...edit(next), scenarioKeys: [...scenarioKeys, key], selectedKey: key };
      }),

    appendScenario: (scenario) =>
      set(({ experiment, scenarioKeys }) => {
        const key = newKey();
        const next = { ...experiment, scenarios: [...experiment.scenarios, scenario] };
        return { ...edit(next), scenarioKeys: [...scenarioKeys, key], selectedKey: key };
      }),

    replaceScenarios: (scenarios) =>
      set(({ experiment, scenarioKeys, selectedKey, drafts }) => {
        const keyOf = new Map(experiment.scenarios.map((scenario, i) => [scenario, scenarioKeys[i]]));
        const keys = scenarios.map((scenario) => keyOf.get(scenario) ?? newKey());
        const removed = scenarioKeys.filter((key) => !keys.includes(key));
        const opened = keys.find((key) => !scenarioKeys.includes(key));
        return {
          ...edit({ ...experiment, scenarios }),
          scenarioKeys: keys,
          selectedKey: opened ?? (removed.includes(selectedKey) ? (keys[0] ?? '') : selectedKey),
          drafts: Object.fromEntries(
            Object.entries(drafts).filter(([field]) => !removed.some((key) => field.startsWith(`${key}.`))),
          ),
        };
      }),

    duplicateScenario: (index) =>
      set(({ experiment, scenarioKeys, remembered }) => {
        const key = newKey();
        const memory = remembered[scenarioKeys[index] ?? ''];
        return {
          ...edit(edits.duplicateScenario(experiment, index)),
          scenarioKeys: scenarioKeys.toSpliced(index + 1, 0, key),
          selectedKey: key,
          remembered: memory ? { ...remembered, [key]: memory } : remembered,
        };
      }),

    removeScenario: (index) =>
      set(({ experiment, scenarioKeys, selectedKey, drafts }) => {
        const removed = scenarioKeys[index];
        if (removed === undefined || experiment.scenarios.length < 2) return {};
        const keys = scenarioKeys.toSpliced(index, 1);
        return {
          ...edit(edits.removeScenario(experiment, index)),
          scenarioKeys: keys,
          selectedKey: selectedKey === removed ? (keys[Math.max(0, index - 1)] ?? '') : selectedKey,
          drafts: Object.fromEntries(
            Object.entries(drafts).filter(([field]) => !field.startsWith(`${removed}.`)),
          ),
        };
      }),

    selectScenario: (selectedKey) => set({ selectedKey }),

    setDraft: (field, draft) =>
      set(({ drafts }) => {
        if (draft) return { drafts: { ...drafts, [field]: draft } };
        if (!(field in drafts)) return {};
        return { drafts: Object.fromEntries(Object.entries(drafts).filter(([name]) => name !== field)) };
      }),

    loadExperiment: (experiment, source, lesson = null) =>
      set((state) => {
        // In one step with the lesson: the address tells both.
        const next = { ...fresh(experiment), lesson };
        const sameShape = next.scenarioKeys.length === state.scenarioKeys.length;
        const selected = sameShape ? state.scenarioKeys.indexOf(state.selectedKey) : 0;
        const selectedKey = next.scenarioKeys[Math.max(0, selected)] ?? next.selectedKey;
        return source === 'url' ? { ...next, selectedKey, lastEdit: null } : { ...next, ...edit(experiment) };
      }),
  };
};
