/** @file Lesson: frozen base weights in half floats, in bytes and in four bits. */
import { DEFAULT_LAYERS } from '../experiment/defaults';
import type { BasePrecision } from '../experiment/experiment';
import { embeddedExperiment, lora, presetModules } from '../experiment/presets';
import type { Lesson } from './lesson';

const NAMES: Readonly<Record<BasePrecision, string>> = {
  f32: 'float32',
  f16: 'float16',
  int8: 'int8',
  nf4: 'NF4',
};
const PRECISIONS: readonly BasePrecision[] = ['f32', 'f16', 'int8', 'nf4'];

const ANSWERS = { worse: 'lower', 'a wash': 'same', better: 'higher' } as const;

export const precision: Lesson = {
  id: 'precision',
  title: 'Fewer bits for what is frozen',
  question: 'The base weights stay frozen: how coarse may they be?',
  task: {
    kind: 'choice',
    prompt: 'What does int8 do to the mean accuracy, against float32?',
    options: [
      { value: 'lower', label: 'clearly lower' },
      { value: 'same', label: 'no difference that matters' },
      { value: 'higher', label: 'clearly higher' },
    ],
    scenarios: [NAMES.int8, NAMES.f32],
    decide: (outcomes) => {
      const standing = outcomes.standing(NAMES.int8, NAMES.f32);
      if (outcomes.isSlight(NAMES.int8, NAMES.f32)) return { answers: ['same'], state: 'decided' };
      if (standing === 'open') return { answers: Object.values(ANSWERS), state: 'open' };
      return standing && { answers: [ANSWERS[standing]], state: 'decided' };
    },
  },
  experiment: embeddedExperiment(
    PRECISIONS.map((basePrecision) => ({
      ...lora(NAMES[basePrecision], presetModules('all', DEFAULT_LAYERS)),
      basePrecision,
    })),
  ),
  panels: ['lineUp', 'curves', 'differences'],
  published: null,
};
