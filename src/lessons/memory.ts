/** @file Lesson: one adapted layer at a time, with and without gradient checkpointing. */
import { colorAt } from '../experiment/colors';
import { DEFAULT_LAYERS } from '../experiment/defaults';
import { moduleSet } from '../architecture/modules';
import { embeddedExperiment, lora, type Uncolored } from '../experiment/presets';
import type { Lesson, PublishedFigures } from './lesson';
import { MEMORY_BY_LAYER } from './published';

const { layers: LAYERS, checkpointingOff, checkpointingOn } = MEMORY_BY_LAYER;
/** Every layer of the embedded model; the article has five of them. */
const ALL_LAYERS = Array.from({ length: DEFAULT_LAYERS }, (_, i) => i + 1);
/** Colour says here how a scenario keeps its activations; the name says the layer. */
const COLORS = { kept: colorAt(0), checkpointed: colorAt(3) };

const nameOf = (layer: number, checkpointing: boolean): string =>
  `layer ${layer}${checkpointing ? ', checkpointing' : ''}`;

const oneLayer = (layer: number, checkpointing: boolean): Uncolored => ({
  ...lora(
    nameOf(layer, checkpointing),
    moduleSet(DEFAULT_LAYERS, (each) => each === layer),
  ),
  checkpointing,
});

function figuresOf(checkpointing: boolean): [string, PublishedFigures][] {
  const cost = checkpointing ? checkpointingOn : checkpointingOff;
  return LAYERS.map((layer, i) => [
    nameOf(layer, checkpointing),
    { memoryPercent: cost.memoryPercent[i], samplesPerSecond: cost.samplesPerSecond[i] },
  ]);
}

/** Memory and speed do not depend on how much has been learned. */
const STEPS = 40;

const EXPERIMENT = embeddedExperiment(
  [false, true].flatMap((checkpointing) => ALL_LAYERS.map((layer) => oneLayer(layer, checkpointing))),
  { trials: 1, training: { duration: { unit: 'steps', count: STEPS }, validationRows: 64 } },
);

export const memory: Lesson = {
  id: 'memory',
  title: 'Where the memory goes',
  question: 'One adapted layer: what does it cost to put it at the bottom?',
  task: {
    kind: 'number',
    prompt: 'Without checkpointing, how many times the memory of layer 12 does layer 1 take?',
    min: 1,
    max: 20,
    step: 0.5,
    unit: 'times',
    scenarios: [nameOf(1, false), nameOf(12, false)],
    measure: (outcomes) => {
      const memoryOf = (layer: number) => outcomes.byName.get(nameOf(layer, false))?.memory;
      const [low, high] = [memoryOf(1), memoryOf(12)];
      return low == null || high == null ? null : low / high;
    },
  },
  asksFor: 'memory',
  opens: 'step',
  experiment: {
    ...EXPERIMENT,
    scenarios: EXPERIMENT.scenarios.map((scenario) => ({
      ...scenario,
      color: scenario.checkpointing ? COLORS.checkpointed : COLORS.kept,
    })),
  },
  panels: ['byLayer', 'choices'],
  published: {
    figures: Object.fromEntries([...figuresOf(false), ...figuresOf(true)]),
    note: 'Memory was read off a plot and is good to about one percent of the card; it holds the framework and the base weights too.',
  },
};
