/** @file Lesson: adapters in the lower half of the layers, the upper half, every second one, or all. */
import { DEFAULT_LAYERS } from '../experiment/defaults';
import { embeddedExperiment, lora, presetModules } from '../experiment/presets';
import { rowFigures } from './figures';
import type { Lesson } from './lesson';
import { LAYER_WISE } from './published';

const PATTERNS = ['lower', 'upper', 'even', 'all'] as const;

export const layers: Lesson = {
  id: 'layers',
  title: 'Lower, upper, even, all',
  question: 'With adapters on only half of the layers: which half is worth more, and what does it save?',
  text: [
    'Layers near the input work on words and their neighbours, layers near the output on what the whole sentence says. A classifier reads the top. So it seems natural to adapt the upper layers alone, and cheap: the backward pass ends at the lowest adapter, and nothing below it has to be remembered.',
    'Here all six components carry adapters of r=8, in layers 1–6, in layers 7–12, in every second layer, or in all twelve. The first three train the same number of parameters, so that only their position differs. Adapters in all layers have twice as many.',
  ],
  task: { kind: 'ranking', prompt: 'Order the four by accuracy, best first.', scenarios: PATTERNS },
  experiment: embeddedExperiment(PATTERNS.map((id) => lora(id, presetModules(id, DEFAULT_LAYERS)))),
  panels: ['choices', 'lineUp', 'curves', 'byLayer', 'differences'],
  published: {
    figures: {
      lower: rowFigures(LAYER_WISE, 'lower (4 layers in the notebook)'),
      upper: rowFigures(LAYER_WISE, 'upper (4 layers in the notebook)'),
      even: rowFigures(LAYER_WISE, 'even (4 layers in the notebook)'),
      all: rowFigures(LAYER_WISE, 'all'),
    },
    note: 'The published notebook adapts four layers as lower, upper and even, where this experiment adapts six.',
  },
  conclusion: [
    'Published, with roberta-base: the means run all, even, upper, lower. Seven runs each show all above upper and lower, and even above lower. Neighbours in that order are not told apart: upper lies 0.3 points above lower, which p = 0.09 does not show. From best to worst it is 0.010, one point; the article’s text says about 0.08, but its notebooks have the smaller figure.',
    'The embedded model turns the halves round: when the lab measured it, twenty seeds each, layers 1–6 reached 90.6 %, all twelve 90.7 %, every second layer 88.8 %, and layers 7–12 only 85.2 %. The first two are surely less than a point apart; every other pair is decided. The first five of these seeds show that the other three are better than layers 7–12, and all twelve better than every second. In so narrow a model, turning a verdict by “not” or “but” seems to have to start early; by the upper layers it is too late. Where to adapt is a property of the model, not a law.',
    'What holds in both: adapters in the upper half alone need far less memory and train faster. The panels show by how much.',
  ],
};
