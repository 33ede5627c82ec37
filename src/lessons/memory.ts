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
  text: [
    'Training must store what the backward pass will need. Gradients flow from the top down to the lowest adapter and no further, so everything between must be kept: a layer below needs nothing, a layer above is kept whether it has an adapter or not. These kept numbers, the activations, grow with batch and sentence length and are usually most of the memory.',
    'Gradient checkpointing keeps only each layer’s input and computes the rest again on the way down. It must not change a single loss; it trades time for memory. A published run of the original lost all gradients of its adapters that way, and its accuracy, 80 to 82 % instead of 92 to 94, was what gave it away.',
    'Here one layer at a time carries adapters, each of the twelve in turn, without checkpointing and with it. A trial has only 40 steps, since memory and speed show at once; its accuracy means nothing and is left out.',
  ],
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
  conclusion: [
    'Published, with roberta-base: from layer 12 down to layer 1, memory grows from 24 to 94 % of the card, and speed falls from 2,090 to 1,180 sentences a second. With checkpointing memory stays at 24 to 29 %, and speed falls further, to about 845. So lower layers need more memory. The article’s text says less in one place, and its own plot more.',
    'The shades of the bars say what is where. The activations make the staircase; trainable parameters, gradients and the optimizer’s moments of one layer hardly show. In full fine-tuning those three count, because they are four times the model.',
    'The losses of a pair must agree to the last digit. Compare the validation losses in the table of trials: if they differ, checkpointing is broken, and the lab’s own tests hold it to that.',
  ],
};
