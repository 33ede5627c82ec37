/** @file Module patterns to start from, and the parts that experiments on the embedded model are built from. */
import { colorAt } from './colors';
import {
  DEFAULT_DATA,
  DEFAULT_DATASET,
  DEFAULT_JUDGING,
  DEFAULT_LAYERS,
  DEFAULT_MODEL,
  DEFAULT_RANK,
  QUESTION_TRAINING,
  METHOD_LEARNING_RATES,
} from './defaults';
import type {
  ClassifierScenario,
  Experiment,
  FullScenario,
  Hyperparameters,
  LoraScenario,
} from './experiment';
import { type Component, type ModuleSet, moduleSet } from '../architecture/modules';

export type ModulePresetId = 'lower' | 'upper' | 'even' | 'all' | 'none' | 'attention' | 'feedForward';

export interface ModulePreset {
  readonly id: ModulePresetId;
  readonly label: string;
  /** The preset's modules in an encoder of so many layers. */
  readonly modules: (layers: number) => ModuleSet;
}

const ATTENTION: readonly Component[] = ['query', 'key', 'value', 'attentionOutput'];

function modulePreset(
  id: ModulePresetId,
  label: string,
  keep: (layer: number, component: Component, layers: number) => boolean,
): ModulePreset {
  const modules = (layers: number) => moduleSet(layers, (layer, component) => keep(layer, component, layers));
  return { id, label, modules };
}

/** Lower and upper are the two halves, layers 1-6 and 7-12 of 12; the middle layer of an odd number is upper. */
export const MODULE_PRESETS: readonly ModulePreset[] = [
  modulePreset('lower', 'Lower layers', (layer, _, layers) => layer <= Math.floor(layers / 2)),
  modulePreset('upper', 'Upper layers', (layer, _, layers) => layer > Math.floor(layers / 2)),
  modulePreset('even', 'Even layers', (layer) => layer % 2 === 0),
  modulePreset('all', 'All', () => true),
  modulePreset('none', 'None', () => false),
  modulePreset('attention', 'Attention', (_, component) => ATTENTION.includes(component)),
  modulePreset('feedForward', 'Feed-forward', (_, component) => !ATTENTION.includes(component)),
];

export function presetModules(id: ModulePresetId, layers: number): ModuleSet {
  return MODULE_PRESETS.find((preset) => preset.id === id)?.modules(layers) ?? [];
}

/** Enough for a density and its spread; the published figures have 5 and 7. */
const TRIALS = 5;

/** A scenario without its colour, which comes from its position in the experiment. */
export type Uncolored =
  Omit<LoraScenario, 'color'> | Omit<ClassifierScenario, 'color'> | Omit<FullScenario, 'color'>;

/** LoRA with alpha = r. */
export function lora(name: string, modules: ModuleSet, rank = DEFAULT_RANK): Omit<LoraScenario, 'color'> {
  return { name, method: 'lora', modules, rank, alpha: rank, rsLora: false };
}

export const CLASSIFIER_ONLY: Uncolored = {
  name: 'classifier only',
  method: 'classifier',
  learningRate: METHOD_LEARNING_RATES.classifier,
};

export const FULL_FINE_TUNING: Uncolored = {
  name: 'full fine-tuning',
  method: 'full',
  learningRate: METHOD_LEARNING_RATES.full,
};

/** The modules that are one of these components, in every layer. */
export const everyLayer = (...components: Component[]) =>
  moduleSet(DEFAULT_LAYERS, (_, component) => components.includes(component));

/** An experiment on the embedded model and data, as the questions train. */
export function embeddedExperiment(
  scenarios: readonly Uncolored[],
  { trials = TRIALS, training = {} }: { trials?: number; training?: Partial<Hyperparameters> } = {},
): Experiment {
  return {
    model: DEFAULT_MODEL,
    dataset: DEFAULT_DATASET,
    data: DEFAULT_DATA,
    scenarios: scenarios.map((scenario, position) => ({ ...scenario, color: colorAt(position) })),
    trials,
    firstSeed: 1,
    training: { ...QUESTION_TRAINING, ...training },
    judging: DEFAULT_JUDGING,
  };
}
