/** @file What each edit of the scenarios changes in the store: the experiment, the open scenario, and what is kept for each. */
import type { Experiment, Method, Scenario } from '../../../src/experiment/experiment';
import {
  findScenario,
  newScenarios,
  scenarioId,
  scenarioIds,
  sameScenarios,
  type ScenarioId,
} from '../../../src/experiment/scenarioId';
import type { Edit } from './history';
import * as edits from './scenarioEdits';

/** Text in a field that could not become part of the experiment, kept until it can. */
export interface Draft {
  readonly text: string;
  /** The name of the scenario that the field belongs to; absent for a setting of the experiment. */
  readonly of?: string;
  readonly message: string;
}

/** The experiment being edited, and what is kept beside it. */
export interface EditedState {
  readonly experiment: Experiment;
  /** The open scenario; null in an experiment without any. */
  readonly selectedId: ScenarioId | null;
  /** Drafts by the id of their field. */
  readonly drafts: Readonly<Record<string, Draft>>;
  /** Adapter settings of scenarios that now have another method. */
  readonly remembered: Readonly<Record<ScenarioId, edits.AdapterSettings>>;
  /** The last edit by a person; null if the experiment came from the URL. */
  readonly lastEdit: Edit | null;
}

type Change = Partial<EditedState>;

let editsCounted = 0;
/** The key of an edit that is a step of the browser's history by itself. */
const uniqueEdit = (): string => `edit-${++editsCounted}`;

/** An edit by a person, which the address and the browser's history follow. */
export function edited(experiment: Experiment, editKey = uniqueEdit()) {
  return { experiment, lastEdit: { key: editKey, at: Date.now() } } as const;
}

/** What an experiment begins with when it has just been opened: its first scenario is open too. */
export function opened(experiment: Experiment) {
  const scenarios = newScenarios(experiment.scenarios);
  const [first] = scenarios;
  return {
    experiment: { ...experiment, scenarios },
    selectedId: first ? scenarioId(first) : null,
    drafts: {},
    remembered: {},
  };
}

/**
 * Opens another experiment. A change from the URL is not an edit: it opens the scenario at the position of the one that
 * was open, as Back and Forward do.
 */
export function load(state: EditedState, experiment: Experiment, source: 'person' | 'url'): Change {
  const next = opened(experiment);
  if (source === 'person') return { ...next, ...edited(next.experiment) };
  const before = scenarioIds(state.experiment.scenarios);
  const ids = scenarioIds(next.experiment.scenarios);
  const position = ids.length === before.length && state.selectedId ? before.indexOf(state.selectedId) : 0;
  return { ...next, selectedId: ids[Math.max(0, position)] ?? null, lastEdit: null };
}

/** An edit of anything except the list of scenarios: each stays the same scenario. */
export function changeExperiment(state: EditedState, experiment: Experiment, editKey?: string): Change {
  sameScenarios(experiment.scenarios, state.experiment.scenarios);
  return edited(experiment, editKey);
}

export function changeScenario(
  { experiment }: EditedState,
  id: ScenarioId,
  scenario: Scenario,
  editKey?: string,
): Change {
  const original = findScenario(experiment.scenarios, id);
  return original ? edited(edits.replaceScenario(experiment, original, scenario), editKey) : {};
}

/** @param layers the model's layers, for adapters that the scenario never had */
export function changeMethod(
  { experiment, remembered }: EditedState,
  id: ScenarioId,
  method: Method,
  layers: number,
): Change {
  const scenario = findScenario(experiment.scenarios, id);
  if (!scenario || scenario.method === method) return {};
  const memory =
    scenario.method === 'lora' ? { ...remembered, [id]: edits.adapterSettings(scenario) } : remembered;
  const adapters = memory[id] ?? edits.defaultAdapters(layers);
  const next = edits.withMethod(scenario, method, adapters, experiment.training.learningRate);
  return { ...edited(edits.replaceScenario(experiment, scenario, next)), remembered: memory };
}

/** Puts a scenario at the end of the list and opens it. */
export function append({ experiment }: EditedState, scenario: Scenario): Change {
  const scenarios = [...experiment.scenarios, scenario];
  return { ...edited({ ...experiment, scenarios }), selectedId: scenarioId(scenario) };
}

export function duplicate({ experiment, remembered }: EditedState, id: ScenarioId): Change {
  const original = findScenario(experiment.scenarios, id);
  if (!original) return {};
  const next = edits.duplicateScenario(experiment, original);
  const copy = next.scenarios[next.scenarios.indexOf(original) + 1];
  const memory = remembered[id];
  if (!copy || !memory) return edited(next);
  return { ...edited(next), remembered: { ...remembered, [scenarioId(copy)]: memory } };
}

/** Takes a scenario out and opens the one before it, if it was open. The last one stays. */
export function remove({ experiment, selectedId, drafts }: EditedState, id: ScenarioId): Change {
  const { scenarios } = experiment;
  const removed = findScenario(scenarios, id);
  if (!removed || scenarios.length < 2) return {};
  const next = edits.removeScenario(experiment, removed);
  const before = next.scenarios[Math.max(0, scenarios.indexOf(removed) - 1)];
  return {
    ...edited(next),
    selectedId: selectedId === id && before ? scenarioId(before) : selectedId,
    drafts: draftsWithout(drafts, [id]),
  };
}

/** Replaces the list; opens the first new scenario, or the first of all if the open one is gone. */
export function replaceAll(
  { experiment, selectedId, drafts }: EditedState,
  scenarios: readonly Scenario[],
): Change {
  const before = scenarioIds(experiment.scenarios);
  const ids = scenarioIds(scenarios);
  const removed = before.filter((id) => !ids.includes(id));
  const added = ids.find((id) => !before.includes(id));
  const isOpenGone = selectedId !== null && removed.includes(selectedId);
  return {
    ...edited({ ...experiment, scenarios }),
    selectedId: added ?? (isOpenGone ? (ids[0] ?? null) : selectedId),
    drafts: draftsWithout(drafts, removed),
  };
}

/** @param draft null for a field whose text has become part of the experiment */
export function changeDraft(drafts: EditedState['drafts'], field: string, draft: Draft | null): Change {
  if (draft) return { drafts: { ...drafts, [field]: draft } };
  if (!(field in drafts)) return {};
  return { drafts: Object.fromEntries(Object.entries(drafts).filter(([name]) => name !== field)) };
}

/** Drafts of a scenario's fields are named by its id and the field. */
function draftsWithout(drafts: EditedState['drafts'], removed: readonly ScenarioId[]): EditedState['drafts'] {
  const isGone = (field: string): boolean => removed.some((id) => field.startsWith(`${id}.`));
  return Object.fromEntries(Object.entries(drafts).filter(([field]) => !isGone(field)));
}
