/** @file Lesson: LoRA and full fine-tuning at three learning rates each, LoRA's ten times as high. */
import { plainNumber } from '../../base/format';
import { DEFAULT_LAYERS } from '../../experiment/defaults';
import { embeddedExperiment, lora, presetModules } from '../../experiment/presets';
import type { Lesson } from '../lesson';
import { claimTask, type Expectation } from './expectation';

/** Each about three times the one before; the middle one is the lab's own for full fine-tuning. */
const FULL_RATES = [1e-4, 3e-4, 1e-3];
const MULTIPLE = 10;
const ALL = presetModules('all', DEFAULT_LAYERS);

const full = FULL_RATES.map((learningRate) => ({
  name: `full, ${plainNumber(learningRate)}`,
  method: 'full' as const,
  learningRate,
}));
const adapted = FULL_RATES.map((rate) => {
  // Not rate * 10, which is 0.0030000000000000005.
  const learningRate = Number((rate * MULTIPLE).toPrecision(1));
  return { ...lora(`LoRA, ${plainNumber(learningRate)}`, ALL), learningRate };
});
const namesOf = (scenarios: readonly { readonly name: string }[]) => scenarios.map(({ name }) => name);

/** The best rate of LoRA is ten times the best of full fine-tuning. */
export const TENFOLD: readonly Expectation[] = [
  { kind: 'same place', these: namesOf(full), those: namesOf(adapted) },
];

export const tenfold: Lesson = {
  id: 'tenfold',
  title: 'Ten times the learning rate',
  question: 'Does LoRA want ten times the learning rate of full fine-tuning?',
  task: claimTask({
    prompt: 'Is LoRA’s best rate here ten times that of full fine-tuning, rather than thirty or three times?',
    yes: 'yes, about ten times',
    no: 'no, another multiple',
    expectations: TENFOLD,
  }),
  experiment: embeddedExperiment([...full, ...adapted]),
  panels: ['lineUp', 'sweep', 'curves', 'differences'],
  published: null,
};
