/** @file Lesson: the final comparison in accuracy, parameters, memory and speed. */
import { DEFAULT_LAYERS } from '../experiment/defaults';
import {
  CLASSIFIER_ONLY,
  embeddedExperiment,
  everyLayer,
  FULL_FINE_TUNING,
  lora,
  presetModules,
} from '../experiment/presets';
import { summaryFigures } from './figures';
import type { Lesson } from './lesson';
import type { Outcomes } from './outcomes';

const ALL = presetModules('all', DEFAULT_LAYERS);
/** With one direction in each module, training needs, and tolerates, a longer step than with eight. */
const RANK_1_LEARNING_RATE = 4e-3;

function partOfTheWay(outcomes: Outcomes): number | null {
  const meanOf = (name: string): number | null => outcomes.byName.get(name)?.mean ?? null;
  const from = meanOf(CLASSIFIER_ONLY.name);
  const to = meanOf(FULL_FINE_TUNING.name);
  const base = meanOf('all r=8');
  if (from === null || to === null || base === null || to === from) return null;
  return (100 * (base - from)) / (to - from);
}

export const methods: Lesson = {
  id: 'methods',
  title: 'The final comparison',
  question: 'How much of full fine-tuning does LoRA reach, and at what cost?',
  task: {
    kind: 'number',
    prompt: 'From “classifier only” to full fine-tuning: what part of the way will “all r=8” go?',
    min: 0,
    max: 120,
    step: 1,
    unit: '% of the way',
    scenarios: [CLASSIFIER_ONLY.name, FULL_FINE_TUNING.name, 'all r=8'],
    measure: partOfTheWay,
  },
  experiment: embeddedExperiment([
    FULL_FINE_TUNING,
    CLASSIFIER_ONLY,
    lora('all r=8', ALL),
    lora('all r=4', ALL, 4),
    { ...lora('all r=1', ALL, 1), learningRate: RANK_1_LEARNING_RATE },
    lora('up r=8', everyLayer('up')),
    lora('value+up r=8', everyLayer('value', 'up')),
  ]),
  panels: ['choices', 'lineUp', 'curves', 'differences'],
  published: {
    figures: {
      'full fine-tuning': summaryFigures('full fine-tuning'),
      'classifier only': summaryFigures('classifier only'),
      'all r=8': summaryFigures('LoRA base (all, r=8)'),
      'all r=4': summaryFigures('LoRA all r=4'),
      'all r=1': summaryFigures('LoRA all r=1'),
      'up r=8': summaryFigures('LoRA up r=8'),
      'value+up r=8': summaryFigures('LoRA value+up r=8'),
    },
    note: 'An independent repeat of all r=8 ended at 94.59 %. Its batches filled the card on purpose, so its memory says more about the batch than about the method, and full fine-tuning, the classifier and LoRA trained for 10, 15 and 14 epochs.',
  },
};
