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
};
