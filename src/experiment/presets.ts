/** @file Choices to start from: module patterns for one scenario, and whole experiments with a question. */
import { colorAt } from './colors';
import {
  DEFAULT_DATA,
  DEFAULT_DATASET,
  DEFAULT_LAYERS,
  DEFAULT_MODEL,
  DEFAULT_RANK,
  QUESTION_TRAINING,
  METHOD_LEARNING_RATES,
} from './defaults';
import type { ClassifierScenario, Experiment, FullScenario, LoraScenario, Scenario } from './experiment';
import { COMPONENTS, type Component, type ModuleSet, moduleSet } from './modules';
import { COMPONENT_WORDS } from './moduleWords';

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

export interface ExperimentPreset {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly experiment: Experiment;
}

/** Enough for a density and its spread; the published figures have 5 and 7. */
const TRIALS = 5;

type Uncolored<S extends Scenario> = Omit<S, 'color'>;

const lora = (name: string, modules: ModuleSet, rank = DEFAULT_RANK): Uncolored<LoraScenario> => ({
  name,
  method: 'lora',
  modules,
  rank,
  alpha: rank,
  rsLora: false,
});

const classifier: Uncolored<ClassifierScenario> = {
  name: 'classifier only',
  method: 'classifier',
  learningRate: METHOD_LEARNING_RATES.classifier,
};

const full: Uncolored<FullScenario> = {
  name: 'everything',
  method: 'full',
  learningRate: METHOD_LEARNING_RATES.full,
};

const all = presetModules('all', DEFAULT_LAYERS);

/** Adapters on one or more components of every layer. */
const everyLayer = (...components: Component[]) =>
  moduleSet(DEFAULT_LAYERS, (_, component) => components.includes(component));

function experiment(
  scenarios: readonly (Uncolored<LoraScenario> | Uncolored<ClassifierScenario> | Uncolored<FullScenario>)[],
): Experiment {
  return {
    model: DEFAULT_MODEL,
    dataset: DEFAULT_DATASET,
    data: DEFAULT_DATA,
    scenarios: scenarios.map((scenario, position) => ({ ...scenario, color: colorAt(position) })),
    trials: TRIALS,
    firstSeed: 1,
    training: QUESTION_TRAINING,
  };
}

/** One direction per module takes, and needs, a longer step than eight. */
const RANK_1_LEARNING_RATE = 4e-3;

const LAYER_PATTERNS = ['lower', 'upper', 'even', 'all'] as const;
const RANKS = [1, 2, 4, 8, 16, 32];

/** The published experiments (design/seed-results.json), sized for the embedded model. */
export const EXPERIMENT_PRESETS: readonly ExperimentPreset[] = [
  {
    id: 'layers',
    title: 'Upper or lower layers?',
    question: 'With adapters on only half of the layers: which half is worth more, and what does it save?',
    experiment: experiment(LAYER_PATTERNS.map((id) => lora(id, presetModules(id, DEFAULT_LAYERS)))),
  },
  {
    id: 'components',
    title: 'Which component?',
    question: 'With adapters on one of the six linear layers of every layer: which one learns the most?',
    experiment: experiment(
      COMPONENTS.map((component) => lora(COMPONENT_WORDS[component], everyLayer(component))),
    ),
  },
  {
    id: 'rank',
    title: 'How large a rank?',
    question: 'Every doubling of r doubles the adapters: from where on does it no longer buy accuracy?',
    experiment: experiment(RANKS.map((rank) => lora(`r=${rank}`, all, rank))),
  },
  {
    id: 'methods',
    title: 'LoRA, classifier or everything?',
    question: 'How much of full fine-tuning does LoRA reach, and how much more than the classifier alone?',
    experiment: experiment([
      classifier,
      { ...lora('LoRA r=1', all, 1), learningRate: RANK_1_LEARNING_RATE },
      lora('LoRA r=8', all),
      lora('value+up r=8', everyLayer('value', 'up')),
      full,
    ]),
  },
];
