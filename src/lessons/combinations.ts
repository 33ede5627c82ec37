/** @file Lesson: where 2^72 combinations come from, and how much a single run can mislead. */
import { embeddedExperiment, everyLayer, lora, presetModules } from '../experiment/presets';
import { DEFAULT_LAYERS } from '../experiment/defaults';
import { summaryFigures } from './figures';
import type { Lesson } from './lesson';

export const combinations: Lesson = {
  id: 'combinations',
  title: 'Too many choices',
  question: 'The same scenario, another seed: how much does the accuracy move?',
  task: {
    kind: 'number',
    prompt: 'How far will the best and the worst of six seeds of “all r=8” lie apart?',
    min: 0,
    max: 20,
    step: 0.5,
    unit: 'points of accuracy',
    scenarios: ['all r=8'],
    measure: (outcomes) => {
      const range = outcomes.byName.get('all r=8')?.range;
      return range == null ? null : range * 100;
    },
  },
  experiment: embeddedExperiment(
    [lora('all r=8', presetModules('all', DEFAULT_LAYERS)), lora('value+up r=8', everyLayer('value', 'up'))],
    { trials: 6 },
  ),
  panels: ['choices', 'lineUp', 'curves', 'differences'],
  published: {
    figures: {
      'all r=8': summaryFigures('LoRA base (all, r=8)'),
      'value+up r=8': summaryFigures('LoRA value+up r=8'),
    },
    note: 'The published runs give mean and standard deviation, not the single trials. All r=8 was run twice over with five seeds: 94.61 % and 94.59 %.',
  },
};
